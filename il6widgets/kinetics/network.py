"""The numerics of a binding equilibrium: three stages of Newton, over many lanes at once.

1. Start: lower every u until no single species exceeds the totals it is made of (max-plus
   algebra, no exp), then Newton on ln(A x / totals), which converges from that start in a few
   steps for all but a few lanes in a million.
2. Those few: Newton with backtracking on the convex function sum(x) - totals . u (Dirks et al.,
   SIAM Rev. 49, 2007, 65), which cannot fail to descend.
3. Polish: Newton on A x - totals, updating x by factors instead of recomputing it. x is kept as
   an unevaluated sum of two doubles and A x - totals is summed without rounding error, so what is
   left over is exact even where tight binders meet in equal amounts and free molecules are a
   billionth of the total. Rounding in x_j itself only perturbs ln_beta_j, and the solution of a
   weighted least-squares problem moves by at most a fixed multiple of that, whatever the weights
   (Stewart, Linear Algebra Appl. 112, 1989, 189).

`js/src/kinetics/network.ts` does the same in the same order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CAP = 8.0  # longest Newton step of stage 1, in ln units
NEAR = 0.03  # stage 1 ends at a step this short
CLOSE = 1e-14  # stage 3 ends when a step times its relative error is below this
RIDGE = 1e-15  # added to the diagonal of A X A^T, relatively: rounding cannot make it singular
ROUNDING = 4e-15  # relative error of a step of stage 3 where elimination cancels nothing
PATIENCE = 40  # steps of stage 1, after which stage 2 takes over
DESCENT = 400  # steps of stage 2
FINISH = 40  # steps of stage 3


class Network:
    """A network of which every component is present in some lane; works on one chunk.

    Components are numbered so that the `leaves`, no two of which share a species, come first:
    their block of A X A^T is diagonal and eliminates at once; only the `core` is dense.
    """

    def __init__(self, composition: Array) -> None:
        meets = [set(np.flatnonzero(row).tolist()) for row in composition @ composition.T]
        leaves: list[int] = []
        left = set(range(len(meets)))
        while left:  # whoever meets fewest of those left is a leaf, and those it meets are core
            leaves.append(min(left, key=lambda i: (len(meets[i] & left), i)))
            left -= meets[leaves[-1]]
        self.order = np.array(leaves + [i for i in range(len(meets)) if i not in leaves])
        a = self.a = np.ascontiguousarray(composition[self.order])
        self.a_t = np.ascontiguousarray(a.T)
        self.leaves = len(leaves)
        leaf, core = a[: self.leaves], a[self.leaves :]
        # One product with x gives all blocks of A X A^T and, between them, A x.
        self.blocks = np.concatenate(
            [leaf * leaf, *(leaf * row for row in core), a, *(core * row for row in core)]
        )
        k, m = len(core), len(a)
        ends = np.cumsum([0, len(leaf), k * len(leaf), m, k * k]).tolist()
        self.pivots, self.sides, self.sums, self.cores = map(slice, ends[:-1], ends[1:])
        self.diagonal = ends[3] + (k + 1) * np.arange(k)
        self.blocks[self.pivots] *= 1 + RIDGE
        self.blocks[self.diagonal] *= 1 + RIDGE
        # What the start needs: for each leaf its species, filled up with its own free one; for
        # each row of the core its species. Counts are None where all are 1.
        held = [np.flatnonzero(row) for row in a]
        width = max(len(j) for j in held[: len(leaf)])
        self.leaf_species = np.array([np.resize(j, width) for j in held[: len(leaf)]])
        self.leaf_counts = np.take_along_axis(leaf, self.leaf_species, 1)[:, :, None]
        self.leaf_shares = np.ascontiguousarray(leaf.T)
        self.core_rows = [
            (i, j, None if a[i].max() == 1 else a[i, j, None])
            for i, j in enumerate(held)
            if i >= len(leaf)
        ]
        # A x as a sum of x_j times powers of two, which are exact products.
        terms = [
            (i, j, float(1 << bit))
            for i, row in enumerate(a.astype(int).tolist())
            for j, count in enumerate(row)
            for bit in range(count.bit_length())
            if count >> bit & 1
        ]
        self.term_row = np.array([i for i, _, _ in terms])
        self.term_species = np.array([j for _, j, _ in terms])
        self.gather = np.zeros((len(a), len(terms)))
        self.gather[self.term_row, np.arange(len(terms))] = [w for _, _, w in terms]
        self._plan_products()

    def _plan_products(self) -> None:
        """List the multiplications that turn factors of u into factors of every species."""
        m = len(self.a)
        parts = [tuple(row) for row in np.eye(m, dtype=int).tolist()]
        slot = {part: i for i, part in enumerate(parts)}
        level = [0] * m
        wanted = [tuple(column) for column in self.a_t.astype(int).tolist()]
        made: list[tuple[int, int]] = []
        for whole in sorted(wanted, key=sum):
            while whole not in slot:
                # The two known parts that are ready first; failing that, the largest known part
                # and one component more, on the way to the whole.
                pairs = []
                for part, left in slot.items():
                    rest = tuple(w - p for w, p in zip(whole, part, strict=True))
                    if rest in slot:
                        pairs.append((max(level[left], level[slot[rest]]), left, slot[rest]))
                if pairs:
                    _, left, right = min(pairs)
                    new = whole
                else:
                    part = max((p for p in slot if all(map(int.__le__, p, whole))), key=sum)
                    right = next(i for i in range(m) if whole[i] > part[i])
                    left, new = slot[part], tuple(p + (i == right) for i, p in enumerate(part))
                slot[new] = len(level)
                level.append(max(level[left], level[right]) + 1)
                made.append((left, right))
        # Renumber by level: each level is then one product of two gathers.
        rank = np.empty(len(level), int)
        rank[np.argsort(level, kind="stable")] = np.arange(len(level))
        self.slots = len(level)
        self.species_slot = rank[[slot[whole] for whole in wanted]]
        self.levels: list[tuple[slice, NDArray[np.int64], NDArray[np.int64]]] = []
        for depth in range(1, max(level) + 1):
            own = [k for k, deep in enumerate(level) if deep == depth]
            left, right = rank[[made[k - m] for k in own]].T
            self.levels.append((slice(rank[own[0]], rank[own[-1]] + 1), left, right))

    def solve(self, c: Array, lb: Array) -> tuple[Array, NDArray[np.int64], Array]:
        """Amounts, Newton steps and residual of every lane."""
        c = c[self.order]
        lb = np.broadcast_to(lb, (len(lb), c.shape[1]))
        zero = None if c.all() else (c == 0).astype(float)
        filled = c
        if zero is not None:
            lb = np.where(self.a_t @ zero > 0, -np.inf, lb)
            filled = c + zero  # a total of 1 stands in for none at all
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            x, iterations = self._approach(filled, np.log(filled), lb, zero)
            self._polish(x, iterations, c, zero)
            residual = self.a @ x
        residual -= c
        residual /= filled
        return x, iterations, np.abs(residual).max(0)

    def _start(self, ln_c: Array, lb: Array, zero: Array | None) -> Array:
        """ln x such that no species exceeds a total: three rounds of max-plus Gauss-Seidel."""
        v = self.a_t @ ln_c
        v += lb
        n_leaves = self.leaves
        for _ in range(3):
            w = v.take(self.leaf_species, 0)
            w += np.log(self.leaf_counts) - ln_c[:n_leaves, None]
            w /= self.leaf_counts
            d = w.max(1)
            if zero is not None:
                d[zero[:n_leaves] > 0] = 0.0
            v -= self.leaf_shares @ d
            for i, j, counts in self.core_rows:
                w = v.take(j, 0)
                if counts is None:
                    d = w.max(0)
                    d -= ln_c[i]
                else:
                    d = ((w + (np.log(counts) - ln_c[i])) / counts).max(0)
                if zero is not None:
                    d[zero[i] > 0] = 0.0
                w -= d if counts is None else counts * d
                v[j] = w
        return v

    def _newton(self, blocks: Array, zero: Array | None) -> tuple[Array, list[Array]]:
        """Solve A X A^T d = r, given A X A^T with r in place of A x; returns d (which takes the
        place of r) and the pivots of the core."""
        n_leaves, n_core, n = self.leaves, len(self.a) - self.leaves, blocks.shape[1]
        if zero is not None:  # an absent component: unit pivot, r = 0
            blocks[self.pivots] += zero[:n_leaves]
            blocks[self.diagonal] += zero[n_leaves:]
        pivot, r = blocks[self.pivots], blocks[self.sums]
        side = blocks[self.sides].reshape(n_core, n_leaves, n)
        core = blocks[self.cores].reshape(n_core, n_core, n)
        scaled = side / pivot
        # The core without the leaves, and r as its last column: Gauss-Jordan, one row at a time.
        left = np.empty((n_core, n_core + 1, n))
        np.subtract(core, np.einsum("iln,jln->ijn", scaled, side), out=left[:, :-1])
        np.subtract(r[n_leaves:], np.einsum("iln,ln->in", scaled, r[:n_leaves]), out=left[:, -1])
        pivots: list[Array] = []
        for k in range(n_core):
            pivots.append(left[k, k].copy())
            row = left[k, k:] / pivots[k]
            left[:, k:] -= left[:, k, None] * row
            left[k, k:] = row
        r[n_leaves:] = left[:, -1]
        r[:n_leaves] /= pivot
        r[:n_leaves] -= np.einsum("iln,in->ln", scaled, left[:, -1])
        return r, pivots

    def _approach(
        self, c: Array, ln_c: Array, lb: Array, zero: Array | None
    ) -> tuple[Array, NDArray[np.int64]]:
        """Stages 1 and 2: x within a few per cent of the solution."""
        n = c.shape[1]
        x = np.exp(self._start(ln_c, lb, zero))
        found, iterations = np.empty(x.shape), np.full(n, PATIENCE)
        lanes, c1, zero1 = np.arange(n), c, zero
        for k in range(1, PATIENCE + 1):
            blocks = self.blocks @ x
            s = blocks[self.sums]
            if zero1 is not None:
                s += zero1
            s *= np.log(s / c1)
            d, _ = self._newton(blocks, zero1)
            longest = np.abs(d).max(0)
            if not (longest <= CAP).all():
                d *= CAP / np.maximum(longest, CAP)
            x *= self._factors(d)
            done = longest <= NEAR
            if done.any():
                found[:, lanes[done]] = x[:, done]
                iterations[lanes[done]] = k
                go = np.flatnonzero(~done)
                if not go.size:
                    return found, iterations
                lanes, x, c1 = lanes[go], x[:, go], c1[:, go]
                zero1 = None if zero1 is None else zero1[:, go]
        zero1 = None if zero is None else zero[:, lanes]
        found[:, lanes], steps = self._descend(c[:, lanes], ln_c[:, lanes], lb[:, lanes], zero1)
        iterations[lanes] += steps
        return found, iterations

    def _factors(self, d: Array) -> Array:
        """exp(-A^T d), from one exp per component."""
        g = np.empty((self.slots, d.shape[1]))
        np.exp(-d, out=g[: len(d)])
        for made, left, right in self.levels:
            np.multiply(g.take(left, 0), g.take(right, 0), out=g[made])
        return g.take(self.species_slot, 0)

    def _descend(
        self, c: Array, ln_c: Array, lb: Array, zero: Array | None
    ) -> tuple[Array, NDArray[np.int64]]:
        """Stage 2, from the same start: Newton with Armijo backtracking on sum(x) - c . u."""
        v = self._start(ln_c, lb, zero)
        steps = np.full(c.shape[1], DESCENT)
        for k in range(1, DESCENT + 1):
            x = np.exp(v)
            blocks = self.blocks @ x
            r = blocks[self.sums]
            r -= c
            if zero is not None:
                r += zero
            g = r.copy()
            d, _ = self._newton(blocks, zero)
            longest = np.abs(d).max(0)
            d *= CAP / np.maximum(longest, CAP)
            t, slope, pull = self.a_t @ d, (g * d).sum(0), (c * d).sum(0)
            part = np.where(steps < DESCENT, 0.0, 1.0)
            for _ in range(60):
                # The fall of the function, from the terms' own changes: no cancellation.
                fall = (x * np.expm1(-part * t)).sum(0) + part * pull
                worse = ~(fall <= -1e-4 * part * slope)
                if not worse.any():
                    break
                part = np.where(worse, part / 2, part)
            v -= part * t
            steps[(longest <= NEAR) & (steps == DESCENT)] = k
            if (steps < DESCENT).all():
                break
        return np.exp(v), steps

    def _polish(
        self, x: Array, iterations: NDArray[np.int64], c: Array, zero: Array | None
    ) -> None:
        """Stage 3, in place: Newton on exact residuals, x as a sum of two doubles."""
        lanes = np.arange(x.shape[1])
        high, low = x.copy(), np.zeros(x.shape)
        for _ in range(FINISH):
            blocks = self.blocks @ high
            blocks[self.sums] = self._lacking(high, low, c)
            d, pivots = self._newton(blocks, zero)
            error = ROUNDING * np.ones(len(lanes))  # grows with what the elimination cancels
            for diagonal, pivot in zip(blocks[self.diagonal], pivots, strict=True):
                np.maximum(error, ROUNDING * diagonal / pivot, out=error)
            t = self.a_t @ d
            step = np.abs(t).max(0)
            grown = _expm1(t, step)
            grown *= high
            grown += low
            total = high + grown
            low = grown - (total - high)
            high = total
            iterations[lanes] += 1
            # A step is wrong by about its square (Newton), or by what cancelled.
            done = step * np.maximum(step, error) <= CLOSE
            if done.any():
                x[:, lanes[done]] = high[:, done]
                go = np.flatnonzero(~done)
                if not go.size:
                    return
                lanes, high, low, c = lanes[go], high[:, go], low[:, go], c[:, go]
                zero = None if zero is None else zero[:, go]
        x[:, lanes] = np.nan

    def _lacking(self, high: Array, low: Array, c: Array) -> Array:
        """Totals minus A (high + low) without rounding error.

        Adding and taking away 4 c cuts every term at one bit position; sums of the upper parts
        are exact (Rump, Ogita & Oishi, SIAM J. Sci. Comput. 31, 2008, 189), the rest is tiny.
        """
        cut = 4.0 * c
        terms, cuts = high.take(self.term_species, 0), cut.take(self.term_row, 0)
        upper = terms + cuts
        upper -= cuts
        terms -= upper
        terms += low.take(self.term_species, 0)
        c_upper = (c + cut) - cut
        return (c_upper - self.gather @ upper) + ((c - c_upper) - self.gather @ terms)


def _expm1(t: Array, size: Array) -> Array:
    """exp(t) - 1; by its series where |t| <= size is small, several times faster."""
    if not (size <= 0.01).all():
        return np.expm1(t)
    y = t * (1 / 120)
    for k in (1 / 24, 1 / 6, 1 / 2, 1.0):
        y += k
        y *= t
    return y
