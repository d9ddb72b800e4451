// The title and the line under it: whose cell, what is in the fluid, which constants.
import { html } from "../controls/dom.ts";
import { type Live, uid } from "../view.ts";
import { total } from "./census.ts";
import type { Piece, Stage } from "./stage.ts";
import { called, count, inUnit, shown, writeWhole } from "./words.ts";

const inFluid = (x: Live): string[] =>
  x.program.compartments.find((c) => c.unit !== "1/cell")?.components ?? [];

/** The name of the option in force, and whether a value that it sets has been moved since. */
function choice(x: Live, id: string): string {
  const found = x.program.choices.find((c) => c.id === id);
  const option = found?.options.find((o) => o.id === x.inputs.choices[id]);
  if (!option) return "";
  const moved = Object.entries(option.values).some(
    ([value, v]) => Math.abs((x.inputs.values[value] ?? v) - v) > 1e-9 * Math.abs(v),
  );
  const name = x.say(option.label);
  return moved ? x.text("scene.changed", { name }) : name;
}

/** "4,500 IL-6R"; a count that nobody knows is never given as if it were one. */
function receptors(x: Live, id: string): string {
  const name = called(x, id);
  const n = total(x, id);
  // A count that someone set is a choice, not an unknown.
  if (x.facts(id).status !== "unknown")
    return x.text("scene.count", { name, n: n === 0 ? "0" : count(x, n) });
  return n > 0
    ? x.text("scene.unknown_count_with", { name, n: count(x, n) })
    : x.text("scene.unknown_count", { name });
}

function subtitle(x: Live): string {
  const cell = x.text("scene.subtitle.cell", {
    cell: choice(x, "cell"),
    IL6R: receptors(x, "IL6R"),
    gp130: receptors(x, "gp130"),
  });
  const there = inFluid(x)
    .filter((id) => total(x, id) > 0)
    .map((id) => `${called(x, id)} ${shown(x, id)}`);
  const none = `${called(x, "IL6")} ${inUnit(x, "IL6", 0)}`;
  const list = total(x, "IL6") > 0 ? there : [none, ...there];
  const fluid = x.text("scene.subtitle.fluid", { list: list.join(x.text("scene.comma")) });
  const set = x.text("scene.subtitle.set", { set: choice(x, "set") });
  return [cell, fluid, set].join(x.text("live.space"));
}

/** Title and subtitle; `id` names the figure. */
export function heading({ doc, x }: Pick<Stage, "doc" | "x">): Piece & { id: string } {
  const id = uid("title");
  const line = html(doc, "p", { class: "subtitle" });
  const title = html(doc, "h3", { id }, x.text("scene.title"));
  return {
    id,
    el: html(doc, "header", {}, title, " ", line),
    update: () => writeWhole(line, subtitle(x)),
  };
}
