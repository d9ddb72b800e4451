"""Curves fitted together: shared parameters, and relative potency."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq, least_squares

from il6widgets.kinetics.dose_data import FitError
from il6widgets.kinetics.fit import fit
from il6widgets.kinetics.relative import RelativePotency, SharedFit, relative_potency

DOSE = np.repeat([0, *np.logspace(-2, 3, 11)], 2)
SAME = 1e-7  # relative: two ways to one optimum


def rise(x: Any, bottom: float, top: float, hill: float, ec50: float) -> Any:
    with np.errstate(divide="ignore"):
        return bottom + (top - bottom) / (1 + (ec50 / x) ** hill)


def two(seed: int = 0, ratio: float = 5.0, sigma: float = 3.0) -> tuple[Any, Any, list[str]]:
    draw = np.random.default_rng(seed)
    x = np.tile(DOSE, 2)
    y = np.concatenate([rise(DOSE, 5, 100, 1.2, 10), rise(DOSE, 5, 100, 1.2, 10 / ratio)])
    return x, y + draw.normal(0, sigma, len(x)), ["standard"] * len(DOSE) + ["test"] * len(DOSE)


def test_groups_that_share_nothing_are_fits_of_their_own() -> None:
    x, y, labels = two()
    found = fit(x, y, groups=labels)
    half = len(DOSE)
    for group, part in (("standard", slice(0, half)), ("test", slice(half, None))):
        alone = fit(x[part], y[part])
        for name in ("bottom", "top", "hill", "ec50"):
            assert getattr(found, name)[group] == pytest.approx(getattr(alone, name), rel=SAME)
        np.testing.assert_allclose(
            found.predict([0, 1, 50], group), alone.predict([0, 1, 50]), rtol=1e-6
        )


def test_shared_parameters_are_one_number() -> None:
    x, y, labels = two(1)
    found = fit(x, y, groups=labels, shared=("hill", "top"))
    assert isinstance(found, SharedFit)
    assert isinstance(found.hill, float)
    assert isinstance(found.top, float)
    assert set(found.ec50) == {"standard", "test"}
    assert found.stats.dof == len(x) - 6

    def off(t: Any) -> Any:
        first, second = (rise(DOSE, t[i], t[2], t[3], np.exp(t[4 + i])) for i in (0, 1))
        return y - np.concatenate([first, second])

    best = least_squares(off, [0, 0, 90, 1, 2, 0.5], x_scale="jac", xtol=1e-15, ftol=1e-15)
    assert found.stats.rss == pytest.approx(2 * best.cost, rel=1e-10)
    assert found.ec50["test"] == pytest.approx(np.exp(best.x[5]), rel=1e-5)
    assert found.hill == pytest.approx(best.x[3], rel=1e-5)
    np.testing.assert_allclose(found.residuals, off(best.x), atol=1e-3)
    assert "together" in str(found)


@pytest.mark.parametrize("hill", [1.2, -1.2])
def test_exact_parallel_curves_give_their_parameters_back(hill: float) -> None:
    x = np.tile(DOSE, 3)
    ec50 = {"a": 0.5, "b": 5.0, "c": 40.0}
    y = np.concatenate([rise(DOSE, 2, 80, hill, value) for value in ec50.values()])
    found = fit(
        x, y, groups=[group for group in ec50 for _ in DOSE], shared=("bottom", "top", "hill")
    )
    assert found.ec50 == pytest.approx(ec50, rel=1e-9)
    assert (found.bottom, found.top, found.hill) == pytest.approx((2, 80, hill), rel=1e-9)


def test_potency_is_the_ratio_of_ec50() -> None:
    x, y, labels = two(2, ratio=7.0, sigma=0.0)
    found = relative_potency(x, y, labels)
    assert isinstance(found, RelativePotency)
    assert found.reference == "standard"
    assert found.potency["test"] == pytest.approx(7, rel=1e-9)
    assert relative_potency(x, y, labels, "test").potency["standard"] == pytest.approx(1 / 7)


def test_potency_intervals_invert_when_the_reference_is_swapped() -> None:
    x, y, labels = two(3)
    one, other = relative_potency(x, y, labels), relative_potency(x, y, labels, "test")
    for method in ("profile", "delta"):
        low, high = one.interval(method=method)
        lower, higher = other.interval(method=method)
        assert (1 / higher, 1 / lower) == pytest.approx((low, high), rel=1e-6)


def test_the_profile_interval_of_a_potency_ends_where_the_sum_of_squares_says() -> None:
    x, y, labels = two(4)
    found = relative_potency(x, y, labels)
    threshold = stats.t.ppf(0.975, len(x) - 5) ** 2 / (len(x) - 5)

    def rss(ln_ratio: float) -> float:
        def off(t: Any) -> Any:
            first = rise(DOSE, t[0], t[1], t[2], np.exp(t[3]))
            return y - np.concatenate(
                [first, rise(DOSE, t[0], t[1], t[2], np.exp(t[3] - ln_ratio))]
            )

        return 2 * least_squares(off, [5, 100, 1.2, 2.3], xtol=1e-14, ftol=1e-14).cost

    at = np.log(found.potency["test"])

    def above(value: float) -> float:
        return rss(value) / found.fit.stats.rss - 1 - threshold

    ends: Any = [brentq(above, at, at + side, xtol=1e-10) for side in (-1, 1)]
    assert tuple(found.interval()) == pytest.approx(tuple(np.exp(ends)), rel=1e-6)


def test_fieller_is_the_set_of_ratios_that_the_two_ec50_do_not_exclude() -> None:
    x, y, labels = two(5, sigma=8.0)
    found = relative_potency(x, y, labels)
    # the two ec50 and their covariance, from the ordinary parameters
    plain = fit(x, y, groups=labels, shared=("bottom", "top", "hill"))

    def off(t: Any) -> Any:
        first, second = (rise(DOSE, t[0], t[1], t[2], t[3 + i]) for i in (0, 1))
        return y - np.concatenate([first, second])

    best = [plain.bottom, plain.top, plain.hill, plain.ec50["standard"], plain.ec50["test"]]
    steps = 1e-6 * np.diag(best)
    jacobian = np.array([(off(best + s) - off(best - s)) / (2 * s.max()) for s in steps]).T
    covariance = np.linalg.inv(jacobian.T @ jacobian)[3:, 3:] * plain.stats.sigma**2
    t = stats.t.ppf(0.975, plain.stats.dof)
    for ratio in found.interval(method="fieller"):
        direction = np.array([1, -ratio])
        difference = direction @ [best[3], best[4]]
        limit = t * np.sqrt(direction @ covariance @ direction)
        assert abs(difference) == pytest.approx(limit, rel=1e-4)


def test_curves_that_are_not_parallel_say_so() -> None:
    x, y, labels = two(6)
    assert relative_potency(x, y, labels).parallel[3] > 0.01
    y[len(DOSE) :] = rise(DOSE, 5, 60, 2.5, 2.0)
    found = relative_potency(x, y, labels)
    assert found.parallel[3] < 1e-6
    assert "p = " in str(found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(groups=["a"] * 3), r"groups has 3 labels, response 48"),
        (dict(shared=("slope",)), r"4pl has no parameter 'slope'"),
        (dict(shared=("hill",), fixed={"hill": 1}), r"both fixed and shared"),
    ],
)
def test_what_cannot_be_shared_is_named(change: dict[str, Any], message: str) -> None:
    x, y, labels = two()
    with pytest.raises(FitError, match=message):
        fit(x, y, **{"groups": labels, **change})


def test_a_group_that_cannot_be_fitted_is_named() -> None:
    x, y, labels = two()
    y[len(DOSE) :] = 3.0
    with pytest.raises(FitError, match=r"group test: the response is 3 at every dose"):
        fit(x, y, groups=labels)
    with pytest.raises(FitError, match=r"needs two or more"):
        relative_potency(x, y, ["a"] * len(x))
    with pytest.raises(FitError, match=r"no group; did you mean 'standard'"):
        relative_potency(x, y, labels, "standrad")
