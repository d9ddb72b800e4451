"""The data of an inverse problem, what is free, and the model between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .dose_data import Points
from .joint import OPEN, Coordinate
from .least_squares import LeastSquares
from .model import Model
from .readout import Readout, read_out

Array = NDArray[np.float64]

STEP = 1e-3
"""Relative step of a central difference."""
FINE = 1e-9
"""Tolerance of the runs that are subtracted from each other."""
STARTS = (0.03, 0.3, 1.0, 3.0, 30.0)
"""Multiples of the model's own value at which each free parameter is tried first."""


class MechanismProblem:
    """The data, what is free, and the model between them."""

    def __init__(
        self,
        model: Model,
        points: Points,
        input: str,
        read: Readout,
        free: tuple[str, ...],
        given: dict[str, Any],
        t: Any,
    ) -> None:
        self.model, self.points, self.input, self.read = model, points, input, read
        self.free, self.given, self.t = free, given, t
        self.start = np.array([self._begin(name) for name in free])
        self.unit = 1.0
        found = self.responses(np.log(self.start)[:, None])
        self.unit = float(np.abs(found).max()) or 1.0
        origin, scale = points.origin[0], points.scale[0]
        self.coordinates = [
            *(Coordinate(name, None, logarithmic=True) for name in free),
            Coordinate("bottom", None, origin, scale),
            Coordinate("scale", None, 0.0, scale / self.unit),
        ]
        self.problem = LeastSquares(
            lambda theta, _: self._values(theta),
            lambda theta, _, wanted: self._slopes(theta, wanted),
            points.response,
            points.weights,
        )

    def _begin(self, name: str) -> float:
        p = self.model.parameters[name]
        return p.value or float(np.sqrt(max(p.range[0], 1e-3 * p.range[1]) * p.range[1]))

    def responses(self, ln: Array) -> Array:
        """Read the model at every point (n) for every column of ln parameters (p, k): (n, k)."""
        # Beyond what can be told, nothing changes any more: the search stops there.
        middle = np.log(self.start)[:, None]
        within = np.exp(np.clip(ln, middle - OPEN, middle + OPEN))
        names = dict(zip(self.free, within[:, :, None], strict=True))
        found = read_out(self.model, [self.read], {**self.given, **names}, t=self.t, rtol=FINE)[0]
        return np.broadcast_to(found, (ln.shape[1], len(self.points.dose))).T / self.unit

    def spread(self, theta: Array) -> Array:
        raise NotImplementedError  # a mechanism has no logistic parameters

    def _values(self, theta: Array) -> Array:
        return theta[-2] + theta[-1] * self.responses(theta[:-2])

    def _slopes(self, theta: Array, wanted: Sequence[int]) -> Array:
        n, k = len(self.points.dose), theta.shape[1]
        found = np.empty((len(wanted), n, k))
        moved, where = [], []
        for at, row in enumerate(wanted):
            if row < len(self.free):
                for sign in (1, -1):
                    shifted = theta[:-2].copy()
                    shifted[row] += sign * STEP
                    moved.append(shifted)
                where.append(at)
            elif row == len(self.free):
                found[at] = 1.0
            else:
                found[at] = self.responses(theta[:-2])
        if moved:
            both = self.responses(np.concatenate(moved, axis=1)).reshape(n, len(where), 2, k)
            slope = (both[:, :, 0] - both[:, :, 1]) / (2 * STEP)
            found[where] = np.moveaxis(theta[-1] * slope, 1, 0)
        return found

    def begin(
        self,
        free: Sequence[int],
        known: Mapping[int, float] | Array,
        count: int,
        held: Mapping[int, float] | None = None,
    ) -> Array:
        """Return the best starts of a grid, (P, count), bottom and scale by linear regression.

        Parameters
        ----------
        known
            Values of the rows that are not free.
        held
            Logarithms of parameters that are not varied.
        """
        choices = [
            (held[row],) if held and row in held else np.log(start * np.array(STARTS))
            for row, start in enumerate(self.start)
        ]
        ln = np.array(list(product(*choices))).T
        read, data, weights = self.responses(ln), self.points.response, self.points.weights
        bottom_row, scale_row = len(self.free), len(self.free) + 1
        total = weights.sum()
        mean, middle = (weights * read).sum(0) / total, float((weights * data).sum() / total)
        if bottom_row not in free:
            mean, middle = np.zeros_like(mean), known[bottom_row]
        away = read - mean
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = (weights * away * (data - middle)).sum(0) / (weights * away**2).sum(0)
        scale = np.nan_to_num(scale)
        if scale_row not in free:
            scale = np.full_like(scale, known[scale_row])
        bottom = middle - scale * mean
        rss = (weights * (bottom + scale * read - data) ** 2).sum(0)
        rss[scale <= 0] = np.inf
        best = np.argsort(rss, kind="stable")[:count]
        return np.concatenate([ln[:, best], [bottom[best], scale[best]]])
