// Equilibrium of a model: the fluid first, each membrane after it, then the outputs.
import { Binding } from "./binding.ts";
import { evaluate, needed } from "./formula.ts";
import type { Compartment, Program } from "./program.ts";

/** Species (free; nM in a fluid, molecules per cell on a membrane) and outputs, by name. */
export interface Solution {
  get(id: string): number;
  has(id: string): boolean;
}

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

/** A program lowered once, run many times; one lane at a time. */
export class Equilibrium {
  private readonly parts: Part[] = [];
  private readonly places = new Map<string, number>();
  private readonly found: Float64Array;
  private readonly results: Float64Array;
  private readonly kdOrder: number[];
  private readonly outputOrder: number[];

  constructor(readonly program: Program) {
    for (const compartment of program.compartments) {
      const part = new Part(compartment, (id) => this.places.get(id) as number);
      for (const id of part.species) this.places.set(id, this.places.size);
      this.parts.push(part);
    }
    for (const output of program.outputs) this.places.set(output.id, this.places.size);
    this.found = new Float64Array(this.places.size);
    this.results = new Float64Array(program.graph.length);
    const formations = program.compartments.flatMap((c) => c.formations);
    this.kdOrder = needed(
      program.graph,
      formations.map((f) => f.kd),
    );
    this.outputOrder = needed(
      program.graph,
      program.outputs.map((o) => o.node),
    );
  }

  /** Solve for these values (model units). */
  solve(values: Record<string, number>): Solution {
    this.run(values);
    const found = this.found.slice();
    const places = this.places;
    return {
      get(id) {
        const place = places.get(id);
        if (place === undefined) throw new Error(`no species or output '${id}'`);
        return found[place] as number;
      },
      has: (id) => places.has(id),
    };
  }

  /** Species and outputs along one value: one array for each name in `read`. */
  curve(
    values: Record<string, number>,
    id: string,
    over: Float64Array,
    read: string[],
  ): Record<string, Float64Array> {
    const along = { ...values };
    const curves = read.map(() => new Float64Array(over.length));
    const at = read.map((name) => this.places.get(name) as number);
    for (let i = 0; i < over.length; i++) {
      along[id] = over[i] as number;
      this.run(along);
      for (let k = 0; k < at.length; k++) {
        (curves[k] as Float64Array)[i] = this.found[at[k] as number] as number;
      }
    }
    return Object.fromEntries(read.map((name, k) => [name, curves[k] as Float64Array]));
  }

  private run(values: Record<string, number>): void {
    const { found, results, places } = this;
    const { graph, outputs } = this.program;
    const leaf = (kind: "value" | "species" | "total", name: string): number =>
      (kind === "species" ? found[places.get(name) as number] : values[name]) as number;
    evaluate(graph, this.kdOrder, leaf, results);
    let offset = 0;
    for (const part of this.parts) {
      part.compartment.components.forEach((c, i) => {
        part.totals[i] = values[c] as number;
      });
      part.constants(results, found);
      part.binding.solve(part.totals, part.lnBeta, part.amounts);
      found.set(part.amounts, offset);
      offset += part.amounts.length;
    }
    evaluate(graph, this.outputOrder, leaf, results);
    for (const output of outputs) found[offset++] = results[output.node] as number;
  }
}
