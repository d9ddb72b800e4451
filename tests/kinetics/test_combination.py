"""Bliss and Loewe: what holds by definition."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6widgets.kinetics.combination import bliss, loewe, loewe_effect
from il6widgets.kinetics.fit import Fit, fit

DOSE = np.array([0, *np.logspace(-3, 3, 13)])
fraction = st.floats(0, 1)


def drug(hill: float, ec50: float, top: float = 1.0) -> Fit:
    with np.errstate(divide="ignore"):
        return fit(DOSE, top / (1 + (ec50 / DOSE) ** hill), fixed={"bottom": 0})


STRONG, WEAK, PARTIAL = drug(1.3, 0.5), drug(0.8, 20.0), drug(1.0, 2.0, 0.6)
FALLING = drug(-1.1, 3.0)
dose = st.floats(-2, 2).map(lambda e: 10.0**e)


@given(fraction, fraction)
def test_bliss_is_symmetric_and_between_the_larger_and_all(a: float, b: float) -> None:
    found = bliss(a, b)
    assert found == pytest.approx(bliss(b, a), abs=1e-15)
    assert max(a, b) - 1e-15 <= found <= 1 + 1e-15
    assert 1 - found == pytest.approx((1 - a) * (1 - b), abs=1e-15)


def test_bliss_takes_fractions_only() -> None:
    with pytest.raises(ValueError, match="divide by the largest"):
        bliss(50, 20)


@settings(deadline=None)
@given(dose, dose, st.sampled_from([STRONG, WEAK, PARTIAL, FALLING]))
def test_a_drug_with_itself_is_additive(a: float, b: float, one: Fit) -> None:
    effect = one.predict(a + b)
    # as many digits as the effect has left near a plateau
    lost = max(1.0, 1 / (1 - effect / one.top))
    assert loewe(a, b, effect, one, one) == pytest.approx(1, abs=1e-13 * lost)
    assert loewe_effect(a, b, one, one) == pytest.approx(effect, rel=1e-12)


@settings(max_examples=20, deadline=None)
@given(dose, dose)
def test_a_dilution_of_a_drug_is_additive_with_it(a: float, b: float) -> None:
    effect = STRONG.predict(a + b / 40)
    assert loewe(a, b, effect, STRONG, drug(1.3, 20.0)) == pytest.approx(1, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(dose, dose)
def test_the_additive_effect_has_the_index_one(a: float, b: float) -> None:
    effect = loewe_effect(a, b, STRONG, WEAK)
    assert loewe(a, b, effect, STRONG, WEAK) == pytest.approx(1, abs=1e-9)


def test_a_function_does_as_well_as_a_fit() -> None:
    a, b = np.array([0.1, 1, 10.0]), np.array([3.0, 0.2, 1.0])
    effect = [0.3, 0.6, 0.9]
    by_function = loewe(a, b, effect, lambda x: STRONG.predict(x), lambda x: WEAK.predict(x))
    np.testing.assert_allclose(by_function, loewe(a, b, effect, STRONG, WEAK), rtol=1e-10)


def test_more_effect_from_the_same_doses_is_synergy() -> None:
    expected = loewe_effect(0.3, 5.0, STRONG, WEAK)
    assert loewe(0.3, 5.0, expected + 0.1, STRONG, WEAK) < 1
    assert loewe(0.3, 5.0, expected - 0.1, STRONG, WEAK) > 1


def test_an_effect_that_one_drug_never_has_alone_is_nan() -> None:
    assert np.isnan(loewe(1.0, 1.0, 0.9, STRONG, PARTIAL))
    assert loewe(1.0, 0.0, 0.9, STRONG, PARTIAL) > 0  # not in the mixture
    beyond = loewe_effect(50.0, 50.0, STRONG, PARTIAL)
    assert beyond == pytest.approx(STRONG.predict(50.0), rel=1e-3)


def test_one_drug_alone_does_what_it_does_alone() -> None:
    assert loewe_effect(2.0, 0.0, STRONG, WEAK) == STRONG.predict(2.0)
    assert loewe_effect(0.0, 2.0, STRONG, WEAK) == WEAK.predict(2.0)


@pytest.mark.parametrize("call", [lambda: loewe(-1, 1, 0.5, STRONG, WEAK)])
def test_negative_doses_are_refused(call: Any) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        call()


def test_drugs_that_pull_apart_have_no_additive_effect() -> None:
    with pytest.raises(ValueError, match="Loewe has no answer"):
        loewe_effect(1.0, 1.0, STRONG, FALLING)
