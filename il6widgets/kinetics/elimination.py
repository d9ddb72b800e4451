"""Sparse elimination in a fixed order: which entries there are, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterable


class Elimination:
    """Gaussian elimination of a matrix of known pattern, L D U with unit L and U, without pivoting.

    The order is Markowitz's: the pivot that fills in least comes first, the lower index among
    equals. Entries have places: the m diagonal ones first, then those of the pattern, then what
    fills in. `js/src/kinetics/elimination.ts` does the same in the same order.

    Attributes
    ----------
    entries : list of (row, column)
        By place.
    factor : list of (pivot, lower, updates, upper)
        In order: invert the pivot, scale every place of `lower` by it, subtract for every
        (target, a, b) of `updates` the product a b, scale every place of `upper`.
    forward, backward : list of (target, place, source)
        Solving: b[target] -= w[place] b[source]; between the two, b is multiplied by the inverted
        pivots.
    """

    def __init__(self, size: int, pattern: Iterable[tuple[int, int]]) -> None:
        off_diagonal = [(i, j) for i, j in pattern if i != j]
        self.entries = [(i, i) for i in range(size)] + off_diagonal
        place = {entry: at for at, entry in enumerate(self.entries)}
        self.pattern = dict(place)
        self.factor: list[tuple[int, list[int], list[tuple[int, int, int]], list[int]]] = []
        self.forward: list[tuple[int, int, int]] = []
        self.backward: list[tuple[int, int, int]] = []

        left = list(range(size))
        while left:

            def fills(k: int) -> int:
                rows = sum((i, k) in place for i in left) - 1
                return rows * (sum((k, j) in place for j in left) - 1)

            k = min(left, key=fills)
            left.remove(k)
            rows = [i for i in left if (i, k) in place]
            columns = [j for j in left if (k, j) in place]
            updates = []
            for i in rows:
                for j in columns:
                    if (i, j) not in place:
                        place[i, j] = len(self.entries)
                        self.entries.append((i, j))
                    updates.append((place[i, j], place[i, k], place[k, j]))
            lower, upper = [place[i, k] for i in rows], [place[k, j] for j in columns]
            self.factor.append((k, lower, updates, upper))
            self.forward += [(i, place[i, k], k) for i in rows]
            self.backward[:0] = [(k, place[k, j], j) for j in columns]
