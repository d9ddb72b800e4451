// The live experiment: inputs held by the host, one solve a frame, views told what changed.

import type { Given } from "../kinetics/dosing.ts";
import { Equilibrium, type Solution } from "../kinetics/equilibrium.ts";
import type { Course } from "../kinetics/motion.ts";
import type { Program, Value, Words } from "../kinetics/program.ts";
import { convert } from "../kinetics/units.ts";
import { number, unitLabel, withUnit } from "./format.ts";
import type { Host } from "./host.ts";
import { bestUnit, optionOf } from "./loading.ts";
import { pageLanguage, text } from "./locale.ts";
import { refuse, refuseTyped } from "./refusal.ts";
import type { Runs } from "./runs.ts";
import { Steps } from "./steps.ts";
import type { Change, Clock, Facts, Inputs, Language, Live, Refusal, State } from "./view.ts";

/** How long the hand must rest before the kernel is told, ms. */
const REST = 120;

/** How long after the start the kinetics are warmed up, ms: the page comes first. */
const WARM = 50;

/** What a page says of itself, and how it waits for the next frame. */
export interface Page {
  href: string;
  lang: string;
  frame(f: () => void): void;
  later(f: () => void, ms: number): () => void;
  /** How models in time are run: the solver, which a page without such a model need not carry. */
  readonly Runs?: typeof Runs | undefined;
}

export class LiveExperiment implements Live {
  readonly inputs: Inputs;
  readonly steps: Steps;
  /** Of a model at equilibrium. */
  private readonly equilibrium: Equilibrium | undefined;
  /** Of a model in time. */
  private readonly runs: Runs | undefined;
  private readonly language: Language;
  private readonly values: ReadonlyMap<string, Value>;
  private readonly listeners = new Set<(changes: ReadonlySet<Change>) => void>();
  private readonly undo: (() => void)[] = [];
  private solved: Solution | undefined;
  private changes = new Set<Change>();
  private busy = false;
  private ours = false;
  private foreign = new Set<string>();
  private cancelSave: (() => void) | undefined;

  constructor(
    readonly program: Program,
    /** Holds one trait a value and a choice, and `units`. */
    private readonly store: Host,
    /** Holds `lang`. */
    private readonly host: Host,
    private readonly page: Page,
  ) {
    if (program.time) {
      if (!page.Runs) throw new Error(`${program.id}: this page has no script for models in time`);
      this.runs = new page.Runs(
        program,
        (f) => page.later(f, 0),
        () => this.mark("refined"),
      );
      for (const key of ["at", "end", "doses"])
        this.undo.push(host.watch(key, () => this.mark("time")));
    } else {
      this.equilibrium = new Equilibrium(program);
    }
    this.language = pageLanguage(page);
    this.values = new Map(program.values.map((v) => [v.id, v]));
    this.inputs = { values: {}, choices: {} };
    for (const v of program.values) this.inputs.values[v.id] = store.get(v.id, v.value);
    for (const c of program.choices) this.inputs.choices[c.id] = store.get(c.id, c.value);
    this.steps = new Steps(
      () => ({ ...this.inputs, units: this.units() }),
      (state) => this.restore(state),
    );
    for (const { id } of [...program.values, ...program.choices]) {
      this.undo.push(store.watch(id, () => this.changedOutside(id)));
    }
    this.undo.push(store.watch("units", () => this.mark("units")));
    this.undo.push(host.watch("lang", () => this.mark("lang")));
    // The engine compiles what has run often; better before the hand comes than under it.
    this.undo.push(page.later(() => this.warm(), WARM));
  }

  private warm(): void {
    const [first] = this.program.values;
    if (!first) return;
    const over = Float64Array.from({ length: 50 }, (_, i) => first.high * 10 ** (-i / 10));
    for (let i = 0; i < 4; i++) {
      if (this.clock) this.runs?.course(this.inputs.values, this.clock);
      this.equilibrium?.curve(this.inputs.values, first.id, over, []);
    }
  }

  get clock(): Clock | undefined {
    const { time } = this.program;
    if (!time) return undefined;
    const end = this.host.get("end", 0) || time.end;
    return { unit: time.unit, end, at: Math.min(this.host.get("at", end / 6), end) };
  }

  setClock(changes: Partial<Pick<Clock, "at" | "end">>, release = false): void {
    const { clock } = this;
    if (!clock) return;
    for (const [key, x] of Object.entries(changes)) {
      if (Number.isFinite(x) && x >= 0 && (key === "at" || x > 0)) this.host.set(key, x);
    }
    this.mark("time");
    if (release) this.host.save();
  }

  get solution(): Solution {
    this.solved ??= this.solve({});
    return this.solved;
  }

  solve(changes: Partial<Inputs>): Solution {
    const values = this.changed(changes);
    if (this.equilibrium) return this.equilibrium.solve(values);
    const { clock, runs } = this;
    if (!clock || !runs) throw new Error(`${this.program.id} has no kinetics`);
    const course = runs.course(values, clock, this.doses);
    const place = course.times.indexOf(clock.at);
    return { get: (id) => course.get(id)[place] as number, has: (id) => course.has(id) };
  }

  course(changes: Partial<Inputs> = {}, doses = this.doses): Course {
    const { clock, runs } = this;
    if (!clock || !runs) throw new Error(`${this.program.id} has no time`);
    return runs.course(this.changed(changes), clock, doses);
  }

  get doses(): readonly Given[] {
    return this.program.dosing ? this.host.get<Given[]>("doses", []) : [];
  }

  setDoses(doses: readonly Given[], release = false): void {
    this.host.set("doses", [...doses]);
    this.mark("time");
    if (release) this.host.save();
  }

  get refining(): boolean {
    return this.runs?.refining ?? false;
  }

  curve(
    id: string,
    over: Float64Array,
    read: string[],
    changes: Partial<Inputs> = {},
  ): Record<string, Float64Array> {
    const values = this.changed(changes);
    if (this.equilibrium) return this.equilibrium.curve(values, id, over, read);
    const { clock, runs } = this;
    return clock && runs ? runs.curve(values, clock, id, over, read) : {};
  }

  /** The values as they would be: options of choices first, named values on top. */
  private changed(changes: Partial<Inputs>): Record<string, number> {
    const values = { ...this.inputs.values };
    for (const [choice, option] of Object.entries(changes.choices ?? {})) {
      Object.assign(values, optionOf(this.program, choice, option)?.values);
    }
    return Object.assign(values, changes.values);
  }

  value(id: string): Value {
    const found = this.values.get(id);
    if (!found) throw new Error(`${this.program.id} has no value '${id}'`);
    return found;
  }

  facts(id: string, loaded = false): Facts {
    const value = this.value(id);
    let facts: Facts = { status: value.status, source: value.source, note: value.note };
    let number = value.value;
    for (const choice of this.program.choices) {
      const option = optionOf(this.program, choice.id, this.inputs.choices[choice.id] as string);
      number = option?.values[id] ?? number;
      const fact = option?.facts[id];
      if (fact) facts = { ...fact, note: fact.note ?? value.note };
    }
    // A number that the hand has moved is no longer what the source says.
    const moved = !loaded && number !== this.inputs.values[id];
    return moved ? { status: "design", source: [], note: value.note } : facts;
  }

  unit(id: string): string {
    const value = this.value(id);
    const unit = this.store.get<Record<string, string>>("units", {})[id];
    return unit && value.units.includes(unit) ? unit : value.shown;
  }

  shown(id: string): number {
    const value = this.value(id);
    const x = this.inputs.values[id] as number;
    return convert(x, value.unit, this.unit(id), value.molar_mass);
  }

  setUnit(id: string, unit: string): void {
    if (!this.value(id).units.includes(unit) || unit === this.unit(id)) return;
    this.putUnits({ [id]: unit });
    this.steps.settle();
    this.store.save();
  }

  /** The units that are not the model's own. */
  private units(): Record<string, string> {
    const shown = this.program.values.map(({ id }) => [id, this.unit(id)] as const);
    return Object.fromEntries(shown.filter(([id, unit]) => unit !== this.value(id).shown));
  }

  private putUnits(units: Record<string, string>): void {
    this.own(() => {
      this.store.set("units", { ...this.store.get<Record<string, string>>("units", {}), ...units });
    });
    this.mark("units");
  }

  set(changes: Record<string, number | string>, release = false): Refusal | undefined {
    for (const [id, given] of Object.entries(changes)) {
      const refusal = refuse(this, id, given);
      if (refusal) return refusal;
    }
    const values: Record<string, number> = {};
    const choices: Record<string, string> = {};
    for (const [id, given] of Object.entries(changes)) {
      if (typeof given === "string") choices[id] = given;
      else values[id] = given;
    }
    this.put({ choices, values: { ...this.loaded(choices), ...values } });
    if (release) {
      this.steps.settle();
      this.release();
    }
    return undefined;
  }

  /** The values that options set, with the units in which they read best. */
  private loaded(choices: Record<string, string>): Record<string, number> {
    const values: Record<string, number> = {};
    const units: Record<string, string> = {};
    for (const [choice, option] of Object.entries(choices)) {
      for (const [id, x] of Object.entries(optionOf(this.program, choice, option)?.values ?? {})) {
        values[id] = x;
        const unit = bestUnit(this.value(id), x, this.unit(id));
        if (unit !== this.unit(id)) units[id] = unit;
      }
    }
    if (Object.keys(units).length) this.putUnits(units);
    return values;
  }

  private put({ values, choices }: Inputs): void {
    // A key on a slider comes twice, as input and as change: the second time there is nothing to tell.
    const now: Record<string, unknown> = { ...this.inputs.choices, ...this.inputs.values };
    const changed = Object.entries({ ...choices, ...values }).some(([id, x]) => now[id] !== x);
    this.own(() => {
      for (const [id, x] of Object.entries({ ...choices, ...values })) {
        if (this.store.get<unknown>(id, undefined) !== x) this.store.set(id, x);
      }
    });
    Object.assign(this.inputs.choices, choices);
    Object.assign(this.inputs.values, values);
    if (changed) this.mark("inputs");
  }

  type(id: string, typed: string): Refusal | undefined {
    const read = refuseTyped(this, id, typed);
    if ("sentence" in read) return read;
    if (read.unit !== this.unit(id) && this.value(id).units.includes(read.unit)) {
      this.putUnits({ [id]: read.unit });
    }
    return this.set({ [id]: read.value }, true);
  }

  reset(): void {
    // Where the experiment began; hosts that do not say mean the model's own inputs.
    const opening = this.host.get<Record<string, number | string>>("opening", {});
    const back = (list: readonly { id: string; value: number | string }[]) =>
      Object.fromEntries(list.map(({ id, value }) => [id, opening[id] ?? value]));
    const [values, choices] = [back(this.program.values), back(this.program.choices)];
    this.restore({ values, choices, units: {} } as State);
  }

  restore({ values, choices, units, clock }: State): void {
    this.own(() => this.store.set("units", units));
    this.mark("units");
    this.put({ values, choices });
    if (clock) this.setClock(clock, true);
    this.steps.settle();
    this.release();
  }

  get lang(): Language {
    const asked = this.host.get<string>("lang", "");
    return asked === "en" || asked === "zh" ? asked : this.language;
  }

  setLang(lang: Language): void {
    this.host.set("lang", lang);
    this.host.save();
    this.mark("lang");
  }

  // Arrow functions, since views hand these around.
  readonly say = (words: Words): string => words[this.lang];

  readonly text = (key: string, fill?: Record<string, string | number>): string =>
    text(this.lang, key, fill);

  readonly number = (x: number, digits?: number): string => number(x, this.lang, digits);

  readonly amount = (id: string, x: number): string => {
    const species = this.program.species.find((s) => s.id === id);
    const compartment = this.program.compartments.find((c) => c.id === species?.compartment);
    let [shown, unit] = [x, compartment?.unit ?? "1"];
    if (unit === "nM" && x > 0) {
      // A thousandfold at a time, to the unit in which the number is between 1 and 1000.
      const units = ["fM", "pM", "nM", "uM", "mM"];
      const step = Math.max(-2, Math.min(2, Math.floor(Math.log10(x) / 3)));
      unit = units[step + 2] as string;
      shown = convert(x, "nM", unit);
    }
    return withUnit(this.number(shown), unitLabel(this.text, unit));
  };

  subscribe(f: (changes: ReadonlySet<Change>) => void): () => void {
    this.listeners.add(f);
    return () => this.listeners.delete(f);
  }

  dispose(): void {
    for (const undo of this.undo.splice(0)) undo();
    this.cancelSave?.();
    this.runs?.dispose();
    this.listeners.clear();
  }

  /** Tell the kernel once the hand rests. */
  private release(): void {
    this.cancelSave?.();
    this.cancelSave = this.page.later(() => {
      this.cancelSave = undefined;
      this.store.save();
    }, REST);
  }

  private own(f: () => void): void {
    const before = this.ours;
    this.ours = true;
    f();
    this.ours = before;
  }

  /** Python or a link has changed something. A choice that comes alone loads its option. */
  private changedOutside(id: string): void {
    if (this.ours) return;
    if (this.foreign.size === 0) queueMicrotask(() => this.takeForeign());
    this.foreign.add(id);
  }

  private takeForeign(): void {
    const changed = this.foreign;
    this.foreign = new Set();
    for (const id of changed) {
      if (this.values.has(id)) this.inputs.values[id] = this.store.get(id, 0);
      else this.inputs.choices[id] = this.store.get(id, "");
    }
    for (const { id } of this.program.choices) {
      const option = optionOf(this.program, id, this.inputs.choices[id] as string);
      if (!changed.has(id) || !option) continue;
      if (Object.keys(option.values).some((v) => changed.has(v))) continue;
      this.put({ choices: {}, values: this.loaded({ [id]: option.id }) });
    }
    this.steps.settle();
    this.mark("inputs");
  }

  /** The first change is told as soon as the hand's event is over, those that follow once a frame. */
  private mark(change: Change): void {
    if (change === "inputs" || change === "time") this.solved = undefined;
    this.changes.add(change);
    if (this.busy) return;
    this.busy = true;
    queueMicrotask(() => this.tell());
    this.page.frame(() => this.next());
  }

  private next(): void {
    this.busy = this.changes.size > 0;
    if (!this.busy) return;
    this.tell();
    this.page.frame(() => this.next());
  }

  private tell(): void {
    const changes = this.changes;
    this.changes = new Set();
    for (const f of [...this.listeners]) {
      try {
        f(changes);
      } catch (error) {
        // One view that fails must not take the others with it.
        console.error("il6widgets:", error);
      }
    }
  }
}
