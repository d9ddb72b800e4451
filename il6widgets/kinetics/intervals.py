"""Confidence intervals of a least-squares fit: by profile, by the delta method, by bootstrap.

Profile: where the best sum of squares with the parameter held rises by t^2 sigma^2 (Bates & Watts,
Nonlinear Regression Analysis, 1988, chapter 6). A side on which it never does is open, and said to
be. All work on many fits at once; both sides of an interval are two lanes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from .least_squares import Array, LeastSquares

METHODS = ("profile", "delta", "bootstrap")
COVARIANCES = ("Gauss-Newton", "observed Hessian")
TRIES = 40
CLOSE = 1e-8  # of Student's t: how near the edge of an interval is brought
DRAWS = 1999
PATIENCE = 100  # evaluations from a neighbouring point of a profile


@dataclass(frozen=True)
class Interval:
    """A confidence interval; ``low, high = interval`` unpacks it.

    Attributes
    ----------
    low, high : float, or one for each curve; the end of what is possible where a side is open
    level : float
    method : str
    open : {"", "low", "high", "both"}, or one for each curve: sides that the data do not close
    """

    low: Any
    high: Any
    level: float
    method: str
    open: Any = ""

    def __iter__(self) -> Iterator[Any]:
        return iter((self.low, self.high))

    def __str__(self) -> str:
        note = {"": "", "low": ", open below", "high": ", open above", "both": ", open"}
        if isinstance(self.open, str):
            return f"{self.low:.5g} to {self.high:.5g}{note[self.open]}"
        return f"{len(self.open)} intervals of {100 * self.level:g} %, by {self.method}"


def t_quantile(dof: Any, level: float) -> Array:
    """Student's t of a two-sided interval."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it lies between 0 and 1, as 0.95")
    return np.asarray(stdtrit(dof, 0.5 + level / 2), float)


def standard_errors(
    problem: LeastSquares,
    theta: Array,
    sigma: Array,
    free: Sequence[int],
    lanes: NDArray[np.int64],
    kind: str = COVARIANCES[0],
) -> Array:
    """Standard errors (p, k) of the free parameters."""
    if kind not in COVARIANCES:
        raise ValueError(f"covariance is '{kind}'; it is one of {', '.join(COVARIANCES)}")
    inverse = problem.covariance(theta, free, lanes, observed=kind == COVARIANCES[1])
    with np.errstate(invalid="ignore"):
        return sigma * np.sqrt(np.einsum("aak->ak", inverse))


def profile(
    problem: LeastSquares,
    theta: Array,
    rss: Array,
    dof: Array,
    free: Sequence[int],
    row: int,
    level: float,
    limits: tuple[Array, Array],
    lanes: NDArray[np.int64],
) -> tuple[Array, Array]:
    """Lower and upper end (k,) for one row of `theta` (P, k); infinite where it is open.

    Beyond `limits` nobody looks: a side that is not closed there is open.
    """
    k = len(lanes)
    rest = [f for f in free if f != row]
    quantile = np.tile(t_quantile(dof, level), 2)
    sigma = np.tile(np.sqrt(rss / dof), 2)
    both, best = np.tile(lanes, 2), np.tile(theta, 2)
    side = np.repeat([-1.0, 1.0], k)
    limit = np.concatenate(limits)
    inverse = problem.covariance(theta, free, lanes)
    at = list(free).index(row)
    spread = np.tile(np.sqrt(inverse[at, at]), 2) * sigma
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.tile(inverse[[list(free).index(r) for r in rest], at] / inverse[at, at], 2)
    along = np.nan_to_num(along)
    room = np.abs(limit - best[row])
    step = np.where(np.isfinite(spread), np.minimum(quantile * spread, room / 2), room / 10)
    now, good = best.copy(), best.copy()  # `good` is where the inner end was solved
    now[row] += side * step
    now[rest] += along * side * step
    inner, outer = best[row].copy(), np.full(2 * k, np.nan)
    f_inner, f_outer = -quantile, np.full(2 * k, np.nan)
    last = np.zeros(2 * k, int)  # which end moved last: -1 the inner one, 1 the outer
    end = np.where(sigma > 0, np.nan, best[row])
    going = np.flatnonzero(np.isnan(end))
    for _ in range(TRIES):
        if not len(going):
            break
        found = problem.minimise(now[:, going], rest, both[going], patience=PATIENCE)
        x = now[row, going]
        over = np.maximum(np.nan_to_num(found.rss, nan=np.inf) - np.tile(rss, 2)[going], 0)
        f = np.sqrt(over) / sigma[going] - quantile[going]
        beyond = f >= 0
        # Illinois: an end that stays twice counts half, so that both come in
        for moved, sign, f_other in ((beyond, 1, f_inner), (~beyond, -1, f_outer)):
            again = moved & (last[going] == sign)
            f_other[going[again]] *= 0.5
            last[going[moved]] = sign
        outer[going[beyond]], f_outer[going[beyond]] = x[beyond], f[beyond]
        inner[going[~beyond]], f_inner[going[~beyond]] = x[~beyond], f[~beyond]
        good[:, going[~beyond]] = found.theta[:, ~beyond]
        a, b = inner[going], outer[going]
        done = np.abs(f) <= CLOSE * quantile[going]
        done |= np.abs(b - a) <= 1e-11 * (np.abs(a) + np.abs(b))
        end[going[done]] = x[done]
        is_open = ~beyond & ((limit[going] - x) * side[going] <= 0)
        end[going[is_open]] = side[going[is_open]] * np.inf
        going = going[~(done | is_open)]
        now[:, going] = good[:, going]
        _next(now, row, going, (inner, outer, f_inner, f_outer), best[row], quantile, limit)
    end[going] = inner[going]  # not reached in any case met
    return end[:k], end[k:]


def _next(
    now: Array,
    row: int,
    going: NDArray[np.int64],
    ends: tuple[Array, Array, Array, Array],
    best: Array,
    quantile: Array,
    limit: Array,
) -> None:
    """Where to look next, in place: the secant in a bracket, farther out where there is none."""
    inner, outer, f_inner, f_outer = (e[going] for e in ends)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(f_inner / (f_inner - f_outer), 0.02, 0.98)
        inside = inner + share * (outer - inner)
        rise = f_inner + quantile[going]  # 0 at the best fit, t at the edge
        factor = np.clip(1.1 * quantile[going] / rise, 1.3, 4.0)
    way = inner - best[going]
    way = np.where(way == 0, 0.1 * (limit[going] - best[going]), way)
    farther = best[going] + np.nan_to_num(factor, nan=4.0) * way
    past = np.abs(farther - best[going]) >= np.abs(limit[going] - best[going])
    farther = np.where(past, limit[going], farther)
    now[row, going] = np.where(np.isnan(outer), farther, inside)


def bootstrap(
    problem: LeastSquares,
    theta: Array,
    free: Sequence[int],
    dof: int,
    lane: int,
    draws: int,
    seed: int,
) -> Array:
    """Refitted parameters (P, draws): residuals drawn with replacement, widened by sqrt(n/dof)."""
    here = np.array([lane])
    weights = problem.weights[:, lane]
    counted = weights > 0
    root = np.sqrt(weights[counted])
    values = problem.values(theta[:, None], here)[:, 0]
    rest = root * (problem.data[:, lane] - values)[counted]
    rest = (rest - rest.mean()) * np.sqrt(len(rest) / dof)
    drawn = np.random.default_rng(seed).choice(rest, (len(rest), draws))
    data = np.repeat(values[:, None], draws, 1)
    data[counted] += drawn / root[:, None]
    home = np.full(draws, lane)
    again = LeastSquares(
        lambda t, lanes: problem.values(t, home[lanes]),
        lambda t, lanes, wanted: problem.slopes(t, home[lanes], wanted),
        data,
        np.repeat(weights[:, None], draws, 1),
        None if problem.lower is None else np.repeat(problem.lower[:, [lane]], draws, 1),
        None if problem.upper is None else np.repeat(problem.upper[:, [lane]], draws, 1),
    )
    return again.minimise(np.repeat(theta[:, None], draws, 1), free).theta
