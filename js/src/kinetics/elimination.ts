// Sparse elimination in a fixed order, L D U without pivoting; il6widgets/kinetics/elimination.py, flat.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction

/**
 * Gaussian elimination of a matrix of known pattern. The order is Markowitz's: the pivot that fills in least
 * comes first, the lower index among equals. Entries have places: the diagonal ones first, then those of the
 * pattern, then what fills in.
 */
export class Elimination {
  /** How many entries there are. */
  readonly size: number;
  private readonly places = new Map<number, number>();
  private readonly pivots: Int32Array;
  /** Per pivot, where its part of `lower`, `updates` and `upper` ends. */
  private readonly ends: Int32Array;
  private readonly lower: Int32Array;
  private readonly updates: Int32Array;
  private readonly upper: Int32Array;
  private readonly forward: Int32Array;
  private readonly backward: Int32Array;

  constructor(
    readonly states: number,
    pattern: readonly (readonly [number, number])[],
  ) {
    const { places } = this;
    const key = (i: number, j: number): number => i * states + j;
    const has = (i: number, j: number): boolean => places.has(key(i, j));
    const place = (i: number, j: number): number => {
      if (!has(i, j)) places.set(key(i, j), places.size);
      return places.get(key(i, j))!;
    };
    for (let i = 0; i < states; i++) place(i, i);
    for (const [i, j] of pattern) place(i, j);

    const pivots: number[] = [];
    const ends: number[] = [];
    const lower: number[] = [];
    const updates: number[] = [];
    const upper: number[] = [];
    const forward: number[] = [];
    const backward: number[] = [];
    let left = [...Array(states).keys()];
    while (left.length > 0) {
      let k = left[0]!;
      let least = Infinity;
      for (const candidate of left) {
        const rows = left.filter((i) => has(i, candidate)).length - 1;
        const fills = rows * (left.filter((j) => has(candidate, j)).length - 1);
        if (fills < least) [k, least] = [candidate, fills];
      }
      left = left.filter((i) => i !== k);
      const rows = left.filter((i) => has(i, k));
      const columns = left.filter((j) => has(k, j));
      for (const i of rows) {
        for (const j of columns) updates.push(place(i, j), place(i, k), place(k, j));
        lower.push(place(i, k));
        forward.push(i, place(i, k), k);
      }
      upper.push(...columns.map((j) => place(k, j)));
      backward.unshift(...columns.flatMap((j) => [k, place(k, j), j]));
      pivots.push(k);
      ends.push(lower.length, updates.length, upper.length);
    }
    this.size = places.size;
    this.pivots = Int32Array.from(pivots);
    this.ends = Int32Array.from(ends);
    this.lower = Int32Array.from(lower);
    this.updates = Int32Array.from(updates);
    this.upper = Int32Array.from(upper);
    this.forward = Int32Array.from(forward);
    this.backward = Int32Array.from(backward);
  }

  /** The place of an entry that is not 0. */
  place(row: number, column: number): number {
    return this.places.get(row * this.states + column)!;
  }

  /** Turn the entries of a matrix into those of its factors; the pivots are inverted. */
  factor(w: Float64Array): void {
    const { pivots, ends, lower, updates, upper } = this;
    let [a, b, c] = [0, 0, 0];
    for (let p = 0; p < pivots.length; p++) {
      const inverse = 1 / w[pivots[p]!]!;
      w[pivots[p]!] = inverse;
      for (; a < ends[3 * p]!; a++) w[lower[a]!]! *= inverse;
      for (; b < ends[3 * p + 1]!; b += 3) {
        w[updates[b]!]! -= w[updates[b + 1]!]! * w[updates[b + 2]!]!;
      }
      for (; c < ends[3 * p + 2]!; c++) w[upper[c]!]! *= inverse;
    }
  }

  /** Solve for the right-hand side that begins at `at`, in place. */
  solve(w: Float64Array, b: Float64Array, at: number): void {
    const { forward, backward, states } = this;
    for (let q = 0; q < forward.length; q += 3) {
      b[at + forward[q]!]! -= w[forward[q + 1]!]! * b[at + forward[q + 2]!]!;
    }
    for (let i = 0; i < states; i++) b[at + i]! *= w[i]!;
    for (let q = 0; q < backward.length; q += 3) {
      b[at + backward[q]!]! -= w[backward[q + 1]!]! * b[at + backward[q + 2]!]!;
    }
  }
}
