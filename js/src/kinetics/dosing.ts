// Doses of a drug as events of a run: by route, by weight, at once or over a time; il6widgets/kinetics/dosing.py, listed.
import type { Dose } from "./motion.ts";
import type { Program } from "./program.ts";

/** One dose, as it is listed: an amount in mg, or in mg per kg of body weight. */
export interface Given {
  time: number;
  amount: number;
  per_kg: boolean;
  route: string;
  /** How long an infusion takes; 0 for a dose at once. */
  over: number;
}

/** The mg of a dose. */
export function milligrams(
  program: Program,
  values: Readonly<Record<string, number>>,
  dose: Given,
): number {
  const weight = values[program.dosing?.weight ?? ""] ?? 0;
  return dose.per_kg ? dose.amount * weight : dose.amount;
}

/** What doses add, and where; infusions that overlap add up. */
export function dosed(
  program: Program,
  values: Readonly<Record<string, number>>,
  given: readonly Given[],
): Dose[] {
  const { dosing } = program;
  if (!dosing) return [];
  return given.flatMap((dose) => {
    const into = dosing[dose.route];
    if (into === undefined) return [];
    const share = dose.route === "iv" ? 1 : (values[dosing.bioavailability ?? ""] ?? 1);
    const amount = milligrams(program, values, dose) * share;
    const { infusion } = dosing;
    if (!(dose.over > 0) || dose.route !== "iv" || infusion === undefined)
      return [{ into, time: dose.time, amount }];
    const rate = amount / dose.over;
    return [
      { into: infusion, time: dose.time, amount: rate },
      { into: infusion, time: dose.time + dose.over, amount: -rate },
    ];
  });
}
