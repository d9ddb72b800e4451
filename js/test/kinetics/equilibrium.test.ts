// The receptor model in the browser against an independent solution in 60 digits, and against itself along a dose.
import { describe, expect, test } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import golden from "../../../tests/golden/receptor.json" with { type: "json" };
import { Equilibrium } from "../../src/kinetics/equilibrium.ts";
import type { Program } from "../../src/kinetics/program.ts";

const program = receptor as unknown as Program;
const kinetics = new Equilibrium(program);
const { relative } = golden.tolerance;
const LOOSE = 1e-9; // relative: sums of species that are each good to 1e-10

type Amounts = Record<string, number>;
const cases = golden.cases.map(({ inputs, species }, i) => ({
  name: `case ${i + 1}`,
  inputs: inputs as Amounts,
  expected: Object.fromEntries(
    Object.entries(species).map(([id, digits]) => [id, Number(digits)]),
  ) as Amounts,
}));
const defaults = Object.fromEntries(program.values.map((v) => [v.id, v.value]));

describe.each(cases)("$name", ({ inputs, expected }) => {
  const solution = kinetics.solve({ ...defaults, ...inputs });

  test("every species agrees with 60 digits; zeros are exact", () => {
    expect(Object.keys(expected).length).toBeGreaterThan(30);
    for (const [id, value] of Object.entries(expected)) {
      if (value === 0) expect(solution.get(id), id).toBe(0);
      else expect(Math.abs(solution.get(id) / value - 1), id).toBeLessThanOrEqual(relative);
    }
  });

  test("outputs are the sums that they are defined as", () => {
    const at = (id: string): number => expected[id] ?? Number.NaN;
    const mixed = at("hexamer_ms") + at("hexamer_mh");
    const trans = at("hexamer_ss") + at("hexamer_sh") + at("hexamer_hh");
    const sums = {
      classic: at("hexamer_mm"),
      mixed,
      trans,
      hexamer: at("hexamer_mm") + mixed + trans,
    };
    for (const [id, sum] of Object.entries(sums)) {
      expect(Math.abs(solution.get(id) - sum), id).toBeLessThanOrEqual(LOOSE * sum);
    }
  });
});

test("the golden cases name every species of the program", () => {
  const named = new Set(Object.keys(cases[0]?.expected ?? {}));
  expect(program.species.map((s) => s.id).filter((id) => !named.has(id))).toEqual([]);
});

test.each([
  ["IL6", [0, 1e-6, 1e-3, 0.1, 1, 100, 1e6]],
  ["sgp130", [0, 0.1, 10]],
  ["Kd_gp130", [0.001, 0.05, 15]],
  ["sgp130Fc_sites", [1, 2]],
  ["IL6R", [0, 100, 1e5]],
])("a curve along %s is the solution at each of its points", (id, over) => {
  const values = { ...defaults, sgp130Fc: 0.5, tocilizumab: 3 };
  const read = ["classic", "trans", "hexamer", "IL6", "IL6_sIL6R_sgp130", "free_fraction"];
  const curve = kinetics.curve(values, id, Float64Array.from(over), read);
  over.forEach((x, i) => {
    const solution = kinetics.solve({ ...values, [id]: x });
    for (const name of read) expect(curve[name]?.[i], `${name} at ${x}`).toBe(solution.get(name));
  });
});

test("a solution stays what it was when another is asked for", () => {
  const first = kinetics.solve(defaults);
  const classic = first.get("classic");
  kinetics.solve({ ...defaults, IL6: 0 });
  expect(first.get("classic")).toBe(classic);
  expect(classic).toBeGreaterThan(0);
});

test("a name that the model does not have is an error", () => {
  const solution = kinetics.solve(defaults);
  expect(solution.has("hexamers")).toBe(false);
  expect(() => solution.get("hexamers")).toThrow("no species or output 'hexamers'");
});
