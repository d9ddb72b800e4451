// How edges run: from side to side of two boxes, or to the middle of another edge, as one smooth curve each.
import type { FlowEdge, Layout, Side } from "../../kinetics/program.ts";
import type { Box, Place } from "./place.ts";

export interface Point {
  x: number;
  y: number;
}

/** A cubic curve; an edge to an edge has one as well. */
export type Curve = readonly [Point, Point, Point, Point];

const NORMAL: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/** Room between the end of a curve and what it points at, px. */
const CLEAR = 3;

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** A point of a curve, `t` from 0 to 1. */
export function along([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (axis: "x" | "y"): number =>
    s ** 3 * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t ** 3 * d[axis];
  return { x: mix("x"), y: mix("y") };
}

/** The sides that face each other. */
function facing(from: Box, to: Box): [Side, Side] {
  const [a, b] = [middle(from), middle(to)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (Math.abs(dy) > from.height * 1.2) return dy > 0 ? ["bottom", "top"] : ["top", "bottom"];
  return dx > 0 ? ["right", "left"] : ["left", "right"];
}

interface End {
  edge: string;
  box: Box;
  side: Side;
  /** Where the other end is, by which ends on one side are put in order. */
  other: Point;
}

/** Where the ends on one side of a box stand: evenly, in the order of what they lead to. */
function ports(ends: readonly End[]): Map<string, Point> {
  const found = new Map<string, Point>();
  const sides = new Map<string, End[]>();
  for (const end of ends) {
    const key = `${end.box.x} ${end.box.y} ${end.side}`;
    sides.set(key, [...(sides.get(key) ?? []), end]);
  }
  for (const group of sides.values()) {
    const upright = group[0]?.side === "left" || group[0]?.side === "right";
    const axis = upright ? "y" : "x";
    // Two edges between the same boxes keep their order at both, and do not cross.
    group.sort((a, b) => a.other[axis] - b.other[axis] || (a.edge < b.edge ? -1 : 1));
    group.forEach(({ edge, box, side }, i) => {
      const share = (i + 1) / (group.length + 1);
      const n = NORMAL[side];
      const at = upright
        ? { x: n.x > 0 ? box.x + box.width : box.x, y: box.y + box.height * share }
        : { x: box.x + box.width * share, y: n.y > 0 ? box.y + box.height : box.y };
      found.set(edge, { x: at.x + n.x * CLEAR, y: at.y + n.y * CLEAR });
    });
  }
  return found;
}

function bent(a: Point, b: Point, from: Side, to: Side): Curve {
  const reach = Math.min(110, Math.max(18, Math.hypot(b.x - a.x, b.y - a.y) * 0.45));
  const [m, n] = [NORMAL[from], NORMAL[to]];
  return [
    a,
    { x: a.x + m.x * reach, y: a.y + m.y * reach },
    { x: b.x + n.x * reach, y: b.y + n.y * reach },
    b,
  ];
}

/** The curves of all edges by id; an edge to another edge ends near the middle of that one. */
export function routes(layout: Layout, place: Place): Map<string, Curve> {
  const boxes = place.nodes;
  const box = (id: string): Box => boxes.get(id) as Box;
  const sided = (edge: FlowEdge): [Side, Side] => {
    const free = boxes.has(edge.to) ? facing(box(edge.from), box(edge.to)) : undefined;
    // The sides that a layout names are those of the arrangement with room.
    if (place.narrow && free) return free;
    const [from, to] = edge.sides;
    if (from && to) return [from, to];
    return free ?? ["bottom", "top"];
  };
  const whole = layout.edges.filter((e) => boxes.has(e.to));
  const starts: End[] = [];
  const ends: End[] = [];
  for (const edge of whole) {
    const [from, to] = sided(edge);
    const [a, b] = [box(edge.from), box(edge.to)];
    starts.push({ edge: `${edge.id} from`, box: a, side: from, other: middle(b) });
    ends.push({ edge: `${edge.id} to`, box: b, side: to, other: middle(a) });
  }
  const curves = new Map<string, Curve>();
  const joining = layout.edges.filter((e) => !boxes.has(e.to));
  // Ends of edges to edges take their port too; the middle of an edge is about that of its boxes.
  const target = (id: string): FlowEdge => layout.edges.find((e) => e.id === id) as FlowEdge;
  for (const edge of joining) {
    const { from, to } = target(edge.to);
    const [a, b] = [middle(box(from)), middle(box(to))];
    const other = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    const own = middle(box(edge.from));
    const upright = Math.abs(other.y - own.y) > 30;
    const side: Side = place.narrow
      ? upright
        ? other.y > own.y
          ? "bottom"
          : "top"
        : other.x > own.x
          ? "right"
          : "left"
      : (edge.sides[0] ?? (other.y > own.y ? "bottom" : "top"));
    starts.push({ edge: `${edge.id} from`, box: box(edge.from), side, other });
  }
  const found = ports([...starts, ...ends]);
  for (const edge of whole) {
    const [from, to] = sided(edge);
    const [a, b] = [found.get(`${edge.id} from`) as Point, found.get(`${edge.id} to`) as Point];
    curves.set(edge.id, bent(a, b, from, to));
  }
  const met = new Map<string, FlowEdge[]>();
  for (const edge of joining) met.set(edge.to, [...(met.get(edge.to) ?? []), edge]);
  for (const [id, group] of met) {
    const line = curves.get(id) as Curve;
    const begin = (e: FlowEdge): Point => found.get(`${e.id} from`) as Point;
    group.sort((a, b) => begin(a).x - begin(b).x);
    group.forEach((edge, i) => {
      const a = begin(edge);
      const on = along(line, (i + 1) / (group.length + 1));
      const below = a.y > on.y;
      const b = { x: on.x, y: on.y + (below ? 9 : -9) };
      const side = starts.find((s) => s.edge === `${edge.id} from`)?.side as Side;
      curves.set(edge.id, bent(a, b, side, below ? "bottom" : "top"));
    });
  }
  return curves;
}
