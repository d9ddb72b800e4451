"""Where a fit starts: a grid over what is not linear, the plateaus solved at each of its points.

Variable projection (Golub & Pereyra, SIAM J. Numer. Anal. 10, 1973, 413) on a grid of hill,
ln ec50 and asymmetry; of two curves that are one, that with bottom below top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from .dose_data import Points
from .logistic import BOTTOM, HILL, LN_ASYMMETRY, LN_EC50, TOP, Array, curve

HILLS = (0.5, 1.0, 2.0, 4.0, 8.0)
ASYMMETRIES = (0.0, np.log(0.3), np.log(3.0))
PLACES = 15  # of ln ec50, from half an e-fold below the lowest dose to as much above the highest
CHUNK = 2_000_000  # numbers held at a time


def start(
    points: Points,
    free: Sequence[int],
    known: Mapping[int, Array],
    lower: Array | None,
    upper: Array | None,
) -> Array:
    """Parameters (5, N) near the best fit; rows in `known` (fixed, or told by the user) as told."""
    n, n_curves = points.response.shape
    theta = np.zeros((5, n_curves))
    size = max(1, CHUNK // (n * len(HILLS) * PLACES * 2))
    for first in range(0, n_curves, size):
        lanes = np.arange(first, min(first + size, n_curves))
        theta[:, lanes] = _best(points, lanes, free, known, lower, upper)
    return theta


def _best(
    points: Points,
    lanes: np.ndarray,
    free: Sequence[int],
    known: Mapping[int, Array],
    lower: Array | None,
    upper: Array | None,
) -> Array:
    low, high = (side[lanes] for side in points.reach())
    common = points.ln_dose.shape[1] == 1
    ln_dose = points.ln_dose if common else points.ln_dose[:, lanes]
    if common and LN_EC50 not in known:
        low, high = low.min(keepdims=True), high.max(keepdims=True)
    # a 4pl that falls is one that rises upside down: half the grid is enough
    mirrored = LN_ASYMMETRY in known and not {BOTTOM, TOP, HILL} & set(known) and lower is None
    mirrored = mirrored and not known[LN_ASYMMETRY].any()
    signs = (1,) if mirrored else (1, -1)
    choices: list[Sequence[float | Array]] = [
        [known[HILL][lanes]] if HILL in known else [s * hill for hill in HILLS for s in signs],
        [known[LN_EC50][lanes]]
        if LN_EC50 in known
        else [low - 0.5 + (high - low + 1) * i / (PLACES - 1) for i in range(PLACES)],
        [known[LN_ASYMMETRY][lanes]] if LN_ASYMMETRY in known else ASYMMETRIES,
    ]
    grid = list(product(*choices))
    width = 1 if common and not {HILL, LN_EC50} & set(known) and lower is None else len(lanes)
    rises = np.zeros((5, len(grid), 1, width))
    rises[TOP] = 1.0
    for at, column in enumerate(grid):
        for row, value in zip((HILL, LN_EC50, LN_ASYMMETRY), column, strict=True):
            rises[row, at, 0] = value if np.size(value) in (1, width) else np.asarray(value)[0]
    if lower is not None and upper is not None:
        least, most = lower[HILL:, None, None, lanes], upper[HILL:, None, None, lanes]
        rises[HILL:] = np.clip(rises[HILL:], least, most)
    g = curve(rises, ln_dose)  # (K, n, width)
    c, k, rss = _plateaus(g, points, lanes, known, lower, upper)
    either_way = HILL not in known and not mirrored
    if lower is not None and upper is not None:
        either_way = either_way and bool((lower[HILL] < 0).all() and (upper[HILL] > 0).all())
    if either_way and BOTTOM not in known and TOP not in known:
        upright = np.where(k > 0, rss, np.inf)
        rss = np.where(np.isfinite(upright).any(0), upright, rss)
    best = np.nanargmin(np.where(np.isnan(rss), np.inf, rss), 0)
    every = np.arange(len(lanes))
    theta = rises[:, best, 0, every if width > 1 else 0].copy()
    theta[BOTTOM], theta[TOP] = c[best, every], c[best, every] + k[best, every]
    return stand_upright(theta) if mirrored else theta


def stand_upright(theta: Array) -> Array:
    """Of the two ways to write a 4pl curve (5, N), that with bottom below top."""
    over = theta[BOTTOM] > theta[TOP]
    upright = theta.copy()
    upright[BOTTOM, over], upright[TOP, over] = theta[TOP, over], theta[BOTTOM, over]
    upright[HILL, over] *= -1
    return upright


def _plateaus(
    g: Array,
    points: Points,
    lanes: np.ndarray,
    known: Mapping[int, Array],
    lower: Array | None,
    upper: Array | None,
) -> tuple[Array, Array, Array]:
    """Best bottom and span (K, k) for each of K rises `g` (K, n, 1 or k), and what remains."""
    y, w = points.response[:, lanes], points.weights[:, lanes]

    def total(rise: Array, of: Array) -> Array:
        if rise.shape[2] == 1:
            return rise[:, :, 0] @ of
        return np.einsum("knl,nl->kl", rise, of)

    sw, sy, syy = w.sum(0), (w * y).sum(0), (w * y * y).sum(0)
    sg, sgg, sgy = total(g, w), total(g * g, w), total(g, w * y)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if BOTTOM in known and TOP in known:
            bottom = np.broadcast_to(known[BOTTOM][lanes], sg.shape)
            span = np.broadcast_to(known[TOP][lanes], sg.shape) - bottom
        elif BOTTOM in known:
            bottom = np.broadcast_to(known[BOTTOM][lanes], sg.shape)
            span = (sgy - bottom * sg) / sgg
        elif TOP in known:
            top = known[TOP][lanes]
            span = (top * (sw - sg) - (sy - sgy)) / (sw - 2 * sg + sgg)
            bottom = top - span
        else:
            det = sw * sgg - sg**2
            span = np.where(det > 1e-12 * sw * sgg, (sw * sgy - sg * sy) / det, np.nan)
            bottom = (sy - span * sg) / sw
        if lower is not None and upper is not None:
            top = np.clip(bottom + span, lower[TOP, lanes], upper[TOP, lanes])
            bottom = np.clip(bottom, lower[BOTTOM, lanes], upper[BOTTOM, lanes])
            span = top - bottom
        rss = syy - 2 * (bottom * sy + span * sgy)
        rss += bottom**2 * sw + 2 * bottom * span * sg + span**2 * sgg
    return bottom, span, rss
