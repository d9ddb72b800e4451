// The regimen in words: amount, by weight or not, how often, how many, by which route; and a run kept to compare with.
import { html } from "../controls/dom.ts";
import type { Live } from "../view.ts";
import { uid } from "../view.ts";
import { dosesOf, type Regimen } from "./regimen.ts";

/** Regimens of labels; numbers only, the drug is the experiment's. */
const USUAL: Readonly<Record<string, Regimen>> = {
  tocilizumab: { amount: 8, per_kg: true, every: 28, count: 3, route: "iv" },
  sarilumab: { amount: 200, per_kg: false, every: 14, count: 6, route: "sc" },
  siltuximab: { amount: 11, per_kg: true, every: 21, count: 4, route: "iv" },
  PF04236921: { amount: 50, per_kg: false, every: 56, count: 2, route: "sc" },
  sirukumab: { amount: 50, per_kg: false, every: 28, count: 3, route: "sc" },
  tofacitinib: { amount: 5, per_kg: false, every: 0.5, count: 168, route: "oral" },
  upadacitinib: { amount: 15, per_kg: false, every: 1, count: 84, route: "oral" },
};

export const usual = (x: Live): Regimen =>
  USUAL[x.inputs.choices.drug ?? ""] ?? (USUAL.tocilizumab as Regimen);

export interface Form {
  readonly el: HTMLElement;
  show(r: Regimen): void;
}

/** Make the form; `given` is told what was asked for, `compare` that the run is to be kept or let go. */
export function form(doc: Document, x: Live, given: () => void, compare: () => void): Form {
  const field = (key: string, min: number, max: number, step: number | "any") => {
    const id = uid(key);
    const input = html(doc, "input", { type: "number", id, min, max, step, "data-field": key });
    const label = html(doc, "label", { for: id }, x.text(`treatment.${key}`));
    return { input, el: html(doc, "div", { class: "field" }, label, input) };
  };
  const pick = (key: string, options: readonly [string, string][]) => {
    const id = uid(key);
    const made = options.map(([value, text]) => html(doc, "option", { value }, text));
    const select = html(doc, "select", { id, "data-field": key }, ...made);
    const label = html(doc, "label", { for: id }, x.text(`treatment.${key}`));
    return { select, el: html(doc, "div", { class: "field" }, label, select) };
  };
  const amount = field("amount", 0, 5000, "any");
  const unit = pick("unit", [
    ["mg/kg", "mg/kg"],
    ["mg", "mg"],
  ]);
  const every = field("every", 0.25, 365, "any");
  const count = field("count", 0, 400, 1);
  const routes = ["iv", "sc", "oral"].filter((r) => x.program.dosing?.[r]);
  const route = pick(
    "route",
    routes.map((r): [string, string] => [r, x.text(`treatment.route.${r}`)]),
  );
  const give = html(doc, "button", { type: "submit", class: "give" }, x.text("treatment.give"));
  const keep = html(doc, "button", { type: "button", class: "keep" }, x.text("treatment.compare"));
  const said = html(doc, "p", { class: "error", role: "status" });
  const el = html(
    doc,
    "form",
    { class: "regimen", novalidate: true },
    ...[amount.el, unit.el, every.el, count.el, route.el, give, keep, said],
  );
  keep.addEventListener("click", compare);
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    const r: Regimen = {
      amount: Number(amount.input.value),
      per_kg: unit.select.value === "mg/kg",
      every: Number(every.input.value),
      count: Number(count.input.value),
      route: route.select.value,
    };
    const bad = [
      [amount.input, r.amount >= 0 && r.amount <= 5000],
      [every.input, r.every >= 0.25 && r.every <= 365],
      [count.input, Number.isInteger(r.count) && r.count >= 0 && r.count <= 400],
    ].find(([, good]) => !good);
    if (bad) {
      const input = bad[0] as HTMLInputElement;
      const name = x.text(`treatment.${input.dataset.field}`);
      said.textContent = x.text("treatment.bad", { name, low: input.min, high: input.max });
      input.focus();
      return;
    }
    said.textContent = "";
    x.setDoses?.(dosesOf(r), true);
    given();
  });
  return {
    el,
    show(r) {
      amount.input.value = `${r.amount}`;
      unit.select.value = r.per_kg ? "mg/kg" : "mg";
      every.input.value = `${r.every}`;
      count.input.value = `${r.count}`;
      route.select.value = r.route;
    },
  };
}
