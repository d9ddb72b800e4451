// A dose-response in words: the sentence that states the consequence, and the numbers in a table.

import { unitLabel, withUnit } from "../format.ts";
import { called, capital, said, unit } from "./labels.ts";
import type { Response } from "./response.ts";

/** What the y axis shows: `Hexamers per cell`. */
export const title = (r: Response): string => {
  const id = r.read[0] ?? "";
  const output = r.x.program.outputs.find((o) => o.id === id);
  const species = r.x.program.species.find((s) => s.id === id);
  const compartment = r.x.program.compartments.find((c) => c.id === species?.compartment);
  const name = output ?? species;
  const what = name ? r.x.say(name.label) : id;
  const of = output?.unit ?? compartment?.unit ?? "1";
  if (of === "1/cell") return capital(r.x.text("dose.per_cell", { what }));
  const said = of === "1" ? capital(what) : `${capital(what)}, ${unitLabel(r.x.text, of)}`;
  const { clock } = r.x;
  if (!clock) return said;
  const time = withUnit(r.x.number(clock.at), unitLabel(r.x.text, clock.unit));
  return r.x.text("dose.at", { what: said, time });
};

/** A share as a reader says it: whole percents, and one decimal below one. */
const percent = (r: Response, share: number): string =>
  r.x.text("dose.percent", {
    n: r.x.number(100 * share, share > 0 && share < 0.01 ? 1 : share < 0.1 ? 1 : 2),
  });

/** A name inside a sentence: "Hexamers" without its capital, "IL-6" with it. */
const within = (name: string): string =>
  /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;

/** The response as it is: so many molecules per cell, or so much of something, at a time where there is one. */
const now = (r: Response, total: number, dose: string): string => {
  const { x, read } = r;
  const id = read[0] ?? "";
  const of = [...x.program.outputs, ...x.program.species].find((o) => o.id === id)?.unit;
  if (of === "1/cell") {
    return x.text("dose.now", { what: within(title(r)), n: x.number(total), dose });
  }
  const n = withUnit(x.number(total), unitLabel(x.text, of ?? "1"));
  const { clock } = x;
  const words = { name: called(r, id), n, dose };
  if (!clock) return x.text("dose.now_amount", words);
  const time = withUnit(x.number(clock.at), unitLabel(x.text, clock.unit));
  return x.text("dose.now_timed", { ...words, time });
};

/** The consequence first, then the condition. */
export const sentence = (r: Response): string => {
  const { x, read } = r;
  const whole = read[0] ?? "";
  const total = x.solution.get(whole);
  const dose = x.text("dose.amount", {
    n: x.number(x.shown(r.dose), 3),
    unit: unit(r),
    name: x.say(x.value(r.dose).label),
  });
  const parts = [now(r, total, dose)];
  // Shares are of hexamers, whose ways add up; other read-outs stand beside each other.
  if (total > 0 && read.length > 1 && whole === "hexamer") {
    const shares = read.slice(1).map((id) =>
      x.text("dose.share", {
        n: percent(r, x.solution.get(id) / total),
        name: within(called(r, id)),
      }),
    );
    parts.push(x.text("dose.shares", { list: shares.join(x.text("dose.comma")) }));
  }
  if (r.half) parts.push(x.text("dose.halfway", { half: said(r) }));
  const set = r.sets[0];
  if (set) {
    const other = x.curve(
      r.dose,
      Float64Array.of(x.inputs.values[r.dose] ?? 0),
      [whole],
      r.as(set.id),
    );
    parts.push(
      x.text("dose.other", { name: x.say(set.name), n: x.number(other[whole]?.[0] ?? 0) }),
    );
  }
  return parts.join(x.lang === "zh" ? "" : " ");
};

export interface Row {
  dose: string;
  now: boolean;
  numbers: string[];
}

/** The numbers behind the curves: zero, whole decades, and the dose as it is. */
export const table = (r: Response): { head: string[]; rows: Row[] } => {
  const { x, read, perUnit } = r;
  const now = x.inputs.values[r.dose] ?? 0;
  const doses = [...new Set([0, ...r.ticks().map((t) => t / perUnit), now])].sort((a, b) => a - b);
  const found = r.at(Float64Array.from(doses));
  return {
    head: [`${x.say(x.value(r.dose).label)} (${unit(r)})`, ...read.map((id) => called(r, id))],
    rows: doses.map((d, i) => ({
      dose: x.number(d * perUnit, 3),
      now: d === now,
      numbers: read.map((id) => x.number(found[id]?.[i] ?? 0, 4)),
    })),
  };
};
