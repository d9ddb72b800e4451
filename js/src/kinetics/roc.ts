// A cut-off over two normal distributions of one width: how often it is right, and what a result then means.

/** The standard normal distribution function, by Marsaglia's series; beyond 8 it is 0 or 1. */
export function normal(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046727);
}

/** The density of the standard normal distribution. */
export const density = (x: number): number => 0.3989422804014327 * Math.exp(-0.5 * x * x);

/** The value below which a share `p` of a standard normal lies; ±8 beyond what a double can tell. */
export function quantile(p: number): number {
  let [low, high] = [-8, 8];
  for (let n = 0; n < 60; n++) {
    const half = (low + high) / 2;
    if (normal(half) < p) low = half;
    else high = half;
  }
  return (low + high) / 2;
}

/** The area under the ROC of two normals whose means lie `d` standard deviations apart. */
export const areaOf = (d: number): number => normal(d / Math.SQRT2);

/** How far apart two normals of one width must lie to have an area under their ROC. */
export const separationOf = (auc: number): number => Math.SQRT2 * quantile(auc);

export interface Rates {
  /** Of the ill, the share above the cut-off. */
  sensitivity: number;
  /** Of the well, the share below it. */
  specificity: number;
}

/** The well lie around 0 and the ill around `d`; `shift` moves both, as a drug does that raises the marker in everyone. */
export const ratesOf = (d: number, cut: number, shift = 0): Rates => ({
  sensitivity: normal(d + shift - cut),
  specificity: normal(cut - shift),
});

/** Of those above (below) the cut-off, the share who are ill (well); NaN where nobody is there. */
export function predictive({ sensitivity, specificity }: Rates, prevalence: number) {
  const [truePositive, falsePositive] = [
    sensitivity * prevalence,
    (1 - specificity) * (1 - prevalence),
  ];
  const [trueNegative, falseNegative] = [
    specificity * (1 - prevalence),
    (1 - sensitivity) * prevalence,
  ];
  return {
    positive: truePositive / (truePositive + falsePositive),
    negative: trueNegative / (trueNegative + falseNegative),
  };
}
