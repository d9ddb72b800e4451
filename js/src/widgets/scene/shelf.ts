// A shelf: what else there is, each as a small icon with its name and how much, in rows of text.
import { html, svg } from "../controls/dom.ts";
import { icon } from "../controls/icons.ts";
import { amount } from "./census.ts";
import { FLUID, MEMBRANE, type Place } from "./complexes.ts";
import type { Name } from "./molecules.ts";
import { type Piece, type Stage, write } from "./stage.ts";
import { breakable, called, count, howMuch } from "./words.ts";

/** Species of the fluid without IL-6, in the order in which they stand. */
export const IN_FLUID = [
  "sIL6R",
  "sgp130",
  "sgp130Fc",
  "hyperIL6",
  "hyperIL6_sgp130",
  "hyperIL6_sgp130Fc",
  "hyperIL6_2_sgp130Fc",
  ...["tocilizumab", "sarilumab", "anti_sIL6R"].flatMap((drug) => [
    drug,
    `${drug}_sIL6R`,
    `${drug}_sIL6R_2`,
  ]),
  "siltuximab",
] as const;

/** Species of the membrane that are no hexamer, from the single receptor to the half of a hexamer. */
export const ON_MEMBRANE = Object.keys(MEMBRANE);

/** The icon of each molecule, by the name of the value that it belongs to. */
const ICONS: Readonly<Record<Name, string>> = {
  il6: "IL6",
  il6r: "IL6R",
  sil6r: "sIL6R",
  linked: "hyperIL6",
  gp130: "gp130",
  gp130x: "gp130",
  sgp130: "sgp130",
  sgp130fc: "sgp130Fc",
  antiR: "tocilizumab",
  antiS: "anti_sIL6R",
  anti6: "siltuximab",
};
const ICON = 16;
/** In a complex the icons stand closer: they touch. */
const TOUCH = 13;

/** The icons of a complex's molecules from left to right; hollow where the molecule is unbound. */
function picture(doc: Document, places: readonly Place[]): SVGSVGElement {
  // The icon of hyper-IL-6 has its IL-6 in it.
  let fused = places.filter(({ of }) => of === "linked").length;
  const parts = [...places]
    .sort((a, b) => a.x - b.x)
    .filter(({ of }) => of !== "il6" || fused-- <= 0);
  const width = ICON + (parts.length - 1) * TOUCH;
  const size = { width, height: ICON, "aria-hidden": "true", focusable: "false" };
  const el = svg(doc, "svg", size);
  parts.forEach(({ of, hollow, mirror }, i) => {
    const shapes = [...icon(doc, ICONS[of]).children];
    if (hollow)
      for (const shape of shapes) {
        const fill = shape.getAttribute("fill");
        if (!fill || fill === "none") continue;
        shape.setAttribute("fill-opacity", "0.1");
        shape.setAttribute("stroke", fill);
        shape.setAttribute("stroke-width", "1.2");
      }
    const at = mirror
      ? `translate(${i * TOUCH + ICON} 0) scale(-1 1)`
      : `translate(${i * TOUCH} 0)`;
    el.append(svg(doc, "g", { transform: at }, ...shapes));
  });
  return el;
}

/** A shelf for those of `ids` that are there now, after a title; `note` stands first and stays where none is. */
export function shelf(stage: Stage, ids: readonly string[], title: string, note = ""): Piece {
  const { doc, x, kinds } = stage;
  const el = html(doc, "div", { class: "shelf" });
  const items = ids
    .filter((id) => amount(x, id) > 0)
    .map((id) => {
      const how = html(doc, "b");
      const name = html(doc, "span", {}, ...breakable(doc, called(x, id)));
      const words = html(doc, "span", {}, name, " ", how);
      const places = (id in MEMBRANE ? MEMBRANE[id] : FLUID[id]) ?? [];
      const button = html(doc, "button", { type: "button" }, picture(doc, places), words);
      kinds.add({ id, el: button });
      el.append(button);
      return { id, how };
    });
  const words = [note, items.length > 0 ? title : ""].filter(Boolean).join(x.text("live.space"));
  if (words) el.prepend(html(doc, "p", {}, words));
  else el.hidden = true;
  return {
    el,
    update() {
      for (const { id, how } of items) {
        const onCell = id in MEMBRANE;
        // The title of the membrane's shelf says that these are counts per cell.
        write(how, onCell ? count(x, amount(x, id)) : howMuch(x, id));
        const key = onCell ? "scene.kind.membrane" : "scene.kind.fluid";
        kinds.say(id, x.text(key, { name: called(x, id), amount: howMuch(x, id) }));
      }
    },
  };
}
