// The module of every view: finds the experiment that the view belongs to, which brings the code.
import { type AnyModel, Host, idOf } from "./host.ts";
import { whenThere } from "./registry.ts";

type Context = { model: AnyModel; el: HTMLElement };

export default {
  initialize({ model }: Context): () => void {
    const host = new Host(model);
    const reference = host.get("experiment", "");
    return whenThere(idOf(reference), (entry) => entry.adopt(model));
  },

  render({ model, el }: Context): () => void {
    const host = new Host(model);
    const reference = host.get("experiment", "");
    host.child(reference).catch(() => {
      // Not in the catalogue: without the experiment there is no catalogue.
      el.textContent =
        "This view's experiment is not on the page: run its cell again. 页面上没有这个视图所属的实验：请重新运行它的单元格。";
    });
    return whenThere(idOf(reference), (entry) => {
      el.textContent = "";
      return entry.mount(model, el);
    });
  },
};
