// The two pictures: distributions with the cut-off between them, and the ROC with the point where the cut-off stands.
import { density, normal } from "../../kinetics/roc.ts";
import { svg } from "../controls/dom.ts";
import type { Reader } from "../lone_view.ts";

/** The axis, SD from the mean of the well. */
export const FROM = -3.5;
export const TO = 8.5;
const HEIGHT = 230;
const MARGIN = { left: 12, right: 12, top: 22, bottom: 36 };
const POINTS = 161;

export interface Place {
  d: number;
  cut: number;
  shift: number;
}

/** Where a value of the axis stands in a picture of some width, px. */
export const across = (width: number, sd: number): number =>
  MARGIN.left + ((width - MARGIN.left - MARGIN.right) * (sd - FROM)) / (TO - FROM);

/** The value of the axis under a place, px. */
export const under = (width: number, px: number): number =>
  FROM + ((px - MARGIN.left) * (TO - FROM)) / (width - MARGIN.left - MARGIN.right);

/** Redraw the distributions. */
export function distributions(
  { doc, text, number }: Reader,
  el: SVGSVGElement,
  width: number,
  { d, cut, shift }: Place,
): void {
  const base = HEIGHT - MARGIN.bottom;
  const up = (p: number): number => base - ((base - MARGIN.top) * p) / density(0);
  const curve = (mean: number, from: number, to: number): string => {
    const points = Array.from({ length: POINTS }, (_, i) => {
      const at = from + ((to - from) * i) / (POINTS - 1);
      return `${across(width, at).toFixed(2)} ${up(density(at - mean)).toFixed(2)}`;
    });
    return `M${points.join("L")}`;
  };
  const area = (mean: number, from: number, to: number): string =>
    to <= from
      ? ""
      : `${curve(mean, from, to)}L${across(width, to).toFixed(2)} ${base}L${across(width, from).toFixed(2)} ${base}Z`;
  const name = (mean: number, key: string, cls: string): SVGElement =>
    svg(
      doc,
      "text",
      { x: Math.min(width - 24, Math.max(24, across(width, mean))), y: 14, class: `middle ${cls}` },
      text(key),
    );
  const ticks: SVGElement[] = [];
  for (let n = Math.ceil(FROM); n <= TO; n++)
    if (n % 2 === 0)
      ticks.push(
        svg(doc, "text", { x: across(width, n), y: base + 16, class: "middle" }, number(n)),
      );
  const [well, ill] = [shift, d + shift];
  el.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  el.setAttribute("width", `${width}`);
  el.setAttribute("height", `${HEIGHT}`);
  el.replaceChildren(
    svg(doc, "path", { class: "axis", d: `M${MARGIN.left} ${base}H${width - MARGIN.right}` }),
    ...ticks,
    svg(doc, "text", { x: width - MARGIN.right, y: HEIGHT - 4, class: "end" }, text("marker.axis")),
    svg(doc, "path", { class: "well alarmed", d: area(well, Math.max(FROM, cut), TO) }),
    svg(doc, "path", { class: "ill found", d: area(ill, Math.max(FROM, cut), TO) }),
    svg(doc, "path", { class: "well line", d: curve(well, FROM, TO) }),
    svg(doc, "path", { class: "ill line", d: curve(ill, FROM, TO) }),
    ...(d < 1.2
      ? [name(well - 1.2, "marker.well", "well"), name(ill + 1.2, "marker.ill", "ill")]
      : [name(well, "marker.well", "well"), name(ill, "marker.ill", "ill")]),
    svg(doc, "path", {
      class: "cut",
      d: `M${across(width, cut)} ${MARGIN.top - 4}V${base + 4}`,
    }),
  );
}

const SIDE = 210;
const EDGE = 34;

/** Redraw the ROC. */
export function roc({ doc, text }: Reader, el: SVGSVGElement, { d, cut, shift }: Place): void {
  const px = (share: number): number => EDGE + (SIDE - EDGE - 8) * share;
  const py = (share: number): number => SIDE - EDGE - (SIDE - EDGE - 8) * share;
  const points = Array.from({ length: POINTS }, (_, i) => {
    const at = 8 - (16 * i) / (POINTS - 1);
    return `${px(1 - normal(at)).toFixed(2)} ${py(normal(d - at)).toFixed(2)}`;
  });
  el.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
  el.setAttribute("width", `${SIDE}`);
  el.setAttribute("height", `${SIDE}`);
  el.replaceChildren(
    svg(doc, "path", { class: "axis", d: `M${px(0)} ${py(1)}V${py(0)}H${px(1)}` }),
    svg(doc, "path", { class: "chance", d: `M${px(0)} ${py(0)}L${px(1)} ${py(1)}` }),
    svg(doc, "path", { class: "ill line", d: `M${points.join("L")}` }),
    svg(doc, "circle", {
      class: "point",
      r: 6,
      cx: px(1 - normal(cut - shift)),
      cy: py(normal(d + shift - cut)),
    }),
    svg(doc, "text", { x: px(0.5), y: SIDE - 8, class: "middle" }, text("marker.false_alarms")),
    svg(
      doc,
      "text",
      { x: 14, y: py(0.5), class: "middle", transform: `rotate(-90 14 ${py(0.5)})` },
      text("marker.found"),
    ),
  );
}
