// The normal distribution against published tables, and predictive values against counting.
import { expect, test } from "vitest";
import {
  areaOf,
  normal,
  predictive,
  quantile,
  ratesOf,
  separationOf,
} from "../../src/kinetics/roc.ts";

test.each([
  // Abramowitz and Stegun, table 26.1, to 15 decimals.
  [0, 0.5],
  [1, 0.841344746068543],
  [-1, 0.158655253931457],
  [1.96, 0.97500210485178],
  [3, 0.99865010196837],
  [-5, 2.866515718791939e-7],
])("below %d lies a share of %d", (x, p) => {
  expect(Math.abs(normal(x) - p)).toBeLessThan(1e-14);
  if (Math.abs(x) < 4) expect(quantile(p)).toBeCloseTo(x, 10);
});

test("an area becomes a distance and back", () => {
  for (const auc of [0.5, 0.65, 0.9, 0.97]) expect(areaOf(separationOf(auc))).toBeCloseTo(auc, 12);
  // A difference of 0.54 sorts 65 of 100 pairs: counted here by numerical integration of the ROC.
  let area = 0;
  for (let c = -8; c < 9; c += 0.001) {
    const [a, b] = [ratesOf(0.54, c), ratesOf(0.54, c + 0.001)];
    area += ((a.sensitivity + b.sensitivity) / 2) * (b.specificity - a.specificity);
  }
  expect(areaOf(0.54)).toBeCloseTo(area, 6);
});

test("a test that is right in 80 of 100 both ways is wrong in most positives where one in ten is ill", () => {
  // Of 1,000: 100 ill, 80 found; 900 well, 180 alarmed.
  const found = predictive({ sensitivity: 0.8, specificity: 0.8 }, 0.1);
  expect(found.positive).toBeCloseTo(80 / 260, 12);
  expect(found.negative).toBeCloseTo(720 / 740, 12);
});

test("what raises the marker in everyone leaves the order of people and spoils the cut-off", () => {
  const before = ratesOf(1.8, 0.9);
  const after = ratesOf(1.8, 0.9, 3);
  expect(after.sensitivity).toBeGreaterThan(0.999);
  expect(after.specificity).toBeLessThan(0.02);
  expect(before.specificity).toBeGreaterThan(0.8);
});
