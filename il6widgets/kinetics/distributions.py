"""How a value is spread over a population, and draws that are correlated as asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .inputs import read
from .model import Model

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Distribution:
    """A spread of a value; made by :func:`lognormal`, :func:`normal` or :func:`uniform`."""

    kind: str
    middle: Any
    spread: float
    high: Any = None

    def of(self, model: Model, name: str, z: Array) -> Array:
        """Turn standard normal draws into values of an input, in its unit."""
        p = model.parameters[name]
        if self.kind == "uniform":
            from scipy.special import ndtr

            low, high = (float(read(model, p, x)) for x in (self.middle, self.high))
            if not low <= high:
                raise InputError(f"{name}: uniform from {low:g} to {high:g}; put the least first")
            return low + (high - low) * ndtr(z)
        middle = float(read(model, p, self.middle))
        if not (np.isfinite(self.spread) and self.spread >= 0):
            raise InputError(f"{name}: the spread is {self.spread}; give 0 or more")
        if self.kind == "lognormal":
            return middle * np.exp(np.sqrt(np.log1p(self.spread**2)) * z)
        # A concentration or volume is never below 0.
        return np.maximum(0.0, middle + self.spread * z)


def lognormal(median: Any, cv: float) -> Distribution:
    """Return a log-normal spread.

    Parameters
    ----------
    median
        In the unit of the input, or a quantity as text.
    cv
        Coefficient of variation, 0.39 for 39 %.
    """
    return Distribution("lognormal", median, float(cv))


def normal(mean: Any, sd: float) -> Distribution:
    """Return a normal spread, cut at 0; `sd` in the unit of the input."""
    return Distribution("normal", mean, float(sd))


def uniform(low: Any, high: Any) -> Distribution:
    """Return an even spread from `low` to `high`."""
    return Distribution("uniform", low, 0.0, high)


def root(names: Sequence[str], correlation: Mapping[tuple[str, str], float]) -> Array:
    """Return a matrix that turns independent normal draws into correlated ones, (k, k).

    Raises
    ------
    InputError, UnknownName
        When a pair is not among what is spread, or the correlations contradict each other.
    """
    matrix = np.eye(len(names))
    for pair, r in correlation.items():
        for name in pair:
            if name not in names:
                raise UnknownName(
                    f"correlation: '{name}' has no distribution{suggestion(name, names)}"
                )
        if not -1 <= r <= 1:
            raise InputError(f"correlation of {pair[0]} and {pair[1]} is {r}; it lies from -1 to 1")
        i, j = (names.index(name) for name in pair)
        if i != j:
            matrix[i, j] = matrix[j, i] = r
    values, vectors = np.linalg.eigh(matrix)
    if values.size and values[0] < -1e-9:
        raise InputError(
            f"the correlations contradict each other (least eigenvalue {values[0]:.2g}); lower one "
            "of them until it is 0 or more"
        )
    return vectors * np.sqrt(np.maximum(values, 0.0))  # a singular matrix is fine
