// The dose-response: `drive` moves the marks of a bqplot figure, `mount` draws what stands around it.
import type { Scale } from "./dose/axis.ts";
import { type Backbone, Figure, type Parts } from "./dose/figure.ts";
import { picture } from "./dose/picture.ts";
import { share } from "./dose/share.ts";
import { sentence, table, title } from "./dose/words.ts";
import type { AnyModel } from "./host.ts";
import { type Live, type Mount, type Settings, uid } from "./view.ts";

/** The face of words on the chart; the style sheet names the same. */
const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Noto Sans CJK SC", sans-serif';

/** A screen reader is told when the hand rests, not at every step. */
const REST = 600;

/**
 * Keep the marks of a figure at the response of an experiment.
 *
 * `marks` are resolved models in the order of the frame's `marks`; `settings.get("parts")` names them in that order.
 * One that could not be resolved is `undefined` and simply not drawn. Returns its undo.
 */
export const drive = (
  x: Live,
  marks: readonly (AnyModel | undefined)[],
  settings: Settings,
): (() => void) => {
  const names = settings.get<string[]>("parts", []);
  const parts: Parts = new Map(
    // What a host gives for a mark is the page's own model of it, which can do more than a host must.
    marks.flatMap((mark, i): [string, Backbone][] =>
      mark && names[i] ? [[names[i], mark as unknown as Backbone]] : [],
    ),
  );
  const figure = new Figure(parts);
  const { response, watch, release } = share(x, settings);
  let scale: Scale | undefined;
  let scene = "";
  const draw = () => {
    // The scale keeps still under the hand; another cell or the band's switch may have a new one.
    const now = [response.dose, response.band, Object.values(x.inputs.choices)].join();
    const p = picture(response, FONT, now === scene ? scale : undefined);
    scene = now;
    scale = p.scale;
    figure.draw(p, response.size);
  };
  const undo = watch(draw);
  draw();
  return () => {
    undo();
    release();
  };
};

type Build = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  cls: string,
  text?: string,
) => HTMLElementTagNameMap[K];

const builder =
  (page: Document): Build =>
  (name, cls, text = "") => {
    const el = page.createElement(name);
    if (cls) el.className = cls;
    el.textContent = text;
    return el;
  };

/** Hosts put a view into the page some time after they have asked for it. Returns its undo. */
const placed = (el: HTMLElement, then: () => () => void): (() => void) => {
  let undo: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (el.isConnected) undo = then();
    else timer = setTimeout(look, 50);
  };
  look();
  return () => {
    clearTimeout(timer);
    undo?.();
  };
};

/** The bqplot figure beside a frame, whenever it comes, and any that takes its place. Returns its undo. */
const beside = (el: HTMLElement, found: (figure: HTMLElement) => () => void): (() => void) =>
  placed(el, () => {
    const root = el.getRootNode();
    const outer = root instanceof ShadowRoot ? (root.host as HTMLElement) : el;
    const box = outer.closest<HTMLElement>(".il6-dose-response");
    if (!box) return () => {};
    let undo: (() => void) | undefined;
    let held: HTMLElement | undefined;
    const look = () => {
      const figure = box.querySelector<HTMLElement>(".il6-figure") ?? undefined;
      if (figure === held) return;
      undo?.();
      held = figure;
      undo = figure && found(figure);
    };
    const watcher = new MutationObserver(look);
    watcher.observe(box, { childList: true });
    look();
    return () => {
      watcher.disconnect();
      undo?.();
    };
  });

export const mount: Mount = (x, el, settings) => {
  const make = builder(el.ownerDocument);
  const { response, watch, release } = share(x, settings);
  const frame = make("div", "il6-dose");
  const head = make("div", "il6-dose-head");
  const name = make("p", "il6-dose-title");
  const band = make("button", "il6-dose-band");
  const note = make("p", "il6-dose-note");
  const live = make("p", "il6-dose-live");
  const numbers = make("details", "il6-dose-numbers");
  const summary = make("summary", "");
  const scroll = make("div", "il6-dose-scroll");
  band.type = "button";
  note.id = uid("dose-note");
  band.setAttribute("aria-describedby", note.id);
  live.setAttribute("role", "status");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  numbers.append(summary, scroll);
  head.append(name, band);
  frame.append(head, note, live, numbers);
  el.append(frame);

  let figure: HTMLElement | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const tabulate = () => {
    if (!numbers.open) return scroll.replaceChildren();
    const { head: titles, rows } = table(response);
    const grid = make("table", "");
    const top = make("tr", "");
    for (const t of titles) {
      const cell = make("th", "", t);
      cell.scope = "col";
      top.append(cell);
    }
    const thead = make("thead", "");
    thead.append(top);
    const body = make("tbody", "");
    for (const row of rows) {
      const line = make("tr", row.now ? "il6-dose-now" : "");
      const first = make("th", "", row.now ? x.text("dose.row_now", { n: row.dose }) : row.dose);
      first.scope = "row";
      line.append(first, ...row.numbers.map((n) => make("td", "", n)));
      body.append(line);
    }
    grid.append(make("caption", "", title(response)), thead, body);
    scroll.replaceChildren(grid);
  };

  const say = () => {
    const text = sentence(response);
    live.textContent = text;
    figure?.setAttribute(
      "aria-label",
      x.text("dose.figure", {
        title: title(response),
        dose: x.say(x.value(response.dose).label),
        text,
      }),
    );
    tabulate();
  };

  const refresh = () => {
    frame.lang = x.lang;
    name.textContent = title(response);
    summary.textContent = x.text("dose.numbers");
    scroll.setAttribute("aria-label", x.text("dose.numbers"));
    band.textContent = x.text("dose.band");
    band.setAttribute("aria-pressed", String(response.band));
    band.hidden = response.open.length === 0;
    const { swept } = response;
    const open = response.open.map((v) => x.say(v.label)).join(x.text("dose.comma"));
    note.hidden = !swept;
    note.textContent = x.text(swept?.coarse ? "dose.open_coarse" : "dose.open", { open });
    clearTimeout(rest);
    rest = setTimeout(say, REST);
  };

  const toggle = () => settings.set("band", !response.band);
  band.addEventListener("click", toggle);
  numbers.addEventListener("toggle", tabulate);
  const undo = [
    watch(refresh),
    beside(el, (found) => {
      figure = found;
      found.setAttribute("role", "img");
      const hide = () => {
        for (const svg of found.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
        const area = found.querySelector<SVGRectElement>(".plotarea_events");
        const [width, height] = [
          Number(area?.getAttribute("width")),
          Number(area?.getAttribute("height")),
        ];
        if (width > 0 && height > 0) response.resize({ width, height });
      };
      // bqplot tells the drawn area's size by this rectangle, some time after the element was resized.
      const sizes = new MutationObserver(hide);
      sizes.observe(found, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ["width", "height"],
      });
      hide();
      say();
      return () => {
        sizes.disconnect();
        figure = undefined;
        found.removeAttribute("role");
        found.removeAttribute("aria-label");
        for (const svg of found.querySelectorAll("svg")) svg.removeAttribute("aria-hidden");
      };
    }),
  ];
  refresh();
  say();
  return () => {
    clearTimeout(rest);
    band.removeEventListener("click", toggle);
    numbers.removeEventListener("toggle", tabulate);
    for (const f of undo) f();
    release();
    frame.remove();
  };
};
