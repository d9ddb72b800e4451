"""Two drugs together: what Bliss and Loewe expect of them, and how far a mixture is from it.

Bliss (Ann. Appl. Biol. 26, 1939, 585): each drug spares what the other would have taken.
Loewe (Arzneim.-Forsch. 3, 1953, 285): either is a dilution of the other; a drug with itself is
additive by definition. Index below 1, or effect above what is expected: synergy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .fit import Fit
from .logistic import Array, dose_for

Curve = Fit | Callable[[float], float]
ROUNDING: Any = 1e-14
DECADES = 12.0  # of dose in which a response that is no fit is searched


def bliss(effect_a: ArrayLike, effect_b: ArrayLike) -> Any:
    """Effect of two independent drugs, from the effect of each as a fraction from 0 to 1.

    Examples
    --------
    >>> float(bliss(0.5, 0.4))
    0.7
    """
    a, b = np.asarray(effect_a, float), np.asarray(effect_b, float)
    if not (((a >= 0) & (a <= 1)).all() and ((b >= 0) & (b <= 1)).all()):
        raise ValueError("effects are fractions from 0 to 1; divide by the largest possible effect")
    return a + b - a * b


def loewe(dose_a: ArrayLike, dose_b: ArrayLike, effect: ArrayLike, a: Curve, b: Curve) -> Any:
    """Loewe's index a / A(effect) + b / B(effect) of mixtures.

    Parameters
    ----------
    dose_a, dose_b, effect : arrays that broadcast
        What was given, and what it did.
    a, b : Fit, or function from dose to effect
        Each drug alone; a function must rise or fall throughout.

    Returns
    -------
    array
        1 is additive, less is synergy, more antagonism. NaN where a drug that is in the mixture
        never has this effect alone.
    """
    x, y, e = np.broadcast_arrays(*(np.asarray(v, float) for v in (dose_a, dose_b, effect)))
    if (x < 0).any() or (y < 0).any():
        raise ValueError("doses are 0 or more")
    index = np.zeros(e.shape)
    for given, drug in ((x, a), (y, b)):
        alone = _inverse(drug, e, float(x.max(initial=0) + y.max(initial=0)))
        with np.errstate(divide="ignore", invalid="ignore"):
            index += np.where(given > 0, given / alone, 0.0)
    return index if index.ndim else float(index)


def loewe_effect(dose_a: ArrayLike, dose_b: ArrayLike, a: Fit, b: Fit) -> Any:
    """Effect at which Loewe's index is 1: what two fitted drugs do if neither helps the other.

    Both must run the same way. Past the plateau of one drug only the other counts.
    """
    x, y = np.broadcast_arrays(np.asarray(dose_a, float), np.asarray(dose_b, float))
    rises = {(fit.hill > 0) == (fit.top >= fit.bottom) for fit in (a, b)}
    if len(rises) > 1:
        raise ValueError("one drug raises the response, the other lowers it: Loewe has no answer")
    found = np.empty(x.shape)
    for at in np.ndindex(x.shape):
        found[at] = _additive(float(x[at]), float(y[at]), a, b)
    return found if found.ndim else float(found)


def _additive(x: float, y: float, a: Fit, b: Fit) -> float:
    """By bisection between what one drug alone does at its dose and what it could do at most."""
    alone = [fit.predict(dose) for fit, dose in ((a, x), (b, y))]
    if x == 0 or y == 0:
        return alone[1] if x == 0 else alone[0]
    far = [fit.predict(np.inf) for fit in (a, b)]
    sign = 1.0 if far[0] >= a.predict(0.0) else -1.0
    low, high = max(sign * e for e in alone), max(sign * e for e in far)
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        index = 0.0
        for dose, fit in ((x, a), (y, b)):
            needed = float(dose_for(fit.theta()[:, 0], sign * middle))
            index += dose / needed if needed > 0 else (0.0 if np.isnan(needed) else np.inf)
        low, high = (middle, high) if index > 1 else (low, middle)
    return sign * (low + high) / 2


def _inverse(drug: Curve, effect: Array, largest: float) -> Array:
    """Dose of one drug alone that has each effect; NaN where none has."""
    if isinstance(drug, Fit):
        return dose_for(drug.theta()[:, 0], effect)
    found = np.full(effect.shape, np.nan)
    middle = np.log(largest) if largest > 0 else 0.0
    low, high = middle - DECADES * np.log(10), middle + DECADES * np.log(10)
    for at in np.ndindex(effect.shape):

        def off(ln: float, e: float = float(effect[at])) -> float:
            return float(drug(float(np.exp(ln)))) - e

        ends = off(low), off(high)
        if np.sign(ends[0]) != np.sign(ends[1]):
            found[at] = np.exp(_root(off, low, high))
    return found


def _root(off: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq  # slow to import, and not needed for fits

    root: Any = brentq(off, low, high, xtol=1e-14, rtol=ROUNDING)
    return float(root)
