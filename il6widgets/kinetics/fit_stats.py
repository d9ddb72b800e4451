"""How well a fit describes its data: the numbers behind ``fit.stats``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .intervals import COVARIANCES
from .logistic import Array


@dataclass(frozen=True)
class Stats:
    """How well a fit describes its data; arrays where there are many curves.

    Attributes
    ----------
    n, dof : points of weight above 0, and those less the parameters fitted
    rss, sigma : weighted residual sum of squares, and sqrt(rss / dof)
    aic, bic : of a normal error whose sigma is fitted too, as R's `AIC` of an `nls` fit
    r2 : share of the weighted variance that the curve explains
    covariance : what standard errors rest on unless another is asked for
    steps : of the optimiser
    """

    n: Any
    dof: Any
    rss: Any
    sigma: Any
    aic: Any
    bic: Any
    r2: Any
    covariance: str
    steps: Any


def statistics(
    weights: Array, response: Array, rss: Array, n_free: int, steps: NDArray[np.int64]
) -> dict[str, Any]:
    """The numbers of `Stats`, (N,) each, from data in their own unit."""
    counted = weights > 0
    n = counted.sum(0)
    dof = n - n_free
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (weights * response).sum(0) / weights.sum(0)
        total = (weights * (response - mean) ** 2).sum(0)
        ln_weights = np.log(np.where(counted, weights, 1)).sum(0)
        deviance = n * (np.log(2 * np.pi * rss / n) + 1) - ln_weights
        return {
            "n": n,
            "dof": dof,
            "rss": rss,
            "sigma": np.where(dof > 0, np.sqrt(rss / np.maximum(dof, 1)), np.nan),
            "aic": deviance + 2 * (n_free + 1),
            "bic": deviance + np.log(n) * (n_free + 1),
            "r2": 1 - rss / total,
            "covariance": COVARIANCES[0],
            "steps": steps,
        }
