// The rungs: a table whose middle column is the picture, so that eye and screen reader read the same.
import { html, write } from "../controls/dom.ts";
import { mark } from "../controls/icons.ts";
import { superscript } from "../format.ts";
import type { Reader } from "../lone_view.ts";
import { type Ladder, type Level, place } from "./levels.ts";

export interface Rows {
  el: HTMLElement;
  /** Compare each with a level. */
  update(level: number): void;
}

const percent = (at: number): string => `${(100 * at).toFixed(3)}%`;

/** `choose` takes a rung's level for one's own. */
export function rows(reader: Reader, ladder: Ladder, choose: (level: number) => void): Rows {
  const { doc } = reader;
  const el = html(doc, "div", { class: "rungs" });
  const marker = (): HTMLElement => html(doc, "span", { class: "marker" });
  const markers: HTMLElement[] = [];
  const folds: [HTMLElement, Level][] = [];

  const decades = Math.round(Math.log10(ladder.scale[1] / ladder.scale[0]));
  const first = Math.round(Math.log10(ladder.scale[0]));
  const ticks = (): HTMLElement[] =>
    Array.from({ length: decades + 1 }, (_, n) =>
      html(doc, "span", { class: "tick", style: `left:${percent(n / decades)}` }),
    );
  const lines = (): HTMLElement[] =>
    ladder.lines.map((one) =>
      html(doc, "span", {
        class: `line ${one.id}`,
        style: `left:${percent(place(ladder, one.value))}`,
      }),
    );

  function picture(level: Level): HTMLElement {
    const bar = html(doc, "div", { class: "picture", "aria-hidden": "true" }, ...ticks());
    bar.append(...lines());
    if (level.interval) {
      const [from, to] = level.interval.map((x) => place(ladder, x)) as [number, number];
      bar.append(
        html(doc, "span", {
          class: `interval ${level.kind}`,
          style: `left:${percent(from)};width:${percent(to - from)}`,
        }),
      );
    }
    const own = marker();
    markers.push(own);
    bar.append(
      html(doc, "span", {
        class: `dot ${level.status}`,
        style: `left:${percent(place(ladder, level.value))}`,
        "data-level": level.value,
      }),
      own,
    );
    return bar;
  }

  function source(level: Level): HTMLElement {
    const names = level.source.map((key) => ladder.references[key]).filter((one) => one);
    const cell = html(doc, "span", { class: "source" }, mark(doc, level.status));
    if (names.length === 0) cell.append(` ${reader.text("ladder.recalled")}`);
    for (const one of names) {
      const short = one?.text.split(",", 1)[0] ?? "";
      const doi = one?.doi;
      cell.append(
        " ",
        doi ? html(doc, "a", { href: `https://doi.org/${doi}`, rel: "external" }, short) : short,
      );
    }
    return cell;
  }

  function row(level: Level): HTMLElement {
    const button = html(doc, "button", { type: "button" }, reader.say(level.label));
    button.addEventListener("click", () => choose(level.value));
    const fold = html(doc, "td", { class: "fold" });
    folds.push([fold, level]);
    const interval = level.interval
      ? `${reader.number(level.interval[0])}–${reader.number(level.interval[1])}`
      : "";
    const kind = level.kind ? reader.text(`ladder.kind.${level.kind}`) : "";
    return html(
      doc,
      "tr",
      { class: [level.storm ? "storm" : "", level.fluid].join(" "), "data-id": level.id },
      html(
        doc,
        "th",
        { scope: "row" },
        button,
        html(
          doc,
          "span",
          { class: "note" },
          `${reader.text(`ladder.fluid.${level.fluid}`)}${reader.text("ladder.dot")}`,
          source(level),
        ),
        html(doc, "span", { class: "note long" }, reader.say(level.note)),
      ),
      html(doc, "td", { class: "drawn" }, picture(level)),
      html(doc, "td", { class: "value" }, reader.number(level.value)),
      fold,
      html(
        doc,
        "td",
        { class: "note" },
        interval,
        interval ? html(doc, "br") : undefined,
        kind || reader.text("ladder.kind.none"),
      ),
      html(doc, "td", { class: "note" }, reader.text(`ladder.sampled.${level.sampled}`)),
    );
  }

  const axis = html(doc, "div", { class: "axis", "aria-hidden": "true" });
  for (let n = 0; n <= decades; n++)
    axis.append(
      html(doc, "span", { style: `left:${percent(n / decades)}` }, `10${superscript(first + n)}`),
    );
  const head = (key: string, child?: Node): HTMLElement =>
    html(doc, "th", { scope: "col" }, reader.text(`ladder.${key}`), child);
  const drawn = html(doc, "th", { scope: "col", class: "drawn" });
  drawn.append(html(doc, "span", { class: "unseen" }, reader.text("ladder.scale")), axis);
  const table = html(
    doc,
    "table",
    {},
    html(doc, "caption", { class: "unseen" }, reader.text("ladder.title")),
    html(
      doc,
      "thead",
      {},
      html(
        doc,
        "tr",
        {},
        head("where"),
        drawn,
        head("value"),
        head("fold"),
        head("interval"),
        head("sampled"),
      ),
    ),
    html(doc, "tbody", {}, ...[...ladder.levels].sort((a, b) => a.value - b.value).map(row)),
  );
  const keys = html(
    doc,
    "ul",
    { class: "keys" },
    ...ladder.lines.map((one) =>
      html(
        doc,
        "li",
        {},
        html(doc, "span", { class: `sample ${one.id}`, "aria-hidden": "true" }),
        reader.say(one.label),
        " ",
        html(
          doc,
          "span",
          { class: "note" },
          one.source.map((key) => ladder.references[key]?.text.split(",", 1)[0]).join(" "),
        ),
      ),
    ),
    html(
      doc,
      "li",
      {},
      html(doc, "span", { class: "sample joint", "aria-hidden": "true" }),
      reader.text("ladder.joint"),
    ),
  );
  el.append(table, keys);

  return {
    el,
    update(level) {
      for (const one of markers) one.style.left = percent(place(ladder, level));
      for (const [cell, { value }] of folds)
        write(cell, reader.text("ladder.times", { n: reader.number(value / level, 2) }));
    },
  };
}
