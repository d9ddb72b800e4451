// CellPanel on the coupled model: each card by a solve of its own, the cell in use, the trial, nothing left behind.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import { Equilibrium } from "../../src/kinetics/equilibrium.ts";
import type { Program } from "../../src/kinetics/program.ts";
import { mount } from "../../src/widgets/cell_panel.ts";
import { answer } from "../../src/widgets/cells/answers.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { presence } from "../../src/widgets/scene/census.ts";
import { settings } from "./dose.fake.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = receptor as unknown as Program;

function shown(inputs: Record<string, unknown> = {}, chosen: Record<string, unknown> = {}) {
  const page = new FakePage();
  const all = [...program.values, ...program.choices].map((one) => [one.id, one.value]);
  const store = new WeakModel({ ...Object.fromEntries(all), units: {}, ...inputs });
  const x = new LiveExperiment(program, new Host(store), new Host(new WeakModel({})), page);
  const el = document.body.appendChild(document.createElement("div"));
  const undo = mount(x, el, settings(chosen));
  const settle = async () => {
    await Promise.resolve();
    page.paint();
  };
  const cell = (id: string) => el.querySelector(`[data-cell="${id}"]`) as HTMLElement;
  return { x, el, undo, settle, cell };
}

/** Hexamers of a cell by a solve that knows nothing of the panel. */
function truth(cell: string, changes: Record<string, number> = {}): number {
  const values = Object.fromEntries(program.values.map((v) => [v.id, v.value]));
  const option = program.choices
    .find((c) => c.id === "cell")
    ?.options.find((o) => o.id === cell)?.values;
  return new Equilibrium(program).solve({ ...values, ...option, ...changes }).get("hexamer");
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

test("every cell answers with its own receptors", () => {
  const { x, el, cell } = shown({ IL6: 1 });
  const ids = program.choices.find((c) => c.id === "cell")?.options.map((o) => o.id) ?? [];
  expect(el.querySelectorAll(".cell").length).toBe(ids.length);
  for (const id of ids) {
    const n = truth(id, { IL6: 1 });
    expect(answer(x, id).hexamer).toBeCloseTo(n, 9);
    expect(cell(id).querySelector(".big")?.textContent).toBe(x.number(n, n >= 100 ? 3 : 2));
  }
});

test("the cell in use answers with what the hand has set, and no longer as measured", async () => {
  const { x, settle, cell } = shown({ IL6: 1 });
  const own = x.inputs.choices.cell as string;
  x.set({ IL6R: 100 });
  await settle();
  expect(answer(x, own).IL6R).toEqual({ count: 100, status: "design" });
  expect(answer(x, own).hexamer).toBeCloseTo(truth(own, { IL6: 1, IL6R: 100 }), 9);
  expect(cell(own).querySelector("button")?.disabled).toBe(true);
});

test("another cell is taken by its button", async () => {
  const { x, settle, cell } = shown();
  cell("endothelium").querySelector("button")?.click();
  await settle();
  expect(x.inputs.choices.cell).toBe("endothelium");
  expect(cell("endothelium").classList.contains("own")).toBe(true);
});

test("bars of the routes are as long as their hexamers beside half the gp130", () => {
  const { x, cell } = shown({ IL6: 1 });
  const { routes, gp130 } = answer(x, "monocyte");
  const width = Number.parseFloat(
    (cell("monocyte").querySelector(".part.classic") as HTMLElement).style.width,
  );
  expect(width).toBeCloseTo((100 * routes.classic) / (gp130.count / 2), 6);
});

test("less than one hexamer is a share of time", () => {
  const { cell } = shown({ IL6: 1e-5 });
  const n = truth("endothelium", { IL6: 1e-5 });
  expect(n).toBeLessThan(1);
  expect(presence(n)).toBeCloseTo(1 - Math.exp(-n), 12);
  expect(cell("endothelium").textContent).toMatch(/One is there .* of the time/);
});

test("only the cells asked for are shown, and without time there is no trial", () => {
  const { el } = shown({}, { cells: ["monocyte", "CD4_T"] });
  expect([...el.querySelectorAll(".cell h4")].map((h) => h.textContent)).toEqual([
    "Monocyte",
    "CD4 T cell",
  ]);
  expect(el.querySelector(".trial .guess")?.hasAttribute("hidden")).toBe(true);
});

test("nothing is left behind", () => {
  const { x, el, undo } = shown();
  undo();
  expect(el.childElementCount).toBe(0);
  expect((x as unknown as { listeners: Set<unknown> }).listeners.size).toBe(0);
});
