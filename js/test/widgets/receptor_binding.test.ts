// The scene under golden solutions: what is drawn, counted, said and reached by keyboard, and that nothing stays behind.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import golden from "../../../tests/golden/receptor.json" with { type: "json" };
import type { Program, Value } from "../../src/kinetics/program.ts";
import { mount } from "../../src/widgets/receptor_binding.ts";
import { apportion, groups, presence, units } from "../../src/widgets/scene/census.ts";
import { constants } from "../../src/widgets/scene/constants.ts";
import { layout } from "../../src/widgets/scene/layout.ts";
import { measurer, spread } from "../../src/widgets/scene/measure.ts";
import { fake, fakeSettings } from "./controls.fake.ts";

type Amounts = Readonly<Record<string, number>>;
interface State {
  readonly inputs: Amounts;
  readonly species: Amounts;
}

const STATES: readonly State[] = golden.cases.map(({ inputs, species }) => ({
  inputs,
  species: Object.fromEntries(Object.entries(species).map(([id, n]) => [id, Number(n)])),
}));

/** The golden case with these inputs, constants as in the buffer set. */
function state(wanted: Amounts): State {
  const found = STATES.find(({ inputs }) =>
    Object.entries({ Kd_gp130: 0.05, hyperIL6: 0, tocilizumab: 0, ...wanted }).every(
      ([id, n]) => Math.abs((inputs[id] ?? 0) - n) <= 1e-6 * n,
    ),
  );
  if (!found) throw new Error("no such golden case");
  return found;
}
const hepatocyte = { IL6R: 4500, gp130: 8000, sIL6R: 0.9090909, sgp130: 3 };
const STORM = state({ ...hepatocyte, IL6: 0.14811905 }); // 3,110.5 pg/mL
const WEAK = state({ ...hepatocyte, IL6: 0.14811905, Kd_gp130: 15 });
const BLOOD = state({ ...hepatocyte, IL6: 0.00024695238 }); // 5.186 pg/mL
const NONE: State = {
  inputs: { ...STORM.inputs, IL6: 0 },
  species: Object.fromEntries(
    Object.keys(STORM.species).map((id) => [id, (hepatocyte as Amounts)[id] ?? 0]),
  ),
};

const MEMBRANE = /^(IL6R|gp130|.*_IL6R|.*_gp130|hexamer_.*)$/; // IL6_sIL6R and ..._sgp130 do not match
const onCell = (id: string): boolean => id === "IL6R" || id === "gp130";
const words = (id: string) => ({ en: id, zh: `${id}（中）` });

const PROGRAM: Program = {
  format: 1,
  id: "receptor",
  kind: "equilibrium",
  hash: "0",
  title: words("receptor"),
  values: Object.keys(STORM.inputs).map(
    (id): Value => ({
      id,
      role: "total",
      value: STORM.inputs[id] ?? 0,
      unit: onCell(id) ? "1/cell" : "nM",
      low: 0,
      high: 1e5,
      scale: "log",
      label: words(id),
      note: words(`about ${id}`),
      status: id === "Kd_gp130" ? "design" : "measured",
      source: id === "Kd_gp130" ? ["baran"] : [],
      ...(id === "Kd_gp130" ? { open: [0.01, 15] as [number, number] } : {}),
      shown: onCell(id) ? "1/cell" : "nM",
      units: [onCell(id) ? "1/cell" : "nM"],
    }),
  ),
  choices: [],
  compartments: [
    {
      id: "fluid",
      unit: "nM",
      components: ["IL6", "sIL6R", "sgp130"],
      formations: [{ id: "IL6_sIL6R_sgp130", from: ["IL6_sIL6R", "sgp130"], held: [], kd: 2 }],
    },
    { id: "membrane", unit: "1/cell", components: ["IL6R", "gp130"], formations: [] },
  ],
  species: Object.keys(STORM.species).map((id) => ({
    id,
    compartment: MEMBRANE.test(id) ? "membrane" : "fluid",
    unit: MEMBRANE.test(id) ? "1/cell" : "nM",
    label: words(id),
    note: words(`note of ${id}`),
    source: [],
  })),
  graph: [
    ["value", "Kd_gp130"],
    ["value", "antibody_sites"],
    ["/", 0, 1],
  ],
  outputs: ["classic", "mixed", "trans", "hexamer"].map((id) => ({
    id,
    node: 0,
    unit: "1/cell",
    label: words(id),
    note: words(id),
  })),
  references: { baran: { text: "Baran 2018", doi: "10.1074/jbc.RA117.001163" } },
};

/** A live experiment that shows golden states. */
function live(first: State) {
  const x = fake(PROGRAM, false);
  let now = first;
  const put = (next: State): void => {
    now = next;
    Object.assign(x.inputs.values, next.inputs);
  };
  const solution = {
    has: () => true,
    get: (id: string): number => {
      const of = (h: string): number => now.species[`hexamer_${h}`] ?? 0;
      const route: Amounts = {
        classic: of("mm"),
        mixed: of("ms") + of("mh"),
        trans: of("ss") + of("sh") + of("hh"),
      };
      const all = (route.classic ?? 0) + (route.mixed ?? 0) + (route.trans ?? 0);
      return id === "hexamer" ? all : (route[id] ?? now.species[id] ?? 0);
    },
  };
  Object.defineProperty(x, "solution", { get: () => solution });
  put(first);
  return {
    x,
    show(next: State) {
      put(next);
      x.setLang(x.lang);
      x.frame();
    },
  };
}

const plain = (el: Element | null | undefined): string =>
  (el?.textContent ?? "").replaceAll("\u00a0", " ");

describe("counting", () => {
  test("25 groups go to the forms by largest remainder", () => {
    expect(apportion([0.108, 0.015, 0.877], 25)).toEqual([3, 0, 22]);
    expect(apportion([1, 1, 1], 25).reduce((a, b) => a + b)).toBe(25);
    expect(apportion([0, 0], 25)).toEqual([0, 0]);
  });

  test("a complex of two IL-6 stands for an even number of groups", () => {
    // free, pair, sgp130, sgp130Fc, sgp130Fc with hyper-IL-6, two on sgp130Fc, siltuximab, two on siltuximab
    expect(groups([0.2, 0, 0, 0.28, 0, 0.52, 0, 0], 25)).toEqual([5, 0, 0, 8, 0, 12, 0, 0]);
    expect(groups([0, 0, 0, 0, 0, 0, 0, 1], 25)).toEqual([0, 0, 0, 0, 0, 0, 1, 24]);
    expect(groups([0, 0, 0, 0, 0, 0, 0, 1], 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 12]);
  });

  test("one drawn receptor stands for as few as there is room for", () => {
    expect(units([4500, 8000], 50)).toEqual([250, 250]);
    expect(units([50, 3000], 12)).toEqual([50, 300]);
    for (const slots of [3, 10, 40]) {
      const [unit = 0] = units([4500, 8000], slots);
      expect(Math.ceil(4500 / unit) + Math.ceil(8000 / unit)).toBeLessThanOrEqual(slots);
    }
  });

  test("the share of time is Poisson's", () => {
    expect(presence(0.1)).toBeCloseTo(0.0951626, 7);
    expect(presence(1e-12)).toBeCloseTo(1e-12, 20);
  });

  test("labels move apart and stay inside", () => {
    expect(spread([0, 5, 290], [40, 60, 50], 10, 0, 300)).toEqual([0, 50, 250]);
    expect(spread([280, 285, 290], [40, 60, 50], 10, 0, 300)).toEqual([130, 180, 250]);
  });

  test("at every width groups, hexamers and unbound receptors stand beside each other and inside", () => {
    for (let width = 280; width <= 1300; width += 20)
      for (const there of [
        { assembled: true, blocked: false, slender: true },
        { assembled: true, blocked: true, slender: false },
      ]) {
        const { slots, hexamer, receptors, groups: n, margin } = layout(width, there);
        expect(slots.cols * slots.rows).toBeGreaterThanOrEqual(n);
        // A ternary complex reaches 56 to the left of IL-6 and 43 to the right; it stands 6.5 to the left of its slot's centre.
        const reach = 49.5 * slots.scale + Math.abs(slots.shift) / 2;
        expect(reach).toBeLessThanOrEqual(slots.pitch / 2 + margin);
        // A hexamer reaches 110 to both sides of its centre.
        const [a, b, c] = hexamer.at;
        expect(a - 110 * hexamer.scale).toBeGreaterThanOrEqual(0);
        expect(b - a).toBeGreaterThanOrEqual(220 * hexamer.scale);
        expect(c + 110 * hexamer.scale).toBeLessThanOrEqual(receptors?.from ?? width);
        expect(receptors?.to ?? 0).toBeLessThanOrEqual(width - margin);
      }
  });

  test("the constants of a complex are read off the graph", () => {
    expect(constants(PROGRAM, "IL6_sIL6R_sgp130")).toEqual(["Kd_gp130", "antibody_sites"]);
    expect(constants(PROGRAM, "IL6")).toEqual([]);
  });
});

describe("the scene", () => {
  let el: HTMLElement;
  let undo: () => void;
  const start = (first: State) => {
    const made = live(first);
    undo = mount(made.x, el, fakeSettings());
    return made;
  };
  const kind = (id: string): Element | null => el.querySelector(`[data-kind="${id}"]`);
  const copies = (id: string): number => kind(id)?.querySelectorAll(".copy.on").length ?? 0;
  const label = (id: string): string =>
    (kind(id)?.getAttribute("aria-label") ?? "").replaceAll("\u00a0", " ");
  const numbers = (): string[] => [...el.querySelectorAll(".route .n")].map(plain);
  const press = (key: string): void => {
    const at = document.activeElement as Element;
    at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    el = document.createElement("div");
    document.body.append(el);
    undo = () => undefined;
  });
  afterEach(() => {
    undo();
    el.remove();
    vi.useRealTimers();
  });

  test("counts the hexamers of a storm and draws its IL-6 in proportion", () => {
    start(STORM);
    expect(numbers()).toEqual(["1,765", "137", "2.7"]);
    expect(label("classic")).toContain("1,765 per cell, 92.7 %");
    expect(label("IL6")).toContain("10.8 % of all IL-6");
    // 10.8 %, 1.5 % and 87.7 % of 12 groups: 1.30, 0.18 and 10.52
    expect([copies("IL6"), copies("IL6_sIL6R"), copies("IL6_sIL6R_sgp130")]).toEqual([1, 1, 11]);
    expect(plain(el.querySelector(".shelf p"))).toContain("12 groups = all IL-6.");
    expect(kind("IL6_sIL6R")?.querySelectorAll(".copy.on.pale")).toHaveLength(1);
    expect(el.querySelectorAll(".fresh")).toHaveLength(0);
    expect(plain(el.querySelector(".live"))).toBe(
      "1,905 hexamers per cell: 93 % classic, 7 % mixed, <1 % trans. " +
        "About nine tenths of the IL-6 is held back by sgp130.",
    );
  });

  test("has more groups where there is room for them", () => {
    const wide = vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
    start(STORM);
    wide.mockRestore();
    expect([copies("IL6"), copies("IL6_sIL6R"), copies("IL6_sIL6R_sgp130")]).toEqual([3, 1, 22]);
    expect(plain(el.querySelector(".shelf p"))).toContain("25 groups = all IL-6.");
  });

  test("keeps every label of the bar at least 8 px from the next square", () => {
    const { show } = start(STORM);
    const measure = measurer(document, "sans-serif");
    for (const next of [STORM, WEAK, BLOOD]) {
      show(next);
      const labels = [...el.querySelectorAll<SVGGElement>(".partition > g")].map((label) => ({
        left: Number(label.getAttribute("transform")?.match(/[\d.]+/)?.[0]),
        // The square and the air after it take 16 px.
        wide: 16 + measure(label.querySelector("text.strong")?.textContent ?? "", 14, true),
      }));
      expect(labels).toHaveLength(3);
      labels.reduce((a, b) => {
        expect(b.left - a.left - a.wide).toBeGreaterThanOrEqual(8);
        return b;
      });
      expect((labels[2]?.left ?? 0) + (labels[2]?.wide ?? 0)).toBeLessThanOrEqual(640);
    }
  });

  test("follows a change without building anew", () => {
    const { show } = start(STORM);
    const before = el.querySelector(".figure");
    show(WEAK);
    // Golden: 1975.88, 25.712, 0.083649 a cell; 11.384, 0.513, 0.1026 groups of 12
    expect(numbers()).toEqual(["1,976", "26", "0.084"]);
    expect([copies("IL6"), copies("IL6_sIL6R"), copies("IL6_sIL6R_sgp130")]).toEqual([11, 1, 1]);
    expect(kind("IL6_sIL6R_sgp130")?.querySelectorAll(".copy.on.pale")).toHaveLength(1);
    expect(el.querySelector(".figure")).toBe(before);
    // Only what binds moves: ten IL-6 more are free, and nothing was new when the scene was drawn.
    expect(kind("IL6")?.querySelectorAll(".fresh")).toHaveLength(10);
  });

  test("below one complex a cell shows the expected number and the share of time", () => {
    start(BLOOD);
    const [classic = 0] = [BLOOD.species.hexamer_mm];
    expect(classic).toBeLessThan(1);
    expect(kind("classic")?.classList.contains("ghost")).toBe(false);
    const disc = el.querySelector<SVGElement>(".route.classic .disc");
    expect(disc?.style.display).toBe("");
    const share = Number(plain(el.querySelector(".route.classic .under")).match(/[\d.]+/)?.[0]);
    expect(share).toBeCloseTo(100 * (1 - Math.exp(-classic)), 0);
  });

  test("without IL-6 shows 0 and the unbound receptors", () => {
    start(NONE);
    expect(numbers()).toEqual(["0", "0", "0"]);
    expect(plain(el.querySelector(".fluid"))).toContain("There is no IL-6 in the fluid.");
    expect(copies("IL6R")).toBeGreaterThan(3);
    expect(copies("gp130")).toBeGreaterThan(copies("IL6R"));
    expect(kind("classic")?.getAttribute("aria-label") ?? "").toBe("");
  });

  test("never gives an unknown count as a number of receptors", () => {
    const made = live({ ...STORM, inputs: { ...STORM.inputs, IL6R: 0 } });
    made.x.facts = (id) => ({
      status: id === "IL6R" ? "unknown" : "measured",
      source: [],
      note: words(""),
    });
    undo = mount(made.x, el, fakeSettings());
    const line = plain(el.querySelector(".subtitle"));
    expect(line).toContain("IL6R: no count known");
    expect(line).not.toContain("0 IL6R");
  });

  test("is one stop in the tab order, with arrows from kind to kind", () => {
    start(STORM);
    const stops = el.querySelectorAll('[data-kind][tabindex="0"]');
    expect(stops).toHaveLength(1);
    (stops[0] as HTMLElement).focus();
    expect(document.activeElement).toBe(kind("IL6"));
    press("ArrowRight");
    expect(document.activeElement).toBe(kind("IL6_sIL6R"));
    press("End");
    press("ArrowRight");
    expect(document.activeElement).toBe(kind("IL6"));
    expect(el.querySelectorAll('[data-kind][tabindex="0"]')).toHaveLength(1);
  });

  test("opens a card with the constant, its standing and its source, and gives the focus back", () => {
    start(STORM);
    const ternary = kind("IL6_sIL6R_sgp130") as HTMLElement;
    ternary.focus();
    press("Enter");
    const card = el.querySelector<HTMLElement>('[role="dialog"]');
    expect(card?.hidden).toBe(false);
    expect(plain(card)).toContain("87.7 % of all IL-6");
    expect(plain(card)).toContain("design");
    expect(plain(card)).toContain("0.05 nM (open: 0.01 to 15)");
    const link = card?.querySelector("a");
    expect(link?.href).toBe("https://doi.org/10.1074/jbc.RA117.001163");
    expect([link?.target, link?.rel]).toEqual(["_blank", "noopener"]);
    press("Escape");
    expect(card?.hidden).toBe(true);
    expect(document.activeElement).toBe(ternary);
  });

  test("speaks once a drag rests", () => {
    const { show } = start(STORM);
    vi.advanceTimersByTime(1000);
    const status = el.querySelector('[role="status"]');
    const spoken = plain(status);
    expect(spoken).toContain("1,905 hexamers");
    show(BLOOD);
    vi.advanceTimersByTime(300);
    show(WEAK);
    vi.advanceTimersByTime(300);
    expect(plain(status)).toBe(spoken);
    vi.advanceTimersByTime(1000);
    expect(plain(status)).toContain("2,002 hexamers");
  });

  test("says it in Chinese, with Chinese punctuation", () => {
    const { x } = start(STORM);
    x.setLang("zh");
    x.frame();
    const line = plain(el.querySelector(".live"));
    expect(line).toContain("每个细胞有 1,905 个六聚体：");
    expect(line).not.toMatch(/[,;:!?](?!\d)|\.(?!\d)/);
    expect(el.querySelector(".scene")?.getAttribute("lang")).toBe("zh-Hans");
  });

  test("lists every species and output on request", () => {
    start(STORM);
    const details = el.querySelector("details") as HTMLDetailsElement;
    expect(details.querySelectorAll("tbody tr")).toHaveLength(0);
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    const rows = details.querySelectorAll("tbody tr");
    expect(rows).toHaveLength(PROGRAM.species.length + PROGRAM.outputs.length);
  });

  test("leaves nothing behind", () => {
    const { x } = start(STORM);
    expect(x.listening).toBe(1);
    undo();
    expect(x.listening).toBe(0);
    expect(el.childNodes).toHaveLength(0);
    expect(el.className).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });
});
