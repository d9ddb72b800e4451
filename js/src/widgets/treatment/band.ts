// The band of CRP: the least and the most of it over numbers that are designed and not measured, computed while the hand rests.
import type { Live } from "../view.ts";

/** What is read, and the numbers on which it hangs, where the model has them with an open interval. */
export const BANDED = "CRP";
const OPEN = ["receptor_share", "CRP_most", "CRP_half", "CRP_hill"] as const;
/** How long the hand must rest, ms. */
const REST = 160;

export interface Band {
  times: Float64Array;
  low: number[];
  high: number[];
}

/** Every combination of the ends of the open intervals, as changes of inputs. */
export function corners(x: Live): Record<string, number>[] {
  let all: Record<string, number>[] = [{}];
  for (const id of OPEN) {
    const open = x.program.values.find((value) => value.id === id)?.open;
    if (!open || open.length < 2) continue;
    all = all.flatMap((one) => open.map((end) => ({ ...one, [id]: end })));
  }
  return all.length > 1 ? all : [];
}

export interface Bands {
  /** The band for a key, when it is there; it is asked for otherwise. */
  of(key: string): Band | undefined;
  stop(): void;
}

/** Compute bands one run at a time, so that no frame waits for them; `done` is called when one is whole. */
export function bands(x: Live, done: () => void): Bands {
  let known: { key: string; band: Band } | undefined;
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(key: string): void {
    const todo = corners(x);
    let found: Band | undefined;
    const next = (): void => {
      const values = todo.shift();
      if (!values || !x.course) {
        if (!found) return;
        known = { key, band: found };
        done();
        return;
      }
      const run = x.course({ values });
      const row = Array.from(run.get(BANDED));
      const [low, high] = [found?.low ?? row, found?.high ?? row];
      found = {
        times: run.times,
        low: row.map((v, i) => Math.min(v, low[i] ?? v)),
        high: row.map((v, i) => Math.max(v, high[i] ?? v)),
      };
      timer = setTimeout(next, 0);
    };
    next();
  }

  return {
    of(key) {
      if (known?.key === key) return known.band;
      if (asked !== key) {
        asked = key;
        clearTimeout(timer);
        timer = setTimeout(() => begin(key), REST);
      }
      return undefined;
    },
    stop: () => clearTimeout(timer),
  };
}
