// What several cells in one bath answer: hexamers by route, and pSTAT3 where the model goes on to it.
import type { Status } from "../../kinetics/program.ts";
import { optionOf } from "../loading.ts";
import { ROUTES, type Route } from "../scene/census.ts";
import type { Inputs, Live } from "../view.ts";

/** The read-out in time, where there is one. */
export const SIGNAL = "pSTAT3";

export interface Answer {
  id: string;
  /** Of the two receptors: how many, and how well that is known. */
  IL6R: { count: number; status: Status };
  gp130: { count: number; status: Status };
  routes: Record<Route, number>;
  hexamer: number;
  /** The read-out over the run, and at the time of the clock. */
  course?: { times: Float64Array; row: Float64Array; now: number };
}

/** The cells that a model offers, in its order. */
export const cellsOf = (x: Live): string[] =>
  x.program.choices.find((c) => c.id === "cell")?.options.map((o) => o.id) ?? [];

function receptor(x: Live, cell: string, id: "IL6R" | "gp130", count: number) {
  const set = optionOf(x.program, "cell", cell)?.values[id];
  const facts = optionOf(x.program, "cell", cell)?.facts[id];
  // A count that the hand has moved is nobody's measurement.
  const status: Status = set === count ? (facts?.status ?? x.value(id).status) : "design";
  return { count, status };
}

/** The answer of one cell; the one of the experiment answers with the numbers that it has now. */
export function answer(x: Live, cell: string): Answer {
  const own = x.inputs.choices.cell === cell;
  const changes: Partial<Inputs> = own ? {} : { choices: { cell } };
  const values = own ? {} : optionOf(x.program, "cell", cell)?.values;
  const count = (id: string): number => values?.[id] ?? x.inputs.values[id] ?? 0;
  const solved = x.solve(changes);
  const routes = Object.fromEntries(ROUTES.map((r) => [r, solved.get(r)])) as Record<Route, number>;
  const found: Answer = {
    id: cell,
    IL6R: receptor(x, cell, "IL6R", count("IL6R")),
    gp130: receptor(x, cell, "gp130", count("gp130")),
    routes,
    hexamer: solved.get("hexamer"),
  };
  const course = signal(x, changes);
  return course ? { ...found, course } : found;
}

/** The read-out over a run with some inputs changed. */
export function signal(x: Live, changes: Partial<Inputs>): Answer["course"] {
  if (!x.clock || !x.course) return undefined;
  const course = x.course(changes);
  const row = course.get(SIGNAL);
  return { times: course.times, row, now: row[course.times.indexOf(x.clock.at)] ?? 0 };
}

/** The same cell by one route alone, and by both. */
export const BY_ROUTE: Readonly<Record<"classic" | "trans" | "both", Record<string, number>>> = {
  classic: { sIL6R: 0 },
  trans: { IL6R: 0 },
  both: {},
};
