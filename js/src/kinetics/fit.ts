// A dose-response curve fitted to data by least squares: the point estimate, and its interval by the delta method.
import { type BadPoint, badPoint, outward, type Points, read } from "./dose_data.ts";
import { lacking, type Reason, unfit } from "./fit_checks.ts";
import { standUpright, start } from "./fit_start.ts";
import { covariance, minimise, type Problem } from "./least_squares.ts";
import { BOTTOM, curve, LN_EC50, MODELS, type Shape, slopes, type Theta, TOP } from "./logistic.ts";
import { studentT } from "./student.ts";

const PATIENCE = 300; // evaluations from a start that is near: what takes longer runs away

export interface Fit {
  model: Shape;
  bottom: number;
  top: number;
  hill: number;
  ec50: number;
  asymmetry: number;
  /** Weighted residual sum of squares, points of weight above 0 less parameters, and sqrt(rss / dof). */
  rss: number;
  dof: number;
  sigma: number;
  /** Response less curve, one for each point. */
  residuals: number[];
  predict(dose: number): number;
  /** Of ln ec50, as R's `nls` and scipy (Gauss-Newton); NaN where there is no point to spare. */
  errorLnEc50: number;
  /** Confidence interval of ec50 by the delta method on its logarithm; nothing where there is no point to spare. */
  interval(level?: number): [number, number] | undefined;
}

/** Why there is no fit: a point that is none, or a rule that the data break. */
export type Unfit = { refused: "point"; point: BadPoint } | { refused: Reason };

/** Fit a curve. Weights are one over the variance, up to a factor; 0 leaves a point out. */
export const fit = (
  dose: readonly number[],
  response: readonly number[],
  model: Shape = "4pl",
  weights: readonly number[] = response.map(() => 1),
): Fit | Unfit => {
  const point = badPoint(dose, response, weights);
  if (point) return { refused: "point", point };
  const points = read(dose, response, weights);
  const free = MODELS[model];
  const early = lacking(points, free.length);
  if (early) return { refused: early };
  const problem: Problem = {
    value: (theta, i) => curve(theta, points.lnDose[i] ?? Number.NaN),
    slopes: (theta, i, wanted) => slopes(theta, points.lnDose[i] ?? Number.NaN, wanted),
    data: points.response,
    weights,
  };
  const best = minimise(problem, start(points, model), free, PATIENCE);
  const theta = model === "4pl" ? standUpright(best.theta) : best.theta;
  const late = unfit(points, theta, best.settled);
  return late ? { refused: late } : fitted(model, points, problem, theta, best.rss, response);
};

const fitted = (
  model: Shape,
  points: Points,
  problem: Problem,
  theta: Theta,
  rss: number,
  response: readonly number[],
): Fit => {
  const free = MODELS[model];
  const dof = points.weights.filter((w) => w > 0).length - free.length;
  const sigma = dof > 0 ? Math.sqrt(rss / dof) : Number.NaN;
  const place = free.indexOf(LN_EC50);
  const variance = covariance(problem, theta, free)[place]?.[place] ?? Number.NaN;
  const errorLnEc50 = sigma * Math.sqrt(variance);
  const lnEc50 = outward(points, LN_EC50, theta[LN_EC50]);
  const { origin, scale, centre, lnDose } = points;
  return {
    model,
    bottom: outward(points, BOTTOM, theta[BOTTOM]),
    top: outward(points, TOP, theta[TOP]),
    hill: theta[2],
    ec50: Math.exp(lnEc50),
    asymmetry: Math.exp(theta[4]),
    rss: rss * scale ** 2,
    dof,
    sigma: sigma * scale,
    residuals: response.map((y, i) => y - (origin + scale * curve(theta, lnDose[i] ?? 0))),
    predict: (dose) => origin + scale * curve(theta, Math.log(dose) - centre),
    errorLnEc50,
    interval(level = 0.95) {
      if (!(dof > 0)) return undefined;
      const half = studentT(dof, level) * errorLnEc50;
      return [Math.exp(lnEc50 - half), Math.exp(lnEc50 + half)];
    },
  };
};
