// VariantDesigner: affinities for IL-6R and gp130 as two axes, and what each cell answers to a variant.
import { html, write } from "./controls/dom.ts";
import { optionOf } from "./loading.ts";
import { ownView } from "./own_view.ts";
import { count } from "./scene/words.ts";
import shared from "./style/exhibit.css";
import sheet from "./style/variant.css";
import { telling } from "./telling.ts";
import {
  answer,
  CELLS,
  DOSE,
  foldAt,
  GP130,
  IL6R,
  kindOf,
  place,
  type Variant,
  type Variants,
  WILD,
} from "./variant/affinity.ts";
import { plane as makePlane, type Plane } from "./variant/plane.ts";
import { type Mount, uid } from "./view.ts";
import { watchWidth } from "./width.ts";

const STEPS = 200;
const AXES = [
  ["il6r", IL6R],
  ["gp130", GP130],
] as const;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const known = settings.get<Variants>("content", {} as Variants);
  const root = html(doc, "section", { class: "variant exhibit" });
  const title = html(doc, "h3", { id: uid("variant") });
  const body = html(doc, "div", { class: "body" });
  const told = telling(doc);
  root.append(html(doc, "header", {}, title), body);
  el.append(root);
  let plane: Plane | undefined;
  let sliders: { input: HTMLInputElement; shown: HTMLElement; axis: 0 | 1 }[] = [];
  let rows: HTMLElement;
  let dose: { input: HTMLInputElement; shown: HTMLElement };
  const perNg = 1e3 / (x.value("IL6").molar_mass ?? 21_000); // nM in one ng/mL
  let lang = "";
  let bath = "";
  let width = 520;

  const variant = (): Variant => ({
    il6r: settings.get("il6r", 1),
    gp130: settings.get("gp130", 1),
  });
  function choose(to: Variant): void {
    settings.set("il6r", Number(to.il6r.toPrecision(3)));
    settings.set("gp130", Number(to.gp130.toPrecision(3)));
    update();
  }

  function source(keys: readonly string[]): string {
    return keys.map((key) => known.references[key]?.text.split(",", 1)[0] ?? "").join(", ");
  }

  function build(): void {
    lang = x.lang;
    bath = "";
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    title.textContent = x.text("variant.title");
    plane?.stop();
    plane = makePlane(doc, x, known, choose);
    sliders = AXES.map(([key], axis) => {
      const input = html(doc, "input", {
        id: uid(key),
        type: "range",
        min: 0,
        max: STEPS,
        step: 1,
      });
      const shown = html(doc, "output", { for: input.id });
      input.addEventListener("input", () => {
        const [, range] = AXES[axis] as (typeof AXES)[number];
        choose({ ...variant(), [key]: foldAt(range, Number(input.value) / STEPS) });
      });
      return { input, shown, axis: axis as 0 | 1 };
    });
    const input = html(doc, "input", {
      id: uid("dose"),
      type: "range",
      min: 0,
      max: STEPS,
      step: 1,
    });
    dose = { input, shown: html(doc, "output", { for: input.id }) };
    const give = (release: boolean) => (): void => {
      const ng = Number(foldAt(DOSE, Number(input.value) / STEPS).toPrecision(2));
      x.set({ IL6: ng * perNg }, release);
    };
    input.addEventListener("input", give(false));
    input.addEventListener("change", give(true));
    const presets = html(doc, "ul", { class: "presets" });
    for (const [n, one] of known.variants.entries()) {
      const button = html(doc, "button", { type: "button" }, `${n + 1} ${x.say(one.label)}`);
      button.addEventListener("click", () => choose(one));
      presets.append(
        html(
          doc,
          "li",
          {},
          button,
          html(doc, "span", { class: "note" }, `${x.say(one.note)} ${source(one.source)}`),
        ),
      );
    }
    const ranks = html(
      doc,
      "ol",
      { class: "ranks" },
      ...known.ranked.map((one) => html(doc, "li", {}, x.say(one.label))),
    );
    rows = html(doc, "tbody");
    const head = ["cell", "variant", "wild", "silent", "kind"].map((key) =>
      html(doc, "th", { scope: "col" }, x.text(`variant.${key}`)),
    );
    body.replaceChildren(
      html(doc, "div", { class: "beside" }, plane.el, presets),
      html(
        doc,
        "ul",
        { class: "keys" },
        ...[0, 1, 2, 3, 4].map((band) =>
          html(
            doc,
            "li",
            {},
            html(doc, "span", { class: `sample b${band}`, "aria-hidden": "true" }),
            x.text(`variant.band.${band}`),
          ),
        ),
      ),
      html(
        doc,
        "div",
        { class: "row" },
        html(doc, "label", { for: dose.input.id }, x.text("variant.dose")),
        dose.input,
        dose.shown,
      ),
      ...sliders.map(({ input, shown, axis }) =>
        html(
          doc,
          "div",
          { class: "row" },
          html(doc, "label", { for: input.id }, x.text(`variant.axis_${AXES[axis]?.[0]}`)),
          input,
          shown,
        ),
      ),
      told.line,
      told.status,
      html(
        doc,
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": x.text("variant.answers") },
        html(
          doc,
          "table",
          {},
          html(doc, "caption", {}, x.text("variant.answers")),
          html(doc, "thead", {}, html(doc, "tr", {}, ...head)),
          rows,
        ),
      ),
      html(doc, "h4", {}, x.text("variant.ranked")),
      ranks,
      html(
        doc,
        "p",
        { class: "note" },
        `${x.text("variant.ranked_note")} ${source(["martinez_fabregas_2019"])}`,
      ),
      html(doc, "h4", {}, x.text("variant.beyond")),
      html(
        doc,
        "dl",
        {},
        ...known.beyond.flatMap((one) => [
          html(doc, "dt", {}, x.say(one.label)),
          html(doc, "dd", {}, `${x.say(one.note)} ${source(one.source)}`),
        ]),
      ),
    );
  }

  function update(): void {
    if (lang !== x.lang || !plane) build();
    if (!plane) return;
    const now = variant();
    const key = JSON.stringify([x.inputs, width]);
    if (bath !== key) {
      bath = key;
      plane.shade(width);
    }
    plane.move(now);
    for (const { input, shown, axis } of sliders) {
      const [name, range] = AXES[axis] as (typeof AXES)[number];
      const words = `× ${x.number(now[name], 2)}`;
      input.value = String(Math.round(STEPS * place(range, now[name])));
      input.setAttribute("aria-valuetext", words);
      write(shown, words);
    }
    const ng = (x.inputs.values.IL6 ?? 0) / perNg;
    const given = `${x.number(ng, 2)}\u00a0${x.text("unit.ng/mL")}`;
    dose.input.value = String(Math.round(STEPS * (ng > 0 ? place(DOSE, ng) : 0)));
    dose.input.setAttribute("aria-valuetext", given);
    write(dose.shown, given);
    const kinds: string[] = [];
    rows.replaceChildren(
      ...CELLS.map((cell) => {
        const [made, wild] = [answer(x, cell, now), answer(x, cell, WILD)];
        const kind = x.text(`variant.kind.${kindOf(made, wild)}`);
        const name = x.say(optionOf(x.program, "cell", cell)?.label ?? { en: cell, zh: cell });
        kinds.push(x.text("variant.on", { cell: name, kind }));
        const cells = [
          count(x, made.hexamer),
          count(x, wild.hexamer),
          `${x.number(100 * made.silent, 2)}\u00a0%`,
          kind,
        ];
        return html(
          doc,
          "tr",
          { "data-cell": cell },
          html(doc, "th", { scope: "row" }, name),
          ...cells.map((words) => html(doc, "td", {}, words)),
        );
      }),
    );
    told.say(
      `${x.text("variant.told", { il6r: x.number(now.il6r, 2), gp130: x.number(now.gp130, 2) })}${kinds.join(x.text("variant.comma"))}${x.text("variant.stop")}`,
    );
  }

  update();
  const undo = [
    x.subscribe(update),
    settings.watch("il6r", update),
    settings.watch("gp130", update),
    watchWidth(root, (all) => {
      width = Math.min(600, all > 860 ? all - 360 : all - 24);
      update();
    }),
  ];
  return () => {
    told.stop();
    plane?.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("variant_designer", mount, `${shared}\n${sheet}`);
