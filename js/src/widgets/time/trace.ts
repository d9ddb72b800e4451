// A time course as it stands: the run of the inputs, the runs that are pinned, and what is read of them.
import { area, nearest, peak } from "../../kinetics/course.ts";
import type { Course } from "../../kinetics/motion.ts";
import type { Shown } from "../chart/share.ts";
import type { Change, Clock, Inputs, Live, Settings } from "../view.ts";

/** A run that was pinned: its inputs, not its curves. */
export interface Pin extends Inputs {
  name: string;
}

export interface Reading {
  peak: { time: number; value: number };
  area: number;
  from: number;
  to: number;
}

/** How many runs may be pinned: more cannot be told apart. */
export const PINS = 4;

export class Trace implements Shown {
  /** The drawn area in px, told by whoever sees it. */
  size = { width: 420, height: 240 };
  private readonly watchers = new Set<() => void>();
  private readonly undo: () => void;

  constructor(
    readonly x: Live,
    readonly settings: Settings,
  ) {
    const shown: Change[] = ["inputs", "time", "lang"];
    this.undo = x.subscribe((changes) => {
      if (shown.some((change) => changes.has(change))) this.tell();
    });
  }

  /** What is drawn; the first is what is measured. */
  get read(): string[] {
    return this.settings.get<string[]>("read", []);
  }

  get log(): boolean {
    return this.settings.get("log", false);
  }

  get clock(): Clock {
    return this.x.clock ?? { unit: "", end: 1, at: 0 };
  }

  get course(): Course {
    if (!this.x.course) throw new Error(`${this.x.program.id} has no time`);
    return this.x.course();
  }

  get pins(): Pin[] {
    return this.settings.get<Pin[]>("pins", []);
  }

  /** The pinned runs, each over the length of the present one. */
  get pinned(): { pin: Pin; course: Course }[] {
    const { x } = this;
    return this.pins.flatMap((pin) => (x.course ? [{ pin, course: x.course(pin) }] : []));
  }

  /** From when to when the peak and the area are read; the whole run if nothing was chosen. */
  get window(): [number, number] {
    const [from = 0, to = 0] = this.settings.get<number[]>("window", []);
    const { end } = this.clock;
    return to > from && from < end ? [from, Math.min(to, end)] : [0, end];
  }

  get windowed(): boolean {
    const [from, to] = this.window;
    return from > 0 || to < this.clock.end;
  }

  /** Peak and area of a course in the window. */
  reading(course: Course, id: string): Reading {
    const { times } = course;
    const [from, to] = this.window;
    const [first, last] = [nearest(times, from), nearest(times, to)];
    const y = course.get(id);
    return {
      peak: peak(times.subarray(first, last + 1), y.subarray(first, last + 1)),
      area: area(times, y, first, last),
      from: times[first] ?? 0,
      to: times[last] ?? 0,
    };
  }

  /** Keep the run as it is, to compare with. */
  pin(name: string): void {
    const { values, choices } = this.x.inputs;
    const pin = { name, values: { ...values }, choices: { ...choices } };
    this.settings.set("pins", [...this.pins, pin].slice(-PINS));
  }

  unpin(index: number): void {
    this.settings.set(
      "pins",
      this.pins.filter((_, i) => i !== index),
    );
  }

  watch(f: () => void): () => void {
    this.watchers.add(f);
    return () => this.watchers.delete(f);
  }

  resize(size: { width: number; height: number }): void {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.tell();
  }

  /** Nothing is kept here: the experiment keeps its runs. */
  touch(): void {}

  close(): void {
    this.undo();
    this.watchers.clear();
  }

  private tell(): void {
    for (const f of [...this.watchers]) f();
  }
}
