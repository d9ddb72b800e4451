// The boxes of a flow: name, level beside its own peak, and what has been done to it. One tab stop; arrows move.
import type { FlowNode } from "../../kinetics/program.ts";
import { svg } from "../controls/dom.ts";
import type { Measure } from "../scene/measure.ts";
import type { Live } from "../view.ts";
import { sign } from "./icons.ts";
import type { Box, Place } from "./place.ts";
import { done, type Reading } from "./reading.ts";
import { spoken, state } from "./words.ts";

export interface Nodes {
  readonly el: SVGGElement;
  update(r: Reading): void;
  /** Put the focus on a node. */
  focus(id: string): void;
  /** Where a node stands on the screen. */
  rect(id: string): DOMRect | undefined;
}

const PAD = 9;
/** A text that is too long is set smaller, and then cut. */
function fitted(text: string, room: number, measure: Measure): { text: string; size: number } {
  for (const size of [14, 13, 12]) if (measure(text, size, true) <= room) return { text, size };
  let cut = text;
  while (cut.length > 1 && measure(`${cut}…`, 12, true) > room) cut = cut.slice(0, -1);
  return { text: `${cut}…`, size: 12 };
}

interface Drawn {
  node: FlowNode;
  g: SVGGElement;
  box: Box;
  update(r: Reading): void;
}

function draw(doc: Document, x: Live, node: FlowNode, box: Box, measure: Measure): Drawn {
  const { width, height } = box;
  const label = x.say(node.label);
  // Where there is no room for both, the name is worth more than the sign.
  const sized = node.icon !== "" && measure(label, 12, true) <= width - PAD - 22 - PAD;
  const left = sized ? PAD + 22 : PAD + 2;
  const name = fitted(label, width - left - PAD, measure);
  const look = { class: `node ${node.known}`, style: `--c:var(--${node.colour})` };
  const back = svg(doc, "rect", { width, height, rx: 10, class: "back" });
  const bar = width - 2 * PAD - 76;
  const filled = svg(doc, "rect", { x: PAD, y: 37, height: 7, width: 0, rx: 3.5, class: "level" });
  const number = svg(doc, "text", { x: width - PAD, y: 44.5, class: "n end" });
  const strike = svg(doc, "path", { d: `M4 ${height - 4}L${width - 4} 4`, class: "strike" });
  const parts = [
    svg(doc, "rect", {
      x: -5,
      y: -5,
      width: width + 10,
      height: height + 10,
      rx: 14,
      class: "ring",
    }),
    back,
    sized ? sign(doc, node.icon, PAD + 1, 9) : undefined,
    svg(doc, "text", { x: left, y: 22, class: "name", "font-size": name.size }, name.text),
    // Not drawn: it keeps name and number apart for who reads or checks them as one text.
    x.text("flow.comma"),
    node.level
      ? svg(doc, "rect", {
          x: PAD,
          y: 37,
          height: 7,
          width: Math.max(0, bar),
          rx: 3.5,
          class: "track",
        })
      : svg(doc, "text", { x: PAD + 2, y: 44.5, class: "n" }, x.text(`flow.${node.known}.short`)),
    node.level ? filled : undefined,
    node.level ? number : undefined,
    strike,
  ];
  const g = svg(
    doc,
    "g",
    {
      ...look,
      transform: `translate(${box.x} ${box.y})`,
      role: "button",
      tabindex: -1,
      "data-node": node.id,
    },
    ...parts,
  );
  return {
    node,
    g,
    box,
    update(r) {
      const what = done(x, node);
      g.classList.toggle("out", what === "out");
      g.classList.toggle("less", what === "inhibited" || what === "changed");
      g.setAttribute("aria-label", spoken(x, node, r));
      if (!node.level) return;
      const level = r.level(node.level);
      const share = level.peak > 0 ? Math.min(1, level.now / level.peak) : 0;
      filled.setAttribute("width", `${Math.max(0, bar * share)}`);
      const text = state(x, node, r);
      if (number.textContent !== text) number.textContent = text;
    },
  };
}

/** Draw all nodes of a layout; `opened` is told which one a click or Enter asks for. */
export function nodes(
  doc: Document,
  x: Live,
  place: Place,
  measure: Measure,
  opened: (node: FlowNode, near: DOMRect) => void,
): Nodes {
  const drawn: Drawn[] = [];
  const el = svg(doc, "g", { class: "nodes" });
  for (const node of x.program.layout?.nodes ?? []) {
    const one = draw(doc, x, node, place.nodes.get(node.id) as Box, measure);
    drawn.push(one);
    el.append(one.g);
  }
  const stop = (one: Drawn): void => {
    for (const other of drawn) other.g.setAttribute("tabindex", other === one ? "0" : "-1");
  };
  const [first] = drawn;
  if (first) stop(first);
  const at = (event: Event): Drawn | undefined => {
    const g = (event.target as Element).closest("[data-node]");
    return drawn.find((one) => one.g === g);
  };
  const open = (one: Drawn): void => {
    stop(one);
    opened(one.node, one.g.getBoundingClientRect());
  };
  el.addEventListener("click", (event) => {
    const one = at(event);
    if (one) open(one);
  });
  el.addEventListener("keydown", (event) => {
    const one = at(event);
    if (!one) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(one);
      return;
    }
    const next = towards(event.key, one, drawn);
    if (!next) return;
    event.preventDefault();
    stop(next);
    next.g.focus();
  });
  el.addEventListener("focusin", (event) => {
    const one = at(event);
    if (one) stop(one);
  });
  return {
    el,
    update(r) {
      for (const one of drawn) one.update(r);
    },
    focus(id) {
      drawn.find((one) => one.node.id === id)?.g.focus({ preventScroll: true });
    },
    rect: (id) => drawn.find((one) => one.node.id === id)?.g.getBoundingClientRect(),
  };
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest node in the direction of an arrow key. */
function towards(key: string, from: Drawn, all: readonly Drawn[]): Drawn | undefined {
  const step = STEPS[key];
  if (!step) return undefined;
  const [sx, sy] = step;
  let best: Drawn | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of all) {
    const [dx, dy] = [one.box.x - from.box.x, one.box.y - from.box.y];
    const ahead = dx * sx + dy * sy;
    if (ahead < 8) continue;
    const aside = Math.abs(dx * sy) + Math.abs(dy * sx);
    const cost = ahead + 2.5 * aside;
    if (cost < least) [best, least] = [one, cost];
  }
  return best;
}
