// A trial on these patients: how often the rank test finds the drug better, and how often worse.
import { normal } from "../../kinetics/roc.ts";

/** Two-sided 5 %. */
const Z = 1.959964;

/** The chance that a patient of the first arm has less than one of the second; ties count half. */
export function chance(a: readonly number[], b: readonly number[]): number {
  const sorted = [...b].sort((x, y) => x - y);
  const above = (value: number, orEqual: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const half = (low + high) >> 1;
      const at = sorted[half] as number;
      if (orEqual ? at < value : at <= value) low = half + 1;
      else high = half;
    }
    return sorted.length - low;
  };
  const wins = a.reduce((sum, value) => sum + (above(value, true) + above(value, false)) / 2, 0);
  return wins / (a.length * b.length);
}

export interface Power {
  /** The chance that a treated patient has less than an untreated one. */
  less: number;
  /** The share of trials that find the drug better, and worse. */
  better: number;
  worse: number;
}

/** Noether's formula for the rank test with `n` patients an arm; less is better. */
export function power(treated: readonly number[], control: readonly number[], n: number): Power {
  const less = chance(treated, control);
  const distance = Math.sqrt(6 * n) * (less - 0.5);
  return { less, better: normal(distance - Z), worse: normal(-distance - Z) };
}
