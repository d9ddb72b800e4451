// WhereToBlock: drugs along the chain, what they leave of each route, and the window in which sgp130Fc spares one of them.
import { chain as makeChain } from "./block/chain.ts";
import { DRUGS, left, READS } from "./block/left.ts";
import { type Drawn, map as makeMap } from "./block/map.ts";
import { windows as makeWindows, type Windows } from "./block/windows.ts";
import { html, write } from "./controls/dom.ts";
import { ownView } from "./own_view.ts";
import { count } from "./scene/words.ts";
import sheet from "./style/block.css";
import shared from "./style/exhibit.css";
import { telling } from "./telling.ts";
import { type Mount, uid } from "./view.ts";
import { watchWidth } from "./width.ts";

/** Half of STAT3's kinase is stopped at this much ruxolitinib (nM), in a hepatocyte at 10 ng/mL and 15 minutes. */
const RUXOLITINIB = 186;
/** How long the hand must rest before the map is computed anew, ms. */
const REST = 120;

export const mount: Mount = (x, el, settings) => {
  const doc = el.ownerDocument;
  const root = html(doc, "section", { class: "block exhibit" });
  const title = html(doc, "h3", { id: uid("block") });
  const body = html(doc, "div", { class: "body" });
  const told = telling(doc);
  root.append(html(doc, "header", {}, title), body);
  el.append(root);
  let pieces: { chain: ReturnType<typeof makeChain>; map: Drawn; windows: Windows } | undefined;
  let bars: { fill: HTMLElement; said: HTMLElement }[] = [];
  let lang = "";
  let computed = "";
  let width = 520;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function build(): void {
    lang = x.lang;
    computed = "";
    root.lang = x.lang === "zh" ? "zh-Hans" : "en";
    title.textContent = x.text("block.title");
    pieces = {
      chain: makeChain(doc, x, settings, update),
      map: makeMap(doc, x),
      windows: makeWindows(doc, x),
    };
    const rows = READS.map((read) => {
      const fill = html(doc, "span", { class: `fill ${read}` });
      const said = html(doc, "span", { class: "said" });
      bars.push({ fill, said });
      return html(
        doc,
        "li",
        { "data-route": read },
        html(doc, "span", { class: "name" }, x.text(`block.${read}`)),
        html(doc, "span", { class: "track", "aria-hidden": "true" }, fill),
        said,
      );
    });
    bars = bars.slice(-READS.length);
    body.replaceChildren(
      pieces.chain.el,
      html(doc, "h4", {}, x.text("block.left")),
      html(doc, "ul", { class: "left" }, ...rows),
      told.line,
      told.status,
      pieces.windows.el,
      pieces.map.el,
      html(doc, "p", { class: "note" }, x.text("block.note", { ic50: RUXOLITINIB })),
    );
  }

  function shade(): void {
    pieces?.map.update(width);
    pieces?.map.el.classList.remove("stale");
  }

  /** What the windows hang on: everything but the doses. */
  const bath = (): string => {
    const rest = Object.entries(x.inputs.values).filter(([id]) => !DRUGS.includes(id as never));
    return JSON.stringify([rest, x.inputs.choices]);
  };

  function update(): void {
    if (lang !== x.lang || !pieces) build();
    if (!pieces) return;
    pieces.chain.update();
    const kinase = 1 / (1 + settings.get("jak", 0) / RUXOLITINIB);
    const shares = READS.map((read, i) => {
      const { before, after } = left(x, read);
      const share = before > 0 ? (kinase * after) / before : Number.NaN;
      const bar = bars[i];
      if (bar) {
        bar.fill.style.width = `${(100 * (Number.isNaN(share) ? 0 : Math.min(1, share))).toFixed(3)}%`;
        const none = x.text("block.nothing");
        const words = x.text("block.of", {
          share: `${x.number(100 * share, 3)}\u00a0%`,
          before: count(x, before),
        });
        write(bar.said, Number.isNaN(share) ? none : words);
      }
      return share;
    });
    const [classic = Number.NaN, trans = Number.NaN] = shares;
    const key = Number.isNaN(trans)
      ? "block.told_no_trans"
      : trans <= 0.1
        ? classic >= 0.8
          ? "block.told_window"
          : "block.told_both"
        : classic >= 0.8
          ? "block.told_neither"
          : "block.told_classic";
    const percent = (share: number): string => `${x.number(100 * share, 2)}\u00a0%`;
    told.say(x.text(key, { classic: percent(classic), trans: percent(trans) }));
    if (computed === bath()) pieces.map.mark();
    else {
      computed = bath();
      pieces.windows.update();
      // Two thousand equilibria: the map waits until the hand rests, and is pale till then.
      pieces.map.el.classList.add("stale");
      clearTimeout(resting);
      resting = setTimeout(shade, REST);
    }
  }

  update();
  const undo = [
    x.subscribe(update),
    settings.watch("jak", update),
    watchWidth(root, (now) => {
      width = Math.min(620, now - 24);
      shade();
    }),
  ];
  return () => {
    clearTimeout(resting);
    told.stop();
    for (const f of undo) f();
    root.remove();
  };
};

export default ownView("where_to_block", mount, `${shared}\n${sheet}`);
