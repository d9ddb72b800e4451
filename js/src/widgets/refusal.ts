// Why an input is refused: one sentence with the culprit, the rule and the way out.
import { convert, parse } from "../kinetics/units.ts";
import { unitLabel, withUnit } from "./format.ts";
import { optionOf } from "./loading.ts";
import type { Live, Refusal } from "./view.ts";

type Fill = Record<string, string | number>;

/** What the sentences say of a value: its name, its range and an example, as the reader sees them. */
function rule(x: Live, id: string): Fill {
  const value = x.value(id);
  const unit = x.unit(id);
  const say = (amount: number): string =>
    withUnit(
      x.number(convert(amount, value.unit, unit, value.molar_mass), 4),
      unitLabel(x.text, unit),
    );
  return {
    label: x.say(value.label),
    low: say(value.low),
    high: say(value.high),
    example: say(value.value || value.high / 10),
    units: value.units.map((u) => unitLabel(x.text, u)).join(", "),
    allowed: (value.allowed ?? []).map((a) => x.number(a)).join(", "),
  };
}

/** Refuse a number or an option that the model cannot take; nothing is changed. */
export function refuse(x: Live, id: string, given: number | string): Refusal | undefined {
  const say = (key: string, fill: Fill): Refusal => ({
    id,
    sentence: x.text(`refusal.${key}`, fill),
  });
  if (typeof given === "string") {
    if (optionOf(x.program, id, given)) return undefined;
    return say("no_option", { label: id, text: given });
  }
  const value = x.program.values.find((v) => v.id === id);
  if (!value) return say("no_value", { label: id, model: x.program.id });
  const fill = { ...rule(x, id), text: x.number(given, 6) };
  if (!Number.isFinite(given)) return say("not_finite", fill);
  if (given < 0) return say("negative", fill);
  if (value.allowed && !value.allowed.includes(given)) return say("not_allowed", fill);
  if (value.role === "parameter" && given === 0 && value.low > 0) return say("zero_constant", fill);
  return undefined;
}

/** What was typed, as far as a sentence has room for it. */
const brief = (typed: string): string => (typed.length > 40 ? `${typed.slice(0, 40)}…` : typed);

/** Read what a person typed: the number in the model's unit and the unit it was written in. */
export function refuseTyped(
  x: Live,
  id: string,
  typed: string,
): Refusal | { value: number; unit: string } {
  const value = x.value(id);
  const read = parse(typed, x.unit(id), value.molar_mass);
  if (!read.ok) {
    const fill = { ...rule(x, id), text: brief(typed), unit: brief(read.unit ?? "") };
    return { id, sentence: x.text(`refusal.${read.fault}`, fill) };
  }
  return { value: convert(read.value, read.unit, value.unit, value.molar_mass), unit: read.unit };
}
