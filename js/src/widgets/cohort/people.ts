// Virtual patients: spread evenly over lognormal distributions, and run a few at a time.
import type { Given } from "../../kinetics/dosing.ts";
import { quantile } from "../../kinetics/roc.ts";
import type { Live } from "../view.ts";

export const READ = ["serum", "IL6", "CRP"] as const;
export type Output = (typeof READ)[number];
/** How long a slice of work may take, ms. */
const SLICE = 8;
/** Times that are kept of a run. */
const KEPT = 57;

export interface People {
  times: number[];
  /** What was varied, by input: one number a patient, model unit. */
  drawn: Record<string, number[]>;
  /** Rows by output, one a patient, with the drug and without. */
  treated: Record<Output, number[][]>;
  control: Record<Output, number[][]>;
}

const BASES = [2, 3, 5, 7, 11, 13, 17, 19] as const;

/** The digits of a whole number in a base, mirrored at the point: the Halton sequence. */
export function mirrored(n: number, base: number): number {
  let [rest, share, sum] = [n, 1 / base, 0];
  for (; rest > 0; rest = Math.floor(rest / base), share /= base) sum += share * (rest % base);
  return sum;
}

/** Points that fill a cube evenly: few of them give a smooth distribution, and more of them keep the first. */
export const evenly = (n: number, dimensions: number): number[][] =>
  Array.from({ length: n }, (_, k) =>
    BASES.slice(0, dimensions).map((base) => mirrored(k + 1, base)),
  );

/** The value of a lognormal distribution with a median and a coefficient of variation. */
export const lognormal = (median: number, cv: number, p: number): number =>
  median * Math.exp(Math.sqrt(Math.log1p(cv * cv)) * quantile(p));

/** Draw the values of all patients around those of the experiment. */
export function draw(x: Live, spread: Record<string, number>, n: number): Record<string, number[]> {
  const names = Object.keys(spread).sort();
  const points = evenly(n, names.length);
  return Object.fromEntries(
    names.map((name, j) => [
      name,
      points.map((point) =>
        lognormal(x.inputs.values[name] ?? 0, spread[name] ?? 0, point[j] as number),
      ),
    ]),
  );
}

/** Run patients in slices, so that no frame waits for them. Returns what stops it. */
export function runPeople(
  x: Live,
  spread: Record<string, number>,
  n: number,
  told: (done: number, people: People | undefined) => void,
): () => void {
  const drawn = draw(x, spread, n);
  const doses: readonly Given[] = [...(x.doses ?? [])];
  const empty = (): Record<Output, number[][]> => ({ serum: [], IL6: [], CRP: [] });
  const people: People = { times: [], drawn, treated: empty(), control: empty() };
  let next = 0;
  let timer: ReturnType<typeof setTimeout>;

  function one(k: number): void {
    const values = Object.fromEntries(
      Object.entries(drawn).map(([name, all]) => [name, all[k] as number]),
    );
    for (const [arm, given] of [
      [people.treated, doses],
      [people.control, []],
    ] as const) {
      const run = x.course?.({ values }, given);
      if (!run) return;
      const step = (run.times.length - 1) / (KEPT - 1);
      const rows = Array.from({ length: KEPT }, (_, i) => Math.round(i * step));
      if (people.times.length === 0) people.times = rows.map((i) => run.times[i] as number);
      for (const id of READ) {
        const row = run.get(id);
        arm[id].push(rows.map((i) => row[i] as number));
      }
    }
  }

  function slice(): void {
    const end = performance.now() + SLICE;
    do one(next++);
    while (next < n && performance.now() < end);
    if (next >= n) {
      told(n, people);
      return;
    }
    told(next, undefined);
    timer = setTimeout(slice, 0);
  }
  timer = setTimeout(slice, 0);
  return () => clearTimeout(timer);
}

/** A share of sorted numbers: the value below which it lies, between neighbours by their distance. */
export function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const [a, b] = [sorted[low] ?? Number.NaN, sorted[low + 1] ?? sorted[low] ?? Number.NaN];
  return a + (at - low) * (b - a);
}

/** Percentiles over patients at every time. */
export function bandsOf(rows: readonly number[][], shares: readonly number[]): number[][] {
  const times = rows[0]?.length ?? 0;
  const sorted = Array.from({ length: times }, (_, k) =>
    rows.map((row) => row[k] as number).sort((a, b) => a - b),
  );
  return shares.map((share) => sorted.map((column) => percentile(column, share)));
}
