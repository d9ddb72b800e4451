// What the scene counts: where the IL-6 is, how many groups stand for it, how many drawn receptors for a cell's.
import type { Live } from "../view.ts";

/** What holds the IL-6 of the fluid; the order is the order on the bar. */
export const HOLDERS = ["free", "pair", "sgp130", "sgp130Fc", "siltuximab"] as const;
export type Holder = (typeof HOLDERS)[number];

interface Form {
  readonly id: string;
  readonly holder: Holder;
  /** IL-6 in one complex. */
  readonly il6: number;
}

const form = (id: string, holder: Holder, il6 = 1): Form => ({ id, holder, il6 });

/** Every species of the fluid that holds IL-6. */
export const FORMS: readonly Form[] = [
  form("IL6", "free"),
  form("IL6_sIL6R", "pair"),
  form("IL6_sIL6R_sgp130", "sgp130"),
  form("IL6_sIL6R_sgp130Fc", "sgp130Fc"),
  form("IL6_sIL6R_hyperIL6_sgp130Fc", "sgp130Fc"),
  form("IL6_sIL6R_2_sgp130Fc", "sgp130Fc", 2),
  form("IL6_siltuximab", "siltuximab"),
  form("IL6_2_siltuximab", "siltuximab", 2),
];

export const ROUTES = ["classic", "mixed", "trans"] as const;
export type Route = (typeof ROUTES)[number];

/** A species or output, 0 where the model has none of that name. */
export const amount = (x: Live, id: string): number =>
  x.solution.has(id) ? x.solution.get(id) : 0;

/** A total that was put in. */
export const total = (x: Live, id: string): number => x.inputs.values[id] ?? 0;

/** The share of all IL-6 that is in a form. */
export function share(x: Live, { id, il6 }: Form): number {
  const all = total(x, "IL6");
  return all > 0 ? Math.min(1, (il6 * amount(x, id)) / all) : 0;
}

/** The share of all IL-6 with each holder. */
export function held(x: Live): Record<Holder, number> {
  const shares: Record<Holder, number> = {
    free: 0,
    pair: 0,
    sgp130: 0,
    sgp130Fc: 0,
    siltuximab: 0,
  };
  for (const f of FORMS) shares[f.holder] += share(x, f);
  return shares;
}

/** Whole parts of `n` in proportion to `shares`, by largest remainder. */
export function apportion(shares: readonly number[], n: number): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return shares.map(() => 0);
  const exact = shares.map((s) => (s / sum) * n);
  const parts = exact.map(Math.floor);
  const byRemainder = exact
    .map((e, i) => ({ i, rest: e - Math.floor(e) }))
    .sort((a, b) => b.rest - a.rest);
  const missing = n - parts.reduce((a, b) => a + b, 0);
  for (const { i } of byRemainder.slice(0, missing)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

/** Forms that are no wider than a ternary complex with sgp130. */
export const SLENDER: ReadonlySet<string> = new Set(["IL6", "IL6_sIL6R", "IL6_sIL6R_sgp130"]);

/** Of `all` groups, those in each form; two to a complex that holds two, an odd one going to the same holder's single form. */
export function groups(shares: readonly number[], all: number): number[] {
  const parts = apportion(shares, all);
  FORMS.forEach((f, i) => {
    const n = parts[i] ?? 0;
    if (f.il6 === 2 && n % 2 === 1) {
      const single = FORMS.findIndex((g) => g.holder === f.holder && g.il6 === 1);
      parts[i] = n - 1;
      parts[single] = (parts[single] ?? 0) + 1;
    }
  });
  return parts;
}

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8] as const;

/** The next of the steps at or above `n`, so that a drawing sized by it holds while a count is moved a little. */
export function step(n: number): number {
  if (!(n > 0)) return 0;
  const decade = 10 ** Math.floor(Math.log10(n));
  return (STEPS.find((s) => s * decade >= n * (1 - 1e-9)) ?? 10) * decade;
}

/** Receptors that one drawn receptor stands for, so that all of a cell's would fit into `slots`. */
export function units(counts: readonly number[], slots: number): number[] {
  const drawn = (unit: number): number =>
    counts.reduce((n, c) => n + Math.ceil(c / unit - 1e-9), 0);
  let unit = 1;
  search: for (let decade = 1; decade < 1e12; decade *= 10)
    for (const step of STEPS) {
      unit = step * decade;
      if (drawn(unit) <= Math.max(slots, counts.length)) break search;
    }
  // A count too small to fill one drawn receptor gets a unit of its own.
  return counts.map((c) => (c > 0 && c < unit / 2 ? c : unit));
}

/** Share of time in which at least one is there, for `n` expected (Poisson). */
export const presence = (n: number): number => -Math.expm1(-n);
