// A model in time: against the published reactions, closed forms, and what the interface promises.
import { describe, expect, test } from "vitest";
import cascadeProgram from "../../../tests/golden/program_cascade.json" with { type: "json" };
import signallingProgram from "../../../tests/golden/program_signalling.json" with { type: "json" };
import trappedProgram from "../../../tests/golden/program_trapped_cascade.json" with {
  type: "json",
};
import golden from "../../../tests/golden/signalling.json" with { type: "json" };
import { Motion, type Run } from "../../src/kinetics/motion.ts";
import type { Program } from "../../src/kinetics/program.ts";

const of = (program: unknown): Motion => new Motion(program as Program);
const signalling = of(signallingProgram);
const cascade = of(cascadeProgram);
const trapped = of(trappedProgram);

/** The model's own values, with some changed. */
const values = (motion: Motion, changes: Record<string, number> = {}): Record<string, number> => ({
  ...Object.fromEntries(motion.program.values.map((v) => [v.id, v.value])),
  ...changes,
});

const apart = (found: ArrayLike<number>, expected: ArrayLike<number>): number => {
  const peak = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(expected, (e, i) => Math.abs((found[i] as number) - e))) / peak;
};

interface Case {
  IL6: number;
  ruxolitinib?: number;
  translated?: number;
  stop?: number;
  y: number[][];
}

describe.each(golden.cases as Case[])("signalling at $IL6 ng/mL", (c) => {
  const task = (rtol: number): Run => {
    const changes: Record<string, number> = { IL6: c.IL6, ruxolitinib: c.ruxolitinib ?? 0 };
    if (c.translated === 0) changes.SOCS3_translation = 0;
    return {
      values: values(signalling, changes),
      times: Float64Array.from(golden.t),
      pulses: c.stop === undefined ? {} : { IL6: { start: 0, stop: c.stop } },
      rtol,
    };
  };

  test("follows the published reactions", () => {
    const course = signalling.run(task(golden.rtol));
    for (const [i, state] of golden.states.entries()) {
      expect(apart(course.get(state), c.y[i] as number[]), state).toBeLessThan(golden.tolerance);
    }
  });

  test("is as near as it says at a tolerance for the hand", () => {
    const course = signalling.run(task(1e-6));
    for (const [i, state] of golden.states.entries()) {
      expect(apart(course.get(state), c.y[i] as number[]), state).toBeLessThan(20e-6);
    }
  });
});

const T = Float64Array.from({ length: 25 }, (_, i) => 2.5 * i);

/** A and B while a signal lasts and after it, in closed form. */
const closed = (signal: number, stop: number, k: number) => ({
  a: T.map(
    (t) =>
      (signal / k) * -Math.expm1(-k * Math.min(t, stop)) * Math.exp(-k * Math.max(t - stop, 0)),
  ),
  in: T.map((t) => signal * Math.min(t, stop)),
});

test("a pulse is followed exactly, and outputs with it", () => {
  const course = cascade.run({
    values: values(cascade, { S: 1.5 }),
    times: T,
    pulses: { S: { start: 0, stop: 10 } },
    rtol: 1e-8,
  });
  const { a, in: whole } = closed(1.5, 10, 0.1);
  expect(apart(course.get("A"), a)).toBeLessThan(2e-7);
  expect(apart(course.get("total_amount"), whole)).toBeLessThan(2e-7);
  expect(
    apart(
      course.get("export"),
      a.map((x) => 0.1 * x),
    ),
  ).toBeLessThan(2e-7);
  expect([...course.get("S").subarray(3, 5)]).toEqual([1.5, 0]);
  expect([...course.get("clock").subarray(3, 5)]).toEqual([9, 10]);
});

test("doses add to a state", () => {
  const course = cascade.run({
    values: values(cascade),
    times: T,
    doses: [5, 25].map((time) => ({ into: "A", time, amount: 2 })),
    rtol: 1e-8,
  });
  const expected = T.map((t) =>
    [5, 25].reduce((sum, at) => sum + (t >= at ? 2 * Math.exp(-0.1 * (t - at)) : 0), 0),
  );
  expect(apart(course.get("A"), expected)).toBeLessThan(2e-7);
});

/** Free ligand by the quadratic formula. */
const left = (ligand: number, trap: number, kd = 0.5): number => {
  const b = kd + trap - ligand;
  return 0.5 * (-b + Math.sqrt(b * b + 4 * kd * ligand));
};

test("an equilibrium drives, and is solved again when a pulse changes what binds", () => {
  const course = trapped.run({
    values: values(trapped, { L: 3, T: 2 }),
    times: T,
    pulses: { L: { start: 0, stop: 10 } },
    rtol: 1e-8,
  });
  expect(apart(course.get("A"), closed(left(3, 2), 10, 0.1).a)).toBeLessThan(2e-7);
  expect(course.get("L")[1]).toBeCloseTo(left(3, 2), 12);
  expect(course.get("drive")[10]).toBe(0);
  const both = trapped.run({
    values: values(trapped, { L: 3, T: 2 }),
    times: T,
    pulses: { L: { start: 0, stop: 10 }, T: { start: 5 } },
  });
  expect(both.get("L")[1]).toBeCloseTo(3, 12);
  expect(both.get("L")[3]).toBeCloseTo(left(3, 2), 12);
});

test("a run may be worked on in slices, and ends as it would in one go", () => {
  const run = { values: values(signalling, { IL6: 40 }), times: Float64Array.from(golden.t) };
  const whole = signalling.run(run).get("pSTAT3");
  signalling.begin(run);
  let slices = 1;
  while (!signalling.advance(performance.now())) slices++;
  expect(slices).toBeGreaterThan(2);
  expect(signalling.course().get("pSTAT3")).toEqual(whole);
});

test("a course of an earlier run keeps its numbers", () => {
  const at = (dose: number) =>
    signalling.run({ values: values(signalling, { IL6: dose }), times: T });
  const first = at(1);
  const before = [...first.get("pSTAT3")];
  at(100);
  expect([...first.get("pSTAT3")]).toEqual(before);
});

test("nothing is below 0, and what does not exist is said", () => {
  const course = cascade.run({
    values: values(cascade, { A: 10 }),
    times: Float64Array.of(0, 1e4),
  });
  expect(course.get("A")[1]).toBeGreaterThanOrEqual(0);
  expect(course.has("A") && course.has("twice") && course.has("making") && course.has("k_in")).toBe(
    true,
  );
  expect(course.has("C")).toBe(false);
  expect(() => course.get("C")).toThrow("cascade has nothing called 'C'");
});
