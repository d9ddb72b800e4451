// CellPanel: several cells in one bath, each with its receptors and its answer; and one cell by one route at a time.
import { type Answer, answer, cellsOf } from "./cells/answers.ts";
import { type Card, card } from "./cells/card.ts";
import { trial as makeTrial, type Trial } from "./cells/trial.ts";
import { name, percent, sentence } from "./cells/words.ts";
import { html } from "./controls/dom.ts";
import { ownView } from "./own_view.ts";
import { ROUTES } from "./scene/census.ts";
import { count } from "./scene/words.ts";
import sheet from "./style/cells.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const offered = cellsOf(x);
  const root = html(doc, "section", { class: "cells" });
  const title = html(doc, "h3", { id: uid("cells") });
  const told = telling(doc);
  const list = html(doc, "ul", { class: "grid", "aria-labelledby": title.id });
  const below = html(doc, "div");
  root.append(html(doc, "header", {}, title), list, told.line, told.status, below);
  el.append(root);
  let cards: Card[] = [];
  let trial: Trial | undefined;
  let built = "";
  let body: HTMLElement | undefined;

  const shown = (): string[] => {
    const asked = settings.get<string[]>("cells", []).filter((id) => offered.includes(id));
    return asked.length > 0 ? asked : offered;
  };

  function build(): void {
    const held = doc.activeElement?.closest("[data-cell]")?.getAttribute("data-cell");
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    title.textContent = x.text("cells.title");
    cards = shown().map((id) => card(doc, x, id));
    list.replaceChildren(...cards.map((c) => c.el));
    trial = makeTrial(doc, x, settings);
    const head = ["cell", "IL6R", "gp130", "hexamers", "classic", "mixed", "trans"].map((k) =>
      html(doc, "th", { scope: "col" }, x.text(`cells.table.${k}`)),
    );
    body = html(doc, "tbody");
    const table = html(
      doc,
      "table",
      {},
      html(doc, "thead", {}, html(doc, "tr", {}, ...head)),
      body,
    );
    const label = x.text("cells.numbers");
    const scroll = html(
      doc,
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
      table,
    );
    below.replaceChildren(
      trial.el,
      html(doc, "details", {}, html(doc, "summary", {}, label), scroll),
    );
    if (held) list.querySelector<HTMLElement>(`[data-cell="${held}"] button`)?.focus();
  }

  function fill(all: readonly Answer[]): void {
    body?.replaceChildren(
      ...all.map((a) => {
        const by = ROUTES.map((r) => (a.hexamer > 0 ? percent(x, a.routes[r] / a.hexamer) : "0"));
        const cells = [x.number(a.IL6R.count), x.number(a.gp130.count), count(x, a.hexamer), ...by];
        return html(
          doc,
          "tr",
          {},
          html(doc, "th", { scope: "row" }, name(x, a.id)),
          ...cells.map((c) => html(doc, "td", {}, c)),
        );
      }),
    );
  }

  function update(): void {
    const now = [x.lang, ...shown()].join();
    if (now !== built) {
      built = now;
      build();
    }
    const all = shown().map((id) => answer(x, id));
    const highest = Math.max(0, ...all.map((a) => Math.max(0, ...(a.course?.row ?? []))));
    cards.forEach((c, i) => {
      c.update(all[i] as Answer, highest);
    });
    trial?.update();
    fill(all);
    told.say(sentence(x, all));
  }

  update();
  const undo = [x.subscribe(update), settings.watch("cells", update)];
  return () => {
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("cell_panel", mount, sheet);
