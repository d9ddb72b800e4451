// What a flow shows: levels and fluxes of the present run, each beside its own peak.
import { peak } from "../../kinetics/course.ts";
import type { Course } from "../../kinetics/motion.ts";
import type { FlowEdge, FlowNode } from "../../kinetics/program.ts";
import { optionOf } from "../loading.ts";
import type { Inputs, Live } from "../view.ts";

export interface Level {
  now: number;
  peak: number;
  /** When it peaks, in the model's unit of time. */
  when: number;
}

/** What has been done to a node. */
export type Done = "intact" | "inhibited" | "out" | "changed";

/** What an inhibited node is left of what it was. */
export const LEFT = 0.1;

/** The value that the choices in force set. */
export function loaded(x: Live, id: string): number {
  let value = x.value(id).value;
  for (const choice of x.program.choices) {
    const option = optionOf(x.program, choice.id, x.inputs.choices[choice.id] as string);
    value = option?.values[id] ?? value;
  }
  return value;
}

/** The changes that knock a node out, inhibit it or restore it. */
export const change = (x: Live, node: FlowNode, share: number): Record<string, number> =>
  Object.fromEntries(node.controls.map((id) => [id, whole(x, id) * share]));

/** What a value is when nothing is done to it; an input that the choices leave at 0 is what the hand last gave. */
const given = new WeakMap<Live, Map<string, number>>();
function whole(x: Live, id: string): number {
  const set = loaded(x, id);
  if (set > 0) return set;
  let kept = given.get(x);
  if (!kept) {
    kept = new Map();
    given.set(x, kept);
  }
  const now = x.inputs.values[id] ?? 0;
  if (now > 0) kept.set(id, now);
  return kept.get(id) ?? 0;
}

/** Whether a tenth of a node is something: an input that only the hand sets is there, or taken away. */
export const inhibitable = (x: Live, node: FlowNode): boolean =>
  node.controls.length > 0 && node.controls.every((id) => loaded(x, id) > 0);

export function done(x: Live, node: FlowNode): Done {
  if (node.controls.length === 0) return "intact";
  const shares = node.controls.map((id) => {
    const [now, before] = [x.inputs.values[id] ?? 0, loaded(x, id)];
    return before > 0 ? now / before : now > 0 ? 1 : 0;
  });
  const all = (share: number): boolean => shares.every((s) => Math.abs(s - share) < 1e-6);
  if (all(0)) return node.controls.some((id) => whole(x, id) > 0) ? "out" : "intact";
  if (all(1)) return "intact";
  return all(LEFT) ? "inhibited" : "changed";
}

/** The present run, read at the time of the clock. */
export class Reading {
  private readonly place: number;
  private readonly known = new Map<string, Level>();

  constructor(
    private readonly course: Course,
    at: number,
  ) {
    this.place = Math.max(0, course.times.indexOf(at));
  }

  level(id: string): Level {
    return this.kept(id, () => this.course.get(id));
  }

  flux(edge: FlowEdge): Level {
    return this.kept(`flux ${edge.id}`, () => {
      const rows = edge.flux.map((id) => this.course.get(id));
      return this.course.times.map((_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0));
    });
  }

  private kept(key: string, read: () => Float64Array): Level {
    let found = this.known.get(key);
    if (!found) {
      const row = read();
      const top = peak(this.course.times, row);
      found = { now: row[this.place] ?? 0, peak: top.value, when: top.time };
      this.known.set(key, found);
    }
    return found;
  }
}

/** The present run of an experiment. */
export const reading = (x: Live): Reading => {
  if (!x.course || !x.clock) throw new Error(`${x.program.id} does not move in time`);
  return new Reading(x.course(), x.clock.at);
};

/** A read-out at the time of the clock, with some inputs changed. */
export function readWith(x: Live, id: string, changes: Partial<Inputs>): number {
  const [course, at] = [x.course?.(changes), x.clock?.at ?? 0];
  return course?.get(id)[course.times.indexOf(at)] ?? Number.NaN;
}
