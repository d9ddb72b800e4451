// The complexes: single molecules placed together, never a new drawing. By species id.
import { type Box, MOLECULES, type Name } from "./molecules.ts";

/** One molecule in a complex; `joins` marks what comes to what was there, so that its arrival can move. */
export interface Place {
  readonly of: Name;
  readonly x: number;
  readonly y: number;
  readonly mirror?: boolean;
  readonly hollow?: boolean;
  readonly turn?: number;
  readonly joins?: boolean;
}

const put = (of: Name, x = 0, y = 0, more: Partial<Place> = {}): Place => ({ of, x, y, ...more });
const alone = (of: Name): readonly Place[] => [put(of, 0, 0, { hollow: true })];

// ---- In the fluid, IL-6 at the origin: it stays where it is when something binds.
const IL6 = put("il6");
const partner = (of: Name, joins = true): Place => put(of, -31, 112, { joins });
const decoy = put("sgp130", 31, 112, { mirror: true, joins: true });
// IL-6 and its receptor lie inside the V of sgp130Fc, against the left arm.
const fusion = put("sgp130fc", 15, 118, { joins: true });
const inside = (of: Name): Place => put(of, 31, 112, { mirror: true, joins: true });
// With two pairs, they stand outside the arms.
const outside = (left: Name, right: Name): readonly Place[] => [
  put("sgp130fc"),
  put("il6", -71, -118),
  put(left, -102, -6),
  put("il6", 71, -118),
  put(right, 102, -6, { mirror: true }),
];
const trapped: Place = put("anti6", 58, 94, { joins: true });

/** Species of the fluid: IL-6 and what it is bound to at the origin, or the others as they come. */
export const FLUID: Readonly<Record<string, readonly Place[]>> = {
  IL6: [IL6],
  IL6_sIL6R: [partner("sil6r"), IL6],
  IL6_sIL6R_sgp130: [partner("sil6r"), decoy, IL6],
  IL6_sIL6R_sgp130Fc: [fusion, inside("sil6r"), IL6],
  IL6_sIL6R_2_sgp130Fc: outside("sil6r", "sil6r"),
  IL6_sIL6R_hyperIL6_sgp130Fc: outside("sil6r", "linked"),
  IL6_siltuximab: [trapped, put("il6", 0, 0, { turn: -40 })],
  IL6_2_siltuximab: [
    put("anti6"),
    put("il6", -58, -94, { turn: -40 }),
    put("il6", 58, -94, { turn: 40 }),
  ],
  sIL6R: alone("sil6r"),
  sgp130: alone("sgp130"),
  sgp130Fc: alone("sgp130fc"),
  hyperIL6: [partner("linked"), IL6],
  hyperIL6_sgp130: [partner("linked"), decoy, IL6],
  hyperIL6_sgp130Fc: [fusion, inside("linked"), IL6],
  hyperIL6_2_sgp130Fc: outside("linked", "linked"),
  siltuximab: alone("anti6"),
  ...captured("tocilizumab", "antiR"),
  ...captured("sarilumab", "antiR"),
  ...captured("anti_sIL6R", "antiS"),
};

// An antibody and the soluble receptors that it holds at the elbow where IL-6 would sit.
function captured(drug: string, antibody: Name): Record<string, readonly Place[]> {
  const left = put("sil6r", -58, 32);
  const right = put("sil6r", 58, 32, { mirror: true });
  return {
    [drug]: alone(antibody),
    [`${drug}_sIL6R`]: [put(antibody), left],
    [`${drug}_sIL6R_2`]: [put(antibody), left, right],
  };
}

// ---- On the membrane, its outer face at y = 0.
const bound = put("il6", 31, -112, { joins: true });
const chain = put("gp130", 64, 0, { mirror: true, joins: true });
const blocked: readonly Place[] = [put("il6r"), put("antiR", 58, -32, { joins: true })];
const bridged: readonly Place[] = [...blocked, put("sil6r", 116, 0, { mirror: true, joins: true })];

/** Species of the membrane that are no hexamer. */
export const MEMBRANE: Readonly<Record<string, readonly Place[]>> = {
  IL6R: alone("il6r"),
  gp130: alone("gp130"),
  IL6_IL6R: [put("il6r"), bound],
  IL6_IL6R_gp130: [put("il6r"), chain, bound],
  IL6_sIL6R_gp130: [put("sil6r"), chain, bound],
  hyperIL6_gp130: [put("linked"), chain, bound],
  tocilizumab_IL6R: blocked,
  sarilumab_IL6R: blocked,
  tocilizumab_sIL6R_IL6R: bridged,
  sarilumab_sIL6R_IL6R: bridged,
};

/** A 2:2:2 hexamer with these two receptors. */
export const hexamer = (left: Name, right: Name): readonly Place[] => [
  put("gp130x"),
  put("gp130x", 0, 0, { mirror: true }),
  put(left, -83, 0, { joins: true }),
  put(right, 83, 0, { mirror: true, joins: true }),
  put("il6", -52, -112, { joins: true }),
  put("il6", 52, -112, { joins: true }),
];

/** The box around molecules as they are placed. */
export function around(places: readonly Place[]): Box {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const { of, x, y, mirror, turn = 0 } of places) {
    const [left, top, right, bottom] = MOLECULES[of].box;
    const [sin, cos] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
    for (const px of [left, right].map((v) => (mirror ? -v : v)))
      for (const py of [top, bottom]) {
        xs.push(x + px * cos - py * sin);
        ys.push(y + px * sin + py * cos);
      }
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
