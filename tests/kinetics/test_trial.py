"""Trials on virtual patients: power on known distributions, and an end point that fails."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

import il6widgets as il6
from il6widgets.kinetics.cohort import Population

M = il6.load("patient")


def arm(values: np.ndarray, name: str = "CRP") -> Population:
    """A population of which only an output at one time is known."""
    return Population(M, np.array([0.0]), {}, {name: values[:, None], "CRP": values[:, None]})


def test_power_is_that_of_the_rank_test_on_known_distributions() -> None:
    # Two normals of unit width, d = 0.8 apart. Noether 1987 gives the power of the rank test with n
    # an arm: Phi(sqrt(6 n) |p - 0.5| - z), p the probability that one exceeds the other.
    z, n = norm.ppf(np.linspace(0.0005, 0.9995, 4000)), 30
    treated, control = arm(10 + z), arm(10.8 + z)
    expected = norm.cdf(np.sqrt(6 * n) * abs(norm.cdf(0.8 / np.sqrt(2)) - 0.5) - norm.ppf(0.975))
    found = il6.trial(treated, control, "CRP", n, assay_cv=0, repeats=4000)
    # 0.5/sqrt(4000) by counting, and the formula is asymptotic.
    assert found.power[0] == pytest.approx(expected, abs=0.04)
    assert found.wrong[0] < 0.01


def test_two_arms_alike_are_told_apart_as_often_as_the_level_says() -> None:
    z = norm.ppf(np.linspace(0.0005, 0.9995, 4000))
    found = il6.trial(arm(5 + z), arm(5 + z), "CRP", [20], assay_cv=0.1, repeats=4000)
    assert found.power[0] + found.wrong[0] == pytest.approx(0.05, abs=0.015)
    assert found.regret[0] == pytest.approx(0, abs=1e-12)


def test_il6_is_an_end_point_that_fails_under_a_receptor_antibody() -> None:
    given: dict[str, Any] = dict(
        n=300, t=[0, 28], outputs=["CRP", "IL6"],
        CL=il6.lognormal(0.3, cv=0.39), receptor_share=il6.uniform(0.5, 0.95),
        IL6_production=il6.lognormal(20.16, cv=0.8),
    )  # fmt: skip
    treated = il6.cohort(M, doses=il6.doses("8 mg/kg", route="iv"), **given)
    control = il6.cohort(M, **given)
    by_crp = il6.trial(treated, control, "CRP", [5, 20])
    by_il6 = il6.trial(treated, control, "IL6", [5, 20])
    assert by_crp.power[-1] > 0.95
    assert by_il6.power[-1] < 0.01
    assert by_il6.wrong[-1] > 0.9  # it finds harm where patients fare better
    assert by_il6.regret[-1] > 10 * max(by_crp.regret[-1], 1e-3)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (dict(n=1), "n is 1; give whole numbers"),
        (dict(n=2.5), "n is 2.5"),
        (dict(n=5, alpha=1.5), "alpha is 1.5"),
        (dict(n=5, assay_cv=-1), "assay_cv is -1"),
        (dict(n=5, end_point="CRPP"), "kept no 'CRPP'"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, Any], message: str) -> None:
    one = arm(np.ones(10))
    with pytest.raises(il6.InputError, match=message):
        il6.trial(one, one, **{"end_point": "CRP", **given})
