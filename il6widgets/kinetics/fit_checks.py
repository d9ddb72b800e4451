"""When data cannot carry a model, in sentences: what is missing, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .dose_data import Points
from .logistic import BOTTOM, HILL, LN_EC50, NAMES, TOP, Array, curve

FAR = np.log(1e3)  # an ec50 this far from every dose is not told by the data
TALL = 100.0  # nor a span so many times what was seen
STEP = 0.01  # of the noise: what the steepest dose is off a plateau where there is no slope
PLATEAU = 0.8  # a plateau is seen where a dose comes this near

Case = tuple[Any, Callable[[int], str]]  # where, and the sentence of a lane


def lacking(points: Points, free: Sequence[int]) -> list[str]:
    """What each curve's data lack before any fit of the free parameters; "" where nothing."""
    counted = points.weights > 0
    doses = np.broadcast_to(points.dose, counted.shape)
    if points.dose.shape[1] == 1 and counted.all():
        different = np.full(counted.shape[1], len(np.unique(points.dose)))
    else:
        ordered = np.sort(np.where(counted, doses, -1.0), 0)
        different = (ordered[1:] > ordered[:-1]).sum(0) + (ordered[0] >= 0)
    n, n_free = counted.sum(0), len(free)
    low = np.where(counted, points.response, np.inf).min(0)
    high = np.where(counted, points.response, -np.inf).max(0)
    wanted = ", ".join(NAMES[row] for row in free)
    more = f"measure more doses, or fix a parameter, as in fixed={{'{NAMES[free[0]]}': ...}}"

    def flat(lane: int) -> str:
        value = points.origin[lane] + points.scale[lane] * high[lane]
        return (
            f"the response is {value:g} at every dose: there is no curve to fit; check the "
            "read-out, or widen the doses until it changes"
        )

    return _sentences(
        [
            (n == 0, lambda _: "no point has a weight above 0: there is nothing to fit"),
            (
                n < n_free,
                lambda lane: (
                    f"{n[lane]} points cannot carry {n_free} parameters ({wanted}): {more}"
                ),
            ),
            (
                (different == 1) & (n_free > 1),
                lambda lane: (
                    f"all {n[lane]} points are at dose {doses[counted[:, lane], lane][0]:g}: a "
                    "curve needs doses below and above its ec50"
                ),
            ),
            (high == low, flat),
            (
                different < n_free,
                lambda lane: (
                    f"{different[lane]} different doses cannot carry {n_free} parameters "
                    f"({wanted}), however often each is repeated: {more}"
                ),
            ),
            (
                ~(counted & (doses > 0)).any(0),
                lambda _: "every dose is 0: a curve needs doses below and above its ec50",
            ),
        ]
    )


def unfit(
    points: Points, theta: Array, free: Sequence[int], settled: NDArray[np.bool_]
) -> list[str]:
    """Why the data do not carry each fitted curve (5, N); "" where they do."""
    low, high = points.reach()
    bottom, top, hill, ln_ec50, _ = theta
    span = np.abs(top - bottom)
    with np.errstate(all="ignore"):
        value = curve(theta, points.ln_dose)
        off = np.minimum(np.abs(value - bottom), np.abs(value - top))
        squares = (points.weights * (points.response - value) ** 2).sum(0)
        noise = np.sqrt(squares / points.weights.sum(0))
    # doses on the slope: of hill and ec50 together one dose tells nothing
    slope = (points.weights > 0) & (off > np.maximum(STEP * noise, 1e-9))
    doses = np.broadcast_to(points.ln_dose, slope.shape)
    first = np.where(slope, doses, np.inf).min(0)
    last = np.where(slope, doses, -np.inf).max(0)
    stepped = ~slope.any(0)
    lone = (first == last) if {HILL, LN_EC50} <= set(free) else np.zeros(len(span), bool)
    nothing = np.zeros(len(span), bool)

    def way(lane: int) -> str:
        return "rises" if (hill[lane] > 0) == (top[lane] >= bottom[lane]) else "falls"

    def plateau(lane: int, high_dose: bool) -> str:
        return "top" if (hill[lane] > 0) == high_dose else "bottom"

    def step(lane: int) -> str:
        doses = points.ln_dose[:, lane if points.ln_dose.shape[1] > 1 else 0]
        below, above = doses[doses < ln_ec50[lane]], doses[doses >= ln_ec50[lane]]
        ends = [below.max(initial=-np.inf), above.min(initial=np.inf)]
        between = " and ".join(points.shown(lane, float(end)) for end in ends)
        return (
            f"no dose on the slope: the response steps between the doses {between}, so ec50 lies "
            "there and hill cannot be told; add doses between them, or fix hill and bound ec50"
        )

    return _sentences(
        [
            (
                ~np.isfinite(theta).all(0),
                lambda _: "no curve was found: give a start, as in start={'ec50': ...}",
            ),
            (
                (ln_ec50 > high + FAR) if LN_EC50 in free else nothing,
                lambda lane: (
                    f"no plateau at high dose: the response still {way(lane)} at the highest, "
                    f"{points.shown(lane, high[lane])}, so {plateau(lane, True)} and ec50 cannot "
                    "be told apart; add higher doses, or fix the plateau, as in "
                    f"fixed={{'{plateau(lane, True)}': ...}}"
                ),
            ),
            (
                (ln_ec50 < low - FAR) if LN_EC50 in free else nothing,
                lambda lane: (
                    f"no dose below the ec50: at the lowest, {points.shown(lane, low[lane])}, the "
                    f"response is already near {plateau(lane, True)}; add lower doses, or fix "
                    f"{plateau(lane, False)}"
                ),
            ),
            (
                (span > TALL) if {BOTTOM, TOP} & set(free) else nothing,
                lambda lane: (
                    f"no plateau: the response {way(lane)} all the way from dose "
                    f"{points.shown(lane, low[lane])} to {points.shown(lane, high[lane])}; add "
                    "lower and higher doses, or fix bottom or top"
                ),
            ),
            (stepped if HILL in free else nothing, step),
            (
                lone,
                lambda lane: (
                    f"only one dose, {points.shown(lane, first[lane])}, lies on the slope: a "
                    "steeper curve fits as well, so hill cannot be told, nor ec50 well; add doses "
                    "on either side of it, or fix hill"
                ),
            ),
            (
                ~settled,
                lambda _: "the fit did not settle: give a start, bounds, or fix a parameter",
            ),
        ]
    )


def doubts(points: Points, theta: Array, free: Sequence[int]) -> list[tuple[str, ...]]:
    """What rests on extrapolation in each curve (5, N) that was fitted, as sentences."""
    low, high = points.reach()
    bottom, top, hill, ln_ec50, _ = theta
    with np.errstate(all="ignore"):
        share = (curve(theta, points.ln_dose) - bottom) / (top - bottom)
    reached = {BOTTOM: 1 - share.min(0), TOP: share.max(0)}
    found: list[tuple[str, ...]] = [()] * theta.shape[1]

    def add(where: Any, sentence: Callable[[int], str]) -> None:
        for lane in np.flatnonzero(where).tolist():
            found[lane] = (*found[lane], sentence(lane))

    if LN_EC50 in free:
        above = "ec50 is extrapolated: it lies above the highest dose, {}"
        add(ln_ec50 > high, lambda lane: above.format(points.shown(lane, high[lane])))
        below = "ec50 is extrapolated: it lies below the lowest dose, {}"
        add(ln_ec50 < low, lambda lane: below.format(points.shown(lane, low[lane])))
    for row in {BOTTOM, TOP} & set(free):
        add(
            reached[row] < PLATEAU,
            lambda lane, row=row: (
                f"{NAMES[row]} is extrapolated: the doses reach {100 * reached[row][lane]:.0f} % "
                f"of the way to it; {'higher' if (row == TOP) == (hill[lane] > 0) else 'lower'} "
                "doses would show it"
            ),
        )
    return found


def _sentences(cases: Sequence[Case]) -> list[str]:
    """The first sentence that holds of each curve."""
    found = [""] * len(cases[0][0])
    for where, sentence in cases:
        for lane in np.flatnonzero(where).tolist():
            found[lane] = found[lane] or sentence(lane)
    return found
