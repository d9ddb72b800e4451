// The picture of a chart as plain data: curves, marks at the cursor, words and axes. Nothing here draws.
import type { Curve, Marker } from "../curve.ts";
import type { Scale } from "../dose/axis.ts";
import type { Side, Spot } from "./place.ts";

/** The face of words on a chart; the style sheet names the same. */
export const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Noto Sans CJK SC", sans-serif';

/** The drawn area, px. */
export interface Size {
  width: number;
  height: number;
}

/** A word on the chart, anchored in data units so that it stays with its point when the chart is resized. */
export interface Label {
  text: string;
  x: number;
  y: number;
  side: Side;
  token: string;
  strong: boolean;
}

export interface Dot {
  x: number;
  y: number;
  token: string;
  marker: Marker;
}

export interface Picture {
  /** Least and highest number on the x axis; the least is where zero stands. */
  x: [number, number];
  /** The least dose on a broken axis beside zero; nothing where the axis is whole. */
  low?: number;
  /** Whether the x axis is logarithmic. */
  log: boolean;
  /** A number of the y axis, as the reader's language writes it. */
  number(y: number): string;
  ticks: number[];
  names: Record<number, string>;
  scale: Scale;
  /** Curves of the inputs as they are, with their bands. */
  curves: Curve[];
  /** The other sets of constants. */
  sets: Curve[];
  /** Where the cursor stands, in axis numbers; nothing while the dose is off the axis. */
  cursor: number | undefined;
  dots: Dot[];
  half: Spot | undefined;
  /** Names of the curves at their right end. */
  ends: Label[];
  /** Words that stand beside a point. */
  labels: Label[];
  /** The title of the x axis: what is dosed, and its unit. */
  along: string;
}
