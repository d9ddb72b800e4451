// A variant: how many times tighter it binds each receptor, and what cells answer when it takes the place of IL-6.
import type { Words } from "../../kinetics/program.ts";
import type { Inputs, Live } from "../view.ts";

export interface Variant {
  il6r: number;
  gp130: number;
}

export interface Known extends Variant {
  id: string;
  lost?: boolean;
  status: string;
  source: string[];
  label: Words;
  note: Words;
}

export interface Variants {
  variants: Known[];
  ranked: { id: string; dwell: number; label: Words; source: string[] }[];
  beyond: { id: string; label: Words; note: Words; source: string[] }[];
  references: Record<string, { text: string; doi: string; pmid: string }>;
}

export const WILD: Variant = { il6r: 1, gp130: 1 };
/** The axes, folds of the wild type. */
export const IL6R: readonly [number, number] = [0.01, 1000];
export const GP130: readonly [number, number] = [1e-6, 100];
export const CELLS = ["hepatocyte", "monocyte", "CD4_T", "endothelium"] as const;

/** The inputs of a cell in the bath with a variant in the place of IL-6. */
export function changes(x: Live, cell: string, { il6r, gp130 }: Variant): Partial<Inputs> {
  const over = (id: string, fold: number): number => (x.inputs.values[id] ?? 0) / fold;
  return {
    choices: x.inputs.choices.cell === cell ? {} : { cell },
    values: {
      Kd_IL6R: over("Kd_IL6R", il6r),
      Kd_gp130: over("Kd_gp130", gp130),
      Kd_2D: over("Kd_2D", gp130),
    },
  };
}

export interface Answer {
  hexamer: number;
  /** Of the cell's IL-6R, the share that holds a variant outside a hexamer: taken, and silent. */
  silent: number;
}

/** What a cell answers to a variant. */
export function answer(x: Live, cell: string, variant: Variant): Answer {
  const solved = x.solve(changes(x, cell, variant));
  const held = solved.get("IL6_IL6R") + solved.get("IL6_IL6R_gp130");
  const loud = 2 * solved.get("classic") + solved.get("mixed");
  const free = solved.get("IL6R");
  const all = held + loud + free;
  return { hexamer: solved.get("hexamer"), silent: all > 0 ? held / all : 0 };
}

export const KINDS = ["super", "agonist", "partial", "antagonist", "weak"] as const;
export type Kind = (typeof KINDS)[number];

/** What to call a variant on a cell, against the wild type at the same dose. */
export function kindOf(variant: Answer, wild: Answer): Kind {
  const share = wild.hexamer > 0 ? variant.hexamer / wild.hexamer : 1;
  if (share > 1.25) return "super";
  if (share >= 0.75) return "agonist";
  if (share >= 0.1) return "partial";
  return variant.silent >= 0.5 ? "antagonist" : "weak";
}

/** Doses of a variant, ng/mL. */
export const DOSE: readonly [number, number] = [0.001, 10_000];

/** A place on an axis, 0 to 1, and back. */
export const place = ([low, high]: readonly [number, number], fold: number): number =>
  Math.log(fold / low) / Math.log(high / low);
export const foldAt = ([low, high]: readonly [number, number], at: number): number =>
  low * (high / low) ** Math.min(1, Math.max(0, at));
