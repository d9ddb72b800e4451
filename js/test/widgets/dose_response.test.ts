// The dose-response: axes, half-maximal dose, band, places of words, what is set on marks, and what stands in the page.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { apart, beside } from "../../src/widgets/chart/place.ts";
import { decades, nice, power, spaced, steady } from "../../src/widgets/dose/axis.ts";
import { half } from "../../src/widgets/dose/half.ts";
import { share } from "../../src/widgets/dose/share.ts";
import { type Curves, slices, sweep } from "../../src/widgets/dose/sweep.ts";
import { drive, mount } from "../../src/widgets/dose_response.ts";
import { fake, type Mark, marks, program, response, settings } from "./dose.fake.ts";

const READ = ["hexamer", "classic", "trans"];
const PARTS = [
  ...["scale_x", "scale_y", "axis_x", "axis_y", "rule", "sets", "drop", "cursor", "half"],
  ...READ.flatMap((id) => [`band:${id}`, `curve:${id}`]),
  ...["dots:circle", "dots:triangle-up", "words:end", "words:left", "words:right", "notes:left"],
];
const frame = (more: Record<string, unknown> = {}) =>
  settings({ read: READ, parts: PARTS, marks: PARTS.map((name) => `IPY_MODEL_${name}`), ...more });
const floats = (mark: Mark | undefined, name: string) => mark?.given[name] as Float64Array;
const rows = (mark: Mark | undefined) => (mark?.given.y ?? []) as Float64Array[];

describe("axes", () => {
  test("decades are whole, and thinned where there are many", () => {
    expect(decades(1e-3, 100)).toEqual([1e-3, 1e-2, 0.1, 1, 10, 100]);
    expect(decades(2e-3, 50)).toEqual([1e-2, 0.1, 1, 10]);
    expect(decades(1e-6, 1e6).length).toBeLessThanOrEqual(6);
    expect(power(1e-3)).toBe("10⁻³");
  });

  test("doses reach both ends and are even in their logarithm", () => {
    const doses = spaced(0.001, 100, 6);
    expect(doses[0]).toBe(0.001);
    expect(doses[5]).toBe(100);
    for (let i = 1; i < 6; i++) expect((doses[i] ?? 0) / (doses[i - 1] ?? 1)).toBeCloseTo(10, 9);
  });

  test.each([0.3, 1, 7, 99, 1905, 2603, 4500, 12345])("%d fits under five ticks", (top) => {
    const { max, step } = nice(top);
    expect(max).toBeGreaterThanOrEqual(top);
    expect(max / step + 1).toBeLessThanOrEqual(5);
    expect(max).toBeLessThan(2 * top);
  });

  test("the scale grows at once and shrinks only when half stands empty", () => {
    const start = nice(1000);
    expect(steady(start, 1001).max).toBeGreaterThan(1000);
    expect(steady(start, 600)).toBe(start);
    expect(steady(start, 400).max).toBeLessThan(1000);
  });
});

describe("half-maximal dose", () => {
  const doses = Float64Array.of(0, ...spaced(1e-4, 1e6, 401));

  test("is K on a saturation curve", () => {
    const found = half(
      doses,
      doses.map((d) => (50 * d) / (3 + d)),
    );
    // A grid of 40 doses a decade, read off by straight lines: within 0.1 %.
    expect(found?.dose).toBeCloseTo(3, 2);
    expect(found?.least).toBe(false);
  });

  test("counts from the response without any dose", () => {
    const found = half(
      doses,
      doses.map((d) => 20 + (50 * d) / (3 + d)),
    );
    expect(found?.dose).toBeCloseTo(3, 2);
  });

  test("is a lower bound where the response still climbs", () => {
    const near = Float64Array.of(0, ...spaced(0.01, 10, 121));
    const found = half(
      near,
      near.map((d) => d / (3 + d)),
    );
    expect(found?.least).toBe(true);
    expect(found?.dose).toBeLessThan(3);
  });

  test("is nothing on a flat line", () => {
    expect(
      half(
        doses,
        doses.map(() => 7),
      ),
    ).toBeUndefined();
  });
});

describe("band", () => {
  const doses = Float64Array.of(0, ...spaced(0.01, 1000, 121));
  const K = program.values[1];
  const open = K ? [K] : [];
  const curve = (over: Float64Array, values: Record<string, number>): Curves => ({
    hexamer: over.map((d) => response("hexamer", { top: 1, IL6: d, ...values })),
  });
  const known = [curve(doses, { K: 1 }), curve(doses, { K: 5 })];
  const run = (task = { doses, read: ["hexamer"], open, known, curve }) => {
    const seen: Curves[] = [];
    const steps = sweep(task, (c) => seen.push(c));
    let coarse: { low: Curves; high: Curves } | undefined;
    for (;;) {
      const { value, done } = steps.next();
      if (done) return { coarse, fine: value, seen };
      coarse ??= value;
    }
  };

  test("reaches the curves at both ends of an open interval", () => {
    const { fine } = run();
    const [strong, weak] = [curve(doses, { K: 0.1 }).hexamer, curve(doses, { K: 10 }).hexamer];
    // The very same formula at the very same K: equal to the last bits.
    doses.forEach((_, i) => {
      expect(fine.high.hexamer?.[i]).toBeCloseTo(strong?.[i] ?? -1, 12);
      expect(fine.low.hexamer?.[i]).toBeCloseTo(weak?.[i] ?? -1, 12);
    });
  });

  test("holds every set's curve, coarse and refined, even one outside the interval", () => {
    const outlier = curve(doses, { K: 40 });
    const { coarse, fine } = run({
      doses,
      read: ["hexamer"],
      open,
      known: [...known, outlier],
      curve,
    });
    for (const hull of [coarse, fine]) {
      for (const c of [...known, outlier]) {
        c.hexamer?.forEach((v, i) => {
          expect(hull?.low.hexamer?.[i]).toBeLessThanOrEqual(v);
          expect(hull?.high.hexamer?.[i]).toBeGreaterThanOrEqual(v);
        });
      }
    }
  });

  test("finds a response that is highest between the ends", () => {
    const peaked = (over: Float64Array, { K: k = 1 }: Record<string, number>): Curves => ({
      hexamer: over.map(() => Math.exp(-(Math.log10(k) ** 2) * 8)),
    });
    const { fine } = run({
      doses,
      read: ["hexamer"],
      open,
      known: [peaked(doses, { K: 10 })],
      curve: peaked,
    });
    // 48 points over two decades: the nearest is within 1/24 of a decade of the top.
    expect(Math.max(...(fine.high.hexamer ?? []))).toBeGreaterThan(0.98);
  });

  test("works in slices and stops when told to", () => {
    const waiting: (() => void)[] = [];
    let solved = 0;
    const slow = (over: Float64Array, values: Record<string, number>) => {
      solved++;
      const until = performance.now() + 4;
      while (performance.now() < until);
      return curve(over, values);
    };
    const steps = sweep({ doses, read: ["hexamer"], open, known, curve: slow }, () => {});
    const stop = slices(
      steps,
      () => {},
      (f) => {
        waiting.push(f);
        return () => waiting.splice(waiting.indexOf(f), 1);
      },
    );
    expect(solved).toBe(0);
    waiting.shift()?.();
    // Two of 4 ms fill a slice of 6; on a busy machine one may do.
    expect(solved).toBeGreaterThan(0);
    expect(solved).toBeLessThanOrEqual(2);
    expect(waiting).toHaveLength(1);
    stop();
    expect(waiting).toHaveLength(0);
  });

  test("stops for whoever it shows a hull to", () => {
    const waiting: (() => void)[] = [];
    let shown = 0;
    const steps = sweep({ doses, read: ["hexamer"], open, known, curve }, () => {});
    const stop = slices(
      steps,
      () => {
        shown++;
        stop();
      },
      (f) => {
        waiting.push(f);
        return () => {};
      },
    );
    for (let i = 0; i < 1000 && waiting.length; i++) waiting.shift()?.();
    expect(shown).toBe(1);
    expect(waiting).toHaveLength(0);
  });
});

describe("places of words", () => {
  test("are apart by a line, in order, and within the chart", () => {
    const moved = apart([100, 102, 103, 239, 240, 5], 240);
    const sorted = [...moved].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) {
      expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-9);
    }
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...moved)).toBeLessThanOrEqual(240);
    expect(moved[0]).toBeLessThan(moved[1] ?? 0);
    expect(moved[1]).toBeLessThan(moved[2] ?? 0);
    expect(moved[5]).toBe(5);
  });

  test("never lie on another word", () => {
    const taken = { left: 0, top: 80, right: 95, bottom: 110 };
    const found = beside([{ x: 100, y: 100 }], 40, [taken], [], { width: 300, height: 200 });
    expect(found?.side).toBe("right");
    expect(beside([{ x: 100, y: 100 }], 400, [], [], { width: 300, height: 200 })).toBeUndefined();
  });
});

describe("moving the marks", () => {
  test("sets curves in the unit shown, from the experiment", () => {
    const x = fake();
    const { by, list } = marks(PARTS);
    const undo = drive(x, list, frame());
    const [xs, ys] = [floats(by.get("curve:hexamer"), "x"), floats(by.get("curve:hexamer"), "y")];
    expect(ys).toBeInstanceOf(Float64Array);
    // Half of the top at K = 1 nM, which is 20 ng/mL.
    const i = xs.findIndex((v) => v >= 20);
    expect((ys[i] ?? 0) / 1000).toBeCloseTo((xs[i] ?? 0) / (20 + (xs[i] ?? 0)), 9);
    expect(floats(by.get("half"), "x")[0]).toBeCloseTo(20, 1);
    expect(floats(by.get("cursor"), "x")[0]).toBeCloseTo(20, 9);
    undo();
  });

  test("gives a fresh array for every change, and leaves nothing for a later save", () => {
    const x = fake();
    const { by, list } = marks(PARTS);
    const undo = drive(x, list, frame({ band: true }));
    const first = floats(by.get("curve:hexamer"), "y");
    x.set({ top: 2000 });
    const second = floats(by.get("curve:hexamer"), "y");
    expect(second).not.toBe(first);
    expect(second[100]).toBeCloseTo(2 * (first[100] ?? 0), 6);
    for (const mark of by.values()) {
      expect(mark.saves).toBe(0);
      expect(mark._buffered_state_diff).toEqual({});
    }
    undo();
  });

  test("moves only the cursor when the dose moves", () => {
    const x = fake();
    const { by, list } = marks(PARTS);
    const undo = drive(x, list, frame());
    const [before, asked] = [by.get("curve:hexamer")?.sets.length, x.curves];
    x.set({ IL6: 2 });
    expect(by.get("curve:hexamer")?.sets.length).toBe(before);
    expect(x.curves).toBe(asked);
    expect(floats(by.get("cursor"), "x")[0]).toBeCloseTo(40, 9);
    undo();
  });

  test("puts a dose of zero at its own place, off the axis", () => {
    const x = fake();
    const { by, list } = marks(PARTS);
    const undo = drive(x, list, frame());
    x.set({ IL6: 0 });
    const [zero] = floats(by.get("cursor"), "x");
    const least = by.get("scale_x")?.given.min as number;
    expect(zero).toBe(least);
    // 0.6 decade left of the least dose, 0.01 nM = 0.2 ng/mL taken down to the whole decade.
    expect(Math.log10(0.1 / least)).toBeCloseTo(0.6, 9);
    expect(by.get("axis_x")?.given.tick_labels).toMatchObject({ [String(zero)]: "0" });
    undo();
  });

  test("draws no line across the gap beside zero", () => {
    const { by, list } = marks(PARTS);
    const undo = drive(fake(), list, frame());
    expect(floats(by.get("curve:classic"), "y")[2]).toBeNaN();
    undo();
  });

  test("draws the other set's whole, and with the band a hull around every set", () => {
    const x = fake();
    const view = frame();
    const { by, list } = marks(PARTS);
    const undo = drive(x, list, view);
    expect(by.get("sets")?.given.y).toHaveLength(1);
    expect(floats(by.get("band:hexamer"), "y")).toHaveLength(0);
    view.set("band", true);
    const [high, low] = rows(by.get("band:hexamer"));
    const other = rows(by.get("sets"))[READ.length - 1];
    for (const c of [floats(by.get("curve:hexamer"), "y"), other]) {
      c?.forEach((v, i) => {
        if (Number.isNaN(v)) return;
        expect(low?.[i]).toBeLessThanOrEqual(v);
        expect(high?.[i]).toBeGreaterThanOrEqual(v);
      });
    }
    undo();
  });

  test("goes on without a mark that could not be found", () => {
    const x = fake();
    const { by, list } = marks(PARTS);
    const undo = drive(x, [...list.slice(0, 10), undefined, ...list.slice(11)], frame());
    x.set({ top: 500 });
    expect(by.get(PARTS[10] as string)?.sets).toHaveLength(0);
    expect(by.get("curve:trans")?.sets.length).toBeGreaterThan(0);
    undo();
  });

  test("its undo leaves no listener behind", () => {
    const x = fake();
    const view = frame({ band: true });
    const undo = drive(x, marks(PARTS).list, view);
    expect(x.listening).toBe(1);
    undo();
    undo();
    expect(x.listening).toBe(0);
    expect(view.watching).toBe(0);
  });
});

describe("a band that is refined in idle time", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => vi.useRealTimers());

  test("ends in the exact hull, with an interval of the half-maximal dose", () => {
    const x = fake();
    const view = frame({ band: true });
    const { shown: r, release } = share(x, view);
    expect(r.swept?.coarse).toBe(true);
    for (let i = 0; i < 500 && r.swept?.coarse; i++) vi.advanceTimersByTime(20);
    expect(r.swept?.coarse).toBe(false);
    // The half of the whole is at K: from 0.1 to 10 nM. The range ends at 1000 nM, where K = 10 has reached 99 %.
    expect(r.swept?.half?.[0]).toBeCloseTo(0.1, 2);
    expect(r.swept?.half?.[1]).toBeCloseTo(10, 0);
    release();
  });

  test("holds the new curves too while it is still the old one", () => {
    const x = fake();
    const { shown: r, release } = share(x, frame({ band: true }));
    for (let i = 0; i < 500 && r.swept?.coarse; i++) vi.advanceTimersByTime(20);
    x.set({ top: 5000 });
    const { swept } = r;
    expect(swept?.coarse).toBe(true);
    for (const c of [r.curves, ...r.sets.map((s) => s.curves)]) {
      c.hexamer?.forEach((v, i) => {
        expect(swept?.high.hexamer?.[i]).toBeGreaterThanOrEqual(v);
        expect(swept?.low.hexamer?.[i]).toBeLessThanOrEqual(v);
      });
    }
    release();
  });

  test("is not computed again for another language", () => {
    const x = fake();
    const { shown: r, release } = share(x, frame({ band: true }));
    for (let i = 0; i < 500 && r.swept?.coarse; i++) vi.advanceTimersByTime(20);
    x.setLang("zh");
    expect(r.swept?.coarse).toBe(false);
    release();
  });

  test("is dropped when its view goes", () => {
    const x = fake();
    const { shown: r, release } = share(x, frame({ band: true }));
    expect(r.swept?.coarse).toBe(true);
    release();
    const asked = x.curves;
    vi.advanceTimersByTime(1000);
    expect(x.curves).toBe(asked);
  });
});

describe("around the figure", () => {
  const page = () => {
    const box = document.createElement("div");
    box.className = "il6-dose-response";
    const el = document.createElement("div");
    const figure = document.createElement("div");
    figure.className = "bqplot il6-figure";
    figure.append(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    box.append(el, figure);
    document.body.append(box);
    return { el, figure, box };
  };

  test("the figure has a name that says the numbers, and its drawing is hidden from readers", () => {
    const { el, figure } = page();
    const undo = mount(fake(), el, frame());
    expect(figure.getAttribute("role")).toBe("img");
    // Half of 1,000 at K.
    expect(figure.getAttribute("aria-label")).toContain("500 hexamer per cell at 20 ng/mL IL6");
    expect(figure.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
    undo();
    expect(figure.hasAttribute("role")).toBe(false);
    expect(el.childElementCount).toBe(0);
  });

  test("the band is a switch that is kept with the view", () => {
    const { el } = page();
    const view = frame();
    const undo = mount(fake(), el, view);
    const button = el.querySelector("button");
    expect(button?.getAttribute("aria-pressed")).toBe("false");
    button?.click();
    expect(view.get("band", false)).toBe(true);
    expect(button?.getAttribute("aria-pressed")).toBe("true");
    undo();
  });

  test("the numbers are there on request, with the present dose among them", () => {
    const { el } = page();
    const x = fake();
    x.set({ IL6: 3 });
    const undo = mount(x, el, frame());
    expect(el.querySelector("table")).toBeNull();
    const details = el.querySelector("details") as HTMLDetailsElement;
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    const row = el.querySelector("tr.il6-dose-now");
    // 1000 · 3 / (1 + 3), and its parts.
    expect([...(row?.querySelectorAll("td") ?? [])].map((c) => c.textContent)).toEqual([
      "750",
      "562.5",
      "187.5",
    ]);
    undo();
  });

  test("speaks the language in force", () => {
    const { el } = page();
    const x = fake();
    const undo = mount(x, el, frame());
    x.setLang("zh");
    expect(el.querySelector("button")?.textContent).toBe("曲线带");
    undo();
  });

  test("finds its figure when the host puts both into the page later", async () => {
    const { el, figure, box } = page();
    box.remove();
    const undo = mount(fake(), el, frame());
    document.body.append(box);
    await vi.waitFor(() => expect(figure.getAttribute("role")).toBe("img"));
    undo();
  });

  test("finds a figure that comes late, and one that takes its place", async () => {
    const { el, figure, box } = page();
    figure.remove();
    const undo = mount(fake(), el, frame());
    box.append(figure);
    await vi.waitFor(() => expect(figure.getAttribute("role")).toBe("img"));
    undo();
  });

  test("frame and marks share one computation", () => {
    const { el } = page();
    const x = fake();
    const undo = [mount(x, el, frame()), drive(x, marks(PARTS).list, frame())];
    const asked = x.curves;
    x.set({ top: 10 });
    // One for the inputs, one for the other set.
    expect(x.curves - asked).toBe(2);
    for (const u of undo) u();
    expect(x.listening).toBe(0);
  });
});
