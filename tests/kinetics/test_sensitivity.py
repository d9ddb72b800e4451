"""sensitivity(), sobol() and what_to_measure(): against what can be worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

import il6widgets as il6

MODELS = Path(__file__).parent / "models"
TRAP = il6.load(MODELS / "trap.toml")
CASCADE = il6.load(MODELS / "cascade.toml")
LONG = 1e4
"""When A is at its steady state, k_in S / k_out."""


def test_the_coefficients_of_a_quadratic_are_its_derivatives():
    found = il6.sensitivity(TRAP, "L", L=3, T=2)
    free = 0.5 * (0.5 + (0.25 + 6) ** 0.5)  # 3 in 2 at Kd 0.5: b = -0.5
    # By implicit differentiation of x (x + T + Kd - L) = Kd L with respect to T, L and Kd.
    slope = 2 * free + 2 + 0.5 - 3
    by_kd = (3 - free) / slope
    found = il6.sensitivity(TRAP, "L", over=["Kd", "T", "L"], L=3, T=2)
    assert found.value == pytest.approx(free, rel=1e-12)
    assert found["T"] == pytest.approx(-free / slope * 2 / free, rel=1e-5)
    assert found["Kd"] == pytest.approx(by_kd * 0.5 / free, rel=1e-5)
    # Three concentrations, and nothing else with a unit: they sum to 1 (Euler).
    assert sum(found.coefficients.values()) == pytest.approx(1, abs=1e-5)


def test_a_product_has_the_coefficients_of_its_powers():
    found = il6.sensitivity(CASCADE, "A", LONG, S=2)
    assert found["k_in"] == pytest.approx(1, abs=1e-5)
    assert found["k_out"] == pytest.approx(-1, abs=1e-5)
    assert abs(found["V_outside"]) < 1e-6
    assert "S" not in found.coefficients  # it is given
    assert "k_in" in str(found)
    assert "V_outside" not in str(found)
    assert list(found.frame().parameter)[:2] == list(found.coefficients)[:2]


def test_nothing_can_be_told_of_a_read_out_that_is_0():
    with pytest.raises(il6.InputError, match="is 0 at this point"):
        il6.sensitivity(CASCADE, "A", 10)
    with pytest.raises(il6.InputError, match="S is an array"):
        il6.sensitivity(CASCADE, "A", 10, S=[1, 2])
    with pytest.raises(il6.UnknownName, match="no input 'k'"):
        il6.sensitivity(CASCADE, "A", 10, over=["k"], S=1)


def spread(low, high):
    """The squared coefficient of variation of a log-uniform number."""
    ln = np.log(high / low)
    return (high**2 - low**2) / (2 * ln) / ((high - low) / ln) ** 2 - 1


def test_sobol_indices_of_a_product_are_known():
    ranges = {"k_in": (1.0, 4.0), "S": (1.0, 2.0), "k_out": (0.5, 1.0), "V_outside": (1.0, 9.0)}
    done = []
    found = il6.sobol(
        CASCADE, "A", 100, over=ranges, n=2048, seed=3, progress=lambda n, of: done.append((n, of))
    )
    cv = {"k_in": spread(1, 4), "S": spread(1, 2), "k_out": spread(1, 2)}  # 1/k has that of k
    whole = np.prod([1 + v for v in cv.values()]) - 1
    for name, v in cv.items():
        # 2,048 points of a Sobol sequence: errors of the order of 1 per cent of the variance
        assert found.first[name] == pytest.approx(v / whole, abs=0.02)
        assert found.total[name] == pytest.approx(v * (1 + whole) / (1 + v) / whole, abs=0.02)
    assert found.total["V_outside"] == pytest.approx(0, abs=1e-3)
    assert found.runs == 2048 * 6
    assert next(iter(found.total)) == "k_in"
    assert 0 < found.band[0] < found.band[1] < found.band[2]
    assert done[-1] == (2048 * 4, 2048 * 4)
    assert "in all" in str(found)
    assert found.frame().shape == (4, 5)


def test_the_same_seed_gives_the_same_numbers():
    ranges = {"k_in": (1.0, 4.0), "S": (1.0, 2.0)}
    one, two, three = (il6.sobol(CASCADE, "A", 10, over=ranges, n=64, seed=s) for s in (1, 1, 2))
    assert one.total == two.total
    assert one.total != three.total


def test_the_most_useful_measurement_is_of_what_spreads_most():
    ranges = {"k_in": (0.1, 10.0), "S": (1.0, 2.0), "V_outside": (1.0, 9.0)}
    found = il6.what_to_measure(
        CASCADE, "A", 100, over=ranges, noise=0.05,
        measurements=["k_in", "S", "V_outside", ("twice", 100), ("B", 10)],
    )  # fmt: skip
    # twice is A: what is left is the error of the measurement, 2 * 1.645 * 5 % of A.
    width = found.band[1] - found.band[0]
    mean = 10 * (10 - 0.1) / np.log(100) / np.log(2)  # of k_in S / 0.1
    assert found.best == "twice at 100"
    assert found.left["twice at 100"] == pytest.approx(2 * 1.645 * 0.05 * mean / width, rel=0.2)
    # With k_in known, S is left: 1.05 to 1.95 for 90 % of it, times k_in.
    assert found.left["k_in"] < 0.5 < found.left["S"] < 1
    assert found.left["V_outside"] == pytest.approx(1, abs=0.05)
    assert "what is left of this band" in str(found)


def test_the_receptor_model_says_which_number_is_missing():
    m = il6.load("receptor")
    found = il6.what_to_measure(m, "hexamer", IL6="10 pg/mL")
    open_ones = [k for k, p in m.parameters.items() if p.open]
    assert set(open_ones) <= set(found.left)
    # The dispute is about the Kd of gp130: of all constants, measuring it helps most.
    assert min(open_ones, key=found.left.__getitem__) == "Kd_gp130"


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (dict(over={"k_in": (0, 1)}), "two ends above 0"),
        (dict(over={"k_in": (2, 1)}), "low before high"),
        (dict(over=["k_of"]), "no input 'k_of'"),
        (dict(), "states no open interval"),
        (dict(over={"k_out": (1, 2)}, n=1000), "power of 2"),
    ],
)
def test_ranges_that_cannot_be_drawn_are_refused(names, sentence):
    with pytest.raises(il6.InputError, match=sentence):
        il6.sobol(CASCADE, "A", 10, S=1, **names)
    with pytest.raises(il6.InputError, match=sentence):
        il6.what_to_measure(CASCADE, "A", 10, S=1, **names)
