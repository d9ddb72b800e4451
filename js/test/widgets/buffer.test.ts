// Buffer on a live experiment: the published partitions of both sets, sources of sIL-6R, nothing left behind.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import type { Program } from "../../src/kinetics/program.ts";
import { shares } from "../../src/widgets/buffer/partition.ts";
import { mount } from "../../src/widgets/buffer.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = receptor as unknown as Program;
/** 5 pg/mL of 21 kDa, 50 ng/mL of 55 kDa, 300 ng/mL of 100 kDa, nM: healthy blood. */
const BLOOD = { IL6: 5e-3 / 21, sIL6R: 50 / 55, sgp130: 3 };

function shown(inputs: Record<string, unknown> = {}) {
  const page = new FakePage();
  const all = [...program.values, ...program.choices].map((one) => [one.id, one.value]);
  const store = new WeakModel({ ...Object.fromEntries(all), units: {}, ...BLOOD, ...inputs });
  const x = new LiveExperiment(program, new Host(store), new Host(new WeakModel({})), page);
  const el = document.body.appendChild(document.createElement("div"));
  const undo = mount(x, el, settings({ spliced: 0.15 }));
  const settle = async () => {
    await Promise.resolve();
    page.paint();
  };
  return { x, el, undo, settle };
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

test("both sets give their published partition at once, within 0.2 points", () => {
  const { x, el } = shown();
  const expected = {
    buffer: { free: 9.0, pair: 1.5, sgp130: 89.5 }, // computed from the same constants by others
    weak: { free: 94.8, pair: 4.3, sgp130: 0.9 },
  };
  for (const [set, by] of Object.entries(expected)) {
    const found = shares(x, set);
    for (const [holder, percent] of Object.entries(by)) {
      expect(Math.abs(100 * found[holder as "free"] - percent)).toBeLessThan(0.2);
      const part = el.querySelector(`[data-set="${set}"] [data-holder="${holder}"]`) as HTMLElement;
      expect(Number.parseFloat(part.style.width)).toBeCloseTo(100 * found[holder as "free"], 2);
    }
  }
  expect(el.querySelector(".live")?.textContent).toContain("has not been settled");
});

test("another set is taken by its button", async () => {
  const { x, el, settle } = shown();
  el.querySelector<HTMLButtonElement>('[data-set="weak"] button')?.click();
  await settle();
  expect(x.inputs.choices.set).toBe("weak");
  expect(el.querySelector('[data-set="weak"]')?.classList.contains("own")).toBe(true);
});

test("shed and spliced sIL-6R add up, and shedding can be blocked", async () => {
  const { x, el, settle } = shown();
  const [decoy, shed, spliced] = [...el.querySelectorAll<HTMLInputElement>(".source input")];
  if (!decoy || !shed || !spliced) throw new Error("no sliders");
  decoy.value = "0";
  decoy.dispatchEvent(new Event("input"));
  await settle();
  expect(x.inputs.values.sgp130).toBe(0);
  expect([shed.value, spliced.value].map(Number)).toEqual([
    expect.closeTo(42.5, 0),
    expect.closeTo(7.5, 0),
  ]);
  spliced.value = "57.5";
  spliced.dispatchEvent(new Event("input"));
  await settle();
  expect(x.inputs.values.sIL6R).toBeCloseTo(100 / 55, 2);
  el.querySelector<HTMLButtonElement>(".source button")?.click();
  await settle();
  expect(x.inputs.values.sIL6R).toBeCloseTo(57.5 / 55, 2);
  expect(el.querySelector<HTMLButtonElement>(".source button")?.disabled).toBe(true);
});

test("without IL-6 it says so", () => {
  expect(shown({ IL6: 0 }).el.querySelector(".live")?.textContent).toBe(
    "There is no IL-6 to hold.",
  );
});

test("nothing is left behind", () => {
  const { x, el, undo } = shown();
  undo();
  expect(el.childElementCount).toBe(0);
  expect((x as unknown as { listeners: Set<unknown> }).listeners.size).toBe(0);
});
