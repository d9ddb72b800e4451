// The chain, IL-6 to STAT3, with the drugs standing where they cut it; each has a dose.
import { html, write } from "../controls/dom.ts";
import { icon } from "../controls/icons.ts";
import { type Live, type Settings, uid } from "../view.ts";
import type { DRUGS } from "./left.ts";

/** The steps, each with the drugs that act there. */
const STEPS = [
  ["IL6", ["siltuximab"]],
  ["IL6R", ["tocilizumab", "sarilumab"]],
  ["pair", ["sgp130Fc"]],
  ["JAK", ["jak"]],
  ["STAT3", []],
] as const;
type Drug = (typeof DRUGS)[number] | "jak";

/** Doses from the slider: nothing, then seven decades from 0.1 ng/mL (nM for the kinase). */
const STEP = 20;
const LEAST = -1;
const DECADES = 7;
export const doseAt = (at: number): number =>
  at === 0 ? 0 : Number((10 ** (LEAST + at / STEP)).toPrecision(2));
export const stepOf = (dose: number): number =>
  dose <= 0
    ? 0
    : Math.min(DECADES * STEP, Math.max(1, Math.round(STEP * (Math.log10(dose) - LEAST))));

export interface Chain {
  readonly el: HTMLElement;
  update(): void;
}

/** Make the chain. The inhibitor of the kinase is a setting of the view: the model ends before it. */
export function chain(doc: Document, x: Live, settings: Settings, moved: () => void): Chain {
  const per = (drug: Drug): number =>
    drug === "jak" ? 1 : 1e3 / (x.value(drug).molar_mass ?? 148_000);
  const doseOf = (drug: Drug): number =>
    drug === "jak" ? settings.get("jak", 0) : (x.inputs.values[drug] ?? 0) / per(drug);
  const give = (drug: Drug, dose: number, release: boolean): void => {
    if (drug === "jak") {
      settings.set("jak", dose);
      moved();
    } else x.set({ [drug]: dose * per(drug) }, release);
  };
  const rows: { drug: Drug; slider: HTMLInputElement; shown: HTMLElement }[] = [];
  const row = (drug: Drug): HTMLElement => {
    const id = uid(drug);
    const slider = html(doc, "input", { id, type: "range", min: 0, max: DECADES * STEP, step: 1 });
    const shown = html(doc, "output", { for: id });
    slider.addEventListener("input", () => give(drug, doseAt(Number(slider.value)), false));
    slider.addEventListener("change", () => give(drug, doseAt(Number(slider.value)), true));
    rows.push({ drug, slider, shown });
    const name = drug === "jak" ? x.text("block.jak") : x.say(x.value(drug).label);
    return html(
      doc,
      "div",
      { class: "drug", "data-drug": drug },
      html(doc, "label", { for: id }, name),
      slider,
      shown,
    );
  };
  const el = html(
    doc,
    "ol",
    { class: "chain" },
    ...STEPS.map(([step, drugs]) =>
      html(
        doc,
        "li",
        { "data-step": step },
        html(
          doc,
          "p",
          { class: "node" },
          icon(doc, step === "pair" ? "gp130" : step),
          html(doc, "b", {}, x.text(`block.step.${step}`)),
        ),
        ...(drugs as readonly Drug[]).map(row),
      ),
    ),
  );
  return {
    el,
    update() {
      for (const { drug, slider, shown } of rows) {
        const dose = doseOf(drug);
        const unit = x.text(drug === "jak" ? "unit.nM" : "unit.ng/mL");
        const words = dose > 0 ? `${x.number(dose, 2)}\u00a0${unit}` : x.text("block.no_dose");
        slider.value = `${stepOf(dose)}`;
        slider.setAttribute("aria-valuetext", words);
        write(shown, words);
      }
    },
  };
}
