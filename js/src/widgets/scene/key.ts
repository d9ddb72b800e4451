// The key: standing marks, filled and hollow, and what one drawn molecule stands for.
import { html, svg } from "../controls/dom.ts";
import { mark } from "../controls/icons.ts";
import type { Live } from "../view.ts";
import { total } from "./census.ts";
import type { Membrane } from "./membrane.ts";
import { called, count } from "./words.ts";

const STANDINGS = ["measured", "recalled", "design"] as const;

function sample(doc: Document, token: string, opacity?: number): SVGSVGElement {
  const rect = svg(doc, "rect", {
    x: 1,
    y: 1,
    width: 14,
    height: 11,
    rx: 5,
    fill: `var(--${token})`,
    stroke: `var(--${token})`,
    "stroke-width": 1.5,
    "fill-opacity": opacity,
  });
  return svg(doc, "svg", { width: 16, height: 13, "aria-hidden": "true" }, rect);
}

/** What one drawn receptor stands for, where receptors are drawn in proportion. */
function stands(x: Live, { shown, units }: Membrane): string {
  const drawn = (["IL6R", "gp130"] as const).filter((id) => shown.has(id) && total(x, id) > 0);
  const each = drawn.map((id) =>
    x.text("scene.stands", { name: called(x, id), n: count(x, units[id]) }),
  );
  return each.length > 0
    ? x.text("scene.stands_all", { list: each.join(x.text("scene.comma")) })
    : "";
}

export function key(doc: Document, x: Live, membrane: Membrane): HTMLElement {
  const item = (picture: SVGSVGElement, words: string): HTMLElement =>
    html(doc, "span", { class: "item" }, picture, words);
  const phosphate = svg(
    doc,
    "svg",
    { width: 13, height: 13, "aria-hidden": "true" },
    svg(doc, "circle", { cx: 6.5, cy: 6.5, r: 5, fill: "var(--pstat3)" }),
  );
  const list = html(
    doc,
    "div",
    { class: "key" },
    ...STANDINGS.map((s) => item(mark(doc, s), x.text(`scene.status.${s}`))),
    item(sample(doc, "gp130"), x.text("scene.key.filled")),
    item(sample(doc, "gp130", 0.1), x.text("scene.key.hollow")),
    item(phosphate, x.text("scene.key.phosphate")),
  );
  const notes = [stands(x, membrane), x.text("scene.pale"), x.text("scene.no_depletion")];
  const note = html(doc, "p", { class: "note" }, notes.filter(Boolean).join(x.text("live.space")));
  return html(doc, "footer", {}, list, note);
}
