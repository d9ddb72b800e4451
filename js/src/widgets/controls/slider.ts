// The slider of one value: a native range input in whole steps of its scale.
import type { Value } from "../../kinetics/program.ts";
import { convert } from "../../kinetics/units.ts";
import { rounded } from "../format.ts";
import type { Context } from "./context.ts";
import { html } from "./dom.ts";
import { scaleOf, settled } from "./scale.ts";

/** What a slider gives is rounded to so many digits in the unit shown; a step changes the third. */
const DIGITS = 3;

export interface Slider {
  el: HTMLInputElement;
  /** Show a value (model unit) and say it in words. */
  show(n: number, spoken: string): void;
}

/** A slider that tells `moved` each value (model unit) under the hand, and that the hand has let go. */
export function slider(
  { x, doc, signal }: Context,
  value: Value,
  labelId: string,
  moved: (n: number, release: boolean) => void,
): Slider {
  const scale = scaleOf(value);
  const el = html(doc, "input", {
    type: "range",
    min: 0,
    max: scale.end,
    step: 1,
    "aria-labelledby": labelId,
    "data-part": `slider:${value.id}`,
  });
  el.classList.toggle("zero", scale.first > 0);
  el.style.setProperty("--gap", `${scale.first / scale.end}`);

  let before = 0;
  let held = false;
  const place = (position: number): void => {
    before = position;
    if (el.valueAsNumber !== position) el.value = `${position}`;
    el.style.setProperty("--p", `${position / scale.end}`);
  };
  const round = (n: number): number => {
    const unit = x.unit(value.id);
    const shown = rounded(convert(n, value.unit, unit, value.molar_mass), DIGITS);
    const kept = convert(shown, unit, value.unit, value.molar_mass);
    return Math.min(value.high, Math.max(value.low, kept));
  };
  const move = (release: boolean): void => {
    const position = settled(scale, el.valueAsNumber, before, !held);
    place(position);
    const exact = scale.value(position);
    moved(position < scale.first || position === scale.end ? exact : round(exact), release);
  };
  const page = (way: 1 | -1): void => {
    const from = el.valueAsNumber;
    const to = from + way * scale.page;
    // A page from zero reaches the smallest amount, and one down never jumps over it.
    const stop = from < scale.first || (from > scale.first && to < scale.first);
    place(stop && from + way > 0 ? scale.first : Math.max(0, Math.min(scale.end, to)));
    move(true);
  };

  const on = { signal };
  const hold = (event: Event): void => {
    held = event.type === "pointerdown";
  };
  for (const type of ["pointerdown", "pointerup", "pointercancel", "keydown"])
    el.addEventListener(type, hold, on);
  el.addEventListener("input", () => move(false), on);
  el.addEventListener("change", () => move(true), on);
  el.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "PageUp" && event.key !== "PageDown") return;
      event.preventDefault();
      page(event.key === "PageUp" ? 1 : -1);
    },
    on,
  );
  return {
    el,
    show: (n, spoken) => {
      place(scale.position(n));
      el.setAttribute("aria-valuetext", spoken);
    },
  };
}
