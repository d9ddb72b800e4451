// 358Ala: the shares that the fact of less IL-6R on cells makes, and the wrong sign without it.
import { beforeEach, expect, test } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import type { Program } from "../../src/kinetics/program.ts";
import { share } from "../../src/widgets/genotype/hexamers.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { mount } from "../../src/widgets/mendelian_card.ts";
import { mount as converter } from "../../src/widgets/unit_converter.ts";
import { settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = receptor as unknown as Program;
const effect = (id: string, percent: number) => ({
  id,
  percent,
  source: ["who_2012"],
  label: { en: id, zh: id },
});
const CONTENT = {
  effects: [effect("sIL6R", 34.3), effect("IL6", 14.6), effect("IL6R", -28), effect("CRP", -7.5)],
  references: { who_2012: { text: "Who 2012, J", doi: "", pmid: "" } },
};
/** Healthy blood, nM. */
const BLOOD = { IL6: 5.186e-3 / 21, sIL6R: 50 / 55, sgp130: 3 };

function live() {
  const all = [...program.values, ...program.choices].map((one) => [one.id, one.value]);
  const store = new WeakModel({ ...Object.fromEntries(all), units: {}, ...BLOOD });
  const page = new FakePage();
  return new LiveExperiment(program, new Host(store), new Host(new WeakModel({})), page);
}
const box = () => document.body.appendChild(document.createElement("div"));

beforeEach(() => {
  document.body.replaceChildren();
});

test("one allele leaves 0.40 and 0.66 of a hepatocyte's hexamers, and more without the fall", () => {
  const x = live();
  // Recomputed by others from the measured changes: 0.40 (buffer), 0.66 (weak), to two digits.
  expect(share(x, CONTENT, "buffer", 1, 28)).toBeCloseTo(0.4, 2);
  expect(share(x, CONTENT, "weak", 1, 28)).toBeCloseTo(0.66, 2);
  expect(share(x, CONTENT, "weak", 1, 0)).toBeGreaterThan(1);
  expect(share(x, CONTENT, "buffer", 0, 28)).toBe(1);
});

test("the sentence says when the sign is wrong, and two alleles act twice", () => {
  const el = box();
  const own = settings({ alleles: 1, fall: 28, content: CONTENT });
  const undo = mount(live(), el, own);
  const told = () => el.querySelector(".live")?.textContent ?? "";
  expect(told()).toMatch(/CRP was measured to change by −7\.5\u00a0%: the sign is right/);
  const radios = el.querySelectorAll<HTMLInputElement>("input[type=radio]");
  radios[2]?.dispatchEvent(new Event("change"));
  expect(told()).toContain("−14.4\u00a0%"); // 0.925² − 1
  const slider = el.querySelector<HTMLInputElement>("input[type=range]");
  if (!slider) throw new Error("no slider");
  slider.value = "0";
  slider.dispatchEvent(new Event("input"));
  expect(told()).toContain("the sign is wrong");
  undo();
  expect(el.childElementCount).toBe(0);
});

test("1 ng/mL of IL-6 is 47.62 pM, written in any unit, and what cannot be read changes nothing", () => {
  const el = box();
  const own = settings({ molecule: "IL6", amount: 1e3 / 21_000 });
  const undo = converter(live(), el, own);
  const cell = (unit: string) => el.querySelector(`[data-unit="${unit}"]`)?.textContent;
  expect([cell("pM"), cell("pg/mL")]).toEqual(["47.62", "1,000"]);
  const input = el.querySelector("input") as HTMLInputElement;
  const type = (text: string) => {
    input.value = text;
    input.dispatchEvent(new Event("change"));
  };
  type("47.6 pM");
  expect(cell("ng/mL")).toBe("0.9996");
  type("1 <b>mg");
  expect(el.querySelector(".fault")?.textContent).toContain("<b>mg");
  expect(el.querySelector(".fault b")).toBeNull();
  expect(cell("ng/mL")).toBe("0.9996");
  const select = el.querySelector("select") as HTMLSelectElement;
  select.value = "sIL6R";
  select.dispatchEvent(new Event("change"));
  type("50 ng/mL");
  expect(cell("nM")).toBe("0.9091");
  undo();
  expect(el.childElementCount).toBe(0);
});
