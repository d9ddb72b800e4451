// The style sheet of the views that the experiment knows, and with it that of a view which brings its own.
import { dressIn } from "./dressing.ts";
import base from "./style/base.css";
import controls from "./style/controls.css";
import dose from "./style/dose.css";
import explorer from "./style/explorer.css";
import scene from "./style/scene.css";
import time from "./style/time.css";
import { tokenSheet } from "./tokens.ts";

const common = {
  name: "",
  text: () => [tokenSheet(), base, controls, scene, dose, time, explorer].join("\n"),
};

/** Dress a view, with a sheet of its own where it has one. Returns its undo. */
export const dress = (el: HTMLElement, own?: { name: string; sheet: string }): (() => void) =>
  dressIn(el, own ? [common, { name: own.name, text: () => own.sheet }] : [common]);
