// The words on a dose-response chart: what things are called, and where each word stands.
import type { Curve } from "../curve.ts";
import { unitLabel } from "../format.ts";
import { apart, type Box, beside, LINE, measured, type Side, type Spot } from "./place.ts";
import type { Response } from "./response.ts";

/** A word on the chart, anchored in data units so that it stays with its point when the chart is resized. */
export interface Label {
  text: string;
  x: number;
  y: number;
  side: Side;
  token: string;
  strong: boolean;
}

/** First letter in upper case where a language has one. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

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

interface Word {
  text: string;
  points: Spot[];
  token: string;
  strong: boolean;
  rivals?: Spot[];
}

/** Shares of a curve's length where its set's name may stand. */
const ALONG = [0.45, 0.55, 0.35, 0.65, 0.75, 0.25];

/** Half the side of what a marker covers, px. */
const DOT = 6;

/** Name the curves at their right end, and say the numbers beside their points. */
export const labels = (
  r: Response,
  chart: Chart,
  font: string,
): { ends: Label[]; labels: Label[] } => {
  const { x, size, swept } = r;
  const { curves, sets, cursor, dots, half, zero, high, top } = chart;
  const perDecade = size.width / Math.log10(high / zero);
  const px = (v: number) => Math.log10(v / zero) * perDecade;
  const py = (v: number) => size.height * (1 - v / top);
  const back = (y: number) => (1 - y / size.height) * top;
  const spot = (s: Spot): Spot => ({ x: px(s.x), y: py(s.y) });

  // Names stand in the margin, where no curve can run through them.
  const last = [...curves, ...(swept ? [] : sets.slice(0, 1))];
  const spread = apart(
    last.map((c) => py(c.y[c.y.length - 1] ?? 0)),
    size.height,
  );
  const ends = last.map((c, i): Label => {
    const y = back(spread[i] ?? 0);
    return { text: c.label, x: high, y, side: "right", token: c.token, strong: i < curves.length };
  });

  // Everything that a word should keep off.
  const spots = [...curves, ...sets].flatMap((c) =>
    Array.from(c.y, (y, i) => spot({ x: c.x[i] ?? zero, y })).filter((s) => Number.isFinite(s.y)),
  );
  const upright = (at: number, from: number) => {
    for (let y = from; y < size.height; y += 5) spots.push({ x: px(at), y });
  };
  if (cursor !== undefined) upright(cursor, 0);
  if (half) upright(half.x, py(half.y) - DOT);

  const boxes: Box[] = dots
    .map(spot)
    .map((d) => ({ left: d.x - DOT, right: d.x + DOT, top: d.y - DOT, bottom: d.y + DOT }));
  const placed: Label[] = [];
  const put = (wanted: readonly Word[]) => {
    const found: { label: Label; box: Box }[] = [];
    let cost = 0;
    for (const { text, points, token, strong, rivals } of wanted) {
      const width = measured(text, strong, font);
      const taken = [...boxes, ...found.map((f) => f.box)];
      const place = beside(points, width, taken, spots, size, rivals);
      // The whole is the last to be left out.
      cost += place?.cost ?? (token === dots[0]?.token ? 200 : 50);
      if (!place) continue;
      const at = zero * 10 ** (place.point.x / perDecade);
      const label = { text, x: at, y: back(place.y), side: place.side, token, strong };
      found.push({ label, box: place.box });
    }
    return { cost, found };
  };
  const keep = ({ found }: ReturnType<typeof put>) => {
    for (const { label, box } of found) {
      placed.push(label);
      boxes.push(box);
    }
  };

  const values = dots
    .filter((d, i) => i === 0 || d.y > 0)
    .map((d): Word => {
      const rivals = dots.filter((other) => other !== d).map(spot);
      return { text: x.number(d.y), points: [spot(d)], token: d.token, strong: true, rivals };
    });
  // A crowd at the axis is best placed from below, one at the top from above.
  const [down, up] = [put(values), put([...values].reverse())];
  keep(down.cost <= up.cost ? down : up);
  if (half) keep(put([{ text: said(r), points: [spot(half)], token: "ink", strong: false }]));
  if (swept) {
    const own = curves.slice(0, r.set ? 1 : 0);
    const named = [
      ...sets.filter((c) => c.label).map((c) => ({ c, text: c.label })),
      ...own.map((c) => ({ c, text: x.text("dose.set", { name: r.set }) })),
    ];
    const words = named.map(({ c, text }): Word => {
      const points = ALONG.map((share) => 3 + Math.round(share * (c.y.length - 4)))
        .map((i) => spot({ x: c.x[i] ?? zero, y: c.y[i] ?? 0 }))
        .filter((s) => s.y < size.height - 2 * LINE);
      return { text, points, token: "ink2", strong: false };
    });
    keep(put(words));
  }
  return { ends, labels: placed };
};
