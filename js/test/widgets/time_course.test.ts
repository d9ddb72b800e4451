// The time course on a live experiment of a real model: what is set on marks, what stands in the page, pins and windows.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import signalling from "../../../tests/golden/program_signalling.json" with { type: "json" };
import { peak } from "../../src/kinetics/course.ts";
import { Motion } from "../../src/kinetics/motion.ts";
import type { Program } from "../../src/kinetics/program.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { clockTicks } from "../../src/widgets/time/picture.ts";
import { drive, mount } from "../../src/widgets/time_course.ts";
import { type Mark, marks, settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = signalling as unknown as Program;
const READ = ["pSTAT3", "SOCS3"];
const PARTS = [
  ...["scale_x", "scale_y", "axis_x", "axis_y", "rule", "sets", "drop", "cursor", "half"],
  ...READ.flatMap((id) => [`band:${id}`, `curve:${id}`]),
  ...["dots:circle", "dots:diamond", "words:end", "words:left", "words:right", "notes:right"],
];
const frame = (more: Record<string, unknown> = {}) =>
  settings({ read: READ, parts: PARTS, marks: PARTS.map((name) => `IPY_MODEL_${name}`), ...more });

function experiment(dose = 40) {
  const page = new FakePage();
  const values = Object.fromEntries(program.values.map((v) => [v.id, v.value]));
  const store = new WeakModel({ ...values, IL6: dose, feedback: "intact", units: {} });
  const live = new LiveExperiment(
    program,
    new Host(store),
    new Host(new WeakModel({ lang: "", at: 30, end: 180 })),
    page,
  );
  const settle = async () => {
    await Promise.resolve();
    page.paint();
  };
  return { live, page, settle };
}

/** pSTAT3 by a run of its own, at a tolerance a thousand times tighter than that of the view. */
const truth = (dose: number, at: number[]): Float64Array => {
  const values = Object.fromEntries(program.values.map((v) => [v.id, v.value]));
  const times = Float64Array.from(at);
  return new Motion(program)
    .run({ values: { ...values, IL6: dose }, times, rtol: 1e-9 })
    .get("pSTAT3");
};

/** What a mark was given. */
const at = (given: Map<string, Mark>, name: string): Record<string, unknown> =>
  given.get(name)?.given ?? {};

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe("the clock of an experiment", () => {
  test("reads every solution at its time, and tells when it moves", async () => {
    const { live, settle } = experiment();
    expect(live.clock).toEqual({ unit: "min", end: 180, at: 30 });
    expect(live.solution.get("pSTAT3")).toBeCloseTo(truth(40, [30])[0] as number, 4);
    const told = vi.fn();
    live.subscribe(told);
    live.setClock({ at: 61.3 });
    await settle();
    expect(told).toHaveBeenCalledWith(new Set(["time"]));
    expect(live.solution.get("pSTAT3")).toBeCloseTo(truth(40, [61.3])[0] as number, 4);
  });

  test("refuses what is no time", () => {
    const { live } = experiment();
    live.setClock({ at: -1, end: 0 });
    live.setClock({ at: Number.NaN });
    expect(live.clock).toEqual({ unit: "min", end: 180, at: 30 });
    live.setClock({ end: 20 });
    expect(live.clock?.at).toBe(20);
  });

  test("a dose-response is coarse first, refined when the hand rests, and read anew without a run", async () => {
    const { live, page, settle } = experiment();
    const over = Float64Array.of(0, ...Array.from({ length: 120 }, (_, i) => 10 ** (-2 + i / 24)));
    const run = vi.spyOn(Motion.prototype, "run");
    const told = vi.fn();
    live.subscribe(told);
    live.curve("IL6", over, ["pSTAT3"]);
    expect(run.mock.calls.length).toBeLessThan(40);
    expect(live.refining).toBe(true);
    for (let i = 0; live.refining && i < 200; i++) page.rest();
    await settle();
    expect(live.refining).toBe(false);
    expect(told).toHaveBeenCalledWith(new Set(["refined"]));
    const before = run.mock.calls.length;
    live.setClock({ at: 60 });
    const { pSTAT3 } = live.curve("IL6", over, ["pSTAT3"]);
    expect(run.mock.calls.length).toBe(before);
    for (const i of [30, 60, 90, 120]) {
      const expected = truth(over[i] as number, [60])[0] as number;
      expect(Math.abs((pSTAT3?.[i] as number) - expected)).toBeLessThan(2e-4 * expected);
    }
    run.mockRestore();
  });
});

describe("on a figure", () => {
  test("curves, cursor and peak are those of the run", async () => {
    const { live, settle } = experiment();
    const { by: given, list } = marks(PARTS);
    const undo = drive(live, list, frame());
    const curve = at(given, "curve:pSTAT3") as { x: Float64Array; y: Float64Array };
    const some = [0, 40, 90, 180];
    const expected = truth(
      40,
      some.map((i) => curve.x[i] as number),
    );
    for (const [k, i] of some.entries()) {
      expect(curve.y[i]).toBeCloseTo(expected[k] as number, 4);
    }
    const { x, y } = at(given, "half") as { x: Float64Array; y: Float64Array };
    // 15.08 nM at 16.2 min: computed from the model file of the authors.
    expect(x[0]).toBeCloseTo(16.2, 1);
    expect(y[0]).toBeCloseTo(15.08, 1);
    expect([...(at(given, "cursor").x as Float64Array)]).toEqual([30, 30]);
    live.set({ IL6: 1 });
    await settle();
    const now = at(given, "curve:pSTAT3").y as Float64Array;
    expect(Math.max(...now)).toBeCloseTo(2.21, 1);
    undo();
    live.set({ IL6: 100 });
    await settle();
    expect(at(given, "curve:pSTAT3").y).toBe(now);
  });

  test("a logarithmic axis counts decades, and nothing falls below it", () => {
    const { live } = experiment();
    const { by: given, list } = marks(PARTS);
    const undo = drive(live, list, frame({ log: true }));
    const { x, y } = at(given, "curve:pSTAT3") as { x: Float64Array; y: Float64Array };
    const top = peak(x, y).value;
    // Its decade ends at 100 nM, five above the lowest: log10(15.08) + 3.
    expect(top).toBeCloseTo(Math.log10(15.08) + 3, 2);
    expect(Math.min(...y)).toBeGreaterThanOrEqual(0);
    undo();
  });

  test("a pinned run stays while the present one moves", async () => {
    const { live, settle } = experiment();
    const { by: given, list } = marks(PARTS);
    const view = frame();
    const el = document.createElement("div");
    document.body.append(el);
    const undo = [mount(live, el, view), drive(live, list, view)];
    el.querySelector<HTMLButtonElement>(".il6-time-pin")?.click();
    live.set({ IL6: 1 });
    await settle();
    const [pinned] = at(given, "sets").y as Float64Array[];
    expect(Math.max(...(pinned ?? []))).toBeCloseTo(15.08, 1);
    vi.advanceTimersByTime(1000);
    const said = el.querySelector("[role=status]")?.textContent ?? "";
    expect(said).toContain("lower than with “40 ng/mL IL-6”");
    el.querySelector<HTMLButtonElement>(".il6-time-unpin")?.click();
    expect((at(given, "sets").y as ArrayLike<unknown>).length).toBe(0);
    expect(el.querySelectorAll(".il6-time-pins li")).toHaveLength(0);
    for (const f of undo) f();
    expect(el.childElementCount).toBe(0);
  });
});

describe("in the page", () => {
  test("sliders move the clock and the window, and say what they read", async () => {
    const { live, settle } = experiment();
    const view = frame();
    const el = document.createElement("div");
    document.body.append(el);
    const undo = mount(live, el, view);
    const slide = (cls: string, to: number) => {
      const input = el.querySelector<HTMLInputElement>(`.${cls} input`) as HTMLInputElement;
      input.value = String(to);
      input.dispatchEvent(new Event("input"));
      return input;
    };
    const slider = slide("il6-time-at", 60);
    await settle();
    expect(live.clock?.at).toBe(60);
    expect(slider.getAttribute("aria-valuetext")).toBe("60 min");
    slide("il6-time-from", 30);
    expect(view.get("window", [])).toEqual([30, 180]);
    const summary = el.querySelector(".il6-time-window summary")?.textContent;
    expect(summary).toMatch(/^30 to 180 min: peak 10\.4 nM at 30 min; area \d+ nM·min$/);
    slide("il6-time-to", 20);
    expect(view.get("window", [1])).toEqual([]);
    undo();
  });

  test("every input has a name, and the numbers are a table on request", async () => {
    const { live } = experiment();
    const el = document.createElement("div");
    document.body.append(el);
    const undo = mount(live, el, frame());
    for (const input of el.querySelectorAll("input")) {
      expect(input.labels?.[0]?.textContent).toBeTruthy();
    }
    const numbers = el.querySelector<HTMLDetailsElement>(".il6-time-numbers");
    if (numbers) numbers.open = true;
    numbers?.dispatchEvent(new Event("toggle"));
    const head = [...el.querySelectorAll("thead th")].map((th) => th.textContent);
    expect(head).toEqual(["Time, min", "pSTAT3", "SOCS3"]);
    const now = el.querySelector(".il6-dose-now td")?.textContent;
    expect(Number(now)).toBeCloseTo(truth(40, [30])[0] as number, 2);
    undo();
  });

  test("a change of language changes every word", async () => {
    const { live, settle } = experiment();
    const el = document.createElement("div");
    document.body.append(el);
    const undo = mount(live, el, frame());
    live.setLang("zh");
    await settle();
    vi.advanceTimersByTime(1000);
    expect(el.textContent).toContain("读数时刻");
    expect(el.textContent).not.toMatch(/Read at|Pin this|Whole run/);
    undo();
  });

  test("a pin called like markup is shown as text", async () => {
    const { live } = experiment();
    const el = document.createElement("div");
    document.body.append(el);
    const { values, choices } = live.inputs;
    const name = "<img src=x onerror=alert(1)>\u202e😀";
    const undo = mount(live, el, frame({ pins: [{ name, values, choices }] }));
    expect(el.querySelector("img")).toBeNull();
    expect(el.querySelector(".il6-time-pins li")?.textContent).toContain(name);
    undo();
  });
});

test.each([
  [180, 8, 30],
  [60, 8, 10],
  [1440, 6, 240],
  [7, 8, 1],
  [0.5, 6, 0.1],
])("a clock of %f has ticks that are read at a glance", (end, most, step) => {
  const ticks = clockTicks(end, most);
  expect(ticks[1]).toBeCloseTo(step, 12);
  expect(ticks.length).toBeLessThanOrEqual(most + 1);
  expect(ticks[ticks.length - 1]).toBeLessThanOrEqual(end + 1e-9);
});
