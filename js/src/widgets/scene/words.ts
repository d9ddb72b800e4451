// Numbers of the scene as a reader sees them.
import { NO_BREAK, unitLabel, withUnit } from "../format.ts";
import type { Live } from "../view.ts";
import { amount } from "./census.ts";

/** A share as per cent; never rounded to 0 % or 100 % when it is neither. */
export function percent(x: Live, share: number, digits = 3): string {
  const p = share * 100;
  if (p > 0 && p < 0.05) return `<${x.number(0.1)}${NO_BREAK}%`;
  if (p < 100 && p > 99.95) return `>${x.number(99.9)}${NO_BREAK}%`;
  return `${x.number(p, p < 0.1 ? 1 : p < 9.95 || p > 99.5 ? Math.max(2, digits - 1) : digits)}${NO_BREAK}%`;
}

/** A share in whole per cent, for a sentence. */
export function roughly(x: Live, share: number): string {
  const p = share * 100;
  if (p > 0 && p < 0.5) return x.text("scene.under_one_percent");
  if (p < 100 && p >= 99.5) return x.text("scene.over_99_percent");
  return `${x.number(Math.round(p))}${NO_BREAK}%`;
}

/** Molecules on a cell: 1,765, 19, 2.7, 0.1. */
export const count = (x: Live, n: number): string => x.number(n, n >= 100 ? 3 : 2);

/** A number in the unit in which a value is shown. */
export const inUnit = (x: Live, id: string, n: number): string =>
  withUnit(
    x.number(n),
    unitLabel((key, fill) => x.text(key, fill), x.unit(id)),
  );

/** A value in the unit in which it is shown. */
export const shown = (x: Live, id: string): string => inUnit(x, id, x.shown(id));

const onCell = (x: Live, id: string): boolean =>
  x.program.outputs.some((o) => o.id === id && o.unit === "1/cell") ||
  x.program.species.some(
    (s) =>
      s.id === id &&
      x.program.compartments.some((c) => c.id === s.compartment && c.unit === "1/cell"),
  );

/** How much of a species there is: a concentration, or so many per cell. */
export function howMuch(x: Live, id: string): string {
  const n = amount(x, id);
  return onCell(x, id) ? x.text("scene.per_cell", { n: count(x, n) }) : x.amount(id, n);
}

/** What a species or output is called. */
export function called(x: Live, id: string): string {
  const named =
    x.program.species.find((s) => s.id === id) ?? x.program.outputs.find((o) => o.id === id);
  return named ? x.say(named.label) : id;
}

/** A name that may break after each part of a complex, and never at the hyphen of IL-6. */
export const breakable = (doc: Document, name: string): (string | HTMLElement)[] =>
  name.split(/(\w+(?:-\w+)+|·)/).flatMap((part, i) => {
    if (i % 2 === 0) return [part];
    if (part === "·") return [part, doc.createElement("wbr")];
    const whole = doc.createElement("span");
    whole.className = "whole";
    whole.append(part);
    return [whole];
  });

/** Write a text, only where it differs, so that no name in it breaks. */
export function writeWhole(el: Element, text: string): void {
  if (el.textContent !== text) el.replaceChildren(...breakable(el.ownerDocument, text));
}
