// A chart where there is no bqplot: its frame, and beside it our own figure in the place of the marks.
import type { Picture, Size } from "../widgets/chart/picture.ts";
import { SvgFigure } from "../widgets/chart/svg_figure.ts";
import type { Live, Mount, Settings } from "../widgets/view.ts";

type Draw = (
  x: Live,
  settings: Settings,
  figure: { draw(p: Picture, size: Size): void },
) => () => void;

/** `name` is the class of the box, as the chart has it beside bqplot. */
export const figured =
  (name: string, mount: Mount, draw: Draw): Mount =>
  (x, el, settings) => {
    const box = el.parentElement ?? el;
    box.classList.add("il6", name);
    const place = el.ownerDocument.createElement("div");
    el.after(place);
    const figure = new SvgFigure(place);
    const undo = [draw(x, settings, figure), mount(x, el, settings)];
    return () => {
      for (const f of undo.reverse()) f();
      figure.close();
      place.remove();
    };
  };
