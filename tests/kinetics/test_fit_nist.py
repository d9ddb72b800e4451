"""The optimiser behind `fit` against the certified values of all 27 NIST nonlinear sets."""

import numpy as np
import pytest

from il6widgets.kinetics.fit import fit
from il6widgets.kinetics.least_squares import LeastSquares
from tests.golden.nist.sets import MODELS, Certified, read

SIX_DIGITS = 1e-6  # relative, of every parameter; NIST certifies 11 digits
ERRORS = 1e-6  # relative, of every standard deviation


def problem(given: Certified) -> LeastSquares:
    return LeastSquares(
        lambda theta, _: np.stack([given.model(b) for b in theta.T], 1),
        lambda theta, _, wanted: np.stack([given.slopes(b)[list(wanted)] for b in theta.T], 2),
        given.y[:, None],
        np.ones((len(given.y), 1)),
    )


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("name", MODELS)
def test_certified_values_are_reached_from_both_starts(name: str, start: int) -> None:
    given = read(name)
    with np.errstate(all="ignore"):
        best = problem(given).minimise(
            given.starts[start][:, None], range(len(given.values)), careful=True
        )
    np.testing.assert_allclose(best.theta[:, 0], given.values, rtol=SIX_DIGITS, atol=0)
    if given.rss > 1e-20:  # Lanczos1 has only rounding left
        np.testing.assert_allclose(best.rss[0], given.rss, rtol=1e-9)


@pytest.mark.parametrize("name", sorted(set(MODELS) - {"Lanczos1"}))
def test_standard_deviations_are_the_certified_ones(name: str) -> None:
    given = read(name)
    p, here = len(given.values), np.zeros(1, int)
    inverse = problem(given).covariance(given.values[:, None], range(p), here)[:, :, 0]
    found = np.sqrt(np.diag(inverse) * given.rss / (len(given.y) - p))
    np.testing.assert_allclose(found, given.errors, rtol=ERRORS, atol=0)


def test_a_3pl_is_the_logistic_of_rat42() -> None:
    """y = b1 / (1 + exp(b2 - b3 x)), with dose = exp(x)."""
    given = read("Rat42")
    found = fit(np.exp(given.x), given.y, "3pl")
    b1, b2, b3 = given.values
    assert found.top == pytest.approx(b1, rel=1e-9)
    assert found.hill == pytest.approx(b3, rel=1e-9)
    assert np.log(found.ec50) == pytest.approx(b2 / b3, rel=1e-9)
    assert found.stats.rss == pytest.approx(given.rss, rel=1e-9)
    assert found.standard_error("top") == pytest.approx(given.errors[0], rel=ERRORS)
    assert found.standard_error("hill") == pytest.approx(given.errors[2], rel=ERRORS)


def test_a_5pl_from_zero_is_the_skewed_logistic_of_rat43() -> None:
    """y = b1 / (1 + exp(b2 - b3 x))^(1/b4), with dose = exp(x)."""
    given = read("Rat43")
    found = fit(np.exp(given.x), given.y, "5pl", fixed={"bottom": 0})
    b1, b2, b3, b4 = given.values
    k = 2**b4 - 1
    assert found.top == pytest.approx(b1, rel=1e-8)
    assert found.hill == pytest.approx(b3, rel=1e-8)
    assert found.asymmetry == pytest.approx(1 / b4, rel=1e-8)
    assert np.log(found.ec50) == pytest.approx((b2 - np.log(k)) / b3, rel=1e-8)
    assert found.stats.rss == pytest.approx(given.rss, rel=1e-9)
    assert found.standard_error("top") == pytest.approx(given.errors[0], rel=1e-5)
