// The levels of a ladder: where each stands on a scale whose steps are tenfold.
import type { Status, Words } from "../../kinetics/program.ts";

export interface Level {
  id: string;
  value: number;
  interval?: [number, number];
  /** What the interval is: ci, sem, iqr or range. */
  kind?: string;
  sampled: string;
  fluid: string;
  status: Status;
  source: string[];
  label: Words;
  note: Words;
  storm?: boolean;
}

export interface Line {
  id: string;
  value: number;
  status: Status;
  source: string[];
  label: Words;
}

export interface Ladder {
  unit: string;
  molar_mass: number;
  scale: [number, number];
  levels: Level[];
  lines: Line[];
  references: Record<string, { text: string; doi: string; pmid: string }>;
}

/** Where a level stands, 0 at the low end of the scale and 1 at the high one. */
export const place = ({ scale: [low, high] }: Pick<Ladder, "scale">, value: number): number =>
  Math.log(value / low) / Math.log(high / low);

/** The level that stands at a place. */
export const power = ({ scale: [low, high] }: Pick<Ladder, "scale">, at: number): number =>
  low * (high / low) ** at;

/** How many times as much the larger of two is. */
export const times = (a: number, b: number): number => (a > b ? a / b : b / a);

/** The level that is closest by ratio; joints are another compartment. */
export const near = (ladder: Ladder, value: number): Level =>
  ladder.levels
    .filter((one) => one.fluid !== "joint")
    .reduce((a, b) => (times(b.value, value) < times(a.value, value) ? b : a));
