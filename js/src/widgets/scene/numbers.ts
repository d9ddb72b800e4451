// The numbers behind the picture: every species and output in a table, filled only while it is open.
import { html } from "../controls/dom.ts";
import type { Settings } from "../view.ts";
import { amount } from "./census.ts";
import { type Piece, type Stage, write } from "./stage.ts";
import { called, howMuch, percent } from "./words.ts";

export function numbers(stage: Stage, settings: Settings): Piece {
  const { doc, x } = stage;
  const rows = html(doc, "tbody");
  const heads = ["what", "where", "amount"].map((key) =>
    html(doc, "th", { scope: "col" }, x.text(`scene.table.${key}`)),
  );
  const table = html(
    doc,
    "table",
    {},
    html(doc, "caption", { class: "unseen" }, x.text("scene.table.caption")),
    html(doc, "thead", {}, html(doc, "tr", {}, ...heads)),
    rows,
  );
  const el = html(
    doc,
    "details",
    { class: "numbers" },
    html(doc, "summary", {}, x.text("scene.table.open")),
    table,
  );
  el.open = settings.get("numbers", false);

  const cells = new Map<string, HTMLElement>();
  const add = (id: string, where: string): void => {
    const cell = html(doc, "td");
    cells.set(id, cell);
    const head = html(doc, "th", { scope: "row" }, called(x, id));
    rows.append(html(doc, "tr", {}, head, html(doc, "td", {}, where), cell));
  };
  const build = (): void => {
    for (const { id, compartment } of x.program.species)
      add(id, x.text(`scene.where.${compartment}`));
    for (const { id } of x.program.outputs) add(id, x.text("scene.where.output"));
  };
  const share = new Set(x.program.outputs.filter((o) => o.unit === "1").map((o) => o.id));

  function update(): void {
    if (!el.open) return;
    if (cells.size === 0) build();
    for (const [id, cell] of cells)
      write(cell, share.has(id) ? percent(x, amount(x, id)) : howMuch(x, id));
  }
  el.addEventListener("toggle", () => {
    settings.set("numbers", el.open);
    update();
  });
  return { el, update };
}
