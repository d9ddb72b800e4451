// What a chart shows, one for all that draw it: the frame of a figure, and what moves the figure's marks.
import type { Live, Settings } from "../view.ts";

/** What a chart shows, computed when it is read. */
export interface Shown {
  /** Called whenever there is something new to draw. Returns its undo. */
  watch(f: () => void): () => void;
  /** Look at inputs and settings again before anything is read. */
  touch(): void;
  close(): void;
}

export interface Share<T extends Shown> {
  shown: T;
  watch(f: () => void): () => void;
  release(): void;
}

/**
 * A function that gives what is behind some settings, one for all that draw it; the last to give it back closes it.
 * `watched` are the settings that change what is drawn.
 */
export const sharing = <T extends Shown>(
  make: (x: Live, settings: Settings) => T,
  watched: readonly string[],
): ((x: Live, settings: Settings) => Share<T>) => {
  /** By experiment, and by the figure's marks: the frame of a figure and what moves its marks have both in common. */
  const shared = new WeakMap<Live, Map<string, { shown: T; count: number }>>();
  return (x, settings) => {
    const figures = shared.get(x) ?? new Map<string, { shown: T; count: number }>();
    shared.set(x, figures);
    const name = settings.get<unknown[]>("marks", []).join();
    const entry = figures.get(name) ?? { shown: make(x, settings), count: 0 };
    figures.set(name, entry);
    entry.count++;
    let held = true;
    return {
      shown: entry.shown,
      watch(f) {
        const changed = () => {
          entry.shown.touch();
          f();
        };
        const undo = [entry.shown.watch(f), ...watched.map((key) => settings.watch(key, changed))];
        return () => {
          for (const u of undo) u();
        };
      },
      release() {
        if (!held) return;
        held = false;
        if (--entry.count > 0) return;
        entry.shown.close();
        figures.delete(name);
      },
    };
  };
};
