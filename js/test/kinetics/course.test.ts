// Peak and area of a course, and a model in time along a dose: against closed forms.
import { describe, expect, test, vi } from "vitest";
import cascadeProgram from "../../../tests/golden/program_cascade.json" with { type: "json" };
import { area, nearest, peak } from "../../src/kinetics/course.ts";
import { between, Doses } from "../../src/kinetics/doses.ts";
import { Motion } from "../../src/kinetics/motion.ts";
import type { Program } from "../../src/kinetics/program.ts";

const uneven = Float64Array.from({ length: 12 }, (_, i) => 0.1 * i + 0.03 * i * i);
const parabola = uneven.map((t) => 7 - 2 * (t - 1.7) ** 2);

test("the top of a parabola is found between its points", () => {
  const found = peak(uneven, parabola);
  expect(found.time).toBeCloseTo(1.7, 12);
  expect(found.value).toBeCloseTo(7, 12);
});

test("a course that only rises or falls has its peak at an end", () => {
  expect(peak(uneven, uneven)).toEqual({ time: uneven[11], value: uneven[11] });
  expect(
    peak(
      uneven,
      uneven.map((t) => -t),
    ).time,
  ).toBe(0);
});

test.each([2, 3, 10, 11])("Simpson's rule is exact for a parabola over %i uneven steps", (n) => {
  const whole = (t: number) => 7 * t - (2 / 3) * (t - 1.7) ** 3;
  const [first, last] = [0, n];
  const expected = whole(uneven[last] as number) - whole(uneven[first] as number);
  expect(area(uneven, parabola, first, last)).toBeCloseTo(expected, 12);
});

test("one step is a trapezium, none is nothing", () => {
  expect(area(Float64Array.of(0, 2), Float64Array.of(1, 3), 0, 1)).toBe(4);
  expect(area(uneven, parabola, 3, 3)).toBe(0);
  expect(nearest(Float64Array.of(0, 1, 4), 2.4)).toBe(1);
});

test("a cubic is read exactly between its points", () => {
  const cubic = (t: number) => 1 - 2 * t + 3 * t * t - t ** 3;
  const y = uneven.map(cubic);
  for (const t of [0, 0.05, 1.234, uneven[5] as number, 4.6]) {
    expect(between(uneven, y, t)).toBeCloseTo(cubic(t), 10);
  }
});

describe("a model in time along a dose", () => {
  const motion = new Motion(cascadeProgram as unknown as Program);
  const values = Object.fromEntries(motion.program.values.map((v) => [v.id, v.value]));
  const over = Float64Array.of(0, ...Array.from({ length: 120 }, (_, i) => 10 ** (-3 + i / 24)));
  const made = (): Doses => new Doses(motion, { values }, "S", over, 60);
  /** A at a constant signal. */
  const a = (signal: number, t: number) => (signal / 0.1) * -Math.expm1(-0.1 * t);

  test("is coarse at first and exact when done, at any time, without solving again", () => {
    const doses = made();
    doses.begin();
    expect([doses.coarse, doses.done]).toEqual([true, false]);
    const run = vi.spyOn(motion, "run");
    const coarse = doses.read("A", 20);
    expect(run).not.toHaveBeenCalled();
    expect(coarse[120]).toBeCloseTo(a(over[120] as number, 20), 3);
    expect(coarse.every(Number.isFinite)).toBe(true);
    while (!doses.done) doses.advance(0);
    expect(run).toHaveBeenCalledTimes(121 - 32);
    for (const at of [3.21, 20, 60]) {
      const found = doses.read("A", at);
      // Read through 81 times with a cubic, at a tolerance of 1e-5: 1e-4 of the value is less than a tenth of a pixel.
      for (const [i, d] of over.entries()) {
        const expected = a(d, at);
        expect(Math.abs((found[i] as number) - expected)).toBeLessThanOrEqual(1e-4 * expected);
      }
    }
    run.mockRestore();
  });

  test("stops at the deadline", () => {
    const doses = made();
    doses.begin();
    expect(doses.advance(performance.now())).toBe(false);
    expect(doses.advance(Infinity)).toBe(true);
  });
});
