"""The inverse problem: receptor numbers and constants from dose-response data, by the mechanism."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .dose_data import FitError, Points, read
from .errors import UnknownName, suggestion
from .inputs import read as read_input
from .intervals import Interval, t_quantile
from .joint import JointFit
from .least_squares import Minimum
from .mechanism_problem import MechanismProblem
from .model import Model
from .readout import read_out, readout

Array = NDArray[np.float64]

DENSE = 4.0
"""The values of a profile lie on a sinh of so much to each side."""
APART = 0.02
"""Relative difference from which on two fits are two."""
PATIENCE = 60
"""Evaluations from one start; what takes longer creeps along a flat valley."""


@dataclass(frozen=True)
class Profile:
    """The profile of one parameter: how well the data can be met with it held.

    Attributes
    ----------
    value : (points,)
        Of the parameter, in its unit.
    excess : (points,)
        The rise of the sum of squares over its least, in units of the residual variance: 0 at the
        best fit. Flat where the data say nothing.
    bar : float
        What it has to exceed to leave the interval.
    """

    value: Array
    excess: Array
    bar: float

    @property
    def flat(self) -> bool:
        """Whether it stays below the bar at either end of what was looked at."""
        return bool(min(self.excess[0], self.excess[-1]) < self.bar)


class MechanismFit(JointFit):
    """Parameters of a model, fitted to dose-response data through the model itself.

    ``fit.parameters["IL6R"]``, ``fit.interval("IL6R")`` (by profile likelihood), ``print(fit)``.

    Attributes
    ----------
    model : Model
    input : str
        What was dosed.
    read : Readout
    flat : tuple of str
        Parameters that the data leave open on one side or both.
    alternatives : tuple of dict
        Other values of the parameters that the data allow and that were met from other starts.
    """

    def __init__(
        self, task: MechanismProblem, best: Minimum, free: Sequence[int], tried: Minimum
    ) -> None:
        super().__init__(
            task.points, task.problem, best, free, task.coordinates, (task.input,), task.spread
        )
        self.model = task.model
        self.input = task.input
        self.read = task.read
        self._task = task
        self._profiles: dict[str, Profile] = {}
        p = len(task.free)
        bar = t_quantile(max(self.stats.dof, 1), 0.95) ** 2 / max(self.stats.dof, 1)
        near = np.nan_to_num(tried.rss, nan=np.inf) <= best.rss[0] * (1 + bar)
        far = np.abs(tried.theta[:p] - best.theta[:p]).max(0) > APART
        self._others: Array = tried.theta[:, near & far]
        found = [tuple(f"{v:.2g}" for v in np.exp(other[:p])) for other in self._others.T]
        first = [found.index(rounded) for rounded in dict.fromkeys(found)]
        self.alternatives = tuple(
            {name: float(np.exp(self._others[k, i])) for k, name in enumerate(task.free)}
            for i in first
        )

    @property
    def flat(self) -> tuple[str, ...]:
        """Parameters that the data leave open on one side or both."""
        return tuple(name for name in self._task.free if self.interval(name).open)

    def predict(self, dose: Any, group: Any = None, **names: Any) -> Any:
        """Return the fitted response at any doses.

        Parameters
        ----------
        dose
            In the unit of the input.
        **names
            Inputs that differ from those of the fit.
        """
        x = np.asarray(dose, float)
        free = {k: self.parameters[k] for k in self._task.free}
        given = {k: v for k, v in self._task.given.items() if not np.ndim(v)}
        found = read_out(self.model, [self.read], {**given, **free, self.input: x, **names})[0]
        return (self.parameters["bottom"] + self.parameters["scale"] * found)[()]

    def profile(self, name: str, points: int = 81, reach: float = 1000.0) -> Profile:
        """Return the profile of one of the model's parameters.

        With each value held, the rest is fitted anew from the best of a grid and from what fitted
        its neighbours: a valley with two floors is seen with both.

        Parameters
        ----------
        name
            A parameter of the model that was fitted.
        points
            How many values are tried, closer to each other near the best.
        reach
            Up to so many times more and less than the best value.
        """
        if name not in self._task.free:
            raise FitError(f"{name} has no profile{suggestion(name, self._task.free)}")
        row = self._row(name, None)
        rest = [f for f in self._free if f != row]
        even = np.linspace(-DENSE, DENSE, points | 1)  # odd: the best value is one of them
        held = self._theta[row, 0] + np.log(reach) * np.sinh(even) / np.sinh(DENSE)
        others = [self._others[row] + step for step in APART * np.array([-1, -0.5, 0, 0.5, 1])]
        held = np.unique(np.concatenate([held, *others]))
        starts = [self._task.begin(rest, self._theta[:, 0], 3, {row: value}) for value in held]
        theta, rss = self._least(np.array(starts), rest)
        for _ in range(2):
            near = np.stack([np.roll(theta, 1, 0), np.roll(theta, -1, 0)], axis=2)
            near[0, :, 0], near[-1, :, 1] = theta[0], theta[-1]
            near[:, row] = held[:, None]
            other, less = self._least(near, rest)
            better = less < rss
            theta[better], rss[better] = other[better], less[better]
        least = min(float(self._rss[0]), float(rss.min()))
        variance = max(least / max(self.stats.dof, 1), 1e-300)
        values = np.asarray(self._coordinates[row].outward(held))
        bar = float(t_quantile(self.stats.dof, 0.95)) ** 2
        return Profile(values, (rss - least) / variance, bar)

    def _least(self, starts: Array, rest: Sequence[int]) -> tuple[Array, Array]:
        """Return parameters (m, P) and sums of squares (m,): the best of k starts (m, P, k)."""
        m, width, k = starts.shape
        flat = np.moveaxis(starts, 1, 0).reshape(width, m * k)
        found = self._problem.minimise(flat, rest, np.zeros(m * k, int), patience=PATIENCE)
        rss = np.nan_to_num(found.rss, nan=np.inf).reshape(m, k)
        best = rss.argmin(axis=1)
        pick = np.arange(m)
        return found.theta.reshape(width, m, k)[:, pick, best].T, rss[pick, best]

    def interval(
        self,
        name: str,
        group: Any = None,
        level: float = 0.95,
        method: str = "profile",
        **options: Any,
    ) -> Interval:
        """Return a confidence interval; of the model's parameters by the whole profile.

        It reaches from the lowest to the highest value that the data allow, also where the values
        between are worse.
        """
        if name not in self._task.free or method != "profile":
            return super().interval(name, group, level, method, **options)
        if name not in self._profiles:
            self._profiles[name] = self.profile(name)
        found = self._profiles[name]
        bar = float(t_quantile(self.stats.dof, level)) ** 2
        inside = np.flatnonzero(found.excess <= bar)
        first, last = int(inside[0]), int(inside[-1])
        low, high = _crossing(found, bar, first, -1), _crossing(found, bar, last, 1)
        word = {(True, True): "both", (True, False): "low", (False, True): "high"}
        sides = (first == 0, last == len(found.value) - 1)
        return Interval(low, high, level, method, word.get(sides, ""))

    def __str__(self) -> str:
        text = f"{self.model.id}: {self.read} over {self.input}\n{super().__str__()}"
        for other in self.alternatives:
            told = ", ".join(f"{name} {value:.4g}" for name, value in other.items())
            text += f"\n  these data allow {told} as well"
        for name in self.flat:
            text += (
                f"\n  {name} is open: these data cannot tell it; measure it, or fix it by {name}=…"
            )
        return text


def _crossing(profile: Profile, bar: float, inside: int, way: int) -> float:
    """Return where a profile passes the bar next to its last point inside."""
    beyond = inside + way
    if not 0 <= beyond < len(profile.value):
        return 0.0 if way < 0 else np.inf
    # The root of the excess is straight where the sum of squares is a parabola.
    low, high = np.sqrt(profile.excess[inside]), np.sqrt(profile.excess[beyond])
    share = (np.sqrt(bar) - low) / (high - low)
    ln = np.log(profile.value)
    return float(np.exp(ln[inside] + share * (ln[beyond] - ln[inside])))


def fit_mechanism(
    model: Model,
    dose: ArrayLike,
    response: ArrayLike,
    *,
    input: str = "IL6",
    read: str,
    at: Any = None,
    free: Sequence[str] = ("IL6R", "gp130"),
    absolute: bool = False,
    weights: ArrayLike | None = None,
    t: Any = None,
    changes: Mapping[str, Any] | None = None,
    **names: Any,
) -> MechanismFit:
    """Fit numbers of a model to dose-response data through its mechanism.

    Parameters
    ----------
    model
        Of any kind.
    dose, response : (n,)
        One for each point, replicates repeated.
    input
        What was dosed, in the unit of the model's input.
    read, at, t
        What the response reports; as for :func:`dose_response`.
    free
        What is fitted, on logarithms: receptor numbers, constants.
    absolute
        Whether the response is the read-out itself. If not, a bottom and a scale are fitted too,
        as for a fluorescence or a blot.
    weights : (n,), optional
        One over the variance, up to a factor.
    changes, **names
        The other inputs: a number, or an array of one for each point, where the points were
        measured under several conditions.

    Returns
    -------
    MechanismFit

    Raises
    ------
    FitError
        When there are fewer points than what is free, or the model does not respond to the doses.

    Notes
    -----
    A logistic curve has three numbers that say something. Receptor numbers that only scale the
    response, or move its EC50 together, cannot be told apart; their profiles are flat, and
    `print` says so.
    """
    given = {**(changes or {}), **names}
    free = tuple(dict.fromkeys(free))
    for name in (input, *free):
        if name not in model.parameters:
            known = model.parameters
            raise UnknownName(f"{model.id} has no input '{name}'{suggestion(name, known)}")
        if name in given or (name == input and name in free):
            raise FitError(f"'{name}' is given and fitted or dosed as well; leave out one")
    points = read_points(dose, response, weights)
    n = len(points.dose)
    linear = [] if absolute else [len(free), len(free) + 1]
    rows = [*range(len(free)), *linear]
    counted = int((points.weights > 0).sum())
    if counted < len(rows):
        raise FitError(
            f"{counted} points for {len(rows)} numbers; measure more doses, or fix some of "
            f"{', '.join(free)}"
        )
    for name, value in given.items():
        if name in model.parameters and not isinstance(value, str):
            array = read_input(model, model.parameters[name], value)
            if array.ndim and array.shape != (n,):
                raise FitError(
                    f"'{name}' has the shape {array.shape}; give one number, or one for each of "
                    f"the {n} points"
                )
    given[input] = points.dose[:, 0]
    task = MechanismProblem(model, points, input, readout(model, read, at), free, given, t)
    bottom, scale = task.coordinates[-2:]
    known = {len(free): bottom.inward(0.0), len(free) + 1: scale.inward(1.0)}
    starts = task.begin(rows, known, 6)
    if not starts[-1, 0] > 0:
        raise FitError(
            f"{task.read} does not rise and fall with these responses, whatever "
            f"{' and '.join(free)}; check the input, the read-out and the units of the doses"
        )
    lanes = np.zeros(starts.shape[1], int)
    tried = task.problem.minimise(starts, rows, lanes, patience=PATIENCE)
    first = int(np.nan_to_num(tried.rss, nan=np.inf).argmin())
    best = task.problem.minimise(tried.theta[:, [first]], rows, careful=True)
    return MechanismFit(task, best, rows, tried)


def read_points(dose: ArrayLike, response: ArrayLike, weights: ArrayLike | None) -> Points:
    """Check the data of one curve, or of several conditions one after the other."""
    points = read(dose, response, weights)
    if not points.single:
        raise FitError("give one list of responses; conditions are arrays of one value a point")
    return points
