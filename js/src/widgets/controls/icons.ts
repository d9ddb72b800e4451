// The molecules and status marks at 16 px, drawn on a 16 grid with fewer parts than the scene's.
import type { Status } from "../../kinetics/program.ts";
import { type Attributes, svg } from "./dom.ts";

/** A shape: tag and attributes; colours are the custom properties of the tokens. */
type Part = readonly ["path" | "rect" | "circle", Attributes];

const rod = (x: number, y: number, height = 13): Part => [
  "rect",
  { x, y, width: 3, height, rx: 1.5, fill: "var(--il6)" },
];
const rods: readonly Part[] = [rod(0.5, 1), rod(4.5, 2), rod(8.5, 1), rod(12.5, 2)];

const line = (d: string, stroke: string, width = 2): Part => [
  "path",
  { d, stroke, fill: "none", "stroke-width": width, "stroke-linecap": "round" },
];

// Two domains at an elbow; `foot` is the cut end of the soluble form or the anchor of the other.
const receptor = (colour: string, foot: string): readonly Part[] => [
  [
    "rect",
    {
      x: 6,
      y: 6.5,
      width: 4.5,
      height: 4,
      rx: 1.6,
      fill: colour,
      stroke: colour,
      "stroke-width": 1.5,
    },
  ],
  [
    "rect",
    {
      x: 4,
      y: 1.2,
      width: 4.5,
      height: 4,
      rx: 1.6,
      fill: colour,
      stroke: colour,
      "stroke-width": 1.5,
      transform: "rotate(-30 6 3)",
    },
  ],
  line(foot, colour),
];
const CUT = "M8.2 11v2.4";
const ANCHOR = "M8.2 11v4M5 15h6.4";

const column = (colour: string): readonly Part[] => [
  ["circle", { cx: 8, cy: 2.6, r: 2.5, fill: colour }],
  ["rect", { x: 4.7, y: 4.6, width: 6.6, height: 4.6, rx: 1.9, fill: colour }],
  ["rect", { x: 5.5, y: 8.8, width: 5, height: 4, rx: 1.5, fill: colour }],
];

const stem = line("M8 15V8M8 8L4.2 4.6M8 8l3.8-3.4", "var(--antibody)", 2.5);
const antibody = (target: string): readonly Part[] => [
  stem,
  line("M4.4 4.8L1.8 2.4M11.6 4.8l2.6-2.4", target, 3),
];

const decoy = (x: number, turn: string): Part => [
  "rect",
  { x, y: 1, width: 3.6, height: 6.4, rx: 1.6, fill: "var(--sgp130fc)", transform: turn },
];

const half = (x: number): readonly Part[] => [
  ["circle", { cx: x, cy: 4, r: 2, fill: "var(--gp130)" }],
  line(`M${x} 7v8`, "var(--gp130)", 3),
];

/** By value id. */
const MOLECULES: Readonly<Record<string, readonly Part[]>> = {
  IL6: rods,
  IL6R: receptor("var(--il6r)", ANCHOR),
  sIL6R: receptor("var(--sil6r)", CUT),
  gp130: [...column("var(--gp130)"), line("M8 12.6v2.4M5 15h6", "var(--gp130)")],
  sgp130: column("var(--sgp130)"),
  sgp130Fc: [
    line("M8 15.5V9M8 9L5 7M8 9l3-2", "var(--antibody)", 2.5),
    decoy(2.3, "rotate(-18 4 4)"),
    decoy(10.1, "rotate(18 12 4)"),
  ],
  hyperIL6: [
    ["rect", { x: 1.5, y: 6.8, width: 4.6, height: 4.2, rx: 1.6, fill: "var(--sil6r)" }],
    [
      "rect",
      {
        x: 1,
        y: 1.4,
        width: 4.6,
        height: 4.6,
        rx: 1.8,
        fill: "var(--sil6r)",
        transform: "rotate(-24 3 3.6)",
      },
    ],
    line("M3.8 11.5v2M3.8 13.5h5.4", "var(--sil6r)", 1.5),
    rod(8.2, 1.5, 11),
    rod(12.2, 2.5, 11),
  ],
  tocilizumab: antibody("var(--il6r)"),
  sarilumab: antibody("var(--il6r)"),
  siltuximab: antibody("var(--il6)"),
  anti_sIL6R: antibody("var(--sil6r)"),
  antibody: [stem],
  hexamer: [...half(5.6), ...half(10.4), rod(0, 2, 8), rod(13, 2, 8)],
};
const ALIKE: Readonly<Record<string, string>> = {
  Kd_2D: "hexamer",
  membrane_cooperativity: "gp130",
};

// A constant shows the molecule that its name ends or begins with: Kd_gp130, tocilizumab_sites.
function drawing(id: string): readonly Part[] | undefined {
  const name = ALIKE[id] ?? id.replace(/^Kd_|_sites$/g, "");
  return Object.hasOwn(MOLECULES, name) ? MOLECULES[name] : undefined;
}

function drawn(doc: Document, box: string, kind: string, parts: readonly Part[]): SVGSVGElement {
  const shapes = parts.map(([tag, attributes]) => svg(doc, tag, attributes));
  return svg(
    doc,
    "svg",
    { viewBox: box, class: kind, "aria-hidden": "true", focusable: "false" },
    ...shapes,
  );
}

/** The 16 px icon of a value; empty where no molecule belongs to it, so that labels stay aligned. */
export const icon = (doc: Document, id: string): SVGSVGElement =>
  drawn(doc, "0 0 16 16", "icon", drawing(id) ?? []);

const MARKS: Readonly<Record<Status, readonly Part[]>> = {
  measured: [["circle", { r: 5, fill: "currentColor" }]],
  recalled: [
    ["circle", { r: 4.2, fill: "none", stroke: "currentColor", "stroke-width": 1.6 }],
    ["path", { d: "M0-4.2a4.2 4.2 0 0 0 0 8.4z", fill: "currentColor" }],
  ],
  design: [
    [
      "circle",
      {
        r: 4.2,
        fill: "none",
        stroke: "var(--warn)",
        "stroke-width": 1.8,
        "stroke-dasharray": "2.6 1.8",
      },
    ],
  ],
  unknown: [line("M-2.6-2.2a2.7 2.7 0 1 1 3.6 2.5q-1 .4-1 1.9M0 4.9v.1", "currentColor", 1.7)],
};

/** The mark that says how well a number is known; the words stand beside it. */
export const mark = (doc: Document, status: Status): SVGSVGElement =>
  drawn(doc, "-6 -6 12 12", "mark", MARKS[status]);
