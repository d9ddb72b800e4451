// A variant against the wild type: what cells answer, what it is called, and that nothing is left behind.
import { beforeEach, expect, test } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import type { Program } from "../../src/kinetics/program.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { answer, foldAt, IL6R, kindOf, place, WILD } from "../../src/widgets/variant/affinity.ts";
import { mount } from "../../src/widgets/variant_designer.ts";
import { settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = receptor as unknown as Program;
const CONTENT = {
  variants: [
    {
      id: "tight",
      il6r: 70,
      gp130: 1,
      status: "measured",
      source: ["who_1996"],
      label: { en: "tight <i>", zh: "紧" },
      note: { en: "A note.", zh: "注。" },
    },
  ],
  ranked: [{ id: "c7", dwell: 0.03, source: [], label: { en: "C7", zh: "C7" } }],
  beyond: [],
  references: { who_1996: { text: "Who 1996, J", doi: "", pmid: "" } },
};

function shown(inputs: Record<string, unknown> = {}) {
  const page = new FakePage();
  const all = [...program.values, ...program.choices].map((one) => [one.id, one.value]);
  const bath = { IL6: 0.1 / 21, sIL6R: 0, sgp130: 0 };
  const store = new WeakModel({ ...Object.fromEntries(all), units: {}, ...bath, ...inputs });
  const x = new LiveExperiment(program, new Host(store), new Host(new WeakModel({})), page);
  const el = document.body.appendChild(document.createElement("div"));
  const own = settings({ il6r: 1, gp130: 1, content: CONTENT });
  return { x, el, own, undo: mount(x, el, own) };
}

beforeEach(() => {
  document.body.replaceChildren();
});

test("the wild type answers as IL-6, and a lost gp130 site leaves IL-6R held by Kd alone", () => {
  const { x } = shown();
  expect(answer(x, "hepatocyte", WILD).hexamer).toBeCloseTo(x.solve({}).get("hexamer"), 9);
  // With no gp130 left to pull, IL-6R is held as one site of Kd 5.5/70 nM: c / (c + Kd).
  const c = 0.1 / 21;
  const held = answer(x, "hepatocyte", { il6r: 70, gp130: 1e-6 });
  expect(held.silent).toBeCloseTo(c / (c + 5.5 / 70), 3);
  expect(held.hexamer).toBeLessThan(1e-3);
});

test("tighter binding calls for less dose, and names follow what the cell does", () => {
  const { x } = shown();
  const wild = answer(x, "CD4_T", WILD);
  const tight = answer(x, "CD4_T", { il6r: 70, gp130: 1 });
  expect(kindOf(tight, wild)).toBe("super");
  expect(kindOf(wild, wild)).toBe("agonist");
  expect(kindOf(answer(x, "CD4_T", { il6r: 0.01, gp130: 1 }), wild)).toBe("weak");
  x.set({ IL6: 10 }, true); // 210 ng/mL of a variant that cannot call gp130 blocks IL-6R
  expect(kindOf(answer(x, "CD4_T", { il6r: 70, gp130: 1e-6 }), wild)).toBe("antagonist");
});

test("a known variant is taken by its button, names stand as text, nothing is left behind", () => {
  const { el, own, undo } = shown();
  expect(el.querySelector(".presets i")).toBeNull();
  el.querySelector<HTMLElement>(".presets button")?.click();
  expect([own.get("il6r", 0), own.get("gp130", 0)]).toEqual([70, 1]);
  expect(el.querySelector(".live")?.textContent).toMatch(
    /^IL-6R × 70, gp130 × 1\. Hepatocyte: super/,
  );
  undo();
  expect(el.childElementCount).toBe(0);
});

test("a place on an axis is a fold, and stays within it", () => {
  expect(place(IL6R, 1)).toBeCloseTo(2 / 5, 12);
  expect(foldAt(IL6R, 0.4)).toBeCloseTo(1, 12);
  expect(foldAt(IL6R, 3)).toBeCloseTo(1000, 9);
});
