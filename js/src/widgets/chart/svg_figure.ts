// A picture as our own SVG, for pages that have no bqplot: the same curves, axes, marks and words.
import { svg } from "../controls/dom.ts";
import type { Curve, Dash, Marker } from "../curve.ts";
import type { Label, Picture } from "./picture.ts";

/** Room around the drawn area, px; as the bqplot figure has it. */
const MARGIN = { top: 14, right: 84, bottom: 44, left: 56 };
const HEIGHT = 300;

const DASHES: Record<Dash, string | undefined> = {
  solid: undefined,
  dashed: "8 5",
  dotted: "0.5 5",
  fine: "3 3",
};

/** Markers of about the same weight, around 0. */
const MARKERS: Record<Marker | "half", string> = {
  circle: "M-4.8 0a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0 -9.6 0",
  diamond: "M0 -6.4L4.2 0L0 6.4L-4.2 0Z",
  "triangle-up": "M0 -6L5.5 4.2L-5.5 4.2Z",
  half: "M0 -8L5 0L0 8L-5 0Z",
};

/** Half the width of the break in the axis and half the height of its slashes, px. */
const BREAK = 5;

const colour = (token: string): string => `var(--${token})`;
const round = (n: number): number => Math.round(n * 100) / 100;

export class SvgFigure {
  private readonly observer: ResizeObserver | undefined;
  private readonly doc: Document;

  /** `host` takes the figure; the drawn area tells its size by a rectangle, as bqplot's does. */
  constructor(private readonly host: HTMLElement) {
    this.doc = host.ownerDocument;
    host.classList.add("il6-figure");
    this.frame();
    const Observer = this.doc.defaultView?.ResizeObserver;
    this.observer = Observer ? new Observer(() => this.frame()) : undefined;
    this.observer?.observe(host);
  }

  private get size(): { width: number; height: number } {
    const width = (this.host.clientWidth || 560) - MARGIN.left - MARGIN.right;
    return { width: Math.max(120, width), height: HEIGHT - MARGIN.top - MARGIN.bottom };
  }

  /** The empty figure: whoever draws is told its size by the rectangle, and draws again. */
  private frame(): void {
    const { width, height } = this.size;
    const known = this.host.querySelector(".plotarea_events");
    if (known?.getAttribute("width") === String(width)) return;
    const { doc } = this;
    this.host.replaceChildren(
      svg(
        doc,
        "svg",
        {
          class: "svg-figure",
          width: width + MARGIN.left + MARGIN.right,
          height: HEIGHT,
          "aria-hidden": "true",
        },
        svg(
          doc,
          "g",
          { transform: `translate(${MARGIN.left} ${MARGIN.top})` },
          svg(doc, "rect", { class: "plotarea_events", width, height, fill: "transparent" }),
          svg(doc, "g", { class: "drawn" }),
        ),
      ),
    );
  }

  draw(p: Picture): void {
    const { doc } = this;
    const { width, height } = this.size;
    const [least, most] = p.x;
    const { max, step } = p.scale;
    const px = p.log
      ? (x: number) => round((width * Math.log(x / least)) / Math.log(most / least))
      : (x: number) => round((width * (x - least)) / (most - least));
    const py = (y: number): number => round(height * (1 - y / max));
    const text = (
      x: number,
      y: number,
      words: string,
      more: Record<string, string | number> = {},
    ) => svg(doc, "text", { x, y, "font-size": 12, fill: colour("ink2"), ...more }, words);

    const grid: SVGElement[] = [];
    for (let k = 0; k <= Math.round(max / step); k++) {
      const y = py(k * step);
      const stroke = { stroke: colour("grid"), x1: 0, x2: width, y1: y, y2: y };
      if (k > 0) grid.push(svg(doc, "line", stroke));
      grid.push(text(-8, y + 4, p.number(k * step), { "text-anchor": "end" }));
    }
    for (const tick of p.ticks) {
      const x = px(tick);
      grid.push(
        svg(doc, "line", { stroke: colour("rule"), x1: x, x2: x, y1: height, y2: height + 5 }),
        text(x, height + 18, p.names[tick] ?? "", { "text-anchor": "middle" }),
      );
    }
    grid.push(
      text(width, height + 36, p.along, { "text-anchor": "end" }),
      this.rule(p, px, height, width),
    );

    const path = (c: Pick<Curve, "x" | "y">): string => {
      let d = "";
      let pen = "M";
      for (let i = 0; i < c.x.length; i++) {
        const [x, y] = [c.x[i] as number, c.y[i] as number];
        if (!Number.isFinite(y)) pen = "M";
        else {
          d += `${pen}${px(x)},${py(y)}`;
          pen = "L";
        }
      }
      return d;
    };
    const line = (c: Curve): SVGElement =>
      svg(doc, "path", {
        class: "line",
        d: path(c),
        fill: "none",
        stroke: colour(c.token),
        "stroke-width": c.width,
        "stroke-dasharray": DASHES[c.dash],
        "stroke-linecap": c.dash === "dotted" ? "round" : undefined,
        "stroke-linejoin": "round",
        "data-curve": c.id,
      });
    const band = (c: Curve): SVGElement[] => {
      if (!c.band) return [];
      const there = path({ x: c.x, y: c.band.high });
      const back = path({ x: c.x.slice().reverse(), y: c.band.low.slice().reverse() });
      const share = c.band.coarse ? 0.6 : 1;
      const filled = { fill: colour(c.token), "fill-opacity": 0.14 * share };
      return [
        svg(doc, "path", { class: "band", d: `${there}${back.replace("M", "L")}Z`, ...filled }),
      ];
    };
    const upright = (x: number, top: number, more: Record<string, string | number>) =>
      svg(doc, "line", { x1: px(x), x2: px(x), y1: py(top), y2: height, ...more });
    const mark = (shape: string, x: number, y: number, fill: string, stroke: string) =>
      svg(doc, "path", {
        d: shape,
        transform: `translate(${px(x)} ${py(y)})`,
        fill: colour(fill),
        stroke: colour(stroke),
        "stroke-width": 1.5,
      });
    const word = (l: Label, away: number): SVGElement =>
      text(px(l.x) + away, py(l.y) + 4, l.text, {
        class: "label",
        fill: colour(l.token),
        "font-weight": l.strong ? 600 : 400,
        "text-anchor": away < 0 ? "end" : "start",
        stroke: colour("surface"),
        "stroke-width": 4,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
      });

    const { half, cursor } = p;
    this.host.querySelector(".drawn")?.replaceChildren(
      ...grid,
      ...p.curves.flatMap(band),
      ...[...p.sets].reverse().map(line),
      // The whole is drawn last, over its parts.
      ...[...p.curves].reverse().map(line),
      ...(half
        ? [upright(half.x, half.y, { stroke: colour("ink2"), "stroke-dasharray": "3 3" })]
        : []),
      ...(cursor === undefined
        ? []
        : [upright(cursor, max, { class: "cursor", stroke: colour("ink"), "stroke-width": 1.5 })]),
      ...(half ? [mark(MARKERS.half, half.x, half.y, "surface", "ink")] : []),
      ...p.dots.map((d) => mark(MARKERS[d.marker], d.x, d.y, d.token, "surface")),
      ...p.ends.map((l) => word(l, 8)),
      ...p.labels.map((l) => word(l, l.side === "left" ? -8 : 8)),
    );
  }

  /** The x axis; with its break where zero has a place of its own. */
  private rule(p: Picture, px: (x: number) => number, height: number, width: number): SVGElement {
    let d = `M0,${height}L${width},${height}`;
    if (p.low !== undefined) {
      const middle = px(p.low) / 2;
      const slash = (x: number) => `M${x - 3},${height + BREAK}L${x + 3},${height - BREAK}`;
      d = `M0,${height}L${middle - BREAK},${height}M${middle + BREAK},${height}L${width},${height}`;
      d += slash(middle - BREAK) + slash(middle + BREAK);
    }
    return svg(this.doc, "path", { d, stroke: colour("rule"), fill: "none" });
  }

  close(): void {
    this.observer?.disconnect();
    this.host.replaceChildren();
  }
}
