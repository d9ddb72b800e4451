// When data cannot carry a model: which rule they break, for a view to say in the reader's language (fit_checks.py).
import { type Points, reach } from "./dose_data.ts";
import { BOTTOM, curve, LN_EC50, type Theta, TOP } from "./logistic.ts";

const FAR = Math.log(1e3); // an ec50 this far from every dose is not told by the data
const TALL = 100; // nor a span so many times what was seen
const STEP = 0.01; // of the noise: what the steepest dose is off a plateau where there is no slope

export type Reason =
  | "empty"
  | "few_points"
  | "one_dose"
  | "flat"
  | "few_doses"
  | "not_found"
  | "no_high_plateau"
  | "no_low_dose"
  | "no_plateau"
  | "step"
  | "lone"
  | "unsettled";

/** What the data lack before any fit of so many parameters. */
export const lacking = (points: Points, free: number): Reason | undefined => {
  const weighed = points.response.flatMap((y, i) =>
    (points.weights[i] ?? 0) > 0 ? [{ y, ln: points.lnDose[i] ?? Number.NaN }] : [],
  );
  const different = new Set(weighed.map((p) => p.ln)).size;
  if (weighed.length === 0) return "empty";
  if (weighed.length < free) return "few_points";
  if (different === 1) return "one_dose";
  if (new Set(weighed.map((p) => p.y)).size === 1) return "flat";
  return different < free ? "few_doses" : undefined;
};

/** Why the data do not carry the curve that was fitted. */
export const unfit = (points: Points, theta: Theta, settled: boolean): Reason | undefined => {
  const [low, high] = reach(points);
  if (!theta.every(Number.isFinite)) return "not_found";
  if (theta[LN_EC50] > high + FAR) return "no_high_plateau";
  if (theta[LN_EC50] < low - FAR) return "no_low_dose";
  if (Math.abs(theta[TOP] - theta[BOTTOM]) > TALL) return "no_plateau";
  let [squares, weight] = [0, 0];
  const off = points.lnDose.map((ln, i) => {
    const value = curve(theta, ln);
    squares += (points.weights[i] ?? 0) * ((points.response[i] ?? 0) - value) ** 2;
    weight += points.weights[i] ?? 0;
    return Math.min(Math.abs(value - theta[BOTTOM]), Math.abs(value - theta[TOP]));
  });
  const least = Math.max(STEP * Math.sqrt(squares / weight), 1e-9);
  const slope = points.lnDose.filter(
    (_, i) => (points.weights[i] ?? 0) > 0 && (off[i] ?? 0) > least,
  );
  // Of hill and ec50 together one dose tells nothing.
  const on = new Set(slope).size;
  if (on === 0) return "step";
  if (on === 1) return "lone";
  return settled ? undefined : "unsettled";
};
