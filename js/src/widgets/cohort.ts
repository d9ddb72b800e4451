// Cohort: virtual patients under the doses of the experiment, bands, responders, a brush that tells who, and a trial.

import { type Output, type People, percentile, READ, runPeople } from "./cohort/people.ts";
import { drawBands, drawWho, type Spot } from "./cohort/picture.ts";
import { power } from "./cohort/power.ts";
import { html, svg, write } from "./controls/dom.ts";
import { ownView } from "./own_view.ts";
import sheet from "./style/cohort.css";
import shared from "./style/exhibit.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";
import { watchWidth } from "./width.ts";

/** How long inputs must rest before all patients are run again, ms. */
const REST = 250;
const GROUPS = ["all", "responders", "others"] as const;
const END_POINTS = ["CRP", "IL6"] as const;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const root = html(doc, "section", { class: "cohort exhibit" });
  const told = telling(doc);
  el.append(root);
  const bands = svg(doc, "svg", { class: "bands", role: "img" });
  const who = svg(doc, "svg", { class: "who", role: "img" });
  let people: People | undefined;
  let spots: Spot[] = [];
  let brushed = new Set<number>();
  let input = "CL";
  let lang = "";
  let width = 560;
  let asked = "";
  let stop = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let bar: HTMLProgressElement;
  let progress: HTMLElement;
  let cancel: HTMLButtonElement;
  let rows: HTMLElement;
  let verdict: HTMLElement;
  let sliders: { name: string; input: HTMLInputElement; shown: HTMLElement }[] = [];
  let responds: HTMLInputElement;
  let arm: { input: HTMLInputElement; shown: HTMLElement };

  const spread = (): Record<string, number> => settings.get("spread", {});
  const patients = (): number => settings.get("patients", 160);
  const label = (id: string): string => x.say(x.value(id).label);
  const last = (row: readonly number[]): number => row[row.length - 1] ?? Number.NaN;

  function slider(min: number, max: number, step: number, moved: (at: number) => void) {
    const one = html(doc, "input", { id: uid("cohort"), type: "range", min, max, step });
    const shown = html(doc, "output", { for: one.id });
    one.addEventListener("input", () => moved(Number(one.value)));
    return { input: one, shown };
  }
  const row = (words: string, one: { input: HTMLInputElement; shown: HTMLElement }): HTMLElement =>
    html(
      doc,
      "div",
      { class: "row" },
      html(doc, "label", { for: one.input.id }, words),
      one.input,
      one.shown,
    );

  function build(): void {
    lang = x.lang;
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    bands.setAttribute("aria-label", x.text("cohort.bands"));
    who.setAttribute("aria-label", x.text("cohort.scatter"));
    sliders = Object.keys(spread())
      .sort()
      .map((name) => {
        const made = slider(0, 1.5, 0.01, (cv) => {
          settings.set("spread", { ...spread(), [name]: cv });
          update();
        });
        return { name, ...made };
      });
    bar = html(doc, "progress", { max: patients(), "aria-label": x.text("cohort.running") });
    cancel = html(doc, "button", { type: "button" }, x.text("cohort.cancel"));
    cancel.addEventListener("click", () => {
      stop();
      clearTimeout(timer);
      progress.hidden = true;
      told.say(x.text("cohort.cancelled"));
    });
    progress = html(doc, "p", { class: "progress" }, bar, cancel);
    const select = html(
      doc,
      "select",
      { id: uid("input") },
      ...Object.keys(spread())
        .sort()
        .map((name) => html(doc, "option", { value: name }, label(name))),
    );
    select.value = input;
    select.addEventListener("change", () => {
      input = select.value;
      draw();
    });
    const groups = GROUPS.map((group) => {
      const button = html(doc, "button", { type: "button" }, x.text(`cohort.group.${group}`));
      button.addEventListener("click", () => choose(group));
      return button;
    });
    responds = html(doc, "input", {
      id: uid("responds"),
      type: "number",
      min: 0.01,
      step: "any",
    });
    responds.addEventListener("change", () => {
      const to = Number(responds.value);
      if (to > 0) settings.set("responds", to);
      draw();
    });
    const point = html(
      doc,
      "select",
      { id: uid("end_point") },
      ...END_POINTS.map((id) => html(doc, "option", { value: id }, x.text(`cohort.end.${id}`))),
    );
    point.value = settings.get("end_point", "CRP");
    point.addEventListener("change", () => {
      settings.set("end_point", point.value);
      judge();
    });
    arm = slider(2, 200, 1, (n) => {
      settings.set("arm", n);
      judge();
    });
    rows = html(doc, "tbody");
    verdict = html(doc, "p", { class: "verdict" });
    const head = ["what", "brushed", "rest"].map((key) =>
      html(doc, "th", { scope: "col" }, x.text(`cohort.${key}`)),
    );
    root.replaceChildren(
      html(doc, "h3", {}, x.text("cohort.title")),
      html(doc, "p", { class: "note" }, x.text("cohort.note")),
      ...sliders.map((one) => row(`${label(one.name)}${x.text("cohort.cv")}`, one)),
      progress,
      bands,
      told.line,
      told.status,
      html(doc, "h4", {}, x.text("cohort.who")),
      html(
        doc,
        "div",
        { class: "row" },
        html(doc, "label", { for: select.id }, x.text("cohort.against")),
        select,
        html(doc, "label", { for: responds.id }, x.text("cohort.responds")),
        responds,
      ),
      html(doc, "p", { class: "groups" }, ...groups),
      who,
      html(
        doc,
        "table",
        {},
        html(doc, "caption", { class: "unseen" }, x.text("cohort.who")),
        html(doc, "thead", {}, html(doc, "tr", {}, ...head)),
        rows,
      ),
      html(doc, "h4", {}, x.text("cohort.trial")),
      html(
        doc,
        "div",
        { class: "row" },
        html(doc, "label", { for: point.id }, x.text("cohort.end_point")),
        point,
      ),
      row(x.text("cohort.arm"), arm),
      verdict,
    );
  }

  function choose(group: (typeof GROUPS)[number]): void {
    if (!people) return;
    const limit = settings.get("responds", 3);
    const below = people.treated.CRP.map((one) => last(one) < limit);
    brushed = new Set(
      [...below.keys()].filter(
        (k) => group === "all" || (group === "responders" ? below[k] : !below[k]),
      ),
    );
    draw();
  }

  /** The brush: what lies between where the pointer went down and where it is. */
  let from: { x: number; y: number } | undefined;
  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = who.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  who.addEventListener("pointerdown", (event) => {
    from = at(event);
    who.setPointerCapture?.(event.pointerId);
  });
  who.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    brushed = new Set(
      [...spots.keys()].filter((k) => {
        const spot = spots[k] as Spot;
        return spot.x >= left && spot.x <= right && spot.y >= top && spot.y <= bottom;
      }),
    );
    draw();
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    who.addEventListener(end, () => {
      from = undefined;
    });

  function judge(): void {
    if (!people) return;
    const id = settings.get<Output>("end_point", "CRP");
    const n = settings.get("arm", 20);
    arm.input.value = String(n);
    write(arm.shown, x.number(n));
    const found = power(people.treated[id].map(last), people.control[id].map(last), n);
    const percent = (share: number): string =>
      `${x.number(Math.round(1000 * share) / 10, 3)}\u00a0%`;
    write(
      verdict,
      x.text(found.worse > 0.5 ? "cohort.fails" : "cohort.power", {
        n,
        point: x.text(`cohort.end.${id}`),
        better: percent(found.better),
        worse: percent(found.worse),
        less: percent(found.less),
      }),
    );
  }

  function draw(): void {
    if (!people) return;
    const limit = settings.get("responds", 3);
    responds.value = String(limit);
    drawBands(doc, x, bands, width, people, brushed.size < patients() ? [...brushed] : []);
    spots = drawWho(doc, x, who, width, people, input, brushed, limit);
    const share = people.treated.CRP.filter((one) => last(one) < limit).length / patients();
    const median = (all: readonly number[], chosen: (k: number) => boolean): string =>
      x.number(
        percentile(
          all.filter((_, k) => chosen(k)).sort((a, b) => a - b),
          0.5,
        ),
        3,
      );
    const inside = (k: number): boolean => brushed.has(k);
    const outside = (k: number): boolean => !brushed.has(k);
    const lines: [string, number[]][] = [
      ...Object.keys(people.drawn).map(
        (name) => [label(name), people?.drawn[name] ?? []] as [string, number[]],
      ),
      ...READ.map(
        (id) =>
          [x.text(`cohort.last.${id}`), (people as People).treated[id].map(last)] as [
            string,
            number[],
          ],
      ),
    ];
    rows.replaceChildren(
      html(
        doc,
        "tr",
        {},
        html(doc, "th", { scope: "row" }, x.text("cohort.how_many")),
        html(doc, "td", {}, x.number(brushed.size)),
        html(doc, "td", {}, x.number(patients() - brushed.size)),
      ),
      ...lines.map(([name, all]) =>
        html(
          doc,
          "tr",
          {},
          html(doc, "th", { scope: "row" }, name),
          html(doc, "td", {}, median(all, inside)),
          html(doc, "td", {}, median(all, outside)),
        ),
      ),
    );
    told.say(
      x.text("cohort.told", {
        share: `${x.number(Math.round(100 * share))}\u00a0%`,
        limit: x.number(limit),
        n: patients(),
        crp: median(people.treated.CRP.map(last), () => true),
      }),
    );
    judge();
  }

  function update(): void {
    if (lang !== x.lang) {
      build();
      draw();
    }
    for (const one of sliders) {
      const cv = spread()[one.name] ?? 0;
      one.input.value = String(cv);
      const words = `${x.number(Math.round(100 * cv))}\u00a0%`;
      write(one.shown, words);
      one.input.setAttribute("aria-valuetext", words);
    }
    const key = JSON.stringify([x.inputs, x.doses, spread(), patients()]);
    if (key === asked) return;
    asked = key;
    stop();
    clearTimeout(timer);
    timer = setTimeout(() => {
      progress.hidden = false;
      stop = runPeople(x, spread(), patients(), (done, whole) => {
        bar.value = done;
        if (!whole) return;
        people = whole;
        progress.hidden = true;
        choose("others");
      });
    }, REST);
  }

  update();
  const undo = [
    x.subscribe(update),
    settings.watch("spread", update),
    settings.watch("patients", update),
    settings.watch("responds", draw),
    settings.watch("arm", judge),
    watchWidth(root, (now) => {
      width = Math.min(760, now - 24);
      draw();
    }),
  ];
  return () => {
    stop();
    clearTimeout(timer);
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("cohort", mount, `${shared}\n${sheet}`);
