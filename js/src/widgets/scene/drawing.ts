// Draws molecules, the bilayer and the small marks, with attributes only: nothing here needs a style sheet.
import { svg } from "../controls/dom.ts";
import type { Place } from "./complexes.ts";
import { type Box, MOLECULES, type Part } from "./molecules.ts";

const colour = (token: string): string => `var(--${token})`;

function piece(doc: Document, part: Part, hollow: boolean): SVGPathElement {
  if ("line" in part)
    return svg(doc, "path", {
      d: part.d,
      fill: "none",
      stroke: colour(part.line),
      "stroke-width": part.width,
      "stroke-linecap": "round",
    });
  if (part.faint !== undefined)
    return svg(doc, "path", { d: part.d, fill: colour(part.fill), "fill-opacity": part.faint });
  return svg(doc, "path", {
    d: part.d,
    fill: colour(part.fill),
    stroke: colour(part.fill),
    "fill-opacity": hollow ? 0.1 : undefined,
    "stroke-width": hollow ? 1.2 : 1.5,
    // An outline that shrinks with the drawing would be lost on a phone.
    "vector-effect": hollow ? "non-scaling-stroke" : undefined,
  });
}

/** Molecules as they are placed; what joins is a group of class `joins`. */
export function draw(doc: Document, places: readonly Place[]): SVGGElement {
  const drawn = places.map(({ of, x, y, mirror, hollow = false, turn, joins }) => {
    const steps = [
      x || y ? `translate(${x} ${y})` : "",
      turn ? `rotate(${turn})` : "",
      mirror ? "scale(-1 1)" : "",
    ];
    const molecule = svg(
      doc,
      "g",
      { transform: steps.join(" ").trim() || undefined },
      ...MOLECULES[of].parts.map((part) => piece(doc, part, hollow)),
    );
    return joins ? svg(doc, "g", { class: "joins" }, molecule) : molecule;
  });
  return svg(doc, "g", {}, ...drawn);
}

/** Where a drawing stands: x, y, scale and turn. */
export const stand = (x: number, y: number, scale = 1, turn = 0): string =>
  `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` +
  `${turn ? ` rotate(${turn})` : ""}${scale === 1 ? "" : ` scale(${Math.round(scale * 1000) / 1000})`}`;

/** Thickness of the bilayer at scale 1. */
export const BILAYER = 34;

/** The lipid bilayer's pattern: 12 wide, two rows of heads, their tails between. */
export function bilayer(doc: Document, id: string, scale: number): SVGPatternElement {
  const heads = [5, 29].map((cy) =>
    svg(doc, "circle", { cx: 6, cy, r: 4, fill: colour("membrane") }),
  );
  const tails = svg(doc, "path", {
    d: "M4.5 8v8M7.5 8v8M4.5 26v-8M7.5 26v-8",
    stroke: colour("lipid"),
    "stroke-width": 1.6,
  });
  return svg(
    doc,
    "pattern",
    {
      id,
      width: 12,
      height: BILAYER,
      patternUnits: "userSpaceOnUse",
      patternTransform: scale === 1 ? undefined : `scale(${scale})`,
    },
    tails,
    ...heads,
  );
}

/** A box moved and scaled, with `clear` around it. */
export const framed = (box: Box, x: number, y: number, scale: number, clear: number): Box => [
  x + box[0] * scale - clear,
  y + box[1] * scale - clear,
  x + box[2] * scale + clear,
  y + box[3] * scale + clear,
];
