// What drugs leave of each route, the window of sgp130Fc, and that nothing is left behind.
import { beforeEach, expect, test } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import type { Program } from "../../src/kinetics/program.ts";
import { doseAt, stepOf } from "../../src/widgets/block/chain.ts";
import { at, crossing, window } from "../../src/widgets/block/left.ts";
import { outcome } from "../../src/widgets/block/map.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { mount } from "../../src/widgets/where_to_block.ts";
import { settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

beforeEach(() => {
  document.body.replaceChildren();
});

test("a window opens where trans is cut before classic falls, and only there", () => {
  const doses = Float64Array.of(1, 10, 100, 1000);
  const falls = (at: number) => doses.map((d) => 1 / (1 + (d / at) ** 2));
  // 1/(1 + (d/a)²) passes 0.1 at 3 a and 0.8 at a/2; between the doses it is interpolated.
  expect(window(doses, falls(400), falls(4))?.[0]).toBeGreaterThan(10);
  expect(window(doses, falls(400), falls(4))?.[1]).toBeLessThan(400);
  expect(window(doses, falls(4), falls(4))).toBeUndefined();
  expect(window(doses, falls(1e9), falls(4))?.[1]).toBe(1000);
  expect(crossing(doses, Float64Array.of(1, 1, 0.5, 0.1), 0.5)).toBeCloseTo(100, 10);
  expect(crossing(doses, Float64Array.of(1, 1, 1, 1), 0.5)).toBeUndefined();
  expect(at(doses, Float64Array.of(1, 0.8, 0.4, 0), Math.sqrt(1000))).toBeCloseTo(0.6, 10);
  expect(at(doses, Float64Array.of(1, 0.8, 0.4, 0), 1)).toBe(1);
});

test("four outcomes by two thresholds", () => {
  expect([outcome(0.9, 0.05), outcome(0.5, 0.05), outcome(0.9, 0.5), outcome(0.5, 0.5)]).toEqual([
    "window",
    "both",
    "neither",
    "classic_first",
  ]);
});

test("the slider begins at nothing, and a step is told back as itself", () => {
  expect(doseAt(0)).toBe(0);
  expect(stepOf(0)).toBe(0);
  for (let at = 1; at <= 140; at++) expect(stepOf(doseAt(at))).toBe(at);
});

test("the kinase takes from both routes alike, and a bath without sIL-6R has no trans to cut", async () => {
  const program = receptor as unknown as Program;
  const frames = new FakePage();
  const all = [...program.values, ...program.choices].map((one) => [one.id, one.value]);
  const store = new WeakModel({ ...Object.fromEntries(all), units: {} });
  const x = new LiveExperiment(program, new Host(store), new Host(new WeakModel({})), frames);
  const el = document.body.appendChild(document.createElement("div"));
  const own = settings({ jak: 0 });
  const undo = mount(x, el, own);
  const told = () => el.querySelector(".live")?.textContent ?? "";
  expect(told()).toBe("Trans keeps 100\u00a0%, classic 100\u00a0%: neither is cut.");
  const jak = el.querySelector<HTMLInputElement>("[data-drug=jak] input");
  if (!jak) throw new Error("no slider");
  jak.value = String(stepOf(190));
  jak.dispatchEvent(new Event("input"));
  // The slider's nearest step is 200 nM: 1/(1 + 200/186).
  expect(told()).toBe("Classic falls to 48\u00a0%, trans to 48\u00a0%: neither spared nor cut.");
  x.set({ sIL6R: 0 }, true);
  await Promise.resolve();
  frames.paint();
  expect(told()).toMatch(/^There is no trans-signalling/);
  undo();
  expect(el.childElementCount).toBe(0);
  x.set({ sIL6R: 1 }, true);
  await Promise.resolve();
  frames.paint();
  expect(el.childElementCount).toBe(0);
});
