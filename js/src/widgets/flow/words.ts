// Numbers and sentences of a flow, in the reader's language.
import type { FlowNode } from "../../kinetics/program.ts";
import { unitLabel, withUnit } from "../format.ts";
import type { Live } from "../view.ts";
import { done, type Level, type Reading } from "./reading.ts";

/** An amount of a species or output with its unit. */
export function amount(x: Live, id: string, value: number): string {
  const { species, outputs, compartments } = x.program;
  const found = species.find((s) => s.id === id);
  const home = compartments.find((c) => c.id === found?.compartment);
  if (home?.unit === "nM") return x.amount(id, value);
  const unit = outputs.find((o) => o.id === id)?.unit ?? found?.unit ?? "1";
  return withUnit(x.number(value), unitLabel(x.text, unit));
}

export const time = (x: Live, t: number): string =>
  withUnit(x.number(t, t < 100 ? 2 : 3), unitLabel(x.text, x.clock?.unit ?? "1"));

/** A share of a peak, in whole per cent. */
export const percent = (x: Live, { now, peak }: Level): string =>
  peak > 0 ? `${x.number(Math.round((100 * now) / peak))}\u00a0%` : "";

/** What has been done to a node; empty where nothing was. */
export function doing(x: Live, node: FlowNode): string {
  const what = done(x, node);
  return what === "intact" ? "" : x.text(`flow.${what}`);
}

/** What stands in a node: what was done to it, else how much there is. */
export function state(x: Live, node: FlowNode, r: Reading): string {
  if (!node.level) return x.text(`flow.${node.known}.short`);
  const said = doing(x, node) || amount(x, node.level, r.level(node.level).now);
  return node.known === "estimated" ? `≈ ${said}` : said;
}

/** What a screen reader says of a node: what stands in it, and more. */
export function spoken(x: Live, node: FlowNode, r: Reading): string {
  const parts = [x.say(node.label), state(x, node, r)];
  if (node.level && !doing(x, node)) {
    const share = percent(x, r.level(node.level));
    if (share) parts.push(x.text("flow.spoken", { share }));
  }
  if (node.known === "estimated") parts.push(x.text("flow.estimated.short"));
  return parts.join(x.text("flow.comma"));
}

/** The consequence, then the condition. */
export function sentence(x: Live, r: Reading): string {
  const { layout } = x.program;
  if (!layout) return "";
  const named = (id: string): string =>
    x.say(
      (x.program.species.find((s) => s.id === id) ?? x.program.outputs.find((o) => o.id === id))
        ?.label ?? { en: id, zh: id },
    );
  const [first, second] = layout.curves;
  const parts: string[] = [];
  if (first) {
    const level = r.level(first);
    parts.push(
      x.text("flow.main", {
        name: named(first),
        at: time(x, x.clock?.at ?? 0),
        now: amount(x, first, level.now),
        share: percent(x, level),
        peak: amount(x, first, level.peak),
        when: time(x, level.when),
      }),
    );
  }
  if (second) {
    const level = r.level(second);
    const key = level.peak <= 0 ? "flow.none" : "flow.second";
    parts.push(
      x.text(key, { name: named(second), share: percent(x, level), when: time(x, level.when) }),
    );
  }
  const touched = layout.nodes.filter((n) => doing(x, n));
  if (touched.length > 0) {
    const list = touched
      .map((n) => `${x.say(n.label)} (${doing(x, n)})`)
      .join(x.text("flow.comma"));
    parts.push(x.text("flow.touched", { list }));
  }
  return parts.join(x.lang === "zh" ? "" : " ");
}
