// Where things stand for a width: the slots of the fluid, the hexamers, and the room left for unbound receptors.

/** A ternary complex at scale 1: its width, its height, its legs' left and right edge from IL-6. */
const TERNARY = { width: 109, height: 168, legs: [12, 43], head: [-56, 43] } as const;
/** Narrowest slot in which a group can still be told apart, and the pitch at scale 1 at which rows can nest. */
const SLOT = 36;
const NESTING = 136;
/** From row to row at scale 1: nested, the heads stand between the legs of the row above. */
const NESTED = 104;
/** Width of a hexamer with a little air around it, and how far apart two may stand, at scale 1. */
const HEXAMER = 222;
const APART = 290;
/** From here on 25 groups fit at a scale at which they can be told apart. */
const MANY = 800;

export interface Layout {
  readonly width: number;
  readonly margin: number;
  /** Groups in the fluid that stand for all IL-6. */
  readonly groups: number;
  /** Slots of the fluid, filled column by column. */
  readonly slots: {
    readonly cols: number;
    readonly rows: number;
    readonly pitch: number;
    /** From row to row, and the height of all rows. */
    readonly step: number;
    readonly height: number;
    /** How far a row is moved sideways against the row above. */
    readonly shift: number;
    readonly scale: number;
    readonly tilt: number;
  };
  readonly hexamer: { readonly scale: number; readonly at: readonly [number, number, number] };
  /** Room for receptors that are in no hexamer, where there is some. */
  readonly receptors:
    | { readonly from: number; readonly to: number; readonly scale: number }
    | undefined;
  /** On a phone the hexamers take the whole membrane. */
  readonly phone: boolean;
}

/** What there is to lay out. */
export interface There {
  /** Hexamers to draw. */
  readonly assembled: boolean;
  /** A blocked receptor, which stands beside them. */
  readonly blocked: boolean;
  /** No form of IL-6 in the fluid that is wider than a ternary complex. */
  readonly slender: boolean;
}

function slots(inner: number, groups: number, slender: boolean, most: number): Layout["slots"] {
  // Besides the groups, a slot for each form that is too rare for one.
  const capacity = groups + (slender ? 2 : 4);
  const rows = Math.max(2, Math.ceil(capacity / Math.max(1, Math.floor(inner / SLOT))));
  const cols = Math.ceil(capacity / rows);
  const pitch = inner / cols;
  const nest = slender && rows === 2 && pitch / NESTING >= 0.38;
  const scale = Math.min(most, pitch / (nest ? NESTING : TERNARY.width));
  const step = nest ? NESTED * scale : TERNARY.height * scale + 6;
  // The heads of the lower row are centred between two legs of the upper one.
  const between = (TERNARY.legs[0] + TERNARY.legs[1] - TERNARY.head[0] - TERNARY.head[1]) / 2;
  const shift = nest ? pitch / 2 - between * scale : 0;
  const height = TERNARY.height * scale + (rows - 1) * step + 6;
  return { cols, rows, pitch, step, height, shift, scale, tilt: nest ? 2 : pitch >= 52 ? 5 : 0 };
}

/** Lay out for a width in px. */
export function layout(width: number, { assembled, blocked, slender }: There): Layout {
  const phone = width < 480;
  const roomy = width >= 720;
  const margin = roomy ? 24 : 12;
  const inner = width - 2 * margin;
  const groups = width < MANY ? 12 : 25;

  const hexamers = inner * (phone ? 1 : blocked ? 0.68 : 0.78);
  // Not larger than leaves the whole scene in sight.
  const most = width < MANY ? 0.39 + 0.0003 * width : 0.5 + 0.00024 * width;
  const h = Math.min(hexamers / 3 / HEXAMER, most);
  const step = Math.min(hexamers / 3, h * APART);
  const first = margin + step / 2;
  const hexamer = { scale: h, at: [first, first + step, first + 2 * step] as const };
  const b = Math.min(0.62, phone ? 0.5 : 0.92 * h);
  const receptors = assembled
    ? phone
      ? undefined
      : { from: margin + 3 * step + 4, to: width - margin, scale: b }
    : { from: margin, to: width - margin, scale: b };
  return {
    width,
    margin,
    groups,
    slots: slots(inner, groups, slender, width < MANY ? 0.42 : 0.54),
    hexamer,
    receptors,
    phone,
  };
}
