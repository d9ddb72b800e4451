// Numbers and sentences of the panel of cells.
import { withUnit } from "../format.ts";
import { optionOf } from "../loading.ts";
import { presence, ROUTES } from "../scene/census.ts";
import { count } from "../scene/words.ts";
import type { Live } from "../view.ts";
import type { Answer } from "./answers.ts";

export const name = (x: Live, cell: string): string =>
  x.say(optionOf(x.program, "cell", cell)?.label ?? { en: cell, zh: cell });

export function percent(x: Live, share: number): string {
  const p = 100 * share;
  if (p > 0 && p < 0.1) return withUnit(`<${x.number(0.1)}`, "%");
  return withUnit(x.number(p < 1 ? Number(p.toPrecision(1)) : Math.round(p)), "%");
}

/** How the hexamers of a cell came about. */
export function routes(x: Live, { routes: by, hexamer }: Answer): string {
  if (hexamer === 0) return x.text("cells.none");
  return ROUTES.filter((r) => by[r] > 0)
    .map((r) => x.text(`cells.share.${r}`, { share: percent(x, by[r] / hexamer) }))
    .join(x.text("cells.comma"));
}

/** The consequence: who hears IL-6 in this bath, and who does not. */
export function sentence(x: Live, all: readonly Answer[]): string {
  const [most] = [...all].sort((a, b) => b.hexamer - a.hexamer);
  if (!most || most.hexamer === 0) return x.text("cells.silent");
  const rare = all.filter((a) => a.hexamer < 1);
  const parts = [
    x.text("cells.most", {
      name: name(x, most.id),
      n: count(x, most.hexamer),
      routes: routes(x, most),
    }),
  ];
  const alone = all.filter((a) => a.hexamer >= 1 && a.routes.trans / a.hexamer > 0.9);
  const names = (list: readonly Answer[]): string =>
    list.map((a) => name(x, a.id)).join(x.text("cells.comma"));
  if (alone.length > 0) parts.push(x.text("cells.trans_alone", { names: names(alone) }));
  if (rare.length === all.length) parts.push(x.text("cells.all_rare"));
  else if (rare.length > 0) parts.push(x.text("cells.rare", { names: names(rare) }));
  return parts.join(x.lang === "zh" ? "" : " ");
}

/** The share of time with a hexamer, where there is less than one. */
export const time = (x: Live, n: number): string =>
  n > 0 && n < 1 ? x.text("cells.time", { share: percent(x, presence(n)) }) : "";
