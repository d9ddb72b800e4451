// Rodas5P against closed forms and scipy (ode.json), against Python, and what the interface promises.
import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/ode.json" with { type: "json" };
import program from "../../../tests/golden/ode_program.json" with { type: "json" };
import type { Expression } from "../../src/kinetics/formula.ts";
import type { System } from "../../src/kinetics/program.ts";
import { Rates } from "../../src/kinetics/rates.ts";
import {
  type Event,
  Rosenbrock,
  SolveError,
  solve,
  type Task,
} from "../../src/kinetics/rosenbrock.ts";

type Compiled = System & { graph: Expression[] };
type Given = { initial: number[]; values: Record<string, number> };

const given = golden.systems as unknown as Record<string, Given>;
const compiled = program.systems as unknown as Record<string, Compiled>;
const rates = new Map(Object.entries(compiled).map(([name, s]) => [name, new Rates(s.graph, s)]));

const task = (index: number, rtol: number): Task => {
  const c = golden.cases[index] as (typeof golden.cases)[number];
  const { initial, values } = given[c.system] as Given;
  return {
    initial,
    values: { ...values, ...(c.values as unknown as Record<string, number>) },
    times: c.times,
    start: 0,
    rtol,
    atol: 1e-6 * rtol,
    events: c.events as unknown as Event[],
  };
};
const of = (name: string): Rates => rates.get(name) as Rates;

/** Largest difference of a state, relative to its peak. */
const apart = (found: Float64Array, expected: number[][]): number =>
  Math.max(
    ...expected.map((row, r) => {
      const peak = Math.max(...row.map(Math.abs));
      const off = row.map((value, p) => Math.abs((found[r * row.length + p] as number) - value));
      return Math.max(...off) / peak;
    }),
  );

describe.each(golden.cases.map((c, index) => ({ ...c, index })))("$name", (c) => {
  test("is within the tolerance of the truth", () => {
    const found = solve(of(c.system), task(c.index, golden.rtol));
    expect(apart(found, c.expected)).toBeLessThan(golden.tolerance);
  });

  test("is what Python finds, in as many steps", () => {
    const solver = new Rosenbrock(of(c.system));
    solver.begin(task(c.index, program.rtol));
    solver.advance();
    expect(apart(solver.found, program.found[c.index] as number[][])).toBeLessThan(
      program.tolerance,
    );
    expect(solver.steps).toBe(program.steps[c.index]);
  });
});

test("in slices or in one go, the result is the same", () => {
  const solver = new Rosenbrock(of("sobotta"));
  solver.begin(task(0, 1e-6));
  let slices = 1;
  while (!solver.advance(performance.now() - 1)) slices++;
  expect(slices).toBeGreaterThan(3);
  expect(solver.found).toEqual(solve(of("sobotta"), task(0, 1e-6)));
});

test("one solver, whatever came before, gives what a fresh one gives", () => {
  const solver = new Rosenbrock(of("sobotta"));
  for (const index of [0, 2, 4, 1, 0]) {
    solver.begin(task(index, 1e-6));
    solver.advance();
    expect(solver.found).toEqual(solve(of("sobotta"), task(index, 1e-6)));
  }
});

test("only the wanted states are returned, in the order asked for", () => {
  const all = solve(of("chain"), task(9, 1e-6));
  const n = (golden.cases[9] as { times: number[] }).times.length;
  const some = solve(of("chain"), { ...task(9, 1e-6), wanted: ["C", "A"] });
  expect(some).toEqual(Float64Array.of(...all.slice(2 * n), ...all.slice(0, n)));
});

const growth = new Rates(
  [
    ["species", "y"],
    ["*", 0, 0],
    ["const", 2],
    ["*", 2, 0],
  ],
  { states: ["y"], rates: [1], jacobian: [[0, 0, 3]], dfdt: [] },
);

test("a state that grows without bound stops with advice, where it happens", () => {
  const run = (): unknown => solve(growth, { initial: [1], values: {}, times: [0, 2] });
  expect(run).toThrow(SolveError);
  expect(run).toThrow(/time 1\.0000\d: the step size fell to nothing.*end earlier/); // y = 1 / (1 - t)
});

test("too many steps stop with advice", () => {
  const run = (): unknown => solve(of("chain"), { ...task(9, 1e-6), maxSteps: 5 });
  expect(run).toThrow("5 steps were not enough");
});

test.each<[Partial<Task>, string]>([
  [{ times: [] }, "times must be finite and increase"],
  [{ times: [0, 1, 1] }, "times must be finite and increase"],
  [{ times: [0, Number.NaN] }, "times must be finite and increase"],
  [{ start: 1, times: [0, 1] }, "the first time, 0, lies before the start, 1"],
  [{ initial: [1] }, "expected 3 initial states, got 1"],
  [{ wanted: ["A", "D"] }, "no state D"],
  [{ rtol: 0 }, "rtol must be above 0"],
  [{ events: [{ time: -1 }] }, "an event at -1 lies before the start, 0"],
  [{ events: [{ time: 1, put: { D: 1 } }] }, "an event changes 'D', which is no state"],
])("%j is refused", (wrong, message) => {
  expect(() => solve(of("chain"), { ...task(9, 1e-6), ...wrong })).toThrow(message);
});
