// Views without an experiment: they come with the weakest host, follow the language, show words as text, leave nothing.
import { beforeEach, expect, test } from "vitest";
import biomarker from "../../src/widgets/biomarker.ts";
import ladder from "../../src/widgets/disease_ladder.ts";
import evidence from "../../src/widgets/evidence_map.ts";
import { near, place, power } from "../../src/widgets/ladder/levels.ts";
import { Model, WeakModel } from "./weak.fake.ts";

const words = (en: string) => ({ en, zh: `${en}（中）` });
const level = (id: string, value: number, fluid = "blood") => ({
  id,
  value,
  interval: [value / 2, value * 2],
  kind: "ci",
  sampled: "peak",
  fluid,
  status: "measured",
  source: ["who_2000"],
  label: words(`${id} <b>loud</b>`),
  note: words("A note."),
});
const references = { who_2000: { text: "Who 2000, Some J 1:2", doi: "10.1000/1", pmid: "" } };
const LADDER = {
  unit: "pg/mL",
  molar_mass: 21000,
  scale: [1, 100000],
  levels: [level("high", 1000), level("low", 10), level("joint", 3000, "joint")],
  lines: [],
  references,
};
const EVIDENCE = {
  nodes: [
    { id: "drug", kind: "drug", label: words("Drug <img src=x onerror=alert(1)>") },
    { id: "ill", kind: "disease", label: words("Illness") },
    { id: "other", kind: "disease", label: words("Other") },
  ],
  links: [
    {
      id: "drug-ill",
      from: "drug",
      to: "ill",
      grade: "animal",
      verdict: "mixed",
      source: ["who_2000"],
      for: words("It helped mice."),
      against: words("Mice."),
    },
  ],
  references,
};
const MARKERS = {
  markers: [
    { id: "a", d: 2, rises: true, source: ["who_2000"], label: words("A"), note: words("N.") },
    { id: "b", auc: 0.9, again: 0.8, rises: false, source: [], label: words("B"), note: words("") },
  ],
  blockade: { occupancy: 0.98, receptor_share: 0.9, spread: 0.3, note: words("Design.") },
  references,
};
const VIEWS = [
  ["ladder", ladder, { content: LADDER, level: 100 }],
  ["evidence", evidence, { content: EVIDENCE, chosen: "ill", weakest: "any" }],
  ["biomarker", biomarker, { content: MARKERS, marker: "a", prevalence: 0.1, blocked: false }],
] as const;

beforeEach(() => {
  document.body.replaceChildren();
});

const show = (view: (typeof VIEWS)[number][1], model: WeakModel) => {
  const el = document.body.appendChild(document.createElement("div"));
  return { el, undo: view.render({ model, el }) };
};

test.each(VIEWS)("%s comes, follows the language, and leaves nothing", (_, view, state) => {
  const model = new WeakModel({ lang: "", ...state });
  const { el, undo } = show(view, model);
  expect(el.querySelector("h3")?.textContent).toBeTruthy();
  expect(el.querySelector("b b, img, script")).toBeNull();
  model.set("lang", "zh");
  expect(el.lang).toBe("zh-Hans");
  expect(el.querySelectorAll("section")).toHaveLength(1);
  expect(el.querySelector(".live")?.textContent).toMatch(/[\u4e00-\u9fff]/);
  undo();
  expect(el.childElementCount).toBe(0);
  model.set("lang", "en");
  expect(el.childElementCount).toBe(0);
});

test.each(VIEWS)("%s lets go of every listener of a host that can", (_, view, state) => {
  const model = new Model({ lang: "en", ...state });
  const { undo } = show(view, model);
  model.set("lang", "zh");
  undo();
  expect(model.listening).toBe(0);
});

test("a place on the ladder is the logarithm of its level, and the closest by ratio is not a joint", () => {
  expect(place({ scale: [1, 100000] }, 1000)).toBeCloseTo(3 / 5, 12);
  expect(power({ scale: [1, 100000] }, 0.2)).toBeCloseTo(10, 12);
  expect(near(LADDER as never, 2900).id).toBe("high");
});

test("a rung becomes the reader's level, and each is told as a multiple of it", () => {
  const model = new Model({ lang: "en", content: LADDER, level: 100 });
  const { el } = show(ladder, model);
  expect(el.querySelector("[data-id=high] .fold")?.textContent).toBe("× 10");
  el.querySelector<HTMLElement>("[data-id=low] button")?.click();
  expect(model.get("level")).toBe(10);
  expect(model.saves).toBe(1);
  expect(el.querySelector("[data-id=high] .fold")?.textContent).toBe("× 100");
});

test("a node opens its links, and a stronger grade hides the weaker", () => {
  const model = new WeakModel({ lang: "en", content: EVIDENCE, chosen: "other", weakest: "any" });
  const { el } = show(evidence, model);
  expect(el.querySelectorAll(".cards .link")).toHaveLength(0);
  el.querySelector<HTMLElement>("[data-node=drug]")?.click();
  expect(el.querySelectorAll(".cards .link")).toHaveLength(1);
  expect(el.querySelector(".cards")?.textContent).toContain("It helped mice.");
  expect(el.querySelector("[data-node=drug]")?.getAttribute("aria-pressed")).toBe("true");
  model.set("weakest", "human");
  expect(el.querySelectorAll(".cards .link")).toHaveLength(0);
});

test("an antibody against the receptor spoils the cut-off of IL-6 and cannot be asked of CRP", () => {
  const model = new WeakModel({ lang: "en", content: MARKERS, marker: "a", prevalence: 0.1 });
  const { el } = show(biomarker, model);
  const told = () => el.querySelector(".live")?.textContent ?? "";
  expect(told()).toMatch(/finds 84\u00a0% .* calms 84\u00a0%/);
  el.querySelector<HTMLElement>("input[type=checkbox]")?.click();
  expect(told()).toMatch(/8\.5 times higher in everyone/);
  model.set("marker", "b");
  expect(el.querySelector<HTMLInputElement>("input[type=checkbox]")?.disabled).toBe(true);
  expect(told()).toMatch(/^It finds/);
});
