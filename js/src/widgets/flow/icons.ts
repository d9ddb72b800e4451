// The signs of signalling at 16 px: shape says which protein, filled or hollow whether it is active.
import { type Attributes, svg } from "../controls/dom.ts";
import { icon as molecule } from "../controls/icons.ts";

type Part = readonly ["path" | "rect" | "circle", Attributes];

const HEXAGON = "M8 1.6l5.6 3.2v6.4L8 14.4 2.4 11.2V4.8z";
const OCTAGON = "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z";
const stroke = (d: string, colour: string, width = 1.8): Part => [
  "path",
  { d, fill: "none", stroke: colour, "stroke-width": width, "stroke-linecap": "round" },
];

const SIGNS: Readonly<Record<string, readonly Part[]>> = {
  stat3: [stroke(HEXAGON, "var(--stat3)")],
  pstat3: [
    ["path", { d: HEXAGON, fill: "var(--pstat3)" }],
    [
      "circle",
      {
        cx: 13.2,
        cy: 2.8,
        r: 2.8,
        fill: "var(--pstat3)",
        stroke: "var(--surface)",
        "stroke-width": 1.2,
      },
    ],
  ],
  socs3: [
    ["path", { d: OCTAGON, fill: "var(--socs3)" }],
    ["rect", { x: 4.4, y: 6.8, width: 7.2, height: 2.4, fill: "var(--surface)" }],
  ],
  jak: [["rect", { x: 1, y: 4, width: 14, height: 8, rx: 2.6, fill: "var(--jak)" }]],
  mrna: [stroke("M1 8c2-6 4-6 5 0s3 6 4.5 0 2.8-5 4.5-1", "currentColor")],
  drug: [
    [
      "rect",
      {
        x: 1,
        y: 5,
        width: 14,
        height: 6,
        rx: 3,
        fill: "var(--antibody)",
        transform: "rotate(-35 8 8)",
      },
    ],
    stroke("M6.3 5.5L9.7 10.5", "var(--surface)", 1.4),
  ],
};

/** The sign of a node: one of signalling, else the molecule of that name; nothing where there is none. */
export function sign(doc: Document, name: string, x: number, y: number): SVGElement {
  const parts = SIGNS[name];
  const at: Attributes = { x, y, width: 16, height: 16 };
  if (!parts) {
    const drawn = molecule(doc, name);
    for (const [key, value] of Object.entries(at)) drawn.setAttribute(key, `${value}`);
    return drawn;
  }
  const shapes = parts.map(([tag, attributes]) => svg(doc, tag, attributes));
  return svg(doc, "svg", { ...at, viewBox: "0 0 16 16", "aria-hidden": "true" }, ...shapes);
}
