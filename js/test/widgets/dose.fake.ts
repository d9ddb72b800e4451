// A dose-response that is known in closed form: a saturation curve, its half at K, for tests of the view.
import en from "../../../il6widgets/locale/en.json" with { type: "json" };
import zh from "../../../il6widgets/locale/zh.json" with { type: "json" };
import type { Program, Value, Words } from "../../src/kinetics/program.ts";
import type { Backbone } from "../../src/widgets/chart/figure.ts";
import type { AnyModel } from "../../src/widgets/host.ts";
import type { Change, Inputs, Live, Settings } from "../../src/widgets/view.ts";

const words = (en: string): Words => ({ en, zh: `${en}（中）` });

const value = (id: string, at: number, more: Partial<Value> = {}): Value => ({
  id,
  role: "parameter",
  value: at,
  unit: "nM",
  low: 0.01,
  high: 1000,
  scale: "log",
  label: words(id),
  note: words(""),
  status: "design",
  source: [],
  shown: "nM",
  units: ["nM"],
  ...more,
});

const output = (id: string) => ({
  id,
  node: 0,
  unit: "1/cell",
  label: words(id),
  note: words(""),
});

const option = (id: string, K: number) => ({
  id,
  label: words(id),
  note: words(""),
  values: { K },
  facts: {},
});

export const program: Program = {
  format: 1,
  id: "saturation",
  kind: "equilibrium",
  hash: "0",
  title: words("saturation"),
  values: [
    // 20 kDa: 1 nM is 20 ng/mL.
    value("IL6", 1, { role: "total", shown: "ng/mL", units: ["ng/mL", "nM"], molar_mass: 20000 }),
    value("K", 1, { open: [0.1, 10] }),
    value("top", 1000, { unit: "1/cell", shown: "1/cell", units: ["1/cell"] }),
  ],
  choices: [
    {
      id: "set",
      label: words("set"),
      value: "buffer",
      options: [option("buffer", 1), option("weak", 5)],
    },
  ],
  compartments: [],
  species: [],
  graph: [],
  outputs: [output("hexamer"), output("classic"), output("trans")],
  references: {},
};

const SHARES: Record<string, number> = { hexamer: 1, classic: 0.75, trans: 0.25 };

/** The response of a read-out: its share of top · d / (K + d). */
export const response = (id: string, values: Record<string, number>): number => {
  const { IL6 = 0, K = 1, top = 0 } = values;
  return ((SHARES[id] ?? 0) * top * IL6) / (K + IL6);
};

export interface Fake extends Live {
  /** How many curves were asked for. */
  readonly curves: number;
  readonly listening: number;
}

export function fake(): Fake {
  const inputs: Inputs = {
    values: Object.fromEntries(program.values.map((v) => [v.id, v.value])),
    choices: { set: "buffer" },
  };
  const listeners = new Set<(changes: ReadonlySet<Change>) => void>();
  let curves = 0;
  let lang: "en" | "zh" = "en";
  const tell = (change: Change) => {
    for (const f of [...listeners]) f(new Set([change]));
  };
  const named = (id: string): Value => program.values.find((v) => v.id === id) as Value;
  const solution = (values: Record<string, number>) => ({
    get: (id: string) => response(id, values),
    has: (id: string) => id in SHARES,
  });
  const x: Fake = {
    program,
    inputs,
    get curves() {
      return curves;
    },
    get listening() {
      return listeners.size;
    },
    get solution() {
      return solution(inputs.values);
    },
    solve: (changes) => solution({ ...inputs.values, ...changes.values }),
    curve(id, over, read, changes = {}) {
      curves++;
      const values = { ...inputs.values, ...changes.values };
      return Object.fromEntries(
        read.map((r) => [r, over.map((d) => response(r, { ...values, [id]: d }))]),
      );
    },
    value: named,
    facts: (id) => ({ status: named(id).status, source: [], note: named(id).note }),
    unit: (id) => named(id).shown,
    shown: (id) => (inputs.values[id] ?? 0) * (id === "IL6" ? 20 : 1),
    setUnit: () => {},
    set(changes) {
      for (const [id, given] of Object.entries(changes)) {
        if (typeof given === "number") inputs.values[id] = given;
        else {
          inputs.choices[id] = given;
          const options = program.choices[0]?.options ?? [];
          Object.assign(inputs.values, options.find((o) => o.id === given)?.values);
        }
      }
      tell("inputs");
      return undefined;
    },
    type: () => undefined,
    reset: () => {},
    get lang() {
      return lang;
    },
    setLang(to) {
      lang = to;
      tell("lang");
    },
    say: (w) => w[lang],
    text(key, fill = {}) {
      if (key.startsWith("unit.")) return key.slice(5);
      const found = (lang === "zh" ? zh : en)[key as keyof typeof en];
      if (!found) throw new Error(`no text ${key}`);
      return found.replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name]));
    },
    number: (n, digits = 3) => String(Number(n.toPrecision(digits))),
    amount: (_, n) => String(n),
    subscribe(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
  };
  return x;
}

/** A view's settings, as a host keeps them. */
export function settings(held: Record<string, unknown>): Settings & { readonly watching: number } {
  const watchers = new Map<string, Set<() => void>>();
  return {
    get: <T>(key: string, otherwise: T) => (held[key] ?? otherwise) as T,
    set(key, to) {
      held[key] = to;
      for (const f of [...(watchers.get(key) ?? [])]) f();
    },
    watch(key, f) {
      const set = watchers.get(key) ?? new Set();
      watchers.set(key, set.add(f));
      return () => set.delete(f);
    },
    get watching() {
      return [...watchers.values()].reduce((sum, set) => sum + set.size, 0);
    },
  };
}

/** A mark that remembers what it was given, with the list of changes that Jupyter's models keep for the next save. */
export class Mark implements Backbone {
  readonly given: Record<string, unknown> = {};
  readonly sets: Record<string, unknown>[] = [];
  readonly _buffered_state_diff: Record<string, unknown> = {};
  saves = 0;

  get(name: string): unknown {
    return name === "_view_name" ? "Lines" : this.given[name];
  }
  set(changes: Record<string, unknown>): void {
    this.sets.push(changes);
    Object.assign(this.given, changes);
    Object.assign(this._buffered_state_diff, changes);
  }
  on(): void {}
  off(): void {}
  trigger(): void {}
  save_changes(): void {
    this.saves++;
  }
}

/** Marks under their names, and the list that a host would hand over. */
export function marks(names: readonly string[]): { by: Map<string, Mark>; list: AnyModel[] } {
  const by = new Map(names.map((name) => [name, new Mark()]));
  return { by, list: [...by.values()] as unknown as AnyModel[] };
}
