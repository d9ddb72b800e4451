// The map: dose of sgp130Fc against sIL-6R, and at each place whether trans is cut and classic spared.
import { convert } from "../../kinetics/units.ts";
import { html, svg } from "../controls/dom.ts";
import { superscript } from "../format.ts";
import type { Live } from "../view.ts";
import { along, CUT, SPARED } from "./left.ts";
import { dosesOf, FROM, perNg, TO } from "./windows.ts";

/** Decades of sIL-6R, ng/mL. */
const LOW = 0;
const HIGH = 3.5;
const ROWS = 22;
const COLUMNS = 41;
const SIZE = { height: 270, left: 48, right: 14, top: 8, bottom: 40 };

/** Four outcomes, and a mark for each that needs no colour. */
export const OUTCOMES = ["neither", "window", "both", "classic_first"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const outcome = (classic: number, trans: number): Outcome =>
  trans <= CUT
    ? classic >= SPARED
      ? "window"
      : "both"
    : classic >= SPARED
      ? "neither"
      : "classic_first";

export interface Drawn {
  readonly el: HTMLElement;
  /** Compute the map and draw it so wide, px. */
  update(width: number): void;
  /** Move the mark of the present dose, without computing the map. */
  mark(): void;
}

/** Make the map. */
export function map(doc: Document, x: Live): Drawn {
  const picture = svg(doc, "svg", { role: "img", class: "map" });
  const mark = svg(doc, "circle", { r: 6, class: "point" });
  const { height, left, right, top, bottom } = SIZE;
  let width = 520;
  const across = (log: number): number =>
    left + ((width - left - right) * (log - FROM)) / (TO - FROM);
  const up = (log: number): number =>
    height - bottom - ((height - bottom - top) * (log - LOW)) / (HIGH - LOW);
  const key = html(
    doc,
    "ul",
    { class: "keys" },
    ...OUTCOMES.map((one) =>
      html(
        doc,
        "li",
        {},
        html(doc, "span", { class: `sample ${one}`, "aria-hidden": "true" }),
        x.text(`block.outcome.${one}`),
      ),
    ),
  );
  const el = html(
    doc,
    "figure",
    { class: "mapped" },
    html(doc, "figcaption", {}, html(doc, "h4", {}, x.text("block.map"))),
    picture,
    key,
  );
  const soluble = x.value("sIL6R");

  function place(): void {
    const dose = (x.inputs.values.sgp130Fc ?? 0) / perNg(x);
    const amount = convert(x.inputs.values.sIL6R ?? 0, soluble.unit, "ng/mL", soluble.molar_mass);
    const [at, high] = [Math.log10(dose), Math.log10(amount)];
    const inside = at >= FROM && at <= TO && high >= LOW && high <= HIGH;
    mark.setAttribute("visibility", inside ? "visible" : "hidden");
    if (!inside) return;
    mark.setAttribute("cx", across(at).toFixed(2));
    mark.setAttribute("cy", up(high).toFixed(2));
  }

  return {
    el,
    mark: place,
    update(now) {
      width = now;
      const doses = dosesOf(x, COLUMNS);
      const cells: SVGElement[] = [];
      const step = (TO - FROM) / (COLUMNS - 1);
      const rise = (HIGH - LOW) / (ROWS - 1);
      let open = 0;
      for (let r = 0; r < ROWS; r++) {
        const log = LOW + r * rise;
        const values = { sIL6R: convert(10 ** log, "ng/mL", soluble.unit, soluble.molar_mass) };
        const classic = along(x, "classic", doses, { values });
        const trans = along(x, "trans", doses, { values });
        // Neighbours with one outcome are one rectangle: a few dozen instead of nine hundred.
        let begin = 0;
        for (let c = 0; c < COLUMNS; c++) {
          const now = outcome(classic[c] as number, trans[c] as number);
          const next = outcome(classic[c + 1] ?? Number.NaN, trans[c + 1] ?? Number.NaN);
          if (now === "window") open++;
          if (c < COLUMNS - 1 && next === now) continue;
          const from = Math.max(FROM, FROM + (begin - 0.5) * step);
          const to = Math.min(TO, FROM + (c + 0.5) * step);
          const [lowest, highest] = [Math.max(LOW, log - rise / 2), Math.min(HIGH, log + rise / 2)];
          cells.push(
            svg(doc, "rect", {
              x: across(from),
              y: up(highest),
              width: across(to) - across(from),
              height: up(lowest) - up(highest),
              class: now,
            }),
          );
          begin = c + 1;
        }
      }
      const text = (at: number, y: number, cls: string, words: string): SVGElement =>
        svg(doc, "text", { x: at, y, class: cls }, words);
      const power = (n: number): string => (n === 0 ? "1" : `10${superscript(n)}`);
      const columns = Array.from({ length: TO - FROM + 1 }, (_, n) =>
        text(across(FROM + n), height - bottom + 16, "middle", power(FROM + n)),
      );
      const rows = Array.from({ length: Math.floor(HIGH) - LOW + 1 }, (_, n) =>
        text(left - 6, up(LOW + n) + 4, "end", power(LOW + n)),
      );
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.setAttribute("width", `${width}`);
      picture.setAttribute("height", `${height}`);
      picture.setAttribute(
        "aria-label",
        x.text(open > 0 ? "block.map_open" : "block.map_shut", {
          share: x.number((100 * open) / (ROWS * COLUMNS), 2),
        }),
      );
      picture.replaceChildren(
        ...cells,
        ...columns,
        ...rows,
        text(width - right, height - 6, "end", x.text("block.map_dose")),
        svg(
          doc,
          "text",
          { x: 12, y: height / 2, class: "middle", transform: `rotate(-90 12 ${height / 2})` },
          x.text("block.map_soluble"),
        ),
        mark,
      );
      place();
    },
  };
}
