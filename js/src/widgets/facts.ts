// What is known of a number, as every card says it: standing, value, range, note, sources.
import { addressOf } from "./address.ts";
import { html } from "./controls/dom.ts";
import { mark } from "./controls/icons.ts";
import { shown } from "./scene/words.ts";
import type { Live } from "./view.ts";

/** The references behind some numbers, with their links. */
export function sources(doc: Document, x: Live, keys: readonly string[]): HTMLElement | undefined {
  if (keys.length === 0) return undefined;
  const items = keys.map((key) => {
    const reference = x.program.references[key];
    if (!reference) return html(doc, "li", {}, key);
    const href = addressOf(reference);
    return html(
      doc,
      "li",
      {},
      reference.text,
      href ? " " : undefined,
      href
        ? html(
            doc,
            "a",
            { href, target: "_blank", rel: "noopener" },
            reference.doi ? `doi:${reference.doi}` : `PMID ${reference.pmid}`,
          )
        : undefined,
    );
  });
  return html(doc, "ul", { class: "sources" }, ...items);
}

/** A number in force with its standing and range; its sources are added to `keys`. */
export function constant(doc: Document, x: Live, id: string, keys: Set<string>): HTMLElement {
  const value = x.value(id);
  const facts = x.facts(id);
  for (const key of facts.source) keys.add(key);
  const now = x.inputs.values[id] ?? value.value;
  // The shown unit is a multiple of the model's.
  const ratio = now > 0 ? x.shown(id) / now : 1;
  const open = value.open?.map((v) => x.number(v * ratio));
  const range = open
    ? ` ${x.text("scene.card.open", { low: open[0] ?? "", high: open[1] ?? "" })}`
    : "";
  const note = x.say(facts.note);
  return html(
    doc,
    "div",
    { class: "constant" },
    html(
      doc,
      "p",
      {},
      mark(doc, facts.status),
      html(doc, "span", { class: "status" }, x.text(`scene.status.${facts.status}`)),
      " ",
      html(doc, "b", {}, x.say(value.label)),
      " ",
      shown(x, id),
      range,
    ),
    note ? html(doc, "p", { class: "quiet" }, note) : undefined,
  );
}
