// Virtual patients: spread evenly, percentiles by counting, and the power of a trial by Noether's formula.
import { expect, test } from "vitest";
import {
  bandsOf,
  evenly,
  lognormal,
  mirrored,
  percentile,
} from "../../src/widgets/cohort/people.ts";
import { decades, share } from "../../src/widgets/cohort/picture.ts";
import { chance, power } from "../../src/widgets/cohort/power.ts";

test("digits are mirrored at the point, and points fill the cube", () => {
  expect([1, 2, 3, 4].map((n) => mirrored(n, 2))).toEqual([0.5, 0.25, 0.75, 0.125]);
  expect(mirrored(5, 3)).toBeCloseTo(7 / 9, 12); // 5 is 12 in base 3, so 0.21: 2/3 + 1/9
  const points = evenly(256, 4);
  for (let j = 0; j < 4; j++) {
    const low = points.filter((point) => (point[j] as number) < 0.5).length;
    expect(Math.abs(low - 128)).toBeLessThan(4);
  }
});

test("a lognormal has its median and its coefficient of variation", () => {
  expect(lognormal(0.3, 0.39, 0.5)).toBeCloseTo(0.3, 10);
  const values = evenly(4000, 1).map(([p]) => lognormal(1, 0.39, p as number));
  const mean = values.reduce((a, b) => a + b) / 4000;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / 4000;
  expect(Math.sqrt(variance) / mean).toBeCloseTo(0.39, 1);
});

test("percentiles lie between neighbours, and bands are taken at every time", () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(percentile([7], 0.9)).toBe(7);
  expect(
    bandsOf(
      [
        [3, 30],
        [1, 10],
        [2, 20],
      ],
      [0, 0.5, 1],
    ),
  ).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
});

test("the chance of less counts pairs, ties half; power follows, and turns where the marker rises", () => {
  expect(chance([1, 2], [2, 3])).toBe(3.5 / 4);
  const [low, high] = [
    [1, 2, 3, 4, 5],
    [3, 4, 5, 6, 7],
  ];
  const found = power(low, high, 20);
  // Pairs with less 19, ties 3 of 25: p = 0.82; Φ(√120·0.32 − 1.96) = Φ(1.545) = 0.939.
  expect(found.less).toBeCloseTo(0.82, 12);
  expect(found.better).toBeCloseTo(0.939, 3);
  expect(power(high, low, 20).worse).toBeCloseTo(0.939, 3);
  expect(power(low, low, 20).better).toBeCloseTo(0.025, 3);
});

test("an axis has whole decades, four at most, and a place on it", () => {
  expect(decades([0, 0.5, 165])).toEqual([-1, 3]);
  expect(decades([1e-12, 2])).toEqual([-3, 1]);
  expect(share([0, 2], 10)).toBeCloseTo(0.5, 12);
  expect(share([0, 2], 0)).toBe(0);
});
