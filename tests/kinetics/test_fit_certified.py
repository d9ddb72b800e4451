"""Dose-response fits against optima certified to 40 digits, and against R's drc."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from il6widgets.kinetics.fit import fit

CERTIFIED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden/doses/certified.json").read_text(encoding="utf-8")
)
EXACT = CERTIFIED["tolerance"]
ERRORS = 1e-6  # relative, of standard errors
DRC = os.environ.get("DRC_DATA")
needs_drc = pytest.mark.skipif(not DRC, reason="DRC_DATA names no folder; see golden/doses")


def agrees(found: Any, optimum: dict[str, Any], tolerance: float = EXACT) -> None:
    for name, value in found.parameters.items():
        assert value == pytest.approx(float(optimum[name]), rel=tolerance), name
    assert found.stats.rss == pytest.approx(float(optimum["rss"]), rel=tolerance)


@pytest.mark.parametrize("given", CERTIFIED["sets"], ids=lambda g: g["name"])
def test_the_certified_optimum_is_reached(given: dict[str, Any]) -> None:
    found = fit(given["dose"], given["response"], given["model"], given["weights"])
    agrees(found, given["optimum"])
    for kind, errors in given["optimum"]["errors"].items():
        for name, value in errors.items():
            assert found.standard_error(name, kind) == pytest.approx(float(value), rel=ERRORS)


@pytest.mark.parametrize("given", CERTIFIED["sets"], ids=lambda g: g["name"])
def test_it_is_reached_among_many_curves_too(given: dict[str, Any]) -> None:
    y = np.array(given["response"])
    other = 2 * y[::-1] + 7 if given["model"] != "3pl" else 2 * y
    found = fit(given["dose"], [other, y, other], given["model"], given["weights"])
    agrees(found[1], given["optimum"])


def drc(entry: dict[str, Any]) -> tuple[list[float], list[float]]:
    assert DRC is not None
    with Path(DRC, f"drc_{entry['set']}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if entry["column"]:
        rows = [row for row in rows if row[entry["column"]] == entry["group"]]
    return [float(r[entry["dose"]]) for r in rows], [float(r[entry["response"]]) for r in rows]


@needs_drc
@pytest.mark.parametrize(
    "entry", CERTIFIED["drc"], ids=lambda e: f"{e['set']} {e['group'] or ''} {e['model']}"
)
def test_drc_sets_reach_the_certified_optimum(entry: dict[str, Any]) -> None:
    agrees(fit(*drc(entry), entry["model"]), entry["optimum"])


# R 4.2, drc 3.0, drm(rootl ~ conc, data = ryegrass, fct = LL.n()), tight convergence:
# estimates, standard errors (observed Hessian), residual sum of squares, log-likelihood.
RYEGRASS: dict[str, dict[str, Any]] = {
    "3pl": {
        "hill": (-2.47032669234678, 0.341683547708777),
        "top": (7.85542599827904, 0.204381215977854),
        "ec50": (3.26335815969748, 0.196406131719979),
        "rss": 6.62281981886292,
        "log likelihood": -18.6041336379415,
    },
    "4pl": {
        "hill": (-2.98222858149518, 0.46506747294071),
        "bottom": (0.48140965172342, 0.21219266264993),
        "top": (7.79296176977258, 0.188567493916669),
        "ec50": (3.05795589275312, 0.185731161741437),
        "rss": 5.40021462777653,
        "log likelihood": -16.1551432167159,
    },
    "5pl": {
        "ec50": (3.02354455407918, 0.214573345313746),  # ED50 by drc's delta method
        "rss": 5.27704739848584,
        "log likelihood": -15.8782796704081,
    },
}
RYE = {"set": "ryegrass", "dose": "conc", "response": "rootl", "column": None, "group": None}


@needs_drc
@pytest.mark.parametrize("model", RYEGRASS)
def test_ryegrass_is_what_r_finds(model: str) -> None:
    found = fit(*drc(RYE), model)
    expected = dict(RYEGRASS[model])
    # drc stops 3 to 7e-6 short; of a 5pl, whose valley is flat, farther
    near, least = (1e-4, 1e-7) if model == "5pl" else (1e-5, 1e-9)
    assert found.stats.rss == pytest.approx(expected.pop("rss"), rel=least)
    likelihood = expected.pop("log likelihood")
    aic = 2 * (len(found.parameters) + 1) - 2 * likelihood
    assert found.stats.aic == pytest.approx(aic, rel=least)
    for name, (value, error) in expected.items():
        assert getattr(found, name) == pytest.approx(value, rel=near)
        told = found.standard_error(name, "observed Hessian")
        assert told == pytest.approx(error, rel=2e-3 if model == "5pl" else near)


@needs_drc
def test_ryegrass_intervals_are_those_of_r() -> None:
    found = fit(*drc(RYE))
    at = 1e-5  # R prints six digits, drc stops a few millionths short
    # confint(nls), by profile
    assert tuple(found.interval("ec50")) == pytest.approx((2.69110, 3.47539), abs=1e-5)
    # drc's delta method: observed Hessian, not on the logarithm
    drc_delta = found.interval(
        "ec50", method="delta", covariance="observed Hessian", scale="linear"
    )
    assert tuple(drc_delta) == pytest.approx((2.67052747834226, 3.44538430716398), rel=at)
    plain = found.interval("ec50", method="delta", scale="linear")
    assert tuple(plain) == pytest.approx((2.67032, 3.44559), rel=at)
    on_logs = found.interval("ec50", method="delta")
    assert tuple(on_logs) == pytest.approx((2.69389, 3.47123), rel=at)
    drawn = found.interval("ec50", method="bootstrap")
    assert tuple(drawn) == pytest.approx((2.720, 3.456), abs=0.03)  # of 1999 draws
