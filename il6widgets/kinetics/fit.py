"""`fit`: a dose-response curve, or many, fitted to data by least squares.

`logistic.py` has the curve, `fit_start.py` where to start, `least_squares.py` how to get down,
`fit_checks.py` when to refuse, `fitted.py` what comes back, `intervals.py` how sure it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .dose_data import FitError, Points, read
from .errors import suggestion
from .fit_checks import lacking, unfit
from .fit_start import stand_upright
from .fit_start import start as grid_start
from .fitted import Fit, logistic_problem
from .logistic import BOTTOM, LN_ASYMMETRY, LOGARITHMIC, MODELS, NAMES, Array

Bounds = Mapping[str, tuple[float | None, float | None]]
PATIENCE = 300  # evaluations from a start that is near: what takes longer runs away


def fit(
    dose: ArrayLike,
    response: ArrayLike,
    model: str = "4pl",
    weights: ArrayLike | None = None,
    start: Mapping[str, float] | None = None,
    fixed: Mapping[str, float] | None = None,
    bounds: Bounds | None = None,
    *,
    groups: Sequence[Hashable] | None = None,
    shared: Sequence[str] = (),
) -> Any:
    """Fit a logistic dose-response curve, or many, by least squares.

    Parameters
    ----------
    dose : array, one for each response; 0 is allowed, repeats are replicates
    response : array (n,) for one curve, (n_curves, n) for many at once
    model : {"4pl", "3pl", "5pl"}
        With bottom 0 in 3pl; with an asymmetry in 5pl, where ec50 is still the half-maximal dose.
    weights : array, optional
        One over the variance, up to a factor; a point of weight 2 counts as two. 0 leaves it out.
    start, fixed : dict of parameter name to value, optional
        Parameters: bottom, top, hill, ec50, asymmetry.
    bounds : dict of parameter name to (low, high), optional; None is no bound
    groups : labels, one for each response, optional
        Which curve a point is of, where several are fitted together.
    shared : names of parameters that all groups have in common

    Returns
    -------
    Fit
        With numbers for one curve and arrays for many; with groups, a `SharedFit`.

    Raises
    ------
    FitError
        If the data cannot carry the model; says what is missing. Of many curves, those that cannot
        hold NaN instead, and `refused` says why.

    Notes
    -----
    hill > 0 rises with the dose, hill < 0 falls; bottom is the lower plateau, unless hill or a
    plateau is fixed or bounded so that it cannot be. ec50 and asymmetry are fitted as logarithms.

    Examples
    --------
    >>> dose = [0, 1, 3, 10, 30, 100]
    >>> found = fit(dose, [2.0, 11.1, 26.4, 52.2, 77.0, 93.1])
    >>> f"{found.ec50:.3g}, {found.hill:.2g}"
    '9.96, 0.97'
    """
    check_names(model, start, fixed, bounds)
    if groups is not None:
        from .relative import fit_groups

        return fit_groups(dose, response, groups, model, weights, shared, start, fixed, bounds)
    if shared:
        raise FitError(f"shared is {tuple(shared)} but there are no groups; give groups=labels")
    points = read(dose, response, weights)
    known = known_rows(points, model, fixed)
    free = [row for row in MODELS[model] if row not in known]
    if not free:
        raise FitError("every parameter is fixed: there is nothing to fit")
    lower, upper = _bounds(points, bounds)
    problem = logistic_problem(points, lower, upper)
    n_curves = points.response.shape[1]
    refused = np.array(lacking(points, free), object)
    if points.single and refused[0]:
        raise FitError(refused[0])
    told = {NAMES.index(name): value for name, value in (start or {}).items()}
    told = {row: points.inward(row, value) for row, value in told.items()}
    lanes = np.flatnonzero(refused == "")
    theta = np.full((5, n_curves), np.nan)
    rss, steps = np.full(n_curves, np.nan), np.zeros(n_curves, int)
    settled = np.zeros(n_curves, bool)
    if len(lanes):
        begin = grid_start(points, free, {**told, **known}, lower, upper)[:, lanes]
        best = problem.minimise(begin, free, lanes, careful=points.single, patience=PATIENCE)
        theta[:, lanes], rss[lanes] = best.theta, best.rss
        steps[lanes], settled[lanes] = best.steps, best.settled
        if model == "4pl" and not fixed and not bounds:
            theta = stand_upright(theta)
        late = np.array(unfit(points, theta, free, settled), object)
        refused = np.where(refused == "", late, refused)
        if points.single and refused[0]:
            raise FitError(refused[0])
        theta[:, refused != ""] = rss[refused != ""] = np.nan
    return Fit(model, points, problem, theta, rss, steps, tuple(free), tuple(refused))


def check_names(model: str, start: Any, fixed: Any, bounds: Any) -> None:
    if model not in MODELS:
        raise FitError(f"there is no model '{model}'{suggestion(model, MODELS)}")
    has = [NAMES[row] for row in MODELS[model]]
    for word, given in (("start", start), ("fixed", fixed), ("bounds", bounds)):
        for name, value in (given or {}).items():
            if name not in has:
                raise FitError(f"{word}: {model} has no parameter '{name}'{suggestion(name, has)}")
            values = [v for v in np.atleast_1d(np.asarray(value, object)).ravel() if v is not None]
            if not np.isfinite(np.array(values, float)).all() and word != "bounds":
                raise FitError(f"{word}: {name} is {value}; it must be a number")
            if word != "bounds" and name in ("ec50", "asymmetry") and min(values) <= 0:
                raise FitError(f"{word}: {name} is {value}; it must be above 0")
            if word == "bounds" and (
                len(value) != 2 or (len(values) == 2 and not values[0] < values[1])
            ):
                raise FitError(f"bounds: {name} is {value}; give (low, high), low below high")
            if word == "bounds" and name in (fixed or {}):
                raise FitError(f"{name} is both fixed and bounded; leave one out")


def known_rows(points: Points, model: str, fixed: Mapping[str, float] | None) -> dict[int, Array]:
    """Rows that are not fitted, with their values in the scale of the fit."""
    plain = {"3pl": {BOTTOM: 0.0, LN_ASYMMETRY: 1.0}, "4pl": {LN_ASYMMETRY: 1.0}}.get(model, {})
    given = {NAMES.index(name): value for name, value in (fixed or {}).items()}
    return {row: points.inward(row, value) for row, value in {**plain, **given}.items()}


def _bounds(points: Points, bounds: Bounds | None) -> tuple[Array | None, Array | None]:
    if not bounds:
        return None, None
    lower = np.full((5, len(points.origin)), -np.inf)
    upper = -lower
    for name, (low, high) in bounds.items():
        row = NAMES.index(name)
        if low is not None:
            lower[row] = points.inward(row, max(low, 0) if row in LOGARITHMIC else low)
        if high is not None:
            upper[row] = points.inward(row, high)
    return lower, upper
