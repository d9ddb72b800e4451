// Where the IL-6 is: an exact bar, and a label for each holder with the constant that puts it there.
import { svg } from "../controls/dom.ts";
import { mark } from "../controls/icons.ts";
import { amount, FORMS, HOLDERS, type Holder, held } from "./census.ts";
import { spread } from "./measure.ts";
import { assign, type Piece, type Stage, write } from "./stage.ts";
import { called, percent, shown } from "./words.ts";

const COLOUR: Readonly<Record<Holder, string>> = {
  free: "var(--il6)",
  pair: "var(--sil6r)",
  sgp130: "var(--sgp130)",
  sgp130Fc: "var(--sgp130fc)",
  siltuximab: "var(--antibody)",
};

/** The constant by which a holder holds. */
const CONSTANT: Readonly<Partial<Record<Holder, string>>> = {
  pair: "Kd_IL6R",
  sgp130: "Kd_gp130",
  sgp130Fc: "Kd_sgp130Fc",
  siltuximab: "Kd_siltuximab",
};

const TOP = 8;
const THICK = 16;
const SWATCH = 16;
const ARROWS = 32;
const LINE = 20;
/** Between two labels: never less than this from a text to the next square. */
const APART = 18;
/** From this width on a list of labels stands in two columns. */
const TWO = 400;

interface Label {
  readonly holder: Holder;
  readonly el: SVGGElement;
  readonly words: SVGTextElement;
  readonly constant: SVGGElement | undefined;
  readonly kd: SVGTextElement | undefined;
  readonly segment: SVGRectElement;
  readonly lead: SVGPathElement;
}

/** The bar and its labels; `height` says how much room they take. */
export function partition(stage: Stage): Piece & { height: number } {
  const { doc, x, layout, measure } = stage;
  const { width, margin } = layout;
  const inner = width - 2 * margin;
  const el = svg(doc, "g", { class: "partition" });
  const outline = { x: margin, y: TOP, width: inner, height: THICK };

  const present = HOLDERS.filter((h) => FORMS.some((f) => f.holder === h && amount(x, f.id) > 0));
  if (present.length === 0) {
    const none = svg(doc, "text", { x: margin, y: TOP + THICK + 22, class: "strong" });
    none.textContent = x.text("scene.no_il6");
    el.append(svg(doc, "rect", { ...outline, fill: "none", stroke: "var(--rule)" }), none);
    return { el, update: () => {}, height: TOP + THICK + 36 };
  }

  let brief = false;
  const say = (h: Holder, share: number): string =>
    x.text(`scene.holder.${brief && h === "free" ? "free.brief" : h}`, {
      share: percent(x, share),
      drug: called(x, "siltuximab"),
    });
  const constantWidth = (id: string): number => ARROWS + 14 + measure(`Kd ${shown(x, id)}`, 12);
  const labelWidth = (h: Holder, share: number): number => {
    const id = CONSTANT[h];
    return Math.max(SWATCH + measure(say(h, share), 14, true), id ? constantWidth(id) : 0);
  };
  // One row where even the widest shares fit beside each other, if need be in fewer words; else a list.
  const fits = (): boolean =>
    present.reduce((w, h) => w + labelWidth(h, 0.888) + APART, -APART) <= inner;
  brief = !fits();
  const row = !brief || fits();
  brief &&= row;
  const columns = inner >= TWO ? 2 : 1;
  const lines = Math.ceil(present.length / columns);
  const column = (inner - (columns - 1) * APART) / columns;

  const labels = present.map((holder, i): Label => {
    const words = svg(doc, "text", { x: SWATCH, y: 0, class: "strong" });
    const swatch = svg(doc, "rect", { y: -10, width: 11, height: 11, rx: 2, fill: COLOUR[holder] });
    const id = CONSTANT[holder];
    const kd = id ? svg(doc, "text", { x: ARROWS + 14, y: 4, class: "small" }) : undefined;
    const constant = kd
      ? svg(
          doc,
          "g",
          {},
          svg(doc, "path", { d: "M0-2h26l-6-4.5M26 3H0l6 4.5", class: "arrows" }),
          kd,
        )
      : undefined;
    const group = svg(doc, "g", {}, swatch, words, constant);
    if (!row) {
      const left = margin + Math.floor(i / lines) * (column + APART);
      const y = TOP + THICK + 18 + (i % lines) * LINE;
      group.setAttribute("transform", `translate(${left.toFixed(1)} ${y})`);
    }
    const segment = svg(doc, "rect", { y: TOP, height: THICK, fill: COLOUR[holder] });
    const lead = svg(doc, "path", { class: "lead" });
    el.append(segment, lead, group);
    return { holder, el: group, words, constant, kd, segment, lead };
  });

  // The mark of a constant changes with the choices in force, rarely: it is drawn anew only then.
  const marks = new Map<Holder, string>();
  const setConstant = ({ holder, constant, kd }: Label, id: string): void => {
    if (!kd || !constant) return;
    write(kd, row ? `Kd ${shown(x, id)}` : shown(x, id));
    const { status } = x.facts(id);
    if (marks.get(holder) === status) return;
    marks.set(holder, status);
    constant.querySelector("svg")?.remove();
    const drawn = mark(doc, status);
    assign(drawn, { x: ARROWS - 1, y: -6, width: 12, height: 12 });
    constant.append(drawn);
  };

  return {
    el,
    height: TOP + THICK + (row ? 42 : 6 + lines * LINE),
    update() {
      const shares = held(x);
      const gaps = 2 * (labels.length - 1);
      const starts: number[] = [];
      let at = margin;
      for (const label of labels) {
        const w = shares[label.holder] * (inner - gaps);
        assign(label.segment, { x: at.toFixed(2), width: w.toFixed(2) });
        starts.push(at);
        at += w + 2;
        write(label.words, say(label.holder, shares[label.holder]));
        const id = CONSTANT[label.holder];
        if (id) setConstant(label, id);
      }
      if (!row) {
        // Where it is narrow the arrows go first, then the constants: the cards have them.
        let spare = Number.POSITIVE_INFINITY;
        for (const { holder, constant, kd } of labels) {
          if (!constant || !kd) continue;
          const wide = ARROWS + 14 + measure(kd.textContent ?? "", 12);
          const room = column - SWATCH - 8 - measure(say(holder, shares[holder]), 14, true);
          assign(constant, { transform: `translate(${(column - wide).toFixed(1)} -4)` });
          spare = Math.min(spare, room - wide);
        }
        for (const { constant } of labels) {
          constant?.classList.toggle("bare", spare < 0);
          constant?.classList.toggle("none", spare < -ARROWS);
        }
        return;
      }
      const widths = labels.map(({ holder }) => labelWidth(holder, shares[holder]));
      // The last one ends where the bar ends.
      const wanted = starts.map((start, i) =>
        i > 0 && i === starts.length - 1 ? width - margin - (widths[i] ?? 0) : start,
      );
      const lefts = spread(wanted, widths, APART, margin, width - margin);
      labels.forEach((label, i) => {
        const left = lefts[i] ?? 0;
        const y = TOP + THICK + 20;
        assign(label.el, { transform: `translate(${left.toFixed(1)} ${y})` });
        if (label.constant) assign(label.constant, { transform: "translate(0 16)" });
        // A line to the nearer end, only where a label had to leave its own stretch of the bar.
        const [from, long] = [starts[i] ?? 0, shares[label.holder] * (inner - gaps)];
        const [first, last] = [left + 5.5, left + (widths[i] ?? 0) - 6];
        const at = Math.min(last, Math.max(first, from + long / 2));
        const under = at >= from - 6 && at <= from + long + 6;
        const d = `M${(from + long / 2).toFixed(1)} ${TOP + THICK}L${at.toFixed(1)} ${y - 11}`;
        assign(label.lead, { d: under ? "" : d });
      });
    },
  };
}
