// Where the IL-6 of the fluid is, in each set of constants: one bar a set, the same IL-6 in both.
import { html, write } from "../controls/dom.ts";
import { optionOf } from "../loading.ts";
import { FORMS, HOLDERS, type Holder } from "../scene/census.ts";
import type { Inputs, Live } from "../view.ts";

/** The sets of constants that a model offers. */
export const setsOf = (x: Live): string[] =>
  x.program.choices.find((c) => c.id === "set")?.options.map((o) => o.id) ?? [];

/** The set in force keeps what the hand has changed; the others are as they ship. */
export const changesFor = (x: Live, set: string): Partial<Inputs> =>
  x.inputs.choices.set === set ? {} : { choices: { set } };

export type Shares = Record<Holder, number>;

/** The share of all IL-6 with each holder, in a set. */
export function shares(x: Live, set: string): Shares {
  const found = Object.fromEntries(HOLDERS.map((h) => [h, 0])) as Shares;
  const all = x.inputs.values.IL6 ?? 0;
  if (all <= 0) return found;
  const solved = x.solve(changesFor(x, set));
  for (const { id, holder, il6 } of FORMS) {
    if (solved.has(id)) found[holder] += (il6 * solved.get(id)) / all;
  }
  return found;
}

export const percent = (x: Live, share: number): string => {
  const p = 100 * share;
  return `${x.number(p > 0 && p < 0.1 ? 0.1 : p, p < 99.5 && p >= 10 ? 3 : 2)}\u00a0%`;
};

export interface Partition {
  readonly el: HTMLElement;
  update(all: ReadonlyMap<string, Shares>): void;
}

/** Make the bars. */
export function partition(doc: Document, x: Live): Partition {
  const rows = setsOf(x).map((set) => {
    const name = html(
      doc,
      "b",
      {},
      x.say(optionOf(x.program, "set", set)?.label ?? { en: set, zh: set }),
    );
    const use = html(doc, "button", { type: "button", class: "use" });
    const parts = HOLDERS.map((h) => html(doc, "span", { class: `part ${h}`, "data-holder": h }));
    const bar = html(doc, "div", { class: "stack", "aria-hidden": "true" }, ...parts);
    const said = html(doc, "p", { class: "said" });
    const note = html(
      doc,
      "p",
      { class: "note" },
      x.say(optionOf(x.program, "set", set)?.note ?? { en: "", zh: "" }),
    );
    use.addEventListener("click", () => x.set({ set }, true));
    const head = html(doc, "div", { class: "head" }, name, use);
    const el = html(doc, "li", { class: "set", "data-set": set }, head, bar, said, note);
    return { set, el, parts, said, use, name };
  });
  const key = HOLDERS.map((h) =>
    html(doc, "li", {}, html(doc, "span", { class: `swatch part ${h}` }), x.text(`buffer.${h}`)),
  );
  const keys = html(doc, "ul", { class: "keys" }, ...key);
  const el = html(
    doc,
    "div",
    {},
    html(doc, "ul", { class: "sets" }, ...rows.map((r) => r.el)),
    keys,
  );
  return {
    el,
    update(all) {
      const seen = new Set<Holder>();
      for (const { set, el: row, parts, said, use, name } of rows) {
        const found = all.get(set) as Shares;
        const own = x.inputs.choices.set === set;
        row.classList.toggle("own", own);
        write(use, x.text(own ? "buffer.in_use" : "buffer.use"));
        use.disabled = own;
        use.setAttribute(
          "aria-label",
          `${use.textContent}${x.text("buffer.colon")}${name.textContent}`,
        );
        HOLDERS.forEach((h, i) => {
          (parts[i] as HTMLElement).style.width = `${(100 * found[h]).toFixed(3)}%`;
          if (found[h] > 0) seen.add(h);
        });
        const listed = HOLDERS.filter((h) => found[h] > 0.0005).map((h) =>
          x.text("buffer.share", { what: x.text(`buffer.${h}`), share: percent(x, found[h]) }),
        );
        write(said, listed.join(x.text("buffer.comma")) || x.text("buffer.no_il6"));
      }
      key.forEach((item, i) => {
        item.hidden = !seen.has(HOLDERS[i] as Holder);
      });
    },
  };
}
