"""Gaddum and Schild against exact curves, a binding equilibrium, and the definition."""

from typing import Any

import numpy as np
import pytest

from il6widgets.kinetics.antagonism import gaddum, schild
from il6widgets.kinetics.binding import Binding
from il6widgets.kinetics.dose_data import FitError

DOSE = np.logspace(-3, 5, 17)
LEVELS = [0, 0.1, 0.3, 1, 3.0]


def grid() -> tuple[Any, Any]:
    return np.tile(DOSE, len(LEVELS)), np.repeat(LEVELS, len(DOSE))


@pytest.mark.parametrize("slope", [0.8, 1.0, 1.3])
@pytest.mark.parametrize("hill", [-1.5, 1.0])
def test_exact_curves_give_kb_and_slope_back(hill: float, slope: float) -> None:
    x, b = grid()
    y = gaddum(x, b, ec50=1.5, kb=0.2, hill=hill, bottom=4, top=90, slope=slope)
    found = schild(x, b, y)
    assert found.slope == pytest.approx(slope, abs=1e-9)
    assert found.kb == pytest.approx(0.2, rel=1e-9)
    assert found.pa2 == pytest.approx(-np.log10(0.2), rel=1e-9)
    assert found.ec50 == pytest.approx(1.5, rel=1e-9)
    ratios = {level: 1 + (level / 0.2) ** slope for level in LEVELS}
    assert found.dose_ratios() == pytest.approx(ratios, rel=1e-8)


def test_competition_for_one_site_has_the_slope_one() -> None:
    """From the equilibrium solver, the receptor so rare that it takes nothing away."""
    x, b = grid()
    kd, kb, receptor = 2.0, 0.2, 1e-12
    species = [[1, 0, 0, 1, 0], [0, 1, 0, 0, 1], [0, 0, 1, 1, 1]]
    totals = np.array([x, b, np.full(len(x), receptor)])
    solved = Binding(species).solve(totals, [0, 0, 0, -np.log(kd), -np.log(kb)])
    found = schild(x, b, solved.amounts[3] / receptor)
    assert found.slope == pytest.approx(1, abs=1e-6)
    assert found.kb == pytest.approx(kb, rel=1e-6)
    assert found.ec50 == pytest.approx(kd, rel=1e-6)


def test_at_kb_twice_the_dose_does_the_same() -> None:
    alone = gaddum(DOSE, 0, ec50=3, kb=0.7, hill=1.4, bottom=1, top=8)
    np.testing.assert_allclose(
        gaddum(2 * DOSE, 0.7, ec50=3, kb=0.7, hill=1.4, bottom=1, top=8), alone, rtol=1e-13
    )


def test_intervals_hold_the_truth_and_close_with_more_data() -> None:
    x, b = grid()
    y = gaddum(x, b, ec50=1.5, kb=0.2, bottom=0, top=100)
    widths = []
    for copies in (1, 9):
        draw = np.random.default_rng(5)
        many = [np.tile(a, copies) for a in (x, b, y)]
        many[2] = many[2] + draw.normal(0, 3, len(many[2]))
        found = schild(many[0], many[1], many[2])
        low, high = found.interval("kb", level=0.999)  # of two tries, one in 500 fails
        assert low < 0.2 < high
        slope = found.interval("slope", level=0.999)
        assert slope.low < 1 < slope.high
        widths.append(np.log(high / low))
    assert widths[0] / widths[1] == pytest.approx(3, rel=0.3)


def test_one_concentration_will_do_with_the_slope_fixed() -> None:
    x, b = np.tile(DOSE, 2), np.repeat([0, 1.0], len(DOSE))
    y = gaddum(x, b, ec50=1.5, kb=0.2)
    assert schild(x, b, y, fixed={"slope": 1}).kb == pytest.approx(0.2, rel=1e-9)
    with pytest.raises(FitError, match=r"0 and two others.*fixed=\{'slope': 1\}"):
        schild(x, b, y)


def test_bad_concentrations_are_named() -> None:
    with pytest.raises(FitError, match="one concentration for each response"):
        schild(DOSE, [1.0], DOSE)
    with pytest.raises(ValueError, match="ec50 and kb above 0"):
        gaddum(1, 1, ec50=1, kb=0)
