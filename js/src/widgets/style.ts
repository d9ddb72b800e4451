// The style sheet that all views of an experiment have in common.
import type { Sheet } from "./dressing.ts";
import base from "./style/base.css";
import controls from "./style/controls.css";
import { tokenSheet } from "./tokens.ts";

export const common: Sheet = {
  name: "",
  text: () => [tokenSheet(), base, controls].join("\n"),
};
