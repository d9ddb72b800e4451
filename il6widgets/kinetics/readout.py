"""Read-outs: one number of a solution, at equilibrium, at a time, at the peak, or as an area."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .equilibrium import equilibrium
from .errors import InputError
from .model import Model
from .schedule import times
from .solve import solve

Array = NDArray[np.float64]

WHOLE = ("peak", "area")
GRID = 241
"""Times of a run of which the peak or the area is read."""


@dataclass(frozen=True)
class Readout:
    """What is read of a model: a name, and when.

    Attributes
    ----------
    name : str
        A species, state, output or process.
    at : float, "peak", "area" or None
        A time, the highest value, the area over the run, or None at equilibrium.
    """

    name: str
    at: Any = None

    def unit(self, model: Model) -> str:
        """Return its unit."""
        for table in (model.outputs, model.species, {p.id: p for p in model.processes}):
            if self.name in table:
                unit = table[self.name].unit
                return f"{unit}*{model.time.unit}" if self.at == "area" and model.time else unit
        return "1"

    def __str__(self) -> str:
        match self.at:
            case None:
                return self.name
            case "peak" | "area":
                return f"{self.at} of {self.name}"
            case time:
                return f"{self.name} at {time:g}"


def readout(model: Model, name: str, at: Any) -> Readout:
    """Check what is to be read.

    Raises
    ------
    InputError
        When a model in time is read at no time, or an equilibrium at one.
    """
    if model.kind == "equilibrium":
        if at is not None:
            raise InputError(
                f"{model.id} is an equilibrium, which has no time; leave out at={at!r}"
            )
        return Readout(name)
    if at is None:
        raise InputError(
            f"{model.id} runs in time; say when '{name}' is read: at=30, at='1 h', at='peak' or "
            "at='area'"
        )
    if isinstance(at, str) and at in WHOLE:
        return Readout(name, at)
    when = times(model, at, "at")
    if when.ndim:
        raise InputError(f"{model.id}: at takes one time; it was given {at!r}")
    return Readout(name, float(when))


def read_out(
    model: Model,
    wanted: Sequence[Readout],
    names: Mapping[str, Any],
    *,
    t: Any = None,
    rtol: float = 1e-6,
    progress: bool | Callable[[int, int], object] = False,
) -> Array:
    """Solve once and return every read-out: (readouts, *shape).

    Parameters
    ----------
    t
        The times of a run of which a peak or an area is read; to the usual end of the model if
        not given.
    """
    if model.kind == "equilibrium":
        mixture = equilibrium(model, changes=names)
        return np.array([mixture[r.name] for r in wanted])
    assert model.time
    at = np.unique([r.at for r in wanted if r.at not in WHOLE])
    if len(at) < len({r.at for r in wanted}):
        whole = np.linspace(0, model.time.end, GRID) if t is None else times(model, t, "t")
        at = np.union1d(at, whole)
    kept = list(dict.fromkeys(r.name for r in wanted))
    sol = solve(model, at, rtol=rtol, outputs=kept, changes=names, progress=progress)
    found = []
    for r in wanted:
        match r.at:
            case "peak":
                found.append(sol.peak(r.name).value)
            case "area":
                found.append(sol.area(r.name))
            case when:
                found.append(sol[r.name][..., np.searchsorted(at, when)])
    return np.array(found)
