// What the picture says, in sentences: the consequence first, then the condition.
import type { Live } from "../view.ts";
import { amount, HOLDERS, held, presence, ROUTES, total } from "./census.ts";
import { called, count, roughly } from "./words.ts";

/** A name at the beginning of a sentence. */
const begun = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const DRUGS = ["tocilizumab", "sarilumab"] as const;

/** Tenths, quarters and thirds that have a word; the nearest one is said. */
const FRACTIONS = [0.1, 0.2, 0.25, 1 / 3, 0.4, 0.5, 0.6, 2 / 3, 0.75, 0.8, 0.9] as const;

function fraction(x: Live, share: number): string {
  if (share > 0.97) return x.text("live.nearly_all");
  const nearest = FRACTIONS.reduce((a, b) => (Math.abs(b - share) < Math.abs(a - share) ? b : a));
  return x.text(`live.fraction.${FRACTIONS.indexOf(nearest)}`);
}

function consequence(x: Live): string {
  const n = amount(x, "hexamer");
  if (n === 0) {
    const why =
      total(x, "gp130") === 0
        ? "gp130"
        : total(x, "IL6") + total(x, "hyperIL6") === 0
          ? "IL6"
          : "receptor";
    return x.text(`live.none.${why}`);
  }
  if (n < 1) return x.text("live.rare", { n: count(x, n), share: roughly(x, presence(n)) });
  const there = ROUTES.filter((route) => amount(x, route) > 0);
  if (there.length === 1) return x.text(`live.only.${there[0]}`, { n: count(x, n) });
  const parts = there.map((route) =>
    x.text(`live.part.${route}`, { share: roughly(x, amount(x, route) / n) }),
  );
  return x.text("live.hexamers", { n: count(x, n), parts: parts.join(x.text("scene.comma")) });
}

function condition(x: Live): string {
  if (total(x, "IL6") === 0) return "";
  const shares = held(x);
  const most = HOLDERS.reduce((a, b) => (shares[b] > shares[a] ? b : a));
  const fill = { share: fraction(x, shares[most]), drug: called(x, "siltuximab") };
  // Without any receptor or drug in the fluid, all is free, which goes without saying.
  if (most === "free" && shares.free > 0.9999) return "";
  return x.text(`live.${most}`, fill);
}

function drugs(x: Live): string {
  const receptors = total(x, "IL6R");
  return DRUGS.filter((drug) => receptors > 0 && total(x, drug) > 0)
    .map((drug) => {
      const n = amount(x, `${drug}_IL6R`) + amount(x, `${drug}_sIL6R_IL6R`);
      return x.text("live.blocked", {
        drug: begun(called(x, drug)),
        share: roughly(x, n / receptors),
      });
    })
    .join(x.text("live.space"));
}

/** One paragraph for eyes and ears. */
export const describe = (x: Live): string =>
  [consequence(x), condition(x), drugs(x)].filter(Boolean).join(x.text("live.space"));
