// What stands beside a flow: what follows in cells, the key, and the numbers as a table.
import type { Known, Layout } from "../../kinetics/program.ts";
import { html, svg, write } from "../controls/dom.ts";
import { mark } from "../controls/icons.ts";
import type { Live, Settings } from "../view.ts";
import type { Reading } from "./reading.ts";
import { amount, percent, time } from "./words.ts";

/** A piece that is built once and follows the run. */
export interface Piece {
  readonly el: HTMLElement;
  update(r: Reading): void;
}

/** A short stroke of the kind of an edge. */
const stroke = (doc: Document, known: Known): SVGSVGElement =>
  svg(
    doc,
    "svg",
    { width: 36, height: 12, class: `stroke ${known}`, "aria-hidden": "true" },
    svg(doc, "path", { d: "M1 6H35" }),
  );

/** What follows in the cell at hand and in others, each as well known as it is. */
export function outcomes(doc: Document, x: Live, { outcomes: all }: Layout): Piece {
  const el = html(doc, "div", { class: "outcomes" });
  const updates: ((r: Reading) => void)[] = [];
  const groups = new Map<string, HTMLElement>();
  for (const one of all) {
    const name = x.say(one.group);
    let list = groups.get(name);
    if (!list) {
      list = html(doc, "ul");
      groups.set(name, list);
      el.append(html(doc, "h4", {}, name), list);
    }
    const number = html(doc, "span", { class: "n" });
    const cited = one.source.map((key) => x.program.references[key]?.text.split(",")[0]);
    const note = x.say(one.note);
    const under = html(
      doc,
      "span",
      { class: "note" },
      note,
      note && cited.length > 0 ? " " : undefined,
      ...(cited.length > 0 ? [mark(doc, "measured"), " ", cited.join("; ")] : []),
    );
    const item = html(
      doc,
      "li",
      { class: one.known },
      stroke(doc, one.known),
      html(doc, "span", { class: "what" }, x.say(one.label)),
      number,
      under,
    );
    list.append(item);
    if (one.read)
      updates.push((r) => {
        const level = r.level(one.read);
        write(number, `${amount(x, one.read, level.now)}`);
      });
  }
  return {
    el,
    update(r) {
      for (const f of updates) f(r);
    },
  };
}

/** What the three kinds of edges mean. */
export function key(doc: Document, x: Live): HTMLElement {
  const items = (["computed", "estimated", "drawn"] as const).map((known) =>
    html(doc, "li", {}, stroke(doc, known), html(doc, "span", {}, x.text(`flow.${known}`))),
  );
  const units = new Set(
    x.program.layout?.edges
      .flatMap((e) => e.flux.slice(0, 1))
      .map((id) => x.program.processes?.find((p) => p.id === id)?.unit),
  );
  const [unit] = units;
  return html(
    doc,
    "div",
    { class: "key" },
    html(doc, "ul", {}, ...items),
    html(doc, "p", { class: "note" }, x.text("flow.units", { unit: unit ?? "" })),
  );
}

/** Levels and fluxes as numbers, on request. */
export function numbers(doc: Document, x: Live, layout: Layout, settings: Settings): Piece {
  const body = html(doc, "tbody");
  const caption = html(doc, "caption", { class: "note" });
  const head = ["what", "now", "share", "peak", "when"].map((k) =>
    html(doc, "th", { scope: "col" }, x.text(`flow.table.${k}`)),
  );
  const table = html(
    doc,
    "table",
    {},
    caption,
    html(doc, "thead", {}, html(doc, "tr", {}, ...head)),
    body,
  );
  const scroll = html(doc, "div", { class: "scroll", tabindex: 0, role: "region" }, table);
  scroll.setAttribute("aria-label", x.text("flow.numbers"));
  const el = html(
    doc,
    "details",
    { class: "numbers" },
    html(doc, "summary", {}, x.text("flow.numbers")),
    scroll,
  );
  el.open = settings.get("numbers", false);
  el.addEventListener("toggle", () => {
    if (el.open !== settings.get("numbers", false)) settings.set("numbers", el.open);
  });
  const row = (name: string, cells: string[]): HTMLElement =>
    html(
      doc,
      "tr",
      {},
      html(doc, "th", { scope: "row" }, name),
      ...cells.map((c) => html(doc, "td", {}, c)),
    );
  let last: Reading | undefined;
  const fill = (): void => {
    if (!el.open || !last) return;
    const r = last;
    write(caption, x.text("flow.table.caption", { at: time(x, x.clock?.at ?? 0) }));
    const levels = layout.nodes
      .filter((n) => n.level)
      .map((n) => {
        const level = r.level(n.level);
        return row(x.say(n.label), [
          amount(x, n.level, level.now),
          percent(x, level),
          amount(x, n.level, level.peak),
          time(x, level.when),
        ]);
      });
    const named = (id: string): string =>
      x.say(x.program.processes?.find((p) => p.id === id)?.label ?? { en: id, zh: id });
    const fluxes = layout.edges
      .filter((e) => e.flux.length > 0)
      .map((e) => {
        const level = r.flux(e);
        const unit = x.program.processes?.find((p) => p.id === e.flux[0])?.unit ?? "";
        return row(e.flux.map(named).join("; "), [
          `${x.number(level.now)} ${unit}`,
          percent(x, level),
          `${x.number(level.peak)} ${unit}`,
          time(x, level.when),
        ]);
      });
    body.replaceChildren(...levels, ...fluxes);
  };
  el.addEventListener("toggle", fill);
  return {
    el,
    update(r) {
      last = r;
      fill();
    },
  };
}
