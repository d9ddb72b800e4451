"""Doses and responses as a fit wants them: checked, and brought to one scale.

Columns are curves. Responses run from 0 to 1 and ln doses around 0, so that nothing in a fit
depends on the unit of either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .logistic import BOTTOM, LN_ASYMMETRY, LN_EC50, TOP, Array


class FitError(ValueError):
    """Data that cannot carry the model; the message names what is missing and the way out."""


@dataclass(frozen=True)
class Points:
    """n points of N curves.

    Attributes
    ----------
    dose : (n, 1) array, or (n, N) where every curve has its own doses
    ln_dose : the same shape, logarithm less `centre`; -inf for dose 0
    response, weights : (n, N) arrays; response less `origin`, over `scale`
    centre : (1,) or (N,) array
    origin, scale : (N,) arrays
    single : whether one curve was given, as a list
    """

    dose: Array
    ln_dose: Array
    response: Array
    weights: Array
    centre: Array
    origin: Array
    scale: Array
    single: bool

    def inward(self, row: int, value: ArrayLike) -> Array:
        """A value of the parameter in this row, in the scale of the fit: (N,)."""
        plain = np.broadcast_to(np.asarray(value, float), self.origin.shape)
        if row in (BOTTOM, TOP):
            return (plain - self.origin) / self.scale
        if row in (LN_EC50, LN_ASYMMETRY):
            with np.errstate(divide="ignore"):
                return np.log(plain) - (self.centre if row == LN_EC50 else 0.0)
        return np.array(plain)

    def outward(self, row: int, value: Array) -> Array:
        """The reverse: (N,) values in the unit of the data."""
        if row in (BOTTOM, TOP):
            return self.origin + self.scale * value
        if row in (LN_EC50, LN_ASYMMETRY):
            with np.errstate(over="ignore"):
                return np.exp(value + (self.centre if row == LN_EC50 else 0.0))
        return np.array(value)

    def shown(self, lane: int, ln_dose: float) -> str:
        """A dose in the scale of the fit, in the unit of the data, as text."""
        return f"{np.exp(ln_dose + self.centre[lane if self.centre.size > 1 else 0]):.4g}"

    def reach(self) -> tuple[Array, Array]:
        """ln of the lowest and highest dose above 0, (N,) each."""
        counted = np.isfinite(self.ln_dose) & (self.weights > 0)
        doses = np.broadcast_to(self.ln_dose, counted.shape)
        low = np.where(counted, doses, np.inf).min(0, initial=np.inf)
        high = np.where(counted, doses, -np.inf).max(0, initial=-np.inf)
        return low, high


def read(dose: ArrayLike, response: ArrayLike, weights: ArrayLike | None = None) -> Points:
    """Check and scale doses (n,) or (N, n), responses (n,) or (N, n) and weights like either."""
    x, y = _numbers("dose", dose), _numbers("response", response)
    w = np.ones(y.shape) if weights is None else _numbers("weights", weights)
    if y.ndim not in (1, 2) or y.size == 0:
        raise FitError(
            f"response has the shape {y.shape}; a list is one curve, an array (curves, doses) many"
        )
    for name, given in (("dose", x), ("weights", w)):
        if given.shape not in (y.shape, y.shape[-1:]):
            told = f"has the shape {given.shape}" if given.ndim != 1 else f"has {len(given)} values"
            raise FitError(
                f"{name} {told}, response {y.shape[-1]} for each curve; give one {name} for "
                "each response, and leave out what was not measured"
            )
    for name, given in (("dose", x), ("weights", w)):
        if (given < 0).any():
            raise FitError(
                f"{name} {np.argmax(given.ravel() < 0)} is {given.min():g}; none may be below 0"
                + (" (is it a logarithm? give the doses themselves)" if name == "dose" else "")
            )
    columns = np.ascontiguousarray(np.atleast_2d(y).T)
    w = np.broadcast_to(w, y.shape)
    weight = np.ascontiguousarray(np.atleast_2d(w).T)
    doses = np.ascontiguousarray(np.atleast_2d(x).T)
    with np.errstate(divide="ignore"):
        ln = np.log(doses)
    counted = np.isfinite(ln)
    centre = np.where(counted, ln, 0).sum(0) / np.maximum(counted.sum(0), 1)
    low = np.where(weight > 0, columns, np.inf).min(0)
    high = np.where(weight > 0, columns, -np.inf).max(0)
    scale = np.where(high > low, high - low, 1.0)
    origin = np.where(np.isfinite(low), low, 0.0)
    return Points(
        doses, ln - centre, (columns - origin) / scale, weight, centre, origin, scale, y.ndim == 1
    )


def _numbers(name: str, given: ArrayLike) -> Array:
    try:
        found = np.asarray(given, float)
    except (TypeError, ValueError):
        raise FitError(f"{name} must be numbers, as many in each row") from None
    if not np.isfinite(found).all():
        place = np.argmax(~np.isfinite(found.ravel()))
        raise FitError(
            f"{name} {place} is {found.ravel()[place]}; leave out points that were not measured, "
            "or give them the weight 0 and any number"
        )
    return found
