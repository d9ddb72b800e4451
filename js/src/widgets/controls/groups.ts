// Which value stands in which group, and the group itself: a title that folds, and its rows.
import type { Value } from "../../kinetics/program.ts";
import { uid } from "../view.ts";
import { type Context, current, known } from "./context.ts";
import { html, write } from "./dom.ts";

export type GroupId = "fluid" | "drugs" | "cell" | "start" | "constants";

/** The groups in the order in which they are shown. */
export const GROUPS: readonly GroupId[] = ["fluid", "cell", "drugs", "start", "constants"];

/** Where a value belongs: what the fluid does not hold by default is a drug or a designed molecule. */
export function groupOf(value: Value): GroupId {
  if (value.role === "count") return "cell";
  if (value.role === "parameter") return "constants";
  if (value.role === "input") return "fluid";
  if (value.role === "start" && value.value > 0) return "start";
  return value.value > 0 ? "fluid" : "drugs";
}

/** Whether a group stands open before anyone has touched it. */
export const openAtFirst = (id: GroupId, narrow: boolean): boolean =>
  id === "fluid" || id === "cell" || (id === "drugs" && !narrow);

export interface Group {
  el: HTMLDetailsElement;
  /** Say in the title how many values inside are in use or were moved, so that a folded group hides nothing. */
  refresh(): void;
}

/** A group around its rows. */
export function group(
  context: Context,
  id: GroupId,
  values: readonly Value[],
  rows: readonly Node[],
): Group {
  const { x, doc } = context;
  const titleId = uid("group");
  const used = html(doc, "span", { class: "used" });
  const title = html(doc, "span", { id: titleId, class: "title" }, x.text(`controls.group.${id}`));
  const summary = html(doc, "summary", { "data-part": `group:${id}` }, title, used);
  const inside = html(
    doc,
    "div",
    { class: "rows", role: "group", "aria-labelledby": titleId },
    ...rows,
  );
  const el = html(doc, "details", { class: "group" }, summary, inside);
  const refresh = (): void => {
    const drugs = id === "drugs";
    const n = values.filter((value) =>
      drugs ? current(x, value) > 0 : known(x, value).hand,
    ).length;
    const text = n === 0 ? "" : x.text(drugs ? "controls.in_use" : "controls.changed", { n });
    write(used, text);
  };
  refresh();
  return { el, refresh };
}
