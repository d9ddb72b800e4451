// Choosing: what an option of a choice sets, and the unit in which a person would say it.
import type { Option, Program, Value } from "../kinetics/program.ts";
import { convert } from "../kinetics/units.ts";

/** The option of a choice by their ids, if there is one. */
export function optionOf(program: Program, choice: string, option: string): Option | undefined {
  return program.choices.find((c) => c.id === choice)?.options.find((o) => o.id === option);
}

/** The unit of a value's list in which a number reads best: between 1 and 1000, of the kind it is shown in. */
export function bestUnit(value: Value, x: number, now: string): string {
  const mass = (unit: string): boolean => unit.includes("/mL");
  for (const unit of value.units) {
    if (mass(unit) !== mass(now)) continue;
    const shown = Math.abs(convert(x, value.unit, unit, value.molar_mass));
    if (shown >= 1 && shown < 1000) return unit;
  }
  return now;
}
