// Jupyter's own widgets on a page: a widget manager that no kernel stands behind, and what it is asked to load.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import controlSheet from "@jupyter-widgets/controls/css/widgets.css";
import * as controls from "@jupyter-widgets/controls/lib/index";
import { Widget } from "@lumino/widgets";
import luminoSheet from "@lumino/widgets/style/index.css";
import type { AnyModel } from "../widgets/host.ts";
import explorer from "../widgets/style/explorer.css";
import sheet from "./jupyter.css";

type Modules = Record<string, Record<string, unknown>>;
/** What a script of a view, or of the experiment, offers; a stub stands for those that the experiment brings. */
interface Brought {
  initialize?(context: { model: AnyModel }): void;
  render?(context: { model: AnyModel; el: HTMLElement }): () => void;
}

/** The state of all widgets, as ipywidgets saves it. */
export interface Saved {
  version_major: number;
  version_minor: number;
  state: Record<string, { state: Record<string, unknown> }>;
}

/** The scripts of views, by kind. */
let find: (kind: string) => Brought;

const scriptOf = (model: base.WidgetModel): Brought =>
  find(model.get("program") ? "experiment" : String(model.get("kind")));

/** A model of ours. It is no anywidget here: its code is in the page, where a policy names it by its hash. */
class OwnModel extends base.DOMWidgetModel {
  override initialize(attributes: Record<string, unknown>, options: never): void {
    super.initialize(attributes, options);
    scriptOf(this).initialize?.({ model: this as unknown as AnyModel });
  }
}

class OwnView extends base.DOMWidgetView {
  private undo: (() => void) | undefined;

  override render(): void {
    super.render();
    const model = this.model as unknown as AnyModel;
    this.undo = scriptOf(this.model).render?.({ model, el: this.el });
  }

  override remove(): void {
    this.undo?.();
    super.remove();
  }
}

const MODULES: Modules = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: { AnyModel: OwnModel, AnyView: OwnView },
};

/** Take in a module that was written for RequireJS, such as bqplot's. */
export function define(
  name: string,
  needs: readonly string[],
  make: (...modules: unknown[]) => Record<string, unknown>,
): void {
  MODULES[name] = make(...needs.map((need) => MODULES[need]));
}

class PageManager extends ManagerBase {
  protected async loadClass(name: string, module: string): Promise<never> {
    const found = MODULES[module]?.[name];
    if (!found) throw new Error(`this page has no ${module}.${name}`);
    return found as never;
  }

  async _get_comm_info(): Promise<Record<string, never>> {
    return {};
  }

  async _create_comm(): Promise<never> {
    throw new Error("a page has no kernel");
  }
}

/** Give the handles of ipywidgets' sliders the names that they lack for a screen reader. */
function name(el: HTMLElement): void {
  for (const handle of el.querySelectorAll(".noUi-handle:not([aria-label])")) {
    const label = handle.closest(".jupyter-widgets")?.querySelector(".widget-label");
    handle.setAttribute("aria-label", label?.textContent || "slider");
  }
}

/** Show saved widgets, each in an element; resolves when all of them are on the page. */
export async function show(
  saved: Saved,
  shown: readonly { id: string; el: HTMLElement }[],
  brought: (kind: string) => Brought,
): Promise<void> {
  find = brought;
  const page = shown[0]?.el.ownerDocument ?? document;
  const style = page.createElement("style");
  style.textContent = [luminoSheet, controlSheet, explorer, sheet].join("\n");
  page.head.append(style);
  const manager = new PageManager();
  await manager.set_state(saved as never);
  for (const { id, el } of shown) {
    const view = await manager.create_view(await manager.get_model(id));
    Widget.attach((view as base.DOMWidgetView).luminoWidget, el);
    // Boxes get their children late, and tabs even later.
    new MutationObserver(() => name(el)).observe(el, { childList: true, subtree: true });
    name(el);
  }
}
