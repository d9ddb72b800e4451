// Where words stand on a chart: moved apart at the end of their curves, and out of the way beside a point. All in px.

export interface Spot {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export type Side = "left" | "right";

export interface Placed {
  side: Side;
  y: number;
  box: Box;
  /** How badly it stands: 0 is best. */
  cost: number;
}

/** Height of a line of 12 px text with its halo. */
export const LINE = 14;
/** From a point to the word beside it. */
export const BESIDE = 8;

/** Move positions apart by at least `gap`, as little as possible, keeping their order and within 0 to `height`. */
export const apart = (at: readonly number[], height: number, gap = LINE): number[] => {
  const order = at.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  // Groups of touching words settle around the mean of where their members would like to be.
  const groups: { ys: number[]; top: number }[] = [];
  const settle = (ys: number[]) => {
    const mean = ys.reduce((sum, y, k) => sum + y - k * gap, 0) / ys.length;
    return Math.max(0, Math.min(mean, height - (ys.length - 1) * gap));
  };
  for (const { y } of order) {
    groups.push({ ys: [y], top: settle([y]) });
    for (;;) {
      const b = groups[groups.length - 1];
      const a = groups[groups.length - 2];
      if (!a || !b || a.top + a.ys.length * gap <= b.top) break;
      groups.splice(-2, 2, { ys: [...a.ys, ...b.ys], top: settle([...a.ys, ...b.ys]) });
    }
  }
  const moved: number[] = [];
  const tops = groups.flatMap((g) => g.ys.map((_, k) => g.top + k * gap));
  order.forEach(({ i }, k) => {
    moved[i] = tops[k] ?? 0;
  });
  return moved;
};

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const holds = (box: Box, spot: Spot): boolean =>
  spot.x > box.left && spot.x < box.right && spot.y > box.top && spot.y < box.bottom;

/** How far above (−) or below a point a word may stand, nearest first. */
const STEPS = [-9, 9, 0, -19, 19, -30, 30, -42];

/**
 * The best place beside one of some points for a word of a width: off other words first, then off the curves,
 * and not nearer to a rival than to its own point.
 * Nothing where every place would lie on another word.
 */
export const beside = (
  points: readonly Spot[],
  width: number,
  words: readonly Box[],
  curves: readonly Spot[],
  area: { width: number; height: number },
  rivals: readonly Spot[] = [],
): (Placed & { point: Spot }) | undefined => {
  let best: (Placed & { point: Spot }) | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const point of points) {
    const near = curves.filter((c) => Math.abs(c.x - point.x) < width + BESIDE);
    STEPS.forEach((step, rank) => {
      for (const side of step < 0 ? (["left", "right"] as const) : (["right", "left"] as const)) {
        const from = point.x + (side === "left" ? -BESIDE : BESIDE);
        const y = point.y + step;
        const box: Box = {
          left: side === "left" ? from - width : from,
          right: side === "left" ? from : from + width,
          top: y - LINE / 2,
          bottom: y + LINE / 2,
        };
        if (box.left < 0 || box.right > area.width || box.top < -LINE || box.bottom > area.height)
          continue;
        if (words.some((w) => overlap(w, box))) continue;
        const taken = rivals.some((r) => Math.abs(y - r.y) < Math.abs(y - point.y));
        const cost = 2 * rank + (taken ? 12 : 0) + 6 * near.filter((c) => holds(box, c)).length;
        if (cost >= least) continue;
        least = cost;
        best = { side, y, box, cost, point };
      }
    });
  }
  return best;
};

const widths = new Map<string, number>();
let pen: OffscreenCanvasRenderingContext2D | null | undefined;

/** The width of a 12 px word; estimated, generously, where nothing can be measured. */
export const measured = (text: string, strong: boolean, font: string): number => {
  const key = `${strong ? "600" : "400"} 12px ${font}`;
  const known = widths.get(key + text);
  if (known !== undefined) return known;
  if (pen === undefined)
    pen = typeof OffscreenCanvas === "function" ? new OffscreenCanvas(1, 1).getContext("2d") : null;
  let width = [...text].reduce((sum, c) => sum + (c > "\u2e7f" ? 12 : 7.6), 0);
  if (pen) {
    pen.font = key;
    width = pen.measureText(text).width;
  }
  if (widths.size > 2000) widths.clear();
  widths.set(key + text, width);
  return width;
};
