// A model in time along one of its values: a few doses first, the others in slices, whole courses kept.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction
import type { Course, Motion, Run } from "./motion.ts";

/** Every fourth dose is computed first. */
const COARSE = 4;
/** Times of a course, closer to each other at its beginning, where it moves fastest. */
const TIMES = 81;
/** Tolerance of a run of which a curve on a screen is read. */
const RTOL = 1e-5;

/** Courses for many doses; reading them at another time solves nothing again. */
export class Doses {
  private readonly courses: (Course | undefined)[];
  private readonly order: number[];
  private readonly times: Float64Array;
  private next = 0;
  private known = 0;

  /**
   * `run` holds everything but `id`, which takes each of the doses `over` in turn; the run goes on until `end`.
   */
  constructor(
    private readonly motion: Motion,
    private readonly run: Omit<Run, "times">,
    private readonly id: string,
    readonly over: Float64Array,
    end: number,
  ) {
    this.times = Float64Array.from({ length: TIMES }, (_, i) => end * (i / (TIMES - 1)) ** 2);
    this.courses = Array.from(over, () => undefined);
    const all = Array.from(over, (_, i) => i);
    const first = (i: number): boolean => i % COARSE === 0 || i === over.length - 1 || i === 1;
    this.order = [...all.filter(first), ...all.filter((i) => !first(i))];
    this.known = all.filter(first).length;
  }

  /** Whether every dose has been computed. */
  get done(): boolean {
    return this.next === this.order.length;
  }

  /** Whether there is enough to draw. */
  get coarse(): boolean {
    return this.next >= this.known;
  }

  /** Compute more doses, until done or until the clock passes the deadline. */
  advance(deadline: number): boolean {
    while (!this.done) {
      const i = this.order[this.next++]!;
      this.courses[i] = this.motion.run({
        ...this.run,
        values: { ...this.run.values, [this.id]: this.over[i]! },
        times: this.times,
        rtol: RTOL,
      });
      if (performance.now() >= deadline) break;
    }
    return this.done;
  }

  /** Compute the first few. */
  begin(): void {
    while (!this.coarse) this.advance(0);
  }

  /** A read-out at a time for every dose; between those that are known, straight lines in the logarithm of the dose. */
  read(name: string, at: number): Float64Array {
    const found = Float64Array.from(this.courses, (course) =>
      course ? between(course.times, course.get(name), at) : Number.NaN,
    );
    let left = 0;
    for (let i = 1; i < found.length; i++) {
      if (Number.isNaN(found[i]!)) continue;
      const wide = Math.log(this.over[i]! / this.over[left]!);
      for (let k = left + 1; k < i; k++) {
        const share = Math.log(this.over[k]! / this.over[left]!) / wide;
        found[k] = found[left]! + share * (found[i]! - found[left]!);
      }
      left = i;
    }
    return found;
  }
}

/** The value of a course at a time: the cubic through the four points around it. */
export function between(times: Float64Array, y: Float64Array, at: number): number {
  const n = times.length;
  let right = 1;
  while (right < n - 1 && times[right]! < at) right++;
  if (times[right] === at) return y[right]!;
  const first = Math.max(0, Math.min(right - 2, n - 4));
  const last = Math.min(first + 4, n);
  let sum = 0;
  for (let i = first; i < last; i++) {
    let weight = 1;
    for (let k = first; k < last; k++) {
      if (k !== i) weight *= (at - times[k]!) / (times[i]! - times[k]!);
    }
    sum += weight * y[i]!;
  }
  return sum;
}
