// The picture of a time course: curves of the run and of the pinned ones, the cursor, the peak, words and axes.
import { type Area, Arrangement, type Word } from "../chart/arrangement.ts";
import { style } from "../chart/looks.ts";
import { FONT, type Picture } from "../chart/picture.ts";
import type { Curve } from "../curve.ts";
import { nice, power, type Scale, steady } from "../dose/axis.ts";
import type { Trace } from "./trace.ts";
import { called, letter, readings, unitOf } from "./words.ts";

/** Decades of a logarithmic axis below its top. */
const DECADES = 5;

/** Room for a tick on the time axis, px. */
const TICK = 56;

/** Ticks of a time axis: 0, 30, 60, …; steps that are whole minutes, hours or days read best. */
export const clockTicks = (end: number, most: number): number[] => {
  const rough = end / Math.max(2, most);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 3, 5, 6, 10, 12, 15, 20, 30, 60, 90, 120, 180, 240, 360, 720, 1440];
  const step =
    steps.find((s) => s >= rough) ??
    ([1, 2, 5, 10].map((m) => m * unit).find((s) => s >= rough) as number);
  const fine = rough < 1 ? ([1, 2, 5, 10].map((m) => m * unit).find((s) => s >= rough) ?? 1) : step;
  return Array.from({ length: Math.floor(end / fine + 1e-9) + 1 }, (_, i) => i * fine);
};

/** Draw up the picture of a trace; `before` keeps the scale still. */
export const picture = (r: Trace, before?: Scale): Picture => {
  const { x, read, course, clock, size, log } = r;
  const { times } = course;
  const pinned = r.pinned;
  const raw = [
    ...read.map((id) => course.get(id)),
    ...pinned.map(({ course: c }) => c.get(read[0] ?? "")),
  ];
  const top = Math.max(0, ...raw.map((y) => y.reduce((a, b) => Math.max(a, b), 0)));
  // A logarithmic axis counts decades from its lowest one: 0 is drawn at the bottom.
  const decade = Math.ceil(Math.log10(top || 1));
  const least = decade - DECADES;
  const up = (y: number): number =>
    log ? Math.max(0, Math.log10(Math.max(y, 10 ** least)) - least) : y;
  const scaled = (y: Float64Array): Float64Array => (log ? y.map(up) : y);
  const scale = log ? { max: DECADES, step: 1 } : top > 0 ? steady(before, top) : nice(1);

  const curves = read.map((id, i): Curve => {
    const y = scaled(course.get(id));
    return { id, x: times, y, ...style(id, i), width: 2.5, label: called(r, id) };
  });
  const first = read[0] ?? "";
  const sets = pinned.map(
    ({ course: c }, i): Curve => ({
      id: `${first}@${i}`,
      x: c.times,
      y: scaled(c.get(first)),
      ...style(first, 0),
      token: "run-b",
      width: 1.25,
      label: letter(i),
    }),
  );
  const dots = read.map((id, i) => ({
    x: clock.at,
    y: up(x.solution.get(id)),
    token: style(id, i).token,
    marker: style(id, i).marker,
  }));
  const high = r.reading(course, first).peak;
  const half = high.value > 0 ? { x: high.time, y: up(high.value) } : undefined;

  const area: Area = {
    ...size,
    px: (t) => (t / clock.end) * size.width,
    py: (y) => size.height * (1 - y / scale.max),
    x: (px) => (px / size.width) * clock.end,
    y: (py) => (1 - py / size.height) * scale.max,
  };
  const words = new Arrangement(area, [...curves, ...sets], dots, FONT);
  words.upright(clock.at);
  if (half) words.upright(half.x, half.y);
  words.crowd(
    dots.map((d, i): Word => {
      const rivals = dots.filter((other) => other !== d);
      const text = x.number(x.solution.get(read[i] ?? ""));
      return { text, points: [d], token: d.token, strong: true, rivals };
    }),
  );
  if (half) {
    words.put([{ text: readings(r).peak, points: [half], token: "ink", strong: false }]);
  }
  const ends = words.ends([...curves, ...sets], clock.end, (i) => i < curves.length);
  const ticks = clockTicks(clock.end, Math.max(2, Math.min(8, Math.floor(size.width / TICK))));
  return {
    x: [0, clock.end],
    log: false,
    number: (y) => (log ? (y === 0 ? "0" : power(10 ** (y + least))) : x.number(y, 4)),
    ticks,
    names: Object.fromEntries(ticks.map((t) => [t, x.number(t, 4)])),
    scale,
    curves,
    sets,
    cursor: clock.at,
    dots,
    half,
    ends,
    labels: words.labels,
    along: x.text("time.along", { unit: unitOf(r) }),
  };
};
