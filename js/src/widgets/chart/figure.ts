// A picture into bqplot marks: arrays are set in the browser and never sent to the kernel.
import type { Curve, Dash } from "../curve.ts";
import type { AnyModel } from "../host.ts";
import type { Settings } from "../view.ts";
import type { Dot, Label, Picture } from "./picture.ts";

/** As much of a bqplot model as is used: a Backbone model's get, set, on and off. */
export interface Backbone {
  get(name: string): unknown;
  set(changes: Record<string, unknown>, options?: { silent?: boolean }): unknown;
  on(names: string, f: () => void, context?: unknown): unknown;
  off(names?: string | null, f?: (() => void) | null, context?: unknown): unknown;
  trigger?(name: string, ...args: unknown[]): unknown;
  /** What a later save_changes would send; there in Jupyter's models. */
  _buffered_state_diff?: Record<string, unknown>;
}

/** The marks of a figure by what they are for; one that is missing is not drawn. */
export type Parts = ReadonlyMap<string, Backbone>;

/** Resolved models in the order of a frame's `marks`, by the names that its `parts` give them. */
export const partsOf = (marks: readonly (AnyModel | undefined)[], settings: Settings): Parts => {
  const names = settings.get<string[]>("parts", []);
  return new Map(
    // What a host gives for a mark is the page's own model of it, which can do more than a host must.
    marks.flatMap((mark, i): [string, Backbone][] =>
      mark && names[i] ? [[names[i], mark as unknown as Backbone]] : [],
    ),
  );
};

const NONE = new Float64Array(0);

/** bqplot knows four patterns; the style sheet gives them the lengths that suit a curve. */
const LINE_STYLES: Record<Dash, string> = {
  solid: "solid",
  dashed: "dashed",
  dotted: "dotted",
  fine: "dash_dotted",
};

const color = (token: string): string => `var(--${token})`;

/** Half the width of the break in the axis and half the height of its slashes, in px. */
const BREAK = 5;

export class Figure {
  private readonly last = new Map<string, readonly unknown[]>();
  private readonly touched = new Set<Backbone>();

  constructor(private readonly parts: Parts) {}

  draw(p: Picture, size: { width: number; height: number }): void {
    this.axes(p, size);
    for (const c of p.curves) {
      this.curve(`curve:${c.id}`, c);
      this.band(`band:${c.id}`, c);
    }
    this.several("sets", [...p.sets].reverse()); // the whole on top of its parts
    const { cursor, half } = p;
    const top = p.scale.max;
    this.line(
      "cursor",
      cursor === undefined ? [] : [cursor, cursor],
      cursor === undefined ? [] : [0, top],
    );
    this.line("drop", half ? [half.x, half.x] : [], half ? [0, half.y] : []);
    this.put("half", [half?.x, half?.y], () => ({
      x: half ? [half.x] : NONE,
      y: half ? [half.y] : NONE,
    }));
    for (const marker of ["circle", "diamond", "triangle-up"]) {
      this.dots(
        `dots:${marker}`,
        p.dots.filter((d) => d.marker === marker),
      );
    }
    for (const strong of [true, false]) {
      const weight = strong ? "words" : "notes";
      this.labels(
        `${weight}:end`,
        p.ends.filter((l) => l.strong === strong),
      );
      for (const side of ["left", "right"]) {
        this.labels(
          `${weight}:${side}`,
          p.labels.filter((l) => l.side === side && l.strong === strong),
        );
      }
    }
    this.flush();
  }

  private axes(p: Picture, size: { width: number; height: number }): void {
    const [least, most] = p.x;
    const { max, step } = p.scale;
    // Names before ticks and ticks before scales: bqplot repeats what it knew last in a transition, a frame later.
    const names = Object.values(p.names).join();
    this.put("axis_x", [p.along, names, ...p.ticks], () => ({
      tick_labels: p.names,
      tick_values: Float64Array.from(p.ticks),
      label: p.along,
    }));
    const ys = Float64Array.from({ length: Math.round(max / step) + 1 }, (_, i) => i * step);
    const said = Array.from(ys, (y) => p.number(y));
    this.put("axis_y", said, () => ({
      tick_labels: Object.fromEntries(said.map((s, i) => [String(ys[i]), s])),
      tick_values: ys,
    }));
    this.put("scale_x", [least, most], () => ({ min: least, max: most }));
    if (this.put("scale_y", [max], () => ({ min: 0, max })))
      for (const part of this.parts.values()) this.touched.add(part);
    if (p.low === undefined) {
      this.put("rule", [least, most], () => ({ x: [[least, most]], y: [[0, 0]] }));
      return;
    }
    // The x axis with its break: zero's end, two slashes, the rest.
    const perDecade = size.width / Math.log10(most / least);
    const at = (px: number) => least * 10 ** (px / perDecade);
    const middle = (Math.log10(p.low / least) * perDecade) / 2;
    const rise = (BREAK * max) / size.height;
    const slash = (px: number) => [at(px - 3), at(px + 3)];
    this.put("rule", [least, most, max, size.width, size.height], () => ({
      x: [
        [least, at(middle - BREAK)],
        [at(middle + BREAK), most],
        slash(middle - BREAK),
        slash(middle + BREAK),
      ],
      y: [
        [0, 0],
        [0, 0],
        [-rise, rise],
        [-rise, rise],
      ],
    }));
  }

  private curve(name: string, c: Curve): void {
    this.look(name, [c.token, c.dash, c.width], () => ({
      colors: [color(c.token)],
      line_style: LINE_STYLES[c.dash],
      stroke_width: c.width,
    }));
    this.put(name, [c.x, c.y], () => ({ x: c.x, y: c.y }));
  }

  private band(name: string, c: Curve): void {
    const { band } = c;
    const share = band?.coarse ? 0.6 : 1;
    this.look(name, [c.token, share], () => ({
      colors: [color(c.token)],
      line_style: LINE_STYLES.fine,
      stroke_width: 1,
      opacities: [share * 0.7, share * 0.7],
      fill_colors: [color(c.token), color(c.token)],
      fill_opacities: [share * 0.14, 0],
    }));
    this.put(name, [c.x, band?.low, band?.high], () =>
      band ? { x: c.x, y: [band.high, band.low] } : { x: NONE, y: NONE },
    );
  }

  private several(name: string, curves: readonly Curve[]): void {
    this.put(name, curves.map((c) => c.y).concat(curves.map((c) => c.x)), () =>
      curves.length
        ? { x: curves.map((c) => c.x), y: curves.map((c) => c.y) }
        : { x: NONE, y: NONE },
    );
    this.look(
      name,
      curves.map((c) => c.token),
      () => ({ colors: curves.map((c) => color(c.token)) }),
    );
  }

  private line(name: string, x: number[], y: number[]): void {
    this.put(name, [...x, ...y], () => ({ x: Float64Array.from(x), y: Float64Array.from(y) }));
  }

  private dots(name: string, dots: readonly Dot[]): void {
    this.put(
      name,
      dots.flatMap((d) => [d.x, d.y, d.token]),
      () => ({
        x: Float64Array.from(dots, (d) => d.x),
        y: Float64Array.from(dots, (d) => d.y),
        colors: dots.length ? dots.map((d) => color(d.token)) : ["transparent"],
      }),
    );
  }

  private labels(name: string, labels: readonly Label[]): void {
    const at = labels.flatMap((l) => [l.x, l.y]);
    // A mark redraws itself for its words and again for their places: where both change, the words wait.
    const silent = this.differs(`${name} data`, at);
    this.put(
      name,
      labels.flatMap((l) => [l.text, l.token]),
      () => ({
        text: labels.map((l) => l.text),
        colors: labels.length ? labels.map((l) => color(l.token)) : ["transparent"],
      }),
      "look",
      { silent },
    );
    this.put(name, at, () => ({
      x: Float64Array.from(labels, (l) => l.x),
      y: Float64Array.from(labels, (l) => l.y),
    }));
  }

  /** How a mark looks changes seldom, and apart from what it shows. */
  private look(name: string, shows: readonly unknown[], changes: () => Record<string, unknown>) {
    this.put(name, shows, changes, "look");
  }

  private differs(key: string, shows: readonly unknown[]): boolean {
    const before = this.last.get(key);
    return before?.length !== shows.length || !before.every((b, i) => Object.is(b, shows[i]));
  }

  /** Set a mark where what it shows has changed, and take it off the list of what a later save would send. */
  private put(
    name: string,
    shows: readonly unknown[],
    changes: () => Record<string, unknown>,
    aspect = "data",
    options: { silent?: boolean } = {},
  ): boolean {
    const mark = this.parts.get(name);
    const key = `${name} ${aspect}`;
    if (!mark || !this.differs(key, shows)) return false;
    this.last.set(key, shows);
    const now = changes();
    mark.set(now, options);
    const unsent = mark._buffered_state_diff;
    if (unsent) for (const key of Object.keys(now)) delete unsent[key];
    this.touched.add(mark);
    return true;
  }

  /**
   * bqplot moves lines by a d3 transition, a frame after they were set; asked to restyle a path it draws it at once,
   * so that the curve is on the screen in the same frame as the words beside it.
   */
  private flush(): void {
    for (const mark of this.touched)
      if (mark.get("_view_name") === "Lines") mark.trigger?.("change:interpolation", mark);
    this.touched.clear();
  }
}
