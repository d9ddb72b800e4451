// A model in time: one run by Rodas5P, and what is read of it; il6widgets/kinetics/{motion,solve,solution}.py, one lane.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction
import { evaluate, needed } from "./formula.ts";
import { Mixture } from "./mixture.ts";
import type { Moving, Node, Program } from "./program.ts";
import { Rates } from "./rates.ts";
import { type Event, Rosenbrock } from "./rosenbrock.ts";

/** How small, next to `rtol` of its largest value, an error of a state may be whatever it is. */
const RELATIVE_TO_SCALE = 1e-3;

/** When an input is there: from `start` to `stop`, and `before` at other times. */
export interface Pulse {
  start: number;
  stop?: number;
  before?: number;
}

/** An amount that is added to a state, or to an input, at a time. */
export interface Dose {
  into: string;
  time: number;
  amount: number;
}

/** What is to be run. */
export interface Run {
  /** Starts, inputs, totals and constants, in the model's units. */
  values: Readonly<Record<string, number>>;
  /** Where the solution is wanted, increasing. */
  times: Float64Array;
  /** Inputs that are there only for a while. */
  pulses?: Readonly<Record<string, Pulse>>;
  doses?: readonly Dose[];
  rtol?: number;
}

/** A model over time, by name: states, outputs, inputs, and the rates of processes. */
export interface Course {
  readonly times: Float64Array;
  /** One number a time; at the time of a pulse or dose, the value after it. */
  get(id: string): Float64Array;
  has(id: string): boolean;
  /** Steps that the solver took. */
  readonly steps: number;
}

/** A program lowered once, run many times. */
export class Motion {
  readonly states: string[];
  private readonly moving: Moving;
  private readonly graph: Node[];
  private readonly rates: Rates;
  private readonly solver: Rosenbrock;
  private readonly mixture: Mixture | undefined;
  private readonly nodes: ReadonlyMap<string, number>;
  private readonly felt: ReadonlySet<string>;
  private task: Required<Pick<Run, "times">> & { values: Values; events: Event[] };

  constructor(readonly program: Program) {
    const { time, processes, system, scales } = program;
    if (!time || !processes || !system || !scales) throw new Error(`${program.id} has no time`);
    this.moving = { time, processes, system, scales };
    this.states = system.states;
    const states = new Set(system.states);
    // The total of a species and its free amount may both stand in one formula.
    this.graph = program.graph.map(
      (node): Node =>
        node[0] === "species" && !states.has(node[1]) ? ["species", free(node[1])] : node,
    );
    this.rates = new Rates(this.graph, system);
    this.solver = new Rosenbrock(this.rates);
    this.mixture = program.kind === "coupled" ? new Mixture(program) : undefined;
    this.nodes = new Map([
      ...program.outputs.map((o): [string, number] => [o.id, o.node]),
      ...processes.map((p): [string, number] => [p.id, p.rate]),
    ]);
    const ends = [
      ...system.rates,
      ...system.jacobian.map(([, , node]) => node),
      ...system.dfdt.map(([, node]) => node),
    ];
    this.felt = new Set(needed(this.graph, ends).flatMap((i) => leafOf(this.graph[i]!)));
    this.task = { times: new Float64Array(0), values: {}, events: [] };
  }

  /** Begin a run; `advance` works on it, and `course` reads it. It begins at 0, or at an earlier first time. */
  begin({ values, times, pulses = {}, doses = [], rtol = 1e-6 }: Run): void {
    const { events, start } = this.drive(values, scheduled(values, pulses, doses));
    this.task = { times, values: start, events };
    const seen = events.map((event) => ({
      ...event,
      put: Object.fromEntries(Object.entries(event.put ?? {}).filter(([k]) => this.felt.has(k))),
    }));
    this.solver.begin({
      initial: this.states.map((s) => start[s]!),
      values: Object.fromEntries(Object.entries(start).filter(([k]) => this.felt.has(k))),
      times,
      start: Math.min(0, times[0] ?? 0),
      rtol,
      atol: this.moving.scales.map((s) => RELATIVE_TO_SCALE * rtol * s),
      events: seen,
    });
  }

  /** Go on until done, or until the clock passes the deadline; returns whether done. */
  advance(deadline?: number): boolean {
    return this.solver.advance(deadline);
  }

  /** What the last run has found. */
  course(): Course {
    const { graph, nodes, states, program } = this;
    const { times, values, events } = this.task;
    const n = times.length;
    const { found, steps } = this.solver;
    for (let i = 0; i < found.length; i++) if (found[i]! < 0) found[i] = 0; // within the tolerance
    const rows = new Map(states.map((s, i) => [s, found.subarray(i * n, (i + 1) * n)]));
    const species = new Set(program.species.map((s) => s.id));
    const known = new Map<string, Float64Array>();
    const held = (name: string): Float64Array => overTime(name, values[name]!, events, times);
    const read = (id: string): Float64Array => {
      const row = rows.get(id);
      if (row) return row;
      const node = nodes.get(id);
      if (node === undefined) {
        const name = species.has(id) && free(id) in values ? free(id) : id;
        if (!(name in values)) throw new Error(`${program.id} has nothing called '${id}'`);
        return held(name);
      }
      const order = needed(graph, [node]);
      const leaves = new Map(
        order.flatMap((i) => leafOf(graph[i]!)).map((name) => [name, rows.get(name) ?? held(name)]),
      );
      const results = new Float64Array(graph.length);
      return Float64Array.from(times, (t, k) => {
        evaluate(
          graph,
          order,
          (kind, name) => (kind === "time" ? t : leaves.get(name)![k]!),
          results,
        );
        return results[node]!;
      });
    };
    return {
      times,
      steps,
      has: (id) => rows.has(id) || nodes.has(id) || id in values || free(id) in values,
      get(id) {
        const found = known.get(id) ?? read(id);
        known.set(id, found);
        return found;
      },
    };
  }

  /** Run in one go. */
  run(run: Run): Course {
    this.begin(run);
    this.advance();
    return this.course();
  }

  /** Solve the equilibrium that drives it, and again at every event that changes what binds. */
  private drive(
    values: Readonly<Record<string, number>>,
    { before, events }: { before: Values; events: Event[] },
  ): { start: Values; events: Event[] } {
    const given = { ...values, ...before };
    if (!this.mixture) return { start: given, events };
    const driven = events.map((event) => {
      if (!Object.keys(event.put ?? {}).length) return event;
      const now = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          overTime(name, value, events, Float64Array.of(event.time))[0]!,
        ]),
      );
      return { ...event, put: { ...event.put, ...this.bind(now) } };
    });
    return { start: { ...given, ...this.bind(given) }, events: driven };
  }

  private bind(values: Values): Values {
    const mixture = this.mixture!;
    mixture.solve(values);
    return Object.fromEntries(mixture.species.map((id, i) => [free(id), mixture.free[i]!]));
  }
}

type Values = Record<string, number>;

const free = (id: string): string => `free ${id}`;

/** The name of a leaf that is a value or a state. */
const leafOf = (node: Node): string[] =>
  node[0] === "value" || node[0] === "total" || node[0] === "species" ? [node[1]] : [];

/** Pulses and doses as what holds before, and events. */
function scheduled(
  values: Readonly<Record<string, number>>,
  pulses: Readonly<Record<string, Pulse>>,
  doses: readonly Dose[],
): { before: Values; events: Event[] } {
  const before: Values = {};
  const events: Event[] = [];
  for (const [name, { start, stop, before: outside = 0 }] of Object.entries(pulses)) {
    before[name] = outside;
    events.push({ time: start, put: { [name]: values[name]! } });
    if (stop !== undefined) events.push({ time: stop, put: { [name]: outside } });
  }
  for (const { into, time, amount } of doses) events.push({ time, add: { [into]: amount } });
  return { before, events };
}

/** A value that events put at times; at equal times the later in the list is the later to happen. */
function overTime(
  name: string,
  base: number,
  events: readonly Event[],
  times: Float64Array,
): Float64Array {
  const found = new Float64Array(times.length).fill(base);
  const latest = new Float64Array(times.length).fill(-Infinity);
  for (const { time, put = {} } of events) {
    const change = put[name];
    if (change === undefined) continue;
    for (let k = 0; k < times.length; k++) {
      if (times[k]! < time || time < latest[k]!) continue;
      found[k] = change;
      latest[k] = time;
    }
  }
  return found;
}
