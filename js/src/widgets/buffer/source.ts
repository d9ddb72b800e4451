// What is in the fluid: sgp130, and sIL-6R, shed from cells or spliced; the two sliders of it add up.
import { convert } from "../../kinetics/units.ts";
import { html, write } from "../controls/dom.ts";
import { mark } from "../controls/icons.ts";
import { withUnit } from "../format.ts";
import { type Live, type Settings, uid } from "../view.ts";

const ORIGINS = ["shed", "spliced"] as const;
type Origin = (typeof ORIGINS)[number];
/** Most of a slider, ng/mL. */
const MOST = 500;
/** The share of splicing until it is moved: the lesser part, and no number is known. */
const SPLICED = 0.15;

export interface Source {
  readonly el: HTMLElement;
  update(): void;
}

/** Make the sliders. */
export function source(doc: Document, x: Live, settings: Settings): Source {
  const value = x.value("sIL6R");
  const total = (): number =>
    convert(x.inputs.values.sIL6R ?? 0, value.unit, "ng/mL", value.molar_mass);
  const spliced = (): number => Math.min(1, Math.max(0, settings.get("spliced", SPLICED)));
  const parts = (): Record<Origin, number> => ({
    shed: total() * (1 - spliced()),
    spliced: total() * spliced(),
  });
  const move = (origin: Origin, to: number, release: boolean): void => {
    const now = { ...parts(), [origin]: to };
    const sum = now.shed + now.spliced;
    settings.set("spliced", sum > 0 ? now.spliced / sum : spliced());
    x.set({ sIL6R: convert(sum, "ng/mL", value.unit, value.molar_mass) }, release);
  };
  const rows = ORIGINS.map((origin) => {
    const id = uid(origin);
    const slider = html(doc, "input", { type: "range", id, min: 0, max: MOST, step: 1 });
    const shown = html(doc, "output", { for: id });
    const label = html(doc, "label", { for: id }, x.text(`buffer.${origin}`));
    slider.addEventListener("input", () => move(origin, Number(slider.value), false));
    slider.addEventListener("change", () => move(origin, Number(slider.value), true));
    return { origin, slider, shown, el: html(doc, "div", { class: "row" }, label, slider, shown) };
  });
  const decoy = x.value("sgp130");
  const held = (): number =>
    convert(x.inputs.values.sgp130 ?? 0, decoy.unit, "ng/mL", decoy.molar_mass);
  const id = uid("sgp130");
  const slider = html(doc, "input", { type: "range", id, min: 0, max: MOST, step: 1 });
  const shown = html(doc, "output", { for: id });
  const give = (release: boolean): void => {
    const amount = convert(Number(slider.value), "ng/mL", decoy.unit, decoy.molar_mass);
    x.set({ sgp130: amount }, release);
  };
  slider.addEventListener("input", () => give(false));
  slider.addEventListener("change", () => give(true));
  const label = html(doc, "label", { for: id }, x.say(decoy.label));
  const holder = html(doc, "div", { class: "row" }, label, slider, shown);
  const stop = html(doc, "button", { type: "button" }, x.text("buffer.block"));
  stop.addEventListener("click", () => move("shed", 0, true));
  const sum = html(doc, "p");
  const note = html(
    doc,
    "p",
    { class: "note" },
    mark(doc, "design"),
    " ",
    x.text("buffer.source_note"),
  );
  const title = html(doc, "h4", {}, x.text("buffer.source"));
  const el = html(
    doc,
    "section",
    { class: "source" },
    holder,
    title,
    ...rows.map((r) => r.el),
    sum,
    stop,
    note,
  );
  return {
    el,
    update() {
      const now = parts();
      const amount = withUnit(x.number(held()), x.text("unit.ng/mL"));
      if (Math.round(Number(slider.value)) !== Math.round(held())) slider.value = `${held()}`;
      slider.setAttribute("aria-valuetext", amount);
      write(shown, amount);
      for (const { origin, slider, shown } of rows) {
        const text = withUnit(x.number(now[origin]), x.text("unit.ng/mL"));
        // A drag is not disturbed by what it does.
        if (Math.round(Number(slider.value)) !== Math.round(now[origin]))
          slider.value = `${now[origin]}`;
        slider.setAttribute("aria-valuetext", text);
        write(shown, text);
      }
      write(sum, x.text("buffer.sum", { n: withUnit(x.number(total()), x.text("unit.ng/mL")) }));
      stop.disabled = now.shed === 0;
    },
  };
}
