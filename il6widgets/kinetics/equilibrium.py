"""Equilibrium of a model: the fluid first, each membrane after it, then the outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .formula import evaluate
from .inputs import Inputs, resolve
from .mixture import Mixture
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


class _Runner:
    """A model lowered once, run many times."""

    def __init__(self, program: Mapping[str, Any]) -> None:
        self.nodes: list[list[Any]] = program["graph"]
        self.mixture = Mixture(program)
        self.outputs: list[dict[str, Any]] = program["outputs"]

    def __call__(self, inputs: Inputs) -> tuple[dict[str, Array], float]:
        n = int(np.prod(inputs.shape))
        flat = inputs.flat()
        found, residual = self.mixture.solve(flat, n)

        def leaf(kind: str, name: str) -> Array:
            return found[name] if kind == "species" else flat[name]

        wanted = evaluate(self.nodes, [o["node"] for o in self.outputs], leaf)
        for output, value in zip(self.outputs, wanted, strict=True):
            found[output["id"]] = np.broadcast_to(np.asarray(value, float), (n,))
        return found, residual


@lru_cache(maxsize=64)
def _runner(model: Model) -> _Runner:
    return _Runner(compile(model))
