// The window of sgp130Fc in blood and in a joint, in each set: where trans is cut, where classic is spared, and where both.
import { setsOf } from "../buffer/partition.ts";
import { html } from "../controls/dom.ts";
import { superscript } from "../format.ts";
import { optionOf } from "../loading.ts";
import type { Live } from "../view.ts";
import { along, at, bath, CUT, crossing, SPARED, window } from "./left.ts";

const FLUIDS = ["blood", "joint"] as const;
/** Decades of dose, ng/mL. */
export const FROM = 0;
export const TO = 5;
const POINTS = 71;

export interface Windows {
  readonly el: HTMLElement;
  update(): void;
}

const percent = (at: number): string => `${(100 * Math.min(1, Math.max(0, at))).toFixed(3)}%`;

/** Where a dose in ng/mL stands, 0 to 1. */
export const place = (dose: number): number => (Math.log10(dose) - FROM) / (TO - FROM);

/** The nM in one ng/mL of sgp130Fc. */
export const perNg = (x: Live): number => 1e3 / (x.value("sgp130Fc").molar_mass ?? 186_000);

/** The doses of the axis, nM. */
export const dosesOf = (x: Live, points = POINTS): Float64Array =>
  Float64Array.from(
    { length: points },
    (_, i) => perNg(x) * 10 ** (FROM + ((TO - FROM) * i) / (points - 1)),
  );

/** Make the four rows. */
export function windows(doc: Document, x: Live): Windows {
  const body = html(doc, "tbody");
  const axis = html(doc, "div", { class: "axis", "aria-hidden": "true" });
  for (let n = FROM; n <= TO; n++)
    axis.append(
      html(
        doc,
        "span",
        { style: `left:${percent((n - FROM) / (TO - FROM))}` },
        n === 0 ? "1" : `10${superscript(n)}`,
      ),
    );
  const head = (key: string, child?: Node): HTMLElement =>
    html(doc, "th", { scope: "col", class: key }, x.text(`block.${key}`), child);
  const el = html(
    doc,
    "table",
    { class: "windows" },
    html(doc, "caption", {}, x.text("block.windows")),
    html(
      doc,
      "thead",
      {},
      html(doc, "tr", {}, head("condition"), head("dose", axis), head("window")),
    ),
    body,
  );
  const name = (choice: string, option: string): string =>
    x.say(optionOf(x.program, choice, option)?.label ?? { en: option, zh: option });

  function row(fluid: string, set: string): HTMLElement {
    const doses = dosesOf(x);
    const changes = bath(x, fluid, set);
    const classic = along(x, "classic", doses, changes);
    const trans = along(x, "trans", doses, changes);
    const found = window(doses, classic, trans);
    const ng = (dose: number): number => dose / perNg(x);
    const cut = crossing(doses, trans, CUT);
    const spared = crossing(doses, classic, SPARED);
    const bar = (cls: string, from: number, to: number): HTMLElement =>
      html(doc, "span", {
        class: `bar ${cls}`,
        "data-from": from,
        "data-to": to,
        style: `left:${percent(from)};width:${percent(to - from)}`,
      });
    const picture = html(doc, "div", { class: "picture", "aria-hidden": "true" });
    for (let n = FROM; n <= TO; n++)
      picture.append(
        html(doc, "span", { class: "tick", style: `left:${percent((n - FROM) / (TO - FROM))}` }),
      );
    picture.append(bar("spared", 0, spared === undefined ? 1 : place(ng(spared))));
    if (cut !== undefined) picture.append(bar("cut", place(ng(cut)), 1));
    if (found) picture.append(bar("open", place(ng(found[0])), place(ng(found[1]))));
    // What classic keeps at the dose that cuts trans: near or far from a window.
    const kept = cut === undefined ? Number.NaN : at(doses, classic, cut);
    const said = found
      ? x.text("block.from_to", { from: x.number(ng(found[0]), 2), to: x.number(ng(found[1]), 2) })
      : x.text(cut === undefined ? "block.never" : "block.none", {
          share: `${x.number(100 * kept, 2)}\u00a0%`,
          dose: x.number(ng(cut ?? 0), 2),
        });
    const own = x.inputs.choices.fluid === fluid && x.inputs.choices.set === set;
    return html(
      doc,
      "tr",
      { "data-fluid": fluid, "data-set": set, class: own ? "own" : "" },
      html(doc, "th", { scope: "row" }, `${name("fluid", fluid)} · ${name("set", set)}`),
      html(doc, "td", { class: "dose" }, picture),
      html(doc, "td", { class: found ? "window found" : "window" }, said),
    );
  }

  return {
    el,
    update() {
      body.replaceChildren(...FLUIDS.flatMap((f) => setsOf(x).map((set) => row(f, set))));
    },
  };
}
