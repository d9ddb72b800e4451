// Numbers as they stand on screen; expected texts are written out by hand.
import { describe, expect, test } from "vitest";
import { parse } from "../../src/kinetics/units.ts";
import { number, rounded, superscript, unitLabel, withUnit } from "../../src/widgets/format.ts";
import { text } from "../../src/widgets/locale.ts";

const spaced = (text: string): string => text.replaceAll("\u00a0", " ");

describe("number", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [3.11, "3.11"],
    [3.1105, "3.11"],
    [50, "50"],
    [0.05, "0.05"],
    [0.001, "0.001"],
    [0.0009996, "0.001"],
    [0.00099, "9.9 × 10⁻⁴"],
    [1e-7, "1 × 10⁻⁷"],
    [4.764e-5, "4.76 × 10⁻⁵"],
    [16.8, "16.8"],
    [16.84, "16.8"],
    [1865.7, "1,866"],
    [4500, "4,500"],
    [123456.7, "123,457"],
    [1e6, "1 × 10⁶"],
    [2.5e21, "2.5 × 10²¹"],
    [-3.2, "−3.2"],
    [-1e-7, "−1 × 10⁻⁷"],
    [Number.NaN, "–"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is %s in both languages", (x, expected) => {
    expect(spaced(number(x, "en"))).toBe(expected);
    expect(spaced(number(x, "zh"))).toBe(expected);
  });

  test("takes the number of digits wanted", () => {
    expect(number(2.34567, "en", 1)).toBe("2");
    expect(number(2.34567, "en", 5)).toBe("2.3457");
    expect(spaced(number(0.000123456, "en", 2))).toBe("1.2 × 10⁻⁴");
  });

  test("never breaks a line inside a number, and never writes e or a hyphen", () => {
    for (let power = -12; power <= 12; power++)
      expect(number(-3.25 * 10 ** power, "en")).not.toMatch(/[ e-]/);
  });

  test("writes what the reader of typed text reads back", () => {
    for (let power = -12; power <= 12; power++) {
      const x = rounded(3.257 * 10 ** power, 3);
      for (const lang of ["en", "zh"] as const) {
        const found = parse(number(x, lang), "nM");
        expect(found.ok && Math.abs(found.value / x - 1)).toBeLessThan(1e-3); // a whole part is kept entire
      }
    }
  });
});

describe("units", () => {
  test("are named from the catalogue, however the model spells them", () => {
    expect(
      ["nM", "ug/mL", "µg/mL", "1/cell", "1"].map((unit) =>
        unitLabel((key) => text("en", key), unit),
      ),
    ).toEqual(["nM", "µg/mL", "µg/mL", "per cell", ""]);
  });

  test("stand behind the number with a space that does not break", () => {
    expect(withUnit("3.11", "ng/mL")).toBe("3.11\u00a0ng/mL");
    expect(withUnit("2", "")).toBe("2");
  });

  test("powers are superscript", () => {
    expect([-12, -1, 0, 20].map(superscript)).toEqual(["⁻¹²", "⁻¹", "⁰", "²⁰"]);
  });
});
