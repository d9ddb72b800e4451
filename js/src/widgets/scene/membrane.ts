// The membrane: three hexamers, told apart by what is anchored, and the receptors that are in none.

import { html, svg } from "../controls/dom.ts";
import { uid } from "../view.ts";
import { amount, ROUTES, type Route, step, total, units } from "./census.ts";
import { around, hexamer, MEMBRANE } from "./complexes.ts";
import { BILAYER, bilayer, draw, framed, stand } from "./drawing.ts";
import { ring } from "./kinds.ts";
import type { Box, Name } from "./molecules.ts";
import type { Piece, Stage } from "./stage.ts";
import { called, count, howMuch, percent } from "./words.ts";

/** The hexamers of a route, by the receptors they hold; the most frequent one is drawn. */
const HEXAMERS: Readonly<Record<Route, readonly (readonly [string, Name, Name])[]>> = {
  classic: [["hexamer_mm", "il6r", "il6r"]],
  mixed: [
    ["hexamer_ms", "il6r", "sil6r"],
    ["hexamer_mh", "il6r", "linked"],
  ],
  trans: [
    ["hexamer_ss", "sil6r", "sil6r"],
    ["hexamer_sh", "sil6r", "linked"],
    ["hexamer_hh", "linked", "linked"],
  ],
};
const HEXAMER_BOX: Box = [-110, -167, 110, 120];

/** Receptors with an antibody on them, the most frequent of which is drawn on the membrane. */
export const BLOCKED = [
  "tocilizumab_IL6R",
  "sarilumab_IL6R",
  "tocilizumab_sIL6R_IL6R",
  "sarilumab_sIL6R_IL6R",
] as const;

/** Complexes on the way to a hexamer. */
const HALVES = ["IL6_IL6R", "IL6_IL6R_gp130", "IL6_sIL6R_gp130", "hyperIL6_gp130"] as const;

/** Room above the heads for the names of the molecules. */
const NAMES = 24;

/** Names with a line to what they name: route, text, place of the name and of the target at scale 1. */
type Named = readonly [Route, string, number, number, number];
const ROOMY: readonly Named[] = [
  ["classic", "IL6R", -96, -98, -160],
  ["classic", "gp130", -18, -22, -138],
  ["classic", "IL6", 56, 54, -134],
  ["mixed", "sIL6R", 96, 98, -160],
];
const TIGHT: readonly Named[] = [
  ["classic", "IL6R", -88, -98, -160],
  ["classic", "IL6", 52, 52, -134],
  ["mixed", "gp130", -8, -14, -162],
  ["trans", "sIL6R", 84, 98, -160],
];

/** Narrowest room for the unbound receptors beside complexes on the way to a hexamer. */
const UNBOUND = 230;

export interface Membrane extends Piece {
  /** What stands once at the right end, from left to right. */
  readonly singles: readonly string[];
  /** Species that found room here; the others go to the shelf. */
  readonly shown: ReadonlySet<string>;
  /** What one drawn receptor stands for. */
  readonly units: Readonly<Record<"IL6R" | "gp130", number>>;
}

export function membrane(stage: Stage, assembled: boolean): Membrane {
  const { doc, x, layout, kinds } = stage;
  const { width, receptors } = layout;
  const h = layout.hexamer.scale;
  // Without hexamers nothing is taller than an unbound receptor.
  const s = assembled ? h : (receptors?.scale ?? h);
  const face = (assembled ? NAMES : 16) + 166 * s;
  const height = face + 119 * s + 2;
  const id = uid("bilayer");
  const layer = ring(doc);
  const picture = svg(doc, "svg", { width, height, class: "drawing" });
  picture.append(
    svg(doc, "defs", {}, bilayer(doc, id, s)),
    svg(doc, "rect", { width, height: face, fill: "var(--fluid)" }),
    svg(doc, "rect", {
      y: face + BILAYER * s,
      width,
      height: height - face - BILAYER * s,
      fill: "var(--cytosol)",
    }),
    svg(doc, "rect", {
      width,
      height: BILAYER * s,
      fill: `url(#${id})`,
      transform: `translate(0 ${face})`,
    }),
  );

  // ---- receptors that are in no hexamer
  const shown = new Set<string>();
  const rows: { id: "IL6R" | "gp130"; copies: SVGGElement[]; unit: number; drawn: number }[] = [];
  const stands = { IL6R: 1, gp130: 1 };
  const singles: string[] = [];
  if (receptors) {
    const { from, scale: b } = receptors;
    const roomFor = (id: string): number => {
      const [left, , right] = around(MEMBRANE[id] ?? []);
      return (right - left) * b + 12;
    };
    // The complexes on the way to a hexamer stand here if that leaves room for the unbound receptors.
    const onTheWay = HALVES.filter((species) => amount(x, species) > 0);
    const most = BLOCKED.reduce((a, c) => (amount(x, c) > amount(x, a) ? c : a));
    const last = amount(x, most) > 0 ? [most] : [];
    const all = [...onTheWay, ...last];
    const needed = all.reduce((sum, species) => sum + roomFor(species), 0);
    const chosen = receptors.to - from - needed >= UNBOUND ? all : last;
    const to = receptors.to - chosen.reduce((sum, species) => sum + roomFor(species), 0);
    let edge = to;
    for (const species of chosen) {
      const places = MEMBRANE[species] ?? [];
      const box = around(places);
      const at = edge + 8 - box[0] * b;
      const el = svg(doc, "g", { class: "kind" }, draw(doc, places));
      el.setAttribute("transform", stand(at, face, b));
      kinds.add({ id: species, el, ring: layer, frame: () => framed(box, at, face, b, 4) });
      picture.append(el);
      shown.add(species);
      singles.push(species);
      edge += roomFor(species);
    }
    const pitch = 32 * b;
    const slots = Math.floor((to - from) / pitch);
    const counts = [step(total(x, "IL6R")), step(total(x, "gp130"))];
    const [a = 1, c = 1] = units(counts, Math.min(slots, 40));
    Object.assign(stands, { IL6R: a, gp130: c });
    const sizes = [Math.ceil((counts[0] ?? 0) / a - 1e-9), Math.ceil((counts[1] ?? 0) / c - 1e-9)];
    // The room is shared out evenly, a little more air between the two kinds.
    const used = (sizes[0] ?? 0) + (sizes[1] ?? 0) + 0.5;
    const gap = Math.min(pitch * 1.25, (to - from) / Math.max(1, used));
    let left = from + gap * 0.6;
    (["IL6R", "gp130"] as const).forEach((species, i) => {
      const n = sizes[i] ?? 0;
      if (n === 0) return;
      const el = svg(doc, "g", { class: "kind" });
      const box = around(MEMBRANE[species] ?? []);
      // IL-6R go from right to left and gp130 from left to right, so that they stay side by side.
      const [begin, way] = i === 0 ? [left + (n - 1) * gap, -gap] : [left, gap];
      const copies = Array.from({ length: n }, (_, k) => {
        const copy = draw(doc, MEMBRANE[species] ?? []);
        copy.setAttribute("class", "copy");
        copy.setAttribute("transform", stand(begin + k * way, face, b));
        return copy;
      });
      el.append(...copies);
      const row = { id: species, copies, unit: i === 0 ? a : c, drawn: -1 };
      kinds.add({
        id: species,
        el,
        ring: layer,
        frame: () => {
          const far = begin + (Math.max(1, row.drawn) - 1) * way;
          const [l, top] = framed(box, Math.min(begin, far), face, b, 4);
          const [, , r, bottom] = framed(box, Math.max(begin, far), face, b, 4);
          return [l, top, r, bottom];
        },
      });
      shown.add(species);
      rows.push(row);
      left += (n + 0.5) * gap;
      picture.append(el);
    });
  }

  // ---- hexamers
  const routes = ROUTES.map((route, i) => {
    const at = layout.hexamer.at[i] ?? 0;
    const el = svg(doc, "g", { class: "kind hexamer" });
    el.setAttribute("transform", stand(at, face, h));
    if (!assembled) return { route, el, variants: [] };
    const variants = HEXAMERS[route]
      .filter(([species], first) => first === 0 || amount(x, species) > 0)
      .map(([species, left, right]) => ({ species, el: draw(doc, hexamer(left, right)) }));
    el.append(...variants.map((v) => v.el));
    if (30 * h >= 28)
      for (const side of [-19, 19]) {
        const text = svg(doc, "text", { x: side, y: 56 + 4 / h, class: "on middle" });
        text.setAttribute("font-size", `${12 / h}`);
        text.textContent = "JAK";
        el.append(text);
      }
    kinds.add({ id: route, el, ring: layer, frame: () => framed(HEXAMER_BOX, at, face, h, 2) });
    picture.append(el);
    return { route, el, variants };
  });
  if (assembled) {
    const centre = (route: Route): number => layout.hexamer.at[ROUTES.indexOf(route)] ?? 0;
    for (const [route, species, from, to, y] of h >= 0.7 ? ROOMY : TIGHT) {
      const half = stage.measure(called(x, species), 12, true) / 2;
      const at = Math.min(width - 4 - half, Math.max(4 + half, centre(route) + from * h));
      const name = svg(doc, "text", { x: at, y: 12, class: "small strong middle" });
      name.textContent = called(x, species);
      const d = `M${at.toFixed(1)} 16L${(centre(route) + to * h).toFixed(1)} ${(face + y * h).toFixed(1)}`;
      picture.append(svg(doc, "path", { d, class: "lead" }), name);
    }
    if (30 * h < 28) {
      // Right of the mixed hexamer, whose receptor there has no tail.
      const jak = svg(doc, "text", {
        x: centre("mixed") + 40 * h,
        y: face + 56 * h + 4,
        class: "small strong",
        fill: "var(--jak)",
      });
      jak.textContent = "JAK";
      picture.append(jak);
    }
  }
  if (assembled) {
    // Below the tails of the IL-6R, between the first two hexamers.
    const between = (layout.hexamer.at[0] + layout.hexamer.at[1]) / 2;
    const inside = svg(doc, "text", { x: between, y: height - 4, class: "small quiet middle" });
    inside.textContent = x.text("scene.cytosol");
    picture.append(inside);
  }
  picture.append(layer);

  return {
    el: html(doc, "div", { class: "membrane" }, picture),
    singles,
    shown,
    units: stands,
    update() {
      const all = amount(x, "hexamer");
      for (const { route, el, variants } of routes) {
        if (variants.length === 0) continue;
        const n = amount(x, route);
        el.classList.toggle("ghost", n === 0);
        const most = variants.reduce((a, b) =>
          amount(x, b.species) > amount(x, a.species) ? b : a,
        );
        for (const v of variants) v.el.style.display = v === most ? "" : "none";
        const fill = {
          name: x.text(`scene.route.${route}`),
          n: count(x, n),
          share: percent(x, all > 0 ? n / all : 0),
          what: x.text(`scene.route.${route}.what`),
        };
        kinds.say(route, x.text("scene.kind.hexamer", fill));
      }
      for (const row of rows) {
        const n = amount(x, row.id);
        const drawn = n > 0 ? Math.max(1, Math.round(n / row.unit)) : 0;
        row.copies.forEach((copy, i) => {
          if (i < drawn !== i < row.drawn) copy.classList.toggle("on", i < drawn);
          copy.classList.toggle("pale", i === 0 && n < row.unit / 2);
        });
        row.drawn = drawn;
        const fill = { name: called(x, row.id), amount: howMuch(x, row.id) };
        kinds.say(row.id, drawn > 0 ? x.text("scene.kind.unbound", fill) : undefined);
      }
      for (const species of singles) {
        const fill = { name: called(x, species), amount: howMuch(x, species) };
        kinds.say(species, x.text("scene.kind.membrane", fill));
      }
    },
  };
}
