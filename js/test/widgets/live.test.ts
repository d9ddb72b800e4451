// The live experiment on the weakest host: one solve a frame, choices that load, refusals that change nothing.
import { afterEach, describe, expect, test, vi } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import { Equilibrium } from "../../src/kinetics/equilibrium.ts";
import type { Program } from "../../src/kinetics/program.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { pageLanguage } from "../../src/widgets/locale.ts";
import type { Change } from "../../src/widgets/view.ts";
import { FakePage, Model, WeakModel } from "./weak.fake.ts";

const program = receptor as unknown as Program;
const option = (choice: string, id: string): Record<string, number> =>
  program.choices.find((c) => c.id === choice)?.options.find((o) => o.id === id)?.values ?? {};
const MONOCYTE = option("cell", "monocyte");

const start = (): Record<string, unknown> => ({
  ...Object.fromEntries(program.values.map((v) => [v.id, v.value])),
  ...Object.fromEntries(program.choices.map((c) => [c.id, c.value])),
  units: {},
});

function experiment<M extends WeakModel>(store: M, holder = new WeakModel({ lang: "" })) {
  const page = new FakePage();
  const live = new LiveExperiment(program, new Host(store), new Host(holder), page);
  const told: ReadonlySet<Change>[] = [];
  live.subscribe((changes) => told.push(changes));
  return { live, page, told, store, holder };
}
const weak = () => experiment(new WeakModel(start()));
const strong = () => experiment(new Model(start()), new Model({ lang: "" }));
const microtasks = (): Promise<void> => Promise.resolve();

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a drag", () => {
  test("is solved once a frame, however many moves there were", async () => {
    const { live, page, told } = weak();
    const solve = vi.spyOn(Equilibrium.prototype, "solve");
    live.subscribe(() => live.solution.get("classic"));
    for (let i = 1; i <= 20; i++) live.set({ IL6: i / 10 });
    expect(page.asked).toBe(1);
    expect(solve).toHaveBeenCalledTimes(0);
    await microtasks();
    expect(told).toEqual([new Set(["inputs"])]);
    expect(solve).toHaveBeenCalledTimes(1);
    expect(solve.mock.lastCall?.[0].IL6).toBe(2);
    for (let i = 1; i <= 20; i++) {
      live.set({ IL6: 2 + i / 10 });
      await microtasks();
    }
    expect(solve).toHaveBeenCalledTimes(1);
    page.paint();
    expect(solve).toHaveBeenCalledTimes(2);
    expect(solve.mock.lastCall?.[0].IL6).toBe(4);
  });

  test("leaves no stale solution, not even before the frame", () => {
    const { live } = weak();
    const before = live.solution;
    expect(live.solution).toBe(before);
    live.set({ IL6: 2 });
    const after = live.solution;
    expect(after).not.toBe(before);
    expect(after.get("classic")).toBe(live.solve({ values: { IL6: 2 } }).get("classic"));
    expect(after.get("classic")).not.toBe(before.get("classic"));
  });

  test("that ends where it is tells nobody but the kernel", async () => {
    const { live, page, told, store } = strong();
    live.set({ IL6: 2 });
    await microtasks();
    page.paint();
    const solution = live.solution;
    live.set({ IL6: 2 }, true);
    await microtasks();
    page.paint();
    page.rest();
    expect(told).toHaveLength(1);
    expect(live.solution).toBe(solution);
    expect(store.saves).toBe(1);
  });

  test("asks for no frame when nothing follows", async () => {
    const { live, page } = weak();
    live.set({ IL6: 2 });
    await microtasks();
    page.paint();
    expect(page.asked).toBe(0);
  });

  test("tells the kernel once, when the hand has let go and rested", () => {
    const { live, page, store } = strong();
    for (let i = 1; i <= 5; i++) live.set({ IL6: i });
    page.paint();
    page.rest();
    expect(store.saves).toBe(0);
    live.set({ IL6: 6 }, true);
    live.set({ IL6: 7 }, true);
    expect(store.saves).toBe(0);
    page.rest();
    expect(store.saves).toBe(1);
    expect(store.get("IL6")).toBe(7);
  });

  test("does without a kernel to tell", () => {
    const { live, page, store } = weak();
    live.set({ IL6: 6 }, true);
    page.rest();
    expect(store.get("IL6")).toBe(6);
  });
});

describe("a choice", () => {
  test("made by hand loads its values", () => {
    const { live, store } = weak();
    expect(live.set({ cell: "monocyte" }, true)).toBeUndefined();
    for (const [id, x] of Object.entries(MONOCYTE)) {
      expect(live.inputs.values[id]).toBe(x);
      expect(store.get(id)).toBe(x);
    }
    expect(live.inputs.choices.cell).toBe("monocyte");
  });

  test("made by hand with a value keeps that value", () => {
    const { live } = weak();
    live.set({ cell: "monocyte", IL6R: 77 });
    expect(live.inputs.values).toMatchObject({ ...MONOCYTE, IL6R: 77 });
  });

  test("that comes alone from outside loads its values", async () => {
    const { live, page, told, store } = weak();
    store.update({ cell: "monocyte" });
    await microtasks();
    expect(live.inputs.values).toMatchObject(MONOCYTE);
    expect(store.get("IL6R")).toBe(MONOCYTE.IL6R);
    page.paint();
    expect(told).toHaveLength(1);
  });

  test("that comes from outside with a value of its option loads nothing", async () => {
    const { live, store } = weak();
    store.update({ IL6R: 77, cell: "monocyte" });
    await microtasks();
    expect(live.inputs.choices.cell).toBe("monocyte");
    expect(live.inputs.values.IL6R).toBe(77);
    expect(live.inputs.values.gp130).toBe(8000); // as it was: the hepatocyte's
  });
});

test("a change from outside is told in the next frame, and solved", async () => {
  const { live, page, told, store } = weak();
  const before = live.solution.get("classic");
  store.update({ IL6: 2, sIL6R: 3 });
  await microtasks();
  page.paint();
  expect(told).toEqual([new Set(["inputs"])]);
  expect(live.inputs.values).toMatchObject({ IL6: 2, sIL6R: 3 });
  expect(live.solution.get("classic")).not.toBe(before);
});

test("its own changes do not come back as changes from outside", async () => {
  const { live, page, told } = weak();
  live.set({ cell: "monocyte", IL6R: 77 });
  await microtasks();
  page.paint();
  await microtasks();
  expect(page.asked).toBe(0);
  expect(told).toHaveLength(1);
  expect(live.inputs.values.IL6R).toBe(77);
});

test.each([
  [{ IL6: -1 }, "IL6"],
  [{ IL6: Number.NaN }, "IL6"],
  [{ IL6: Number.POSITIVE_INFINITY }, "IL6"],
  [{ sgp130Fc_sites: 3 }, "sgp130Fc_sites"],
  [{ Kd_gp130: 0 }, "Kd_gp130"],
  [{ IL_6: 1 }, "IL_6"],
  [{ cell: "monocytes" }, "cell"],
  [{ IL6: 2, sIL6R: -1 }, "sIL6R"],
])("%o is refused in one sentence, and nothing changes", (changes, culprit) => {
  const { live, page, store } = weak();
  const before = structuredClone([live.inputs, store.state]);
  const solution = live.solution;
  const refusal = live.set(changes as Record<string, number | string>, true);
  expect(refusal?.id).toBe(culprit);
  expect(refusal?.sentence).toMatch(/^[^{}]+\.$/);
  expect([live.inputs, store.state]).toEqual(before);
  expect(live.solution).toBe(solution);
  expect(page.asked).toBe(0);
});

test("what is typed is read in the unit shown, and the unit that is typed is kept", () => {
  const { live, store } = weak();
  expect(live.unit("IL6")).toBe("ng/mL");
  live.type("IL6", "42");
  expect(live.inputs.values.IL6).toBeCloseTo(2, 12); // 21 kDa
  expect(live.type("IL6", "3 nM")).toBeUndefined();
  expect(live.inputs.values.IL6).toBe(3);
  expect(live.unit("IL6")).toBe("nM");
  expect(store.get("units")).toEqual({ IL6: "nM" });
  const refusal = live.type("IL6", "5 parsnips");
  expect(refusal?.sentence).toContain("parsnips");
  expect(live.inputs.values.IL6).toBe(3);
});

test("reset goes back to where the experiment began", () => {
  const opening = { ...start(), cell: "HepG2", IL6R: 1200, gp130: 3000 };
  const { live } = experiment(new WeakModel(start()), new WeakModel({ lang: "", opening }));
  live.set({ cell: "monocyte", IL6: 3 });
  live.reset();
  expect(live.inputs.choices.cell).toBe("HepG2");
  expect(live.inputs.values).toMatchObject({ IL6R: 1200, gp130: 3000, IL6: start().IL6 });
});

test("reset brings back every value, choice and unit", () => {
  const { live, store } = weak();
  live.set({ cell: "monocyte", IL6: 3 });
  live.setUnit("IL6", "pM");
  live.reset();
  expect(store.state).toEqual(start());
  expect(live.unit("IL6")).toBe("ng/mL");
});

describe("the language", () => {
  test("is the host's where it has one, else the page's", () => {
    const { live, holder } = weak();
    expect(live.lang).toBe("en");
    holder.set("lang", "zh");
    expect(live.lang).toBe("zh");
  });

  test.each([
    ["http://localhost/lab", "zh-CN", "zh"],
    ["http://localhost/lab/tree/zh/01.ipynb", "en", "zh"],
    ["http://localhost/lab/tree/en/01.ipynb", "zh-CN", "en"],
    ["http://localhost/zh/01.html?lang=en", "zh-CN", "en"],
    ["file:///a/b.html?lang=fr", "", "en"],
  ])("of the page %s in %s is %s", (href, lang, expected) => {
    expect(pageLanguage({ href, lang })).toBe(expected);
  });

  test("is told when it changes", () => {
    const { live, page, told } = weak();
    live.setLang("zh");
    page.paint();
    expect(told).toEqual([new Set(["lang"])]);
  });
});

test("a view that fails does not take the others with it", () => {
  const { live, page } = weak();
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const heard = vi.fn();
  live.subscribe(() => {
    throw new Error("this view is broken");
  });
  live.subscribe(heard);
  live.set({ IL6: 2 });
  page.paint();
  expect(heard).toHaveBeenCalledTimes(1);
  expect(error).toHaveBeenCalledTimes(1);
});

test("dispose leaves no listener and no timer", () => {
  const { live, page, store, holder } = strong();
  expect(store.listening).toBe(program.values.length + program.choices.length + 1);
  live.set({ IL6: 2 }, true);
  live.dispose();
  page.rest();
  expect(store.saves).toBe(0);
  expect([store.listening, (holder as Model).listening]).toEqual([0, 0]);
});

test("dispose silences a host that cannot let go", async () => {
  const { live, page, told, store } = weak();
  live.dispose();
  store.update({ IL6: 2, cell: "monocyte" });
  await microtasks();
  expect(page.asked).toBe(0);
  expect(told).toEqual([]);
  expect(store.get("IL6R")).toBe(4500); // nothing was loaded
});

test("two experiments on one page do not hear of each other", () => {
  const [one, other] = [weak(), weak()];
  one.live.set({ IL6: 2 });
  one.page.paint();
  other.page.paint();
  expect(one.told).toHaveLength(1);
  expect(other.told).toEqual([]);
  expect(other.live.inputs.values.IL6).toBe(program.values.find((v) => v.id === "IL6")?.value);
});
