// PathwayFlow: a model as a flow, drawn from the layout that it carries; width and beads follow the fluxes.
import { html, svg } from "./controls/dom.ts";
import { key, numbers, outcomes, type Piece } from "./flow/beside.ts";
import { card as makeCard } from "./flow/card.ts";
import { type Edges, edges } from "./flow/edges.ts";
import { type Nodes, nodes } from "./flow/nodes.ts";
import { place } from "./flow/place.ts";
import { type Reading, reading } from "./flow/reading.ts";
import { timeline } from "./flow/timeline.ts";
import { sentence } from "./flow/words.ts";
import { ownView } from "./own_view.ts";
import { fonts, measurer } from "./scene/measure.ts";
import sheet from "./style/flow.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";
import { watchWidth } from "./width.ts";

/** A width to draw at where the element has none yet. */
const UNSEEN_WIDTH = 640;
/** From this width on, what follows in cells stands beside the drawing, px. */
const ROOMY = 900;
const ASIDE = 300;

export const mount: Mount = (x, el, settings) => {
  const { layout } = x.program;
  if (!layout) throw new Error(`${x.program.id} has no layout`);
  const doc = el.ownerDocument;
  const root = html(doc, "section", { class: "flow" });
  const title = html(doc, "h3", { id: uid("flow") });
  const about = html(doc, "p", { class: "subtitle" });
  const drawing = svg(doc, "svg", { class: "drawing" });
  const told = telling(doc);
  told.status.id = uid("flow-status");
  const figure = html(doc, "div", {
    class: "figure",
    role: "group",
    "aria-labelledby": title.id,
    "aria-describedby": told.status.id,
  });
  figure.append(drawing);
  const aside = html(doc, "aside", { "aria-labelledby": title.id });
  const time = timeline(doc, x);
  const table = html(doc, "div");
  let width = 0;
  let lang = "";
  let now: Reading;
  let drawn: { nodes: Nodes; edges: Edges } | undefined;
  let pieces: Piece[] = [];
  const card = makeCard(x, root, (id) => drawn?.nodes.focus(id));
  const main = html(doc, "div", { class: "main" }, figure, aside);
  root.append(
    html(doc, "header", {}, title, about),
    main,
    time.el,
    told.line,
    told.status,
    table,
    card.el,
  );
  el.append(root);

  function build(): void {
    const roomy = width >= ROOMY;
    root.classList.toggle("roomy", roomy);
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    title.textContent = x.say(x.program.title);
    about.textContent = x.program.usable ? x.say(x.program.usable) : "";
    const room = roomy ? width - ASIDE : width;
    const at = place(layout as NonNullable<typeof layout>, room);
    const measure = measurer(doc, fonts(root));
    drawn = {
      edges: edges(doc, x, at),
      nodes: nodes(doc, x, at, measure, (node, near) => card.open(node, near, now)),
    };
    const areas = layout?.areas.flatMap((area, i) => {
      const box = at.areas[i];
      if (!box) return [];
      const named = area.look !== "membrane";
      return [
        svg(doc, "rect", {
          ...box,
          class: `area ${area.look}`,
          rx: area.look === "nucleus" ? 36 : 0,
        }),
        area.look === "membrane" ? heads(box) : undefined,
        named
          ? svg(
              doc,
              "text",
              {
                x: box.x + (area.look === "nucleus" ? 26 : 10),
                y: box.y + (area.look === "nucleus" ? box.height - 12 : 16),
                class: "small quiet",
              },
              x.say(area.label),
            )
          : undefined,
      ];
    });
    drawing.replaceChildren(
      ...(areas ?? []).filter((a) => a !== undefined),
      drawn.edges.el,
      drawn.nodes.el,
    );
    drawing.setAttribute("width", `${room}`);
    drawing.setAttribute("height", `${at.height}`);
    drawing.setAttribute("viewBox", `0 0 ${room} ${at.height}`);
    const all = layout as NonNullable<typeof layout>;
    const follows = outcomes(doc, x, all);
    const rows = numbers(doc, x, all, settings);
    pieces = [follows, rows];
    aside.replaceChildren(follows.el, key(doc, x));
    table.replaceChildren(rows.el);
    time.resize(width);
  }

  /** The two rows of heads of a membrane. */
  function heads({
    x: left,
    y,
    width: wide,
    height,
  }: {
    x: number;
    y: number;
    width: number;
    height: number;
  }): SVGElement {
    const step = 12;
    const count = Math.floor(wide / step);
    const d = Array.from({ length: count }, (_, i) => {
      const at = left + (i + 0.5) * step;
      return `M${at} ${y + 4}v0M${at} ${y + height - 4}v0`;
    }).join("");
    return svg(doc, "path", { d, class: "heads" });
  }

  function update(): void {
    now = reading(x);
    if (lang !== x.lang) {
      lang = x.lang;
      card.close();
      build();
    }
    drawn?.edges.update(now);
    drawn?.nodes.update(now);
    for (const piece of pieces) piece.update(now);
    time.update();
    card.update(now);
    told.say(sentence(x, now));
  }

  const resize = (wide: number): void => {
    width = wide;
    card.close();
    build();
    update();
  };
  now = reading(x);
  lang = x.lang;
  resize(Math.round(root.clientWidth) || UNSEEN_WIDTH);
  const unwatch = watchWidth(root, (wide) => {
    if (wide !== width) resize(wide);
  });
  const unsubscribe = x.subscribe(update);
  const leave = (event: Event): void => {
    const target = event.target as Element;
    if (card.node && !card.el.contains(target) && !target.closest("[data-node]")) card.close();
  };
  root.addEventListener("pointerdown", leave);

  return () => {
    told.stop();
    time.stop();
    unwatch();
    unsubscribe();
    root.removeEventListener("pointerdown", leave);
    root.remove();
  };
};

export default ownView("pathway_flow", mount, sheet);
