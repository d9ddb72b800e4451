// What is read of a course: its peak, and the area under it; il6widgets/kinetics/solution.py, one lane.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction

/** The highest value and its time: the top of a parabola through the highest point and its neighbours. */
export function peak(times: Float64Array, y: Float64Array): { time: number; value: number } {
  let k = 0;
  for (let i = 1; i < y.length; i++) if (y[i]! > y[k]!) k = i;
  const found = { time: times[k]!, value: y[k]! };
  if (k === 0 || k === y.length - 1) return found;
  const [left, right] = [times[k - 1]! - times[k]!, times[k + 1]! - times[k]!];
  const [below, above] = [y[k - 1]! - y[k]!, y[k + 1]! - y[k]!];
  const a = (below / left - above / right) / (left - right);
  const b = below / left - a * left;
  if (a < 0) {
    const step = -b / (2 * a);
    found.time += step;
    found.value += step * (b + a * step);
  }
  return found;
}

/** The area under a course from one of its times to another, by Simpson's rule for uneven steps. */
export function area(times: Float64Array, y: Float64Array, first: number, last: number): number {
  const n = last - first;
  const h = (i: number): number => times[first + i + 1]! - times[first + i]!;
  const f = (i: number): number => y[first + i]!;
  if (n < 1) return 0;
  if (n === 1) return (h(0) * (f(0) + f(1))) / 2;
  let sum = 0;
  for (let i = 0; i + 2 <= n; i += 2) {
    const [h0, h1] = [h(i), h(i + 1)];
    const ratio = h0 / h1;
    const whole = h0 + h1;
    sum +=
      (whole / 6) *
      ((2 - 1 / ratio) * f(i) + ((whole * whole) / (h0 * h1)) * f(i + 1) + (2 - ratio) * f(i + 2));
  }
  if (n % 2 === 1) {
    // The last step: the parabola through the last three points.
    const [h0, h1] = [h(n - 2), h(n - 1)];
    sum += (f(n) * (2 * h1 * h1 + 3 * h0 * h1)) / (6 * (h0 + h1));
    sum += (f(n - 1) * (h1 * h1 + 3 * h0 * h1)) / (6 * h0);
    sum -= (f(n - 2) * h1 ** 3) / (6 * h0 * (h0 + h1));
  }
  return sum;
}

/** The place of the time that is nearest. */
export function nearest(times: Float64Array, time: number): number {
  let found = 0;
  for (let i = 1; i < times.length; i++) {
    if (Math.abs(times[i]! - time) < Math.abs(times[found]! - time)) found = i;
  }
  return found;
}
