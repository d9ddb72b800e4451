// Doses and responses as a fit wants them: responses from 0 to 1 and ln doses around 0 (dose_data.py).
import { BOTTOM, LN_EC50, TOP } from "./logistic.ts";

export interface Points {
  /** Logarithm less `centre`; -Infinity for dose 0. */
  lnDose: readonly number[];
  /** Less `origin`, over `scale`. */
  response: readonly number[];
  weights: readonly number[];
  centre: number;
  origin: number;
  scale: number;
}

/** The first point that is no measurement: its row, and which of its numbers. */
export interface BadPoint {
  row: number;
  column: "dose" | "response" | "weight";
}

/** Find a number that cannot be, before anything is scaled. */
export const badPoint = (
  dose: readonly number[],
  response: readonly number[],
  weights: readonly number[],
): BadPoint | undefined => {
  for (let row = 0; row < Math.max(dose.length, response.length, weights.length); row++) {
    const [x, y, w] = [dose[row], response[row], weights[row]];
    if (!(x !== undefined && x >= 0 && x < Number.POSITIVE_INFINITY))
      return { row, column: "dose" };
    if (!(y !== undefined && Number.isFinite(y))) return { row, column: "response" };
    if (!(w !== undefined && w >= 0 && w < Number.POSITIVE_INFINITY))
      return { row, column: "weight" };
  }
  return undefined;
};

/** Bring good points to one scale. */
export const read = (
  dose: readonly number[],
  response: readonly number[],
  weights: readonly number[],
): Points => {
  const ln = dose.map(Math.log);
  const counted = ln.filter(Number.isFinite);
  const centre = counted.reduce((sum, v) => sum + v, 0) / Math.max(counted.length, 1);
  const weighed = response.filter((_, i) => (weights[i] ?? 0) > 0);
  const low = weighed.length ? Math.min(...weighed) : 0;
  const high = weighed.length ? Math.max(...weighed) : 0;
  const scale = high > low ? high - low : 1;
  return {
    lnDose: ln.map((v) => v - centre),
    response: response.map((y) => (y - low) / scale),
    weights,
    centre,
    origin: low,
    scale,
  };
};

/** A parameter from the scale of the fit to the unit of the data; logarithms stay logarithms. */
export const outward = (points: Points, row: number, value: number): number => {
  if (row === BOTTOM || row === TOP) return points.origin + points.scale * value;
  if (row === LN_EC50) return value + points.centre;
  return value;
};

/** ln of the lowest and highest dose above 0. */
export const reach = (points: Points): [number, number] => {
  const seen = points.lnDose.filter((v, i) => Number.isFinite(v) && (points.weights[i] ?? 0) > 0);
  return [Math.min(...seen), Math.max(...seen)];
};
