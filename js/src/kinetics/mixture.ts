// The mixture of a model at equilibrium: the fluid first, then each membrane after it; one lane.
import { Binding } from "./binding.ts";
import { evaluate, needed } from "./formula.ts";
import type { Compartment, Node, Program } from "./program.ts";

/** One compartment, ready to solve. */
class Part {
  readonly species: string[];
  readonly binding: Binding;
  readonly totals: Float64Array;
  readonly amounts: Float64Array;
  readonly lnBeta: Float64Array;
  /** For each complex: its two parents here, or -1 and the place of a held fluid species. */
  private readonly parents: { inside: number[]; held: number[]; kd: number }[];

  constructor(
    readonly compartment: Compartment,
    place: (id: string) => number,
  ) {
    const { components, formations } = compartment;
    this.species = [...components, ...formations.map((f) => f.id)];
    const row = new Map(this.species.map((id, i) => [id, i]));
    const parts: number[][] = components.map((_, i) =>
      components.map((__, k) => (k === i ? 1 : 0)),
    );
    this.parents = formations.map((f) => {
      const inside = f.from.filter((s) => !f.held.includes(s)).map((s) => row.get(s) as number);
      parts.push(
        components.map((_, k) => inside.reduce((sum, p) => sum + (parts[p]?.[k] ?? 0), 0)),
      );
      return { inside, held: f.held.map(place), kd: f.kd };
    });
    this.binding = new Binding(components.map((_, k) => parts.map((p) => p[k] as number)));
    this.totals = new Float64Array(components.length);
    this.amounts = new Float64Array(this.species.length);
    this.lnBeta = new Float64Array(this.species.length);
  }

  /** Fill in the overall constants from the Kd of each step and the free fluid species. */
  constants(kd: Float64Array, free: Float64Array): void {
    const first = this.compartment.components.length;
    this.parents.forEach((p, i) => {
      let value = -Math.log(kd[p.kd] as number);
      for (const place of p.held) value += Math.log(free[place] as number);
      for (const parent of p.inside) value += this.lnBeta[parent] as number;
      this.lnBeta[first + i] = value;
    });
  }
}

/** What binds in a model, lowered once and solved many times. */
export class Mixture {
  /** Every species that binds, in the order of `free`. */
  readonly species: string[];
  /** Free amounts after the last solve. */
  readonly free: Float64Array;
  private readonly parts: Part[] = [];
  private readonly graph: Node[];
  private readonly order: number[];
  private readonly results: Float64Array;

  /** Compartments in which nothing binds are left out. */
  constructor(program: Program) {
    const places = new Map<string, number>();
    const bound = program.compartments.filter((c) => c.components.length > 0);
    for (const compartment of bound) {
      const part = new Part(compartment, (id) => places.get(id) as number);
      for (const id of part.species) places.set(id, places.size);
      this.parts.push(part);
    }
    this.species = [...places.keys()];
    this.free = new Float64Array(places.size);
    this.graph = program.graph;
    this.results = new Float64Array(program.graph.length);
    this.order = needed(
      program.graph,
      bound.flatMap((c) => c.formations.map((f) => f.kd)),
    );
  }

  /** Solve for totals, counts and constants (model units) into `free`. */
  solve(values: Readonly<Record<string, number>>): void {
    const { free, results } = this;
    evaluate(this.graph, this.order, (_, name) => values[name] as number, results);
    let offset = 0;
    for (const part of this.parts) {
      part.compartment.components.forEach((c, i) => {
        part.totals[i] = values[c] as number;
      });
      part.constants(results, free);
      part.binding.solve(part.totals, part.lnBeta, part.amounts);
      free.set(part.amounts, offset);
      offset += part.amounts.length;
    }
  }
}
