// Numbers and units as a reader wants to see them, in both languages.
import { canonical } from "../kinetics/units.ts";
import type { Language, Live } from "./view.ts";

const LOCALE: Readonly<Record<Language, string>> = { en: "en-GB", zh: "zh-CN" };

/** Keeps a number and its unit, and the parts of 1 × 10⁻⁷, on one line. */
export const NO_BREAK = "\u00a0";

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A whole power as superscript figures: "⁻⁷". */
export const superscript = (power: number): string =>
  (power < 0 ? "⁻" : "") + [...`${Math.abs(power)}`].map((d) => SUPERSCRIPT[Number(d)]).join("");

// Making an Intl.NumberFormat costs more than using it a hundred times.
const formats = new Map<string, Intl.NumberFormat>();

function grouped(x: number, lang: Language, decimals: number): string {
  const key = `${lang}${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: decimals });
    formats.set(key, format);
  }
  return format.format(x);
}

/**
 * A number with `digits` significant digits, a true minus, thousands by locale, and 1 × 10⁻⁷ for the very small or large.
 * Figures before the point are never rounded away: 1,866 stays 1,866. Trailing zeros are not written.
 */
export function number(x: number, lang: Language, digits = 3): string {
  if (Number.isNaN(x)) return "–";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  const [mantissa = "", exponent = ""] = Math.abs(x)
    .toExponential(digits - 1)
    .split("e");
  const power = Number(exponent);
  const sign = x < 0 ? "−" : "";
  if (power < -3 || power >= 6)
    return `${sign}${Number(mantissa)}${NO_BREAK}×${NO_BREAK}10${superscript(power)}`;
  return sign + grouped(Math.abs(x), lang, Math.max(0, digits - 1 - power));
}

/** `x` rounded to so many significant digits. */
export const rounded = (x: number, digits: number): number => Number(x.toPrecision(digits));

/** The short name of a unit, as it stands behind a number; "" for pure numbers. */
export const unitLabel = (text: Live["text"], unit: string): string =>
  unit === "1" ? "" : text(`unit.${canonical(unit) ?? unit}`);

/** The name of a unit as it is spoken. */
export const unitSpoken = (text: Live["text"], unit: string): string =>
  unit === "1" ? "" : text(`unit.spoken.${canonical(unit) ?? unit}`);

/** A number and its unit with a space that does not break. */
export const withUnit = (number: string, unit: string): string =>
  unit === "" ? number : `${number}${NO_BREAK}${unit}`;
