// What a view sees of an experiment, and what it must be: a function that mounts and returns its undo.

import type { Given } from "../kinetics/dosing.ts";
import type { Solution } from "../kinetics/equilibrium.ts";
import type { Course } from "../kinetics/motion.ts";
import type { Program, Value, Words } from "../kinetics/program.ts";
import type { Steps } from "./steps.ts";

export type Language = "en" | "zh";

/** Numbers by value id, and options by choice id. */
export interface Inputs {
  values: Record<string, number>;
  choices: Record<string, string>;
}

/** All that an experiment can be put back to: inputs, the units they are shown in, and the clock. */
export interface State extends Inputs {
  units: Record<string, string>;
  clock?: { at: number; end: number };
}

/** Why a refused input was refused, in the reader's language. */
export interface Refusal {
  id: string;
  sentence: string;
}

/** What is known of a number: how well, from where, and what speaks against it. */
export interface Facts {
  status: Value["status"];
  source: string[];
  note: Words;
}

/** What changed, so that a view redraws no more than it must. */
export type Change = "inputs" | "lang" | "units" | "settings" | "time" | "refined";

/** The time of an experiment, in the model's unit: how long a run is, and where all views read it. */
export interface Clock {
  unit: string;
  end: number;
  at: number;
}

/** A live experiment as a view sees it: inputs that may be moved, and the solution that follows. */
export interface Live {
  readonly program: Program;
  readonly inputs: Inputs;
  /** Solved once a frame at most, for the inputs as they are; of a model in time, at the time of the clock. */
  readonly solution: Solution;
  /** There when the model moves in time. */
  readonly clock?: Clock | undefined;
  /** Read all views at another time, or run longer or shorter. `release` as in `set`. */
  setClock?(changes: Partial<Pick<Clock, "at" | "end">>, release?: boolean): void;
  /** The run of the inputs and doses as they are, with these changes on top. */
  course?(changes?: Partial<Inputs>, doses?: readonly Given[]): Course;
  /** The doses that are given, where the model has a drug. */
  readonly doses?: readonly Given[];
  setDoses?(doses: readonly Given[], release?: boolean): void;
  /** Whether curves are still being refined; "refined" is told when they are not any more. */
  readonly refining?: boolean;
  /** Solve for other inputs: these changes on top of the present ones. */
  solve(changes: Partial<Inputs>): Solution;
  /** Outputs or species along one value (`over` in its model unit), for the present inputs with these changes on top. */
  curve(
    id: string,
    over: Float64Array,
    read: string[],
    changes?: Partial<Inputs>,
  ): Record<string, Float64Array>;
  value(id: string): Value;
  /**
   * What is known of the number in force. A number that the hand has moved has no source;
   * `loaded` asks about the one that the choices set.
   */
  facts(id: string, loaded?: boolean): Facts;
  /** The unit a value is shown in, and the number in it. */
  unit(id: string): string;
  shown(id: string): number;
  /** Show a value in another of its units; the value stays. */
  setUnit(id: string, unit: string): void;
  /**
   * Set values (model unit) and choices. A choice loads the values of its option.
   * `release` says that the hand has let go: only then the kernel is told.
   * Bad input changes nothing and comes back as a refusal.
   */
  set(changes: Record<string, number | string>, release?: boolean): Refusal | undefined;
  /** Read what a person typed ("40 ng/mL", "2 nM", "0.5") for a value; numbers are in the unit shown. */
  type(id: string, text: string): Refusal | undefined;
  reset(): void;
  /** Back to what was before the hand last let go, and forward again. */
  readonly steps?: Pick<Steps, "undo" | "redo" | "undoable" | "redoable">;
  /** Put everything into a state that has been checked, as one change. */
  restore?(state: State): void;
  readonly lang: Language;
  setLang(lang: Language): void;
  /** Words of the model in the language in force. */
  readonly say: (words: Words) => string;
  /** A text of the catalogue; `{n}` in it is replaced by `n`, numbers are formatted by locale. */
  readonly text: (key: string, fill?: Record<string, string | number>) => string;
  /** A number as a reader wants it: `digits` significant, true minus, thousands by locale. */
  readonly number: (x: number, digits?: number) => string;
  /** A concentration (nM) in the unit in which a person would say it, by species id. */
  readonly amount: (id: string, x: number) => string;
  /** Called after a change, at most once a frame. Returns its undo. */
  subscribe(f: (changes: ReadonlySet<Change>) => void): () => void;
}

/** Settings of one view: choices of the viewer, two-way with the host. */
export interface Settings {
  get<T>(key: string, otherwise: T): T;
  set(key: string, value: unknown): void;
  watch(key: string, f: () => void): () => void;
}

export type Mount = (x: Live, el: HTMLElement, settings: Settings) => () => void;

let count = 0;

/** An id that no other view on the page has. */
export const uid = (stem: string): string =>
  `il6-${stem}-${++count}-${Math.random().toString(36).slice(2, 8)}`;
