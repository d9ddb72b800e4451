"""The mixture of a model at equilibrium: the fluid first, then each membrane after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .binding import Binding, NotConverged, Solved
from .errors import InputError
from .formula import evaluate, reached

Array = NDArray[np.float64]


class Mixture:
    """What binds in a model, lowered to arrays once and solved many times.

    Parameters
    ----------
    program
        From :func:`il6widgets.kinetics.program.compile`; compartments in which nothing binds are
        left out.
    """

    def __init__(self, program: Mapping[str, Any]) -> None:
        self._nodes: list[list[Any]] = program["graph"]
        places = [c for c in program["compartments"] if c["components"]]
        formations = [f for c in places for f in c["formations"]]
        self._kds: list[int] = [f["kd"] for f in formations]
        self._parts = [_Part(c, [f["id"] for f in formations]) for c in places]
        made_of = [self._nodes[i] for i in reached(self._nodes, self._kds)]
        self._constants = [name for kind, name, *_ in made_of if kind == "value"]
        self._known: tuple[tuple[float, ...], Array] | None = None

    def solve(self, values: Mapping[str, Array], n: int) -> tuple[dict[str, Array], float]:
        """Return the free amount of every species and the worst residual.

        Parameters
        ----------
        values
            Totals, counts and constants by name, (1,) or (n,).
        n
            How many mixtures.

        Raises
        ------
        InputError
            When double precision cannot tell the free molecules of a mixture.
        """
        ln_kd = self._ln_kd(values)
        found: dict[str, Array] = {}
        residual = 0.0
        for part in self._parts:
            totals = np.array([np.broadcast_to(values[c], n) for c in part.components])
            solved = _solve(part, totals, part.ln_beta(ln_kd, found))
            found |= dict(zip(part.species, solved.amounts, strict=True))
            residual = max(residual, float(solved.residual.max(initial=0.0)))
        return found, residual

    def _ln_kd(self, values: Mapping[str, Array]) -> Array:
        """Return ln Kd of every step; calls with the constants of the last one reuse its result."""
        key = ()
        if all(values[name].size == 1 for name in self._constants):
            key = tuple(float(values[name][0]) for name in self._constants)
            if self._known and self._known[0] == key:
                return self._known[1]
        kd = evaluate(self._nodes, self._kds, lambda _, name: values[name])
        found = np.log(np.array(np.broadcast_arrays(*kd)))
        if key:
            self._known = key, found
        return found


class _Part:
    """One compartment, ready to solve."""

    def __init__(self, compartment: Mapping[str, Any], formations: list[str]) -> None:
        self.components: list[str] = compartment["components"]
        made: list[dict[str, Any]] = compartment["formations"]
        self.species = [*self.components, *(f["id"] for f in made)]
        self.held = sorted({s for f in made for s in f["held"]})
        n, row = len(self.species), {name: i for i, name in enumerate(self.species)}
        composition = np.eye(n, len(self.components))
        # How often each binding step, and each fluid species, goes into a complex.
        self.steps = np.zeros((n, len(formations)))
        self.taken = np.zeros((n, len(self.held)))
        for f in made:
            j = row[f["id"]]
            self.steps[j, formations.index(f["id"])] = 1
            for s in f["from"]:
                if s in f["held"]:
                    self.taken[j, self.held.index(s)] += 1
                else:
                    for table in (composition, self.steps, self.taken):
                        table[j] += table[row[s]]
        self.binding = Binding(composition.T)

    def ln_beta(self, ln_kd: Array, free: Mapping[str, Array]) -> Array:
        """Return ln of the overall constants, (n_species, 1) or (n_species, n)."""
        found = _sum(self.steps, -ln_kd)
        if self.held:
            with np.errstate(divide="ignore"):
                found = found + _sum(self.taken, np.log(np.array([free[s] for s in self.held])))
        return found


def _solve(part: _Part, totals: Array, ln_beta: Array) -> Solved:
    try:
        return part.binding.solve(totals, ln_beta)
    except NotConverged as error:
        lane = error.lane
        given = ", ".join(
            f"{c} {t:g}" for c, t in zip(part.components, totals[:, lane], strict=True)
        )
        raise InputError(
            f"no equilibrium was found for mixture {lane} ({given}): its totals match so "
            "exactly that double precision cannot tell the free molecules; change one by a "
            "thousandth of a per cent"
        ) from error


def _sum(counts: Array, logarithms: Array) -> Array:
    """Return ``counts @ logarithms``, where -inf stays -inf and 0 times -inf is 0."""
    absent = np.isneginf(logarithms)
    if not absent.any():
        return counts @ logarithms
    return np.where(counts @ absent > 0, -np.inf, counts @ np.where(absent, 0.0, logarithms))
