"""Nonlinear least squares: Levenberg-Marquardt over many problems at once, or a trust region.

One lane is one problem. Levenberg-Marquardt has Nielsen's damping (IMM-REP-1999-05, DTU, 1999) and
MINPACK's scaling; it is for many lanes that start near. The trust region is scipy's, in the one
configuration that reaches all certified values of NIST from both starts: trf, x_scale="jac",
tolerances 1e-15, exact derivatives; it is for bounds, and for a lone problem. The sum of squares
fixes parameters to the square root of rounding only, so both end with Newton's steps on the
gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Lanes = NDArray[np.int64]

CHUNK = 20_000  # points worked on together: few enough for the cache, many enough for numpy
STEPS = 300
FLAT = 1e-11  # a step that promises less of the sum of squares than this ends a lane
ROUNDING = 1e-31  # of the data's own sum of squares: what counts as an exact fit
DAMPING = 1e-2, 1e-15, 1e16  # first, least, and where no step goes down any more
POLISH = 3
DIFFERENCE = 1e-5


@dataclass(frozen=True)
class Minimum:
    """Where each lane ended: parameters, weighted sum of squares, steps, and whether it settled."""

    theta: Array
    rss: Array
    steps: Lanes
    settled: NDArray[np.bool_]


@dataclass(frozen=True)
class LeastSquares:
    """Data (n, N) with weights (n, N) and a model of P parameters.

    Attributes
    ----------
    values : of parameters (P, k) and the k lanes they are of, responses (n, k)
    slopes : of the same and the wanted rows, derivatives (len(wanted), n, k)
    data, weights : (n, N) arrays
    lower, upper : (P, N) arrays, or None where nothing is bounded
    """

    values: Callable[[Array, Lanes], Array]
    slopes: Callable[[Array, Lanes, Sequence[int]], Array]
    data: Array
    weights: Array
    lower: Array | None = None
    upper: Array | None = None

    def minimise(
        self,
        theta: Array,
        free: Sequence[int],
        lanes: Lanes | None = None,
        *,
        careful: bool = False,
        patience: int = 3000,
    ) -> Minimum:
        """Best values of the free rows of `theta` (P, k) for the lanes named, or for all.

        Careful is one lane after the other by the trust region; bounds are always so. Patience is
        how many evaluations a lane may take.
        """
        lanes = np.arange(self.data.shape[1]) if lanes is None else lanes
        theta = np.array(theta, float)
        if not len(free):
            rss = self._rss(self._residuals(theta, lanes), lanes)
            return Minimum(theta, rss, np.zeros(len(lanes), int), np.ones(len(lanes), bool))
        if careful or self.lower is not None:
            parts = [
                self._trusted(theta[:, [i]], free, lane, patience) for i, lane in enumerate(lanes)
            ]
        else:
            size = max(1, CHUNK // len(self.data))
            cuts = [slice(i, i + size) for i in range(0, len(lanes), size)]
            parts = [self._down(theta[:, cut], free, lanes[cut], patience) for cut in cuts]
        return Minimum(
            np.concatenate([p.theta for p in parts], 1),
            np.concatenate([p.rss for p in parts]),
            np.concatenate([p.steps for p in parts]),
            np.concatenate([p.settled for p in parts]),
        )

    def covariance(
        self, theta: Array, free: Sequence[int], lanes: Lanes, *, observed: bool = False
    ) -> Array:
        """Inverse of J'WJ, or of the observed Hessian, (p, p, k): times sigma^2 the covariance."""
        square, pull = self._normal(theta, free, lanes)
        if observed:
            ways = [self._hessian(theta, free, lanes, square, pull, sign) for sign in (1, -1)]
            square = (ways[0] + ways[1]) / 2  # what is wrong to first order cancels
        scale = np.sqrt(np.maximum(np.einsum("aak->ak", square), 1e-300))
        unit = square / (scale[:, None] * scale)
        good = np.isfinite(unit).all((0, 1))
        inverse = np.full_like(unit, np.nan)
        # pinv, for a parameter of which the data say nothing must not hide the others
        found = np.linalg.pinv(np.moveaxis(unit[:, :, good], 2, 0), 1e-14, hermitian=True)
        inverse[:, :, good] = np.moveaxis(found, 0, 2)
        return inverse / (scale[:, None] * scale)

    def _residuals(self, theta: Array, lanes: Lanes) -> Array:
        return self.data[:, lanes] - self.values(theta, lanes)

    def _rss(self, residuals: Array, lanes: Lanes) -> Array:
        return (self.weights[:, lanes] * residuals**2).sum(0)

    def _normal(self, theta: Array, free: Sequence[int], lanes: Lanes) -> tuple[Array, Array]:
        """J'WJ (p, p, k) and J'W residuals (p, k)."""
        slopes = self.slopes(theta, lanes, free)
        return _products(slopes, self.weights[:, lanes], self._residuals(theta, lanes))

    def _hessian(
        self,
        theta: Array,
        free: Sequence[int],
        lanes: Lanes,
        square: Array,
        pull: Array,
        sign: float = 1.0,
    ) -> Array:
        """Half the second derivatives of the sum of squares, by differences of its gradient."""
        size = (self.weights[:, lanes] * self.values(theta, lanes) ** 2).sum(0)
        hessian = np.empty_like(square)
        for i, row in enumerate(free):
            # a part of what would change the responses by their own size
            step = DIFFERENCE * np.sqrt(size / np.maximum(square[i, i], 1e-300))
            step = np.minimum(step, 1e-4 * (1 + np.abs(theta[row])))
            moved = theta.copy()
            moved[row] += sign * step
            hessian[i] = (pull - self._normal(moved, free, lanes)[1]) / (moved[row] - theta[row])
        return (hessian + np.swapaxes(hessian, 0, 1)) / 2

    def _down(self, theta: Array, free: Sequence[int], lanes: Lanes, patience: int) -> Minimum:
        """Levenberg-Marquardt, then Newton."""
        near = self._levenberg(theta, free, lanes, min(STEPS, patience))
        best = near.theta.copy()
        self._polish(best, list(free), lanes)
        rss = self._rss(self._residuals(best, lanes), lanes)
        return Minimum(best, rss, near.steps, near.settled)

    def _levenberg(self, theta: Array, free: Sequence[int], lanes: Lanes, most: int) -> Minimum:
        free, p, k = list(free), len(free), len(lanes)
        out, rss_out = theta.copy(), np.empty(k)
        steps, settled = np.zeros(k, int), np.zeros(k, bool)
        place, t, w, y = np.arange(k), theta.copy(), self.weights[:, lanes], self.data[:, lanes]
        r = y - self.values(t, lanes)
        rss = (w * r**2).sum(0)
        exact = ROUNDING * (w * y**2).sum(0)
        lam, growth, largest = np.full(k, DAMPING[0]), np.full(k, 2.0), np.full((p, k), 1e-300)
        done = np.zeros(k, bool)
        for step in range(1, most + 1):
            square, pull = _products(self.slopes(t, lanes, free), w, r)
            np.maximum(largest, np.einsum("aak->ak", square), out=largest)  # as MINPACK does
            scale = np.sqrt(largest)
            pull /= scale
            square /= scale[:, None] * scale
            square[range(p), range(p)] += lam
            move = _solve(square, pull)
            promised = (move * (lam * move + pull)).sum(0)
            trial = t.copy()
            with np.errstate(all="ignore"):
                trial[free] += move / scale
                rest = y - self.values(trial, lanes)
                now = (w * rest**2).sum(0)
                better = now < rss  # False where it is NaN
                gain = np.where(better, (rss - now) / promised, 0.0)
                easier = lam * np.maximum(1 / 3, 1 - (2 * gain - 1) ** 3)
                harder = lam * growth
            t, r = np.where(better, trial, t), np.where(better, rest, r)
            done |= (promised <= FLAT * rss + exact) & (lam <= 1)
            rss = np.where(better, now, rss)
            # A lane that is done goes on for a while; its damping stays a number.
            lam = np.clip(np.where(better, easier, harder), DAMPING[1], 10 * DAMPING[2])
            growth = np.where(better, 2.0, growth * 2)
            done |= lam > DAMPING[2]
            if 4 * done.sum() < len(done) and step < most:
                continue  # a few that are done cost less than sorting them out
            out[:, place], rss_out[place] = t, rss
            steps[place], settled[place] = step, done
            left = ~done
            if not left.any() or step == most:
                break
            place, lanes, done = place[left], lanes[left], done[left]
            t, w, y, r, largest = (a[:, left] for a in (t, w, y, r, largest))
            rss, exact, lam, growth = (a[left] for a in (rss, exact, lam, growth))
        return Minimum(out, rss_out, steps, settled)

    def _polish(self, theta: Array, free: list[int], lanes: Lanes) -> None:
        """Newton's steps, in place, as long as they make the gradient smaller."""
        square, pull = self._normal(theta, free, lanes)
        hessian = self._hessian(theta, free, lanes, square, pull)
        scale = np.sqrt(np.maximum(np.einsum("aak->ak", square), 1e-300))
        hessian /= scale[:, None] * scale
        going = np.flatnonzero(_is_minimum(hessian))
        size = ((pull / scale) ** 2).sum(0)
        for _ in range(POLISH if len(going) else 0):
            part = scale[:, going]
            moved = theta[:, going]
            moved[free] += _solve(hessian[:, :, going], pull[:, going] / part) / part
            after = self._normal(moved, free, lanes[going])[1]
            less = ((after / part) ** 2).sum(0)
            better = less < size[going]
            going = going[better]
            if not len(going):
                return
            theta[:, going], pull[:, going] = moved[:, better], after[:, better]
            size[going] = less[better]

    def _trusted(self, theta: Array, free: Sequence[int], lane: int, patience: int) -> Minimum:
        """One lane, within its bounds, by scipy."""
        from scipy.optimize import least_squares  # slow to import, and not always needed

        free, here = list(free), np.array([lane])
        root = np.sqrt(self.weights[:, lane])
        lower = np.full(len(free), -np.inf) if self.lower is None else self.lower[free, lane]
        upper = np.full(len(free), np.inf) if self.upper is None else self.upper[free, lane]

        def whole(part: Array) -> Array:
            full = theta.copy()
            full[free, 0] = part
            return full

        first = np.clip(theta[free, 0], lower, upper)
        if not np.isfinite(self._residuals(whole(first), here)).all():
            return Minimum(theta, np.array([np.inf]), np.zeros(1, int), np.zeros(1, bool))

        def jacobian(part: Array) -> Any:
            return (root * self.slopes(whole(part), here, free)[:, :, 0]).T

        found = least_squares(
            lambda part: -root * self._residuals(whole(part), here)[:, 0],
            first,
            jac=jacobian,  # pyright: ignore[reportArgumentType]  its stub knows names only
            bounds=(lower, upper),
            method="trf",
            x_scale="jac",
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
            max_nfev=patience,
        )
        best = whole(found.x)
        if not found.active_mask.any():
            self._polish(best, free, here)
            outside = (best[free, 0] < lower) | (best[free, 0] > upper)
            best = whole(found.x) if outside.any() else best
        rss = self._rss(self._residuals(best, here), here)
        return Minimum(best, rss, np.array([found.nfev]), np.array([found.status > 0]))


def _products(slopes: Array, weights: Array, residuals: Array) -> tuple[Array, Array]:
    """J'WJ (p, p, k) and J'W residuals (p, k) of derivatives (p, n, k)."""
    p, _, k = slopes.shape
    square, pull = np.empty((p, p, k)), np.empty((p, k))
    for i in range(p):
        weighted = slopes[i] * weights
        np.einsum("nk,nk->k", weighted, residuals, out=pull[i])
        for j in range(i + 1):
            np.einsum("nk,nk->k", weighted, slopes[j], out=square[i, j])
            square[j, i] = square[i, j]
    return square, pull


def _is_minimum(hessian: Array) -> NDArray[np.bool_]:
    """Whether all pivots of (p, p, k) symmetric systems are above 0."""
    a = hessian.copy()
    good: Any = np.isfinite(a).all((0, 1))
    with np.errstate(all="ignore"):
        for j in range(len(a)):
            good &= a[j, j] > 1e-12
            a[j + 1 :, j + 1 :] -= (a[j + 1 :, j] / a[j, j])[:, None] * a[j, j + 1 :]
    return good


def _solve(a: Array, b: Array) -> Array:
    """Solve symmetric systems (p, p, k) for (p, k) by elimination, a pivot never below rounding."""
    p, a, x = len(b), a.copy(), b.copy()
    for j in range(p):
        pivot = np.maximum(a[j, j], 1e-16)
        factor = a[j + 1 :, j] / pivot
        a[j + 1 :, j + 1 :] -= factor[:, None] * a[j, j + 1 :]
        x[j + 1 :] -= factor * x[j]
        a[j, j] = pivot
    for j in reversed(range(p)):
        x[j] = (x[j] - (a[j, j + 1 :] * x[j + 1 :]).sum(0)) / a[j, j]
    return x
