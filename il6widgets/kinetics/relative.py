"""Curves fitted together with parameters in common, and the potency of one relative to another."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .dose_data import FitError, Points, read
from .errors import suggestion
from .fit import check_names, known_rows
from .fit_checks import lacking, unfit
from .fit_start import start as grid_start
from .intervals import Interval, t_quantile
from .joint import Coordinate, JointFit, compare, joint_problem
from .logistic import BOTTOM, LN_EC50, LOGARITHMIC, MODELS, NAMES, TOP, Array


class SharedFit(JointFit):
    """Curves with parameters in common; ``fit.ec50["B"]`` is that of group B.

    Attributes
    ----------
    bottom, top, hill, ec50, asymmetry : number where shared or fixed, dict by group where not
    """

    model: str

    @property
    def bottom(self) -> Any:
        return self.parameters["bottom"]

    @property
    def top(self) -> Any:
        return self.parameters["top"]

    @property
    def hill(self) -> Any:
        return self.parameters["hill"]

    @property
    def ec50(self) -> Any:
        """By group, also where all but one are fitted as a potency."""
        if "potency" not in self.parameters:
            return self.parameters["ec50"]
        own = self._spread(self._theta)[:, LN_EC50, 0] + self._points.centre[0]
        return {g: float(np.exp(ln)) for g, ln in zip(self.groups, own, strict=True)}

    @property
    def asymmetry(self) -> Any:
        return self.parameters["asymmetry"]


class RelativePotency:
    """How much less of a group than of the reference does the same.

    Attributes
    ----------
    reference : label
    potency : dict of group to ec50(reference) / ec50(group)
    fit : SharedFit, curves that differ in ec50 only
    parallel : (F, dof, dof, p) against curves that share nothing, or None where these cannot be
        fitted; a small p says that one number does not describe the difference
    """

    def __init__(self, fit: SharedFit, reference: Hashable, parallel: Any) -> None:
        self.fit, self.reference, self.parallel = fit, reference, parallel
        self.potency: dict[Hashable, float] = fit.parameters["potency"]

    def interval(
        self, group: Hashable | None = None, level: float = 0.95, method: str = "profile"
    ) -> Interval:
        """By "profile", "delta" or "bootstrap" on the logarithm, or by "fieller" on the doses."""
        if group is None and len(self.potency) == 1:
            group = next(iter(self.potency))
        if method == "fieller":
            return self._fieller(group, level)
        return self.fit.interval("potency", group, level, method)

    def _fieller(self, group: Hashable | None, level: float) -> Interval:
        """Fieller, J. R. Stat. Soc. B 16, 1954, 175, on the two ec50 and their covariance."""
        fit = self.fit
        at, rho = (fit._row(*key) for key in (("ec50", None), ("potency", group)))
        where = [fit._free.index(at), fit._free.index(rho)]
        inverse = fit._problem.covariance(fit._theta, fit._free, np.zeros(1, int))[:, :, 0]
        inverse = inverse[np.ix_(where, where)] * fit._rss[0] / fit.stats.dof
        a, b = fit.ec50[self.reference], fit.ec50[group]
        chain = np.array([[a, 0.0], [b, -b]])  # of both ec50 by ln ec50 and ln potency
        (v11, v12), (_, v22) = chain @ inverse @ chain.T
        t = float(t_quantile(fit.stats.dof, level))
        g, ratio = t**2 * v22 / b**2, a / b
        under = v11 - 2 * ratio * v12 + ratio**2 * v22 - g * (v11 - v12**2 / v22)
        if g >= 1 or under < 0:
            return Interval(0.0, np.inf, level, "fieller", "both")
        half = t / b * np.sqrt(under)
        low, high = ((ratio - g * v12 / v22 + sign * half) / (1 - g) for sign in (-1, 1))
        return Interval(float(low), float(high), level, "fieller")

    def __str__(self) -> str:
        lines = [f"potency relative to {self.reference} (ec50 of it over ec50 of the other)"]
        for group, value in self.potency.items():
            lines.append(f"  {group}  {value:.5g}, 95 % {self.interval(group)}")
        if self.parallel is not None:
            f, more, dof, p = self.parallel
            lines.append(f"  parallel: F({more}, {dof}) = {f:.3g}, p = {p:.3g}")
        return "\n".join(lines)


def relative_potency(
    dose: ArrayLike,
    response: ArrayLike,
    groups: Sequence[Hashable],
    reference: Hashable | None = None,
    model: str = "4pl",
    weights: ArrayLike | None = None,
    fixed: Mapping[str, float] | None = None,
) -> RelativePotency:
    """Fit curves that differ in ec50 only, and compare each ec50 with that of the reference.

    Parameters
    ----------
    groups : labels, one for each response
    reference : label; the first that occurs if not said
    model, weights, fixed : as for `fit`

    Raises
    ------
    FitError
        If the data cannot carry the model, or there is nothing to compare.
    """
    labels = list(dict.fromkeys(groups))
    if len(labels) < 2:
        raise FitError(f"groups has one label, {labels}; a relative potency needs two or more")
    reference = labels[0] if reference is None else reference
    if reference not in labels:
        raise FitError(
            f"reference {reference!r} is no group{suggestion(str(reference), map(str, labels))}"
        )
    if fixed and "ec50" in fixed:
        raise FitError("ec50 is fixed: there is nothing to compare")
    shared = [NAMES[row] for row in MODELS.get(model, ()) if row != LN_EC50]
    fit = fit_groups(
        dose, response, groups, model, weights, shared, None, fixed, None, reference=reference
    )
    try:
        apart = fit_groups(dose, response, groups, model, weights, (), None, fixed, None)
        parallel = compare(fit, apart)
    except FitError:
        parallel = None
    return RelativePotency(fit, reference, parallel)


def fit_groups(
    dose: ArrayLike,
    response: ArrayLike,
    groups: Sequence[Hashable],
    model: str,
    weights: ArrayLike | None,
    shared: Sequence[str],
    start: Mapping[str, float] | None,
    fixed: Mapping[str, float] | None,
    bounds: Mapping[str, Any] | None,
    *,
    reference: Hashable | None = None,
) -> SharedFit:
    """`fit` with groups; with a reference, the other ec50 are fitted as potencies."""
    check_names(model, start, fixed, bounds)
    points = read(dose, response, weights)
    if not points.single:
        raise FitError("with groups, dose and response are lists: one value for each point")
    if len(groups) != len(points.dose):
        raise FitError(f"groups has {len(groups)} labels, response {len(points.dose)} values")
    labels = list(dict.fromkeys(groups))
    members = [np.array([i for i, g in enumerate(groups) if g == label]) for label in labels]
    has = [NAMES[row] for row in MODELS[model]]
    for name in shared:
        if name not in has:
            raise FitError(f"shared: {model} has no parameter '{name}'{suggestion(name, has)}")
        if fixed and name in fixed:
            raise FitError(f"{name} is both fixed and shared; leave one out")
    known = known_rows(points, model, fixed)
    coordinates, mix = _coordinates(points, labels, shared, known, reference)
    free = [i for i, of in enumerate(coordinates) if NAMES.index(_row_name(of)) not in known]
    _demand(points, labels, members, len(free))
    lower = upper = None
    if bounds:
        ends = np.full((2, len(coordinates), 1), [[[-np.inf]], [[np.inf]]])
        for i, of in enumerate(coordinates):
            for end, value in zip(ends, bounds.get(of.name, (None, None)), strict=True):
                if value is not None:
                    end[i] = of.inward(value)
        lower, upper = ends
    problem = joint_problem(
        points,
        members,
        lambda theta: np.einsum("crp,pk->crk", mix, theta),
        lambda theta: np.broadcast_to(mix[..., None], (*mix.shape, theta.shape[1])),
        lower,
        upper,
    )
    begin = _begin(points, members, mix, known, shared, start)
    best = problem.minimise(begin, free, careful=True)
    own = np.einsum("crp,p->cr", mix, best.theta[:, 0])
    told = [row for row in MODELS[model] if row not in known]
    for label, of, theta in zip(labels, members, own, strict=True):
        rows = [row for row in told if NAMES[row] not in shared]
        reason = unfit(_part(points, of), theta[:, None], rows, best.settled)[0]
        if reason:
            raise FitError(f"group {label}: {reason}")
    found = SharedFit(
        points, problem, best, free, coordinates, labels,
        lambda theta: np.einsum("crp,pk->crk", mix, theta),
    )  # fmt: skip
    found.model = model
    return found


def _row_name(of: Coordinate) -> str:
    return "ec50" if of.name == "potency" else of.name


def _coordinates(
    points: Points,
    labels: Sequence[Hashable],
    shared: Sequence[str],
    known: Mapping[int, Array],
    reference: Hashable | None,
) -> tuple[list[Coordinate], Array]:
    """What is fitted, and the matrix (C, 5, P) that makes each curve's parameters of it."""
    offset = dict.fromkeys(range(5), (0.0, 1.0))
    offset[BOTTOM] = offset[TOP] = float(points.origin[0]), float(points.scale[0])
    offset[LN_EC50] = float(points.centre[0]), 1.0
    found: list[Coordinate] = []
    entries: list[tuple[int, int, int, float]] = []
    for row, name in enumerate(NAMES):
        common = name in shared or row in known
        base = len(found)
        if row == LN_EC50 and reference is not None:
            found.append(Coordinate(name, None, *offset[row], logarithmic=True))
            for c, label in enumerate(labels):
                entries.append((c, row, base, 1.0))
                if label != reference:
                    entries.append((c, row, len(found), -1.0))
                    found.append(Coordinate("potency", label, logarithmic=True))
            continue
        for c, label in enumerate(labels):
            if not common or c == 0:
                group = None if common else label
                found.append(Coordinate(name, group, *offset[row], row in LOGARITHMIC))
            entries.append((c, row, len(found) - 1, 1.0))
    mix = np.zeros((len(labels), 5, len(found)))
    for c, row, column, value in entries:
        mix[c, row, column] = value
    return found, mix


def _demand(points: Points, labels: Any, members: Any, n_free: int) -> None:
    for label, of in zip(labels, members, strict=True):
        reason = lacking(_part(points, of), [LN_EC50])[0]
        if reason:
            raise FitError(f"group {label}: {reason}")
    n = int((points.weights > 0).sum())
    if n < n_free:
        raise FitError(
            f"{n} points cannot carry {n_free} parameters of {len(labels)} curves: measure more, "
            "or share more of them, as in shared=('bottom', 'top', 'hill')"
        )


def _part(points: Points, of: Any) -> Points:
    """The points of one group, in the scale of all."""
    return Points(
        points.dose[of], points.ln_dose[of], points.response[of], points.weights[of],
        points.centre, points.origin, points.scale, True,
    )  # fmt: skip


def _begin(
    points: Points,
    members: Any,
    mix: Array,
    known: Mapping[int, Array],
    shared: Sequence[str],
    start: Mapping[str, float] | None,
) -> Array:
    """Each curve's own start, but for what is shared, which one of them tells."""
    told = {NAMES.index(name): value for name, value in (start or {}).items()}
    held = {**{row: points.inward(row, value) for row, value in told.items()}, **known}
    rows = [row for row in range(5) if row not in held]
    if shared:
        # as in the group that shows most nearly the whole span
        own = [grid_start(_part(points, of), rows, held, None, None)[:, 0] for of in members]
        spans = [abs(theta[TOP] - theta[BOTTOM]) for theta in own]
        guide = own[int(np.argmin([abs(span - 1) for span in spans]))]
        for name in shared:
            row = NAMES.index(name)
            if row not in held:
                held[row] = np.array([guide[row]])
        rows = [row for row in rows if row not in held]
    own = np.array([grid_start(_part(points, of), rows, held, None, None)[:, 0] for of in members])
    theta, *_ = np.linalg.lstsq(mix.reshape(-1, mix.shape[2]), own.ravel(), rcond=None)
    return np.asarray(theta, float)[:, None]
