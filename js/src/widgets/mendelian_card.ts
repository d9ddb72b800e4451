// MendelianCard: 358Ala in IL6R, what it does to a hepatocyte in each set, against what was measured in people.
import { setsOf } from "./buffer/partition.ts";
import { html, write } from "./controls/dom.ts";
import { type Genotype, share } from "./genotype/hexamers.ts";
import { optionOf } from "./loading.ts";
import { ownView } from "./own_view.ts";
import shared from "./style/exhibit.css";
import sheet from "./style/genotype.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";

const ALLELES = [0, 1, 2] as const;
const MOST = 40;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const known = settings.get<Genotype>("content", { effects: [], references: {} });
  const root = html(doc, "section", { class: "genotype exhibit" });
  const told = telling(doc);
  el.append(root);
  let lang = "";
  let bars: { set: string; fill: HTMLElement; said: HTMLElement }[] = [];
  let radios: HTMLInputElement[] = [];
  let slider: HTMLInputElement;
  let shown: HTMLElement;

  const percent = (change: number): string =>
    `${change > 0 ? "+" : ""}${x.number(change, 3)}\u00a0%`;
  const name = (set: string): string =>
    x.say(optionOf(x.program, "set", set)?.label ?? { en: set, zh: set });

  function build(): void {
    lang = x.lang;
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    const group = uid("alleles");
    radios = ALLELES.map((n) => {
      const input = html(doc, "input", { type: "radio", name: group, value: n, id: uid("allele") });
      input.addEventListener("change", () => {
        settings.set("alleles", n);
        update();
      });
      return input;
    });
    slider = html(doc, "input", { id: uid("fall"), type: "range", min: 0, max: MOST, step: 1 });
    shown = html(doc, "output", { for: slider.id });
    slider.addEventListener("input", () => {
      settings.set("fall", Number(slider.value));
      update();
    });
    bars = setsOf(x).map((set) => ({
      set,
      fill: html(doc, "span", { class: "fill" }),
      said: html(doc, "span", { class: "said" }),
    }));
    const measured = known.effects.map((one) => {
      const [low, high] = one.interval ?? [];
      return html(
        doc,
        "tr",
        { "data-effect": one.id },
        html(doc, "th", { scope: "row" }, x.say(one.label)),
        html(doc, "td", {}, percent(one.percent)),
        html(
          doc,
          "td",
          { class: "note" },
          low === undefined || high === undefined
            ? ""
            : `${x.number(low)} ${x.text("genotype.to")} ${x.number(high)}`,
        ),
        html(
          doc,
          "td",
          { class: "note" },
          one.source.map((key) => known.references[key]?.text.split(",", 1)[0]).join(", "),
        ),
      );
    });
    root.replaceChildren(
      html(doc, "h3", {}, x.text("genotype.title")),
      html(
        doc,
        "table",
        {},
        html(doc, "caption", {}, x.text("genotype.measured")),
        html(doc, "tbody", {}, ...measured),
      ),
      html(
        doc,
        "fieldset",
        {},
        html(doc, "legend", {}, x.text("genotype.alleles")),
        ...radios.map((radio, n) =>
          html(doc, "label", { for: radio.id }, radio, x.text(`genotype.alleles.${n}`)),
        ),
      ),
      html(
        doc,
        "div",
        { class: "row" },
        html(doc, "label", { for: slider.id }, x.text("genotype.fall")),
        slider,
        shown,
      ),
      html(doc, "h4", {}, x.text("genotype.computed")),
      html(
        doc,
        "ul",
        {},
        ...bars.map(({ set, fill, said }) =>
          html(
            doc,
            "li",
            { "data-set": set },
            html(doc, "span", {}, name(set)),
            html(doc, "span", { class: "track", "aria-hidden": "true" }, fill),
            said,
          ),
        ),
      ),
      told.line,
      told.status,
      html(doc, "p", { class: "note" }, x.text("genotype.note")),
    );
  }

  function update(): void {
    if (lang !== x.lang) build();
    const alleles = settings.get<number>("alleles", 1);
    const fall = settings.get("fall", 28);
    radios.forEach((radio, n) => {
      radio.checked = n === alleles;
    });
    slider.value = String(fall);
    slider.setAttribute("aria-valuetext", `−${x.number(fall)}\u00a0%`);
    write(shown, `−${x.number(fall)}\u00a0%`);
    const parts = bars.map(({ set, fill, said }) => {
      const now = share(x, known, set, alleles, fall);
      // The track is half as wide again as the hexamers without an allele.
      fill.style.width = `${((200 / 3) * Math.min(1.5, now)).toFixed(3)}%`;
      write(said, percent(100 * (now - 1)));
      return x.text("genotype.in", { set: name(set), change: percent(100 * (now - 1)) });
    });
    const up = bars.some(({ set }) => share(x, known, set, alleles, fall) > 1);
    const crp = known.effects.find((one) => one.id === "CRP")?.percent ?? 0;
    const key = alleles === 0 ? "genotype.told_none" : up ? "genotype.told_wrong" : "genotype.told";
    told.say(
      x.text(key, {
        sets: parts.join(x.text("genotype.comma")),
        crp: percent(100 * ((1 + crp / 100) ** alleles - 1)),
      }),
    );
  }

  update();
  const undo = [
    x.subscribe(update),
    settings.watch("alleles", update),
    settings.watch("fall", update),
  ];
  return () => {
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("mendelian_card", mount, `${shared}\n${sheet}`);
