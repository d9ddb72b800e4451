"""fit_mechanism(): numbers found again, flat valleys shown as flat, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import least_squares

import il6widgets as il6
from il6widgets.kinetics.dose_data import FitError

MODELS = Path(__file__).parent / "models"
TRAP = il6.load(MODELS / "trap.toml")
CASCADE = il6.load(MODELS / "cascade.toml")
DOSES = np.repeat(np.geomspace(1e-2, 1e2, 10), 3)


def bound(ligand, trap, kd):
    b = ligand + trap + kd
    return 2 * ligand * trap / (b + np.sqrt(b * b - 4 * ligand * trap))


def test_numbers_are_found_again_from_clean_data():
    fit = il6.fit_mechanism(
        TRAP, DOSES, bound(DOSES, 3, 0.2), input="L", read="LT", free=["T", "Kd"], absolute=True
    )
    assert fit.parameters["T"] == pytest.approx(3, rel=1e-6)
    assert fit.parameters["Kd"] == pytest.approx(0.2, rel=1e-6)
    assert fit.predict([0.5, 5]) == pytest.approx(bound(np.array([0.5, 5]), 3, 0.2), rel=1e-6)


def test_the_best_fit_and_its_interval_are_those_of_another_program():
    rng = np.random.default_rng(1)
    y = 5 + 20 * bound(DOSES, 3, 0.2) + rng.normal(0, 0.4, DOSES.size)
    fit = il6.fit_mechanism(TRAP, DOSES, y, input="L", read="LT", free=["T", "Kd"])

    def rest(p, kd=None):
        trap, k = np.exp(p[0]), np.exp(p[3]) if kd is None else kd
        return p[1] + p[2] * bound(DOSES, trap, k) - y

    best = least_squares(rest, [np.log(3), 5, 20, np.log(0.2)], x_scale="jac", xtol=1e-14)
    assert fit.stats.rss == pytest.approx(2 * best.cost, rel=1e-8)
    assert fit.parameters["Kd"] == pytest.approx(np.exp(best.x[3]), rel=1e-4)
    # At both ends of the interval the sum of squares has risen by t^2 sigma^2, t of 26 dof.
    wanted = 2 * best.cost * (1 + 2.0555294386428713**2 / 26)
    for end in fit.interval("Kd"):
        held = least_squares(lambda p, end=end: rest(p, end), best.x[:3], x_scale="jac")
        assert 2 * held.cost == pytest.approx(wanted, rel=2e-3)
    assert fit.flat == ()


def test_a_number_that_only_scales_the_response_is_flat():
    # Far below Kd a trap takes L T / Kd: with a free scale, neither T nor Kd can be told.
    doses = np.repeat(np.geomspace(1e-4, 1e-2, 8), 3)
    y = 100 * bound(doses, 0.01, 5.0) + np.random.default_rng(2).normal(0, 1e-5, doses.size)
    fit = il6.fit_mechanism(TRAP, doses, y, input="L", read="LT", free=["T", "Kd"])
    assert set(fit.flat) == {"T", "Kd"}
    assert fit.interval("T").open in ("low", "both")
    profile = fit.profile("T", points=21)
    assert profile.flat
    assert profile.excess.min() == pytest.approx(0, abs=1e-6)
    assert "cannot tell it; measure it, or fix it by T=" in str(fit)


def test_conditions_are_arrays_of_one_value_a_point():
    traps = np.tile([0.5, 5.0], DOSES.size)
    doses = np.repeat(DOSES, 2)
    y = 2 + 3 * bound(doses, traps, 0.7)
    fit = il6.fit_mechanism(TRAP, doses, y, input="L", read="LT", free=["Kd"], T=traps)
    assert fit.parameters["Kd"] == pytest.approx(0.7, rel=1e-6)
    assert fit.parameters["bottom"] == pytest.approx(2, abs=1e-6)
    assert fit.parameters["scale"] == pytest.approx(3, rel=1e-6)


def test_two_answers_that_fit_alike_are_both_told():
    # On a cell without sIL-6R around, IL-6R and gp130 can change places.
    m = il6.load("receptor")
    doses = np.repeat(np.geomspace(1e-4, 10, 12), 2)
    given: dict[str, Any] = dict(sIL6R=0, sgp130=0)
    true = il6.equilibrium(m, IL6=doses, IL6R=800, gp130=6000, **given)["hexamer"]
    y = true * (1 + np.random.default_rng(0).normal(0, 0.02, doses.size))
    fit = il6.fit_mechanism(m, doses, y, read="hexamer", absolute=True, **given)
    answers = [fit.parameters, *fit.alternatives]
    near = [a for a in answers if abs(a["IL6R"] - 800) < 40 and abs(a["gp130"] - 6000) < 600]
    assert near
    low, high = fit.interval("IL6R")
    assert low < 800 < high
    assert fit.alternatives
    assert "as well" in str(fit)


def test_a_model_in_time_is_fitted_too():
    t_half = np.array([0.05, 0.1, 0.2, 0.4, 0.8, 1.6])
    y = 7 * t_half / 0.3 * -np.expm1(-0.3 * 10)
    fit = il6.fit_mechanism(
        CASCADE, t_half, y, input="S", read="A", at=10, free=["k_out"], absolute=True, k_in=7
    )
    assert fit.parameters["k_out"] == pytest.approx(0.3, rel=1e-6)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(free=["T"], T=1), "'T' is given and fitted"),
        (dict(free=["IL6R"]), "no input 'IL6R'"),
        (dict(Kd=[1, 2]), "one for each of the 30 points"),
        (dict(read="L", free=["T"], Kd=1e3), None),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, sentence):
    names = dict(input="L", read="LT", free=["T"]) | change
    y = -bound(DOSES, 3, 0.2) if sentence is None else bound(DOSES, 3, 0.2)
    with pytest.raises((FitError, il6.UnknownName), match=sentence or "does not rise and fall"):
        il6.fit_mechanism(TRAP, DOSES, y, **names)


def test_more_numbers_than_points_are_refused():
    with pytest.raises(FitError, match="3 points for 4 numbers; measure more doses"):
        il6.fit_mechanism(TRAP, [1, 2, 3], [1, 2, 3], input="L", read="LT", free=["T", "Kd"])
