// A curve, described: what stands between what is computed and what draws it (bqplot today, our own SVG elsewhere).

/** Line patterns; each one also tells a route (README of the visual language: classic solid, trans dashed, mixed dotted). */
export type Dash = "solid" | "dashed" | "dotted" | "fine";

/** The shape at the cursor that goes with a line. */
export type Marker = "circle" | "diamond" | "triangle-up";

export interface Band {
  low: Float64Array;
  high: Float64Array;
  /** Not yet refined: drawn at 60 % with "…". */
  coarse: boolean;
}

export interface Curve {
  /** What is drawn, as the model calls it; for another set of constants `hexamer@weak`. */
  id: string;
  /** In the unit shown; NaN in `y` is a gap. */
  x: Float64Array;
  y: Float64Array;
  /** A colour token, without its dashes: `il6r`, `ink`. */
  token: string;
  dash: Dash;
  marker: Marker;
  /** Stroke in px. */
  width: number;
  /** In the reader's language. */
  label: string;
  band?: Band;
}
