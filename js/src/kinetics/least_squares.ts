// Nonlinear least squares, one problem: Levenberg-Marquardt, then Newton's steps on the gradient (least_squares.py).
import type { Theta } from "./logistic.ts";

const FLAT = 1e-11; // a step that promises less of the sum of squares than this ends the way down
const ROUNDING = 1e-31; // of the data's own sum of squares: what counts as an exact fit
const DAMPING = { first: 1e-2, least: 1e-15, most: 1e16 } as const;
const POLISH = 3;
const DIFFERENCE = 1e-5;

/** Data with weights, and a model of them. */
export interface Problem {
  value(theta: Theta, point: number): number;
  slopes(theta: Theta, point: number, wanted: readonly number[]): number[];
  data: readonly number[];
  weights: readonly number[];
}

export interface Minimum {
  theta: Theta;
  rss: number;
  steps: number;
  settled: boolean;
}

type Matrix = number[][];

const at = (v: readonly number[], i: number): number => v[i] ?? Number.NaN;
const row = (a: Matrix, i: number): number[] => a[i] ?? [];

/** Best values of the free rows of `theta`; `patience` is how many evaluations it may take. */
export const minimise = (
  problem: Problem,
  theta: Theta,
  free: readonly number[],
  patience: number,
): Minimum => {
  const near = levenberg(problem, theta, free, patience);
  const best = polish(problem, near.theta, free);
  return { ...near, theta: best, rss: squares(problem, best) };
};

/** The inverse of J'WJ: times sigma² the covariance of the free rows. */
export const covariance = (problem: Problem, theta: Theta, free: readonly number[]): Matrix => {
  const { square } = normal(problem, theta, free);
  const scale = square.map((r, i) => Math.sqrt(Math.max(at(r, i), 1e-300)));
  const unit = scaled(square, scale);
  const inverse = free.map((_, i) =>
    solve(
      unit,
      free.map((_, j) => Number(i === j)),
    ),
  );
  return scaled(inverse, scale);
};

/** The weighted sum of squares. */
const squares = (problem: Problem, theta: Theta): number =>
  problem.data.reduce(
    (sum, y, i) => sum + at(problem.weights, i) * (y - problem.value(theta, i)) ** 2,
    0,
  );

/** J'WJ and J'W residuals. */
const normal = (problem: Problem, theta: Theta, free: readonly number[]) => {
  const square = free.map(() => free.map(() => 0));
  const pull = free.map(() => 0);
  problem.data.forEach((y, i) => {
    const w = at(problem.weights, i);
    const r = y - problem.value(theta, i);
    const slope = problem.slopes(theta, i, free);
    for (let a = 0; a < free.length; a++) {
      const weighted = w * at(slope, a);
      pull[a] = at(pull, a) + weighted * r;
      const line = row(square, a);
      for (let b = 0; b < free.length; b++) line[b] = at(line, b) + weighted * at(slope, b);
    }
  });
  return { square, pull };
};

const scaled = (a: Matrix, scale: readonly number[]): Matrix =>
  a.map((r, i) => r.map((v, j) => v / (at(scale, i) * at(scale, j))));

const moved = (theta: Theta, free: readonly number[], by: readonly number[]): Theta => {
  const to: [number, number, number, number, number] = [...theta];
  free.forEach((f, i) => {
    to[f as 0] += at(by, i);
  });
  return to;
};

const levenberg = (
  problem: Problem,
  start: Theta,
  free: readonly number[],
  most: number,
): Minimum => {
  let theta = start;
  let rss = squares(problem, theta);
  const exact =
    ROUNDING * problem.data.reduce((sum, y, i) => sum + at(problem.weights, i) * y * y, 0);
  const largest = free.map(() => 1e-300);
  let damping: number = DAMPING.first;
  let growth = 2;
  for (let step = 1; step <= most; step++) {
    const { square, pull } = normal(problem, theta, free);
    // Scaled by the largest slopes so far, as MINPACK does.
    for (let i = 0; i < free.length; i++)
      largest[i] = Math.max(at(largest, i), at(row(square, i), i));
    const scale = largest.map(Math.sqrt);
    const g = pull.map((v, i) => v / at(scale, i));
    const damped = scaled(square, scale).map((r, i) =>
      r.map((v, j) => (i === j ? v + damping : v)),
    );
    const move = solve(damped, g);
    const promised = move.reduce((sum, m, i) => sum + m * (damping * m + at(g, i)), 0);
    const trial = moved(
      theta,
      free,
      move.map((m, i) => m / at(scale, i)),
    );
    const now = squares(problem, trial);
    const better = now < rss; // false where it is NaN
    const gain = better ? (rss - now) / promised : 0;
    const flat = promised <= FLAT * rss + exact && damping <= 1;
    if (better) {
      theta = trial;
      rss = now;
      damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
      growth = 2;
    } else {
      damping *= growth;
      growth *= 2;
    }
    damping = Math.max(damping, DAMPING.least);
    if (flat || damping > DAMPING.most) return { theta, rss, steps: step, settled: true };
  }
  return { theta, rss, steps: most, settled: false };
};

/** Half the second derivatives of the sum of squares, by differences of its gradient. */
const hessian = (
  problem: Problem,
  theta: Theta,
  free: readonly number[],
  square: Matrix,
  pull: readonly number[],
): Matrix => {
  const size = problem.data.reduce(
    (sum, _, i) => sum + at(problem.weights, i) * problem.value(theta, i) ** 2,
    0,
  );
  const rows = free.map((f, i) => {
    // A part of what would change the responses by their own size.
    const wanted = DIFFERENCE * Math.sqrt(size / Math.max(at(row(square, i), i), 1e-300));
    const step = Math.min(wanted, 1e-4 * (1 + Math.abs(theta[f as 0])));
    const there = moved(theta, [f], [step]);
    const after = normal(problem, there, free).pull;
    return pull.map((p, j) => (p - at(after, j)) / (there[f as 0] - theta[f as 0]));
  });
  return rows.map((r, i) => r.map((v, j) => (v + at(row(rows, j), i)) / 2));
};

/** Newton's steps, as long as they make the gradient smaller. */
const polish = (problem: Problem, theta: Theta, free: readonly number[]): Theta => {
  const first = normal(problem, theta, free);
  const scale = first.square.map((r, i) => Math.sqrt(Math.max(at(r, i), 1e-300)));
  const curved = scaled(hessian(problem, theta, free, first.square, first.pull), scale);
  if (!isMinimum(curved)) return theta;
  const unit = (pull: readonly number[]) => pull.map((p, i) => p / at(scale, i));
  const length = (pull: readonly number[]) => unit(pull).reduce((sum, p) => sum + p * p, 0);
  let best = theta;
  let pull = first.pull;
  for (let i = 0; i < POLISH; i++) {
    const to = moved(best, free, unit(solve(curved, unit(pull))));
    const after = normal(problem, to, free).pull;
    if (!(length(after) < length(pull))) break;
    best = to;
    pull = after;
  }
  return best;
};

/** Whether all pivots of a symmetric system are above 0. */
const isMinimum = (given: Matrix): boolean => {
  const a = given.map((r) => [...r]);
  for (let j = 0; j < a.length; j++) {
    const pivot = at(row(a, j), j);
    if (!(pivot > 1e-12)) return false;
    for (const below of a.slice(j + 1)) {
      const factor = at(below, j) / pivot;
      for (let k = j; k < a.length; k++) below[k] = at(below, k) - factor * at(row(a, j), k);
    }
  }
  return true;
};

/** Solve a symmetric system by elimination, a pivot never below rounding. */
const solve = (given: Matrix, right: readonly number[]): number[] => {
  const a = given.map((r) => [...r]);
  const x = [...right];
  for (let j = 0; j < x.length; j++) {
    const line = row(a, j);
    line[j] = Math.max(at(line, j), 1e-16);
    for (let i = j + 1; i < x.length; i++) {
      const below = row(a, i);
      const factor = at(below, j) / at(line, j);
      for (let k = j; k < x.length; k++) below[k] = at(below, k) - factor * at(line, k);
      x[i] = at(x, i) - factor * at(x, j);
    }
  }
  for (let j = x.length - 1; j >= 0; j--) {
    const line = row(a, j);
    let rest = at(x, j);
    for (let k = j + 1; k < x.length; k++) rest -= at(line, k) * at(x, k);
    x[j] = rest / at(line, j);
  }
  return x;
};
