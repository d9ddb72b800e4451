// Rates of change, lowered from an expression graph to flat instructions; il6widgets/kinetics/rates.py, one lane.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction
import { Elimination } from "./elimination.ts";
import { type Expression, evaluate, hill, needed, operates, power, slope } from "./formula.ts";
import type { System } from "./program.ts";

/** A comparison of the time with something static. */
interface Switch {
  node: number;
  head: string;
  /** Whether the time is on the left. */
  left: boolean;
  threshold: number;
}

const HEADS = [
  ...["+", "-", "*", "/", "**", "neg", "share", "min", "max", "exp", "log", "sqrt", "abs"],
  ...["<", "<=", ">", ">=", "if", "hill", "slope"],
];

/** Some nodes as instructions: runs of one operation each, so that the choice is made once a run. */
interface Tape {
  /** Which operation, and where its run ends in `args`. */
  runs: Int32Array;
  /** Where the result goes, and up to three operands. */
  args: Int32Array;
  /** The static nodes that are read. */
  static: number[];
}

/**
 * dy/dt = f(y, p, t), its Jacobian and df/dt, ready to be run. A node is static if neither a state nor the time
 * stands in it, or if it compares the time with something static (a switch): it is computed once a run, or once
 * between two stops.
 */
export class Rates {
  readonly states: string[];
  readonly elimination: Elimination;
  /** Whether the time stands in a rate. */
  readonly moving: boolean;
  readonly switches: Switch[] = [];
  private readonly graph: Expression[];
  /** One place a node. */
  private readonly v: Float64Array;
  private readonly staticOrder: number[];
  private readonly thresholdOrder: number[];
  private readonly stateAt: Int32Array;
  private readonly timeAt: number;
  private readonly rates: Tape;
  private readonly jacobian: Tape;
  private readonly dfdt: Tape;
  private readonly rateAt: Int32Array;
  /** Pairs: place in the matrix, or row, and node. */
  private readonly entryAt: Int32Array;
  private readonly slopeAt: Int32Array;

  constructor(graph: readonly Expression[], system: System) {
    this.states = system.states;
    this.graph = [...graph];
    const rows = new Map(system.states.map((name, i) => [name, i]));
    const stateAt = new Int32Array(system.states.length).fill(-1);
    let timeAt = -1;
    /** What is known of every node: "pure" is static without a switch. */
    const kinds: ("state" | "time" | "node" | "static" | "pure")[] = [];
    for (const [index, node] of graph.entries()) {
      if (node[0] === "species" && rows.has(node[1])) {
        stateAt[rows.get(node[1])!] = index;
        kinds.push("state");
      } else if (node[0] === "time") {
        timeAt = index;
        kinds.push("time");
      } else if (operates(node)) {
        const operands = node.slice(1) as number[];
        const of = operands.map((i) => kinds[i]!);
        const time = ["<", "<=", ">", ">="].includes(node[0]) ? of.indexOf("time") : -1;
        if (time >= 0 && of[1 - time] === "pure") {
          const threshold = operands[1 - time]!;
          this.switches.push({ node: index, head: node[0], left: time === 0, threshold });
          this.graph[index] = ["switch", String(index)];
          kinds.push("static");
        } else if (of.every((kind) => kind === "pure")) {
          kinds.push("pure");
        } else {
          kinds.push(of.every((kind) => kind === "pure" || kind === "static") ? "static" : "node");
        }
      } else {
        kinds.push("pure");
      }
    }
    this.stateAt = stateAt;
    this.timeAt = timeAt;
    this.v = new Float64Array(graph.length);

    const moves = (index: number): boolean => kinds[index] === "node";
    const tape = (nodes: number[]): Tape => lower(graph, nodes, moves);
    this.rates = tape(system.rates);
    this.jacobian = tape(system.jacobian.map(([, , node]) => node));
    this.dfdt = tape(system.dfdt.map(([, node]) => node));
    this.moving = system.dfdt.length > 0;
    const read = [this.rates, this.jacobian, this.dfdt].flatMap((t) => t.static);
    const still = (index: number): boolean => kinds[index] === "static" || kinds[index] === "pure";
    this.staticOrder = needed(this.graph, read.filter(still));
    // Only switches on which a rate hangs make the solver stop.
    this.switches = this.switches.filter((s) => this.staticOrder.includes(s.node));
    this.thresholdOrder = needed(
      graph,
      this.switches.map((s) => s.threshold),
    );

    this.elimination = new Elimination(
      system.states.length,
      system.jacobian.map(([i, j]) => [i, j]),
    );
    this.rateAt = Int32Array.from(system.rates);
    this.entryAt = Int32Array.from(
      system.jacobian.flatMap(([i, j, node]) => [this.elimination.place(i, j), node]),
    );
    this.slopeAt = Int32Array.from(system.dfdt.flat());
  }

  /** The times at which a formula switches. */
  thresholds(values: Readonly<Record<string, number>>): number[] {
    evaluate(this.graph, this.thresholdOrder, (_, name) => values[name]!, this.v);
    return this.switches.map((s) => this.v[s.threshold]!);
  }

  /** Compute the static nodes, with the switches as they stand at a time that is none of theirs. */
  prepare(
    values: Readonly<Record<string, number>>,
    thresholds: readonly number[],
    time: number,
  ): void {
    const stands = new Map(
      this.switches.map((s, i) => {
        const [a, b] = s.left ? [time, thresholds[i]!] : [thresholds[i]!, time];
        const holds = { "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }[s.head];
        return [String(s.node), Number(holds)];
      }),
    );
    evaluate(
      this.graph,
      this.staticOrder,
      (kind, name) => (kind === "switch" ? stands.get(name)! : values[name]!),
      this.v,
    );
  }

  /** Evaluate the rates into `f`, from `at` on; `prepare` comes first. */
  rate(y: Float64Array, time: number, f: Float64Array, at = 0): void {
    this.load(y, time);
    run(this.rates, this.v);
    for (let i = 0; i < this.rateAt.length; i++) f[at + i] = this.v[this.rateAt[i]!]!;
  }

  /** Evaluate the Jacobian into the places of the elimination, at the state of the last `rate`. */
  matrix(w: Float64Array): void {
    run(this.jacobian, this.v);
    w.fill(0);
    for (let q = 0; q < this.entryAt.length; q += 2) {
      w[this.entryAt[q]!] = this.v[this.entryAt[q + 1]!]!;
    }
  }

  /** Evaluate df/dt, at the state of the last `rate`; rows without the time stay as they are. */
  byTime(ft: Float64Array): void {
    run(this.dfdt, this.v);
    for (let q = 0; q < this.slopeAt.length; q += 2) {
      ft[this.slopeAt[q]!] = this.v[this.slopeAt[q + 1]!]!;
    }
  }

  private load(y: Float64Array, time: number): void {
    const { stateAt, timeAt, v } = this;
    for (let i = 0; i < stateAt.length; i++) if (stateAt[i]! >= 0) v[stateAt[i]!] = y[i]!;
    if (timeAt >= 0) v[timeAt] = time;
  }
}

/** Order the instructions for some nodes so that equal operations follow each other. */
function lower(
  graph: readonly Expression[],
  wanted: number[],
  moves: (index: number) => boolean,
): Tape {
  const operands = (index: number): number[] => graph[index]!.slice(1) as number[];
  const found = new Set<number>();
  const still = new Set<number>();
  const stack = [...wanted];
  while (stack.length > 0) {
    const index = stack.pop()!;
    if (!moves(index)) still.add(index);
    else if (!found.has(index)) {
      found.add(index);
      stack.push(...operands(index));
    }
  }
  const left = new Set([...found].sort((a, b) => a - b));
  const runs: number[] = [];
  const args: number[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((index) => operands(index).every((i) => !left.has(i)));
    const counts = HEADS.map((head) => ready.filter((i) => graph[i]![0] === head).length);
    const op = counts.indexOf(Math.max(...counts));
    for (const index of ready.filter((i) => graph[i]![0] === HEADS[op])) {
      const [a = 0, b = 0, c = 0] = operands(index);
      args.push(index, a, b, c);
      left.delete(index);
    }
    runs.push(op, args.length);
  }
  return { runs: Int32Array.from(runs), args: Int32Array.from(args), static: [...still] };
}

/** Run a tape on the values of the nodes. */
function run(tape: Tape, v: Float64Array): void {
  const { runs, args } = tape;
  let q = 0;
  for (let r = 0; r < runs.length; r += 2) {
    const end = runs[r + 1]!;
    // The numbers are those of HEADS.
    switch (runs[r]) {
      case 0:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! + v[args[q + 2]!]!;
        break;
      case 1:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! - v[args[q + 2]!]!;
        break;
      case 2:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! * v[args[q + 2]!]!;
        break;
      case 3:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! / v[args[q + 2]!]!;
        break;
      case 4:
        for (; q < end; q += 4) v[args[q]!] = power(v[args[q + 1]!]!, v[args[q + 2]!]!);
        break;
      case 5:
        for (; q < end; q += 4) v[args[q]!] = -v[args[q + 1]!]!;
        break;
      case 6:
        for (; q < end; q += 4) {
          const whole = v[args[q + 2]!]!;
          v[args[q]!] = whole === 0 ? 0 : v[args[q + 1]!]! / whole;
        }
        break;
      case 7:
        for (; q < end; q += 4) v[args[q]!] = Math.min(v[args[q + 1]!]!, v[args[q + 2]!]!);
        break;
      case 8:
        for (; q < end; q += 4) v[args[q]!] = Math.max(v[args[q + 1]!]!, v[args[q + 2]!]!);
        break;
      case 9:
        for (; q < end; q += 4) v[args[q]!] = Math.exp(v[args[q + 1]!]!);
        break;
      case 10:
        for (; q < end; q += 4) v[args[q]!] = Math.log(v[args[q + 1]!]!);
        break;
      case 11:
        for (; q < end; q += 4) v[args[q]!] = Math.sqrt(v[args[q + 1]!]!);
        break;
      case 12:
        for (; q < end; q += 4) v[args[q]!] = Math.abs(v[args[q + 1]!]!);
        break;
      case 13:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! < v[args[q + 2]!]! ? 1 : 0;
        break;
      case 14:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! <= v[args[q + 2]!]! ? 1 : 0;
        break;
      case 15:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! > v[args[q + 2]!]! ? 1 : 0;
        break;
      case 16:
        for (; q < end; q += 4) v[args[q]!] = v[args[q + 1]!]! >= v[args[q + 2]!]! ? 1 : 0;
        break;
      case 17:
        for (; q < end; q += 4) {
          v[args[q]!] = v[args[q + 1]!]! !== 0 ? v[args[q + 2]!]! : v[args[q + 3]!]!;
        }
        break;
      case 18:
        for (; q < end; q += 4) {
          v[args[q]!] = hill(v[args[q + 1]!]!, v[args[q + 2]!]!, v[args[q + 3]!]!);
        }
        break;
      default:
        for (; q < end; q += 4) {
          v[args[q]!] = slope(v[args[q + 1]!]!, v[args[q + 2]!]!, v[args[q + 3]!]!);
        }
    }
  }
}
