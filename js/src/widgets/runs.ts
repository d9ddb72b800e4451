// Runs of a model in time as views ask for them: kept while they hold, and refined between frames.
import { Doses } from "../kinetics/doses.ts";
import { dosed, type Given } from "../kinetics/dosing.ts";
import { type Course, Motion } from "../kinetics/motion.ts";
import type { Program } from "../kinetics/program.ts";
import type { Clock } from "./view.ts";

/** How many courses and sweeps are kept: what is pinned, and what is on screen. */
const KEPT = 12;
/** Times at which a course is drawn, evenly spaced. */
const TIMES = 181;
/** Doses that are solved at once, exactly, for a table or a sentence. */
const FEW = 20;
/** How long a slice of refining may take, ms, and how long the hand must rest before the first. */
const SLICE = 8;

type Values = Readonly<Record<string, number>>;

export class Runs {
  private readonly motion: Motion;
  private readonly courses = new Map<string, Course>();
  private readonly sweeps = new Map<string, Doses>();
  private current: Doses | undefined;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly program: Program,
    /** Wait for the next free moment; returns how to call it off. */
    private readonly later: (f: () => void) => () => void,
    /** Called when curves have been refined. */
    private readonly refined: () => void,
  ) {
    this.motion = new Motion(program);
  }

  /** One run, evenly spaced over its length, with the time of the clock among its times. */
  course(values: Values, { end, at }: Clock, given: readonly Given[] = []): Course {
    const list = given.flatMap((d) => [d.time, d.amount, d.per_kg, d.route, d.over]);
    return kept(this.courses, [Object.values(values), end, at, list].join(), () => {
      const even = Array.from({ length: TIMES }, (_, i) => (end * i) / (TIMES - 1));
      const doses = dosed(this.program, values, given).filter((dose) => dose.time <= end);
      // The peak after a dose is seen, and the trough before it.
      const seen = doses.flatMap(({ time }) => [time - 1e-6 * end, time]).filter((t) => t >= 0);
      const times = Float64Array.from(new Set([...even, ...seen, at])).sort();
      return this.motion.run({ values, times, doses });
    });
  }

  /** Read-outs along one value at the time of the clock: coarse at first, refined when the hand rests. */
  curve(
    values: Values,
    { end, at }: Clock,
    id: string,
    over: Float64Array,
    read: readonly string[],
  ): Record<string, Float64Array> {
    if (over.length <= FEW) {
      const times = Float64Array.of(at);
      const courses = Array.from(over, (dose) =>
        this.motion.run({ values: { ...values, [id]: dose }, times }),
      );
      return Object.fromEntries(
        read.map((r) => [r, Float64Array.from(courses, (c) => c.get(r)[0] as number)]),
      );
    }
    const others = Object.entries(values).map(([name, x]) => (name === id ? id : x));
    const key = [others, end, over.length, over[0], over[1], over[over.length - 1]].join();
    const sweep = kept(this.sweeps, key, () => new Doses(this.motion, { values }, id, over, end));
    sweep.begin();
    if (!sweep.done) this.refine(sweep);
    return Object.fromEntries(read.map((r) => [r, sweep.read(r, at)]));
  }

  get refining(): boolean {
    return this.current !== undefined;
  }

  /** Go on with one sweep, the last that was asked for. */
  private refine(sweep: Doses): void {
    this.current = sweep;
    this.cancel ??= this.later(() => this.slice());
  }

  private slice(): void {
    this.cancel = undefined;
    if (!this.current) return;
    if (this.current.advance(performance.now() + SLICE)) {
      this.current = undefined;
      this.refined();
    } else {
      this.cancel = this.later(() => this.slice());
    }
  }

  dispose(): void {
    this.cancel?.();
    this.cancel = this.current = undefined;
    this.courses.clear();
    this.sweeps.clear();
  }
}

/** What is known under a key, or made now; the oldest is forgotten. */
function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.delete(key);
  known.set(key, found);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return found;
}
