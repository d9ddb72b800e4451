// A dose-response as it stands: curves of an experiment along one of its values, computed once for all that draw it.
import type { Choice, Value, Words } from "../../kinetics/program.ts";
import type { Live, Settings } from "../view.ts";
import { decades, factor, spaced } from "./axis.ts";
import { type Half, half } from "./half.ts";
import { around, type Curves, containing, type Hull, slices, sweep, type Values } from "./sweep.ts";

/** Doses on the axis, zero apart. */
const COUNT = 121;

/** Curves under one set of constants. */
export interface Constants {
  id: string;
  name: Words;
  curves: Curves;
}

export interface Swept extends Hull {
  coarse: boolean;
  /** Lowest and highest half-maximal dose (model unit) over all curves; there when refined. */
  half: [number, number] | undefined;
}

export interface Size {
  width: number;
  height: number;
}

/** The choice whose options set what the literature leaves open. */
const choiceOfSets = (choices: readonly Choice[], open: readonly Value[]): Choice | undefined =>
  choices.find((c) => c.options.some((o) => open.some((v) => v.id in o.values)));

/** The range to draw, in the model unit: as set, or the value's own from whole decade to whole decade. */
const range = (value: Value, perUnit: number, low: number, high: number): [number, number] => {
  if (low > 0 && high > low) return [low, high];
  const top = value.high * perUnit;
  const bottom = Math.max(value.low * perUnit, top * 1e-6);
  const whole = (x: number, round: (x: number) => number) => 10 ** round(Math.log10(x));
  return [
    whole(bottom, (k) => Math.floor(k + 1e-6)) / perUnit,
    whole(top, (k) => Math.ceil(k - 1e-6)) / perUnit,
  ];
};

export class Response {
  /** The drawn area in px, told by whoever sees it. */
  size: Size = { width: 420, height: 240 };
  private readonly watchers = new Set<() => void>();
  private readonly undo: (() => void)[] = [];
  private key = "";
  private frame = "";
  private mine: Curves = {};
  private others: Constants[] = [];
  private axis = new Float64Array(0);
  private found: Half | undefined;
  private hull: Hull | undefined;
  private ready = false;
  private interval: [number, number] | undefined;
  private shown: Swept | undefined;
  private stale = true;
  private refinements = 0;
  private running: { stop: () => void; key: string; coarse: boolean } | undefined;

  constructor(
    readonly x: Live,
    readonly settings: Settings,
  ) {
    this.undo.push(
      x.subscribe((changes) => {
        if (changes.has("refined")) this.refinements++;
        this.touch();
        this.tell();
      }),
    );
  }

  get dose(): string {
    return this.settings.get("dose", "IL6");
  }

  /** What is read; the first is the whole that the others are part of. */
  get read(): string[] {
    return this.settings.get("read", ["hexamer", "classic", "mixed", "trans"]);
  }

  get band(): boolean {
    return this.settings.get("band", false) && this.open.length > 0;
  }

  /** Constants that the literature leaves open, the dose itself not counted. */
  get open(): Value[] {
    return this.x.program.values.filter((v) => v.open && v.id !== this.dose);
  }

  /** Zero, then the doses of the axis, in the model unit. */
  get doses(): Float64Array {
    this.fresh();
    return this.axis;
  }

  /** How many of the unit shown make one of the model's. */
  get perUnit(): number {
    return factor(this.x.value(this.dose), this.x.unit(this.dose));
  }

  /** Present curves. */
  get curves(): Curves {
    this.fresh();
    return this.mine;
  }

  /** The same under the other named sets of constants. */
  get sets(): readonly Constants[] {
    this.fresh();
    return this.others;
  }

  /** The name of the set in force. */
  get set(): string {
    const choice = choiceOfSets(this.x.program.choices, this.open);
    const option = choice?.options.find((o) => o.id === this.x.inputs.choices[choice.id]);
    return option ? this.x.say(option.label) : "";
  }

  /** Where the whole is at half of its range; model unit. */
  get half(): Half | undefined {
    this.fresh();
    return this.found;
  }

  /** The band, or nothing while it is off. It always holds every set's curves. */
  get swept(): Swept | undefined {
    if (!this.band) return undefined;
    this.fresh();
    this.begin();
    if (!this.shown) {
      const known = [this.mine, ...this.others.map((s) => s.curves)];
      const hull = this.hull ? containing(this.hull, known) : around(known);
      this.shown = { ...hull, coarse: !this.ready, half: this.ready ? this.interval : undefined };
    }
    return this.shown;
  }

  /** The inputs under another set of constants: all values as they are, but for those that any set names. */
  as(id: string): { values: Values } {
    const { x } = this;
    const options = choiceOfSets(x.program.choices, this.open)?.options ?? [];
    const own = options.find((o) => o.id === id)?.values ?? {};
    const named = options.flatMap((o) => Object.keys(o.values));
    return {
      values: {
        ...x.inputs.values,
        ...Object.fromEntries(named.map((n) => [n, own[n] ?? x.value(n).value])),
      },
    };
  }

  /** The read-outs at any doses (model unit), for a table. */
  at(doses: Float64Array): Curves {
    return this.x.curve(this.dose, doses, this.read);
  }

  /** The whole decades of the axis, in the unit shown; `most` of them. */
  ticks(most = 6): number[] {
    const { doses, perUnit } = this;
    return decades((doses[1] ?? 1) * perUnit, (doses[doses.length - 1] ?? 1) * perUnit, most);
  }

  watch(f: () => void): () => void {
    this.watchers.add(f);
    return () => this.watchers.delete(f);
  }

  resize(size: Size): void {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.tell();
  }

  close(): void {
    for (const f of this.undo) f();
    this.running?.stop();
    this.running = undefined;
    this.watchers.clear();
  }

  /** Look at inputs and settings again before anything is read. */
  touch(): void {
    this.stale = true;
  }

  private tell(): void {
    for (const f of [...this.watchers]) f();
  }

  /** Compute anew where anything but the dose itself has changed: along its own axis a dose only moves the cursor. */
  private fresh(): void {
    if (!this.stale) return;
    this.stale = false;
    const { x, dose, read, perUnit } = this;
    const [low, high] = range(
      x.value(dose),
      perUnit,
      this.settings.get("low", 0),
      this.settings.get("high", 0),
    );
    const values = x.program.values.map((v) => (v.id === dose ? 0 : x.inputs.values[v.id]));
    const time = x.clock && [x.clock.at, x.clock.end, this.refinements];
    const key = [dose, read, low, high, Object.values(x.inputs.choices), values, time].join();
    if (key === this.key) return;
    this.key = key;
    this.ready = false;
    this.interval = undefined;
    this.shown = undefined;
    const frame = [dose, read, low, high].join();
    if (frame !== this.frame) {
      this.frame = frame;
      this.hull = undefined; // a hull of other axes is no picture of this one
      this.axis = Float64Array.of(0, ...spaced(low, high, COUNT));
    }
    const doses = this.axis;
    this.mine = x.curve(dose, doses, read);
    const choice = choiceOfSets(x.program.choices, this.open);
    this.others = (choice?.options ?? [])
      .filter((o) => o.id !== (choice && x.inputs.choices[choice.id]))
      .map((o) => ({
        id: o.id,
        name: o.label,
        curves: x.curve(dose, doses, read, this.as(o.id)),
      }));
    const whole = this.mine[read[0] ?? ""];
    this.found = whole && half(doses, whole);
  }

  /** Start the sweep for the inputs as they are; a coarse pass under way is let finish, so that a long drag still shows one. */
  private begin(): void {
    if (this.ready || this.running?.key === this.key || this.running?.coarse) return;
    this.running?.stop();
    const { x, dose, read, axis, key, frame } = this;
    const values = { ...x.inputs.values };
    const halves: number[] = [];
    const seen = (curves: Curves) => {
      const h = half(axis, curves[read[0] ?? ""] ?? axis);
      if (h) halves.push(h.dose);
    };
    const known = [this.mine, ...this.others.map((s) => s.curves)];
    known.forEach(seen);
    const run = sweep(
      {
        doses: axis,
        read,
        open: this.open,
        known,
        curve: (over, changed) => x.curve(dose, over, read, { values: { ...values, ...changed } }),
      },
      seen,
    );
    const stop = slices(run, (hull, done) => {
      if (this.running) this.running.coarse = false;
      if (this.frame === frame) this.hull = hull;
      this.shown = undefined;
      if (key === this.key) {
        this.ready = done;
        if (done && halves.length) this.interval = [Math.min(...halves), Math.max(...halves)];
      }
      if (done || key !== this.key) this.running = undefined;
      if (key !== this.key) stop();
      this.tell();
    });
    this.running = { stop, key, coarse: true };
  }
}
