// The weakest host there may be: nothing is saved, `off` throws, `on` takes one event, children come late or not at all.
import type { AnyModel } from "../../src/widgets/host.ts";
import type { Page } from "../../src/widgets/live.ts";
import { Runs } from "../../src/widgets/runs.ts";

/** A model that can get, set and tell; values that do not change are not told. */
export class WeakModel implements AnyModel {
  private readonly told = new Map<string, (() => void)[]>();
  readonly state: Record<string, unknown>;
  readonly widget_manager?: { get_model(id: string): Promise<AnyModel> };

  constructor(state: Record<string, unknown>, children?: Record<string, Promise<AnyModel>>) {
    this.state = { ...state };
    if (children) {
      this.widget_manager = {
        get_model: (id) => children[id] ?? Promise.reject(new Error(`no model ${id}`)),
      };
    }
  }

  get(key: string): unknown {
    return this.state[key];
  }

  set(key: string, value: unknown): void {
    this.update({ [key]: value });
  }

  /** Several changes in one message, as Python sends them: all are there before the first is told. */
  update(changes: Record<string, unknown>): void {
    const changed = Object.keys(changes).filter((key) => this.state[key] !== changes[key]);
    Object.assign(this.state, changes);
    for (const key of changed) for (const f of [...(this.told.get(`change:${key}`) ?? [])]) f();
  }

  on(event: string, listener: () => void): void {
    if (/\s/.test(event)) throw new Error("one event at a time");
    this.told.set(event, [...(this.told.get(event) ?? []), listener]);
  }

  off(): void {
    throw new Error("this host has no off");
  }
}

/** A model of a better host: it saves, and lets go of listeners. */
export class Model extends WeakModel {
  saves = 0;
  listening = 0;

  override on(event: string, listener: () => void): void {
    super.on(event, listener);
    this.listening++;
  }

  override off(): void {
    this.listening--;
  }

  save_changes(): void {
    this.saves++;
  }
}

/** A page whose frames and timers come when the test says so. */
export class FakePage implements Page {
  href = "http://localhost/lab/tree/notebook.ipynb";
  lang = "en";
  readonly Runs = Runs;
  private frames: (() => void)[] = [];
  private timers = new Map<() => void, number>();

  frame(f: () => void): void {
    this.frames.push(f);
  }

  later(f: () => void, ms: number): () => void {
    this.timers.set(f, ms);
    return () => this.timers.delete(f);
  }

  /** How many frames are asked for. */
  get asked(): number {
    return this.frames.length;
  }

  /** Let one frame pass. */
  paint(): void {
    for (const f of this.frames.splice(0)) f();
  }

  /** Let the timers come that were set, whatever their time. */
  rest(): void {
    const timers = [...this.timers.keys()];
    this.timers.clear();
    for (const f of timers) f();
  }
}
