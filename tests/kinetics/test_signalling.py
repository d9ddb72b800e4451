"""The signalling model: against the published reactions, and what is known of their answers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import il6widgets as il6
from il6widgets.kinetics.motion import motion

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "signalling.json").read_text())
MODEL = il6.load("signalling")
T = np.array(GOLDEN["t"])
BRANCHES = ("SHP2_active", "ppERK", "pAkt")


def names(case: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"IL6": case["IL6"]}
    if "stop" in case:
        found["IL6"] = il6.pulse(case["IL6"], stop=case["stop"])
    if "ruxolitinib" in case:
        found["ruxolitinib"] = case["ruxolitinib"]
    if "translated" in case:
        found["feedback"] = "cut"
    return found


def test_the_rates_are_those_of_the_published_reactions():
    moving = motion(MODEL)
    values = {name: p.value for name, p in MODEL.parameters.items()}
    rest = [values[s] for s in moving.states]
    where = [moving.states.index(s) for s in GOLDEN["states"]]
    for point in GOLDEN["points"]:
        y = np.array(rest)
        y[where] = point["y"]
        y[moving.states.index("ruxolitinib")] = point["ruxolitinib"]
        found = moving.rates(y, {**values, "IL6": point["IL6"]})[where]
        expected = np.array(point["rates"])
        assert np.abs(found - expected).max() <= 1e-12 * np.abs(expected).max()
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("method", ["LSODA", "Rodas5P"])
@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda c: "-".join(k for k in c if k != "y"))
def test_the_courses_are_those_of_the_published_reactions(case, method):
    sol = il6.solve(MODEL, T, rtol=GOLDEN["rtol"], method=method, **names(case))
    for name, expected in zip(GOLDEN["states"], np.array(case["y"]), strict=True):
        assert np.abs(sol[name] - expected).max() <= GOLDEN["tolerance"] * expected.max(), name


def test_a_cell_without_il6_stays_as_it_is():
    sol = il6.solve(MODEL, [0, 600, 6000], rtol=1e-9)
    for name in MODEL.states:
        if name != "ruxolitinib":
            assert sol[name] == pytest.approx(sol[name][0], rel=1e-5), name


# What follows was computed from the authors' own model file; tolerances are those of reading it.


@pytest.mark.parametrize(
    ("dose", "time", "height"),
    [(1, 38.8, 2.21), (3, 29.2, 4.25), (10, 22.0, 8.55), (40, 16.2, 15.08), (100, 13.2, 18.45)],
)
def test_the_peak_of_pstat3_is_higher_and_earlier_with_the_dose(dose, time, height):
    sol = il6.solve(MODEL, np.linspace(0, 120, 481), IL6=dose)
    assert sol.peak("pSTAT3").time == pytest.approx(time, abs=0.5)
    assert sol.peak("pSTAT3").value == pytest.approx(height, rel=0.01)


def test_the_share_of_stat3_that_is_phosphorylated():
    sol = il6.solve(MODEL, np.linspace(0, 120, 481), IL6=[1, 3, 10, 40, 100])
    found = sol["pSTAT3_fraction"].max(axis=1)
    assert found == pytest.approx([0.07, 0.15, 0.30, 0.54, 0.68], abs=0.006)


@pytest.mark.parametrize(
    ("at", "ec50", "hill"), [(15, 16.8, 1.17), (30, 5.1, 1.27), (60, 2.46, 0.65)]
)
def test_the_ec50_depends_on_when_it_is_read(at, ec50, hill):
    curve = il6.dose_response(MODEL, "IL6", over=np.geomspace(0.01, 1000, 81), read="pSTAT3", at=at)
    assert curve.ec() == pytest.approx(ec50, rel=0.03)
    assert curve.hill == pytest.approx(hill, rel=0.03)


def test_without_socs3_the_answer_does_not_decline():
    at = np.linspace(0, 120, 121)
    cut, intact = (il6.solve(MODEL, at, IL6=40, feedback=f)["pSTAT3"] for f in ("cut", "intact"))
    assert cut[-1] == pytest.approx(17.17, rel=0.01)
    assert intact[-1] == pytest.approx(5.69, rel=0.01)
    assert cut[-1] >= 0.999 * cut.max()
    knocked = il6.solve(MODEL, at, IL6=40, SOCS3_translation=0)["pSTAT3"]
    assert np.array_equal(knocked, cut)


def test_socs3_mrna_peaks_earlier_with_the_dose():
    # Computed from the authors' file: 34 to 63 min over 100 to 1 ng/mL.
    times = il6.solve(MODEL, np.linspace(0, 120, 481), IL6=[1, 100]).peak("SOCS3_mRNA").time
    assert times == pytest.approx([63, 34], abs=0.6)


def test_the_basal_rate_is_worth_half_a_nanogram():
    p = MODEL.parameters
    assert p["JAK1_basal"].value / p["JAK1_by_IL6"].value == pytest.approx(0.475, rel=2e-3)
    # 37 pg/mL, a median of COVID-19, hardly moves it: 7 per cent.
    sol = il6.solve(MODEL, np.linspace(0, 180, 361), IL6="37 pg/mL")
    assert sol.peak("pSTAT3").value / sol["pSTAT3"][0] == pytest.approx(1.07, abs=0.01)


def test_ruxolitinib_blocks_at_its_concentration_and_decays():
    sol = il6.solve(MODEL, [0, 714], ruxolitinib="500 nM")
    assert sol["ruxolitinib"][1] == pytest.approx(250, rel=2e-3)  # half-life 11.9 h
    curve = il6.dose_response(
        MODEL, "ruxolitinib", over=np.geomspace(1, 10_000, 41), read="JAK1_activation", at=0
    )
    assert curve.response[0] / curve.response == pytest.approx(
        (1 + curve.dose / 166.03) / (1 + 1 / 166.03), rel=1e-3
    )


def test_the_side_branches_are_marked_as_design_and_peak_where_they_say():
    for name in BRANCHES:
        assert MODEL.parameters[name].status == "design"
    sol = il6.solve(MODEL, np.linspace(0, 180, 721), IL6="8 ng/mL")
    assert sol.peak("ppERK").time == pytest.approx(37, abs=2)  # Singh et al. 2006, 0.38 nM
    for name in BRANCHES:
        assert 0 <= sol[name].min() <= sol[name].max() <= 1


def test_what_enters_the_nucleus_is_labelled_unphosphorylated():
    assert "unphosphorylated" in MODEL.species["nSTAT3"].label("en")
    assert "未磷酸化" in MODEL.species["nSTAT3"].label("zh")


def test_stat3_is_conserved():
    p = MODEL.parameters
    sol = il6.solve(MODEL, T, IL6=np.geomspace(0.01, 1000, 12), rtol=1e-9)
    whole = p["V_cytosol"].value * (sol["STAT3"] + sol["pSTAT3"])
    whole = whole + p["V_nucleus"].value * sol["nSTAT3"]
    assert whole == pytest.approx(whole[0, 0], rel=1e-10)
