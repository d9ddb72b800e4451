// Doses on the line of time: dragged, moved by keys, deleted. One tab stop; arrows with Shift go from dose to dose.
import type { Given } from "../../kinetics/dosing.ts";
import { milligrams } from "../../kinetics/dosing.ts";
import { svg } from "../controls/dom.ts";
import { withUnit } from "../format.ts";
import type { Live } from "../view.ts";
import { ordered } from "./regimen.ts";

export const STRIP = 44;

export interface Markers {
  readonly el: SVGGElement;
  draw(across: (t: number) => number, back: (x: number) => number): void;
}

/** Make the markers; more doses than can be told apart are drawn, not handled one by one. */
const MOST = 24;

export function markers(doc: Document, x: Live): Markers {
  const el = svg(doc, "g", { class: "markers" });
  let chosen = 0;
  let dragged: number | undefined;
  let back = (px: number): number => px;

  const doses = (): readonly Given[] => x.doses ?? [];
  const put = (list: readonly Given[], moved: Given | undefined, release: boolean): void => {
    const sorted = ordered(list);
    if (moved)
      chosen = Math.max(
        0,
        sorted.findIndex((d) => d.time === Math.max(0, moved.time)),
      );
    x.setDoses?.(sorted, release);
  };
  const move = (index: number, time: number, release: boolean): void => {
    const list = doses().map((d, i) => (i === index ? { ...d, time } : d));
    put(list, list[index], release);
  };
  const focus = (): void => {
    queueMicrotask(() => el.querySelector<SVGElement>(`[data-dose="${chosen}"]`)?.focus());
  };
  const indexOf = (event: Event): number | undefined => {
    const found = (event.target as Element).closest("[data-dose]")?.getAttribute("data-dose");
    return found === null || found === undefined ? undefined : Number(found);
  };
  el.addEventListener("pointerdown", (event) => {
    const index = indexOf(event);
    if (index === undefined) return;
    dragged = chosen = index;
    el.setPointerCapture?.(event.pointerId);
    event.preventDefault();
    focus();
  });
  el.addEventListener("pointermove", (event) => {
    if (dragged === undefined) return;
    const box = el.ownerSVGElement?.getBoundingClientRect();
    move(dragged, Math.max(0, Math.round(back(event.clientX - (box?.left ?? 0)))), false);
    dragged = chosen;
  });
  const drop = (): void => {
    if (dragged === undefined) return;
    dragged = undefined;
    x.setDoses?.(doses(), true);
  };
  el.addEventListener("pointerup", drop);
  el.addEventListener("pointercancel", drop);
  el.addEventListener("keydown", (event) => {
    const index = indexOf(event);
    if (index === undefined) return;
    const list = doses();
    const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -7, PageUp: 7 }[event.key];
    if (step !== undefined && event.shiftKey) {
      chosen = Math.max(0, Math.min(list.length - 1, index + Math.sign(step)));
      draw();
    } else if (step !== undefined) {
      move(index, Math.max(0, (list[index]?.time ?? 0) + step), true);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      chosen = Math.max(0, index - 1);
      x.setDoses?.(
        list.filter((_, i) => i !== index),
        true,
      );
    } else return;
    event.preventDefault();
    focus();
  });

  let place = (t: number): number => t;
  function draw(): void {
    const held = el.contains(doc.activeElement);
    const all = doses();
    const handled = all.length <= MOST;
    el.replaceChildren(
      ...all.map((dose, i) => {
        const mg = withUnit(x.number(milligrams(x.program, x.inputs.values, dose)), "mg");
        const day = x.text("treatment.day", { n: x.number(dose.time) });
        const at = place(dose.time);
        const sign = svg(doc, "path", { d: "M0 34V18M0 18L-8 9M0 18l8-9", class: "sign" });
        if (!handled)
          return svg(
            doc,
            "g",
            { transform: `translate(${at} 0)` },
            svg(doc, "path", { d: "M0 34V22", class: "sign" }),
          );
        const named = all.length <= 6;
        return svg(
          doc,
          "g",
          {
            transform: `translate(${at} 0)`,
            class: "dose",
            tabindex: i === Math.min(chosen, all.length - 1) ? 0 : -1,
            role: "slider",
            "data-dose": i,
            "aria-label": x.text("treatment.dose", { n: i + 1, mg }),
            "aria-valuemin": 0,
            "aria-valuemax": Math.round(x.clock?.end ?? 0),
            "aria-valuenow": Math.round(dose.time * 100) / 100,
            "aria-valuetext": day,
          },
          svg(doc, "rect", { x: -12, y: 2, width: 24, height: 38, rx: 6, class: "ring" }),
          sign,
          named ? svg(doc, "text", { x: 12, y: 16, class: "small strong" }, mg) : undefined,
          named ? svg(doc, "text", { x: 12, y: 31, class: "small quiet" }, day) : undefined,
        );
      }),
    );
    if (held) focus();
  }
  return {
    el,
    draw(across, inverse) {
      place = across;
      back = inverse;
      draw();
    },
  };
}
