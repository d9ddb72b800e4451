// Where a value stands on its slider: whole steps, a hundred to the decade, and an exact zero at the left end.
import type { Value } from "../../kinetics/program.ts";

const STEPS = 100;
/** Decades drawn where a range begins at zero and so names no smallest amount. */
const DECADES = 6;

/** Between slider positions (whole numbers from 0 to `end`) and values in the model unit. */
export interface Scale {
  end: number;
  /** First position of the range proper; below it there is only 0, at position 0. */
  first: number;
  /** What Page Up and Page Down move by: a quarter of a decade. */
  page: number;
  position(value: number): number;
  value(position: number): number;
}

/** An amount can be left out altogether; a constant cannot, unless its range says so. */
export const hasZero = (value: Value): boolean => value.role !== "parameter" || value.low === 0;

function linear({ low, high }: Value): Scale {
  return {
    end: STEPS,
    first: 0,
    page: STEPS / 10,
    position: (x) => Math.round(Math.min(1, Math.max(0, (x - low) / (high - low))) * STEPS),
    value: (position) => low + ((high - low) * position) / STEPS,
  };
}

/** The scale of a value's slider. */
export function scaleOf(value: Value): Scale {
  if (value.scale === "linear") return linear(value);
  const { high } = value;
  const low = value.low > 0 ? value.low : high / 10 ** DECADES;
  const steps = Math.max(1, Math.round(Math.log10(high / low) * STEPS));
  // The gap keeps zero apart from the smallest amount, for the eye and for the pointer.
  const first = hasZero(value) ? Math.max(12, Math.round(steps * 0.08)) : 0;
  const end = first + steps;
  return {
    end,
    first,
    page: STEPS / 4,
    position: (x) => {
      if (x <= 0) return 0;
      const step = Math.round(Math.log10(x / low) * STEPS);
      return Math.min(end, Math.max(first, first + step));
    },
    value: (position) => {
      if (position < first) return 0;
      return position >= end ? high : low * 10 ** ((position - first) / STEPS);
    },
  };
}

/** A position in the gap goes to the nearer side of it, or, by key, across it. */
export function settled(scale: Scale, position: number, before: number, byKey: boolean): number {
  if (position <= 0 || position >= scale.first) return position;
  if (byKey) return before < position ? scale.first : 0;
  return position < scale.first / 2 ? 0 : scale.first;
}
