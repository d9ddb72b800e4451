// The plane of affinities: shaded by what a hepatocyte answers, with known variants and the reader's own, which is dragged.
import { svg } from "../controls/dom.ts";
import { superscript } from "../format.ts";
import type { Live } from "../view.ts";
import {
  answer,
  foldAt,
  GP130,
  IL6R,
  place,
  type Variant,
  type Variants,
  WILD,
} from "./affinity.ts";

const HEIGHT = 320;
const EDGE = { left: 52, right: 14, top: 12, bottom: 42 };
const COLUMNS = 26;
const ROWS = 21;
/** The cell by which the plane is shaded. */
export const SHADED = "hepatocyte";

export interface Plane {
  readonly el: SVGSVGElement;
  /** Shade anew and draw so wide, px. */
  shade(width: number): void;
  /** Move the reader's variant. */
  move(variant: Variant): void;
  stop(): void;
}

/** Make the plane; `choose` is told where it was dragged to. */
export function plane(
  doc: Document,
  x: Live,
  known: Variants,
  choose: (variant: Variant) => void,
): Plane {
  const el = svg(doc, "svg", { class: "plane", role: "img" });
  const own = svg(doc, "circle", { r: 9, class: "own" });
  let width = 520;
  const across = (fold: number): number =>
    EDGE.left + (width - EDGE.left - EDGE.right) * place(IL6R, fold);
  const up = (fold: number): number =>
    HEIGHT - EDGE.bottom - (HEIGHT - EDGE.bottom - EDGE.top) * place(GP130, fold);

  let dragging = false;
  const drag = (event: PointerEvent): void => {
    const box = el.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    choose({
      il6r: foldAt(IL6R, (px - EDGE.left) / (width - EDGE.left - EDGE.right)),
      gp130: foldAt(GP130, (HEIGHT - EDGE.bottom - py) / (HEIGHT - EDGE.bottom - EDGE.top)),
    });
  };
  const down = (event: PointerEvent): void => {
    dragging = true;
    el.setPointerCapture?.(event.pointerId);
    drag(event);
  };
  const moved = (event: PointerEvent): void => {
    if (dragging) drag(event);
  };
  const up_ = (): void => {
    dragging = false;
  };
  el.addEventListener("pointerdown", down);
  el.addEventListener("pointermove", moved);
  el.addEventListener("pointerup", up_);
  el.addEventListener("pointercancel", up_);

  function shade(now: number): void {
    width = now;
    const wild = answer(x, SHADED, WILD).hexamer;
    const cells: SVGElement[] = [];
    const [w, h] = [
      (width - EDGE.left - EDGE.right) / COLUMNS,
      (HEIGHT - EDGE.bottom - EDGE.top) / ROWS,
    ];
    for (let r = 0; r < ROWS; r++)
      for (let c = 0; c < COLUMNS; c++) {
        const variant = {
          il6r: foldAt(IL6R, (c + 0.5) / COLUMNS),
          gp130: foldAt(GP130, (r + 0.5) / ROWS),
        };
        const share = wild > 0 ? answer(x, SHADED, variant).hexamer / wild : 0;
        // Five bands: below a tenth, a half, four fifths, five fourths, above.
        const band = [0.1, 0.5, 0.8, 1.25].filter((edge) => share > edge).length;
        cells.push(
          svg(doc, "rect", {
            x: (EDGE.left + c * w).toFixed(2),
            y: (HEIGHT - EDGE.bottom - (r + 1) * h).toFixed(2),
            width: (w + 0.5).toFixed(2),
            height: (h + 0.5).toFixed(2),
            class: `band b${band}`,
          }),
        );
      }
    const text = (px: number, py: number, cls: string, words: string): SVGElement =>
      svg(doc, "text", { x: px, y: py, class: cls }, words);
    const ticks = (axis: readonly [number, number]): number[] => {
      const found = [];
      for (let n = Math.round(Math.log10(axis[0])); n <= Math.log10(axis[1]) + 1e-9; n++)
        found.push(n);
      return found;
    };
    const power = (n: number): string => (n === 0 ? "1" : `10${superscript(n)}`);
    // Names run into each other on a phone: there the number in the list has to do.
    const label = (n: number, words: string): string =>
      width < 420 ? `${n + 1}` : `${n + 1} ${words}`;
    const marks = known.variants.flatMap((one, n) => [
      svg(doc, "circle", {
        cx: across(one.il6r),
        cy: up(one.gp130),
        r: 5,
        class: `known ${one.status}${one.lost ? " lost" : ""}`,
        "data-variant": one.id,
      }),
      text(
        across(one.il6r) + (place(IL6R, one.il6r) > 0.7 ? -9 : 9),
        up(one.gp130) - 7,
        `name ${place(IL6R, one.il6r) > 0.7 ? "end" : ""}`,
        label(n, x.say(one.label)),
      ),
    ]);
    el.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    el.setAttribute("width", `${width}`);
    el.setAttribute("height", `${HEIGHT}`);
    el.setAttribute("aria-label", x.text("variant.plane"));
    el.replaceChildren(
      ...cells,
      ...ticks(IL6R).map((n) =>
        text(across(10 ** n), HEIGHT - EDGE.bottom + 16, "middle", power(n)),
      ),
      ...ticks(GP130)
        .filter((n) => n % 2 === 0)
        .map((n) => text(EDGE.left - 6, up(10 ** n) + 4, "end", power(n))),
      text(width - EDGE.right, HEIGHT - 6, "end", x.text("variant.axis_il6r")),
      svg(
        doc,
        "text",
        { x: 12, y: HEIGHT / 2, class: "middle", transform: `rotate(-90 12 ${HEIGHT / 2})` },
        x.text("variant.axis_gp130"),
      ),
      ...marks,
      own,
    );
  }

  return {
    el,
    shade,
    move(variant) {
      own.setAttribute("cx", across(variant.il6r).toFixed(2));
      own.setAttribute("cy", up(variant.gp130).toFixed(2));
    },
    stop() {
      el.removeEventListener("pointerdown", down);
      el.removeEventListener("pointermove", moved);
      el.removeEventListener("pointerup", up_);
      el.removeEventListener("pointercancel", up_);
    },
  };
}
