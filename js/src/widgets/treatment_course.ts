// TreatmentCourse: doses on a line of time that are placed, dragged and deleted; what follows below; two regimens compared.
import type { Given } from "../kinetics/dosing.ts";
import type { Course } from "../kinetics/motion.ts";
import { html, svg, write } from "./controls/dom.ts";
import { ticks } from "./flow/timeline.ts";
import { ownView } from "./own_view.ts";
import sheet from "./style/treatment.css";
import { telling } from "./telling.ts";
import { BANDED, bands as makeBands } from "./treatment/band.ts";
import { type Form, form as makeForm, usual } from "./treatment/form.ts";
import { area, frame, LANES, LEFT, line, RIGHT, share, stack } from "./treatment/lanes.ts";
import { type Markers, markers as makeMarkers, STRIP } from "./treatment/markers.ts";
import { dosesOf } from "./treatment/regimen.ts";
import { type Inputs, type Mount, uid } from "./view.ts";
import { watchWidth } from "./width.ts";

const UNSEEN_WIDTH = 640;
const STEPS = 168;

/** A run that is kept to compare with. */
interface Kept {
  inputs: Inputs;
  doses: readonly Given[];
}

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const root = html(doc, "section", { class: "treatment" });
  const title = html(doc, "h3", { id: uid("treatment") });
  const about = html(doc, "p", { class: "note" });
  const controls = html(doc, "div");
  const drawing = svg(doc, "svg", { class: "lanes", role: "group", "aria-labelledby": title.id });
  const slider = html(doc, "input", {
    type: "range",
    min: 0,
    max: STEPS,
    step: "any",
    class: "day",
  });
  const told = telling(doc);
  const legend = html(doc, "p", { class: "legend note" });
  const below = html(doc, "div");
  root.append(
    html(doc, "header", {}, title, about),
    controls,
    legend,
    drawing,
    slider,
    told.line,
    told.status,
    below,
  );
  el.append(root);
  let lang = "";
  let width = 0;
  let pieces: { form: Form; markers: Markers; frame: SVGGElement } | undefined;
  let table: { el: HTMLDetailsElement; body: HTMLElement } | undefined;
  let drug = x.inputs.choices.drug;

  const bands = makeBands(x, () => update());

  if ((x.doses ?? []).length === 0) x.setDoses?.(dosesOf(usual(x)));

  const kept = (): Kept | undefined => settings.get<Kept | undefined>("compared", undefined);

  function build(): void {
    lang = x.lang;
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    title.textContent = x.text("treatment.title");
    about.textContent = x.text("treatment.about");
    slider.setAttribute("aria-label", x.text("treatment.read_at"));
    const form = makeForm(
      doc,
      x,
      () => {},
      () => {
        const now: Kept = { inputs: structuredClone(x.inputs), doses: [...(x.doses ?? [])] };
        settings.set("compared", kept() ? undefined : now);
        update();
      },
    );
    form.show(usual(x));
    controls.replaceChildren(form.el);
    const under = svg(doc, "g");
    const markers = makeMarkers(doc, x);
    drawing.replaceChildren(under, markers.el);
    pieces = { form, markers, frame: under };
    const head = ["what", "now", "start"].map((k) =>
      html(doc, "th", { scope: "col" }, x.text(`treatment.table.${k}`)),
    );
    const body = html(doc, "tbody");
    const scroll = html(
      doc,
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": x.text("treatment.numbers") },
      html(doc, "table", {}, html(doc, "thead", {}, html(doc, "tr", {}, ...head)), body),
    );
    const details = html(
      doc,
      "details",
      {},
      html(doc, "summary", {}, x.text("treatment.numbers")),
      scroll,
    );
    table = { el: details, body };
    below.replaceChildren(details);
  }

  const rowOf = (course: Course, id: string, factor: number): number[] =>
    Array.from(course.get(id), (v) => v * factor);

  function sentence(course: Course, at: number, other: Course | undefined): string {
    const k = course.times.indexOf(at);
    const read = (id: string): number => course.get(id)[k] ?? 0;
    const first = (id: string): number => course.get(id)[0] ?? 0;
    const fold = first("IL6") > 0 ? read("IL6") / first("IL6") : 0;
    const change = first("CRP") > 0 ? 1 - read("CRP") / first("CRP") : 0;
    const fill = {
      day: x.number(at),
      serum: `${x.number(read("serum"))}\u00a0${x.text("unit.ug/mL")}`,
      taken: `${x.number(100 * read("occupancy"))}\u00a0%`,
      crp: x.number(read("CRP"), 2),
      change: `${x.number(Math.abs(Math.round(100 * change)))}\u00a0%`,
      fold: x.number(fold, 2),
    };
    const ratio = (id: string): string => {
      const then = other?.get(id)[other.times.indexOf(at)] ?? 0;
      return x.number(then > 0 ? read(id) / then : Number.NaN, 2);
    };
    if (other) {
      const live = change >= 0 ? "treatment.live" : "treatment.live_up";
      const against = x.text("treatment.against", { il6: ratio("IL6"), crp: ratio("CRP") });
      return [x.text(live, fill), against].join(x.lang === "zh" ? "" : " ");
    }
    const parts = [
      x.text(change >= 0 ? "treatment.live" : "treatment.live_up", fill),
      x.text(
        fold > 1.05 ? "treatment.rises" : fold < 0.95 ? "treatment.falls" : "treatment.same",
        fill,
      ),
    ];
    return parts.join(x.lang === "zh" ? "" : " ");
  }

  function update(): void {
    const { clock } = x;
    if (!clock || !x.course) return;
    if (lang !== x.lang || !pieces) build();
    if (!pieces) return;
    if (drug !== x.inputs.choices.drug) {
      // Another drug comes with its own usual regimen.
      drug = x.inputs.choices.drug;
      pieces.form.show(usual(x));
      x.setDoses?.(dosesOf(usual(x)));
    }
    const wide = width || UNSEEN_WIDTH;
    const across = (t: number): number => LEFT + ((wide - LEFT - RIGHT) * t) / clock.end;
    const back = (px: number): number => ((px - LEFT) * clock.end) / (wide - LEFT - RIGHT);
    const run = x.course();
    const other = kept();
    const compared = other && x.course(other.inputs, other.doses);
    const shown = LANES.filter(({ id }) => run.has(id));
    const rows = new Map(
      shown.map(({ id, factor }) => [
        id,
        [rowOf(run, id, factor), ...(compared ? [rowOf(compared, id, factor)] : [])],
      ]),
    );
    // It comes when the hand rests, and is gone as soon as anything moves that it hangs on.
    const band = bands.of(JSON.stringify([x.inputs, x.doses, clock.end]));
    if (band) rows.get(BANDED)?.push(band.low, band.high);
    const drawn = stack(rows, STRIP);
    const last = drawn[drawn.length - 1];
    const bottom = last ? last.top + last.lane.height : STRIP;
    const height = bottom + 28;
    drawing.setAttribute("viewBox", `0 0 ${wide} ${height}`);
    drawing.setAttribute("width", `${wide}`);
    drawing.setAttribute("height", `${height}`);
    const k = run.times.indexOf(clock.at);
    const marks = ticks(clock.end).flatMap((t) => [
      svg(doc, "path", { class: "grid", d: `M${across(t)} ${STRIP}V${bottom}` }),
      svg(doc, "text", { x: across(t), y: bottom + 18, class: "middle small" }, x.number(t)),
    ]);
    const curves = drawn.flatMap((d) => {
      const [row = [], second] = rows.get(d.lane.id) ?? [];
      const now = row[k] ?? 0;
      const y = d.top + d.lane.height * (1 - share(d.lane, d.axis, now));
      return [
        ...frame(doc, x, d, wide),
        band && d.lane.id === BANDED
          ? svg(doc, "path", {
              class: "band",
              d: area(d, band.times, band.low, band.high, across),
            })
          : undefined,
        second && compared
          ? svg(doc, "path", { class: "run b", d: line(d, compared.times, second, across) })
          : undefined,
        svg(doc, "path", {
          class: "run",
          d: line(d, run.times, row, across),
          "data-lane": d.lane.id,
        }),
        svg(doc, "circle", { cx: across(clock.at), cy: y, r: 4.5, class: "dot" }),
        svg(doc, "text", { x: wide - RIGHT + 6, y: y + 4, class: "small strong" }, x.number(now)),
      ].filter((e) => e !== undefined);
    });
    const drops = (x.doses ?? []).map((dose) =>
      svg(doc, "path", { class: "drop", d: `M${across(dose.time)} ${STRIP - 8}V${bottom}` }),
    );
    pieces.frame.replaceChildren(
      svg(doc, "rect", {
        x: LEFT - 12,
        width: wide - LEFT - RIGHT + 24,
        height: STRIP - 2,
        rx: 6,
        class: "strip",
      }),
      ...marks,
      ...drops,
      ...curves,
      svg(doc, "path", { class: "cursor", d: `M${across(clock.at)} ${STRIP}V${bottom}` }),
      svg(
        doc,
        "text",
        { x: wide - RIGHT + 6, y: bottom + 18, class: "small" },
        x.text("treatment.days"),
      ),
    );
    pieces.markers.draw(across, back);
    slider.style.marginInline = `${LEFT - 8}px ${RIGHT - 8}px`;
    slider.style.width = `${wide - LEFT - RIGHT + 16}px`;
    slider.value = `${(STEPS * clock.at) / clock.end}`;
    slider.setAttribute("aria-valuetext", x.text("treatment.day", { n: x.number(clock.at) }));
    const keep = controls.querySelector<HTMLButtonElement>(".keep");
    if (keep) write(keep, x.text(other ? "treatment.let_go" : "treatment.compare"));
    write(
      legend,
      [other ? x.text("treatment.legend") : "", band ? x.text("treatment.band") : ""]
        .join(" ")
        .trim(),
    );
    table?.body.replaceChildren(
      ...shown.map(({ id, factor }) => {
        const [row = []] = rows.get(id) ?? [];
        const output =
          x.program.outputs.find((o) => o.id === id) ?? x.program.species.find((s) => s.id === id);
        const unit = factor === 100 ? "%" : x.text(`unit.${output?.unit ?? "1"}`);
        return html(
          doc,
          "tr",
          {},
          html(doc, "th", { scope: "row" }, `${output ? x.say(output.label) : id}, ${unit}`),
          html(doc, "td", {}, x.number(row[k] ?? 0)),
          html(doc, "td", {}, x.number(row[0] ?? 0)),
        );
      }),
    );
    told.say(sentence(run, clock.at, compared));
  }

  const read = (release: boolean): void => {
    if (x.clock) x.setClock?.({ at: (x.clock.end * Number(slider.value)) / STEPS }, release);
  };
  slider.addEventListener("input", () => read(false));
  slider.addEventListener("change", () => read(true));
  update();
  const undo = [
    x.subscribe(update),
    settings.watch("compared", update),
    watchWidth(root, (now) => {
      width = now;
      update();
    }),
  ];
  return () => {
    bands.stop();
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("treatment_course", mount, sheet);
