// Where things stand: the grid of a layout in pixels, for the width there is.
import type { Layout } from "../../kinetics/program.ts";

/** A rectangle, px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Place {
  width: number;
  height: number;
  narrow: boolean;
  nodes: ReadonlyMap<string, Box>;
  areas: Box[];
}

/** Below this width the arrangement of a phone is taken. */
const NARROW = 620;
const NODE = { height: 54, most: 214 };
const ROW = 84;

/** Place a layout. */
export function place(layout: Layout, width: number): Place {
  const narrow = width < NARROW;
  const which = narrow ? 1 : 0;
  const column = width / layout.columns[which];
  const gap = narrow ? 22 : Math.max(36, column * 0.2);
  const wide = Math.min(NODE.most, column - gap);
  const nodes = new Map(
    layout.nodes.map((node): [string, Box] => {
      const [at, row] = node.at[which];
      const x = at * column + (column - wide) / 2;
      return [
        node.id,
        { x, y: row * ROW + (ROW - NODE.height) / 2, width: wide, height: NODE.height },
      ];
    }),
  );
  const areas = layout.areas.map(({ boxes }) => {
    const [x = 0, y = 0, columns = 0, rows = 0] = boxes[which];
    return { x: x * column, y: y * ROW, width: columns * column, height: rows * ROW };
  });
  const bottoms = [...nodes.values(), ...areas].map((box) => box.y + box.height);
  return { width, height: Math.max(0, ...bottoms), narrow, nodes, areas };
}
