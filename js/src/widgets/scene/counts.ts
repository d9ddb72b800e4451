// The counts under the hexamers: marker, dash, colour and word for the route, share, ceiling, share of time.
import { html, svg } from "../controls/dom.ts";
import type { Live } from "../view.ts";
import { amount, presence, ROUTES, type Route, total } from "./census.ts";
import type { Membrane } from "./membrane.ts";
import { assign, type Piece, type Stage, write } from "./stage.ts";
import { breakable, called, count, percent } from "./words.ts";

const DASH: Readonly<Record<Route, string | undefined>> = {
  classic: undefined,
  mixed: "2 5",
  trans: "9 5",
};

/** The line and the marker of a route, as in every chart. */
export function marker(doc: Document, route: Route): SVGSVGElement {
  const colour = `var(--${route})`;
  const line = svg(doc, "path", {
    d: "M2 9h32",
    stroke: colour,
    "stroke-width": 3,
    "stroke-dasharray": DASH[route],
    "stroke-linecap": route === "mixed" ? "round" : undefined,
  });
  const shape =
    route === "classic"
      ? svg(doc, "circle", { cx: 18, cy: 9, r: 6, fill: colour })
      : svg(doc, "path", {
          d: route === "mixed" ? "M18 1l8 8-8 8-8-8z" : "M18 1l8 14h-16z",
          fill: colour,
        });
  const box = { width: 36, height: 18, viewBox: "0 0 36 18", "aria-hidden": "true" };
  return svg(doc, "svg", { ...box, class: "marker" }, line, shape);
}

/** A sector of a disc of radius 11 around 13, 13. */
function sector(share: number): string {
  const turn = Math.min(share, 0.9999) * 2 * Math.PI;
  const end = `${(13 + 11 * Math.sin(turn)).toFixed(2)} ${(13 - 11 * Math.cos(turn)).toFixed(2)}`;
  return `M13 13V2A11 11 0 ${share > 0.5 ? 1 : 0} 1 ${end}Z`;
}

/** Smaller than this, the card and the table give the number and the drawing only its order. */
const SMALLEST = 0.001;

const brief = (x: Live, n: number): string =>
  n > 0 && n < SMALLEST ? `<${x.number(SMALLEST)}` : count(x, n);

/** The most there can be of a route; which half it is, where there is room to say so. */
function ceiling({ x, measure }: Stage, route: Route, room: number): string {
  const [receptors, chains] = [total(x, "IL6R"), total(x, "gp130")];
  if (route === "mixed") return "";
  const of = route === "trans" || chains < receptors ? "gp130" : "IL6R";
  const n = count(x, (of === "gp130" ? chains : receptors) / 2);
  const whole = x.text("scene.ceiling", { of: called(x, of), n });
  return measure(whole, 12) <= room ? whole : x.text("scene.at_most", { n });
}

/** Why there is none of a route, where that is exact. */
function reason(stage: Stage, route: Route): string {
  const { x } = stage;
  const missing = (id: string): boolean => total(x, id) === 0;
  if (missing("gp130")) return x.text("scene.none.gp130");
  if (route !== "trans" && missing("IL6R")) return x.text("scene.none.IL6R");
  if (route !== "classic" && missing("sIL6R") && missing("hyperIL6"))
    return x.text("scene.none.sIL6R");
  return x.text("scene.none.IL6");
}

export function counts(stage: Stage, membrane: Membrane): Piece {
  const { doc, x, layout } = stage;
  const step = layout.hexamer.at[1] - layout.hexamer.at[0];
  const el = html(doc, "div", { class: step < 150 ? "counts tight" : "counts" });
  if (step < 120) el.classList.add("small");
  if (layout.phone) el.classList.add("phone");
  el.style.gridTemplateColumns = `repeat(3, ${step.toFixed(1)}px) minmax(0, 1fr)`;
  el.style.paddingInline = `${layout.margin}px`;
  el.append(html(doc, "p", { class: "over" }, x.text("scene.hexamers_per_cell")));

  const columns = ROUTES.map((route) => {
    const n = html(doc, "span", { class: "n" });
    const slice = svg(doc, "path", { fill: `var(--${route})` });
    const rim = svg(doc, "circle", { cx: 13, cy: 13, r: 11, class: "rim" });
    const disc = svg(
      doc,
      "svg",
      { viewBox: "0 0 26 26", class: "disc", "aria-hidden": "true" },
      rim,
      slice,
    );
    const share = html(doc, "span", { class: "share" });
    const under = html(doc, "span", { class: "under" });
    const name = html(doc, "b", {}, x.text(`scene.route.${route}`));
    const what = html(
      doc,
      "span",
      { class: "what" },
      ...breakable(doc, x.text(`scene.route.${route}.what`)),
    );
    const column = html(
      doc,
      "div",
      { class: `route ${route}` },
      html(doc, "span", { class: "big" }, marker(doc, route), n, disc),
      html(doc, "span", { class: "name" }, name, " ", share),
      what,
      under,
    );
    el.append(column);
    return { route, el: column, n, disc, slice, share, under };
  });

  // Words for what else is drawn on the membrane, beside the counts.
  const lines = ["IL6R", "gp130", ...membrane.singles]
    .filter((id) => membrane.shown.has(id))
    .map((id) => {
      const n = html(doc, "span");
      const name = html(doc, "b", {}, ...breakable(doc, called(x, id)));
      return { id, n, el: html(doc, "p", {}, name, " ", n) };
    });
  if (lines.length > 0) {
    const over = html(doc, "p", { class: "under" }, x.text("scene.elsewhere"));
    el.append(html(doc, "div", { class: "rest" }, over, ...lines.map((line) => line.el)));
  }

  return {
    el,
    update() {
      const all = amount(x, "hexamer");
      for (const { route, el: column, n, disc, slice, share, under } of columns) {
        const there = amount(x, route);
        write(n, brief(x, there));
        write(share, all > 0 ? percent(x, there / all, 2) : "");
        const rare = there > 0 && there < 1;
        disc.style.display = rare ? "" : "none";
        column.classList.toggle("rare", rare);
        if (rare) assign(slice, { d: sector(presence(there)) });
        write(
          under,
          there === 0
            ? reason(stage, route)
            : rare
              ? x.text("scene.time", { share: percent(x, presence(there)) })
              : ceiling(stage, route, step - 8),
        );
      }
      for (const { id, n } of lines) write(n, count(x, amount(x, id)));
    },
  };
}
