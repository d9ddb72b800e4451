// The module of a view that brings its own code, so that only those who show it carry it.
import { type AnyModel, Host, idOf } from "./host.ts";
import { CATALOGUE } from "./locale.ts";
import { whenThere } from "./registry.ts";
import type { Mount } from "./view.ts";

type Context = { model: AnyModel; el: HTMLElement };

/** What an entry file exports: the view under its kind, with its style sheet. */
export const ownView = (name: string, mount: Mount, sheet: string) => ({
  render({ model, el }: Context): () => void {
    const host = new Host(model);
    const reference = host.get("experiment", "");
    host.child(reference).catch(() => {
      // In both languages, since the language is the experiment's.
      el.textContent = `${CATALOGUE.en["view.lost"]} ${CATALOGUE.zh["view.lost"]}`;
    });
    return whenThere(idOf(reference), (entry) => {
      el.textContent = "";
      return entry.show({ mount, texts: CATALOGUE, sheet, name }, model, el);
    });
  },
});
