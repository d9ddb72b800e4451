// The arrows of a flow: width and beads of what is computed follow the flux, the others keep still.
import type { FlowEdge } from "../../kinetics/program.ts";
import { svg } from "../controls/dom.ts";
import type { Live } from "../view.ts";
import type { Place } from "./place.ts";
import type { Reading } from "./reading.ts";
import { along, type Curve, type Point, routes } from "./route.ts";

export interface Edges {
  readonly el: SVGGElement;
  update(r: Reading): void;
}

/** Width by flux / own peak, px. */
const WIDTH = { least: 1.5, most: 10 };
/** An effect without a flux of its own, and what is not computed. */
const THIN = 2.5;
/** Beads on screen at most, and how far apart they are where there is room for all, px. */
const BEADS = { most: 60, apart: 18 };
/** Below this share of its peak nothing is seen to move. */
const STILL = 0.004;

const path = ([a, b, c, d]: Curve): string => {
  const at = (p: Point): string => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
  return `M${at(a)}C${at(b)} ${at(c)} ${at(d)}`;
};

const lengthOf = (curve: Curve): number => {
  let length = 0;
  let last = curve[0];
  for (let i = 1; i <= 16; i++) {
    const next = along(curve, i / 16);
    length += Math.hypot(next.x - last.x, next.y - last.y);
    last = next;
  }
  return length;
};

/** The curve without its last `px`, where the head stands. */
function shortened(curve: Curve, px: number): Curve {
  const t = Math.max(0.05, 1 - px / Math.max(px + 1, lengthOf(curve)));
  // De Casteljau: the part before t.
  const mix = (p: Point, q: Point): Point => ({
    x: p.x + (q.x - p.x) * t,
    y: p.y + (q.y - p.y) * t,
  });
  const [a, b, c, d] = curve;
  const [ab, bc, cd] = [mix(a, b), mix(b, c), mix(c, d)];
  const [abc, bcd] = [mix(ab, bc), mix(bc, cd)];
  return [a, ab, abc, mix(abc, bcd)];
}

/** The head of an edge, drawn at its end in the direction in which it arrives. */
function head(edge: FlowEdge, curve: Curve, width: number): string {
  const tip = curve[3];
  const before = along(curve, 0.9);
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const at = (back: number, aside: number): string =>
    `${(tip.x - ux * back - uy * aside).toFixed(1)} ${(tip.y - uy * back + ux * aside).toFixed(1)}`;
  if (edge.head === "bar") return `M${at(0, -9)}L${at(0, 9)}`;
  if (edge.head === "dot") return `M${at(5, 0)}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0`;
  const [long, half] = [8 + width * 0.5, 5 + width * 0.55];
  if (edge.known === "drawn") return `M${at(long, -half)}L${at(0, 0)}L${at(long, half)}`;
  return `M${at(long, -half)}L${at(0, 0)}L${at(long, half)}Z`;
}

const room = (edge: FlowEdge, width: number): number =>
  edge.head === "bar" ? 1 : edge.head === "dot" ? 5 : 7 + width * 0.5;

/** Draw all edges of a layout. */
export function edges(doc: Document, x: Live, place: Place): Edges {
  const { layout } = x.program;
  const el = svg(doc, "g", { class: "edges", "aria-hidden": "true" });
  if (!layout) return { el, update: () => {} };
  const curves = routes(layout, place);
  const flowing = layout.edges.filter((e) => e.flux.length > 0);
  const total = flowing.reduce((sum, e) => sum + lengthOf(curves.get(e.id) as Curve), 0);
  const apart = Math.max(BEADS.apart, total / BEADS.most);
  const unit = x.program.processes?.find((p) => p.id === flowing[0]?.flux[0])?.unit;
  const updates: ((r: Reading) => void)[] = [];
  const words: SVGElement[] = [];
  for (const edge of layout.edges) {
    const curve = curves.get(edge.id) as Curve;
    const line = svg(doc, "path", { class: "line" });
    const end = svg(doc, "path", { class: "head" });
    const bead = svg(doc, "path", { class: "bead", style: `--apart:${apart.toFixed(1)}px` });
    const moves = edge.flux.length > 0;
    const g = svg(
      doc,
      "g",
      {
        class: `edge ${edge.known} ${edge.head} ${moves ? "flux" : "effect"}`,
        style: `--c:var(--${edge.colour})`,
        "data-edge": edge.id,
      },
      line,
      end,
      moves ? bead : undefined,
    );
    el.append(g);
    const fix = (width: number): void => {
      const d = path(shortened(curve, room(edge, width)));
      line.setAttribute("d", d);
      line.setAttribute("stroke-width", width.toFixed(2));
      end.setAttribute("d", head(edge, curve, width));
      if (moves) bead.setAttribute("d", d);
    };
    const middle = along(curve, 0.5);
    const label = x.say(edge.label);
    // Where others join from above, its number stands below.
    const joined = layout.edges.some((other) => other.to === edge.id);
    const level =
      curve[0].y === curve[3].y ||
      Math.abs(curve[3].x - curve[0].x) > Math.abs(curve[3].y - curve[0].y);
    const aside = level
      ? { x: middle.x, y: middle.y + (joined ? 20 : -11), class: "middle" }
      : { x: middle.x + 10, y: middle.y + 4 };
    if (label && !place.narrow)
      words.push(svg(doc, "text", { ...aside, class: `small quiet ${aside.class ?? ""}` }, label));
    if (!moves) {
      fix(edge.known === "drawn" ? 2 : THIN);
      continue;
    }
    const numbered =
      x.program.processes?.find((p) => p.id === edge.flux[0])?.unit === unit && !label;
    const number = svg(doc, "text", { ...aside, class: `small ${aside.class ?? ""}` });
    if (numbered) words.push(number);
    updates.push((r) => {
      const { now, peak } = r.flux(edge);
      const share = peak > 0 ? Math.min(1, Math.max(0, now / peak)) : 0;
      fix(WIDTH.least + (WIDTH.most - WIDTH.least) * share);
      g.classList.toggle("still", share < STILL);
      bead.getAnimations?.()[0]?.updatePlaybackRate(Math.max(0.02, share));
      if (numbered) {
        const text = x.number(now, 2);
        if (number.textContent !== text) number.textContent = text;
      }
    });
  }
  el.append(...words);
  return {
    el,
    update(r) {
      for (const f of updates) f(r);
    },
  };
}
