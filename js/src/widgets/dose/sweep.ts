// The band: the hull of the curves over every constant that the literature leaves open, coarse first, refined in slices.
import type { Value } from "../../kinetics/program.ts";

/** One curve per read-out, on the same doses. */
export type Curves = Record<string, Float64Array>;
export type Values = Record<string, number>;

export interface Hull {
  low: Curves;
  high: Curves;
}

/** Milliseconds of work between two breaths of the page. */
const SLICE = 6;
/** Doses solved between two looks at the clock. */
const CHUNK = 24;
/** In the coarse pass every so many-th dose is solved. */
const SKIP = 5;
/** Points inside the box of open constants: a response need not be highest at a corner. */
const INSIDE = 48;

const between = (value: Value, share: number): number => {
  const [low, high] = value.open ?? [value.value, value.value];
  return value.scale === "log" && low > 0
    ? low * (high / low) ** share
    : low + (high - low) * share;
};

/** The Van der Corput sequence: shares that fill 0 to 1 evenly, however many are taken. */
const evenly = (i: number, base: number): number => {
  let share = 0;
  for (let f = 1 / base, n = i; n > 0; n = Math.floor(n / base), f /= base) share += f * (n % base);
  return share;
};

/** Values at the ends of each interval, with the others as they are, and at the corners of the whole box. */
export const outside = (open: readonly Value[]): Values[] => {
  const points: Values[] = open.flatMap((v) => [
    { [v.id]: between(v, 0) },
    { [v.id]: between(v, 1) },
  ]);
  const corners = 2 ** Math.min(open.length, 6);
  for (let c = 0; c < corners && open.length > 1; c++) {
    points.push(Object.fromEntries(open.map((v, k) => [v.id, between(v, (c >> (k % 6)) & 1)])));
  }
  return points;
};

/** Values within the box, spread evenly. */
export const inside = (open: readonly Value[], count = INSIDE): Values[] => {
  const bases = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];
  return Array.from({ length: open.length ? count : 0 }, (_, i) =>
    Object.fromEntries(
      open.map((v, k) => [v.id, between(v, evenly(i + 1, bases[k % bases.length] ?? 2))]),
    ),
  );
};

/** The narrowest hull of some curves. */
export const around = (curves: readonly Curves[]): Hull => {
  const hull: Hull = { low: {}, high: {} };
  for (const c of curves) widen(hull, c);
  return hull;
};

/** Make a hull contain curves. */
export const widen = (hull: Hull, curves: Curves): void => {
  for (const [id, y] of Object.entries(curves)) {
    hull.low[id] ??= y.slice();
    hull.high[id] ??= y.slice();
    const low = hull.low[id];
    const high = hull.high[id];
    for (let i = 0; i < y.length; i++) {
      const v = y[i] ?? Number.NaN;
      if (v < (low[i] ?? v)) low[i] = v;
      if (v > (high[i] ?? v)) high[i] = v;
    }
  }
};

/** A copy of a hull that contains these curves too. */
export const containing = (hull: Hull, curves: readonly Curves[]): Hull => {
  const copy = around([hull.low, hull.high]);
  for (const c of curves) widen(copy, c);
  return copy;
};

export interface Task {
  doses: Float64Array;
  read: readonly string[];
  open: readonly Value[];
  /** Curves that belong to the hull whatever comes. */
  known: readonly Curves[];
  curve(doses: Float64Array, values: Values): Curves;
}

/** Every n-th dose and the last: where the coarse pass solves. */
const sparse = (doses: Float64Array): Float64Array =>
  doses.filter((_, i) => i % SKIP === 0 || i === doses.length - 1);

/** Curves on sparse doses, drawn out to all of them by straight lines on the grid. */
const drawn = (curves: Curves, count: number): Curves =>
  Object.fromEntries(
    Object.entries(curves).map(([id, y]) => {
      const full = Float64Array.from({ length: count }, (_, i) => {
        const k = Math.min(Math.floor(i / SKIP), y.length - 2);
        const from = k * SKIP;
        const to = Math.min(from + SKIP, count - 1);
        const share = to > from ? (i - from) / (to - from) : 0;
        return (y[k] ?? 0) * (1 - share) + (y[k + 1] ?? y[k] ?? 0) * share;
      });
      return [id, full];
    }),
  );

/** Solve one whole curve in chunks, with a breath between them. */
function* whole(task: Task, doses: Float64Array, values: Values): Generator<undefined, Curves> {
  const all: Curves = Object.fromEntries(
    task.read.map((id) => [id, new Float64Array(doses.length)]),
  );
  for (let i = 0; i < doses.length; i += CHUNK) {
    const part = task.curve(doses.slice(i, i + CHUNK), values);
    for (const id of task.read) if (part[id]) all[id]?.set(part[id], i);
    yield;
  }
  return all;
}

/**
 * Sweep the open constants; yields nothing for a breath and a hull when there is one to show.
 * The first hull is coarse. `each` sees every curve of the fine pass.
 */
export function* sweep(
  task: Task,
  each: (curves: Curves) => void,
): Generator<Hull | undefined, Hull> {
  const few = sparse(task.doses);
  const coarse = around(task.known);
  const ends = outside(task.open);
  for (const values of ends)
    widen(coarse, drawn(yield* whole(task, few, values), task.doses.length));
  yield coarse;
  const fine = around(task.known);
  for (const values of [...ends, ...inside(task.open)]) {
    const curves = yield* whole(task, task.doses, values);
    each(curves);
    widen(fine, curves);
  }
  return fine;
}

type Idle = (f: () => void) => () => void;

/** Call when the page has nothing better to do. Returns its undo. */
export const idle: Idle = (f) => {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(f, { timeout: 100 });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(f, 16);
  return () => clearTimeout(handle);
};

/** Run a sweep in slices; `show` gets each hull and whether it is the last. Returns its undo. */
export const slices = (
  run: Generator<Hull | undefined, Hull>,
  show: (hull: Hull, done: boolean) => void,
  later: Idle = idle,
): (() => void) => {
  let undo = () => {};
  let stopped = false;
  const work = () => {
    const until = performance.now() + SLICE;
    do {
      const { value, done } = run.next();
      if (value) show(value, done === true);
      if (done || stopped) return;
    } while (performance.now() < until);
    undo = later(work);
  };
  undo = later(work);
  return () => {
    stopped = true;
    undo();
  };
};
