// A regimen as a person writes it, and the single doses that it means.
import type { Given } from "../../kinetics/dosing.ts";

export interface Regimen {
  amount: number;
  per_kg: boolean;
  every: number;
  count: number;
  route: string;
}

/** How long an infusion takes, d. */
const HOUR = 1 / 24;

export const dosesOf = ({ amount, per_kg, every, count, route }: Regimen): Given[] =>
  Array.from({ length: count }, (_, i) => ({
    time: i * every,
    amount,
    per_kg,
    route,
    over: route === "iv" ? HOUR : 0,
  }));

/** In order of time; a dose is never before the beginning. */
export const ordered = (doses: readonly Given[]): Given[] =>
  doses.map((d) => ({ ...d, time: Math.max(0, d.time) })).sort((a, b) => a.time - b.time);
