// What drugs leave of each route: classic on a cell with IL-6R, trans on a cell without, in one bath.

import type { Route } from "../scene/census.ts";
import type { Inputs, Live } from "../view.ts";

/** The cell that each route is read on: one has IL-6R, the other has none. */
export const CELLS = { classic: "hepatocyte", trans: "synoviocyte" } as const;
export type Read = keyof typeof CELLS & Route;
export const READS: readonly Read[] = ["classic", "trans"];

/** The drugs of the model, in the order of the chain that they cut. */
export const DRUGS = ["siltuximab", "tocilizumab", "sarilumab", "sgp130Fc"] as const;
const NONE = Object.fromEntries(DRUGS.map((drug) => [drug, 0]));

/** A route counts as cut at a tenth, and as spared at four fifths. */
export const CUT = 0.1;
export const SPARED = 0.8;

/** The bath with other choices, but for those in force: they keep what the hand has changed. */
export function bath(x: Live, fluid: string, set: string): Partial<Inputs> {
  const asked = { fluid, set };
  const choices = Object.fromEntries(
    Object.entries(asked).filter(([id, option]) => x.inputs.choices[id] !== option),
  );
  return { choices };
}

const on = (read: Read, { choices, values }: Partial<Inputs>, drugs: Record<string, number>) => ({
  choices: { ...choices, cell: CELLS[read] },
  values: { ...values, ...drugs },
});

/** Complexes of a route without a drug, and with the drugs as they are. */
export function left(x: Live, read: Read): { before: number; after: number } {
  const now = Object.fromEntries(DRUGS.map((drug) => [drug, x.inputs.values[drug] ?? 0]));
  return {
    before: x.solve(on(read, {}, NONE)).get(read),
    after: x.solve(on(read, {}, now)).get(read),
  };
}

/** The share of a route that sgp130Fc alone leaves, along its dose (nM); NaN where there is none to begin with. */
export function along(
  x: Live,
  read: Read,
  doses: Float64Array,
  changes: Partial<Inputs>,
): Float64Array {
  const before = x.solve(on(read, changes, NONE)).get(read);
  const row = x.curve("sgp130Fc", doses, [read], on(read, changes, NONE))[read] ?? doses;
  return row.map((n) => (before > 0 ? n / before : Number.NaN));
}

/** Where the first place lies at which `row` passes `level`, between its doses by their logarithms; undefined if nowhere. */
export function crossing(
  doses: Float64Array,
  row: Float64Array,
  level: number,
): number | undefined {
  for (let i = 1; i < row.length; i++) {
    const [a, b] = [row[i - 1] as number, row[i] as number];
    if (!(a > level && b <= level)) continue;
    const [low, high] = [doses[i - 1] as number, doses[i] as number];
    return low * (high / low) ** ((a - level) / (a - b));
  }
  return undefined;
}

/** What a row reads at a dose, between its doses by their logarithms. */
export function at(doses: Float64Array, row: Float64Array, dose: number): number {
  const i = doses.findIndex((one) => one >= dose);
  if (i <= 0) return row[Math.max(0, i)] ?? Number.NaN;
  const [low, high] = [doses[i - 1] as number, doses[i] as number];
  const share = Math.log(dose / low) / Math.log(high / low);
  return (row[i - 1] as number) + share * ((row[i] as number) - (row[i - 1] as number));
}

/** The doses at which trans is cut and classic spared; undefined where there are none. */
export function window(
  doses: Float64Array,
  classic: Float64Array,
  trans: Float64Array,
): [number, number] | undefined {
  const from = crossing(doses, trans, CUT);
  if (from === undefined) return undefined;
  const to = crossing(doses, classic, SPARED) ?? (doses[doses.length - 1] as number);
  return from < to ? [from, to] : undefined;
}
