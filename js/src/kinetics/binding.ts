// Mass-action equilibrium of one mixture; il6widgets/kinetics/binding.py, one lane at a time.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction
import { Network, offsets } from "./network.ts";

/** Largest accepted relative residual of a total. */
const CONSERVED = 1e-12;

/** A mixture for which no equilibrium was found to the promised accuracy. */
export class NotConverged extends Error {
  override name = "NotConverged";
}

/**
 * Binding equilibria of one set of molecules. Species j holds x_j = exp(lnBeta_j + sum_i A_ij u_i), and
 * A x = totals; the first columns of the composition A are the free components (an identity matrix).
 */
export class Binding {
  private readonly networks = new Map<string, Network>();
  /** Which species the mixture at hand can have, and the network of those. */
  private readonly has: Uint8Array;
  private network: Network | undefined;
  /** Components by species: starts[j] .. starts[j + 1] index `holds`. */
  private readonly starts: Int32Array;
  private readonly holds: Int32Array;

  constructor(readonly composition: number[][]) {
    const species = composition[0]?.length ?? 0;
    if (!composition.every((row, i) => composition.every((_, k) => row[k] === (i === k ? 1 : 0)))) {
      throw new RangeError("composition must start with one column per component: the identity");
    }
    if (!composition.every((row) => row.every((n) => Number.isInteger(n) && n >= 0))) {
      throw new RangeError("composition must hold whole numbers, none below zero");
    }
    if (!composition.every((row) => row.length === species)) {
      throw new RangeError("composition must have rows of one length");
    }
    for (let j = 0; j < species; j++) {
      if (composition.every((row) => row[j] === 0)) {
        throw new RangeError(`species ${j} holds no component`);
      }
    }
    this.has = new Uint8Array(species);
    const held = Array.from(this.has, (_, j) =>
      [...composition.keys()].filter((i) => composition[i]![j]! > 0),
    );
    this.starts = offsets(held.map((list) => list.length));
    this.holds = Int32Array.from(held.flat());
  }

  /**
   * Solve A x = totals into `amounts`; returns the Newton steps taken. Zero totals give exact zeros; lnBeta is
   * ln of the overall association constant, -Infinity for a species that does not form.
   */
  solve(totals: Float64Array, lnBeta: Float64Array, amounts: Float64Array): number {
    const network = this.part(totals, lnBeta);
    const { rows, columns, c, lnB, x } = network;
    for (let i = 0; i < rows.length; i++) c[i] = totals[rows[i]!]!;
    for (let j = 0; j < columns.length; j++) lnB[j] = lnBeta[columns[j]!]!;
    const steps = rows.length === 0 ? 0 : network.solve();
    const residual = network.residual();
    if (!(residual <= CONSERVED)) {
      throw new NotConverged(
        `no equilibrium to ${CONSERVED} of the totals (residual ${residual.toPrecision(3)}); ` +
          `check the totals ${Array.from(totals).join(", ")} and the constants`,
      );
    }
    amounts.fill(0);
    for (let j = 0; j < columns.length; j++) amounts[columns[j]!] = x[j]!;
    return steps;
  }

  /** The part of the network that this mixture has; the same object as long as it is the same part. */
  private part(totals: Float64Array, lnBeta: Float64Array): Network {
    const { composition, has, starts, holds } = this;
    if (totals.length !== composition.length || lnBeta.length !== has.length) {
      throw new RangeError(
        `expected ${composition.length} totals and ${has.length} constants, ` +
          `got ${totals.length} and ${lnBeta.length}`,
      );
    }
    for (let i = 0; i < totals.length; i++) {
      if (!(totals[i]! >= 0 && totals[i]! < Infinity)) {
        throw new RangeError(`total ${i} is ${totals[i]}: totals are finite, not negative`);
      }
    }
    for (let j = 0; j < has.length; j++) {
      const b = lnBeta[j]!;
      if (!(b < Infinity) || (j < totals.length && b === -Infinity)) {
        throw new RangeError(
          "lnBeta must be finite, or -Infinity for a complex that does not form",
        );
      }
      let here = b > -Infinity ? 1 : 0;
      for (let q = starts[j]!; q < starts[j + 1]!; q++) if (totals[holds[q]!] === 0) here = 0;
      if (has[j] !== here) this.network = undefined;
      has[j] = here;
    }
    if (this.network !== undefined) return this.network;
    const key = has.join("");
    let network = this.networks.get(key);
    if (network === undefined) {
      network = new Network(composition, has);
      this.networks.set(key, network);
    }
    this.network = network;
    return network;
  }
}
