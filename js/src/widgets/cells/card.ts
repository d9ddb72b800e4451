// One cell of the panel: its receptors, its hexamers by route against their ceiling, and what it answers.
import { html, svg, write } from "../controls/dom.ts";
import { icon, mark } from "../controls/icons.ts";
import { optionOf } from "../loading.ts";
import { ROUTES } from "../scene/census.ts";
import { count } from "../scene/words.ts";
import type { Live } from "../view.ts";
import { type Answer, SIGNAL } from "./answers.ts";
import { name, routes, time } from "./words.ts";

export interface Card {
  readonly el: HTMLElement;
  update(a: Answer, highest: number): void;
}

/** Receptor bars are in decades: from 10 to 10⁴ on a cell. */
const DECADES = { from: 10, to: 10_000 };
const share = (n: number): number =>
  n <= 0
    ? 0
    : Math.max(0.04, Math.min(1, Math.log(n / DECADES.from) / Math.log(DECADES.to / DECADES.from)));

const SPARK = { width: 180, height: 40 };

/** Make the card of a cell. */
export function card(doc: Document, x: Live, cell: string): Card {
  const use = html(doc, "button", { type: "button", class: "use" });
  const rows = (["IL6R", "gp130"] as const).map((id) => {
    const fill = html(doc, "span", { class: `fill ${id}` });
    const n = html(doc, "span", { class: "n" });
    const standing = html(doc, "span", { class: "standing" });
    const label = html(doc, "span", { class: "label" }, icon(doc, id), x.say(x.value(id).label));
    const el = html(
      doc,
      "div",
      { class: "receptor" },
      label,
      standing,
      n,
      html(doc, "span", { class: "bar" }, fill),
    );
    return { id, el, fill, n, standing };
  });
  const big = html(doc, "span", { class: "big" });
  const parts = ROUTES.map((r) => html(doc, "span", { class: `part ${r}` }));
  const bar = html(doc, "div", { class: "ceiling", "aria-hidden": "true" }, ...parts);
  const by = html(doc, "p", { class: "by" });
  const rare = html(doc, "p", { class: "note" });
  const most = html(doc, "p", { class: "note" });
  const line = svg(doc, "path", { class: "signal" });
  const dot = svg(doc, "circle", { r: 4, class: "now" });
  const spark = svg(
    doc,
    "svg",
    { viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, class: "spark", "aria-hidden": "true" },
    svg(doc, "path", { class: "base", d: `M0 ${SPARK.height - 2}H${SPARK.width}` }),
    line,
    dot,
  );
  const answered = html(doc, "p", { class: "answered" });
  const signal = html(doc, "div", { class: "answer" }, answered, spark);
  const note = optionOf(x.program, "cell", cell)?.note;
  const el = html(
    doc,
    "li",
    { class: "cell", "data-cell": cell },
    html(doc, "div", { class: "head" }, html(doc, "h4", {}, name(x, cell)), use),
    ...rows.map((r) => r.el),
    html(
      doc,
      "p",
      { class: "hexamers" },
      big,
      " ",
      html(doc, "span", {}, x.text("cells.hexamers")),
    ),
    bar,
    by,
    rare,
    most,
    signal,
    note && x.say(note) ? html(doc, "p", { class: "note" }, x.say(note)) : undefined,
  );
  use.addEventListener("click", () => x.set({ cell }, true));

  return {
    el,
    update(a, highest) {
      const own = x.inputs.choices.cell === cell;
      el.classList.toggle("own", own);
      use.textContent = x.text(own ? "cells.in_use" : "cells.use");
      use.disabled = own;
      use.setAttribute("aria-label", `${use.textContent}${x.text("cells.colon")}${name(x, cell)}`);
      for (const { id, fill, n, standing } of rows) {
        const { count: number, status } = a[id];
        fill.style.width = `${100 * share(number)}%`;
        write(n, status === "unknown" && number === 0 ? "?" : x.number(number));
        standing.replaceChildren(mark(doc, status));
        standing.title = x.text(`scene.status.${status}`);
      }
      write(big, count(x, a.hexamer));
      const top = a.gp130.count / 2;
      ROUTES.forEach((r, i) => {
        const part = parts[i] as HTMLElement;
        part.style.width = top > 0 ? `${(100 * a.routes[r]) / top}%` : "0";
      });
      write(by, routes(x, a));
      write(rare, time(x, a.hexamer));
      rare.hidden = rare.textContent === "";
      write(most, x.text("cells.ceiling", { n: count(x, top) }));
      signal.hidden = !a.course;
      if (!a.course) return;
      const { times, row, now } = a.course;
      const end = times[times.length - 1] || 1;
      const [w, h] = [SPARK.width - 8, SPARK.height - 8];
      const at = (t: number, v: number): string =>
        `${(4 + (w * t) / end).toFixed(1)} ${(4 + h * (1 - v / (highest || 1))).toFixed(1)}`;
      line.setAttribute(
        "d",
        Array.from(row, (v, k) => `${k ? "L" : "M"}${at(times[k] ?? 0, v)}`).join(""),
      );
      const [cx, cy] = at(x.clock?.at ?? 0, now).split(" ");
      dot.setAttribute("cx", cx ?? "");
      dot.setAttribute("cy", cy ?? "");
      write(answered, x.text("cells.answer", { name: SIGNAL, now: x.amount(SIGNAL, now) }));
    },
  };
}
