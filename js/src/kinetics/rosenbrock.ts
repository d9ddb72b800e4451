// Rodas5P for one run, in slices if need be; il6widgets/kinetics/rosenbrock.py, one lane, in the same order.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction
import type { Rates } from "./rates.ts";
import { ABSCISSAE, DENSE, GAMMA, PREVIOUS, STAGES, TIME_SLOPES } from "./rodas5p.ts";

const MAX_STEPS = 50_000;
const TINY_PIVOT = 1e-8;
/** How many steps are taken between two looks at the clock. */
const PATIENCE = 16;

/** A run that could not be finished; the message says where, and what to do. */
export class SolveError extends Error {
  override name = "SolveError";

  constructor(
    message: string,
    readonly time: number,
  ) {
    super(message);
  }
}

/** A change at a time; the solver stops there exactly, and goes on with what has changed. */
export interface Event {
  time: number;
  /** What is added to states or values. */
  add?: Readonly<Record<string, number>>;
  /** What states or values become. */
  put?: Readonly<Record<string, number>>;
}

/** What is asked for. */
export interface Task {
  initial: ArrayLike<number>;
  values: Readonly<Record<string, number>>;
  /** Where the solution is wanted, increasing. */
  times: ArrayLike<number>;
  /** Where `initial` holds; the first of `times` if not given. */
  start?: number;
  rtol?: number;
  /** One number, or one for each state. */
  atol?: number | ArrayLike<number>;
  events?: readonly Event[];
  /** Names of the states to return, all if not given. */
  wanted?: readonly string[];
  maxSteps?: number;
}

/**
 * The method of G. Steinebach, BIT Numer. Math. 63 (2023) 27: eight stages, order 5, dense output of order 4. One
 * object solves one task after the other with the same buffers.
 */
export class Rosenbrock {
  /** States by times: row r, the r-th wanted state, begins at r times the number of times. */
  found = new Float64Array(0);
  steps = 0;
  rejected = 0;

  private readonly y: Float64Array;
  private readonly stage: Float64Array;
  private readonly f: Float64Array;
  private readonly ft: Float64Array;
  private readonly w: Float64Array;
  /** Eight stages, one after the other. */
  private readonly u: Float64Array;
  private readonly atol: Float64Array;
  private readonly dense = new Float64Array(3);
  private times = new Float64Array(0);
  private rows = new Int32Array(0);
  private values: Record<string, number> = {};
  private thresholds: number[] = [];
  private stops: { time: number; event?: Event }[] = [];
  private rtol = 1e-6;
  private maxSteps = MAX_STEPS;
  private t = 0;
  private h = 1;
  private stop = 0;
  private atStop = 0;
  private position = 0;
  private fresh = true;
  private lastRejected = false;

  constructor(private readonly rates: Rates) {
    const m = rates.states.length;
    this.y = new Float64Array(m);
    this.stage = new Float64Array(m);
    this.f = new Float64Array(m);
    this.ft = new Float64Array(m);
    this.w = new Float64Array(rates.elimination.size);
    this.u = new Float64Array(8 * m);
    this.atol = new Float64Array(m);
  }

  /** Begin a task; `advance` works on it. */
  begin(task: Task): void {
    const { rates, y } = this;
    const { initial, times, events = [], wanted = rates.states, rtol = 1e-6, atol = 1e-9 } = task;
    this.times = Float64Array.from(times);
    const start = task.start ?? this.times[0] ?? 0;
    check(this.times, start, events, (name) => name in task.values || rates.states.includes(name));
    if (initial.length !== y.length) {
      throw new RangeError(`expected ${y.length} initial states, got ${initial.length}`);
    }
    if (typeof atol === "number") this.atol.fill(atol);
    else this.atol.set(atol);
    if (!(rtol > 0 && this.atol.every((a) => a >= 0))) {
      throw new RangeError("rtol must be above 0, and atol not below");
    }
    this.rtol = rtol;
    this.maxSteps = task.maxSteps ?? MAX_STEPS;
    this.rows = Int32Array.from(wanted, (name) => rates.states.indexOf(name));
    if (this.rows.includes(-1)) throw new RangeError(`no state ${wanted[this.rows.indexOf(-1)]}`);
    this.found = new Float64Array(this.rows.length * this.times.length);
    y.set(initial);
    this.values = { ...task.values };
    this.thresholds = rates.thresholds(this.values);
    this.stops = [
      ...events.map((event) => ({ time: event.time, event })),
      ...this.thresholds.map((time) => ({ time })),
    ].sort((a, b) => a.time - b.time);
    this.ft.fill(0);
    this.t = start;
    this.atStop = this.position = this.steps = this.rejected = 0;
    this.arrive();
  }

  /** Whether all times have been reached. */
  get done(): boolean {
    return this.position === this.times.length;
  }

  /** Go on until done, or until the clock (`performance.now`) passes the deadline; returns whether done. */
  advance(deadline = Infinity): boolean {
    for (let count = 1; !this.done; count++) {
      this.step();
      if (count % PATIENCE === 0 && deadline < Infinity && performance.now() >= deadline) break;
    }
    return this.done;
  }

  /** At a stop: apply what happens there, look for the next one, and write the state if it is asked for. */
  private arrive(): void {
    const { stops, times, rows, found, y, rates, t } = this;
    const end = times[times.length - 1]!;
    for (; this.atStop < stops.length && stops[this.atStop]!.time <= t; this.atStop++) {
      const event = stops[this.atStop]!.event;
      for (const [name, change] of Object.entries(event?.add ?? {})) this.change(name, change, 1);
      for (const [name, change] of Object.entries(event?.put ?? {})) this.change(name, change, 0);
    }
    this.stop = Math.min(stops[this.atStop]?.time ?? end, end);
    if (times[this.position] === t) {
      for (let r = 0; r < rows.length; r++) found[r * times.length + this.position] = y[rows[r]!]!;
      this.position++;
    }
    rates.prepare(this.values, this.thresholds, t + 0.5 * (this.stop - t));
    this.fresh = true;
    this.lastRejected = false;
  }

  private change(name: string, change: number, keep: number): void {
    const row = this.rates.states.indexOf(name);
    if (row >= 0) this.y[row] = keep * this.y[row]! + change;
    else this.values[name] = keep * this.values[name]! + change;
  }

  private step(): void {
    const { rates, y, stage, f, ft, w, u, t, rtol, atol } = this;
    const { elimination, moving } = rates;
    const m = y.length;
    rates.rate(y, t, f);
    rates.matrix(w);
    if (moving) rates.byTime(ft);
    if (this.fresh) this.firstSize();
    const rest = this.stop - t;
    const lands = this.h >= 0.999 * rest;
    const h = lands ? rest : this.h;
    const inverse = 1 / h;
    for (let i = 0; i < m; i++) w[i]! -= inverse / GAMMA;
    elimination.factor(w);
    // W is J - 1/(gamma h), so that the right-hand sides are negative.
    for (let s = 0; s < 8; s++) {
      const at = s * m;
      if (s === 0) {
        for (let i = 0; i < m; i++) u[i] = -f[i]!;
      } else {
        if (s < 6) {
          const weights = STAGES[s]!;
          for (let i = 0; i < m; i++) {
            let sum = 0;
            for (let q = 0; q < s; q++) sum += weights[q]! * u[q * m + i]!;
            stage[i] = sum + y[i]!;
          }
        } else {
          for (let i = 0; i < m; i++) stage[i]! += u[at - m + i]!;
        }
        rates.rate(stage, t + ABSCISSAE[s]! * h, f);
        const weights = PREVIOUS[s]!;
        for (let i = 0; i < m; i++) {
          let sum = 0;
          for (let q = 0; q < s; q++) sum -= weights[q]! * u[q * m + i]!;
          u[at + i] = sum * inverse - f[i]!;
        }
      }
      if (moving && s < 5) {
        const slope = TIME_SLOPES[s]! * h;
        for (let i = 0; i < m; i++) u[at + i]! -= ft[i]! * slope;
      }
      elimination.solve(w, u, at);
    }

    let sum = 0;
    let sound = true;
    for (let i = 0; i < m; i++) {
      const change = u[7 * m + i]!;
      const next = stage[i]! + change;
      stage[i] = next;
      const scale = atol[i]! + rtol * Math.max(Math.abs(y[i]!), Math.abs(next));
      const part = change / scale;
      sum += part * part;
      if (!(scale < Infinity) || !(Math.abs(w[i]!) * inverse * TINY_PIVOT < GAMMA)) sound = false;
    }
    let error = Math.sqrt(sum / m);
    error = sound && Number.isFinite(error) ? Math.max(error, 1e-10) : 1e6;
    const accepted = error <= 1;
    let factor = Math.min(Math.max(0.9 * error ** -0.2, 0.2), 6);
    if (this.lastRejected) factor = Math.min(factor, 1);
    this.steps++;
    this.lastRejected = !accepted;
    this.h = h * factor;
    if (accepted) {
      const next = lands ? this.stop : t + h;
      this.write(next, lands, h);
      y.set(stage);
      this.t = next;
      if (lands) this.arrive();
    } else {
      this.rejected++;
    }
    this.checkSteps();
  }

  /** A hundredth of the time in which the state changes by itself, within bounds. */
  private firstSize(): void {
    const { y, f, atol, rtol } = this;
    const m = y.length;
    let [size, speed] = [0, 0];
    for (let i = 0; i < m; i++) {
      const scale = atol[i]! + rtol * Math.abs(y[i]!);
      size += (y[i]! / scale) ** 2;
      speed += (f[i]! / scale) ** 2;
    }
    [size, speed] = [Math.sqrt(size / m), Math.sqrt(speed / m)];
    const rest = this.stop - this.t;
    const guess = speed > 0 ? (0.01 * size) / speed : 0.1 * rest;
    const least = Math.max(1e-6 * rest, 4 * Number.EPSILON * Math.abs(this.t));
    this.h = Math.min(Math.max(guess, least), Math.max(0.1 * rest, least));
    this.fresh = false;
  }

  /** Dense output at the times that the step has passed; a stop itself is left to `arrive`. */
  private write(next: number, lands: boolean, h: number): void {
    const { times, rows, found, y, stage, u, dense, t } = this;
    const m = y.length;
    const first = this.position;
    let last = first;
    while (last < times.length && (lands ? times[last]! < next : times[last]! <= next)) last++;
    if (last === first) return;
    for (let r = 0; r < rows.length; r++) {
      const i = rows[r]!;
      for (let k = 0; k < 3; k++) {
        let sum = 0;
        for (let q = 0; q < 8; q++) sum += DENSE[k]![q]! * u[q * m + i]!;
        dense[k] = sum;
      }
      for (let p = first; p < last; p++) {
        const s = (times[p]! - t) / h;
        const left = 1 - s;
        const bend = left * (dense[0]! + s * (dense[1]! + s * dense[2]!));
        found[r * times.length + p] = left * y[i]! + s * (stage[i]! + bend);
      }
    }
    this.position = last;
  }

  private checkSteps(): void {
    const { t, h, steps, maxSteps } = this;
    const stuck = !this.fresh && !this.done && (t + h === t || h < 1e-100);
    if (!stuck && (steps < maxSteps || this.done)) return;
    const what = stuck ? "the step size fell to nothing" : `${maxSteps} steps were not enough`;
    throw new SolveError(
      `the run stopped at time ${t.toPrecision(6)}: ${what}. A state may grow without bound: check the rates ` +
        "and the values, end earlier, or loosen rtol",
      t,
    );
  }
}

function check(
  times: Float64Array,
  start: number,
  events: readonly Event[],
  known: (name: string) => boolean,
): void {
  const increase = times.every((t, i) => Number.isFinite(t) && (i === 0 || t > times[i - 1]!));
  if (times.length === 0 || !increase) throw new RangeError("times must be finite and increase");
  if (!(start <= times[0]!)) {
    throw new RangeError(`the first time, ${times[0]}, lies before the start, ${start}`);
  }
  for (const { time, add = {}, put = {} } of events) {
    if (!(start <= time)) {
      throw new RangeError(`an event at ${time} lies before the start, ${start}`);
    }
    for (const name of [...Object.keys(add), ...Object.keys(put)]) {
      if (!known(name)) {
        throw new RangeError(`an event changes '${name}', which is no state and no value`);
      }
    }
  }
}

/** Solve a task in one go; row r of the result, the r-th wanted state, begins at r times the number of times. */
export function solve(rates: Rates, task: Task): Float64Array {
  const solver = new Rosenbrock(rates);
  solver.begin(task);
  solver.advance();
  return solver.found;
}
