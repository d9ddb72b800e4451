"""Confidence intervals against their definitions, worked out by other means."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq, least_squares

from il6widgets.kinetics.dose_data import FitError
from il6widgets.kinetics.fit import fit

SETS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "golden/doses/certified.json").read_text(encoding="utf-8")
)["sets"]
FOUR = [given for given in SETS if given["model"] == "4pl"]


def slow_profile(given: dict[str, Any], name: str, level: float) -> tuple[float, float]:
    """Both ends by scipy: a root of the profile, each point a fit with a numeric Jacobian."""
    names = ["bottom", "top", "hill", "ec50"]
    x, y, w = (np.array(given[k]) for k in ("dose", "response", "weights"))
    optimum = given["optimum"]
    best = [float(optimum[n]) for n in names]
    best[3] = np.log(best[3])
    at = names.index(name)
    rest = [i for i in range(4) if i != at]
    dof = len(y) - 4
    threshold = stats.t.ppf(0.5 + level / 2, dof) ** 2 / dof

    def off(t: Any) -> Any:
        with np.errstate(divide="ignore"):
            rise = 1 / (1 + np.exp(-t[2] * (np.log(x) - t[3])))
        return np.sqrt(w) * (y - t[0] - (t[1] - t[0]) * rise)

    def above(value: float) -> float:
        def held(part: Any) -> Any:
            t = np.array(best)
            t[rest], t[at] = part, value
            return off(t)

        found = least_squares(held, np.array(best)[rest], x_scale="jac", xtol=1e-14, ftol=1e-14)
        return 2 * found.cost / float(optimum["rss"]) - 1 - threshold

    wide = 8 * float(optimum["errors"]["Gauss-Newton"][name])
    wide /= float(optimum["ec50"]) if name == "ec50" else 1
    ends: Any = [brentq(above, best[at], best[at] + side * wide, xtol=1e-12) for side in (-1, 1)]
    low, high = (np.exp(end) if name == "ec50" else end for end in ends)
    return float(low), float(high)


@pytest.mark.parametrize("name", ["ec50", "hill", "bottom", "top"])
@pytest.mark.parametrize("given", FOUR, ids=lambda g: g["name"])
def test_a_profile_interval_ends_where_the_sum_of_squares_says(
    given: dict[str, Any], name: str
) -> None:
    found = fit(given["dose"], given["response"], weights=given["weights"])
    expected = slow_profile(given, name, 0.95)
    width = expected[1] - expected[0]
    assert tuple(found.interval(name)) == pytest.approx(expected, abs=1e-6 * width)


def test_a_higher_level_is_wider() -> None:
    given = FOUR[0]
    found = fit(given["dose"], given["response"])
    for method in ("profile", "delta", "bootstrap"):
        low, high = found.interval("ec50", 0.9, method)
        lower, higher = found.interval("ec50", 0.99, method)
        assert lower < low < found.ec50 < high < higher


def test_delta_is_the_estimate_and_t_standard_errors() -> None:
    given = FOUR[1]
    found = fit(given["dose"], given["response"])
    t = stats.t.ppf(0.975, len(given["dose"]) - 4)
    for kind, errors in given["optimum"]["errors"].items():
        error, value = float(errors["ec50"]), float(given["optimum"]["ec50"])
        plain = found.interval("ec50", method="delta", covariance=kind, scale="linear")
        assert tuple(plain) == pytest.approx((value - t * error, value + t * error), rel=1e-6)
        log = found.interval("ec50", method="delta", covariance=kind)
        factor = np.exp(t * error / value)
        assert tuple(log) == pytest.approx((value / factor, value * factor), rel=1e-6)
        error, value = float(errors["top"]), float(given["optimum"]["top"])
        top = found.interval("top", method="delta", covariance=kind)
        assert tuple(top) == pytest.approx((value - t * error, value + t * error), rel=1e-6)


def test_the_three_methods_agree_where_noise_is_small() -> None:
    draw = np.random.default_rng(1)
    x = np.repeat([0.0, *np.logspace(-2, 2, 25)], 4)
    y = 100 / (1 + 1 / np.maximum(x, 1e-300)) + draw.normal(0, 0.5, len(x))
    found = fit(x, y)
    width = np.log(found.interval("ec50").high / found.interval("ec50").low)
    for method, near in (("delta", 0.01), ("bootstrap", 0.1)):
        told = found.interval("ec50", method=method)
        assert np.log(told.high / told.low) == pytest.approx(width, rel=near)


def test_a_bootstrap_is_repeated_by_its_seed() -> None:
    found = fit(FOUR[0]["dose"], FOUR[0]["response"])
    first, again, other = (
        tuple(found.interval("ec50", method="bootstrap", draws=300, seed=s)) for s in (1, 1, 2)
    )
    assert first == again != other


def test_95_percent_intervals_hold_the_truth_95_percent_of_the_time() -> None:
    """600 experiments: 95 % within 3.3 standard errors; the benchmark does 10,000."""
    draw = np.random.default_rng(7)
    x = np.repeat([0.0, *np.logspace(-2, 2, 9)], 3)
    truth = 1.3
    with np.errstate(divide="ignore"):
        y = 10 + 90 / (1 + truth / x) + draw.normal(0, 8, (600, len(x)))
    told = fit(x, y).interval("ec50")
    held = np.mean((told.low <= truth) & (truth <= told.high))
    assert abs(held - 0.95) <= 3.3 * np.sqrt(0.95 * 0.05 / 600)


def test_exact_data_have_an_interval_of_no_width() -> None:
    x = np.array([0.1, 0.3, 1, 3, 10, 30])
    low, high = fit(x, x / (x + 2)).interval("ec50")
    assert (low, high) == pytest.approx((2, 2), rel=1e-9)


def test_almost_a_step_leaves_hill_open_above() -> None:
    draw = np.random.default_rng(2)
    x = np.repeat([0, 0.1, 1, 10, 100.0], 3)
    y = np.repeat([0, 0, 40, 98, 100.0], 3) + draw.normal(0, 3, len(x))
    told = fit(x, y).interval("hill")
    assert told.open == "high"
    assert told.high == np.inf
    assert told.low > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "bottom"}, "bottom was not fitted"),
        ({"name": "ed50"}, "did you mean 'ec50'"),
        ({"name": "ec50", "method": "magic"}, "one of profile, delta, bootstrap"),
        ({"name": "ec50", "level": 95}, "between 0 and 1"),
        ({"name": "ec50", "method": "delta", "covariance": "x"}, "one of Gauss-Newton"),
    ],
)
def test_a_wrong_question_is_named(arguments: dict[str, Any], message: str) -> None:
    found = fit(FOUR[0]["dose"], FOUR[0]["response"], fixed={"bottom": 4})
    with pytest.raises(ValueError, match=message):
        found.interval(**arguments)


def test_no_degree_of_freedom_no_interval() -> None:
    found = fit([0.1, 1, 3, 10], [0, 2, 5, 8.0])
    with pytest.raises(FitError, match="measure replicates"):
        found.interval("ec50")
