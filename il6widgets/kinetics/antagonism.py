"""Competitive antagonists: Gaddum's equation, and Schild's analysis as one fit to all curves.

An antagonist at concentration B moves the ec50 of the agonist by 1 + (B / K_B)^slope and leaves
the rest of the curve (Gaddum, J. Physiol. 89, 1937, 7P; Arunlakshana & Schild, Br. J. Pharmacol.
14, 1959, 48). A slope of 1 is what competition for one site gives. Fitting all curves at once, not
a line through dose ratios, gives every point its weight (Lew & Angus, Trends Pharmacol. Sci. 16,
1995, 328).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .dose_data import FitError, read
from .errors import suggestion
from .fit_checks import lacking, unfit
from .joint import Coordinate, JointFit, joint_problem
from .logistic import BOTTOM, HILL, LN_ASYMMETRY, LN_EC50, LOGARITHMIC, MODELS, NAMES, TOP, Array
from .relative import fit_groups

LN_KB, SLOPE = 5, 6  # rows after those of the logistic curve


def gaddum(
    dose: ArrayLike,
    antagonist: ArrayLike,
    *,
    ec50: float,
    kb: float,
    hill: float = 1.0,
    bottom: float = 0.0,
    top: float = 1.0,
    slope: float = 1.0,
) -> Any:
    """Response to an agonist in the presence of a competitive antagonist.

    Parameters
    ----------
    dose, antagonist : arrays that broadcast, in the units of `ec50` and of `kb`

    Examples
    --------
    At K_B of the antagonist twice the dose does the same.

    >>> float(gaddum(2.0, 0.5, ec50=1.0, kb=0.5))
    0.5
    """
    x, b = np.asarray(dose, float), np.asarray(antagonist, float)
    if (x < 0).any() or (b < 0).any() or min(ec50, kb) <= 0:
        raise ValueError("doses are 0 or more, ec50 and kb above 0")
    with np.errstate(divide="ignore", over="ignore"):
        shifted = np.log(ec50) + np.log1p((b / kb) ** slope)
        return bottom + (top - bottom) / (1 + np.exp(-hill * (np.log(x) - shifted)))


class SchildFit(JointFit):
    """Agonist curves at several concentrations of an antagonist, fitted together.

    `groups` are the concentrations. ``interval("kb")``, ``interval("slope")`` and so on say how
    sure each number is.

    Attributes
    ----------
    kb : the antagonist's dissociation constant: where it doubles the ec50
    slope : 1 for competition
    pa2 : -log10 of kb, in the unit of the antagonist
    ec50 : of the agonist alone
    """

    @property
    def kb(self) -> float:
        return self.parameters["kb"]

    @property
    def slope(self) -> float:
        return self.parameters["slope"]

    @property
    def pa2(self) -> float:
        return -float(np.log10(self.kb))

    @property
    def ec50(self) -> float:
        return self.parameters["ec50"]

    def dose_ratios(self) -> dict[Any, float]:
        """How many times each concentration of the antagonist moves the ec50."""
        moved = self._spread(self._theta)[:, LN_EC50, 0] - self._theta[LN_EC50, 0]
        return {g: float(np.exp(m)) for g, m in zip(self.groups, moved, strict=True)}


def schild(
    dose: ArrayLike,
    antagonist: ArrayLike,
    response: ArrayLike,
    model: str = "4pl",
    weights: ArrayLike | None = None,
    fixed: Mapping[str, float] | None = None,
) -> SchildFit:
    """Fit K_B and the Schild slope of an antagonist to agonist curves, all at once.

    Parameters
    ----------
    dose, antagonist, response : lists, one value for each point
        One curve of at least two doses at each concentration of the antagonist, which are 0 and
        two or more others; one other will do with ``fixed={"slope": 1}``.
    model, weights : as for `fit`
    fixed : also "kb" and "slope"

    Raises
    ------
    FitError
        If the data cannot carry the model; says what is missing.
    """
    points = read(dose, response, weights)
    b = np.asarray(antagonist, float)
    if b.shape != np.shape(response) or not (np.isfinite(b) & (b >= 0)).all():
        raise FitError("antagonist needs one concentration for each response, 0 or more")
    fixed = dict(fixed or {})
    outer = {name: fixed.pop(name) for name in ("kb", "slope") if name in fixed}
    if model not in MODELS:
        raise FitError(f"there is no model '{model}'{suggestion(model, MODELS)}")
    levels = np.unique(b)
    wanted = 3 - len(outer)
    if len(levels) < wanted or (levels > 0).sum() < wanted - 1:
        raise FitError(
            f"antagonist has the concentrations {levels.tolist()}; kb and slope need 0 and two "
            "others; measure more, or fix the slope, as in fixed={'slope': 1}"
        )
    members = [np.flatnonzero(b == level) for level in levels]
    # the curves one by one first: where they lie says where kb and slope start
    shared = [NAMES[row] for row in MODELS[model] if row != LN_EC50 and NAMES[row] not in fixed]
    near = fit_groups(dose, response, list(b), model, weights, shared, None, fixed, None)
    with np.errstate(divide="ignore"):
        ln_b = np.log(levels)
    centre = float(ln_b[levels > 0].mean())
    from_groups = np.log(np.array([near.ec50[level] for level in levels]))
    theta, plain = (
        np.zeros((7, 1)),
        {row: getattr(near, NAMES[row]) for row in range(5) if row != 3},
    )
    for row, value in plain.items():
        theta[row] = points.inward(row, value)
    theta[LN_EC50], theta[LN_KB], theta[SLOPE] = _first_guess(from_groups, ln_b - centre)
    theta[LN_EC50] -= points.centre[0]
    coordinates = [
        Coordinate(name, None, offset, factor, row in LOGARITHMIC)
        for row, (name, offset, factor) in enumerate(
            (
                name,
                points.origin[0] if row in (BOTTOM, TOP) else points.centre[0] * (row == LN_EC50),
                points.scale[0] if row in (BOTTOM, TOP) else 1.0,
            )
            for row, name in enumerate(NAMES)
        )
    ]
    coordinates += [
        Coordinate("kb", None, centre, 1.0, logarithmic=True),
        Coordinate("slope", None),
    ]
    free = [row for row in MODELS[model] if NAMES[row] not in fixed]
    for row, name in ((LN_KB, "kb"), (SLOPE, "slope")):
        if name in outer:
            theta[row] = coordinates[row].inward(outer[name])
        else:
            free.append(row)
    reason = lacking(points, free[: len(MODELS[model])])[0]
    if reason:
        raise FitError(reason)

    def spread(t: Array) -> Array:
        return _spread(t, ln_b - centre)

    problem = joint_problem(points, members, spread, lambda t: _spread_slopes(t, ln_b - centre))
    best = problem.minimise(theta, free, careful=True)
    alone = unfit(
        points, best.theta[:5], [r for r in free if r < LN_KB and r != HILL], best.settled
    )
    if alone[0]:
        raise FitError(alone[0])
    return SchildFit(points, problem, best, free, coordinates, levels.tolist(), spread)


def _first_guess(ln_ec50: Array, ln_b: Array) -> tuple[float, float, float]:
    """ln ec50 alone, ln K_B and slope from Schild's straight line, as well as it goes."""
    alone = ln_ec50[np.isneginf(ln_b)]
    base = float(alone[0]) if len(alone) else float(ln_ec50.min() - 0.7)
    shift = np.expm1(ln_ec50 - base)
    use = np.isfinite(ln_b) & (shift > 0)
    if use.sum() < 2:
        at = float(ln_b[use][0] - np.log(shift[use][0])) if use.any() else 0.0
        return base, at, 1.0
    slope = np.polyfit(ln_b[use], np.log(shift[use]), 1)[0]
    slope = float(np.clip(slope, 0.3, 3.0))
    return base, float(np.mean(ln_b[use] - np.log(shift[use]) / slope)), slope


def _spread(theta: Array, ln_b: Array) -> Array:
    with np.errstate(invalid="ignore", over="ignore"):
        moved = np.logaddexp(0, theta[SLOPE] * (ln_b[:, None] - theta[LN_KB]))
    found = np.repeat(theta[None, :5], len(ln_b), 0)
    found[:, LN_EC50] += moved
    return found


def _spread_slopes(theta: Array, ln_b: Array) -> Array:
    k = theta.shape[1]
    found = np.zeros((len(ln_b), 5, 7, k))
    for row in (BOTTOM, TOP, HILL, LN_EC50, LN_ASYMMETRY):
        found[:, row, row] = 1.0
    with np.errstate(over="ignore"):
        away = np.where(np.isneginf(ln_b)[:, None], 0.0, ln_b[:, None] - theta[LN_KB])
        share = 1 / (1 + np.exp(-theta[SLOPE] * away))
    share = np.where(np.isneginf(ln_b)[:, None], 0.0, share)
    found[:, LN_EC50, LN_KB] = -theta[SLOPE] * share
    found[:, LN_EC50, SLOPE] = away * share
    return found
