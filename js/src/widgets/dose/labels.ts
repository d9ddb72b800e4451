// The words on a dose-response chart: what things are called, and where each word stands.

import { type Area, Arrangement, type Word } from "../chart/arrangement.ts";
import type { Label } from "../chart/picture.ts";
import { LINE, type Spot } from "../chart/place.ts";
import type { Curve } from "../curve.ts";
import { unitLabel } from "../format.ts";
import type { Response } from "./response.ts";

/** First letter in upper case where a language has one; a name such as pSTAT3 keeps its own. */
export const capital = (text: string): string =>
  /^\p{Ll}\p{Lu}/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** What a read-out is called: the whole of its parts is "all". */
export const called = (r: Response, id: string): string => {
  const found = [...r.x.program.outputs, ...r.x.program.species].find((o) => o.id === id);
  return id === "hexamer" && r.read.length > 1
    ? r.x.text("dose.all")
    : found
      ? capital(r.x.say(found.label))
      : id;
};

/** The unit of the dose as it is written. */
export const unit = (r: Response): string => unitLabel(r.x.text.bind(r.x), r.x.unit(r.dose));

/** The half-maximal dose in words: `EC₅₀ 0.79 (0.1–3) ng/mL`. */
export const said = (r: Response): string => {
  const { half, swept, perUnit, x } = r;
  if (!half) return "";
  const [a, b] = swept?.half ?? [];
  const spread =
    a !== undefined && b !== undefined
      ? ` (${x.number(a * perUnit, 2)}–${x.number(b * perUnit, 2)})`
      : "";
  const key = half.least ? "dose.half_least" : "dose.half";
  return x.text(key, { n: `${x.number(half.dose * perUnit, 2)}${spread}`, unit: unit(r) });
};

/** What stands on the chart, in axis numbers, and the way from there to px. */
export interface Chart {
  curves: readonly Curve[];
  sets: readonly Curve[];
  cursor: number | undefined;
  dots: readonly (Spot & { token: string })[];
  half: Spot | undefined;
  /** Least and highest number on the x axis, and highest on the y axis. */
  zero: number;
  high: number;
  top: number;
}

/** Shares of a curve's length where its set's name may stand. */
const ALONG = [0.45, 0.55, 0.35, 0.65, 0.75, 0.25];

/** Name the curves at their right end, and say the numbers beside their points. */
export const labels = (
  r: Response,
  chart: Chart,
  font: string,
): { ends: Label[]; labels: Label[] } => {
  const { x, size, swept } = r;
  const { curves, sets, cursor, dots, half, zero, high, top } = chart;
  const perDecade = size.width / Math.log10(high / zero);
  const area: Area = {
    ...size,
    px: (v) => Math.log10(v / zero) * perDecade,
    py: (v) => size.height * (1 - v / top),
    x: (px) => zero * 10 ** (px / perDecade),
    y: (py) => (1 - py / size.height) * top,
  };
  const words = new Arrangement(area, [...curves, ...sets], dots, font);
  if (cursor !== undefined) words.upright(cursor);
  if (half) words.upright(half.x, half.y);
  words.crowd(
    dots
      .filter((d, i) => i === 0 || d.y > 0)
      .map((d): Word => {
        const rivals = dots.filter((other) => other !== d);
        return { text: x.number(d.y), points: [d], token: d.token, strong: true, rivals };
      }),
  );
  if (half) words.put([{ text: said(r), points: [half], token: "ink", strong: false }]);
  if (swept) {
    const own = curves.slice(0, r.set ? 1 : 0);
    const named = [
      ...sets.filter((c) => c.label).map((c) => ({ c, text: c.label })),
      ...own.map((c) => ({ c, text: x.text("dose.set", { name: r.set }) })),
    ];
    words.put(
      named.map(({ c, text }): Word => {
        const points = ALONG.map((share) => 3 + Math.round(share * (c.y.length - 4)))
          .map((i) => ({ x: c.x[i] ?? zero, y: c.y[i] ?? 0 }))
          .filter((s) => area.py(s.y) < size.height - 2 * LINE);
        return { text, points, token: "ink2", strong: false };
      }),
    );
  }
  const last = [...curves, ...(swept ? [] : sets.slice(0, 1))];
  return { ends: words.ends(last, high, (i) => i < curves.length), labels: words.labels };
};
