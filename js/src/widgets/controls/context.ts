// What every part of the controls is given: the experiment, the document, and the end of its listeners.
import type { Status, Value } from "../../kinetics/program.ts";
import { unitLabel, unitSpoken, withUnit } from "../format.ts";
import type { Live } from "../view.ts";

export interface Context {
  readonly x: Live;
  readonly doc: Document;
  /** Listeners are added with it; they end together when the parts are made anew or taken away. */
  readonly signal: AbortSignal;
}

/** Digits in a number box: enough for what a hand types. */
export const DIGITS = 4;

/** A number that is already in `unit`, with the unit's short or spoken name. */
export const inUnit = (x: Live, n: number, unit: string, spoken = false): string =>
  withUnit(x.number(n, DIGITS), spoken ? unitSpoken(x.text, unit) : unitLabel(x.text, unit));

/** The value that the choices in force load. */
export function loaded(x: Live, value: Value): number {
  let found = value.value;
  for (const choice of x.program.choices) {
    const option = choice.options.find(({ id }) => id === x.inputs.choices[choice.id]);
    found = option?.values[value.id] ?? found;
  }
  return found;
}

/** Equal but for the rounding of a change of unit. */
export const same = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/** The number in force for a value. */
export const current = (x: Live, value: Value): number => x.inputs.values[value.id] ?? value.value;

/** What is known of the number in force: its status and sources, or that a hand has set it. */
export interface Known {
  hand: boolean;
  status: Status;
  source: readonly string[];
}

export function known(x: Live, value: Value): Known {
  const { status, source } = x.facts(value.id, true);
  return { hand: !same(current(x, value), loaded(x, value)), status, source };
}

/** Whether nothing is known and nothing was set: then no number is shown, least of all 0. */
export const blank = (x: Live, value: Value, facts: Known): boolean =>
  facts.status === "unknown" && !facts.hand && current(x, value) === 0;

/** The status in words; counts have words of their own where none is known. */
export const statusWords = (x: Live, value: Value, status: Status): string =>
  x.text(
    status === "unknown" && value.role === "count"
      ? "controls.no_count"
      : `controls.status.${status}`,
  );
