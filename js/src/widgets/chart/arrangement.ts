// Where words stand on a chart: names in the margin at the end of their curves, numbers beside their points.
import type { Curve } from "../curve.ts";
import type { Dot, Label } from "./picture.ts";
import { apart, type Box, beside, measured, type Spot } from "./place.ts";

/** The drawn area in px, and the way between it and the numbers of the axes. */
export interface Area {
  width: number;
  height: number;
  px(x: number): number;
  py(y: number): number;
  /** The reverse. */
  x(px: number): number;
  y(py: number): number;
}

/** A word that wants to stand beside one of some points, in axis numbers. */
export interface Word {
  text: string;
  points: Spot[];
  token: string;
  strong: boolean;
  rivals?: Spot[];
}

/** Half the side of what a marker covers, px. */
const DOT = 6;

export class Arrangement {
  readonly labels: Label[] = [];
  private readonly boxes: Box[];
  /** What a word should keep off. */
  private readonly spots: Spot[];

  constructor(
    private readonly area: Area,
    curves: readonly Curve[],
    private readonly dots: readonly Pick<Dot, "x" | "y" | "token">[],
    private readonly font: string,
  ) {
    this.spots = curves.flatMap((c) =>
      Array.from(c.y, (y, i) => this.spot({ x: c.x[i] ?? 0, y })).filter(
        (s) => Number.isFinite(s.x) && Number.isFinite(s.y),
      ),
    );
    this.boxes = dots
      .map((d) => this.spot(d))
      .map((d) => ({ left: d.x - DOT, right: d.x + DOT, top: d.y - DOT, bottom: d.y + DOT }));
  }

  private spot(s: Spot): Spot {
    return { x: this.area.px(s.x), y: this.area.py(s.y) };
  }

  /** Keep words off a line that stands at `x`, from the axis up to `y`; the whole height if not given. */
  upright(x: number, y?: number): void {
    const { area, spots } = this;
    for (let py = y === undefined ? 0 : area.py(y) - DOT; py < area.height; py += 5) {
      spots.push({ x: area.px(x), y: py });
    }
  }

  /** Names of curves in the margin, where no curve can run through them. */
  ends(curves: readonly Curve[], x: number, strong: (i: number) => boolean): Label[] {
    const { area } = this;
    const spread = apart(
      curves.map((c) => area.py(c.y[c.y.length - 1] ?? 0)),
      area.height,
    );
    return curves.map((c, i) => ({
      text: shortened(c.label, strong(i), this.font),
      x,
      y: area.y(spread[i] ?? 0),
      side: "right",
      token: c.token,
      strong: strong(i),
    }));
  }

  /** Place words in the order given; what finds no place is left out. */
  put(words: readonly Word[]): void {
    this.keep(this.tried(words));
  }

  /** Place words from below or from above, whichever is better: a crowd at the axis, or one at the top. */
  crowd(words: readonly Word[]): void {
    const [down, up] = [this.tried(words), this.tried([...words].reverse())];
    this.keep(down.cost <= up.cost ? down : up);
  }

  private tried(words: readonly Word[]): { cost: number; found: { label: Label; box: Box }[] } {
    const { area, boxes, spots, dots, font } = this;
    const found: { label: Label; box: Box }[] = [];
    let cost = 0;
    for (const { text, points, token, strong, rivals = [] } of words) {
      const width = measured(text, strong, font);
      const taken = [...boxes, ...found.map((f) => f.box)];
      const [at, away] = [points, rivals].map((list) => list.map((s) => this.spot(s)));
      const place = beside(at ?? [], width, taken, spots, area, away);
      // The whole is the last to be left out.
      cost += place?.cost ?? (token === dots[0]?.token ? 200 : 50);
      if (!place) continue;
      const label = { text, x: area.x(place.point.x), y: area.y(place.y), token, strong };
      found.push({ label: { ...label, side: place.side }, box: place.box });
    }
    return { cost, found };
  }

  private keep({ found }: { found: { label: Label; box: Box }[] }): void {
    for (const { label, box } of found) {
      this.labels.push(label);
      this.boxes.push(box);
    }
  }
}

/** Room in the margin for the name of a curve, px. */
const MARGIN = 76;

/** A name that fits into the margin; the whole of it stands in the title and in the table. */
function shortened(name: string, strong: boolean, font: string): string {
  if (measured(name, strong, font) <= MARGIN) return name;
  let text = name;
  while (text.length > 1 && measured(`${text}…`, strong, font) > MARGIN) text = text.slice(0, -1);
  return `${text.trimEnd()}…`;
}
