// The style sheet that all views of an experiment have in common, and with it the one of a view.
import { dressIn } from "./dressing.ts";
import base from "./style/base.css";
import controls from "./style/controls.css";
import explorer from "./style/explorer.css";
import { tokenSheet } from "./tokens.ts";

/** A style sheet, and the name under which it is put into the page once. */
export interface Sheet {
  name: string;
  sheet: string;
}

const common = { name: "", text: () => [tokenSheet(), base, controls, explorer].join("\n") };

/** Dress a view, with a sheet of its own where it has one. Returns its undo. */
export const dress = (el: HTMLElement, own?: Sheet): (() => void) =>
  dressIn(el, own ? [common, { name: own.name, text: () => own.sheet }] : [common]);
