// A time course in words: the sentence that states the consequence, and the numbers in a table.
import { unitLabel, withUnit } from "../format.ts";
import type { Trace } from "./trace.ts";

const found = (r: Trace, id: string) =>
  [...r.x.program.outputs, ...r.x.program.species].find((o) => o.id === id);

/** What a read-out is called. */
export const called = (r: Trace, id: string): string => {
  const it = found(r, id);
  return it ? r.x.say(it.label) : id;
};

/** The unit of time as it is written. */
export const unitOf = (r: Trace): string => unitLabel(r.x.text, r.clock.unit);

/** The unit of the read-outs as it is written, empty for a pure number. */
const unit = (r: Trace): string => {
  const of = found(r, r.read[0] ?? "")?.unit ?? "1";
  return of === "1" ? "" : unitLabel(r.x.text, of);
};

const amount = (r: Trace, y: number): string => `${r.x.number(y, 3)} ${unit(r)}`.trim();

const when = (r: Trace, t: number): string => `${r.x.number(t, 3)} ${unitOf(r)}`;

/** What a pinned run is called on the chart: A, B, … */
export const letter = (i: number): string => String.fromCharCode(65 + i);

/** What the y axis shows: `pSTAT3, SOCS3, nM`. */
export const title = (r: Trace): string => {
  const name = r.read.map((id) => called(r, id)).join(r.x.text("dose.comma"));
  return unit(r) ? `${name}, ${unit(r)}` : name;
};

/** Peak and area of what is measured, in words. */
export const readings = (r: Trace): { peak: string; area: string; window: string } => {
  const { x, course, read } = r;
  const { peak, area, from, to } = r.reading(course, read[0] ?? "");
  return {
    peak: x.text("time.peak", { n: amount(r, peak.value), time: when(r, peak.time) }),
    area: x.text("time.area", {
      n: `${x.number(area, 3)} ${[unit(r), unitOf(r)].filter(Boolean).join("·")}`,
    }),
    window: x.text("time.window_is", { from: x.number(from, 3), to: when(r, to) }),
  };
};

/** The consequence first, then the condition, then how it compares with what is pinned. */
export const sentence = (r: Trace): string => {
  const { x, read, course, clock } = r;
  const id = read[0] ?? "";
  const name = called(r, id);
  const { peak, area, window } = readings(r);
  const parts = [
    x.text("time.now", { name, n: amount(r, x.solution.get(id)), time: when(r, clock.at) }),
    r.windowed ? x.text("time.in_window", { window, peak, area }) : x.text("time.whole", { peak }),
  ];
  const mine = r.reading(course, id).peak.value;
  for (const { pin, course: other } of r.pinned.slice(-1)) {
    const theirs = r.reading(other, id).peak.value;
    if (!(theirs > 0)) continue;
    const share = mine / theirs - 1;
    const n = x.number(Math.abs(100 * share), 2);
    const key = Math.abs(share) < 0.005 ? "time.same" : share < 0 ? "time.lower" : "time.higher";
    parts.push(x.text(key, { n, name: pin.name }));
  }
  return parts.join(x.lang === "zh" ? "" : " ");
};

export interface Row {
  name: string;
  now: boolean;
  numbers: string[];
}

/** The numbers behind the curves: at every tick, and at the cursor. */
export const table = (r: Trace, ticks: readonly number[]): { head: string[]; rows: Row[] } => {
  const { x, read, course, clock, pinned } = r;
  const { times } = course;
  const at = [...new Set([...ticks, clock.at])].sort((a, b) => a - b);
  const place = (of: Float64Array, t: number): number => {
    let k = 0;
    while (k < of.length - 1 && (of[k] as number) < t - 1e-9) k++;
    return k;
  };
  const pins = pinned.map(({ pin, course: c }, i) => ({ name: `${letter(i)}: ${pin.name}`, c }));
  return {
    head: [
      x.text("time.along", { unit: unitOf(r) }),
      ...read.map((id) => called(r, id)),
      ...pins.map(({ name }) => name),
    ],
    rows: at.map((t) => ({
      name: t === clock.at ? x.text("dose.row_now", { n: x.number(t, 3) }) : x.number(t, 3),
      now: t === clock.at,
      numbers: [
        ...read.map((id) => x.number(course.get(id)[place(times, t)] ?? 0, 4)),
        ...pins.map(({ c }) => x.number(c.get(read[0] ?? "")[place(c.times, t)] ?? 0, 4)),
      ],
    })),
  };
};

/** What drives the model, by which formula, and where it may be believed. */
export const belief = (r: Trace): string => {
  const { x } = r;
  const drives = x.program.outputs.flatMap((o) =>
    o.drives
      ? [
          x.text("time.drive", {
            label: x.say(o.label),
            n: withUnit(x.number(x.solution.get(o.id)), unitLabel(x.text, o.unit)),
            formula: o.formula ?? "",
            note: x.say(o.note),
          }),
        ]
      : [],
  );
  const usable = x.program.usable ? [x.say(x.program.usable)] : [];
  return [...drives, ...usable].join(x.lang === "zh" ? "" : " ");
};
