// Bands of the population over time, and a picture of who they are: an input against CRP at the end, brushed by hand.
import { svg } from "../controls/dom.ts";
import { superscript } from "../format.ts";
import type { Live } from "../view.ts";
import { bandsOf, type Output, type People, READ } from "./people.ts";

const LEFT = 52;
const RIGHT = 16;
const HEIGHT = 96;
const GAP = 32;
/** How many of the brushed are drawn as runs of their own. */
const RUNS = 24;
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Whole decades that hold some numbers; nothing below a ten-thousandth of the most. */
export function decades(all: readonly number[]): [number, number] {
  const most = Math.max(...all, 1e-9);
  const high = Math.ceil(Math.log10(most) - 1e-9);
  const least = Math.min(...all.filter((v) => v > 0), most);
  return [Math.max(high - 4, Math.min(high - 1, Math.floor(Math.log10(least)))), high];
}

export const share = ([low, high]: readonly [number, number], value: number): number =>
  value <= 0 ? 0 : Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low)));

const power = (n: number): string => (n === 0 ? "1" : n === 1 ? "10" : `10${superscript(n)}`);

const labelOf = (x: Live, id: string): string => {
  const { outputs, species, values } = x.program;
  const found = [...outputs, ...species, ...values].find((one) => one.id === id);
  return found ? x.say(found.label) : id;
};
const unitOf = (x: Live, id: string): string => {
  const found = [...x.program.outputs, ...x.program.species].find((one) => one.id === id);
  return x.text(`unit.${(found as { unit?: string })?.unit ?? "mg/L"}`);
};

/** Draw the bands, and the runs of the patients that are brushed. */
export function drawBands(
  doc: Document,
  x: Live,
  el: SVGSVGElement,
  width: number,
  people: People,
  brushed: readonly number[],
): void {
  const height = READ.length * (HEIGHT + GAP) + 28;
  const end = people.times[people.times.length - 1] ?? 1;
  const across = (t: number): number => LEFT + ((width - LEFT - RIGHT) * t) / end;
  const parts: SVGElement[] = [];
  READ.forEach((id: Output, lane) => {
    const top = GAP + lane * (HEIGHT + GAP);
    const rows = bandsOf(people.treated[id], SHARES);
    const ones = brushed.slice(0, RUNS).map((k) => people.treated[id][k] ?? []);
    const axis = decades([...rows, ...ones].flat());
    const up = (v: number): number => top + HEIGHT * (1 - share(axis, v));
    const path = (row: readonly number[]): string =>
      row
        .map(
          (v, k) =>
            `${k ? "L" : "M"}${across(people.times[k] ?? 0).toFixed(1)} ${up(v).toFixed(2)}`,
        )
        .join("");
    const area = (low: readonly number[], high: readonly number[]): string => {
      const back = [...low.keys()]
        .reverse()
        .map(
          (k) => `L${across(people.times[k] ?? 0).toFixed(1)} ${up(low[k] as number).toFixed(2)}`,
        )
        .join("");
      return `${path(high)}${back}Z`;
    };
    const [a, b, middle, c, d] = rows as [number[], number[], number[], number[], number[]];
    parts.push(
      svg(
        doc,
        "text",
        { x: LEFT, y: top - 8, class: "name" },
        labelOf(x, id),
        svg(doc, "tspan", { dx: 8, class: "quiet" }, unitOf(x, id)),
      ),
    );
    for (let n = axis[0]; n <= axis[1]; n++) {
      const y = up(10 ** n);
      parts.push(
        svg(doc, "path", { class: "grid", d: `M${LEFT} ${y}H${width - RIGHT}` }),
        svg(doc, "text", { x: LEFT - 6, y: y + 4, class: "end" }, power(n)),
      );
    }
    parts.push(
      svg(doc, "path", { class: "outer", d: area(a, d), "data-band": id }),
      svg(doc, "path", { class: "inner", d: area(b, c) }),
      ...ones.map((row) => svg(doc, "path", { class: "one", d: path(row) })),
      svg(doc, "path", { class: "median", d: path(middle) }),
    );
  });
  for (let t = 0; t <= end; t += end / 6)
    parts.push(
      svg(doc, "text", { x: across(t), y: height - 8, class: "middle" }, x.number(Math.round(t))),
    );
  el.setAttribute("viewBox", `0 0 ${width} ${height}`);
  el.setAttribute("width", `${width}`);
  el.setAttribute("height", `${height}`);
  el.replaceChildren(...parts);
}

const TALL = 240;
const BOTTOM = 40;

/** Where a patient stands in the picture of who, px. */
export interface Spot {
  x: number;
  y: number;
}

/** Draw an input against CRP at the end; returns where each patient stands. */
export function drawWho(
  doc: Document,
  x: Live,
  el: SVGSVGElement,
  width: number,
  people: People,
  input: string,
  brushed: ReadonlySet<number>,
  responds: number,
): Spot[] {
  const inputs = people.drawn[input] ?? [];
  const ends = people.treated.CRP.map((row) => row[row.length - 1] as number);
  const [low, high] = [Math.min(...inputs), Math.max(...inputs)];
  const axis = decades([...ends, responds]);
  const across = (v: number): number =>
    LEFT + ((width - LEFT - RIGHT) * Math.log(v / low)) / Math.log(high / low || Math.E);
  const up = (v: number): number => 12 + (TALL - BOTTOM - 12) * (1 - share(axis, v));
  const spots = inputs.map((v, k) => ({ x: across(v), y: up(ends[k] as number) }));
  const grid: SVGElement[] = [];
  for (let n = axis[0]; n <= axis[1]; n++)
    grid.push(
      svg(doc, "path", { class: "grid", d: `M${LEFT} ${up(10 ** n)}H${width - RIGHT}` }),
      svg(doc, "text", { x: LEFT - 6, y: up(10 ** n) + 4, class: "end" }, power(n)),
    );
  const ticks = [low, Math.sqrt(low * high), high].map((v, i) =>
    svg(
      doc,
      "text",
      { x: across(v), y: TALL - 22, class: ["", "middle", "end"][i] ?? "" },
      x.number(v, 2),
    ),
  );
  el.setAttribute("viewBox", `0 0 ${width} ${TALL}`);
  el.setAttribute("width", `${width}`);
  el.setAttribute("height", `${TALL}`);
  el.replaceChildren(
    ...grid,
    ...ticks,
    svg(doc, "text", { x: width - RIGHT, y: TALL - 5, class: "end" }, labelOf(x, input)),
    svg(doc, "path", { class: "threshold", d: `M${LEFT} ${up(responds)}H${width - RIGHT}` }),
    ...spots.map((spot, k) =>
      svg(doc, "circle", {
        cx: spot.x.toFixed(1),
        cy: spot.y.toFixed(1),
        r: brushed.has(k) ? 5 : 3.5,
        class: brushed.has(k) ? "in" : "out",
      }),
    ),
  );
  return spots;
}
