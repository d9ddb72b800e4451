// Fits against optima certified to 40 digits, and refusals that Python shares.
import { describe, expect, test } from "vitest";
import certified from "../../../tests/golden/doses/certified.json" with { type: "json" };
import golden from "../../../tests/golden/fit.json" with { type: "json" };
import { type Fit, fit as fitCurve, type Unfit } from "../../src/kinetics/fit.ts";
import type { Shape } from "../../src/kinetics/logistic.ts";
import { studentT } from "../../src/kinetics/student.ts";

const NAMES = ["bottom", "top", "hill", "ec50", "asymmetry", "rss"] as const;
const ERRORS = 1e-6; // relative, of standard errors

const found = (f: Fit | Unfit): Fit => {
  if ("refused" in f) throw new Error(`refused: ${f.refused}`);
  return f;
};
const off = (value: number, expected: number): number => Math.abs(value / expected - 1);

describe.each(certified.sets)("$name", (given) => {
  const optimum = given.optimum as unknown as Partial<Record<string, string>>;
  const fitted = (of = given.response, by = given.dose) =>
    found(fitCurve(by, of, given.model as Shape, given.weights));

  test("the certified optimum is reached", () => {
    const f = fitted();
    for (const name of NAMES)
      if (optimum[name] !== undefined)
        expect(off(f[name], Number(optimum[name])), name).toBeLessThan(certified.tolerance);
  });

  test("the delta interval is t standard errors wide on the logarithm", () => {
    const f = fitted();
    const ec50 = Number(optimum.ec50);
    const error = Number(given.optimum.errors["Gauss-Newton"].ec50) / ec50;
    expect(off(f.errorLnEc50, error)).toBeLessThan(ERRORS);
    const [low, high] = f.interval() ?? [Number.NaN, Number.NaN];
    expect(off(low * high, ec50 ** 2)).toBeLessThan(2 * certified.tolerance);
    const half = Math.log(high / low) / 2;
    expect(off(half, studentT(f.dof, 0.95) * error)).toBeLessThan(ERRORS);
  });

  test("residuals are the data less the curve", () => {
    const f = fitted();
    given.dose.forEach((d, i) => {
      expect(f.predict(d) + (f.residuals[i] as number)).toBeCloseTo(given.response[i] as number, 9);
    });
  });

  test("units of dose and response change nothing but the units", () => {
    const f = fitted();
    const other = fitted(
      given.response.map((y) => y * 1e6),
      given.dose.map((d) => d * 1e-9),
    );
    expect(off(other.ec50, f.ec50 * 1e-9)).toBeLessThan(certified.tolerance);
    expect(off(other.top, f.top * 1e6)).toBeLessThan(certified.tolerance);
    expect(off(other.hill, f.hill)).toBeLessThan(certified.tolerance);
  });
});

test.each(golden.refusals)("$name: refused as $reason", ({ dose, response, weights, reason }) => {
  expect(fitCurve(dose, response, "4pl", weights)).toEqual({ refused: reason });
});

test("a point that is no measurement is named by its row", () => {
  const dose = [0, 1, 3, 10, 30];
  const y = [1, 2, 4, 8, 9];
  const point = (row: number, column: string) => ({ refused: "point", point: { row, column } });
  expect(fitCurve([0, 1, -3, 10, 30], y)).toEqual(point(2, "dose"));
  expect(fitCurve(dose, [1, 2, 4, Number.NaN, 9])).toEqual(point(3, "response"));
  expect(fitCurve(dose, y.slice(0, 4))).toEqual(point(4, "response"));
  expect(fitCurve(dose, y, "4pl", [1, -1, 1, 1, 1])).toEqual(point(1, "weight"));
});

test("as many points as parameters give a curve and no interval", () => {
  const f = found(fitCurve([0.1, 1, 10, 100], [1, 20, 80, 99]));
  expect(f.interval()).toBeUndefined();
  expect(f.predict(1)).toBeCloseTo(20, 9);
});

test.each(golden.t)("t of $dof degrees of freedom holds $level", ({ dof, level, t }) => {
  expect(off(studentT(dof, level), Number(t))).toBeLessThan(golden.t_tolerance);
});
