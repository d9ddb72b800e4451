// Undo and redo: the states an experiment has been in, a step for each time the hand let go.
import type { State } from "./view.ts";

/** How many steps can be taken back. */
const MOST = 100;

/** States are kept as JSON: a step is there when the text differs. */
export class Steps {
  private past: string[] = [];
  private future: string[] = [];
  private present: string;

  /** `read` gives the state as it is; `put` puts one back. */
  constructor(
    private readonly read: () => State,
    private readonly put: (state: State) => void,
  ) {
    this.present = this.now();
  }

  private now(): string {
    return JSON.stringify(this.read());
  }

  /** A change is complete: a drag has ended, an option was loaded, Python has spoken. */
  settle(): void {
    const now = this.now();
    if (now === this.present) return;
    this.past = [...this.past.slice(1 - MOST), this.present];
    this.future = [];
    this.present = now;
  }

  get undoable(): boolean {
    return this.past.length > 0 || this.now() !== this.present;
  }

  get redoable(): boolean {
    return this.future.length > 0 && this.now() === this.present;
  }

  undo(): void {
    this.settle();
    this.move(this.past, this.future);
  }

  redo(): void {
    this.settle();
    this.move(this.future, this.past);
  }

  private move(from: string[], to: string[]): void {
    const state = from.pop();
    if (state === undefined) return;
    to.push(this.present);
    this.present = state;
    this.put(JSON.parse(state) as State);
  }
}

/** What a key asks for: Ctrl or Cmd with Z, Shift+Z or Y. */
export function stepOf(event: KeyboardEvent): "undo" | "redo" | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : undefined;
}
