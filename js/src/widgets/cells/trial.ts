// A trial: the same cell by three routes, as pSTAT3 alone would show them; which is which?
import { apart } from "../chart/place.ts";
import { html, svg, write } from "../controls/dom.ts";
import { unitLabel, withUnit } from "../format.ts";
import type { Live, Settings } from "../view.ts";
import { BY_ROUTE, SIGNAL, signal } from "./answers.ts";
import { name, percent } from "./words.ts";

type Kind = keyof typeof BY_ROUTE;

const KINDS = Object.keys(BY_ROUTE) as Kind[];
const LETTERS = ["A", "B", "C"] as const;
const SIZE = { width: 340, height: 170, left: 58, right: 30, top: 12, bottom: 28 };
const DASH = ["", "8 5", "2 5"];

/** An order that the reader does not know, and that holds while the page is open. */
const shuffled = (): Kind[] => {
  const order = [...KINDS];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j] as Kind, order[i] as Kind];
  }
  return order;
};

export interface Trial {
  readonly el: HTMLElement;
  update(): void;
}

/** Make the trial; a model without time has none to offer, and says so. */
export function trial(doc: Document, x: Live, settings: Settings): Trial {
  const order = shuffled();
  const el = html(doc, "section", { class: "trial" });
  const title = html(doc, "h4");
  const how = html(doc, "p", { class: "note" });
  const chart = svg(doc, "svg", {
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    class: "chart",
    role: "img",
  });
  const own = html(doc, "input", { type: "checkbox" });
  const ownLabel = html(doc, "span");
  const asked = html(doc, "p");
  const buttons = LETTERS.map((letter) => html(doc, "button", { type: "button" }, letter));
  const group = html(doc, "div", { class: "guess", role: "group" }, ...buttons);
  const said = html(doc, "p", { role: "status", class: "said" });
  let guess: number | undefined;
  el.append(title, how, html(doc, "label", {}, own, ownLabel), chart, asked, group, said);
  own.checked = settings.get("own_peak", false);
  own.addEventListener("change", () => {
    settings.set("own_peak", own.checked);
    update();
  });
  buttons.forEach((button, i) => {
    button.addEventListener("click", () => {
      guess = i;
      update();
    });
  });

  function update(): void {
    const time = x.clock;
    write(title, x.text("cells.trial", { name: name(x, x.inputs.choices.cell ?? "") }));
    write(how, x.text(time ? "cells.trial_how" : "cells.trial_none"));
    for (const part of [own.parentElement, chart, asked, group, said])
      part?.toggleAttribute("hidden", !time);
    if (!time) return;
    write(ownLabel, x.text("cells.own_peak"));
    write(asked, x.text("cells.ask"));
    group.setAttribute("aria-label", x.text("cells.ask"));
    const courses = order.map((kind) => signal(x, { values: BY_ROUTE[kind] }));
    const tops = courses.map((c) => Math.max(0, ...(c?.row ?? [])));
    const top = Math.max(...tops) || 1;
    const { left, right, width, height } = SIZE;
    const across = (t: number): number => left + ((width - left - right) * t) / time.end;
    const up = (v: number): number => height - SIZE.bottom - (height - SIZE.bottom - SIZE.top) * v;
    const named = (i: number): string => {
      const letter = LETTERS[i] as string;
      return guess === undefined ? letter : `${letter} ${x.text(`cells.kind.${order[i]}`)}`;
    };
    const scales = tops.map((peak) => (own.checked ? peak || 1 : top));
    const ends = courses.map((c, i) => up((c?.row[c.row.length - 1] ?? 0) / (scales[i] ?? 1)));
    const labels = apart(ends, height - SIZE.bottom);
    const curves = courses.flatMap((c, i) => {
      if (!c) return [];
      const at = (k: number): string =>
        `${across(c.times[k] ?? 0).toFixed(1)} ${up((c.row[k] ?? 0) / (scales[i] ?? 1)).toFixed(1)}`;
      const d = Array.from(c.row, (_, k) => `${k ? "L" : "M"}${at(k)}`).join("");
      const letter = LETTERS[i] as string;
      return [
        svg(doc, "path", { d, class: "signal", "stroke-dasharray": DASH[i], "data-curve": letter }),
        svg(doc, "text", { x: width - right + 6, y: (labels[i] ?? 0) + 4, class: "small" }, letter),
      ];
    });
    const unit = unitLabel(x.text, x.program.species.find((s) => s.id === SIGNAL)?.unit ?? "nM");
    const most = own.checked ? withUnit("100", "%") : withUnit(x.number(top), unit);
    chart.replaceChildren(
      svg(doc, "path", { class: "base", d: `M${left} ${up(0)}H${width - right}` }),
      svg(doc, "path", { class: "rule", d: `M${left} ${up(1)}H${width - right}` }),
      svg(doc, "text", { x: left - 4, y: up(1) + 4, class: "small end" }, most),
      svg(doc, "text", { x: left - 4, y: up(0) + 4, class: "small end" }, "0"),
      svg(doc, "text", { x: left, y: height - 8, class: "small" }, "0"),
      svg(
        doc,
        "text",
        { x: width - right, y: height - 8, class: "small end" },
        withUnit(x.number(time.end), unitLabel(x.text, time.unit)),
      ),
      ...curves,
    );
    chart.setAttribute("aria-label", x.text("cells.trial_chart", { name: SIGNAL }));
    buttons.forEach((button, i) => {
      write(button, named(i));
      button.setAttribute("aria-pressed", `${guess === i}`);
    });
    if (guess === undefined) {
      write(said, "");
      return;
    }
    const right_ = order[guess] === "trans";
    const peak = (kind: Kind): number => tops[order.indexOf(kind)] ?? 0;
    write(
      said,
      x.text(right_ ? "cells.right" : "cells.wrong", {
        letter: LETTERS[order.indexOf("trans")] as string,
        classic: x.amount(SIGNAL, peak("classic")),
        trans: x.amount(SIGNAL, peak("trans")),
        both: x.amount(SIGNAL, peak("both")),
        share: percent(x, peak("both") > 0 ? peak("trans") / peak("both") : 0),
      }),
    );
  }
  return { el, update };
}
