// Binding against the same 50-digit equilibria as the Python side, and what the interface promises.
import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/binding.json" with { type: "json" };
import { Binding, NotConverged } from "../../src/kinetics/binding.ts";

const networks: Record<string, number[][]> = golden.networks;
const CONSERVED = 1e-12; // promised, relative, for every total

const solve = (composition: number[][], totals: number[], lnBeta: number[]): Float64Array => {
  const amounts = new Float64Array(lnBeta.length).fill(Number.NaN);
  new Binding(composition).solve(Float64Array.from(totals), Float64Array.from(lnBeta), amounts);
  return amounts;
};

const cases = golden.cases.map((c) => ({
  name: c.name,
  composition: networks[c.network] as number[][],
  totals: c.totals,
  lnBeta: c.ln_beta.map((b) => b ?? -Infinity),
  expected: c.amounts.map(Number),
}));

describe.each(cases)("$name", ({ composition, totals, lnBeta, expected }) => {
  const amounts = solve(composition, totals, lnBeta);

  test("every species agrees with fifty digits", () => {
    expected.forEach((value, j) => {
      if (value === 0) expect(amounts[j]).toBe(0);
      else expect(Math.abs((amounts[j] as number) / value - 1)).toBeLessThan(golden.tolerance);
    });
  });

  test("totals are conserved", () => {
    composition.forEach((row, i) => {
      const total = totals[i] as number;
      const sum = row.reduce((s, count, j) => s + count * (amounts[j] as number), 0);
      expect(Math.abs(sum - total)).toBeLessThanOrEqual(CONSERVED * total);
    });
  });
});

const pair = [
  [1, 0, 1],
  [0, 1, 1],
];

test("one Binding, whatever came before, gives what a fresh one gives", () => {
  const il6 = cases.filter((c) => c.composition === networks.il6);
  const binding = new Binding(networks.il6 as number[][]);
  const amounts = new Float64Array(il6[0]?.lnBeta.length ?? 0);
  for (const { composition, totals, lnBeta } of [...il6, ...[...il6].reverse()]) {
    binding.solve(Float64Array.from(totals), Float64Array.from(lnBeta), amounts);
    expect(amounts).toEqual(solve(composition, totals, lnBeta));
  }
});

test("equal amounts at Kd 1 are the golden ratio", () => {
  const [free, , bound] = solve(pair, [1, 1], [0, 0, 0]);
  expect(free).toBeCloseTo((Math.sqrt(5) - 1) / 2, 14);
  expect(bound).toBeCloseTo((3 - Math.sqrt(5)) / 2, 14);
});

test("the steps taken are counted, and none are needed for nothing", () => {
  const binding = new Binding(pair);
  const amounts = new Float64Array(3);
  expect(binding.solve(Float64Array.of(1, 2), Float64Array.of(0, 0, 5), amounts)).toBeGreaterThan(
    1,
  );
  expect(binding.solve(Float64Array.of(0, 0), Float64Array.of(0, 0, 5), amounts)).toBe(0);
  expect(amounts).toEqual(Float64Array.of(0, 0, 0));
});

test("totals that no double can tell apart are refused, and the last amounts stay", () => {
  // Six molecules match exactly at 1 mM, every bond 1e13 /M.
  const composition = [1, 1, 1, 2, 1].map((count, i, all) => [
    ...all.map((_, k) => Number(i === k)),
    count,
  ]);
  const binding = new Binding(composition);
  const lnBeta = Float64Array.of(0, 0, 0, 0, 0, 65 * Math.LN10);
  const amounts = new Float64Array(6);
  binding.solve(new Float64Array(5).fill(1e-9), lnBeta, amounts);
  const before = amounts.slice();
  const matching = Float64Array.of(2e-3, 2e-3, 2e-3, 2e-3, 1e-3);
  expect(() => binding.solve(matching, lnBeta, amounts)).toThrow(NotConverged);
  expect(amounts).toEqual(before);
});

test.each([
  [[1], [0, 0, 1], "expected 2 totals and 3 constants, got 1 and 3"],
  [[1, -1], [0, 0, 1], "total 1 is -1"],
  [[Number.NaN, 1], [0, 0, 1], "total 0 is NaN"],
  [[1, Number.POSITIVE_INFINITY], [0, 0, 1], "total 1 is Infinity"],
  [[1, 1], [0, 0, Number.NaN], "lnBeta must be finite"],
  [[1, 1], [-Infinity, 0, 1], "lnBeta must be finite"],
])("totals %j with constants %j are refused", (totals, lnBeta, message) => {
  expect(() => solve(pair, totals, lnBeta)).toThrow(message);
});

test("a refused mixture leaves nothing behind", () => {
  const binding = new Binding(pair);
  const amounts = new Float64Array(3);
  const lnBeta = Float64Array.of(0, 0, 0);
  binding.solve(Float64Array.of(1, 1), lnBeta, amounts);
  const refused = Float64Array.of(0, 0, Number.NaN);
  expect(() => binding.solve(Float64Array.of(0, 1), refused, amounts)).toThrow(RangeError);
  binding.solve(Float64Array.of(0, 1), lnBeta, amounts);
  expect(amounts).toEqual(Float64Array.of(0, 1, 0));
});

test.each([
  [[[1, 1]], ""],
  [
    [
      [1, 1],
      [0, 1],
    ],
    "the identity",
  ],
  [[[1, 0.5]], "whole numbers"],
  [
    [
      [1, 0, 1],
      [0, 1],
    ],
    "one length",
  ],
  [
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    "species 2 holds no component",
  ],
])("composition %j", (composition, message) => {
  const make = (): Binding => new Binding(composition);
  if (message === "") expect(make).not.toThrow();
  else expect(make).toThrow(message);
});
