// The controls under a hand: what is moved, typed, chosen and read, and that nothing stays behind.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Program, Value } from "../../src/kinetics/program.ts";
import { doiAddress } from "../../src/widgets/address.ts";
import { hasZero, scaleOf, settled } from "../../src/widgets/controls/scale.ts";
import { mount } from "../../src/widgets/controls.ts";
import { type Fake, fake, fakeSettings } from "./controls.fake.ts";

const IL6 = 21000; // g/mol: 1 nM is 21 ng/mL

const value = (id: string, role: Value["role"], rest: Partial<Value>): Value => ({
  id,
  role,
  value: 1,
  unit: "nM",
  low: 0.001,
  high: 100,
  scale: "log",
  label: { en: id, zh: `${id}（中）` },
  note: { en: `about ${id}`, zh: `关于 ${id}` },
  status: "measured",
  source: ["leisman"],
  shown: "nM",
  units: ["pM", "nM"],
  ...rest,
});

const option = (id: string, values: Record<string, number>, rest = {}) => ({
  id,
  label: { en: id, zh: id },
  note: { en: `note of ${id}`, zh: `${id}的说明` },
  values,
  facts: {},
  ...rest,
});

const PROGRAM: Program = {
  format: 1,
  id: "small",
  kind: "equilibrium",
  hash: "0",
  title: { en: "small", zh: "小" },
  values: [
    value("IL6", "total", { molar_mass: IL6, shown: "ng/mL", units: ["pg/mL", "ng/mL", "nM"] }),
    value("tocilizumab", "total", { value: 0, status: "design", source: [] }),
    value("IL6R", "count", {
      value: 4500,
      unit: "1/cell",
      low: 1,
      high: 1e5,
      shown: "1/cell",
      units: ["1/cell"],
    }),
    value("Kd_gp130", "parameter", { value: 0.05, open: [0.01, 15], status: "design" }),
    value("sites", "parameter", {
      allowed: [1, 2],
      unit: "1",
      low: 1,
      high: 2,
      scale: "linear",
      shown: "1",
      units: ["1"],
    }),
  ],
  choices: [
    {
      id: "set",
      label: { en: "Constants", zh: "常数组" },
      value: "buffer",
      options: [option("buffer", { Kd_gp130: 0.05 }), option("weak", { Kd_gp130: 15 })],
    },
    {
      id: "cell",
      label: { en: "Cell", zh: "细胞" },
      value: "hepatocyte",
      options: [
        option("hepatocyte", { IL6R: 4500 }),
        option("tumour", { IL6R: 0 }, { facts: { IL6R: { status: "unknown", source: [] } } }),
      ],
    },
  ],
  compartments: [],
  species: [],
  graph: [],
  outputs: [],
  references: {
    leisman: {
      text: "Leisman 2020, Lancet Respir Med 8:1233",
      doi: "10.1016/S2213-2600(20)30404-5",
    },
  },
};

let x: Fake;
let root: HTMLElement;
let undo: () => void;

const part = <E extends HTMLElement = HTMLInputElement>(name: string): E => {
  const found = root.querySelector<E>(`[data-part="${name}"]`);
  if (!found) throw new Error(`no part ${name}`);
  return found;
};
const row = (id: string): HTMLElement => part(`box:${id}`).closest(".value") as HTMLElement;
const fire = (el: HTMLElement, type: string) =>
  el.dispatchEvent(new Event(type, { bubbles: true }));
const press = (el: HTMLElement, key: string) =>
  el.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const drag = (id: string, position: number): void => {
  const slider = part(`slider:${id}`);
  slider.value = `${position}`;
  fire(slider, "input");
};
const type = (id: string, text: string): void => {
  const box = part(`box:${id}`);
  box.value = text;
  fire(box, "input");
  press(box, "Enter");
};
/** The prototype that an element has a method from. */
const owner = (el: EventTarget, method: string): EventTarget => {
  let found = Object.getPrototypeOf(el);
  while (!Object.hasOwn(found, method)) found = Object.getPrototypeOf(found);
  return found;
};
const spaced = (text: string | null): string => (text ?? "").replaceAll("\u00a0", " ");

beforeEach(() => {
  document.body.innerHTML = "";
  root = document.createElement("div");
  document.body.append(root);
  x = fake(PROGRAM);
  undo = mount(x, root, fakeSettings());
});
afterEach(() => undo());

describe("the scale of a slider", () => {
  const il6 = scaleOf(value("IL6", "total", { low: 0.001, high: 100 }));

  test("has an exact zero at its left end, a hundred steps to the decade, and ends at the range", () => {
    expect(il6.value(0)).toBe(0);
    expect(il6.value(il6.first)).toBe(0.001);
    expect(il6.value(il6.first + 300) / 1).toBeCloseTo(1, 12);
    expect(il6.value(il6.end)).toBe(100);
    expect(il6.end - il6.first).toBe(500);
    expect(il6.page).toBe(25);
  });

  test("shows a value where it gives it", () => {
    for (let step = il6.first; step <= il6.end; step++)
      expect(il6.position(il6.value(step))).toBe(step);
    expect([0, 1e-9, 1e9].map(il6.position)).toEqual([0, il6.first, il6.end]);
  });

  test("crosses the gap at zero by key, and goes to its nearer side by pointer", () => {
    expect(settled(il6, 1, 0, true)).toBe(il6.first);
    expect(settled(il6, il6.first - 1, il6.first, true)).toBe(0);
    expect(settled(il6, 2, 0, false)).toBe(0);
    expect(settled(il6, il6.first - 2, 0, false)).toBe(il6.first);
    expect(settled(il6, il6.first + 7, 0, true)).toBe(il6.first + 7);
  });

  test("has no zero where a constant cannot be zero", () => {
    const kd = value("Kd", "parameter", {});
    expect(hasZero(kd)).toBe(false);
    expect(scaleOf(kd).value(0)).toBe(0.001);
  });

  test("is straight where the model says so", () => {
    const straight = scaleOf(value("f", "parameter", { scale: "linear", low: 0, high: 1 }));
    expect(straight.value(50)).toBe(0.5);
    expect(straight.position(0.25)).toBe(25);
  });
});

describe("a drag", () => {
  test("sets the value at once and tells the kernel only on release", () => {
    drag("IL6", 300);
    fire(part("slider:IL6"), "change");
    expect(x.calls.map((call) => call.release)).toEqual([false, true]);
    expect(x.calls[0]?.changes).toEqual(x.calls[1]?.changes);
  });

  test("shows number, fill and words in the same event, before any frame", () => {
    undo();
    x = fake(PROGRAM, false);
    undo = mount(x, root, fakeSettings());
    const { first, end } = scaleOf(PROGRAM.values[0] as Value);
    drag("IL6", first + 300); // 1 nM, that is 21 ng/mL
    expect(part("box:IL6").value).toBe("21");
    expect(spaced(part("slider:IL6").getAttribute("aria-valuetext"))).toBe(
      "21 nanograms per millilitre",
    );
    expect(part("slider:IL6").style.getPropertyValue("--p")).toBe(`${(first + 300) / end}`);
    expect(x.inputs.values.IL6).toBeCloseTo(1, 12);
  });

  test("gives three digits in the unit shown", () => {
    drag("IL6", scaleOf(PROGRAM.values[0] as Value).first + 217); // 10^-0.83 nM = 3.1062 ng/mL
    expect(x.inputs.values.IL6).toBeCloseTo(3.11 / 21, 12);
  });

  test("reaches an exact zero", () => {
    drag("IL6", 0);
    expect(x.inputs.values.IL6).toBe(0);
  });

  test("moves by a quarter of a decade with Page Up and Page Down, and stops at the smallest amount", () => {
    const { first } = scaleOf(PROGRAM.values[0] as Value);
    const slider = part("slider:IL6");
    drag("IL6", first + 30);
    press(slider, "PageUp");
    expect(slider.valueAsNumber).toBe(first + 55);
    for (const stop of [first + 30, first + 5, first, 0, 0]) {
      press(slider, "PageDown");
      expect(slider.valueAsNumber).toBe(stop);
    }
    press(slider, "PageUp");
    expect(slider.valueAsNumber).toBe(first);
    expect(x.calls.at(-1)?.release).toBe(true);
  });
});

describe("a typed value", () => {
  test("is read with its unit, and the unit is shown from then on", () => {
    type("IL6", "2 nM");
    expect(x.inputs.values.IL6).toBe(2);
    expect(part("box:IL6").value).toBe("2");
    expect(part<HTMLSelectElement>("unit:IL6").value).toBe("nM");
  });

  test("without a unit is in the unit shown", () => {
    type("IL6", "42");
    expect(x.inputs.values.IL6).toBeCloseTo(2, 12);
  });

  test("is taken when the focus leaves, and only where it was changed", () => {
    const box = part("box:IL6");
    fire(box, "blur");
    expect(x.calls).toHaveLength(0);
    box.value = "21";
    fire(box, "input");
    fire(box, "blur");
    expect(x.inputs.values.IL6).toBeCloseTo(1, 12);
  });

  test("that is refused stays in the box with one sentence, and the last good value stays in force", () => {
    type("IL6", "-5");
    const box = part("box:IL6");
    const alert = row("IL6").querySelector('[role="alert"]');
    expect(box.value).toBe("-5");
    expect(box.getAttribute("aria-invalid")).toBe("true");
    expect(box.getAttribute("aria-describedby")?.split(" ")).toContain(alert?.id);
    expect(alert?.textContent).toContain("IL6 cannot be below zero");
    expect(x.inputs.values.IL6).toBe(1);
    expect(part("slider:IL6").valueAsNumber).toBe(scaleOf(PROGRAM.values[0] as Value).first + 300);
  });

  test("that is refused goes back on Escape", () => {
    type("IL6", "abc");
    press(part("box:IL6"), "Escape");
    expect(part("box:IL6").value).toBe("21");
    expect(part("box:IL6").hasAttribute("aria-invalid")).toBe(false);
    expect(row("IL6").querySelector('[role="alert"]')).toBeNull();
  });

  test.each([
    ["IL6", "5 IU/mL", "pg/mL, ng/mL, nM"],
    ["IL6", "5 /cell", "measures something else"],
    ["tocilizumab", "5 ng/mL", "no molar mass"],
    ["Kd_gp130", "0", "a constant is above 0"],
    ["IL6", "NaN", "not a finite number"],
    ["IL6", "", "is empty"],
  ])("%s: '%s' is refused with the rule", (id, text, words) => {
    type(id, text);
    expect(row(id).querySelector('[role="alert"]')?.textContent).toContain(words);
    expect(x.calls).toHaveLength(0);
  });

  test("outside the usable range is taken, and said to be so", () => {
    type("IL6R", "200,000");
    expect(x.inputs.values.IL6R).toBe(200000);
    expect(spaced(row("IL6R").querySelector(".caution")?.textContent ?? "")).toBe(
      "Outside the usable range, 1 to 100,000 per cell.",
    );
  });

  test("in the making is not overwritten by what changes elsewhere", () => {
    const box = part("box:IL6");
    box.value = "12";
    fire(box, "input");
    x.set({ IL6R: 10 });
    expect(box.value).toBe("12");
  });
});

describe("units", () => {
  test("show the conversion and leave the value alone", () => {
    const unit = part<HTMLSelectElement>("unit:IL6");
    unit.value = "pg/mL";
    fire(unit, "change");
    expect(part("box:IL6").value).toBe("21,000");
    expect(x.inputs.values.IL6).toBe(1);
    expect(x.calls).toHaveLength(0);
  });
});

describe("choices", () => {
  const choose = (choice: string, to: string): void => {
    const select = part<HTMLSelectElement>(`choice:${choice}`);
    select.value = to;
    fire(select, "change");
  };
  const header = (choice: string) => part(`choice:${choice}`).closest(".choice") as HTMLElement;

  test("load their values and show their note", () => {
    choose("set", "weak");
    expect(part("box:Kd_gp130").value).toBe("15");
    expect(header("set").textContent).toContain("note of weak");
    expect(x.calls).toEqual([{ changes: { set: "weak" }, release: true }]);
  });

  test("come before the set of constants", () => {
    const ids = [...root.querySelectorAll<HTMLElement>(".choice select")].map(
      (s) => s.dataset.part,
    );
    expect(ids).toEqual(["choice:cell", "choice:set"]);
  });

  test("say when a loaded value was moved by hand, and load it again", () => {
    const restore = part<HTMLButtonElement>("restore:cell");
    expect(restore.hidden).toBe(true);
    x.set({ IL6R: 100 });
    expect(restore.hidden).toBe(false);
    expect(restore.textContent).toBe("IL6R: changed by hand. Restore");
    expect(part("source:IL6R").textContent).toContain("set by hand");
    restore.click();
    expect(x.inputs.values.IL6R).toBe(4500);
    expect(restore.hidden).toBe(true);
  });

  test("without a count say so, and show no 0", () => {
    choose("cell", "tumour");
    expect(header("cell").textContent).toContain("IL6R: no count known");
    expect(part("box:IL6R").value).toBe("");
    expect(part("slider:IL6R").getAttribute("aria-valuetext")).toBe("no count known");
    expect(part("source:IL6R").textContent).toContain("no count known");
    type("IL6R", "300");
    expect(part("box:IL6R").value).toBe("300");
  });
});

describe("the card", () => {
  const card = (id: string) => row(id).querySelector<HTMLElement>(".card");

  test("says number, range, status, note and source", () => {
    part("source:IL6").click();
    const words = spaced(card("IL6")?.textContent ?? "");
    for (const said of ["21 ng/mL = 1 nM", "0.021 to 2,100 ng/mL", "measured", "about IL6"])
      expect(words).toContain(said);
    const link = card("IL6")?.querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://doi.org/10.1016/S2213-2600(20)30404-5");
    expect(link?.getAttribute("rel")).toContain("noopener");
    expect(part("source:IL6").getAttribute("aria-controls")).toBe(card("IL6")?.id);
  });

  test("marks both sets in the interval that is open", () => {
    part("source:Kd_gp130").click();
    const sets = [...(card("Kd_gp130")?.querySelectorAll(".set") ?? [])].map((s) => s.textContent);
    expect(sets).toEqual(["0.05 buffer", "15 weak"]);
    const bar = card("Kd_gp130")?.querySelector<HTMLElement>(".bar");
    // Range 0.001 to 100 is five decades; 0.01 is one of them in.
    expect(Number.parseFloat(bar?.style.getPropertyValue("--from") ?? "")).toBeCloseTo(20, 9);
  });

  test("is one at a time, and Escape gives the focus back", () => {
    part("source:IL6").click();
    part("source:IL6R").click();
    expect(root.querySelectorAll(".card")).toHaveLength(1);
    press(card("IL6R")?.querySelector("button") as HTMLElement, "Escape");
    expect(root.querySelectorAll(".card")).toHaveLength(0);
    expect(document.activeElement).toBe(part("source:IL6R"));
    expect(part("source:IL6R").getAttribute("aria-expanded")).toBe("false");
  });

  test("follows the number", () => {
    part("source:IL6").click();
    x.set({ IL6: 2 });
    expect(spaced(card("IL6")?.querySelector("strong")?.textContent ?? "")).toBe("42 ng/mL = 2 nM");
  });

  test.each([
    ["10.1126/science.1083901", "https://doi.org/10.1126/science.1083901"],
    ["10.1000/a b", undefined],
    ["10.1000/a?x=1#y", "https://doi.org/10.1000/a%3Fx%3D1%23y"],
    ["javascript:alert(1)", undefined],
    ["https://elsewhere.example/10.1000/1", undefined],
    ["PMC1809568", undefined],
  ])("%s leads to %s", (doi, address) => {
    expect(doiAddress(doi)).toBe(address);
  });
});

describe("language and reset", () => {
  test("re-text everything and keep focus, card, typed text and refusal", () => {
    part("source:IL6R").click();
    type("IL6", "5 IU/mL");
    part("slider:IL6").focus();
    x.setLang("zh");
    expect(row("IL6").textContent).toContain("IL6（中）");
    expect(part("box:IL6").value).toBe("5 IU/mL");
    expect(row("IL6").querySelector('[role="alert"]')?.textContent).toContain("不认识单位");
    expect(row("IL6R").querySelector(".card")?.textContent).toContain("关于 IL6R");
    expect(document.activeElement).toBe(part("slider:IL6"));
    expect(part("lang:zh").getAttribute("aria-pressed")).toBe("true");
  });

  test("do not take over what is still being typed", () => {
    const box = part("box:IL6");
    box.value = "12";
    fire(box, "input");
    x.setLang("zh");
    expect(part("box:IL6").value).toBe("12");
    expect(x.inputs.values.IL6).toBe(1);
  });

  test("the switch asks for the language", () => {
    part<HTMLButtonElement>("lang:zh").click();
    expect(x.lang).toBe("zh");
  });

  test("reset goes back and forgets refusals", () => {
    type("IL6", "abc");
    x.set({ IL6R: 7 });
    part<HTMLButtonElement>("reset").click();
    expect(part("box:IL6").value).toBe("21");
    expect(part("box:IL6R").value).toBe("4,500");
    expect(root.querySelector('[role="alert"]')).toBeNull();
  });
});

describe("values that are no continuum", () => {
  test("are picked from a list", () => {
    const pick = part<HTMLSelectElement>("box:sites");
    expect([...pick.options].map((o) => o.value)).toEqual(["1", "2"]);
    pick.value = "2";
    fire(pick, "change");
    expect(x.calls).toEqual([{ changes: { sites: 2 }, release: true }]);
  });
});

describe("groups", () => {
  test("hold what belongs to them, and say what a folded one has in use", () => {
    const of = (id: string) => row(id).closest("details");
    expect(of("IL6")).not.toBe(of("tocilizumab"));
    expect(of("tocilizumab")?.querySelector("summary")?.textContent).toBe(
      "Drugs and designed molecules",
    );
    expect(of("Kd_gp130")?.open).toBe(false);
    expect(of("IL6")?.open).toBe(true);
    x.set({ tocilizumab: 5 });
    expect(of("tocilizumab")?.querySelector(".used")?.textContent).toBe("1 in use");
  });
});

describe("names of any kind", () => {
  test("are text and nothing else", () => {
    undo();
    const evil = `<img src=x onerror="alert(1)"></script>\u202e${"长".repeat(10_000)}🧬`;
    const [first, ...others] = PROGRAM.values;
    const values = [{ ...(first as Value), label: { en: evil, zh: evil } }, ...others];
    x = fake({ ...PROGRAM, values });
    undo = mount(x, root, fakeSettings());
    part("source:IL6").click();
    type("IL6", evil);
    expect(root.querySelector("img")).toBeNull();
    expect(row("IL6").querySelector(".name")?.textContent).toBe(evil);
    // The sentence goes on the right way round after what was typed, and is not drowned by it.
    expect(row("IL6").querySelector('[role="alert"]')?.textContent).toContain(
      `\u2068${evil.slice(0, 40)}…\u2069`,
    );
  });
});

describe("every control", () => {
  test("has a name", () => {
    for (const el of root.querySelectorAll<HTMLElement>("input, select, button")) {
      const id = el.getAttribute("aria-labelledby");
      const by = id ? root.querySelector(`[id="${id}"]`)?.textContent : undefined;
      const label = el.id ? root.querySelector(`label[for="${el.id}"]`)?.textContent : undefined;
      const own = el.tagName === "BUTTON" ? el.textContent : undefined;
      const hidden = el.hidden ? "hidden" : undefined;
      expect(
        by || label || own || hidden || el.getAttribute("aria-label"),
        el.outerHTML,
      ).toBeTruthy();
    }
  });

  test("has an id of its own when two controls share a page", () => {
    const other = mount(x, root, fakeSettings());
    const ids = [...root.querySelectorAll("[id]")].map((el) => el.id);
    expect(new Set(ids).size).toBe(ids.length);
    other();
  });
});

describe("the undo", () => {
  test("leaves no subscriber, listener or element behind, whatever was done before", () => {
    undo();
    const live = new Set<string>();
    const add = vi.spyOn(owner(root, "addEventListener"), "addEventListener");
    const settings = fakeSettings();
    for (let round = 0; round < 3; round++) {
      const stop = mount(x, root, settings);
      drag("IL6", 200);
      part("source:IL6").click();
      x.setLang(round % 2 ? "en" : "zh");
      type("IL6", "abc");
      expect(x.listening).toBe(1);
      stop();
      expect(x.listening).toBe(0);
      expect(settings.watching).toBe(0);
      expect(root.childElementCount).toBe(0);
    }
    // Every listener ends with a signal that the undo has raised.
    expect(add.mock.calls.length).toBeGreaterThan(100);
    for (const [kind, , options] of add.mock.calls) {
      const signal = typeof options === "object" ? options?.signal : undefined;
      // "abort" is how the test's DOM itself listens to those signals.
      if (kind !== "abort" && !signal?.aborted) live.add(kind);
    }
    expect([...live]).toEqual([]);
    add.mockRestore();
    undo = mount(x, root, fakeSettings());
  });
});
