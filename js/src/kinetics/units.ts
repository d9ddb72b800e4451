// Units that a hand may write, and the way between them; the same table as the Python side.

/** What a unit measures. Amounts and masses turn into each other through a molar mass. */
export type Dimension = "amount" | "mass" | "count" | "number";

/** Factors are whole powers of ten, so that a change of prefix rounds once at most. */
interface Unit {
  dimension: Dimension;
  factor: number;
}

/** By the spelling used in models (ASCII). Amounts count in fM, masses in pg/mL. */
const UNITS: Readonly<Record<string, Unit>> = {
  fM: { dimension: "amount", factor: 1 },
  pM: { dimension: "amount", factor: 1e3 },
  nM: { dimension: "amount", factor: 1e6 },
  uM: { dimension: "amount", factor: 1e9 },
  mM: { dimension: "amount", factor: 1e12 },
  M: { dimension: "amount", factor: 1e15 },
  "pg/mL": { dimension: "mass", factor: 1 },
  "ng/mL": { dimension: "mass", factor: 1e3 },
  "ug/mL": { dimension: "mass", factor: 1e6 },
  "mg/mL": { dimension: "mass", factor: 1e9 },
  "mg/L": { dimension: "mass", factor: 1e6 }, // as CRP is given
  "1/cell": { dimension: "count", factor: 1 },
  "1": { dimension: "number", factor: 1 },
};

/** 1 pg/mL is 1e-9 g/L: divided by g/mol it is nM, and 1e6 fM are one nM. */
const FM_PER_NM = 1e6;

/** Other spellings, as `plain` leaves them: without spaces, in lower case, with u for µ. */
const SPELLINGS: Readonly<Record<string, string>> = {
  "fmol/l": "fM",
  "pmol/l": "pM",
  "nmol/l": "nM",
  "umol/l": "uM",
  "mmol/l": "mM",
  "mol/l": "M",
  "ng/l": "pg/mL",
  "ug/l": "ng/mL",
  "g/l": "mg/mL",
  "皮克/毫升": "pg/mL",
  "纳克/毫升": "ng/mL",
  "微克/毫升": "ug/mL",
  "毫克/毫升": "mg/mL",
  "/cell": "1/cell",
  percell: "1/cell",
  "molecules/cell": "1/cell",
  "receptors/cell": "1/cell",
  "/细胞": "1/cell",
  "个/细胞": "1/cell",
};

/** Why a text was not read. */
export type Fault =
  | "empty"
  | "no_quantity"
  | "not_finite"
  | "negative"
  | "unknown_unit"
  | "wrong_dimension"
  | "no_molar_mass";

/** A quantity in the unit it was written in, or the reason why there is none. */
export type Parsed =
  | { ok: true; value: number; unit: string }
  | { ok: false; fault: Fault; unit?: string };

// One letter for micro and for minus, no marks that cannot be seen, superscripts as ^; full-width forms become plain.
const plain = (text: string): string =>
  text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `^${power.normalize("NFKC")}`)
    .normalize("NFKC")
    .replace(/[−–—]/g, "-")
    .replace(/μ/g, "u")
    .replace(/。/g, ".")
    .trim();

const NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.keys(UNITS).map((unit): [string, string] => [unit.toLowerCase(), unit]),
  ...Object.entries(SPELLINGS),
]);

/**
 * The spelling used in models for a unit as a hand writes it: "µg/ml", "ng·mL⁻¹", "nmol/L".
 * Letter case is forgiven; no two units here differ by it alone.
 */
export function canonical(text: string): string | undefined {
  const name = plain(text)
    .replace(/[\s·⋅*]/g, "")
    .toLowerCase()
    .replace(/(ml|l|cell)\^?-1$/, "/$1");
  return NAMES.get(name);
}

function unitOf(text: string): Unit {
  const unit = UNITS[canonical(text) ?? ""];
  if (!unit) throw new RangeError(`no unit '${text}'; there are ${Object.keys(UNITS).join(", ")}`);
  return unit;
}

/** What a unit measures; throws where there is no such unit. */
export const dimension = (unit: string): Dimension => unitOf(unit).dimension;

/**
 * A number in another unit. Mass and amount need the molar mass (g/mol).
 * Throws a RangeError where there is no way from one unit to the other.
 */
export function convert(x: number, from: string, to: string, molarMass?: number): number {
  if (from === to) return x; // also a unit of a model's own, such as that of a rate
  const [a, b] = [unitOf(from), unitOf(to)];
  if (a.dimension === b.dimension) return a.factor === b.factor ? x : (x * a.factor) / b.factor;
  if (molarMass && a.dimension === "mass" && b.dimension === "amount")
    return (((x * a.factor) / molarMass) * FM_PER_NM) / b.factor;
  if (molarMass && a.dimension === "amount" && b.dimension === "mass")
    return (((x * a.factor) / FM_PER_NM) * molarMass) / b.factor;
  throw new RangeError(`no way from ${from} to ${to}${molarMass ? "" : " without a molar mass"}`);
}

// A decimal point or a decimal comma; groups of three by comma, point or space.
// "1,500" is read as we write it, fifteen hundred; "0,500" and "1,5" can only be decimals.
function digits(text: string): number {
  if (/^\d{1,3}( \d{3})+([.,]\d*)?$/.test(text))
    return Number(text.replace(/ /g, "").replace(",", "."));
  if (/^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(text)) return Number(text.replace(/,/g, ""));
  if (/^[1-9]\d{0,2}(\.\d{3})+,\d*$/.test(text) || /^[1-9]\d{0,2}(\.\d{3}){2,}$/.test(text))
    return Number(text.replace(/\./g, "").replace(",", "."));
  return /^(\d+[.,]?\d*|[.,]\d+)$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

/**
 * Read a quantity that a person typed. Without a unit the number is in `unit`.
 *
 * It reads "40 ng/mL", "2 nM", "0.5", "1e-3", "5 pg/ml", "3 ug/mL", "0,5", "4,500", "1 × 10⁻⁷", and full-width forms.
 */
export function parse(text: string, unit: string, molarMass?: number): Parsed {
  const clean = plain(text)
    .replace(/(\d)\s*[×x*·⋅]\s*10\s*\^\s*([+-]?\d+)/i, "$1e$2")
    .replace(/^([+-]?)10\s*\^\s*([+-]?\d+)/, "$11e$2");
  if (clean === "") return { ok: false, fault: "empty" };
  const found = /^([+-]?)\s*(\d[\d., ]*|[.,]\d+)(e[+-]?\d+)?\s*(.*)$/is.exec(clean);
  if (!found) {
    const endless = /^[+-]?\s*(nan|inf|infinity|∞)/i.test(clean);
    return { ok: false, fault: endless ? "not_finite" : "no_quantity" };
  }
  const [, sign = "", body = "", exponent = "", rest = ""] = found;
  const size = digits(body.trim());
  if (Number.isNaN(size)) return { ok: false, fault: "no_quantity" };
  const value = Number(
    `${size}`.includes("e") ? size * Number(`1${exponent}`) : `${size}${exponent}`,
  );
  if (!Number.isFinite(value)) return { ok: false, fault: "not_finite" };
  if (sign === "-" && value > 0) return { ok: false, fault: "negative" };
  const own = rest.trim() === "" || rest.trim() === unit;
  const written = canonical(own ? unit : rest) ?? (own ? unit : undefined);
  if (written === unit) return { ok: true, value, unit };
  if (!written) return { ok: false, fault: "unknown_unit", unit: rest.trim() };
  if (!canonical(unit)) return { ok: false, fault: "wrong_dimension", unit: written };
  const [from, to] = [dimension(written), dimension(unit)];
  const concentrations = [from, to].every((d) => d === "amount" || d === "mass");
  if (from !== to && !concentrations) return { ok: false, fault: "wrong_dimension", unit: written };
  if (from !== to && !molarMass) return { ok: false, fault: "no_molar_mass", unit: written };
  return { ok: true, value, unit: written };
}
