// The cards of a node's links: what is claimed, how well it is known, what speaks for and against it, and who says so.
import { addressOf } from "../address.ts";
import { html } from "../controls/dom.ts";
import type { Reader } from "../lone_view.ts";
import type { Evidence, Link } from "./map.ts";

/** Where a source can be read. */
function reference(reader: Reader, one: { text: string; doi: string; pmid: string }): HTMLElement {
  const { doc } = reader;
  const where = addressOf(one);
  return html(
    doc,
    "li",
    {},
    where ? html(doc, "a", { href: where, rel: "external" }, one.text) : one.text,
  );
}

export function card(reader: Reader, map: Evidence, link: Link): HTMLElement {
  const { doc, text, say } = reader;
  const name = (id: string): string => {
    const node = map.nodes.find((one) => one.id === id);
    return node ? say(node.label) : id;
  };
  const line = (key: string, words: Link["for"]): HTMLElement[] => [
    html(doc, "dt", {}, text(`evidence.${key}`)),
    html(doc, "dd", {}, say(words)),
  ];
  const sources = link.source.map((key) => map.references[key]).filter((one) => one !== undefined);
  return html(
    doc,
    "li",
    { class: `link ${link.verdict}`, "data-link": link.id },
    html(
      doc,
      "p",
      { class: "head" },
      html(doc, "b", {}, `${name(link.from)} → ${name(link.to)}`),
      html(doc, "span", { class: "verdict" }, text(`evidence.verdict.${link.verdict}`)),
      html(doc, "span", { class: `grade ${link.grade}` }, text(`evidence.grade.${link.grade}`)),
    ),
    html(doc, "dl", {}, ...line("for", link.for), ...line("against", link.against)),
    sources.length > 0
      ? html(doc, "ul", { class: "sources" }, ...sources.map((one) => reference(reader, one)))
      : html(doc, "p", { class: "note" }, text("evidence.no_source")),
  );
}
