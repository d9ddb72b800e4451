// The dose at which a response first reaches half of its range: read off the curve, no formula is fitted.

export interface Half {
  dose: number;
  response: number;
  /** The response still climbs at the highest dose, so the true half lies at this dose or above. */
  least: boolean;
}

/** A rise of more than this share of the range over the last third of a decade counts as still climbing. */
const CLIMBING = 0.03;

/** Find where `response` first crosses the middle between its first value and its highest one. */
export const half = (dose: Float64Array, response: Float64Array): Half | undefined => {
  const first = response[0] ?? Number.NaN;
  let top = first;
  for (const r of response) if (r > top) top = r;
  if (!(top - first > 1e-9 * Math.abs(top))) return undefined;
  const middle = (first + top) / 2;
  const i = response.findIndex((r) => r >= middle);
  const a = response[i - 1];
  const b = response[i];
  const from = dose[i - 1];
  const to = dose[i];
  if (a === undefined || b === undefined || from === undefined || to === undefined || from <= 0)
    return undefined;
  const share = (middle - a) / (b - a);
  const last = response.length - 1;
  const edge = dose[last] ?? 0;
  let near = last;
  while (near > 0 && (dose[near] ?? 0) * 10 ** (1 / 3) > edge) near--;
  return {
    dose: from * (to / from) ** share,
    response: middle,
    least: (response[last] ?? 0) - (response[near] ?? 0) > CLIMBING * (top - first),
  };
};
