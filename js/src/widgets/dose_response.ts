// The dose-response: `drive` moves the marks of a bqplot figure, `mount` draws what stands around it.

import { Figure, partsOf } from "./chart/figure.ts";
import { beside, builder, pictured, tabled } from "./chart/frame.ts";
import { FONT, type Picture, type Size } from "./chart/picture.ts";
import type { Scale } from "./dose/axis.ts";
import { picture } from "./dose/picture.ts";
import { share } from "./dose/share.ts";
import { sentence, table, title } from "./dose/words.ts";
import type { AnyModel } from "./host.ts";
import { type Live, type Mount, type Settings, uid } from "./view.ts";

/** A screen reader is told when the hand rests, not at every step. */
const REST = 600;

/** Draw the response of an experiment whenever it changes. Returns its undo. */
export const draw = (
  x: Live,
  settings: Settings,
  figure: { draw(p: Picture, size: Size): void },
): (() => void) => {
  const { shown: response, watch, release } = share(x, settings);
  let scale: Scale | undefined;
  let scene = "";
  const redraw = () => {
    // The scale keeps still under the hand; another cell or the band's switch may have a new one.
    const now = [response.dose, response.band, Object.values(x.inputs.choices)].join();
    const p = picture(response, FONT, now === scene ? scale : undefined);
    scene = now;
    scale = p.scale;
    figure.draw(p, response.size);
  };
  const undo = watch(redraw);
  redraw();
  return () => {
    undo();
    release();
  };
};

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
): (() => void) => draw(x, settings, new Figure(partsOf(marks, settings)));

export const mount: Mount = (x, el, settings) => {
  const make = builder(el.ownerDocument);
  const { shown: response, watch, release } = share(x, settings);
  const frame = make("div", "il6-dose");
  const head = make("div", "il6-dose-head");
  const name = make("p", "il6-dose-title");
  const band = make("button", "il6-dose-button il6-dose-band");
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
    const named = rows.map((row) => ({
      ...row,
      name: row.now ? x.text("dose.row_now", { n: row.dose }) : row.dose,
    }));
    scroll.replaceChildren(tabled(make, title(response), titles, named));
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
    const words = swept ? [x.text(swept.coarse ? "dose.open_coarse" : "dose.open", { open })] : [];
    if (x.refining) words.push(x.text("dose.refining"));
    note.hidden = words.length === 0;
    note.textContent = words.join(" ");
    clearTimeout(rest);
    rest = setTimeout(say, REST);
  };

  const toggle = () => settings.set("band", !response.band);
  band.addEventListener("click", toggle);
  numbers.addEventListener("toggle", tabulate);
  const undo = [
    watch(refresh),
    beside(el, ".il6-dose-response", (found) => {
      figure = found;
      const unpicture = pictured(found, (size) => response.resize(size));
      say();
      return () => {
        figure = undefined;
        unpicture();
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
