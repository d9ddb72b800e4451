// The only file that talks to the host: any page that offers a model with get, set and on.
import { stepOf } from "./steps.ts";

/** What the poorest host gives. Everything else may be missing, or throw. */
export interface AnyModel {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  on(event: string, listener: () => void): void;
  off?(event: string, listener: () => void): void;
  save_changes?(): void;
  widget_manager?: { get_model(id: string): Promise<AnyModel> };
}

/** The id in a reference to another model, in the spelling of ipywidgets or of anywidget. */
export const idOf = (reference: unknown): string =>
  String(reference).replace(/^(IPY_MODEL_|anywidget:)/, "");

/** A model of the host with what it may lack made good. */
export class Host {
  constructor(readonly model: AnyModel) {}

  get<T>(key: string, otherwise: T): T {
    const value = this.model.get(key);
    return value === undefined || value === null ? otherwise : (value as T);
  }

  set(key: string, value: unknown): void {
    this.model.set(key, value);
  }

  /** Tell the kernel, where there is one. */
  save(): void {
    try {
      this.model.save_changes?.();
    } catch {
      // MyST's host throws; without a kernel there is nobody to tell.
    }
  }

  /** Call `listener` when a value changes; returns the undo, also for hosts whose `off` throws. */
  watch(key: string, listener: () => void): () => void {
    let live = true;
    const guarded = (): void => {
      if (live) listener();
    };
    this.model.on(`change:${key}`, guarded);
    return () => {
      live = false;
      try {
        this.model.off?.(`change:${key}`, guarded);
      } catch {
        // The guard has silenced it.
      }
    };
  }

  /** The model behind a reference; rejects when the page does not have it. */
  async child(reference: unknown): Promise<AnyModel> {
    const manager = this.model.widget_manager;
    if (!manager) throw new Error("this host gives no access to other models");
    return manager.get_model(idOf(reference));
  }
}

/**
 * Keep the arrow keys, undo and redo for what has the focus in a view: JupyterLab moves between cells with them, or undoes
 * there, whatever in a notebook has the focus, unless the element itself is marked. Returns the undo.
 */
export function keepKeys(el: HTMLElement): () => void {
  const page = el.ownerDocument.defaultView;
  const mark = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (!el.contains(target)) return;
    target.toggleAttribute(
      "data-lm-suppress-shortcuts",
      event.key.startsWith("Arrow") || stepOf(event) !== undefined,
    );
  };
  // On the window, since JupyterLab catches keys on the document before they reach us.
  page?.addEventListener("keydown", mark, true);
  return () => page?.removeEventListener("keydown", mark, true);
}
