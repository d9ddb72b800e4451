"""`fit`: what it returns, what it refuses, and what every fit must obey."""

import doctest
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6widgets.kinetics import antagonism, combination
from il6widgets.kinetics import fit as fitting
from il6widgets.kinetics.dose_data import FitError
from il6widgets.kinetics.fit import Fit, fit

DOSE = np.array([0, 0.1, 0.3, 1, 3, 10, 30, 100.0])
SAME = 1e-7  # relative: two ways to one optimum


def response(dose: Any, bottom: float, top: float, hill: float, ec50: float, s: float = 1.0) -> Any:
    """The definition, as it reads."""
    dose = np.asarray(dose, float)
    k = 2 ** (1 / s) - 1
    with np.errstate(divide="ignore", over="ignore"):
        return bottom + (top - bottom) / (1 + k * (ec50 / dose) ** hill) ** s


def noisy(seed: int, hill: float = 1.2, ec50: float = 2.0, replicates: int = 2) -> tuple[Any, Any]:
    draw = np.random.default_rng(seed)
    x = np.repeat(DOSE, replicates)
    return x, response(x, 5, 95, hill, ec50) + draw.normal(0, 3, len(x))


# ---- what it finds


@pytest.mark.parametrize("hill", [-3.0, -0.7, 0.7, 1.0, 3.0])
@pytest.mark.parametrize(("model", "bottom", "s"), [("3pl", 0, 1), ("4pl", 5, 1), ("5pl", 5, 0.4)])
def test_exact_data_give_their_parameters_back(
    model: str, bottom: float, s: float, hill: float
) -> None:
    x = np.array([0, *np.logspace(-3, 3, 15)])
    found = fit(x, response(x, bottom, 80, hill, 2.5, s), model)
    assert found.ec50 == pytest.approx(2.5, rel=1e-8)
    assert found.hill == pytest.approx(hill, rel=1e-8)
    assert found.bottom == pytest.approx(bottom, abs=1e-8)
    assert found.top == pytest.approx(80, rel=1e-8)
    assert found.asymmetry == pytest.approx(s, rel=1e-7)


def test_ec50_is_the_half_maximal_dose_of_a_5pl_too() -> None:
    x, y = noisy(3)
    found = fit(x, y + 8 * (x > 2), "5pl", bounds={"asymmetry": (0.1, 10)})
    assert found.predict(found.ec50) == pytest.approx((found.bottom + found.top) / 2, rel=1e-12)


def test_dose_zero_is_the_limit_of_small_doses() -> None:
    x, y = noisy(1)
    found = fit(x, y)
    assert found.predict(0.0) == found.bottom
    assert found.predict(1e-200) == pytest.approx(found.bottom, rel=1e-12)
    small = fit(np.where(x == 0, 1e-150, x), y)
    assert small.ec50 == pytest.approx(found.ec50, rel=1e-9)


def test_what_is_fixed_stays() -> None:
    x, y = noisy(2)
    found = fit(x, y, fixed={"bottom": 4.0, "hill": 1.0})
    assert (found.bottom, found.hill) == (pytest.approx(4.0, rel=1e-15), 1.0)
    assert set(found.parameters) == {"top", "ec50"}
    assert found.stats.dof == len(x) - 2
    assert found.standard_error("hill") == 0
    assert fit(x, y, fixed={"bottom": 0}).ec50 == pytest.approx(fit(x, y, "3pl").ec50, rel=SAME)


def test_bounds_hold_and_do_not_matter_when_wide() -> None:
    x, y = noisy(4)
    free = fit(x, y)
    wide = fit(x, y, bounds={"hill": (0.01, 50), "ec50": (1e-3, None), "top": (None, 1e4)})
    assert wide.ec50 == pytest.approx(free.ec50, rel=SAME)
    tight = fit(x, y, bounds={"top": (None, free.top - 2)})
    assert tight.top == pytest.approx(free.top - 2, rel=1e-9)
    assert tight.stats.rss > free.stats.rss


def test_a_start_is_where_it_begins_not_where_it_ends() -> None:
    x, y = noisy(5)
    started = fit(x, y, start={"ec50": 10.0, "hill": 2.0, "top": 80.0})
    assert started.ec50 == pytest.approx(fit(x, y).ec50, rel=SAME)


def test_stats_are_their_definitions() -> None:
    x, y = noisy(6)
    found = fit(x, y)
    rest = y - response(x, found.bottom, found.top, found.hill, found.ec50)
    s, n = found.stats, len(x)
    np.testing.assert_allclose(found.residuals, rest, atol=1e-11)
    assert (s.n, s.dof) == (n, n - 4)
    assert s.rss == pytest.approx((rest**2).sum(), rel=1e-12)
    assert s.sigma == pytest.approx(np.sqrt((rest**2).sum() / (n - 4)), rel=1e-12)
    assert s.r2 == pytest.approx(1 - (rest**2).sum() / ((y - y.mean()) ** 2).sum(), rel=1e-12)
    likelihood = -n / 2 * (np.log(2 * np.pi * (rest**2).sum() / n) + 1)
    assert s.aic == pytest.approx(2 * 5 - 2 * likelihood, rel=1e-12)
    assert s.bic == pytest.approx(5 * np.log(n) - 2 * likelihood, rel=1e-12)
    assert s.covariance == "Gauss-Newton"


def test_a_fit_explains_itself() -> None:
    text = str(fit(*noisy(7)))
    for word in ("4pl", "ec50", "95 %", "sigma", "degrees of freedom", "Gauss-Newton"):
        assert word in text
    few = str(fit([0.1, 1, 3, 10], [0, 2, 5, 8.0]))  # no degree of freedom, so no interval
    assert "95 %" not in few


# ---- many at once


def test_many_curves_are_each_what_they_are_alone() -> None:
    curves = [noisy(seed, hill, ec50)[1] for seed, hill, ec50 in
              [(0, 1, 1), (1, -1, 3), (2, 2.5, 0.5), (3, -0.8, 10), (4, 1.5, 4)]]  # fmt: skip
    x = noisy(0)[0]
    many = fit(x, curves)
    assert isinstance(many, Fit)
    assert len(many) == 5
    for i, y in enumerate(curves):
        alone = fit(x, y)
        for name in ("bottom", "top", "hill", "ec50"):
            assert getattr(many, name)[i] == pytest.approx(getattr(alone, name), rel=SAME)
        low, high = alone.interval("ec50")
        told = many.interval("ec50")
        assert (told.low[i], told.high[i]) == pytest.approx((low, high), rel=1e-6)
        assert many[i].stats.aic == pytest.approx(alone.stats.aic, rel=1e-9)
    assert many.predict(DOSE).shape == (5, len(DOSE))
    assert many.residuals.shape == (5, len(x))
    assert "5 curves" in str(many)


def test_every_curve_may_have_its_own_doses() -> None:
    x, y = noisy(8)
    many = fit([x, 7 * x], [y, y])
    assert many.ec50[1] == pytest.approx(7 * many.ec50[0], rel=SAME)


def test_of_many_curves_one_that_cannot_be_fitted_is_nan_and_says_why() -> None:
    x, y = noisy(9)
    many = fit(x, [y, np.zeros(len(x)), y])
    assert np.isnan(many.ec50).tolist() == [False, True, False]
    assert many.refused[0] == ""
    assert "the response is 0 at every dose" in many.refused[1]
    assert "1 of them refused" in str(many)
    assert np.isnan(many.interval("ec50").low[1])
    with pytest.raises(FitError, match="the response is 0 at every dose"):
        many[1]


# ---- refusals: each names what is missing and the way out


@pytest.mark.parametrize(
    ("dose", "values", "more", "message"),
    [
        ([1, 2, 3], [1, 2, 3.0], {}, r"3 points cannot carry 4 parameters .*fix a parameter"),
        ([5] * 6, [1, 2, 1, 2, 1, 2.0], {}, r"all 6 points are at dose 5.*below and above"),
        ([0, 1, 2, 3, 4], [0.0] * 5, {}, r"the response is 0 at every dose.*widen the doses"),
        ([1, 1, 2, 2, 3, 3], [1, 2, 3, 4, 5, 6.0], {}, r"3 different doses cannot carry 4"),
        ([0, 1, 2], [1, 2.0], {}, r"dose has 3 values, response 2 .*one dose for each"),
        ([0, 1, np.nan, 3], [1, 2, 3, 4.0], {}, r"dose 2 is nan.*leave out points"),
        ([0, 1, 2, 3], [1, 2, np.inf, 4.0], {}, r"response 2 is inf.*leave out points"),
        ([-1, 0, 1, 2], [1, 2, 3, 4.0], {}, r"dose 0 is -1.*give the doses themselves"),
        ([1, 2, 3, 4], ["a", 2, 3, 4], {}, r"response must be numbers"),
        (DOSE, DOSE, {"weights": [1.0]}, r"weights has 1 values"),
        (DOSE, DOSE, {"weights": [-1.0] * 8}, r"weights 0 is -1; none may be below 0"),
        (DOSE, DOSE, {"weights": [0.0] * 8}, r"no point has a weight above 0"),
        (DOSE, DOSE, {"model": "6pl"}, r"there is no model '6pl'"),
        (DOSE, DOSE, {"fixed": {"ed50": 1}}, r"no parameter 'ed50'; did you mean 'ec50'"),
        (DOSE, DOSE, {"fixed": {"ec50": -1}}, r"ec50 is -1; it must be above 0"),
        (DOSE, DOSE, {"fixed": {"asymmetry": 2}}, r"4pl has no parameter 'asymmetry'"),
        (DOSE, DOSE, {"bounds": {"hill": (3, 1)}}, r"low below high"),
        (DOSE, DOSE, {"shared": ("hill",)}, r"there are no groups"),
    ],
)  # fmt: skip
def test_data_that_cannot_carry_the_model_are_refused(
    dose: Any, values: Any, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(FitError, match=message):
        fit(dose, values, **more)


def test_a_curve_without_its_upper_plateau_is_refused_with_the_way_out() -> None:
    x = np.array([0.1, 0.2, 0.5, 1, 2, 5.0])
    with pytest.raises(FitError, match=r"no plateau.*(fix|add).*"):
        fit(x, 3 * x**0.8)
    with pytest.raises(FitError, match=r"no plateau"):
        fit(x, 10 - 2 * x**0.5)
    top_known = fit(x, response(x, 0, 100, 1, 50), "3pl", fixed={"top": 100})
    assert top_known.ec50 == pytest.approx(50, rel=1e-7)
    assert "ec50 is extrapolated: it lies above the highest dose, 5" in top_known.marks


def test_a_step_between_two_doses_is_refused_with_the_way_out() -> None:
    with pytest.raises(FitError, match=r"no dose on the slope.*between the doses 1 and 3"):
        fit(DOSE, [0, 0, 0, 0, 1, 1, 1, 1])


def test_a_slope_with_one_dose_on_it_is_refused_with_the_way_out() -> None:
    x, y = np.repeat(DOSE, 3), np.repeat([0, 0, 0, 40, 100, 100, 100, 100.0], 3)
    y += np.random.default_rng(4).normal(0, 2, len(x))
    with pytest.raises(FitError, match=r"only one dose, 1, lies on the slope.*or fix hill"):
        fit(x, y)
    assert fit(x, y, fixed={"hill": 2}).ec50 == pytest.approx(1.22, rel=0.1)


def test_a_plateau_that_is_only_approached_is_marked_and_its_interval_open() -> None:
    draw = np.random.default_rng(0)
    x = np.repeat([0, 0.3, 1, 3, 10.0], 3)
    found = fit(x, response(x, 0, 100, 1, 12) + draw.normal(0, 4, len(x)))
    assert any("top is extrapolated" in mark for mark in found.marks)
    told = found.interval("ec50")
    assert told.open in ("high", "both")
    assert told.high == np.inf
    assert "open" in str(told)
    assert "beware" in str(found)


# ---- properties


curves = st.builds(
    lambda hill, ln_ec50, seed: noisy(seed, hill, np.exp(ln_ec50)),
    st.one_of(st.floats(0.7, 1.8), st.floats(-1.8, -0.7)),
    st.floats(-0.7, 2),
    st.integers(0, 10_000),
)


def numbers(found: Any) -> Any:
    return np.array([found.bottom, found.top, found.hill, found.ec50])


@settings(max_examples=25, deadline=None)
@given(curves, st.floats(-12, 12))
def test_another_unit_of_dose_moves_ec50_and_nothing_else(curve: Any, power: float) -> None:
    (x, y), unit = curve, 10.0**power
    plain, scaled = fit(x, y), fit(x * unit, y)
    np.testing.assert_allclose(numbers(scaled), numbers(plain) * [1, 1, 1, unit], rtol=SAME)


@settings(max_examples=25, deadline=None)
@given(curves, st.floats(-9, 9), st.floats(-5, 5))
def test_another_unit_of_response_moves_the_plateaus_and_nothing_else(
    curve: Any, power: float, zero: float
) -> None:
    (x, y), unit = curve, 10.0**power
    plain, scaled = fit(x, y), fit(x, unit * (y + 10 * zero))
    expected = numbers(plain)
    expected[:2] = unit * (expected[:2] + 10 * zero)
    np.testing.assert_allclose(numbers(scaled), expected, rtol=SAME, atol=1e-6 * unit)


@settings(max_examples=25, deadline=None)
@given(curves)
def test_a_response_upside_down_swaps_the_plateaus_and_the_direction(curve: Any) -> None:
    x, y = curve
    plain, mirrored = fit(x, y), fit(x, -y)
    expected = np.array([-plain.top, -plain.bottom, -plain.hill, plain.ec50])
    np.testing.assert_allclose(numbers(mirrored), expected, rtol=SAME, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(curves, st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter(curve: Any, random: Any) -> None:
    x, y = curve
    order = list(range(len(x)))
    random.shuffle(order)
    np.testing.assert_allclose(numbers(fit(x[order], y[order])), numbers(fit(x, y)), rtol=SAME)


@settings(max_examples=25, deadline=None)
@given(curves, st.lists(st.integers(0, 3), min_size=16, max_size=16))
def test_a_point_of_weight_n_is_n_points(curve: Any, counts: list[int]) -> None:
    x, y = curve
    w = np.array(counts) + (np.arange(len(x)) % 2 == 0)  # every dose stays in
    repeated = fit(np.repeat(x, w), np.repeat(y, w))
    weighted = fit(x, y, weights=w)
    np.testing.assert_allclose(numbers(weighted), numbers(repeated), rtol=SAME, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(curves, st.floats(-6, 6))
def test_the_unit_of_weights_does_not_matter(curve: Any, power: float) -> None:
    x, y = curve
    plain, scaled = fit(x, y), fit(x, y, weights=np.full(len(x), 10.0**power))
    np.testing.assert_allclose(numbers(scaled), numbers(plain), rtol=SAME)
    assert scaled.stats.aic == pytest.approx(plain.stats.aic, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(curves)
def test_no_nearby_curve_fits_better(curve: Any) -> None:
    x, y = curve
    found = fit(x, y)
    best = numbers(found)
    for i in range(4):
        for nudge in (1 - 1e-4, 1 + 1e-4):
            near = best.copy()
            near[i] *= nudge
            assert ((y - response(x, *near)) ** 2).sum() >= found.stats.rss * (1 - 1e-12)


anything = st.one_of(
    st.just(0.0), st.floats(-12, 12).map(lambda e: 10.0**e), st.integers(0, 3).map(float)
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(anything, anything, st.sampled_from([-1, 1])), min_size=1, max_size=12),
    st.sampled_from(["3pl", "4pl", "5pl"]),
)
def test_whatever_the_data_there_is_a_curve_or_a_reason(points: Any, model: str) -> None:
    x, y = np.array([p[0] for p in points]), np.array([p[1] * p[2] for p in points])
    try:
        found = fit(x, y, model)
    except FitError:
        return
    assert np.isfinite([*numbers(found), found.asymmetry, found.stats.rss]).all()
    assert np.isfinite(found.predict(x)).all()
    if found.stats.dof > 0:
        low, high = found.interval("ec50")
        assert low <= found.ec50 * (1 + 1e-6)
        assert high >= found.ec50 * (1 - 1e-6)


@pytest.mark.parametrize("module", [fitting, antagonism, combination])
def test_the_examples_in_docstrings_run(module: Any) -> None:
    failed, tried = doctest.testmod(module)
    assert tried > 0
    assert failed == 0
