// Units: conversions against numbers worked out by hand, and what people really type.
import { describe, expect, test } from "vitest";
import { canonical, convert, dimension, parse } from "../../src/kinetics/units.ts";

const IL6 = 21000; // g/mol
const read = (text: string, unit = "ng/mL", mass: number | undefined = IL6) =>
  parse(text, unit, mass);
const ok = (value: number, unit: string) => ({ ok: true, value, unit });

describe("convert", () => {
  // 1 ng/mL = 1e-6 g/L; over 21,000 g/mol that is 4.76190e-11 mol/L = 47.6190 pM.
  test.each([
    [1, "ng/mL", "pM", 47.61904761904762],
    [1, "ng/mL", "nM", 0.04761904761904762],
    [3110.5, "pg/mL", "nM", 0.14811904761904762],
    [1, "mg/mL", "uM", 47.61904761904762],
    [1, "nM", "ng/mL", 21],
    [1, "M", "mg/mL", 21000],
    [5, "pM", "fM", 5000],
    [2, "uM", "nM", 2000],
    [1, "mM", "M", 0.001],
    [4500, "1/cell", "1/cell", 4500],
    [0, "ng/mL", "nM", 0],
  ])("%d %s in %s is %d", (x, from, to, expected) => {
    expect(convert(x, from, to, IL6)).toBeCloseTo(
      expected,
      12 - Math.ceil(Math.log10(expected + 1)),
    );
  });

  test("goes there and back without loss, whichever unit lies between", () => {
    const concentrations = ["fM", "pM", "nM", "uM", "M", "pg/mL", "ng/mL", "ug/mL", "mg/mL"];
    for (const from of concentrations)
      for (const to of concentrations)
        for (const x of [3.11, 0.05, 1e-9, 7e8]) {
          const back = convert(convert(x, from, to, IL6), to, from, IL6);
          expect(Math.abs(back / x - 1)).toBeLessThan(1e-15 * 4); // four roundings
        }
  });

  test("does not touch a number that stays in its unit", () => {
    expect(convert(0.1 + 0.2, "nM", "nM")).toBe(0.1 + 0.2);
  });

  test.each([
    ["ng/mL", "nM", undefined, "without a molar mass"],
    ["1/cell", "nM", IL6, "no way"],
    ["1", "1/cell", IL6, "no way"],
    ["IU/mL", "nM", IL6, "no unit 'IU/mL'"],
  ])("refuses %s to %s", (from, to, mass, words) => {
    expect(() => convert(1, from, to, mass)).toThrow(words);
  });
});

describe("canonical", () => {
  test.each([
    ["µg/mL", "ug/mL"],
    ["μg/ml", "ug/mL"],
    ["UG/ML", "ug/mL"],
    ["ｎｇ／ｍＬ", "ng/mL"],
    ["ng·mL⁻¹", "ng/mL"],
    ["ng mL-1", "ng/mL"],
    ["nmol/L", "nM"],
    ["pmol l⁻¹", "pM"],
    ["µM", "uM"],
    ["ng/L", "pg/mL"],
    ["mg/l", "mg/L"],
    ["纳克/毫升", "ng/mL"],
    ["per cell", "1/cell"],
    ["个/细胞", "1/cell"],
    ["cell⁻¹", "1/cell"],
    ["IU/mL", undefined],
    ["constructor", undefined],
    ["__proto__", undefined],
  ])("%s is %s", (text, unit) => {
    expect(canonical(text)).toBe(unit);
  });

  test("knows what each unit measures", () => {
    expect(["pM", "µg/mL", "1/cell", "1"].map(dimension)).toEqual([
      "amount",
      "mass",
      "count",
      "number",
    ]);
  });
});

describe("parse", () => {
  test.each([
    ["40 ng/mL", 40, "ng/mL"],
    ["2 nM", 2, "nM"],
    ["0.5", 0.5, "ng/mL"],
    ["1e-3", 0.001, "ng/mL"],
    ["1E3 pM", 1000, "pM"],
    [".5", 0.5, "ng/mL"],
    ["5.", 5, "ng/mL"],
    ["+3", 3, "ng/mL"],
    ["5 pg/ml", 5, "pg/mL"],
    ["5pg/ml", 5, "pg/mL"],
    ["3 µg/mL", 3, "ug/mL"],
    ["3 ug/mL", 3, "ug/mL"],
    ["  40\u00a0ng/mL ", 40, "ng/mL"],
  ])("reads %s", (text, value, unit) => {
    expect(read(text)).toEqual(ok(value, unit));
  });

  test.each([
    ["０．５", 0.5, "ng/mL"],
    ["４０ｎｇ／ｍＬ", 40, "ng/mL"],
    ["0。5", 0.5, "ng/mL"],
    ["0，5 nM", 0.5, "nM"],
    ["2 微克/毫升", 2, "ug/mL"],
  ])("reads %s, as a Chinese hand may type it", (text, value, unit) => {
    expect(read(text)).toEqual(ok(value, unit));
  });

  test.each([
    ["0,5", 0.5],
    ["12,75", 12.75],
    ["0,500", 0.5],
    ["1.234,5", 1234.5],
    ["1.234.567", 1234567],
    ["4 500", 4500],
    ["4\u202f500,5", 4500.5],
  ])("reads %s, as a European hand may type it", (text, value) => {
    expect(read(text)).toEqual(ok(value, "ng/mL"));
  });

  test.each([
    ["4,500", 4500],
    ["1,234,567.5", 1234567.5],
    ["1\u00a0×\u00a010⁻⁷", 1e-7],
    ["2.5 × 10⁶", 2.5e6],
    ["2.5x10^-3", 0.0025],
    ["10^-2", 0.01],
    ["−0", 0],
  ])("reads %s, as we write it", (text, value) => {
    expect(read(text)).toEqual(ok(value, "ng/mL"));
  });

  test("reads counts and pure numbers", () => {
    expect(parse("4,500 /cell", "1/cell")).toEqual(ok(4500, "1/cell"));
    expect(parse("0.05", "1")).toEqual(ok(0.05, "1"));
  });

  test.each([
    ["", "empty", undefined],
    ["   ", "empty", undefined],
    ["abc", "no_quantity", undefined],
    ["ng/mL", "no_quantity", undefined],
    ["--5", "no_quantity", undefined],
    ["1.2.3", "no_quantity", undefined],
    ["1,2,3", "no_quantity", undefined],
    ["5 6", "no_quantity", undefined],
    ["0x10", "unknown_unit", "x10"],
    ["NaN", "not_finite", undefined],
    ["-inf", "not_finite", undefined],
    ["1e999", "not_finite", undefined],
    ["-5", "negative", undefined],
    ["−5 ng/mL", "negative", undefined],
    ["5 IU/mL", "unknown_unit", "IU/mL"],
    ["5 <img onerror=alert(1)>", "unknown_unit", "<img onerror=alert(1)>"],
    ["5 /cell", "wrong_dimension", "1/cell"],
  ])("refuses '%s' as %s", (text, fault, unit) => {
    expect(read(text)).toEqual(unit ? { ok: false, fault, unit } : { ok: false, fault });
  });

  test("refuses a mass where there is no molar mass, and a concentration on a cell", () => {
    expect(parse("5 ng/mL", "nM")).toEqual({ ok: false, fault: "no_molar_mass", unit: "ng/mL" });
    expect(parse("5 nM", "1/cell")).toEqual({ ok: false, fault: "wrong_dimension", unit: "nM" });
  });

  test("is not slowed down by ten thousand characters", () => {
    const start = performance.now();
    for (const c of ["1", "1,", "1 ", "ng", "×10^", ".", "\u202e"]) read(c.repeat(10_000));
    expect(performance.now() - start).toBeLessThan(500); // ms; a quadratic pattern takes seconds
  });
});

test("a unit of a model's own is read where it is wanted, and turns into no other", () => {
  expect(parse("0.3", "1/nM/min")).toEqual({ ok: true, value: 0.3, unit: "1/nM/min" });
  expect(parse("0.3 nM/min", "nM/min")).toEqual({ ok: true, value: 0.3, unit: "nM/min" });
  expect(parse("0.3 nM", "1/nM/min")).toMatchObject({ ok: false });
  expect(convert(2, "pL", "pL")).toBe(2);
  expect(() => convert(2, "pL", "nM")).toThrow("no unit 'pL'");
});
