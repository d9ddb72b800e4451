"""Equilibrium of a model: the fluid first, each membrane after it, then the outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .binding import Binding, NotConverged, Solved
from .errors import InputError, UnknownName, suggestion
from .formula import evaluate
from .inputs import Inputs, resolve
from .model import Model
from .program import compile

Array = NDArray[np.float64]


class Equilibrium:
    """The solution of a binding equilibrium; read it by name.

    ``eq["IL6"]`` is the *free* IL-6 in nM, ``eq["hexamer_mm"]`` molecules per cell,
    ``eq["free_fraction"]`` an output. A number when all inputs were numbers, an array otherwise.

    Attributes
    ----------
    model : Model
    inputs : Inputs
        The values (model units) and choices that were used.
    residual : float
        Largest relative error of a total rebuilt from the species.
    """

    def __init__(
        self, model: Model, inputs: Inputs, values: Mapping[str, Array], residual: float
    ) -> None:
        self.model = model
        self.inputs = inputs
        self.residual = residual
        self._values = values

    def __getitem__(self, name: str) -> Any:
        """Return a species (free, in its compartment's unit) or an output."""
        try:
            value = self._values[name]
        except KeyError:
            raise UnknownName(
                f"{self.model.id} has no species or output '{name}'{suggestion(name, self._values)}"
            ) from None
        return value.reshape(self.inputs.shape)[()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def unit(self, name: str) -> str:
        """Return the unit of a species or output."""
        model = self.model
        return model.outputs[name].unit if name in model.outputs else model.species[name].unit

    def frame(self) -> Any:
        """Return a pandas DataFrame: one row a mixture, one column a species or output."""
        import pandas as pd

        return pd.DataFrame({name: np.ravel(value) for name, value in self._values.items()})

    def __repr__(self) -> str:
        n = int(np.prod(self.inputs.shape))
        many = f"{n} mixtures" if self.inputs.shape else "one mixture"
        return f"<Equilibrium of {self.model.id!r}, {many}, residual {self.residual:.1g}>"

    def __str__(self) -> str:
        choices = ", ".join(f"{k} {v}" for k, v in self.inputs.choices.items())
        lines = [f"{self.model.id} at equilibrium ({choices}); residual {self.residual:.1g}"]
        names = {**self.model.species, **self.model.outputs}
        for name in self:
            value = np.ravel(self._values[name])
            if not value.any():
                continue
            shown = (
                f"{value[0]:.4g}" if value.size == 1 else f"{value.min():.4g} to {value.max():.4g}"
            )
            unit = {"1/cell": "per cell", "1": ""}.get(self.unit(name), self.unit(name))
            lines.append(f"  {name:32} {shown:>22} {unit:8} {names[name].label()}")
        lines.append("  (what is 0 is left out; the cell does not deplete the fluid)")
        return "\n".join(lines)


def equilibrium(
    model: Model, *, changes: Mapping[str, Any] | None = None, **names: Any
) -> Equilibrium:
    """Solve a binding equilibrium, for one mixture or for many at once.

    The fluid is solved first; each membrane then sees its free concentrations as constants:
    the cells do not deplete the fluid.

    Parameters
    ----------
    model
        A model of kind ``equilibrium``.
    changes
        Inputs as a dict, for names that are no Python keyword.
    **names
        Any total (``IL6="5 pg/mL"``, a number is in nM), count on the cell (``IL6R=4500``),
        constant (``Kd_gp130=0.05``) or choice (``set="weak"``, ``cell="monocyte"``). Numbers and
        arrays broadcast together: one vectorised solve.

    Returns
    -------
    Equilibrium
        Read by name; every total is conserved to 1e-12.

    Raises
    ------
    UnknownName, InputError
        Naming the input, the rule and the way out.

    Examples
    --------
    >>> import il6widgets as il6
    >>> m = il6.load("receptor")
    >>> eq = il6.equilibrium(m, IL6="5 pg/mL", sIL6R="50 ng/mL", sgp130="300 ng/mL")
    >>> round(100 * eq["free_fraction"], 1)
    9.0
    """
    if model.kind != "equilibrium":
        raise InputError(f"{model.id} is a model of kind {model.kind}; equilibrium() needs binding")
    inputs = resolve(model, {**(changes or {}), **names})
    values, residual = _runner(model)(inputs)
    return Equilibrium(model, inputs, values, residual)


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


def _sum(counts: Array, logarithms: Array) -> Array:
    """Return ``counts @ logarithms``, where -inf stays -inf and 0 times -inf is 0."""
    absent = np.isneginf(logarithms)
    if not absent.any():
        return counts @ logarithms
    return np.where(counts @ absent > 0, -np.inf, counts @ np.where(absent, 0.0, logarithms))


class _Runner:
    """A model lowered to arrays once, run many times."""

    def __init__(self, program: Mapping[str, Any]) -> None:
        self.nodes: list[list[Any]] = program["graph"]
        formations = [f for c in program["compartments"] for f in c["formations"]]
        self.kds: list[int] = [f["kd"] for f in formations]
        self.parts = [_Part(c, [f["id"] for f in formations]) for c in program["compartments"]]
        self.outputs: list[dict[str, Any]] = program["outputs"]
        self.constants = [name for kind, name, *_ in self.nodes if kind == "value"]
        self._known: tuple[tuple[float, ...], Array] | None = None

    def _ln_kd(self, flat: Mapping[str, Array]) -> Array:
        """Return ln Kd of every step; calls with the constants of the last one reuse its result."""
        key = ()
        if all(flat[name].size == 1 for name in self.constants):
            key = tuple(float(flat[name][0]) for name in self.constants)
            if self._known and self._known[0] == key:
                return self._known[1]
        kd = evaluate(self.nodes, self.kds, lambda _, name: flat[name])
        found = np.log(np.array(np.broadcast_arrays(*kd)))
        if key:
            self._known = key, found
        return found

    def __call__(self, inputs: Inputs) -> tuple[dict[str, Array], float]:
        n = int(np.prod(inputs.shape))
        flat = {
            key: (np.broadcast_to(v, inputs.shape).reshape(-1) if v.ndim else v.reshape(1))
            for key, v in inputs.values.items()
        }
        ln_kd = self._ln_kd(flat)
        found: dict[str, Array] = {}
        residual = 0.0
        for part in self.parts:
            totals = np.array([np.broadcast_to(flat[c], n) for c in part.components])
            solved = self._solve(part, totals, part.ln_beta(ln_kd, found))
            found |= dict(zip(part.species, solved.amounts, strict=True))
            residual = max(residual, float(solved.residual.max(initial=0.0)))

        def leaf(kind: str, name: str) -> Array:
            return found[name] if kind == "species" else flat[name]

        wanted = evaluate(self.nodes, [o["node"] for o in self.outputs], leaf)
        for output, value in zip(self.outputs, wanted, strict=True):
            found[output["id"]] = np.broadcast_to(np.asarray(value, float), (n,))
        return found, residual

    def _solve(self, part: _Part, totals: Array, ln_beta: Array) -> Solved:
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


@lru_cache(maxsize=64)
def _runner(model: Model) -> _Runner:
    return _Runner(compile(model))
