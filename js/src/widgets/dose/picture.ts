// The picture of a dose-response: curves, marks at the cursor, words and axes, as plain data. Nothing here draws.

import { style } from "../chart/looks.ts";
import type { Dot, Picture } from "../chart/picture.ts";
import type { Curve } from "../curve.ts";
import { GAP, power, type Scale, steady } from "./axis.ts";
import { called, labels, unit } from "./labels.ts";
import type { Response } from "./response.ts";

/** Room for a decade on the x axis, px. */
const TICK = 44;

/** Zero's stub, a gap, and the rest: what bqplot draws as one line with a hole in it. */
const broken = (zero: number, first: number, rest: Float64Array): Float64Array => {
  const line = new Float64Array(rest.length + 3);
  line.set([zero, first, Number.NaN], 0);
  line.set(rest, 3);
  return line;
};

const peak = (ys: readonly Float64Array[]): number => {
  let top = 0;
  for (const y of ys) for (const v of y) if (v > top) top = v;
  return top;
};

/** Lines of numbers along doses, as curves; kept while the numbers are the same, so that nothing is drawn twice. */
const kept = new WeakMap<Float64Array, { x: Float64Array; y: Float64Array }>();

const along = (ys: Float64Array, xs: Float64Array): { x: Float64Array; y: Float64Array } => {
  const before = kept.get(ys);
  if (before?.x === xs) return before;
  const at0 = ys[0] ?? 0;
  const line = { x: xs, y: broken(at0, at0, ys.subarray(1)) };
  kept.set(ys, line);
  return line;
};

/** The x of all curves: one array for as long as axis and unit stay. */
const axes = new WeakMap<Float64Array, { perUnit: number; xs: Float64Array }>();

const xsOf = (doses: Float64Array, perUnit: number): Float64Array => {
  const before = axes.get(doses);
  if (before?.perUnit === perUnit) return before.xs;
  const low = (doses[1] ?? 1) * perUnit;
  const zero = low * 10 ** -GAP;
  const xs = broken(
    zero,
    zero * 10 ** 0.12,
    doses.subarray(1).map((d) => d * perUnit),
  );
  axes.set(doses, { perUnit, xs });
  return xs;
};

/** Draw up the picture of a response; `before` keeps the scale still. */
export const picture = (r: Response, font: string, before?: Scale): Picture => {
  const { x, read, doses, perUnit, swept, size } = r;
  const xs = xsOf(doses, perUnit);
  const low = (doses[1] ?? 1) * perUnit;
  const high = (doses[doses.length - 1] ?? 1) * perUnit;
  const zero = low * 10 ** -GAP;
  const ids = read.filter((id) => r.curves[id]);

  const curves = ids.map((id, i): Curve => {
    const s = style(id, i);
    const y = r.curves[id] as Float64Array;
    const curve: Curve = { id, ...along(y, xs), ...s, width: 2.5, label: called(r, id) };
    const [bottom, top] = [swept?.low[id], swept?.high[id]];
    if (swept && bottom && top) {
      curve.band = { low: along(bottom, xs).y, high: along(top, xs).y, coarse: swept.coarse };
    }
    return curve;
  });
  const sets = r.sets.flatMap((set) =>
    ids.slice(0, swept ? ids.length : 1).map((id, i): Curve => {
      const y = set.curves[id] as Float64Array;
      const label = i === 0 ? x.text("dose.set", { name: x.say(set.name) }) : "";
      return {
        id: `${id}@${set.id}`,
        ...along(y, xs),
        ...style(id, i),
        token: i === 0 ? "ink2" : style(id, i).token,
        dash: "solid",
        width: 1.25,
        label,
      };
    }),
  );

  const scale = steady(
    before,
    peak([
      ...curves.map((c) => c.y),
      ...sets.map((c) => c.y),
      ...curves.flatMap((c) => (c.band ? [c.band.high] : [])),
    ]),
  );
  const now = x.inputs.values[r.dose] ?? 0;
  const at = now * perUnit;
  const cursor = now === 0 ? zero : at >= low * 0.999 && at <= high * 1.001 ? at : undefined;
  const dots: Dot[] =
    cursor === undefined
      ? []
      : ids.map((id, i) => ({
          x: cursor,
          y: x.solution.get(id),
          token: style(id, i).token,
          marker: style(id, i).marker,
        }));
  const half = r.half && { x: r.half.dose * perUnit, y: r.half.response };

  const chart = { curves, sets, cursor, dots, half, zero, high, top: scale.max };
  const ticks = r.ticks(Math.max(2, Math.min(6, Math.floor(size.width / TICK))));
  return {
    x: [zero, high],
    log: true,
    low,
    number: (y) => x.number(y, 4),
    ticks: [zero, ...ticks],
    names: Object.fromEntries([[zero, "0"], ...ticks.map((t) => [t, power(t)])]),
    scale,
    curves,
    sets,
    cursor,
    dots,
    half,
    ...labels(r, chart, font),
    along: x.text("dose.along", { name: x.say(x.value(r.dose).label), unit: unit(r) }),
  };
};
