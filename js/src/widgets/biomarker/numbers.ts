// Of a thousand people: who is ill, who is above the cut-off; the table that predictive values are counted in.
import type { Rates } from "../../kinetics/roc.ts";
import { html } from "../controls/dom.ts";
import type { Reader } from "../lone_view.ts";

const PEOPLE = 1000;

/** The numbers of the table: ill and well, above and below the cut-off. */
export function counts({ sensitivity, specificity }: Rates, prevalence: number) {
  const ill = PEOPLE * prevalence;
  const well = PEOPLE - ill;
  return {
    ill,
    well,
    found: ill * sensitivity,
    missed: ill * (1 - sensitivity),
    alarmed: well * (1 - specificity),
    calmed: well * specificity,
  };
}

export function table(
  { doc, text, number }: Reader,
  rates: Rates,
  prevalence: number,
): HTMLElement {
  const n = counts(rates, prevalence);
  const whole = (x: number): string => number(Math.round(x));
  const head = (key: string): HTMLElement => html(doc, "th", { scope: "col" }, text(key));
  const row = (key: string, ...cells: number[]): HTMLElement =>
    html(
      doc,
      "tr",
      {},
      html(doc, "th", { scope: "row" }, text(key)),
      ...cells.map((x) => html(doc, "td", {}, whole(x))),
    );
  return html(
    doc,
    "table",
    {},
    html(doc, "caption", {}, text("marker.thousand")),
    html(
      doc,
      "thead",
      {},
      html(
        doc,
        "tr",
        {},
        html(doc, "td", {}),
        head("marker.ill"),
        head("marker.well"),
        head("marker.all"),
      ),
    ),
    html(
      doc,
      "tbody",
      {},
      row("marker.above", n.found, n.alarmed, n.found + n.alarmed),
      row("marker.below", n.missed, n.calmed, n.missed + n.calmed),
    ),
  );
}
