// A live experiment for tests of views: inputs, units and language, and no solver.
import type { Program, Value } from "../../src/kinetics/program.ts";
import { convert } from "../../src/kinetics/units.ts";
import { number } from "../../src/widgets/format.ts";
import { text } from "../../src/widgets/locale.ts";
import { refuse, refuseTyped } from "../../src/widgets/refusal.ts";
import type { Change, Inputs, Language, Live, Settings } from "../../src/widgets/view.ts";

export interface Fake extends Live {
  /** Every call of `set`, in order. */
  readonly calls: { changes: Record<string, number | string>; release: boolean }[];
  /** How many subscribers there are. */
  readonly listening: number;
  /** Tell the subscribers what changed since the last frame. */
  frame(): void;
}

/** An experiment on a program; `frame` is called by the test, or after each change where `now` is set. */
export function fake(program: Program, now = true): Fake {
  const start = (): Inputs => ({
    values: Object.fromEntries(program.values.map((value) => [value.id, value.value])),
    choices: Object.fromEntries(program.choices.map((choice) => [choice.id, choice.value])),
  });
  const units = new Map(program.values.map((value) => [value.id, value.shown]));
  const listeners = new Set<(changes: ReadonlySet<Change>) => void>();
  const changed = new Set<Change>();
  let inputs = start();
  let lang: Language = "en";
  const tell = (change: Change): void => {
    changed.add(change);
    if (now) x.frame();
  };
  const named = (id: string): Value => {
    const value = program.values.find((one) => one.id === id);
    if (!value) throw new Error(`no value '${id}'`);
    return value;
  };
  const optionOf = (choice: string, id: string | undefined) =>
    program.choices.find((one) => one.id === choice)?.options.find((one) => one.id === id);

  const x: Fake = {
    program,
    calls: [],
    get listening() {
      return listeners.size;
    },
    frame: () => {
      const told = new Set(changed);
      changed.clear();
      for (const listener of [...listeners]) listener(told);
    },
    get inputs() {
      return inputs;
    },
    get solution(): never {
      throw new Error("the controls need no solution");
    },
    solve: () => {
      throw new Error("the controls need no solution");
    },
    curve: () => {
      throw new Error("the controls need no curve");
    },
    value: named,
    facts: (id) => {
      const value = named(id);
      const told = program.choices
        .map((choice) => optionOf(choice.id, inputs.choices[choice.id])?.facts[id])
        .find((one) => one !== undefined);
      return { status: value.status, source: value.source, note: value.note, ...told };
    },
    unit: (id) => units.get(id) ?? named(id).unit,
    shown: (id) => {
      const value = named(id);
      return convert(inputs.values[id] ?? 0, value.unit, x.unit(id), value.molar_mass);
    },
    setUnit: (id, unit) => {
      units.set(id, unit);
      tell("units");
    },
    set: (changes, release = false) => {
      for (const [id, to] of Object.entries(changes)) {
        const refusal = refuse(x, id, to);
        if (refusal) return refusal;
      }
      x.calls.push({ changes, release });
      inputs = { values: { ...inputs.values }, choices: { ...inputs.choices } };
      for (const [id, to] of Object.entries(changes)) {
        if (typeof to === "number") inputs.values[id] = to;
        else {
          inputs.choices[id] = to;
          Object.assign(inputs.values, optionOf(id, to)?.values);
        }
      }
      tell("inputs");
      return undefined;
    },
    type: (id, typed) => {
      const found = refuseTyped(x, id, typed);
      if ("sentence" in found) return found;
      if (named(id).units.includes(found.unit)) x.setUnit(id, found.unit);
      return x.set({ [id]: found.value }, true);
    },
    reset: () => {
      inputs = start();
      tell("inputs");
    },
    get lang() {
      return lang;
    },
    setLang: (to) => {
      lang = to;
      tell("lang");
    },
    say: (words) => words[lang],
    text: (key, fill) => text(lang, key, fill),
    number: (n, digits) => number(n, lang, digits),
    amount: (_id, n) => `${number(n, lang)} nM`,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return x;
}

/** Settings of a view that nobody else sees. */
export function fakeSettings(): Settings & { readonly watching: number } {
  const values = new Map<string, unknown>();
  const watchers = new Set<() => void>();
  return {
    get: <T>(key: string, otherwise: T): T =>
      values.has(key) ? (values.get(key) as T) : otherwise,
    set: (key, value) => {
      values.set(key, value);
      for (const watcher of [...watchers]) watcher();
    },
    watch: (_key, watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    get watching() {
      return watchers.size;
    },
  };
}
