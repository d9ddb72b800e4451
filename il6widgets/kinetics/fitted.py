"""What `fit` returns: estimates, how sure they are, and what they rest on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .dose_data import FitError, Points
from .errors import suggestion
from .fit_checks import doubts
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
from .least_squares import LeastSquares
from .logistic import (
    BOTTOM,
    HILL,
    LN_ASYMMETRY,
    LN_EC50,
    LOGARITHMIC,
    NAMES,
    TOP,
    Array,
    curve,
    slopes,
)

OPEN = np.log(1e4)  # an interval that is not closed this far from every dose is open


def logistic_problem(points: Points, lower: Array | None, upper: Array | None) -> LeastSquares:
    """One logistic curve in each lane."""
    common = points.ln_dose.shape[1] == 1

    def doses(lanes: NDArray[np.int64]) -> Array:
        return points.ln_dose if common else points.ln_dose[:, lanes]

    return LeastSquares(
        lambda theta, lanes: curve(theta, doses(lanes)),
        lambda theta, lanes, wanted: slopes(theta, doses(lanes), wanted),
        points.response,
        points.weights,
        lower,
        upper,
    )


class Fit:
    """A fitted curve, or many: every number is then an array, in the order of the curves.

    Attributes
    ----------
    bottom, top, hill, ec50, asymmetry : estimates (0 and 1 where the model has them so)
    model : str
    parameters : dict of name to estimate, of those that were fitted
    stats : Stats
    residuals : response less curve, in the shape of the response
    marks : tuple of sentences on what is extrapolated (a tuple of them for each curve)
    refused : for many curves, why each could not be fitted; "" where it was
    """

    def __init__(
        self,
        model: str,
        points: Points,
        problem: LeastSquares,
        theta: Array,
        rss: Array,
        steps: NDArray[np.int64],
        free: tuple[int, ...],
        refused: tuple[str, ...],
    ) -> None:
        self.model = model
        self.refused = refused
        self._points, self._problem, self._theta, self._free = points, problem, theta, free
        self._rss = rss
        response = points.origin + points.scale * points.response
        found = statistics(points.weights, response, rss * points.scale**2, len(free), steps)
        self.stats = Stats(
            **{k: v if isinstance(v, str) else self._plain(v) for k, v in found.items()}
        )
        self.residuals: Array = self._columns(response - self._curves(points.dose))
        marks = doubts(points, theta, free)
        self.marks: Any = marks[0] if points.single else tuple(marks)
        self.parameters: dict[str, Any] = {NAMES[row]: self._estimate(row) for row in free}

    @property
    def bottom(self) -> Any:
        return self._estimate(BOTTOM)

    @property
    def top(self) -> Any:
        return self._estimate(TOP)

    @property
    def hill(self) -> Any:
        return self._estimate(HILL)

    @property
    def ec50(self) -> Any:
        return self._estimate(LN_EC50)

    @property
    def asymmetry(self) -> Any:
        return self._estimate(LN_ASYMMETRY)

    def __len__(self) -> int:
        return self._theta.shape[1]

    def predict(self, dose: ArrayLike) -> Any:
        """Response of the fitted curve at any dose; (n_curves, ...) for many curves."""
        x = np.asarray(dose, float)
        if not (x >= 0).all():
            raise FitError("a dose to predict at must be 0 or more")
        found = self._curves(x.reshape(-1, 1)).T.reshape(-1, *x.shape)
        found = found[0] if self._points.single else found
        return float(found) if found.ndim == 0 else found

    def theta(self) -> Array:
        """Parameters (5, n_curves) in the unit of the data: bottom, top, hill, ln ec50, ln s."""
        rows = np.array([self._points.outward(row, self._theta[row]) for row in range(5)])
        rows[list(LOGARITHMIC)] = np.log(rows[list(LOGARITHMIC)])
        return rows

    def standard_error(self, name: str, covariance: str = COVARIANCES[0]) -> Any:
        """Standard error of a parameter (0 if fixed).

        Parameters
        ----------
        covariance : {"Gauss-Newton", "observed Hessian"}
            As R's `nls` and scipy, or as R's `drc`.
        """
        row = self._row(name)
        if row not in self._free:
            return self._plain(np.zeros(len(self)))
        errors = self._errors(covariance)[self._free.index(row)]
        if row in LOGARITHMIC:
            return self._plain(errors * self._points.outward(row, self._theta[row]))
        return self._plain(errors * (self._points.scale if row in (BOTTOM, TOP) else 1.0))

    def interval(
        self,
        name: str,
        level: float = 0.95,
        method: str = "profile",
        *,
        covariance: str = COVARIANCES[0],
        scale: str = "log",
        draws: int = DRAWS,
        seed: int = 0,
    ) -> Interval:
        """Confidence interval of a parameter.

        Parameters
        ----------
        method : {"profile", "delta", "bootstrap"}
        covariance : what "delta" rests on; see `standard_error`
        scale : {"log", "linear"}
            Whether "delta" takes ec50 and asymmetry as logarithms.
        draws, seed : of "bootstrap", which draws residuals
        """
        row = self._row(name)
        if row not in self._free:
            raise FitError(f"{name} was not fitted: it is fixed at {self._estimate(row)}")
        dof = np.atleast_1d(self.stats.dof)
        if not (dof > 0).any():
            raise FitError("as many parameters as points: no interval; measure replicates")
        if method not in METHODS:
            raise ValueError(f"method is '{method}'; it is one of {', '.join(METHODS)}")
        lanes = np.flatnonzero(np.isfinite(self._rss) & (dof > 0))
        low, high = np.full((2, len(self)), np.nan)
        theta, rss = self._theta[:, lanes], self._rss[lanes]
        if method == "profile":
            low[lanes], high[lanes] = profile(
                self._problem, theta, rss, dof[lanes], self._free, row, level,
                self._limits(row, lanes), lanes,
            )  # fmt: skip
        elif method == "delta":
            error = self._errors(covariance)[self._free.index(row), lanes]
            half = t_quantile(dof[lanes], level) * error
            if row in LOGARITHMIC and scale == "linear":
                with np.errstate(divide="ignore", invalid="ignore"):
                    low[lanes], high[lanes] = theta[row] + np.log([1 - half, 1 + half])
            else:
                low[lanes], high[lanes] = theta[row] - half, theta[row] + half
        else:
            for lane in lanes.tolist():
                drawn = bootstrap(
                    self._problem,
                    self._theta[:, lane],
                    self._free,
                    int(dof[lane]),
                    lane,
                    draws,
                    seed,
                )[row]
                low[lane], high[lane] = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        return self._interval(row, low, high, level, method)

    def __getitem__(self, index: int) -> Fit:
        """One curve of many, as a fit of its own."""
        lane = range(len(self))[index]
        if self.refused[lane]:
            raise FitError(self.refused[lane])
        p = self._points
        doses = [a if a.shape[1] == 1 else a[:, [lane]] for a in (p.dose, p.ln_dose)]
        centre = p.centre if p.centre.size == 1 else p.centre[[lane]]
        points = Points(
            doses[0], doses[1], p.response[:, [lane]], p.weights[:, [lane]], centre,
            p.origin[[lane]], p.scale[[lane]], True,
        )  # fmt: skip
        lower, upper = self._problem.lower, self._problem.upper
        problem = logistic_problem(
            points,
            None if lower is None else lower[:, [lane]],
            None if upper is None else upper[:, [lane]],
        )
        steps = np.atleast_1d(self.stats.steps)[[lane]]
        return Fit(
            self.model, points, problem, self._theta[:, [lane]], self._rss[[lane]], steps,
            self._free, ("",),
        )  # fmt: skip

    def __str__(self) -> str:
        from .fit_text import describe

        return describe(self)

    def _row(self, name: str) -> int:
        if name not in NAMES:
            raise FitError(f"a fit has no parameter '{name}'{suggestion(name, NAMES)}")
        return NAMES.index(name)

    def _estimate(self, row: int) -> Any:
        return self._plain(self._points.outward(row, self._theta[row]))

    def _plain(self, values: Any) -> Any:
        """A number for one curve, the array for many."""
        return np.asarray(values)[0].item() if self._points.single else values

    def _columns(self, values: Array) -> Array:
        return values[:, 0] if self._points.single else values.T

    def _curves(self, dose: Array) -> Array:
        p = self._points
        with np.errstate(divide="ignore"):
            return p.origin + p.scale * curve(self._theta, np.log(dose) - p.centre)

    def _errors(self, covariance: str) -> Array:
        """In the scale of the fit, (p, n_curves)."""
        sigma = np.atleast_1d(self.stats.sigma) / self._points.scale
        lanes = np.arange(len(self))
        return standard_errors(self._problem, self._theta, sigma, self._free, lanes, covariance)

    def _limits(self, row: int, lanes: NDArray[np.int64]) -> tuple[Array, Array]:
        """How far a profile is followed, in the scale of the fit."""
        here = self._theta[row, lanes]
        low, high = np.full(len(lanes), -1e3), np.full(len(lanes), 1e3)
        if row == LN_EC50:
            lowest, highest = (side[lanes] for side in self._points.reach())
            low, high = np.minimum(lowest, here) - OPEN, np.maximum(highest, here) + OPEN
        elif row == HILL:
            # towards 0 the curve is a straight line, towards infinity a step
            low, high = np.sort([1e-3 * here, 1e2 * here], 0)
        elif row == LN_ASYMMETRY:
            low, high = here - OPEN, here + OPEN
        if self._problem.lower is not None and self._problem.upper is not None:
            low = np.maximum(low, self._problem.lower[row, lanes])
            high = np.minimum(high, self._problem.upper[row, lanes])
        return low, high

    def _interval(self, row: int, low: Array, high: Array, level: float, method: str) -> Interval:
        sides = (np.isneginf(low), np.isposinf(high))
        words = np.array(["", "low", "high", "both"])[sides[0] + 2 * sides[1]]
        low, high = self._points.outward(row, low), self._points.outward(row, high)
        if row == HILL:  # the end at which it would change its sign
            low = np.where(sides[0] & (self._theta[HILL] > 0), 0.0, low)
            high = np.where(sides[1] & (self._theta[HILL] < 0), 0.0, high)
        return Interval(
            self._plain(low),
            self._plain(high),
            level,
            method,
            str(words[0]) if self._points.single else words,
        )
