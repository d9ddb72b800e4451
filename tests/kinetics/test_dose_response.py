"""dose_response(): against closed forms, in time and at equilibrium, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

import il6widgets as il6

MODELS = Path(__file__).parent / "models"
TRAP = il6.load(MODELS / "trap.toml")
CASCADE = il6.load(MODELS / "cascade.toml")
DOSES = np.geomspace(1e-3, 1e2, 40)


def bound(ligand, trap, kd):
    """Ligand in the trap, by the quadratic formula without cancellation."""
    b = ligand + trap + kd
    return 2 * ligand * trap / (b + np.sqrt(b * b - 4 * ligand * trap))


def test_binding_over_doses_is_the_quadratic():
    curve = il6.dose_response(TRAP, "L", over=DOSES, read="LT", T=2)
    assert curve.response == pytest.approx(bound(DOSES, 2, 0.5), rel=1e-10)
    assert curve.unit == "nM"
    assert curve.frame().shape == (40, 2)


def test_another_input_that_is_an_array_gives_curves():
    traps = np.array([0.5, 2.0, 8.0])
    curve = il6.dose_response(TRAP, "L", over=DOSES, read="LT", T=traps)
    assert curve.response == pytest.approx(bound(DOSES, traps[:, None], 0.5), rel=1e-10)
    # With little trap half of it is taken at Kd plus half the trap (solve the quadratic for it).
    fits = curve.fit()
    assert len(fits.ec50) == 3
    assert fits.ec50[0] == pytest.approx(0.5 + 0.25, rel=0.05)
    assert len(str(curve).splitlines()) == 4


def test_an_antagonist_may_be_dosed():
    curve = il6.dose_response(TRAP, "T", over=DOSES, read="L", L=0.001)
    assert curve.response == pytest.approx(0.001 / (1 + DOSES / 0.5), rel=1e-3)
    fit = curve.fit()
    assert (fit.ec50, fit.hill) == (pytest.approx(0.5, rel=1e-2), pytest.approx(-1, rel=1e-2))


@pytest.mark.parametrize(
    ("at", "unit", "expected"),
    [
        (30, "nM", lambda s: s / 0.1 * -np.expm1(-1.0) * np.exp(-2.0)),
        ("0.5 h", "nM", lambda s: s / 0.1 * -np.expm1(-1.0) * np.exp(-2.0)),
        ("peak", "nM", lambda s: s / 0.1 * -np.expm1(-1.0)),
        # A' = S - 0.1 A: the area follows from what went in and what is still there at 60.
        ("area", "nM*min", lambda s: 10 * (10 * s - s / 0.1 * -np.expm1(-1.0) * np.exp(-5.0))),
    ],
)
def test_a_model_in_time_is_read_at_a_time_at_its_peak_or_as_an_area(at, unit, expected):
    doses = np.array([0.5, 1.0, 4.0])
    curve = il6.dose_response(
        CASCADE, "S", over=il6.pulse(doses, stop=10), read="A", at=at, rtol=1e-8
    )
    tolerance = 1e-4 if at == "area" else 1e-6  # Simpson's rule over the bend at 10 min
    assert curve.response == pytest.approx(expected(doses), rel=tolerance)
    assert curve.read.unit(CASCADE) == unit


def test_a_pulse_of_another_input_and_several_curves():
    curve = il6.dose_response(
        CASCADE, "k_out", over=[0.1, 0.2], read="A", at=10, S=il6.pulse([1.0, 2.0, 3.0], stop=10),
        rtol=1e-8,
    )  # fmt: skip
    k, s = np.array([0.1, 0.2]), np.array([1.0, 2.0, 3.0])[:, None]
    assert curve.response == pytest.approx(s / k * -np.expm1(-10 * k), rel=1e-6)


def test_an_axis_that_nobody_named_ends_at_the_top_of_the_range():
    curve = il6.dose_response(TRAP, "L", read="LT")
    assert (curve.dose[0], curve.dose[-1]) == pytest.approx((1e-4, 100))


def test_a_read_out_that_does_not_depend_on_the_dose_is_a_flat_line():
    curve = il6.dose_response(CASCADE, "k_deg", over=[0.1, 1], read="A", at=5, S=1)
    assert curve.response[0] == pytest.approx(curve.response[1], rel=1e-4)


@pytest.mark.parametrize(
    ("model", "names", "sentence"),
    [
        (CASCADE, dict(read="A"), "runs in time; say when"),
        (TRAP, dict(read="LT", at=3), "which has no time; leave out at=3"),
        (TRAP, dict(), "nothing is read; say what, such as read='free_share'"),
        (TRAP, dict(read="LT", over=[[1, 2]]), "give a list of doses"),
        (TRAP, dict(read="LT", over=[-1, 2]), "cannot be negative"),
        (TRAP, dict(read="bound"), "no species or output 'bound'"),
    ],
)
def test_what_cannot_be_read_is_refused(model, names, sentence):
    with pytest.raises(il6.InputError, match=sentence):
        il6.dose_response(model, "S" if model is CASCADE else "L", **names)


def test_what_is_dosed_is_not_given_as_well():
    with pytest.raises(il6.InputError, match="dosed, and given as well"):
        il6.dose_response(TRAP, "L", read="LT", L=1)
    with pytest.raises(il6.UnknownName, match="no input 'IL6'"):
        il6.dose_response(TRAP, "IL6", read="LT")
