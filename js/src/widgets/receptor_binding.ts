// ReceptorBinding: the scene of fluid, membrane and cell, drawn in proportion to the solution.
import { html, unseen } from "./controls/dom.ts";
import { card as makeCard } from "./scene/card.ts";
import { amount, FORMS, SLENDER, step, total } from "./scene/census.ts";
import { counts } from "./scene/counts.ts";
import { describe } from "./scene/describe.ts";
import { fluid } from "./scene/fluid.ts";
import { heading } from "./scene/heading.ts";
import { key } from "./scene/key.ts";
import { Kinds } from "./scene/kinds.ts";
import { layout } from "./scene/layout.ts";
import { fonts, type Measure, measurer } from "./scene/measure.ts";
import { BLOCKED, membrane } from "./scene/membrane.ts";
import { numbers } from "./scene/numbers.ts";
import { IN_FLUID, ON_MEMBRANE, shelf } from "./scene/shelf.ts";
import { type Piece, type Stage, write } from "./scene/stage.ts";
import { writeWhole } from "./scene/words.ts";
import { type Mount, uid } from "./view.ts";

/** A width to draw at where the element has none yet (not attached, or hidden). */
const UNSEEN_WIDTH = 640;
/** A drag is told to a screen reader once it has rested for so long. */
const REST = 700;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const view = doc.defaultView;
  const own = !el.closest(".il6");
  if (own) el.classList.add("il6");
  const root = html(doc, "section", { class: "scene" });
  const status = unseen(doc, "");
  status.setAttribute("role", "status");
  status.id = uid("status");
  el.append(root);

  let pieces: Piece[] = [];
  let line: HTMLElement | undefined;
  let width = 0;
  let family = "";
  let measure: Measure;
  let built = "";
  let speaking: ReturnType<typeof setTimeout> | undefined;

  const card = makeCard(x, root, (id) => {
    kinds.mark(undefined);
    kinds.focus(id);
  });
  const kinds = new Kinds(root, (kind) => {
    kinds.mark(kind.id);
    // The ring is around one copy; the kind itself may reach across the scene.
    card.open(kind.id, (kind.ring ?? kind.el).getBoundingClientRect());
  });
  /** What a new layout hangs on: width, fonts, language, which species exist, what one drawn receptor stands for. */
  const shape = (): string =>
    [
      width,
      family,
      x.lang,
      ...x.program.species.map(({ id }) => (amount(x, id) > 0 ? 1 : 0)),
      step(total(x, "IL6R")),
      step(total(x, "gp130")),
    ].join();

  function build(): void {
    const at = (root.getRootNode() as Document | ShadowRoot).activeElement;
    const focused = at && root.contains(at) ? at.getAttribute("data-kind") : null;
    const assembled = amount(x, "hexamer") > 0;
    const held = FORMS.filter(({ id }) => amount(x, id) > 0);
    const there = {
      assembled,
      blocked: BLOCKED.some((id) => amount(x, id) > 0),
      slender: held.every(({ id }) => SLENDER.has(id)),
    };
    const stage: Stage = { doc, x, layout: layout(width, there), kinds, measure };
    kinds.clear();
    const top = heading(stage);
    const inFluid = fluid(stage);
    const groups =
      held.length > 0 ? x.text("scene.groups", { n: x.number(stage.layout.groups) }) : "";
    const unbound = shelf(stage, IN_FLUID, x.text("scene.also_in_fluid"), groups);
    const cell = membrane(stage, assembled);
    const under = counts(stage, cell);
    const way = ON_MEMBRANE.filter((id) => !cell.shown.has(id));
    const onTheWay = shelf(stage, way, x.text("scene.also_on_membrane"));
    onTheWay.el.classList.add("inside");
    const table = numbers(stage, settings);
    pieces = [top, inFluid, unbound, cell, under, onTheWay, table];
    line = html(doc, "p", { class: "live", "aria-hidden": "true" });
    const figure = html(
      doc,
      "div",
      {
        class: "figure",
        role: "group",
        "aria-labelledby": top.id,
        "aria-describedby": status.id,
      },
      ...[inFluid, unbound, cell, under, onTheWay].map((piece) => piece.el),
    );
    root.setAttribute("lang", x.lang === "zh" ? "zh-Hans" : "en");
    const rest = [line, status, key(doc, x, cell), table.el, card.el];
    root.replaceChildren(top.el, figure, ...rest);
    root.classList.toggle("roomy", stage.layout.margin > 12);
    // What moves in the page loses the focus.
    if (at && card.el.contains(at)) card.el.focus({ preventScroll: true });
    if (focused !== null) queueMicrotask(() => kinds.focus(focused));
  }

  function update(): void {
    const now = shape();
    if (now !== built) {
      built = now;
      build();
    }
    for (const piece of pieces) piece.update();
    kinds.settle();
    const sentence = describe(x);
    if (line) writeWhole(line, sentence);
    clearTimeout(speaking);
    speaking = setTimeout(() => write(status, sentence), REST);
    if (card.id === undefined) return;
    if (kinds.get(card.id)?.name === undefined) card.close();
    else card.update();
    kinds.mark(card.id);
  }

  const resize = (): void => {
    const now = Math.round(root.clientWidth) || UNSEEN_WIDTH;
    const face = fonts(root);
    if (now === width && face === family) return;
    // An element that is mounted before it is in the page gets its fonts, and so its measures, with its width.
    if (face !== family) measure = measurer(doc, face);
    width = now;
    family = face;
    update();
  };
  const Observer = view?.ResizeObserver;
  const observer = Observer ? new Observer(resize) : undefined;
  resize();
  observer?.observe(root);
  const unsubscribe = x.subscribe(update);
  // A card is left by a click elsewhere or Escape in the scene.
  const away = new AbortController();
  const leave = (event: Event): void => {
    if (card.id === undefined) return;
    const target = event.target as Element;
    if (!card.el.contains(target) && !target.closest("[data-kind]")) card.close();
  };
  root.addEventListener("pointerdown", leave, { signal: away.signal });
  const onEscape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && card.id !== undefined) card.close();
  };
  root.addEventListener("keydown", onEscape, { signal: away.signal });

  return () => {
    clearTimeout(speaking);
    observer?.disconnect();
    unsubscribe();
    away.abort();
    kinds.stop();
    root.remove();
    if (own) el.classList.remove("il6");
  };
};
