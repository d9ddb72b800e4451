// Equilibrium of a model: the fluid first, each membrane after it, then the outputs.
import { evaluate, needed } from "./formula.ts";
import { Mixture } from "./mixture.ts";
import type { Program } from "./program.ts";

/** Species (free; nM in a fluid, molecules per cell on a membrane) and outputs, by name. */
export interface Solution {
  get(id: string): number;
  has(id: string): boolean;
}

/** A program lowered once, run many times; one lane at a time. */
export class Equilibrium {
  private readonly mixture: Mixture;
  private readonly places: ReadonlyMap<string, number>;
  private readonly found: Float64Array;
  private readonly results: Float64Array;
  private readonly order: number[];

  constructor(readonly program: Program) {
    this.mixture = new Mixture(program);
    const names = [...this.mixture.species, ...program.outputs.map((o) => o.id)];
    this.places = new Map(names.map((id, place) => [id, place]));
    this.found = new Float64Array(names.length);
    this.results = new Float64Array(program.graph.length);
    this.order = needed(
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
    const { found, results, places, mixture } = this;
    const { graph, outputs } = this.program;
    mixture.solve(values);
    found.set(mixture.free);
    const leaf = (kind: string, name: string): number =>
      (kind === "species" ? found[places.get(name) as number] : values[name]) as number;
    evaluate(graph, this.order, leaf, results);
    let place = mixture.free.length;
    for (const output of outputs) found[place++] = results[output.node] as number;
  }
}
