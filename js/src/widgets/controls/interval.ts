// The interval that the literature leaves open: a small bar on the usable range, with every set marked in it.
import type { Value } from "../../kinetics/program.ts";
import { convert } from "../../kinetics/units.ts";
import { superscript, unitLabel } from "../format.ts";
import { type Context, current } from "./context.ts";
import { html } from "./dom.ts";

/** Decades written under the bar at most; more of them are thinned out. */
const TICKS = 6;

const decade = (power: number): string =>
  power === 0 ? "1" : power === 1 ? "10" : `10${superscript(power)}`;

/** The bar: the sets above it, decades below, the number in force as an upright line. */
export function interval(
  { x, doc }: Context,
  value: Value,
  open: readonly [number, number],
): HTMLElement {
  const unit = x.unit(value.id);
  const shown = (n: number): number => convert(n, value.unit, unit, value.molar_mass);
  const low = Math.log10(shown(value.low > 0 ? value.low : open[0] / 10));
  const high = Math.log10(shown(value.high));
  const place = (power: number): number =>
    Math.min(100, Math.max(0, ((power - low) / (high - low)) * 100));
  const at = (el: HTMLElement, power: number): HTMLElement => {
    const percent = place(power);
    el.style.setProperty("--at", `${percent}%`);
    el.dataset.side = percent < 30 ? "start" : percent > 70 ? "end" : "middle";
    return el;
  };
  const log = (n: number): number => Math.log10(shown(n));

  const sets = x.program.choices
    .flatMap((choice) => choice.options)
    .flatMap((option) => {
      const n = option.values[value.id];
      return n === undefined ? [] : [{ n, words: `${x.number(shown(n))} ${x.say(option.label)}` }];
    });
  const names = sets.map(({ n, words }) => at(html(doc, "span", { class: "set" }, words), log(n)));
  const points = sets.map(({ n }, i) =>
    at(html(doc, "i", { class: i ? "diamond" : "dot" }), log(n)),
  );
  const now = current(x, value);
  if (now > 0) points.unshift(at(html(doc, "i", { class: "here" }), log(now)));
  const bar = html(doc, "span", { class: "bar" });
  bar.style.setProperty("--from", `${place(log(open[0]))}%`);
  bar.style.setProperty("--to", `${place(log(open[1]))}%`);

  const powers: number[] = [];
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power++) powers.push(power);
  const every = Math.ceil(powers.length / TICKS);
  const ticks = powers
    .filter((power) => power % every === 0)
    .map((power) => at(html(doc, "span", { class: "tick" }, decade(power)), power));

  const name = unitLabel(x.text, unit);
  const words = x.text("controls.interval", {
    low: x.number(shown(open[0])),
    high: x.number(shown(open[1])),
    unit: name,
    sets: sets.map((set) => set.words).join(x.text("controls.comma")),
  });
  return html(
    doc,
    "div",
    { class: "interval", role: "img", "aria-label": words },
    html(doc, "span", { class: "sets" }, ...names),
    html(doc, "span", { class: "axis" }, bar, ...points),
    html(doc, "span", { class: "ticks" }, ...ticks),
    html(doc, "span", { class: "unit" }, name),
  );
}
