// Doses as data and as events, axes of the lanes, and the view that moves them by keys.
import { beforeEach, expect, test, vi } from "vitest";
import { dosed, type Given, milligrams } from "../../src/kinetics/dosing.ts";
import type { Program } from "../../src/kinetics/program.ts";
import { type Band, bands, corners } from "../../src/widgets/treatment/band.ts";
import { area, axis, LANES, share } from "../../src/widgets/treatment/lanes.ts";
import { dosesOf, ordered } from "../../src/widgets/treatment/regimen.ts";
import type { Live } from "../../src/widgets/view.ts";

const dosing = {
  iv: "central",
  infusion: "infusion",
  sc: "depot",
  bioavailability: "F",
  weight: "weight",
};
const program = { dosing } as unknown as Program;
const values = { F: 0.8, weight: 70 };
const dose = (more: Partial<Given>): Given => ({
  time: 0,
  amount: 8,
  per_kg: true,
  route: "iv",
  over: 0,
  ...more,
});

beforeEach(() => {
  vi.useRealTimers();
});

test("a dose by weight is milligrams of this body", () => {
  expect(milligrams(program, values, dose({}))).toBe(560);
  expect(milligrams(program, values, dose({ per_kg: false }))).toBe(8);
});

test("an infusion sets in and ends, and adds nothing in all; another route loses its share", () => {
  expect(dosed(program, values, [dose({ over: 0.5, time: 3 })])).toEqual([
    { into: "infusion", time: 3, amount: 1120 },
    { into: "infusion", time: 3.5, amount: -1120 },
  ]);
  expect(dosed(program, values, [dose({ route: "sc", per_kg: false, amount: 162 })])).toEqual([
    { into: "depot", time: 0, amount: 162 * 0.8 },
  ]);
  expect(dosed(program, values, [dose({ route: "nowhere" })])).toEqual([]);
  expect(dosed({} as Program, values, [dose({})])).toEqual([]);
});

test("a regimen is so many doses, and none is before the beginning", () => {
  const all = dosesOf({ amount: 4, per_kg: true, every: 28, count: 3, route: "iv" });
  expect(all.map((d) => d.time)).toEqual([0, 28, 56]);
  expect(ordered([dose({ time: 9 }), dose({ time: -2 })]).map((d) => d.time)).toEqual([0, 9]);
});

test("axes hold their values: whole decades, or a round top", () => {
  const [serum, occupancy] = LANES;
  if (!serum || !occupancy) throw new Error("no lanes");
  const log = axis(serum, [[0, 0.7, 165]]);
  expect([log.low, log.high]).toEqual([0.1, 1000]);
  expect(share(serum, log, 1)).toBeCloseTo(0.25, 12);
  expect(share(serum, log, 0)).toBe(0);
  expect(axis(occupancy, [[0, 99.2]]).high).toBe(100);
});

const value = (id: string, open?: number[]) => ({ id, open });
const open = {
  program: {
    values: [value("CRP_most", [200, 400]), value("CRP_hill", [1, 2]), value("weight")],
  },
  // CRP is the most times the steepness, at two times.
  course: ({ values }: { values: Record<string, number> }) => ({
    times: Float64Array.of(0, 1),
    get: () => Float64Array.of(0, (values.CRP_most ?? 0) * (values.CRP_hill ?? 0)),
  }),
} as unknown as Live;

test("a band holds every combination of the open ends, and is asked for once a rest", () => {
  vi.useFakeTimers();
  expect(corners(open)).toHaveLength(4);
  expect(corners({ program: { values: [value("weight")] } } as unknown as Live)).toEqual([]);
  const done = vi.fn();
  const all = bands(open, done);
  expect(all.of("a")).toBeUndefined();
  expect(all.of("a")).toBeUndefined();
  vi.advanceTimersByTime(100);
  expect(all.of("b")).toBeUndefined(); // the hand moved on
  vi.advanceTimersByTime(1000);
  expect(done).toHaveBeenCalledTimes(1);
  expect(all.of("a")).toBeUndefined();
  const band = all.of("b") as Band;
  all.stop();
  expect([band.low, band.high]).toEqual([
    [0, 200],
    [0, 800],
  ]);
});

test("the area of a band runs out along its top and back along its bottom", () => {
  const lane = LANES.find(({ id }) => id === "CRP");
  if (!lane) throw new Error("no lane");
  const drawn = { lane, axis: { low: 0, high: 10, ticks: [] }, top: 0 };
  const d = area(drawn, [0, 1], [0, 5], [10, 10], (t) => 100 * t);
  expect(d).toBe("M0.0 0.00L100.0 0.00L100.0 52.00L0.0 104.00Z");
});
