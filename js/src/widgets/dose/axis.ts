// Axes of a dose-response: doses on a log grid with a place for zero, whole decades, and a y range that keeps still.
import type { Value } from "../../kinetics/program.ts";
import { convert } from "../../kinetics/units.ts";
import { superscript } from "../format.ts";

/** Decades between zero's place and the least dose drawn. */
export const GAP = 0.6;

/** How many of `unit` are one of the value's model unit. */
export const factor = (value: Value, unit: string): number =>
  convert(1, value.unit, unit, value.molar_mass);

/** Doses from low to high, evenly spaced in their logarithm. */
export const spaced = (low: number, high: number, count: number): Float64Array => {
  const step = Math.log(high / low) / (count - 1);
  const doses = Float64Array.from({ length: count }, (_, i) => low * Math.exp(i * step));
  doses[count - 1] = high;
  return doses;
};

/** The whole decades in a range; every second or third where more than `most` would stand there. */
export const decades = (low: number, high: number, most = 6): number[] => {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let k = Math.ceil(first / step) * step; k <= last; k += step) ticks.push(Number(`1e${k}`));
  return ticks;
};

/** 0.001 as 10⁻³. */
export const power = (tick: number): string => `10${superscript(Math.round(Math.log10(tick)))}`;

export interface Scale {
  max: number;
  step: number;
}

/** A scale from zero with five ticks at most. */
export const nice = (top: number): Scale => {
  if (!(top > 0) || !Number.isFinite(top)) return { max: 1, step: 0.5 };
  const rough = top / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((m) => m * unit).find((s) => s >= rough * (1 - 1e-9)) ?? 10 * unit;
  return { max: step * Math.ceil(top / step - 1e-9), step };
};

/** The scale to draw with: it grows at once and shrinks only when half of it would stand empty. */
export const steady = (before: Scale | undefined, top: number): Scale => {
  const wanted = nice(top);
  return before && wanted.max <= before.max && wanted.max > before.max / 2 ? before : wanted;
};
