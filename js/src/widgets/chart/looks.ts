// How a read-out looks on every chart: its colour, its pattern and the shape of its dot.
import type { Dash, Marker } from "../curve.ts";

export interface Style {
  token: string;
  dash: Dash;
  marker: Marker;
}

const STYLES: Record<string, Style> = {
  hexamer: { token: "ink", dash: "solid", marker: "circle" },
  classic: { token: "il6r", dash: "solid", marker: "circle" },
  mixed: { token: "mixed", dash: "dotted", marker: "diamond" },
  trans: { token: "sil6r", dash: "dashed", marker: "triangle-up" },
  pSTAT3: { token: "pstat3", dash: "solid", marker: "circle" },
  STAT3: { token: "stat3", dash: "dashed", marker: "triangle-up" },
  SOCS3: { token: "socs3", dash: "dashed", marker: "diamond" },
  pJAK1_pgp130: { token: "gp130", dash: "dotted", marker: "triangle-up" },
};

/** For read-outs that have no style of their own, in turn. */
const OTHERS: Style[] = [
  { token: "ink", dash: "solid", marker: "circle" },
  { token: "run-b", dash: "dashed", marker: "triangle-up" },
  { token: "il6", dash: "dotted", marker: "diamond" },
  { token: "gp130", dash: "solid", marker: "circle" },
];

/** The style of a read-out that is the i-th on its chart. */
export const style = (id: string, i: number): Style =>
  STYLES[id] ?? (OTHERS[i % OTHERS.length] as Style);
