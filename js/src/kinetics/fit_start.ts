// Where a fit starts: a grid over what is not linear, the plateaus solved at each of its points (fit_start.py).
import { type Points, reach } from "./dose_data.ts";
import { BOTTOM, curve, HILL, type Shape, type Theta, TOP } from "./logistic.ts";

const HILLS = [0.5, 1, 2, 4, 8];
const ASYMMETRIES = [0, Math.log(0.3), Math.log(3)];
/** Places of ln ec50, from half an e-fold below the lowest dose to as much above the highest. */
const PLACES = 15;

/** Parameters near the best fit, in the scale of the fit. */
export const start = (points: Points, model: Shape): Theta => {
  const [low, high] = reach(points);
  // A 4pl that falls is one that rises upside down: half the grid is enough.
  const signs = model === "4pl" ? [1] : [1, -1];
  let best: Theta = [0, 1, 1, 0, 0];
  let least = Number.POSITIVE_INFINITY;
  let upright = false;
  for (const size of HILLS)
    for (const sign of signs)
      for (let i = 0; i < PLACES; i++)
        for (const asymmetry of model === "5pl" ? ASYMMETRIES : [0]) {
          const place = low - 0.5 + ((high - low + 1) * i) / (PLACES - 1);
          const rises: Theta = [0, 1, sign * size, place, asymmetry];
          const { bottom, span, rss } = plateaus(points, rises, model);
          // Of a 5pl's two ways to run, the one with bottom below top, where there is any.
          const stands = model === "5pl" && span > 0;
          if (Number.isNaN(rss) || (upright && !stands)) continue;
          if ((stands && !upright) || rss < least) {
            best = [bottom, bottom + span, sign * size, place, asymmetry];
            least = rss;
            upright = stands;
          }
        }
  return model === "4pl" ? standUpright(best) : best;
};

/** Of the two ways to write a 4pl curve, that with bottom below top. */
export const standUpright = (theta: Theta): Theta =>
  theta[BOTTOM] > theta[TOP]
    ? [theta[TOP], theta[BOTTOM], -theta[HILL], theta[3], theta[4]]
    : theta;

/** Best bottom and span for a rise from 0 to 1, and what remains. */
const plateaus = (points: Points, rises: Theta, model: Shape) => {
  let [sw, sy, syy, sg, sgg, sgy] = [0, 0, 0, 0, 0, 0];
  points.response.forEach((y, i) => {
    const w = points.weights[i] ?? 0;
    const g = curve(rises, points.lnDose[i] ?? Number.NaN);
    sw += w;
    sy += w * y;
    syy += w * y * y;
    sg += w * g;
    sgg += w * g * g;
    sgy += w * g * y;
  });
  let bottom = -points.origin / points.scale; // 0 in the unit of the data, for 3pl
  let span = (sgy - bottom * sg) / sgg;
  if (model !== "3pl") {
    const det = sw * sgg - sg ** 2;
    span = det > 1e-12 * sw * sgg ? (sw * sgy - sg * sy) / det : Number.NaN;
    bottom = (sy - span * sg) / sw;
  }
  const rss =
    syy -
    2 * (bottom * sy + span * sgy) +
    bottom ** 2 * sw +
    2 * bottom * span * sg +
    span ** 2 * sgg;
  return { bottom, span, rss };
};
