"""Sensitivity: what moves a read-out, near one point or over the whole range of what is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .inputs import read as read_input
from .inputs import resolve
from .model import Model
from .readout import Readout, read_out, readout
from .schedule import schedule

Array = NDArray[np.float64]

STEP = 1e-3
"""Relative step of a central difference: its error is of the order of STEP squared."""
FINE = 1e-9
"""Tolerance of the runs that are subtracted from each other."""


@dataclass(frozen=True)
class Sensitivity:
    """Normalised local sensitivities: per cent of the read-out for a per cent of a parameter.

    Attributes
    ----------
    read : Readout
    value : float
        The read-out itself.
    coefficients : dict of str to float
        d ln(read-out) / d ln(parameter), the largest first.
    """

    model: Model
    read: Readout
    value: float
    coefficients: dict[str, float]

    def __getitem__(self, name: str) -> float:
        """Return one coefficient."""
        if name not in self.coefficients:
            raise UnknownName(f"no '{name}' was varied{suggestion(name, self.coefficients)}")
        return self.coefficients[name]

    def frame(self) -> Any:
        """Return a pandas DataFrame: a row a parameter, with what is known of it."""
        import pandas as pd

        known = self.model.parameters
        rows = [
            {"parameter": k, "coefficient": c, "value": known[k].value, "unit": known[k].unit,
             "status": known[k].status}
            for k, c in self.coefficients.items()
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def __str__(self) -> str:
        lines = [
            f"{self.model.id}: {self.read} = {self.value:.4g} {self.read.unit(self.model)}; "
            "per cent of it for a per cent of"
        ]
        for name, c in self.coefficients.items():
            if abs(c) >= 5e-4:
                lines.append(f"  {c:+8.3f}  {name:24} {self.model.parameters[name].label()}")
        return "\n".join([*lines, "  (what is below 0.0005 is left out)"])


def sensitivity(
    model: Model,
    read: str,
    at: Any = None,
    *,
    over: Sequence[str] | None = None,
    t: Any = None,
    changes: Mapping[str, Any] | None = None,
    **names: Any,
) -> Sensitivity:
    """Return how much a read-out moves for small changes of every parameter, near one point.

    Central differences of a thousandth, all in one vectorised solve.

    Parameters
    ----------
    model
        Of any kind.
    read, at, t
        What is read, and when; as for :func:`il6widgets.dose_response`.
    over
        Names of what is varied; every parameter, total and count that is not given and not 0, if
        not given.
    changes, **names
        Inputs, one number each.

    Raises
    ------
    InputError
        When the read-out is 0 there, or an input is an array.
    """
    given = {**(changes or {}), **names}
    wanted = readout(model, read, at)
    varied = _varied(model, given, over)
    base = {k: float(v) for k, v in _base(model, given).items()}
    # Two lanes a parameter, up and down, and the point itself at the end.
    lanes = {name: np.full(2 * len(varied) + 1, base[name]) for name in varied}
    for k, name in enumerate(varied):
        lanes[name][2 * k : 2 * k + 2] *= 1 + STEP, 1 - STEP
    found = read_out(model, [wanted], {**given, **lanes}, t=t, rtol=FINE)[0]
    value = float(found[-1])
    if not value:
        raise InputError(
            f"{model.id}: {wanted} is 0 at this point, so that no per cent of it can be told; give "
            "inputs that make it respond"
        )
    up, down = found[:-1:2], found[1::2]
    slopes = (up - down) / (2 * STEP * value)
    order = np.argsort(-np.abs(slopes), kind="stable")
    return Sensitivity(model, wanted, value, {varied[i]: float(slopes[i]) for i in order})


@dataclass(frozen=True)
class Screen:
    """A Sobol screen: the share of the variance of a read-out that each parameter brings.

    Attributes
    ----------
    ranges : dict of str to (low, high)
        Over which each was drawn, evenly in its logarithm.
    first : dict of str to float
        By itself.
    total : dict of str to float
        With all that it does together with others, the largest first.
    band : (low, median, high)
        5th, 50th and 95th percentile of the read-out.
    runs : int
    """

    model: Model
    read: Readout
    ranges: dict[str, tuple[float, float]]
    first: dict[str, float]
    total: dict[str, float]
    band: tuple[float, float, float]
    runs: int

    def frame(self) -> Any:
        """Return a pandas DataFrame: a row a parameter."""
        import pandas as pd

        rows = [
            {"parameter": k, "first": self.first[k], "total": v,
             "low": self.ranges[k][0], "high": self.ranges[k][1]}
            for k, v in self.total.items()
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def __str__(self) -> str:
        low, middle, high = self.band
        lines = [
            f"{self.model.id}: {self.read} from {low:.4g} to {high:.4g} (median {middle:.4g}) "
            f"{self.read.unit(self.model)}, over {self.runs} runs; share of its variance",
            f"  {'alone':>8} {'in all':>8}",
        ]
        for k, v in self.total.items():
            low, high = self.ranges[k]
            lines.append(f"  {self.first[k]:8.3f} {v:8.3f}  {k:24} {low:g} to {high:g}")
        return "\n".join(lines)


def sobol(
    model: Model,
    read: str,
    at: Any = None,
    *,
    over: Sequence[str] | Mapping[str, tuple[float, float]] | None = None,
    n: int = 1024,
    seed: int = 0,
    t: Any = None,
    progress: bool | Callable[[int, int], object] = False,
    changes: Mapping[str, Any] | None = None,
    **names: Any,
) -> Screen:
    """Return which of the open parameters make the spread of a read-out.

    Saltelli's design and Sobol indices by ``scipy.stats.sobol_indices``, the runs by one
    vectorised solve: ``n * (parameters + 2)`` of them.

    Parameters
    ----------
    model
        Of any kind.
    read, at, t
        What is read, and when; as for :func:`il6widgets.dose_response`.
    over
        Names, each over the interval that the literature leaves open (its usable range if none is
        stated), or a dict of names to (low, high); everything with an open interval if not given.
    n
        A power of 2.
    seed
        The same seed gives the same numbers.
    progress
        True for a bar, or a function of the runs that are done and their number.
    """
    from scipy.stats import sobol_indices, uniform

    given = {**(changes or {}), **names}
    wanted = readout(model, read, at)
    ranges = ranges_of(model, given, over)
    if n < 2 or n & (n - 1):
        raise InputError(f"n is {n}; give a power of 2, such as 1024")
    ln = np.log(np.array(list(ranges.values())))
    seen: list[Array] = []

    def run(unit: Array) -> Array:
        drawn = np.exp(ln[:, :1] + unit * (ln[:, 1:] - ln[:, :1]))
        lanes = dict(zip(ranges, drawn, strict=True))
        found = read_out(model, [wanted], {**given, **lanes}, t=t, progress=progress)[0]
        seen.append(found.copy())  # scipy centres what it is given, in place
        return found

    # scipy calls it three times: two samples and their mixtures. One call is one progress bar.
    dists = [uniform()] * len(ranges)
    found = sobol_indices(func=run, n=n, dists=dists, rng=np.random.default_rng(seed))
    order = np.argsort(-found.total_order, kind="stable")
    keys = list(ranges)
    plain = np.concatenate([np.ravel(sample) for sample in seen[:2]])
    low, middle, high = np.quantile(plain, [0.05, 0.5, 0.95])
    return Screen(
        model, wanted, ranges,
        {keys[i]: float(found.first_order[i]) for i in order},
        {keys[i]: float(found.total_order[i]) for i in order},
        (float(low), float(middle), float(high)), sum(map(np.size, seen)),
    )  # fmt: skip


def _base(model: Model, given: Mapping[str, Any]) -> dict[str, Array]:
    plain, _ = schedule(model, given)
    inputs = resolve(model, plain)
    if inputs.shape:
        arrays = ", ".join(k for k, v in inputs.values.items() if v.ndim)
        raise InputError(f"{model.id}: {arrays} is an array; give one number for each input")
    return inputs.values


def _varied(model: Model, given: Mapping[str, Any], over: Sequence[str] | None) -> list[str]:
    base = _base(model, given)
    if over is None:
        return [
            k for k, p in model.parameters.items() if k not in given and base[k] and not p.allowed
        ]
    for name in over:
        if name not in model.parameters:
            known = model.parameters
            raise UnknownName(f"{model.id} has no input '{name}'{suggestion(name, known)}")
        if name in given and not np.isscalar(given[name]):
            raise InputError(f"{model.id}: '{name}' is varied, and given as {given[name]!r}")
    return list(over)


def ranges_of(
    model: Model,
    given: Mapping[str, Any],
    over: Sequence[str] | Mapping[str, tuple[float, float]] | None,
) -> dict[str, tuple[float, float]]:
    """Return what is varied and between what: both ends above 0."""
    _base(model, given)
    known = model.parameters
    if over is None:
        over = [k for k, p in known.items() if p.open and k not in given]
        if not over:
            raise InputError(
                f"{model.id} states no open interval; say what is varied, over={{'name': (low, "
                "high)}"
            )
    found = {}
    for name in over:
        if name not in known:
            raise UnknownName(f"{model.id} has no input '{name}'{suggestion(name, known)}")
        p = known[name]
        ends = over[name] if isinstance(over, Mapping) else p.open or p.range
        low, high = (float(read_input(model, p, end)) for end in ends)
        if not 0 < low < high:
            raise InputError(
                f"{model.id}: '{name}' from {low:g} to {high:g}; the range is drawn in its "
                f"logarithm: give two ends above 0, low before high, over={{'{name}': (low, high)}}"
            )
        found[name] = (low, high)
    return found
