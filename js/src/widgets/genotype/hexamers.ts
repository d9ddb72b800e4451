// What alleles do to a hepatocyte: its hexamers against those without the allele, in a set of constants.
import type { Words } from "../../kinetics/program.ts";
import type { Inputs, Live } from "../view.ts";

export interface Effect {
  id: string;
  percent: number;
  interval?: [number, number];
  source: string[];
  label: Words;
}

export interface Genotype {
  effects: Effect[];
  references: Record<string, { text: string; doi: string; pmid: string }>;
}

/** The change of one allele as a factor. */
export const factor = (percent: number): number => 1 + percent / 100;

/** What each allele changes in the blood and on the cell. `fall` is that of IL-6R, %. */
export function changes(
  x: Live,
  { effects }: Genotype,
  set: string,
  alleles: number,
  fall: number,
): Partial<Inputs> {
  const percent = (id: string): number => effects.find((one) => one.id === id)?.percent ?? 0;
  const times = (id: string, by: number): number =>
    (x.inputs.values[id] ?? 0) * factor(by) ** alleles;
  const own = x.inputs.choices.cell === "hepatocyte";
  const hepatocyte = x.program.choices
    .find((one) => one.id === "cell")
    ?.options.find((one) => one.id === "hepatocyte")?.values.IL6R;
  const receptors = own ? (x.inputs.values.IL6R ?? 0) : (hepatocyte ?? 0);
  return {
    choices: {
      ...(x.inputs.choices.set === set ? {} : { set }),
      ...(own ? {} : { cell: "hepatocyte" }),
    },
    values: {
      IL6: times("IL6", percent("IL6")),
      sIL6R: times("sIL6R", percent("sIL6R")),
      IL6R: receptors * factor(-fall) ** alleles,
    },
  };
}

/** Hexamers with the alleles as a share of those without. */
export function share(
  x: Live,
  known: Genotype,
  set: string,
  alleles: number,
  fall: number,
): number {
  const hexamers = (n: number): number => x.solve(changes(x, known, set, n, fall)).get("hexamer");
  return hexamers(alleles) / hexamers(0);
}
