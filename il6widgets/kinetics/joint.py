"""One fit to several curves at once: what `relative.py` and `antagonism.py` have in common.

The curves are logistic, their parameters functions of fewer coordinates. One lane, all points.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from .dose_data import FitError, Points
from .errors import suggestion
from .fit_stats import Stats, statistics
from .intervals import (
    COVARIANCES,
    DRAWS,
    METHODS,
    Interval,
    bootstrap,
    profile,
    standard_errors,
    t_quantile,
)
from .least_squares import LeastSquares, Minimum
from .logistic import Array, curve, slopes

OPEN = np.log(1e6)  # how far from its estimate a logarithm is followed
TALL = 1e3  # and anything else, in units of itself or of the responses

Spread = Callable[[Array], Array]  # (P, k) coordinates -> (C, 5, k) parameters of C curves
SpreadSlopes = Callable[[Array], Array]  # -> (C, 5, P, k)


@dataclass(frozen=True)
class Coordinate:
    """One number of a joint fit: value = offset + factor * row, or e to that power."""

    name: str
    group: Hashable | None  # None where all curves share it
    offset: float = 0.0
    factor: float = 1.0
    logarithmic: bool = False

    def outward(self, value: Any) -> Any:
        with np.errstate(over="ignore"):
            plain = self.offset + self.factor * np.asarray(value)
            return np.exp(plain) if self.logarithmic else plain

    def inward(self, value: float) -> float:
        with np.errstate(divide="ignore"):
            plain = np.log(value) if self.logarithmic else value
        return float((plain - self.offset) / self.factor)


def joint_problem(
    points: Points,
    members: Sequence[NDArray[np.int64]],
    spread: Spread,
    spread_slopes: SpreadSlopes,
    lower: Array | None = None,
    upper: Array | None = None,
) -> LeastSquares:
    """Least squares over all points; `members` says which are of each curve."""
    doses = [points.ln_dose[of] for of in members]
    n = len(points.ln_dose)

    def values(theta: Array, _: NDArray[np.int64]) -> Array:
        found = np.empty((n, theta.shape[1]))
        for of, dose, own in zip(members, doses, spread(theta), strict=True):
            found[of] = curve(own, dose)
        return found

    def derivatives(theta: Array, _: NDArray[np.int64], wanted: Sequence[int]) -> Array:
        found = np.empty((len(wanted), n, theta.shape[1]))
        outer = spread_slopes(theta)[:, :, list(wanted)]
        for of, dose, own, chain in zip(members, doses, spread(theta), outer, strict=True):
            rows = [row for row in range(5) if chain[row].any()]
            inner = slopes(own, dose, rows)
            found[:, of] = np.einsum("rnk,rwk->wnk", inner, chain[rows])
        return found

    return LeastSquares(values, derivatives, points.response, points.weights, lower, upper)


class JointFit:
    """Several curves fitted together.

    Attributes
    ----------
    groups : labels of the curves
    parameters : dict of name to estimate, or to a dict by group where each has its own
    stats : Stats, of all points
    residuals : (n,) array, in the order of the data
    """

    def __init__(
        self,
        points: Points,
        problem: LeastSquares,
        best: Minimum,
        free: Sequence[int],
        coordinates: Sequence[Coordinate],
        groups: Sequence[Hashable],
        spread: Spread,
    ) -> None:
        self.groups = tuple(groups)
        self._points, self._problem, self._free = points, problem, list(free)
        self._theta, self._rss, self._spread = best.theta, best.rss, spread
        self._coordinates = list(coordinates)
        origin, scale = points.origin[0], points.scale[0]
        found = statistics(
            points.weights, origin + scale * points.response, best.rss * scale**2, len(free),
            best.steps,
        )  # fmt: skip
        self.stats = Stats(
            **{k: v if isinstance(v, str) else v[0].item() for k, v in found.items()}
        )
        here = np.zeros(1, int)
        rest = points.response - problem.values(self._theta, here)
        self.residuals: Array = scale * rest[:, 0]
        self.parameters: dict[str, Any] = {}
        for row, of in enumerate(self._coordinates):
            value = float(of.outward(self._theta[row, 0]))
            if of.group is None:
                self.parameters[of.name] = value
            else:
                self.parameters.setdefault(of.name, {})[of.group] = value

    def predict(self, dose: Any, group: Hashable) -> Any:
        """Response of one group's curve at any dose."""
        if group not in self.groups:
            raise FitError(f"there is no group {group!r}; groups: {self.groups}")
        own = self._spread(self._theta)[self.groups.index(group)]
        x = np.asarray(dose, float)
        if not (x >= 0).all():
            raise FitError("a dose to predict at must be 0 or more")
        p = self._points
        with np.errstate(divide="ignore"):
            value = curve(own, np.log(x.reshape(-1, 1)) - p.centre)[:, 0]
        found = (p.origin[0] + p.scale[0] * value).reshape(x.shape)
        return float(found) if found.ndim == 0 else found

    def standard_error(
        self, name: str, group: Hashable | None = None, covariance: str = COVARIANCES[0]
    ) -> float:
        """Standard error of a parameter (0 if fixed)."""
        row = self._row(name, group)
        of = self._coordinates[row]
        if row not in self._free:
            return 0.0
        error = float(self._errors(covariance)[self._free.index(row)]) * abs(of.factor)
        return error * float(of.outward(self._theta[row, 0])) if of.logarithmic else error

    def interval(
        self,
        name: str,
        group: Hashable | None = None,
        level: float = 0.95,
        method: str = "profile",
        *,
        covariance: str = COVARIANCES[0],
        draws: int = DRAWS,
        seed: int = 0,
    ) -> Interval:
        """Confidence interval of a parameter, of one group where each has its own."""
        row = self._row(name, group)
        of, here = self._coordinates[row], np.zeros(1, int)
        if row not in self._free:
            raise FitError(f"{name} was not fitted: it is fixed")
        if self.stats.dof < 1:
            raise FitError("as many parameters as points: no interval; measure replicates")
        estimate = self._theta[row, 0]
        if method == "profile":
            low, high = profile(
                self._problem, self._theta, self._rss, np.array([self.stats.dof]), self._free, row,
                level, self._limits(row), here,
            )  # fmt: skip
            ends = np.array([low[0], high[0]])
        elif method == "delta":
            half = (
                t_quantile(self.stats.dof, level) * self._errors(covariance)[self._free.index(row)]
            )
            ends = estimate + np.array([-half, half])
        elif method == "bootstrap":
            drawn = bootstrap(
                self._problem, self._theta[:, 0], self._free, self.stats.dof, 0, draws, seed
            )
            ends = np.quantile(drawn[row], [(1 - level) / 2, (1 + level) / 2])
        else:
            raise ValueError(f"method is '{method}'; it is one of {', '.join(METHODS)}")
        low, high = sorted(float(value) for value in of.outward(ends))
        closed = np.isfinite(ends) if of.factor > 0 else np.isfinite(ends)[::-1]
        word = {(True, True): "", (False, True): "low", (True, False): "high"}
        return Interval(low, high, level, method, word.get(tuple(closed.tolist()), "both"))

    def _limits(self, row: int) -> tuple[Array, Array]:
        of, here = self._coordinates[row], self._theta[row]
        reach = np.array([OPEN if of.logarithmic else TALL])
        low, high = here - reach, here + reach
        if of.name == "hill":
            low, high = np.sort([1e-3 * here, 1e2 * here], 0)
        if self._problem.lower is not None and self._problem.upper is not None:
            low = np.maximum(low, self._problem.lower[row])
            high = np.minimum(high, self._problem.upper[row])
        return low, high

    def _errors(self, covariance: str) -> Array:
        sigma = np.sqrt(self._rss / max(self.stats.dof, 1))
        return standard_errors(
            self._problem, self._theta, sigma, self._free, np.zeros(1, int), covariance
        )[:, 0]

    def _row(self, name: str, group: Hashable | None) -> int:
        names = list(self.parameters)
        if name not in names:
            raise FitError(f"this fit has no parameter '{name}'{suggestion(name, names)}")
        found = [i for i, of in enumerate(self._coordinates) if of.name == name]
        if len(found) == 1 and group in (None, self._coordinates[found[0]].group):
            return found[0]
        for i in found:
            if self._coordinates[i].group == group and group is not None:
                return i
        own = [self._coordinates[i].group for i in found]
        raise FitError(f"{name} is not of group {group!r}; say which of {own}")

    def __str__(self) -> str:
        n = len(self.groups)
        many = f"{n} curves, {self.stats.n} points, by least squares together"
        lines = [many if n > 1 else f"{self.stats.n} points, by least squares"]
        for row, of in enumerate(self._coordinates):
            label = of.name if of.group is None else f"{of.name} {of.group}"
            value = float(of.outward(self._theta[row, 0]))
            if row not in self._free:
                lines.append(f"  {label:16}{value:>12.5g}  fixed")
                continue
            if self.stats.dof > 0:
                error = self.standard_error(of.name, of.group)
                told = self.interval(of.name, of.group)
                lines.append(f"  {label:16}{value:>12.5g}  ± {error:<10.3g} 95 % {told}")
            else:
                lines.append(f"  {label:16}{value:>12.5g}")
        s = self.stats
        lines.append(
            f"  sigma {s.sigma:.4g} on {s.dof} degrees of freedom, R² {s.r2:.4f}, AIC {s.aic:.2f}"
        )
        return "\n".join(lines)


def compare(smaller: JointFit, larger: JointFit) -> tuple[float, int, int, float]:
    """F, its two degrees of freedom and p, of a fit nested in another of the same data."""
    more = smaller.stats.dof - larger.stats.dof
    if more < 1 or larger.stats.dof < 1:
        raise FitError("the larger fit must have more parameters, and fewer than points")
    f = (smaller.stats.rss - larger.stats.rss) / more / (larger.stats.rss / larger.stats.dof)
    return f, more, larger.stats.dof, float(fdtrc(more, larger.stats.dof, max(f, 0.0)))
