// What is drawn under the doses: read-outs on one time, each on an axis of its own.
import { svg } from "../controls/dom.ts";
import { superscript } from "../format.ts";
import type { Live } from "../view.ts";

export interface Lane {
  id: string;
  log: boolean;
  /** Multiplies what is read. */
  factor: number;
  height: number;
}

export const LANES: readonly Lane[] = [
  { id: "serum", log: true, factor: 1, height: 104 },
  { id: "occupancy", log: false, factor: 100, height: 76 },
  { id: "myeloid", log: false, factor: 100, height: 76 },
  { id: "IL6", log: true, factor: 1, height: 84 },
  { id: "heard", log: true, factor: 1, height: 84 },
  { id: "sIL6R", log: false, factor: 1, height: 84 },
  { id: "CRP", log: false, factor: 1, height: 104 },
];

/** Room between lanes, where the name of the next one stands, px. */
export const GAP = 34;
export const LEFT = 56;
export const RIGHT = 64;

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** An axis that holds all values: whole decades, or from 0 to a round number. */
export function axis({ log }: Lane, rows: readonly (readonly number[])[]): Axis {
  const all = rows.flat().filter((v) => Number.isFinite(v));
  const top = Math.max(0, ...all);
  if (log) {
    const high = Math.ceil(Math.log10(Math.max(top, 1e-9) * 1.0001));
    const least = Math.min(...all.filter((v) => v > 0), top || 1);
    const low = Math.max(high - 4, Math.min(high - 1, Math.floor(Math.log10(least || 1))));
    const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
    return { low: 10 ** low, high: 10 ** high, ticks };
  }
  const unit = 10 ** Math.floor(Math.log10(top || 1));
  const high = [1, 2, 3, 4, 5, 6, 8, 10].map((n) => n * unit).find((n) => n >= top) ?? 10 * unit;
  return { low: 0, high, ticks: [0, high / 2, high] };
}

/** The place of a value, from 0 at the bottom to 1 at the top. */
export function share(lane: Lane, { low, high }: Axis, value: number): number {
  if (!lane.log) return Math.max(0, Math.min(1, value / high));
  if (value <= low) return 0;
  return Math.min(1, Math.log(value / low) / Math.log(high / low));
}

const tick = (x: Live, lane: Lane, value: number): string => {
  const power = Math.round(Math.log10(value));
  return lane.log && (power < 0 || power > 1) ? `10${superscript(power)}` : x.number(value);
};

export interface Drawn {
  lane: Lane;
  axis: Axis;
  /** The top of its area, px. */
  top: number;
}

/** Where lanes stand, one under the other. */
export function stack(
  rows: ReadonlyMap<string, readonly (readonly number[])[]>,
  from: number,
): Drawn[] {
  let top = from;
  return LANES.filter(({ id }) => rows.has(id)).map((lane) => {
    const drawn = { lane, axis: axis(lane, rows.get(lane.id) ?? []), top: top + GAP };
    top += GAP + lane.height;
    return drawn;
  });
}

/** Grid, ticks, name and unit of a lane. */
export function frame(
  doc: Document,
  x: Live,
  { lane, axis: a, top }: Drawn,
  width: number,
): SVGElement[] {
  const output =
    x.program.outputs.find((o) => o.id === lane.id) ??
    x.program.species.find((s) => s.id === lane.id);
  const name = output ? x.say(output.label) : lane.id;
  const unit = lane.factor === 100 ? "%" : x.text(`unit.${output?.unit ?? "1"}`);
  return [
    svg(
      doc,
      "text",
      { x: LEFT, y: top - 10, class: "name" },
      name,
      svg(doc, "tspan", { class: "quiet", dx: 8 }, unit),
    ),
    ...a.ticks.flatMap((value) => {
      const y = top + lane.height * (1 - share(lane, a, value));
      return [
        svg(doc, "path", { class: "grid", d: `M${LEFT} ${y}H${width - RIGHT}` }),
        svg(doc, "text", { x: LEFT - 8, y: y + 4, class: "end small" }, tick(x, lane, value)),
      ];
    }),
  ];
}

/** The area between two rows of values. */
export function area(
  drawn: Drawn,
  times: ArrayLike<number>,
  low: readonly number[],
  high: readonly number[],
  across: (t: number) => number,
): string {
  const back = Array.from(times, (t, k) => ({ t, v: low[k] ?? 0 })).reverse();
  const under = line(
    drawn,
    back.map(({ t }) => t),
    back.map(({ v }) => v),
    across,
  );
  return `${line(drawn, times, high, across)}${under.replace(/^M/, "L")}Z`;
}

/** The curve of a row of values. */
export function line(
  { lane, axis: a, top }: Drawn,
  times: ArrayLike<number>,
  row: readonly number[],
  across: (t: number) => number,
): string {
  return row
    .map((v, k) => {
      const y = top + lane.height * (1 - share(lane, a, v));
      return `${k ? "L" : "M"}${across(times[k] ?? 0).toFixed(1)} ${y.toFixed(2)}`;
    })
    .join("");
}
