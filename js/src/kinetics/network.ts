// The numerics of a binding equilibrium: three stages of Newton for one lane; il6widgets/kinetics/network.py.
// biome-ignore-all lint/style/noNonNullAssertion: every index is within its array by construction

/** Longest Newton step of stage 1, in ln units. */
const CAP = 8;
/** Stages 1 and 2 end at a step this short. */
const NEAR = 0.03;
/** Stage 3 ends when a step times its relative error is below this. */
const CLOSE = 1e-14;
/** Added to the diagonal of A X A^T, relatively: rounding cannot make it singular. */
const RIDGE = 1e-15;
/** Relative error of a step of stage 3 where elimination cancels nothing. */
const ROUNDING = 4e-15;
/** Steps of stages 1, 2 and 3. */
const PATIENCE = 40;
const DESCENT = 400;
const FINISH = 40;
/**
 * A network of which everything is present. Components are numbered so that the leaves, no two of which share a
 * species, come first: their block of A X A^T is diagonal; only the rest, the core, is dense.
 */
export class Network {
  /** Which components and species of the whole this is made of. */
  readonly rows: number[];
  readonly columns: number[];
  /** Totals, ln of the constants, and the amounts found. */
  readonly c: Float64Array;
  readonly lnB: Float64Array;
  readonly x: Float64Array;
  private near = false;
  private readonly leaves: number;
  private readonly core: number;
  /** Species by row: starts[i] .. starts[i + 1] index `inRow` (species) and `rowCount`. */
  private readonly starts: Int32Array;
  private readonly inRow: Int32Array;
  private readonly rowCount: Float64Array;
  private readonly rowLog: Float64Array;
  /** Components by species, in the same way. */
  private readonly ends: Int32Array;
  private readonly inSpecies: Int32Array;
  private readonly speciesCount: Float64Array;
  /** Entries of A X A^T by species: the place in `blocks` and the weight. */
  private readonly entryEnds: Int32Array;
  private readonly entryAt: Int32Array;
  private readonly entryWeight: Float64Array;
  /** A x as a sum of x_j times powers of two, which are exact products. */
  private readonly termRow: Int32Array;
  private readonly termSpecies: Int32Array;
  private readonly termWeight: Float64Array;
  /** Multiplications that turn factors of u into factors of every species. */
  private readonly left: Int32Array;
  private readonly right: Int32Array;
  private readonly slotOf: Int32Array;
  private readonly slots: Float64Array;
  /** A X A^T: leaf pivots, then core x leaf, then core x core (lower half). */
  private readonly blocks: Float64Array;
  private readonly before: Float64Array;
  private readonly lnC: Float64Array;
  private readonly d: Float64Array;
  private readonly r: Float64Array;
  private readonly upper: Float64Array;
  private readonly v: Float64Array;
  private readonly t: Float64Array;
  private readonly low: Float64Array;

  constructor(composition: number[][], has: Uint8Array) {
    const all = composition.map((_, i) => i).filter((i) => has[i]);
    this.columns = Array.from(has.keys()).filter((j) => has[j]);
    const meets = (i: number, k: number): boolean =>
      this.columns.some((j) => composition[i]![j]! > 0 && composition[k]![j]! > 0);
    const leaves: number[] = [];
    // Whoever meets fewest of those left is a leaf, and those it meets are core.
    for (let left = all; left.length > 0; ) {
      const met = left.map((i) => left.filter((k) => meets(i, k)).length);
      const leaf = left[met.indexOf(Math.min(...met))]!;
      leaves.push(leaf);
      left = left.filter((k) => !meets(leaf, k));
    }
    this.rows = [...leaves, ...all.filter((i) => !leaves.includes(i))];
    const a = this.rows.map((i) => this.columns.map((j) => composition[i]![j]!));
    const m = this.rows.length;
    const n = this.columns.length;
    this.leaves = leaves.length;
    this.core = m - this.leaves;

    const held = (list: number[]): number[] => [...list.keys()].filter((q) => list[q]! > 0);
    const bySpecies = this.columns.map((_, j) => held(a.map((row) => row[j]!)));
    this.starts = offsets(a.map((row) => held(row).length));
    this.inRow = Int32Array.from(a.flatMap(held));
    this.rowCount = Float64Array.from(a.flatMap((row) => held(row).map((j) => row[j]!)));
    this.rowLog = this.rowCount.map(Math.log);
    this.ends = offsets(bySpecies.map((list) => list.length));
    this.inSpecies = Int32Array.from(bySpecies.flat());
    this.speciesCount = Float64Array.from(bySpecies.flatMap((is, j) => is.map((i) => a[i]![j]!)));

    const L = this.leaves;
    const entry = (i: number, k: number): number =>
      i < L ? i : k < L ? L + (i - L) * L + k : L + this.core * L + (i - L) * this.core + k - L;
    const weight = (i: number, k: number, j: number): number =>
      a[i]![j]! * a[k]![j]! * (i === k ? 1 + RIDGE : 1);
    const entries = bySpecies.map((is, j) =>
      is.flatMap((i) =>
        is.filter((k) => k <= i).map((k) => [entry(i, k), weight(i, k, j)] as const),
      ),
    );
    this.entryEnds = offsets(entries.map((list) => list.length));
    this.entryAt = Int32Array.from(entries.flat().map(([at]) => at));
    this.entryWeight = Float64Array.from(entries.flat().map(([, value]) => value));

    const terms = a.flatMap((row, i) =>
      row.flatMap((count, j) => powersOfTwo(count).map((weight) => [i, j, weight] as const)),
    );
    this.termRow = Int32Array.from(terms.map(([i]) => i));
    this.termSpecies = Int32Array.from(terms.map(([, j]) => j));
    this.termWeight = Float64Array.from(terms.map(([, , weight]) => weight));

    const products = planProducts(a);
    this.left = Int32Array.from(products.left);
    this.right = Int32Array.from(products.right);
    this.slotOf = Int32Array.from(products.slotOf);
    this.slots = new Float64Array(m + products.left.length);

    this.blocks = new Float64Array(L + this.core * L + this.core * this.core);
    this.before = new Float64Array(this.core);
    [this.c, this.lnC, this.d, this.r, this.upper] = vectors(m);
    [this.x, this.lnB, this.v, this.t, this.low] = vectors(n);
  }

  /** Fill `x` from `c` and `lnB`; returns the Newton steps taken. */
  solve(): number {
    for (let i = 0; i < this.c.length; i++) this.lnC[i] = Math.log(this.c[i]!);
    let steps = this.approach();
    if (!this.near) steps += this.descend();
    return steps + this.polish();
  }

  /** Largest relative error of a total rebuilt from `x`. */
  residual(): number {
    const { starts, inRow, rowCount, c, x } = this;
    let worst = 0;
    for (let i = 0; i < c.length; i++) {
      let s = 0;
      for (let q = starts[i]!; q < starts[i + 1]!; q++) s += rowCount[q]! * x[inRow[q]!]!;
      const error = Math.abs((s - c[i]!) / c[i]!);
      if (!(error <= worst)) worst = error;
    }
    return worst;
  }

  /** ln x into `v` such that no species alone exceeds a total: three rounds of max-plus Gauss-Seidel. */
  private start(): void {
    const { starts, inRow, rowCount, rowLog, ends, inSpecies, speciesCount, lnC, lnB, v } = this;
    for (let j = 0; j < v.length; j++) {
      let sum = 0;
      for (let q = ends[j]!; q < ends[j + 1]!; q++) sum += speciesCount[q]! * lnC[inSpecies[q]!]!;
      v[j] = sum + lnB[j]!;
    }
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < lnC.length; i++) {
        let d = -Infinity;
        for (let q = starts[i]!; q < starts[i + 1]!; q++) {
          const e = (v[inRow[q]!]! + (rowLog[q]! - lnC[i]!)) / rowCount[q]!;
          if (e > d) d = e;
        }
        for (let q = starts[i]!; q < starts[i + 1]!; q++) v[inRow[q]!]! -= rowCount[q]! * d;
      }
    }
  }

  /** A X A^T into `blocks` and, where asked, A x into `d`. */
  private assemble(sums: boolean): void {
    const { entryEnds, entryAt, entryWeight, ends, inSpecies, speciesCount, blocks, d, x } = this;
    blocks.fill(0);
    if (sums) d.fill(0);
    for (let j = 0; j < x.length; j++) {
      const amount = x[j]!;
      for (let q = entryEnds[j]!; q < entryEnds[j + 1]!; q++) {
        blocks[entryAt[q]!]! += entryWeight[q]! * amount;
      }
      if (sums) {
        for (let q = ends[j]!; q < ends[j + 1]!; q++)
          d[inSpecies[q]!]! += speciesCount[q]! * amount;
      }
    }
  }

  /** Solve A X A^T d = d in place; returns how much the elimination cancelled. */
  private eliminate(): number {
    const { leaves: L, core: K, blocks, before, d } = this;
    const C = L + K * L;
    for (let i = 0; i < K; i++) before[i] = blocks[C + i * K + i]!;
    for (let i = 0; i < K; i++) {
      for (let l = 0; l < L; l++) {
        const side = blocks[L + i * L + l]!;
        if (side === 0) continue;
        const f = side / blocks[l]!;
        for (let k = 0; k <= i; k++) blocks[C + i * K + k]! -= f * blocks[L + k * L + l]!;
        d[L + i]! -= f * d[l]!;
      }
    }
    for (let k = 0; k < K; k++) {
      const pivot = blocks[C + k * K + k]!;
      for (let i = k + 1; i < K; i++) {
        const f = blocks[C + i * K + k]! / pivot;
        for (let l = k + 1; l <= i; l++) blocks[C + i * K + l]! -= f * blocks[C + l * K + k]!;
        d[L + i]! -= f * d[L + k]!;
      }
    }
    let cancelled = 1;
    for (let k = K - 1; k >= 0; k--) {
      const pivot = blocks[C + k * K + k]!;
      let value = d[L + k]!;
      for (let i = k + 1; i < K; i++) value -= blocks[C + i * K + k]! * d[L + i]!;
      d[L + k] = value / pivot;
      cancelled = Math.max(cancelled, before[k]! / pivot);
    }
    for (let l = 0; l < L; l++) {
      let value = d[l]!;
      for (let i = 0; i < K; i++) value -= blocks[L + i * L + l]! * d[L + i]!;
      d[l] = value / blocks[l]!;
    }
    return cancelled;
  }

  /** Longest step in `d`, and d cut to CAP. */
  private cut(): number {
    const { d } = this;
    let longest = 0;
    for (let i = 0; i < d.length; i++) {
      const size = Math.abs(d[i]!);
      if (!(size <= longest)) longest = size;
    }
    if (!(longest <= CAP)) for (let i = 0; i < d.length; i++) d[i]! *= CAP / longest;
    return longest;
  }

  /** Stage 1: Newton on ln(A x / totals); `near` says whether it arrived. */
  private approach(): number {
    const { c, d, v, x, slots, slotOf, left, right } = this;
    const m = c.length;
    this.start();
    for (let j = 0; j < x.length; j++) x[j] = Math.exp(v[j]!);
    for (let k = 1; k <= PATIENCE; k++) {
      this.assemble(true);
      for (let i = 0; i < m; i++) d[i]! *= Math.log(d[i]! / c[i]!);
      this.eliminate();
      const longest = this.cut();
      for (let i = 0; i < m; i++) slots[i] = Math.exp(-d[i]!);
      for (let s = 0; s < left.length; s++) slots[m + s] = slots[left[s]!]! * slots[right[s]!]!;
      for (let j = 0; j < x.length; j++) x[j]! *= slots[slotOf[j]!]!;
      if (longest <= NEAR) {
        this.near = true;
        return k;
      }
    }
    this.near = false;
    return PATIENCE;
  }

  /** Stage 2, from the same start: Newton with Armijo backtracking on sum(x) - c . u. */
  private descend(): number {
    const { c, d, r, t, v, x } = this;
    this.start();
    let k = 1;
    for (; k <= DESCENT; k++) {
      for (let j = 0; j < x.length; j++) x[j] = Math.exp(v[j]!);
      this.assemble(true);
      for (let i = 0; i < d.length; i++) r[i] = d[i]! -= c[i]!;
      this.eliminate();
      const longest = this.cut();
      this.spread();
      let slope = 0;
      let pull = 0;
      for (let i = 0; i < d.length; i++) {
        slope += r[i]! * d[i]!;
        pull += c[i]! * d[i]!;
      }
      let part = 1;
      for (let halving = 0; halving < 60; halving++) {
        // The fall of the function, from the terms' own changes: no cancellation.
        let fall = part * pull;
        for (let j = 0; j < x.length; j++) fall += x[j]! * Math.expm1(-part * t[j]!);
        if (fall <= -1e-4 * part * slope) break;
        part /= 2;
      }
      for (let j = 0; j < v.length; j++) v[j]! -= part * t[j]!;
      if (longest <= NEAR) break;
    }
    for (let j = 0; j < x.length; j++) x[j] = Math.exp(v[j]!);
    return Math.min(k, DESCENT);
  }

  /** A^T d into `t`; returns its largest size. */
  private spread(): number {
    const { ends, inSpecies, speciesCount, d, t } = this;
    let largest = 0;
    for (let j = 0; j < t.length; j++) {
      let sum = 0;
      for (let q = ends[j]!; q < ends[j + 1]!; q++) sum += speciesCount[q]! * d[inSpecies[q]!]!;
      t[j] = sum;
      const size = Math.abs(sum);
      if (!(size <= largest)) largest = size;
    }
    return largest;
  }

  /** Stage 3: Newton on exact residuals, x as a sum of two doubles. */
  private polish(): number {
    const { t, x, low } = this;
    low.fill(0);
    for (let k = 1; k <= FINISH; k++) {
      this.assemble(false);
      this.lacking();
      const cancelled = this.eliminate();
      const step = this.spread();
      for (let j = 0; j < x.length; j++) {
        const grown = expm1(t[j]!) * x[j]! + low[j]!;
        const total = x[j]! + grown;
        low[j] = grown - (total - x[j]!);
        x[j] = total;
      }
      // A step is wrong by about its square (Newton), or by what cancelled.
      if (step * Math.max(step, ROUNDING * cancelled) <= CLOSE) return k;
    }
    x.fill(Number.NaN);
    return FINISH;
  }

  /**
   * Totals minus A (x + low) into `d` without rounding error. Adding and taking away 4 c cuts every term at one
   * bit position; sums of the upper parts are exact (Rump, Ogita & Oishi, SIAM J. Sci. Comput. 31, 2008, 189).
   */
  private lacking(): void {
    const { termRow, termSpecies, termWeight, c, d, r, upper, x, low } = this;
    upper.fill(0);
    r.fill(0);
    for (let q = 0; q < termRow.length; q++) {
      const i = termRow[q]!;
      const term = x[termSpecies[q]!]!;
      const cut = 4 * c[i]!;
      const top = term + cut - cut;
      upper[i]! += termWeight[q]! * top;
      r[i]! += termWeight[q]! * (term - top + low[termSpecies[q]!]!);
    }
    for (let i = 0; i < c.length; i++) {
      const cut = 4 * c[i]!;
      const top = c[i]! + cut - cut;
      d[i] = top - upper[i]! + (c[i]! - top - r[i]!);
    }
  }
}

/** exp(t) - 1; by its series where |t| is small, several times faster. */
function expm1(t: number): number {
  if (!(Math.abs(t) <= 0.01)) return Math.expm1(t);
  return t * (1 + t * (1 / 2 + t * (1 / 6 + t * (1 / 24 + t * (1 / 120)))));
}

/** 0 and the running sums. */
export function offsets(lengths: number[]): Int32Array {
  const found = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    found[i + 1] = found[i]! + length;
  });
  return found;
}

/** Five vectors of one length. */
function vectors(
  n: number,
): [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array] {
  const one = (): Float64Array => new Float64Array(n);
  return [one(), one(), one(), one(), one()];
}

/** The powers of two that add up to a whole number. */
function powersOfTwo(count: number): number[] {
  const found: number[] = [];
  for (let power = 1; power <= count; power *= 2) {
    if (Math.floor(count / power) % 2 === 1) found.push(power);
  }
  return found;
}

/** The multiplications that make exp(-a_j . d) of every species (a column of `a`) from one exp per component. */
function planProducts(a: number[][]): { left: number[]; right: number[]; slotOf: number[] } {
  const m = a.length;
  const left: number[] = [];
  const right: number[] = [];
  const parts = a.map((_, i) => a.map((__, k) => Number(i === k)));
  const slot = new Map(parts.map((part, i) => [part.join(), i]));
  const size = (part: number[]): number => part.reduce((sum, n) => sum + n, 0);
  const wanted = (a[0] ?? []).map((_, j) => a.map((row) => row[j]!));
  for (const whole of [...wanted].sort((p, q) => size(p) - size(q))) {
    while (!slot.has(whole.join())) {
      // Two known parts; failing that, the largest known part and one component more, on the way.
      const inside = parts.filter((part) => part.every((n, i) => n <= whole[i]!));
      const half = inside.find((part) => slot.has(whole.map((n, i) => n - part[i]!).join()));
      const part = half ?? inside.reduce((best, p) => (size(p) > size(best) ? p : best));
      const more = half
        ? whole.map((n, i) => n - half[i]!)
        : parts[part.findIndex((n, i) => n < whole[i]!)]!;
      const made = part.map((n, i) => n + more[i]!);
      left.push(slot.get(part.join())!);
      right.push(slot.get(more.join())!);
      slot.set(made.join(), m + left.length - 1);
      parts.push(made);
    }
  }
  return { left, right, slotOf: wanted.map((whole) => slot.get(whole.join())!) };
}
