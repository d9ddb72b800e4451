// The single molecules: domains on a chain, drawn with the membrane's outer face at y = 0 and up as outside.

/** A domain: centre, width, height, corner radius, and its turn in degrees. */
type Domain = readonly [x: number, y: number, w: number, h: number, r: number, turn?: number];

/** One piece of a molecule. `fill` is hollow where the molecule is unbound; `line` never is. */
export type Part =
  | { readonly d: string; readonly fill: string; readonly faint?: number }
  | { readonly d: string; readonly line: string; readonly width: number };

/** Left, top, right, bottom. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

export interface Molecule {
  readonly parts: readonly Part[];
  readonly box: Box;
}

const short = (v: number): string => `${Math.round(v * 100) / 100}`;

function pill([x, y, w, h, r, turn = 0]: Domain): string {
  const [sin, cos] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
  const at = (px: number, py: number): string =>
    `${short(x + px * cos - py * sin)} ${short(y + px * sin + py * cos)}`;
  const [a, b] = [w / 2, h / 2];
  const arc = `A${r} ${r} 0 0 1 `;
  return (
    `M${at(r - a, -b)}L${at(a - r, -b)}${arc}${at(a, r - b)}L${at(a, b - r)}${arc}${at(a - r, b)}` +
    `L${at(r - a, b)}${arc}${at(-a, b - r)}L${at(-a, r - b)}${arc}${at(r - a, -b)}Z`
  );
}

const chain = (fill: string, ...domains: Domain[]): Part => ({
  d: domains.map(pill).join(""),
  fill,
});
const line = (colour: string, d: string, width = 3.5): Part => ({ d, line: colour, width });

const rods: readonly Domain[] = [
  [-12.25, -1, 6.5, 36, 3.2],
  [-4.25, 1, 6.5, 36, 3.2],
  [4.15, -1, 6.5, 36, 3.2],
  [12.15, 1, 6.5, 36, 3.2],
];

// D3, D2 (the elbow that holds IL-6), D1.
const head: readonly Domain[] = [
  [0, -98, 19, 25, 8.26],
  [-2, -125, 19, 25, 8.26, 6],
  [-12, -150, 19, 25, 8.26, 38],
];

// D6 D5 D4 (legs), D3 D2 (broad), D1 (round).
const column: readonly Domain[] = [
  [0, -19, 16, 23, 6.96],
  [0, -45, 16, 23, 6.96],
  [0, -71, 16, 23, 6.96],
  [0, -98, 21, 24, 9.13],
  [0, -124, 21, 24, 9.13],
  [7, -149, 20, 22, 10, 40],
];

// The same six in a hexamer: the legs close and D1 reaches over.
const leaning: readonly Domain[] = [
  [-22, -98, 21, 24, 9.13, 6],
  [-22, -124, 21, 24, 9.13, -6],
  [-9, -150, 20, 22, 10, 52],
  [-14, -19, 16, 23, 6.96],
  [-16, -45, 16, 23, 6.96, -6],
  [-20, -71, 16, 23, 6.96, -8],
];

const anchor = (x: number): Domain => [x, 17, 9, 34, 3];
const jak = (x: number): Part => chain("jak", [x, 56, 30, 20, 5]);

const stem = (y: number): Domain[] =>
  [-6, 6].flatMap((x): Domain[] => [
    [x, y + 11, 9, 22, 4],
    [x, y + 35, 9, 22, 4],
  ]);

const both = (domains: readonly Domain[]): Domain[] =>
  domains.flatMap(([x, y, w, h, r, turn = 0]): Domain[] => [
    [x, y, w, h, r, turn],
    [-x, y, w, h, r, -turn],
  ]);

const decoys = both([
  [-22, -62, 13, 18, 5.65, -20],
  [-29.5, -82, 13, 18, 5.65, -20],
  [-37, -102, 13, 18, 5.65, -20],
  [-44.5, -122, 16, 18, 6.96, -16],
  [-50.5, -142, 16, 18, 6.96, -16],
  [-50, -160, 16, 17, 8, 20],
]);

const arms = both([
  [-19, -58, 10, 20, 4, -40],
  [-29, -50, 10, 20, 4, -40],
]);
const tips = both([
  [-33, -74, 10, 20, 4, -40],
  [-43, -66, 10, 20, 4, -40],
]);

const antibody = (target: string): Molecule => ({
  parts: [
    line("antibody", "M-4-38L-15-50M4-38L15-50", 2.5),
    chain("antibody", ...stem(-37), ...arms),
    chain(target, ...tips),
  ],
  box: [-52, -86, 52, 10],
});

const soluble: Part = chain("sil6r", ...head);

/** By drawing name; colours are names of tokens. */
export const MOLECULES = {
  il6: {
    parts: [
      { d: pill([0, 0, 34, 40, 10]), fill: "il6", faint: 0.22 },
      { d: rods.map(pill).join(""), fill: "il6", faint: 1 },
    ],
    box: [-17, -20, 17, 20],
  },
  il6r: {
    parts: [chain("il6r", ...head, anchor(0)), line("il6r", "M0-84V0M0 36v14")],
    box: [-25, -165, 11, 50],
  },
  sil6r: {
    parts: [soluble, line("sil6r", "M0-84v8M-5-76h10")],
    box: [-25, -165, 11, -74],
  },
  // The head of hyper-IL-6: where sIL-6R ends, a linker runs to IL-6, which stands 31 to its right.
  linked: {
    parts: [soluble, line("sil6r", "M0-84C0-62 31-62 31-91")],
    box: [-25, -165, 33, -66],
  },
  gp130: {
    parts: [chain("gp130", ...column, anchor(0)), line("gp130", "M0 36v8M0 68V118"), jak(0)],
    box: [-16, -165, 19, 119],
  },
  gp130x: {
    parts: [
      chain("gp130", ...leaning, anchor(-14)),
      line("gp130", "M-14 36v8M-14 68V118"),
      jak(-19),
      chain("pstat3", ...[80, 94, 108].map((y): Domain => [-14, y, 10, 10, 5])),
    ],
    box: [-36, -165, 4, 119],
  },
  sgp130: {
    parts: [chain("sgp130", ...column), line("sgp130", "M0-6v5M-5 0h10")],
    box: [-12, -165, 19, 2],
  },
  sgp130fc: {
    parts: [
      line("antibody", "M-4-40L-17-52M4-40L17-52", 2.5),
      chain("antibody", ...stem(-39)),
      chain("sgp130fc", ...decoys),
    ],
    box: [-61, -170, 61, 8],
  },
  antiR: antibody("il6r"),
  antiS: antibody("sil6r"),
  anti6: antibody("il6"),
} as const satisfies Record<string, Molecule>;

export type Name = keyof typeof MOLECULES;
