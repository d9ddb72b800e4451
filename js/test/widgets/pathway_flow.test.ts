// PathwayFlow on a live experiment of a real model: widths by flux, levels by level, knock-outs, keys, and nothing left behind.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import program_ from "../../../tests/golden/program_signalling.json" with { type: "json" };
import { Motion } from "../../src/kinetics/motion.ts";
import type { Program } from "../../src/kinetics/program.ts";
import { place } from "../../src/widgets/flow/place.ts";
import { along, routes } from "../../src/widgets/flow/route.ts";
import { ticks } from "../../src/widgets/flow/timeline.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { mount } from "../../src/widgets/pathway_flow.ts";
import { settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = program_ as unknown as Program;
const layout = program.layout as NonNullable<Program["layout"]>;

function shown(inputs: Record<string, unknown> = {}, lang = "en") {
  const page = new FakePage();
  const values = Object.fromEntries(program.values.map((v) => [v.id, v.value]));
  const store = new WeakModel({ ...values, IL6: 40, feedback: "intact", units: {}, ...inputs });
  const host = new WeakModel({ lang, at: 20, end: 120 });
  const x = new LiveExperiment(program, new Host(store), new Host(host), page);
  const el = document.body.appendChild(document.createElement("div"));
  const undo = mount(x, el, settings({}));
  const settle = async () => {
    await Promise.resolve();
    page.paint();
  };
  const node = (id: string) => el.querySelector(`[data-node="${id}"]`) as SVGGElement;
  const press = (target: Element, key: string) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const button = (name: string) =>
    [...el.querySelectorAll<HTMLButtonElement>(".card button")].find((b) => b.textContent === name);
  return { x, el, undo, settle, node, press, button };
}

/** A read-out by a run of its own, a thousand times tighter than that of the view. */
function truth(id: string, at: number, changes: Record<string, number> = {}): number {
  const values = Object.fromEntries(program.values.map((v) => [v.id, v.value]));
  const times = Float64Array.of(0, at);
  const run = new Motion(program).run({
    values: { ...values, IL6: 40, ...changes },
    times,
    rtol: 1e-9,
  });
  return run.get(id)[1] as number;
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

test("every node of the layout stands there, with its level in words", () => {
  const { el, node } = shown();
  expect(el.querySelectorAll("[data-node]").length).toBe(layout.nodes.length);
  expect(node("pSTAT3").getAttribute("aria-label")).toBe(
    "pSTAT3, 14.5\u00a0nM, 96\u00a0% of its peak",
  );
  expect(node("dimer").getAttribute("aria-label")).toBe("pSTAT3 dimer, not in the model");
  expect(truth("pSTAT3", 20)).toBeCloseTo(14.5, 1);
});

test("an edge is as wide as its flux beside its own peak, and follows the time", async () => {
  const { x, el, settle } = shown();
  const width = () =>
    Number(el.querySelector('[data-edge="phosphorylation"] .line')?.getAttribute("stroke-width"));
  for (const at of [10, 100]) {
    x.setClock({ at });
    await settle();
    const row = x.course().get("STAT3_phosphorylated");
    const share = truth("STAT3_phosphorylated", at) / Math.max(...row);
    expect(width()).toBeCloseTo(1.5 + 8.5 * share, 1);
  }
});

test("what is drawn only or estimated has no beads and no number", () => {
  const { el } = shown();
  for (const edge of layout.edges) {
    const beads = el.querySelectorAll(`[data-edge="${edge.id}"] .bead`).length;
    expect([edge.id, beads]).toEqual([edge.id, edge.flux.length > 0 ? 1 : 0]);
    if (edge.known !== "computed") expect(edge.flux).toEqual([]);
  }
});

test("a knock-out is made and undone from the card, and everything is computed again", async () => {
  const { x, el, settle, node, press, button } = shown();
  x.setClock({ at: 60 });
  await settle();
  press(node("SOCS3"), "Enter");
  const without = el.querySelector(".card .without")?.textContent ?? "";
  const [out, whole] = [truth("pSTAT3", 60, { SOCS3_translation: 0 }), truth("pSTAT3", 60)];
  expect(without).toBe(
    `At 60\u00a0min, pSTAT3 is ${x.amount("pSTAT3", out)} without it, and ${x.amount("pSTAT3", whole)} with it.`,
  );
  expect(out / whole).toBeGreaterThan(3); // threefold at 120 min, more here
  button("Knock out")?.click();
  await settle();
  expect(x.inputs.values.SOCS3_translation).toBe(0);
  expect(node("SOCS3").classList.contains("out")).toBe(true);
  expect(el.querySelector(".live")?.textContent).toContain("Changed by hand: SOCS3 (knocked out).");
  button("Inhibit 90 %")?.click();
  await settle();
  expect(x.inputs.values.SOCS3_translation).toBeCloseTo(10.5354218391, 9);
  button("Restore")?.click();
  await settle();
  expect(x.inputs.values.SOCS3_translation).toBe(105.35421839104237);
  expect(el.querySelector(".live")?.textContent).not.toContain("Changed");
});

test("an input that only the hand gives comes back as it was", async () => {
  const { x, settle, node, press, button } = shown();
  press(node("IL6"), "Enter");
  expect(button("Inhibit 90 %")).toBeUndefined();
  button("Knock out")?.click();
  await settle();
  expect(x.inputs.values.IL6).toBe(0);
  button("Restore")?.click();
  await settle();
  expect(x.inputs.values.IL6).toBe(40);
});

test("what is not in the model cannot be knocked out, and says so", () => {
  const { el, node, press } = shown();
  press(node("JAK2_TYK2"), "Enter");
  expect(el.querySelector<HTMLElement>(".card .acts")?.hidden).toBe(true);
  expect(el.querySelector(".card .amount")?.textContent).toBe("drawn only: not in the model");
});

test("arrows move the focus, and one node is in the tab order", () => {
  const { el, node, press } = shown();
  node("STAT3").focus();
  press(node("STAT3"), "ArrowRight");
  expect(document.activeElement).toBe(node("pSTAT3"));
  expect(el.querySelectorAll('[data-node][tabindex="0"]').length).toBe(1);
  press(node("pSTAT3"), "ArrowUp");
  expect(document.activeElement).toBe(node("active"));
});

test("the words change with the language, and no text is markup", async () => {
  const { x, el, settle, node } = shown({}, "zh");
  expect(node("pSTAT3").getAttribute("aria-label")).toContain(
    "峰值的 96 %".replace(" %", "\u00a0%"),
  );
  x.setLang("en");
  await settle();
  expect(el.querySelector("summary")?.textContent).toBe("Numbers");
});

test("nothing is left behind", () => {
  const { el, undo, x } = shown();
  undo();
  expect(el.childElementCount).toBe(0);
  expect((x as unknown as { listeners: Set<unknown> }).listeners.size).toBe(0);
});

test.each([360, 900])("edges begin and end at their nodes, %i px", (width) => {
  const at = place(layout, width);
  const curves = routes(layout, at);
  for (const edge of layout.edges) {
    const curve = curves.get(edge.id);
    const [from, to] = [at.nodes.get(edge.from), at.nodes.get(edge.to)];
    if (!curve || !from) throw new Error(edge.id);
    const far = ({ x, y }: { x: number; y: number }, box: typeof from): number =>
      Math.max(box.x - x, x - box.x - box.width, box.y - y, y - box.y - box.height);
    expect([edge.id, far(curve[0], from)]).toEqual([edge.id, expect.closeTo(3, 6)]);
    if (to) expect([edge.id, far(curve[3], to)]).toEqual([edge.id, expect.closeTo(3, 6)]);
    else {
      const met = curves.get(edge.to);
      if (!met) throw new Error(edge.to);
      const gaps = Array.from({ length: 101 }, (_, i) => {
        const p = along(met, i / 100);
        return Math.hypot(p.x - curve[3].x, p.y - curve[3].y);
      });
      expect(Math.min(...gaps)).toBeLessThan(10);
    }
  }
  for (const box of at.nodes.values()) expect(box.x + box.width).toBeLessThanOrEqual(width);
});

test.each([
  [120, [0, 20, 40, 60, 80, 100, 120]],
  [180, [0, 30, 60, 90, 120, 150, 180]],
  [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
])("round times along %d", (end, expected) => {
  expect(ticks(end).map((t) => Number(t.toFixed(9)))).toEqual(expected);
});
