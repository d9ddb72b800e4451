// Where views find their experiment: one table a page, by the experiment's model id.
//
// anywidget imports a fresh module for every model, so modules share nothing; a global symbol does.
import type { AnyModel } from "./host.ts";
import type { Language, Mount } from "./view.ts";

/** What a view brings that is not in the experiment's own code. */
export interface OwnView {
  mount: Mount;
  /** Texts for the catalogue. */
  texts: Record<Language, Record<string, string>>;
  /** A style sheet, and the name under which it is put into the page once. */
  sheet: string;
  name: string;
}

/** What an experiment offers to the stubs of its views. */
export interface Entry {
  /** Take care of a view's model for as long as it lives (marks are driven even when not shown). */
  adopt(model: AnyModel): () => void;
  /** Show a view that the experiment knows. */
  mount(model: AnyModel, el: HTMLElement): () => void;
  /** Show a view that brings its own code. */
  show(view: OwnView, model: AnyModel, el: HTMLElement): () => void;
}

interface Registry {
  entries: Map<string, Entry>;
  waiting: Map<string, Set<() => void>>;
}

// The number is raised when Entry changes, so that two versions on one page do not meet.
const KEY = Symbol.for("il6widgets.registry/2");

function registry(): Registry {
  const place = globalThis as unknown as Record<symbol, Registry | undefined>;
  place[KEY] ??= { entries: new Map(), waiting: new Map() };
  return place[KEY];
}

/** Offer an experiment; returns the undo. */
export function offer(id: string, entry: Entry): () => void {
  const { entries, waiting } = registry();
  entries.set(id, entry);
  for (const wake of [...(waiting.get(id) ?? [])]) wake();
  return () => {
    if (entries.get(id) === entry) entries.delete(id);
  };
}

/**
 * Use an experiment as soon as it is there, and again if another takes its place.
 * `use` returns its own undo; so does this.
 */
export function whenThere(id: string, use: (entry: Entry) => () => void): () => void {
  const { entries, waiting } = registry();
  let undo: (() => void) | undefined;
  const wake = (): void => {
    const entry = entries.get(id);
    if (!entry) return;
    undo?.();
    undo = use(entry);
  };
  let set = waiting.get(id);
  if (!set) {
    set = new Set();
    waiting.set(id, set);
  }
  set.add(wake);
  wake();
  return () => {
    set.delete(wake);
    if (set.size === 0 && waiting.get(id) === set) waiting.delete(id);
    undo?.();
    undo = undefined;
  };
}
