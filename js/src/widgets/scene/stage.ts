// What every piece of the scene works with, and what a piece is.
import type { Live } from "../view.ts";
import type { Kinds } from "./kinds.ts";
import type { Layout } from "./layout.ts";
import type { Measure } from "./measure.ts";

export interface Stage {
  readonly doc: Document;
  readonly x: Live;
  readonly layout: Layout;
  readonly kinds: Kinds;
  readonly measure: Measure;
}

/** A part of the scene: built once for a layout, brought up to date on each change. */
export interface Piece {
  readonly el: Element;
  update(): void;
}

/** Write a text only where it differs. */
export function write(el: Element, text: string): void {
  if (el.textContent !== text) el.textContent = text;
}

/** Set attributes only where they differ. */
export function assign(el: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes))
    if (el.getAttribute(name) !== `${value}`) el.setAttribute(name, `${value}`);
}
