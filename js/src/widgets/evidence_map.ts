// EvidenceMap: drugs, mechanisms and diseases; each link with its grade of evidence and what speaks against it.
import { html, svg } from "./controls/dom.ts";
import { card } from "./evidence/cards.ts";
import { draw } from "./evidence/drawing.ts";
import { type Evidence, GRADES, KINDS, linksOf, shownLinks } from "./evidence/map.ts";
import { type LoneMount, loneView } from "./lone_view.ts";
import sheet from "./style/evidence.css";
import { telling } from "./telling.ts";
import { uid } from "./view.ts";
import { watchWidth } from "./width.ts";

const WEAKEST = ["any", "human", "strong"] as const;

const mount: LoneMount = (reader, el, settings) => {
  const { doc, text, say } = reader;
  const map = settings.get<Evidence>("content", { nodes: [], links: [], references: {} });
  const root = html(doc, "section", { class: "evidence" });
  const told = telling(doc);
  const buttons = new Map<string, HTMLButtonElement>();
  const picture = svg(doc, "svg", { class: "links", "aria-hidden": "true" });
  const cards = html(doc, "ul", { class: "cards" });
  const field = html(doc, "div", { class: "field" }, picture);

  for (const kind of KINDS) {
    const title = html(doc, "h4", { id: uid("column") }, text(`evidence.${kind}`));
    const list = html(doc, "ul", { "aria-labelledby": title.id });
    for (const node of map.nodes.filter((one) => one.kind === kind)) {
      const button = html(
        doc,
        "button",
        { type: "button", class: `node ${kind}`, "data-node": node.id },
        html(doc, "b", {}, say(node.label)),
        node.note ? html(doc, "span", { class: "note" }, say(node.note)) : undefined,
      );
      button.addEventListener("click", () => choose(node.id));
      buttons.set(node.id, button);
      list.append(html(doc, "li", {}, button));
    }
    field.append(html(doc, "div", { class: "column" }, title, list));
  }

  const select = html(
    doc,
    "select",
    { id: uid("weakest") },
    ...WEAKEST.map((one) => html(doc, "option", { value: one }, text(`evidence.weakest.${one}`))),
  );
  select.addEventListener("change", () => {
    settings.set("weakest", select.value);
    update();
  });
  const key = html(
    doc,
    "ul",
    { class: "keys" },
    ...GRADES.map((grade) =>
      html(
        doc,
        "li",
        {},
        svg(
          doc,
          "svg",
          { class: "sample", viewBox: "0 0 34 8", "aria-hidden": "true" },
          svg(doc, "path", { d: "M0 4H34", class: `${grade} on` }),
        ),
        text(`evidence.grade.${grade}`),
      ),
    ),
  );

  function lines(): void {
    const links = shownLinks(map, settings.get("weakest", "any"));
    draw(field, picture, links, buttons, settings.get("chosen", ""));
  }
  function update(): void {
    const chosen = settings.get("chosen", "");
    const all = shownLinks(map, settings.get("weakest", "any"));
    const own = linksOf(all, chosen);
    const near = new Set(own.flatMap((one) => [one.from, one.to]));
    select.value = settings.get("weakest", "any");
    for (const [id, button] of buttons) {
      button.setAttribute("aria-pressed", String(id === chosen));
      button.classList.toggle("near", near.has(id) && id !== chosen);
    }
    cards.replaceChildren(...own.map((one) => card(reader, map, one)));
    const node = map.nodes.find((one) => one.id === chosen);
    told.say(
      text(own.length > 0 ? "evidence.told" : "evidence.none", {
        what: node ? say(node.label) : "",
        n: own.length,
        strong: own.filter((one) => one.grade === "randomised" || one.grade === "genetic").length,
        open: own.filter((one) => one.verdict !== "for").length,
      }),
    );
    lines();
  }
  function choose(id: string): void {
    settings.set("chosen", id);
    update();
  }

  root.append(
    html(
      doc,
      "header",
      {},
      html(doc, "h3", {}, text("evidence.title")),
      html(doc, "p", { class: "quiet" }, text("evidence.subtitle")),
      html(
        doc,
        "p",
        { class: "choice" },
        html(doc, "label", { for: select.id }, text("evidence.show")),
        select,
      ),
    ),
    field,
    key,
    told.line,
    told.status,
    cards,
  );
  el.append(root);
  update();
  const undo = [
    settings.watch("chosen", update),
    settings.watch("weakest", update),
    watchWidth(root, lines),
  ];
  return () => {
    told.stop();
    for (const f of undo) f();
  };
};

export default loneView("evidence_map", mount, sheet);
