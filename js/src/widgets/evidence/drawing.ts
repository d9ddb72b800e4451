// The links between the columns, drawn under the buttons that are its nodes.
import { svg } from "../controls/dom.ts";
import type { Link } from "./map.ts";

/** Lines from node to node, where the buttons stand now, px within `field`. */
export function draw(
  field: HTMLElement,
  picture: SVGSVGElement,
  links: readonly Link[],
  buttons: ReadonlyMap<string, HTMLElement>,
  chosen: string,
): void {
  const doc = field.ownerDocument;
  const frame = field.getBoundingClientRect();
  picture.replaceChildren();
  picture.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
  const ends = links.map((link) => {
    const from = buttons.get(link.from)?.getBoundingClientRect();
    const to = buttons.get(link.to)?.getBoundingClientRect();
    return { link, from, to };
  });
  for (const { link, from, to } of ends) {
    if (!from || !to) continue;
    const [x0, x1] = [from.right - frame.left, to.left - frame.left];
    const [y0, y1] = [from, to].map((box) => box.top + box.height / 2 - frame.top) as [
      number,
      number,
    ];
    const half = (x0 + x1) / 2;
    const on = link.from === chosen || link.to === chosen;
    picture.append(
      svg(doc, "path", {
        d: `M${x0} ${y0}C${half} ${y0} ${half} ${y1} ${x1} ${y1}`,
        class: `${link.grade} ${link.verdict} ${on ? "on" : "off"}`,
        "data-link": link.id,
      }),
    );
  }
}
