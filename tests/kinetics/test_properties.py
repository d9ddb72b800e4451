"""What must hold for any model in time, tried on drawn inputs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import il6widgets as il6
from il6widgets.kinetics.motion import motion

MODELS = Path(__file__).parent / "models"
SIGNALLING = il6.load("signalling")
TRAP, TRAP_IN_TIME = il6.load(MODELS / "trap.toml"), il6.load(MODELS / "trap_in_time.toml")
CASCADE = il6.load(MODELS / "cascade.toml")
RATES = [
    key for key, p in SIGNALLING.parameters.items()
    if p.role == "parameter" and key.rpartition("_")[2] not in ("hill", "cytosol", "nucleus")
]  # fmt: skip
T = np.array([0.0, 1, 5, 20, 60, 180])
METHODS = st.sampled_from(["LSODA", "Rodas5P"])
quick = settings(max_examples=25, deadline=None)


def power(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda e: 10.0**e)


@st.composite
def constants(draw: st.DrawFn) -> dict[str, Any]:
    """Some constants of signalling, up to tenfold off."""
    names = draw(st.lists(st.sampled_from(RATES), max_size=6, unique=True))
    return {n: SIGNALLING.parameters[n].value * draw(power(-1, 1)) for n in names}


@quick
@given(changes=constants(), dose=st.one_of(st.just(0.0), power(-6, 6)), method=METHODS)
def test_stat3_is_conserved_and_nothing_is_negative(changes, dose, method):
    sol = il6.solve(SIGNALLING, T, changes={**changes, "IL6": dose}, method=method)
    p = SIGNALLING.parameters
    whole = p["V_cytosol"].value * (sol["STAT3"] + sol["pSTAT3"])
    whole = whole + p["V_nucleus"].value * sol["nSTAT3"]
    assert whole == pytest.approx(whole[0], rel=1e-5)
    for name in SIGNALLING.states:
        assert np.isfinite(sol[name]).all(), name
        assert (sol[name] >= 0).all(), name
    for name in ("SHP2_active", "ppERK", "pAkt", "pSTAT3_fraction"):
        assert (sol[name] <= 1 + 1e-6).all(), name


@quick
@given(dose=power(-2, 3), shift=st.floats(0.1, 500), method=METHODS)
def test_a_run_does_not_know_when_it_began(dose, shift, method):
    here = il6.solve(SIGNALLING, T, rtol=1e-8, method=method, IL6=il6.pulse(dose, stop=30))
    there = il6.solve(
        SIGNALLING, T - shift, rtol=1e-8, method=method,
        IL6=il6.pulse(dose, start=-shift, stop=30 - shift),
    )  # fmt: skip
    assert there["pSTAT3"] == pytest.approx(here["pSTAT3"], rel=1e-6)


@quick
@given(dose=power(-3, 3), parts=st.integers(2, 6), method=METHODS)
def test_a_dose_given_in_parts_at_once_is_the_dose(dose, parts, method):
    whole = il6.solve(CASCADE, T, rtol=1e-8, method=method, A=il6.doses(dose, start=5))
    split = il6.doses(dose / parts, every=1e-12, count=parts, start=5)
    found = il6.solve(CASCADE, T, rtol=1e-8, method=method, A=split)
    assert found["B"] == pytest.approx(whole["B"], rel=1e-6, abs=1e-12)


@quick
@given(nM=power(-6, 2))
def test_a_unit_is_only_a_way_of_writing(nM):
    mass = SIGNALLING.parameters["IL6"].molar_mass or 0
    written = [f"{nM!r} nM", f"{nM * 1e3!r} pM", f"{nM * mass / 1e3!r} ng/mL"]
    found = [il6.solve(SIGNALLING, [30], IL6=w)["pSTAT3"][0] for w in written]
    assert found[1] == pytest.approx(found[0], rel=1e-5)
    assert found[2] == pytest.approx(found[0], rel=1e-5)
    assert il6.solve(SIGNALLING, ["0.5 h"], IL6=written[0])["pSTAT3"][0] == found[0]


@quick
@given(ligand=power(-3, 3), trap=power(-3, 3), kd=power(-3, 3), on=power(-2, 2), method=METHODS)
def test_after_a_long_time_a_model_stands_at_its_equilibrium(ligand, trap, kd, on, method):
    far = 1e3 / (on * min(kd, 1.0)) + 1e6 / on
    sol = il6.solve(TRAP_IN_TIME, [far], rtol=1e-9, method=method, L=ligand, T=trap, Kd=kd, k_on=on)
    eq = il6.equilibrium(TRAP, L=ligand, T=trap, Kd=kd)
    least = min(ligand, trap)
    for name in ("L", "T", "LT"):
        assert sol[name][0] == pytest.approx(float(eq[name]), rel=1e-5, abs=1e-5 * least), name
    # Detailed balance: nothing flows there, next to what flows each way.
    there_and_back = on * kd * sol["LT"][0]
    assert abs(sol.flux("binding")[0]) <= 1e-4 * there_and_back + 1e-6 * on * least


@quick
@given(changes=constants(), dose=power(-3, 3), seed=st.integers(0, 10**6))
def test_the_jacobian_is_that_of_finite_differences(changes, dose, seed):
    moving = motion(SIGNALLING)
    values = {name: p.value for name, p in SIGNALLING.parameters.items()}
    values |= {**changes, "IL6": dose}
    start = np.array([values[s] for s in moving.states])
    y = start * np.exp(np.random.default_rng(seed).normal(0, 1, len(start))) + 1e-6
    exact = moving.rates.matrix(y, values)
    for column, step in enumerate(1e-6 * y):
        up, down = y.copy(), y.copy()
        up[column] += step
        down[column] -= step
        found = (moving.rates(up, values) - moving.rates(down, values)) / (2 * step)
        size = np.abs(exact[:, column]).max()
        # Rounding of the rates over the step, and the square of the step.
        noise = 1e-10 * np.abs(moving.rates(y, values)).max() / step
        assert np.abs(found - exact[:, column]).max() <= 1e-6 * size + noise


@settings(max_examples=40, deadline=None)
@given(
    dose=st.one_of(st.just(0.0), power(-9, 9)),
    drug=st.one_of(st.just(0.0), power(-6, 6)),
    end=power(-9, 7),
    method=METHODS,
)
def test_extremes_get_an_answer_or_a_sentence(dose, drug, end, method):
    sol, sentence = None, "signalling: "
    try:
        sol = il6.solve(SIGNALLING, [0, end], method=method, IL6=dose, ruxolitinib=drug)
    except il6.SolveError as error:
        sentence = str(error)
    assert sentence.startswith("signalling: ")
    found = {name: sol[name] for name in SIGNALLING.states} if sol else {}
    for name, y in found.items():
        assert np.isfinite(y).all(), name
