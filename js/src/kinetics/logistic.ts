// The logistic dose-response curve with 3, 4 or 5 parameters and its derivatives; the formulas are in logistic.py.

export const BOTTOM = 0;
export const TOP = 1;
export const HILL = 2;
export const LN_EC50 = 3;
export const LN_ASYMMETRY = 4;

export type Shape = "3pl" | "4pl" | "5pl";

/** The rows of theta (bottom, top, hill, ln ec50, ln asymmetry) that each model fits. */
export const MODELS: Readonly<Record<Shape, readonly number[]>> = {
  "3pl": [TOP, HILL, LN_EC50],
  "4pl": [BOTTOM, TOP, HILL, LN_EC50],
  "5pl": [BOTTOM, TOP, HILL, LN_EC50, LN_ASYMMETRY],
};

export type Theta = readonly [number, number, number, number, number];

interface Rise {
  /** Share of the way from bottom to top. */
  g: number;
  /** Minus d ln g / du, u = ln k - hill (ln dose - ln ec50). */
  steep: number;
  /** ln(1 + e^u), of use where the asymmetry is fitted. */
  softplus: number;
}

/** ln(1 + e^u), also where e^u overflows. */
const softened = (u: number): number => Math.max(0, u) + Math.log1p(Math.exp(-Math.abs(u)));

const rise = (theta: Theta, lnDose: number): Rise => {
  const [, , hill, lnEc50, lnAsymmetry] = theta;
  const z = hill * (lnDose - lnEc50);
  if (lnAsymmetry === 0) {
    const g = 1 / (1 + Math.exp(-z));
    return { g, steep: 1 - g, softplus: g > 0 ? softened(-z) : 0 };
  }
  const s = Math.exp(lnAsymmetry);
  const u = Math.LN2 / s + Math.log(-Math.expm1(-Math.LN2 / s)) - z;
  const softplus = softened(u);
  return {
    g: Math.exp(-s * softplus),
    steep: s / (1 + Math.exp(-u)),
    softplus: u === Number.POSITIVE_INFINITY ? 0 : softplus,
  };
};

/** The response at a dose given as its logarithm; -Infinity is dose 0. */
export const curve = (theta: Theta, lnDose: number): number =>
  theta[BOTTOM] + (theta[TOP] - theta[BOTTOM]) * rise(theta, lnDose).g;

/** Derivatives of `curve` by the rows of `theta` that are wanted. */
export const slopes = (theta: Theta, lnDose: number, wanted: readonly number[]): number[] => {
  const { g, steep, softplus } = rise(theta, lnDose);
  const change = (theta[TOP] - theta[BOTTOM]) * g;
  return wanted.map((row) => {
    if (row === BOTTOM) return 1 - g;
    if (row === TOP) return g;
    // At dose 0 the slope is 0, whatever it is multiplied with.
    const finite = lnDose === Number.NEGATIVE_INFINITY ? 0 : lnDose;
    if (row === HILL) return change * steep * (finite - theta[LN_EC50]);
    if (row === LN_EC50) return change * steep * -theta[HILL];
    const m = Math.LN2 * Math.exp(-theta[LN_ASYMMETRY]);
    return change * ((steep * m) / -Math.expm1(-m) - Math.exp(theta[LN_ASYMMETRY]) * softplus);
  });
};
