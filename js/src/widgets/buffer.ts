// Buffer: how much IL-6 sIL-6R and sgp130 hold, in each set of constants, and where sIL-6R comes from.
import { type Curve, curve as makeCurve } from "./buffer/curve.ts";
import { type Partition, partition, percent, setsOf, shares } from "./buffer/partition.ts";
import { type Source, source } from "./buffer/source.ts";
import { html } from "./controls/dom.ts";
import { optionOf } from "./loading.ts";
import { ownView } from "./own_view.ts";
import sheet from "./style/buffer.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";
import { watchWidth } from "./width.ts";

const UNSEEN_WIDTH = 560;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const root = html(doc, "section", { class: "buffer" });
  const title = html(doc, "h3", { id: uid("buffer") });
  const body = html(doc, "div", { class: "body" });
  const told = telling(doc);
  root.append(html(doc, "header", {}, title), body, told.line, told.status);
  el.append(root);
  let pieces: { bars: Partition; curve: Curve; source: Source } | undefined;
  let lang = "";
  let width = 0;

  function build(): void {
    lang = x.lang;
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    title.textContent = x.text("buffer.title");
    pieces = {
      bars: partition(doc, x),
      curve: makeCurve(doc, x),
      source: source(doc, x, settings),
    };
    body.replaceChildren(
      pieces.bars.el,
      html(doc, "h4", {}, x.text("buffer.free_along")),
      pieces.curve.el,
      pieces.source.el,
    );
  }

  function sentence(all: ReadonlyMap<string, Record<string, number>>): string {
    const parts = setsOf(x).map((set) =>
      x.text("buffer.free_in", {
        set: x.say(optionOf(x.program, "set", set)?.label ?? { en: set, zh: set }),
        share: percent(x, all.get(set)?.free ?? 0),
      }),
    );
    const free = setsOf(x).map((set) => all.get(set)?.free ?? 0);
    const apart = Math.max(...free) - Math.min(...free);
    if ((x.inputs.values.IL6 ?? 0) <= 0) return x.text("buffer.no_il6");
    const end = x.text(apart > 0.1 ? "buffer.disputed" : "buffer.agreed");
    return `${parts.join(x.text("buffer.comma"))}${x.text("buffer.stop")}${end}`;
  }

  function update(): void {
    if (lang !== x.lang || !pieces) build();
    if (!pieces) return;
    const all = new Map(setsOf(x).map((set) => [set, shares(x, set)]));
    pieces.bars.update(all);
    pieces.curve.update(width || UNSEEN_WIDTH);
    pieces.source.update();
    told.say(sentence(all));
  }

  update();
  const undo = [
    x.subscribe(update),
    settings.watch("spliced", update),
    watchWidth(root, (now) => {
      width = Math.min(720, now - 24);
      update();
    }),
  ];
  return () => {
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("buffer", mount, sheet);
