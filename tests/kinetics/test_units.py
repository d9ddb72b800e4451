"""Units at the edge: quantities read, converted and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6widgets.kinetics.errors import InputError
from il6widgets.kinetics.units import convert, quantity

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "units.json").read_text("utf-8"))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda c: f"{c['typed']} in {c['unit']}")
def test_quantities_meet_the_golden_vectors(case):
    found = quantity(case["typed"], case["unit"], molar_mass=case.get("molar_mass"))
    assert found == pytest.approx(case["expected"], rel=GOLDEN["tolerance"]["relative"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("2 nM", 2), ("2nM", 2), ("1e-3 uM", 1), ("5 µM", 5000), (" 3 ", 3), ("0 pg/mL", 0), (7, 7)],
)
def test_ways_to_write_a_concentration(typed, expected):
    assert quantity(typed, "nM", molar_mass=21000) == pytest.approx(expected, rel=1e-14)


@given(st.floats(1e-6, 1e6))
def test_there_and_back(x):
    there = convert(x, "ng/mL", "nM", molar_mass=21000)
    assert convert(there, "nM", "ng/mL", molar_mass=21000) == pytest.approx(x, rel=1e-14)


@pytest.mark.parametrize(
    ("typed", "unit", "sentence"),
    [
        ("much", "nM", "'much' is no quantity; write a number and a unit, such as '2 nM'"),
        ("5 parsnips", "nM", "'5 parsnips' is no quantity"),
        ("5 min", "nM", "wrong dimension; it is given in nM"),
        ("5 mg/kg", "nM", "wrong dimension"),
        ("5 mg", "ng/mL", "wrong dimension"),
        ("nan", "nM", "is NaN"),
        ("inf", "nM", "is infinite"),
        ("-2 nM", "nM", "cannot be negative, the least is 0"),
        ("3 ng/mL", "nM", "needs a molar mass"),
        ("", "nM", "is no quantity"),
    ],
)
def test_what_is_refused_and_how(typed, unit, sentence):
    with pytest.raises(InputError, match=f"IL6.*{sentence}"):
        quantity(typed, unit, name="IL6")
