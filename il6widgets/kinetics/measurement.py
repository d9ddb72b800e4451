"""Which measurement would narrow a prediction most: runs drawn from what is open, weighed anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from .errors import InputError
from .model import Model
from .readout import Readout, read_out, readout
from .sensitivity import ranges_of

Array = NDArray[np.float64]

TRUTHS = 256
"""How many of the drawn runs are taken, one after the other, for the truth that is measured."""


@dataclass(frozen=True)
class Measurements:
    """What each possible measurement is worth.

    Attributes
    ----------
    read : Readout
        The prediction.
    band : (low, high)
        Its 5th and 95th percentile now.
    left : dict of str to float
        The width of the band that is expected to remain after each measurement, as a share of
        the present one; the most useful first.
    noise : float
        Relative error of a measurement.
    """

    model: Model
    read: Readout
    band: tuple[float, float]
    left: dict[str, float]
    noise: float

    @property
    def best(self) -> str:
        """The measurement that narrows the band most."""
        return next(iter(self.left))

    def __str__(self) -> str:
        low, high = self.band
        lines = [
            f"{self.model.id}: {self.read} lies between {low:.4g} and {high:.4g} "
            f"{self.read.unit(self.model)} (90 %); measured to {100 * self.noise:g} %, what is "
            "left of this band:"
        ]
        lines += [f"  {100 * share:5.1f} %  {name}" for name, share in self.left.items()]
        return "\n".join(lines)


def what_to_measure(
    model: Model,
    read: str,
    at: Any = None,
    *,
    over: Sequence[str] | Mapping[str, tuple[float, float]] | None = None,
    measurements: Sequence[str | tuple[str, Any]] | None = None,
    noise: float = 0.1,
    n: int = 2048,
    seed: int = 0,
    t: Any = None,
    progress: bool | Callable[[int, int], object] = False,
    changes: Mapping[str, Any] | None = None,
    **names: Any,
) -> Measurements:
    """Return which single measurement would narrow the band of a prediction most.

    Runs are drawn over what is open. Each of some is taken for the truth; a measurement of it with
    a relative error `noise` weighs all runs anew, and the band of the prediction under the new
    weights is averaged over the truths.

    Parameters
    ----------
    model
        Of any kind.
    read, at, t
        The prediction, as for :func:`il6widgets.dose_response`.
    over
        What is open, as for :func:`il6widgets.sobol`.
    measurements
        Names of parameters, or read-outs: a name, or (name, time); all that is open, and every
        output at the same time, if not given.
    noise
        Relative standard deviation of a measurement (its logarithm is taken as normal).
    n
        Runs, a power of 2.
    """
    given = {**(changes or {}), **names}
    wanted = readout(model, read, at)
    ranges = ranges_of(model, given, over)
    if n < TRUTHS or n & (n - 1):
        raise InputError(f"n is {n}; give a power of 2, {TRUTHS} or more")
    if not noise > 0:
        raise InputError(f"noise is {noise}; it must be above 0, such as 0.1 for 10 per cent")
    if measurements is None:
        others = [name for name in model.outputs if name != read]
        measurements = [*ranges, *((name, at) for name in others)]
    readouts: dict[str, Readout] = {}
    for m in measurements:
        if isinstance(m, str) and m in ranges:
            continue
        name, when = (m, at) if isinstance(m, str) else m
        one = readout(model, name, when)
        readouts[str(one)] = one
    ln = np.log(np.array(list(ranges.values())))
    unit = qmc.Sobol(len(ranges), rng=np.random.default_rng(seed)).random(n)
    drawn = np.exp(ln[:, 0] + unit * (ln[:, 1] - ln[:, 0])).T
    lanes = dict(zip(ranges, drawn, strict=True))
    found = read_out(
        model, [wanted, *readouts.values()], {**given, **lanes}, t=t, progress=progress
    )
    prediction = np.broadcast_to(found[0], n)
    known = {m: lanes[m] for m in measurements if isinstance(m, str) and m in ranges}
    known |= {name: np.broadcast_to(y, n) for name, y in zip(readouts, found[1:], strict=True)}
    low, high = np.quantile(prediction, [0.05, 0.95])
    width = high - low
    if not width > 0:
        raise InputError(f"{model.id}: {wanted} is the same in all runs; nothing is to be narrowed")
    rng = np.random.default_rng(seed)
    left = {name: _left(prediction, y, noise, rng) / width for name, y in known.items()}
    order = sorted(left, key=left.__getitem__)
    return Measurements(
        model, wanted, (float(low), float(high)), {k: float(left[k]) for k in order}, noise
    )


def _left(prediction: Array, measured: Array, noise: float, rng: np.random.Generator) -> float:
    """Return the mean width of the 90 % band after a measurement."""
    with np.errstate(divide="ignore"):
        ln = np.log(np.maximum(measured, 1e-300))
    truth = rng.choice(len(ln), TRUTHS, replace=False)
    seen = ln[truth] + noise * rng.standard_normal(TRUTHS)
    weight = np.exp(-0.5 * ((ln[:, None] - seen) / noise) ** 2)
    order = np.argsort(prediction)
    ordered, cumulated = prediction[order], np.cumsum(weight[order], axis=0)
    total = cumulated[-1]
    widths = [
        ordered[min(np.searchsorted(c, 0.95 * s), len(c) - 1)]
        - ordered[min(np.searchsorted(c, 0.05 * s), len(c) - 1)]
        for c, s in zip(cumulated.T, total, strict=True)
        if s > 0
    ]
    return float(np.mean(widths))
