"""The logistic dose-response curve with 3, 4 or 5 parameters, its derivatives and its inverse.

    response = bottom + (top - bottom) g,   g = (1 + k (ec50 / dose)^hill)^(-s),   k = 2^(1/s) - 1

s is the asymmetry (1 in 3pl and 4pl, where k is 1 too), bottom is 0 in 3pl. The constant k makes
ec50 the half-maximal dose for every s. The curve rises from bottom to top where hill > 0 and falls
from top to bottom where hill < 0. Dose 0 is the limit: bottom, or top where hill < 0.

Rows of `theta` are bottom, top, hill, ln ec50, ln s; columns are curves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

BOTTOM, TOP, HILL, LN_EC50, LN_ASYMMETRY = range(5)
NAMES = ("bottom", "top", "hill", "ec50", "asymmetry")
LOGARITHMIC = (LN_EC50, LN_ASYMMETRY)  # fitted as their logarithm
MODELS = {"3pl": (TOP, HILL, LN_EC50), "4pl": (BOTTOM, TOP, HILL, LN_EC50), "5pl": tuple(range(5))}


def curve(theta: Array, ln_dose: Array) -> Array:
    """Responses (n, k) of k curves `theta` (5, k) at ln_dose (n, k) or (n, 1); -inf is dose 0."""
    g = _rise(theta, ln_dose)[0]
    with np.errstate(all="ignore"):
        return theta[BOTTOM] + (theta[TOP] - theta[BOTTOM]) * g


def slopes(theta: Array, ln_dose: Array, wanted: Sequence[int]) -> Array:
    """Derivatives (len(wanted), n, k) of `curve` by the rows of `theta` that are wanted."""
    g, steep, softplus = _rise(theta, ln_dose, LN_ASYMMETRY in wanted)
    found = np.empty((len(wanted), *g.shape))
    with np.errstate(all="ignore"):
        _fill(found, theta, ln_dose, wanted, g, steep, softplus)
    return found


def _fill(
    found: Array,
    theta: Array,
    ln_dose: Array,
    wanted: Sequence[int],
    g: Array,
    steep: Array,
    softplus: Array,
) -> None:
    change = (theta[TOP] - theta[BOTTOM]) * g
    for row, name in zip(found, wanted, strict=True):
        if name == BOTTOM:
            np.subtract(1, g, out=row)
        elif name == TOP:
            row[:] = g
        elif name == HILL:
            # at dose 0 the slope is 0, whatever it is multiplied with
            finite = np.where(np.isneginf(ln_dose), 0.0, ln_dose)
            np.multiply(change * steep, finite - theta[LN_EC50], out=row)
        elif name == LN_EC50:
            np.multiply(change * steep, -theta[HILL], out=row)
        else:
            m = np.log(2) * np.exp(-theta[LN_ASYMMETRY])
            row[:] = change * (steep * m / -np.expm1(-m) - np.exp(theta[LN_ASYMMETRY]) * softplus)


def _rise(theta: Array, ln_dose: Array, asymmetric: bool = False) -> tuple[Array, Array, Array]:
    """g; minus d ln g / du, u = ln k - hill (ln dose - ln ec50); ln(1 + e^u) if asymmetric."""
    with np.errstate(all="ignore"):  # what overflows is NaN, and no step goes there
        z = theta[HILL] * (ln_dose - theta[LN_EC50])
        if not theta[LN_ASYMMETRY].any():
            g = 1 / (1 + np.exp(-z))
            return g, 1 - g, np.where(g > 0, np.logaddexp(0, -z), 0.0) if asymmetric else z
        s = np.exp(theta[LN_ASYMMETRY])
        u = np.log(2) / s + np.log(-np.expm1(-np.log(2) / s)) - z
        softplus = np.logaddexp(0, u)
        return np.exp(-s * softplus), s / (1 + np.exp(-u)), np.where(np.isposinf(u), 0.0, softplus)


def dose_for(theta: Array, response: ArrayLike) -> Array:
    """Dose at which the curve `theta` (5,) has a response: NaN beyond the plateaus."""
    bottom, top, hill, ln_ec50, ln_asymmetry = theta
    s = np.exp(ln_asymmetry)
    share = (np.asarray(response, float) - bottom) / (top - bottom)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.expm1(-np.log(share) / s) / np.expm1(np.log(2) / s)
        return np.where((share >= 0) & (share <= 1), np.exp(ln_ec50 - np.log(odds) / hill), np.nan)
