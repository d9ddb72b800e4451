// The free share along IL-6 in each set: where a buffer is full, and that the sets disagree.
import { apart } from "../chart/place.ts";
import { svg } from "../controls/dom.ts";
import { superscript } from "../format.ts";
import { optionOf } from "../loading.ts";
import type { Live } from "../view.ts";
import { changesFor, setsOf } from "./partition.ts";

const SIZE = { height: 190, left: 48, right: 64, top: 12, bottom: 34 };
/** Decades of the axis, ng/mL. */
const FROM = -3;
const TO = 3;
const POINTS = 121;

export interface Curve {
  readonly el: SVGSVGElement;
  update(width: number): void;
}

/** Make the chart. IL-6 stands in ng/mL, as it is given. */
export function curve(doc: Document, x: Live): Curve {
  const el = svg(doc, "svg", { class: "curve", role: "img" });
  const value = x.value("IL6");
  const perNg = 1e3 / (value.molar_mass ?? 21_000); // nM in one ng/mL
  const over = Float64Array.from(
    { length: POINTS },
    (_, i) => perNg * 10 ** (FROM + ((TO - FROM) * i) / (POINTS - 1)),
  );
  return {
    el,
    update(width) {
      const { height, left, right, top, bottom } = SIZE;
      const across = (log: number): number =>
        left + ((width - left - right) * (log - FROM)) / (TO - FROM);
      const up = (share: number): number => height - bottom - (height - bottom - top) * share;
      const sets = setsOf(x);
      const rows = sets.map(
        (set) => x.curve("IL6", over, ["free_fraction"], changesFor(x, set)).free_fraction ?? over,
      );
      const labels = apart(
        rows.map((row) => up(row[POINTS - 1] ?? 0)),
        height - bottom,
        15,
      );
      const drawn = sets.flatMap((set, i) => {
        const row = rows[i] as Float64Array;
        const d = Array.from(row, (v, k) => {
          const at = FROM + ((TO - FROM) * k) / (POINTS - 1);
          return `${k ? "L" : "M"}${across(at).toFixed(1)} ${up(v).toFixed(2)}`;
        }).join("");
        const own = x.inputs.choices.set === set;
        const label = x.say(optionOf(x.program, "set", set)?.label ?? { en: set, zh: set });
        return [
          svg(doc, "path", { d, class: own ? "line own" : "line", "data-curve": set }),
          svg(
            doc,
            "text",
            { x: width - right + 6, y: (labels[i] ?? 0) + 4, class: own ? "strong" : "" },
            label,
          ),
        ];
      });
      const decades = Array.from({ length: TO - FROM + 1 }, (_, i) => FROM + i);
      // Every second decade where they would run into each other.
      const dense = (width - left - right) / (TO - FROM) < 34;
      const ticks = decades
        .filter((n) => !dense || (n - FROM) % 2 === 0)
        .map((n) =>
          svg(
            doc,
            "text",
            { x: across(n), y: height - bottom + 16, class: "middle" },
            n === 0 ? "1" : `10${superscript(n)}`,
          ),
        );
      const levels = [0, 0.5, 1].flatMap((share) => [
        svg(doc, "path", { class: "grid", d: `M${left} ${up(share)}H${width - right}` }),
        svg(
          doc,
          "text",
          { x: left - 6, y: up(share) + 4, class: "end" },
          `${x.number(100 * share)}\u00a0%`,
        ),
      ]);
      const now = Math.log10((x.inputs.values.IL6 ?? 0) / perNg);
      const cursor =
        now >= FROM && now <= TO
          ? [svg(doc, "path", { class: "cursor", d: `M${across(now)} ${top}V${height - bottom}` })]
          : [];
      el.setAttribute("viewBox", `0 0 ${width} ${height}`);
      el.setAttribute("width", `${width}`);
      el.setAttribute("height", `${height}`);
      el.setAttribute("aria-label", x.text("buffer.chart"));
      el.replaceChildren(
        ...levels,
        ...ticks,
        svg(doc, "text", { x: width - right, y: height - 3, class: "end" }, x.text("buffer.axis")),
        ...cursor,
        ...drawn,
      );
    },
  };
}
