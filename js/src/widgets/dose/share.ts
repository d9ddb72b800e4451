// One response for all that draw it: the frame of a figure, and what moves the figure's marks.
import type { Live, Settings } from "../view.ts";
import { Response } from "./response.ts";

/** Settings that change what is drawn. */
const WATCHED = ["band", "low", "high", "dose", "read"];

interface Entry {
  response: Response;
  count: number;
}

/** By experiment, and by the figure's marks: the frame of a figure and what moves its marks have both in common. */
const shared = new WeakMap<Live, Map<string, Entry>>();

export interface Share {
  response: Response;
  /** Called whenever there is something new to draw. Returns its undo. */
  watch(f: () => void): () => void;
  release(): void;
}

/** The response behind some settings, one for all that draw it; the last to give it back closes it. */
export const share = (x: Live, settings: Settings): Share => {
  const figures = shared.get(x) ?? new Map<string, Entry>();
  shared.set(x, figures);
  const name = settings.get<unknown[]>("marks", []).join();
  const entry = figures.get(name) ?? { response: new Response(x, settings), count: 0 };
  figures.set(name, entry);
  entry.count++;
  let held = true;
  return {
    response: entry.response,
    watch(f) {
      const changed = () => {
        entry.response.touch();
        f();
      };
      const undo = [entry.response.watch(f), ...WATCHED.map((key) => settings.watch(key, changed))];
      return () => {
        for (const u of undo) u();
      };
    },
    release() {
      if (!held) return;
      held = false;
      if (--entry.count > 0) return;
      entry.response.close();
      figures.delete(name);
    },
  };
};
