// UnitConverter: an amount of a protein in mass, in moles and in molecules; written in any unit, read in all.
import { convert } from "../kinetics/units.ts";
import { html, write } from "./controls/dom.ts";
import { unitLabel, unitSpoken } from "./format.ts";
import { ownView } from "./own_view.ts";
import { refuseTyped } from "./refusal.ts";
import sheet from "./style/converter.css";
import shared from "./style/exhibit.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";

const UNITS = ["pg/mL", "ng/mL", "ug/mL", "fM", "pM", "nM", "uM"] as const;
/** Molecules in a litre of one nM; Avogadro's constant is exact since 2019. */
const PER_NM = 6.02214076e14;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const root = html(doc, "section", { class: "converter exhibit" });
  const told = telling(doc);
  el.append(root);
  const molecules = x.program.values.filter((value) => value.molar_mass && value.unit === "nM");
  let lang = "";
  let select: HTMLSelectElement;
  let input: HTMLInputElement;
  let fault: HTMLElement;
  let cells: Map<string, HTMLElement>;

  const chosen = () => x.value(settings.get("molecule", "IL6"));

  function build(): void {
    lang = x.lang;
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    select = html(
      doc,
      "select",
      { id: uid("molecule") },
      ...molecules.map((one) => html(doc, "option", { value: one.id }, x.say(one.label))),
    );
    select.addEventListener("change", () => {
      settings.set("molecule", select.value);
      update();
    });
    fault = html(doc, "p", { class: "fault", id: uid("fault"), role: "alert" });
    input = html(doc, "input", {
      id: uid("amount"),
      type: "text",
      inputmode: "text",
      autocomplete: "off",
      "aria-describedby": fault.id,
    });
    input.addEventListener("change", read);
    cells = new Map(
      [...UNITS, "mL", "pL"].map((unit) => [unit, html(doc, "td", { "data-unit": unit })]),
    );
    const rows = [...cells].map(([unit, cell]) => {
      const known = (UNITS as readonly string[]).includes(unit);
      const name = known ? unitLabel(x.text, unit) : x.text(`converter.${unit}`);
      const head = html(doc, "th", { scope: "row" }, name);
      if (known) head.title = unitSpoken(x.text, unit);
      return html(doc, "tr", {}, head, cell);
    });
    root.replaceChildren(
      html(doc, "h3", {}, x.text("converter.title")),
      html(
        doc,
        "div",
        { class: "row" },
        html(doc, "label", { for: select.id }, x.text("converter.molecule")),
        select,
        html(doc, "label", { for: input.id }, x.text("converter.amount")),
        input,
      ),
      fault,
      html(
        doc,
        "table",
        {},
        html(doc, "caption", { class: "unseen" }, x.text("converter.title")),
        html(doc, "tbody", {}, ...rows),
      ),
      told.line,
      told.status,
    );
  }

  /** Take what was typed; what cannot be read changes nothing and is told. */
  function read(): void {
    const found = refuseTyped(x, chosen().id, input.value);
    write(fault, "sentence" in found ? found.sentence : "");
    input.setAttribute("aria-invalid", String("sentence" in found));
    if ("sentence" in found) return;
    settings.set("amount", found.value);
    update();
  }

  function update(): void {
    if (lang !== x.lang) build();
    const value = chosen();
    const amount = settings.get("amount", 0);
    const mass = value.molar_mass;
    select.value = value.id;
    write(fault, "");
    input.removeAttribute("aria-invalid");
    const shown = x.unit(value.id);
    // Digits that rounding has made are left out; what was typed comes back.
    const number = Number(convert(amount, "nM", shown, mass).toPrecision(6));
    input.value = `${number} ${unitLabel(x.text, shown)}`;
    for (const unit of UNITS)
      write(cells.get(unit) as HTMLElement, x.number(convert(amount, "nM", unit, mass), 4));
    write(cells.get("mL") as HTMLElement, x.number((amount * PER_NM) / 1e3, 4));
    write(cells.get("pL") as HTMLElement, x.number((amount * PER_NM) / 1e12, 4));
    told.say(
      x.text("converter.told", {
        what: x.say(value.label),
        ng: x.number(convert(amount, "nM", "ng/mL", mass), 4),
        pM: x.number(convert(amount, "nM", "pM", mass), 4),
        kDa: x.number((mass ?? 0) / 1e3),
      }),
    );
  }

  update();
  const undo = [
    x.subscribe((changes) => (changes.has("lang") || changes.has("units")) && update()),
    settings.watch("molecule", update),
    settings.watch("amount", update),
  ];
  return () => {
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("unit_converter", mount, `${shared}\n${sheet}`);
