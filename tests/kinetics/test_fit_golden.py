"""Refusals and Student's t that the browser's fit shares with this one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from il6widgets.kinetics.dose_data import FitError
from il6widgets.kinetics.fit import fit
from il6widgets.kinetics.intervals import t_quantile

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden/fit.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", GOLDEN["refusals"], ids=lambda c: c["name"])
def test_data_that_cannot_carry_a_curve_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(FitError, match=re.escape(case["says"])):
        fit(case["dose"], case["response"], weights=case["weights"])


@pytest.mark.parametrize("case", GOLDEN["t"], ids=lambda c: f"{c['dof']} {c['level']}")
def test_t_is_that_of_thirty_digits(case: dict[str, Any]) -> None:
    expected = pytest.approx(float(case["t"]), rel=GOLDEN["t_tolerance"])
    assert float(t_quantile(case["dof"], case["level"])) == expected
