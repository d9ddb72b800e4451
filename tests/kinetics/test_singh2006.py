"""The model of Singh et al. 2006: what libRoadRunner computes from the published model file."""

import numpy as np
import pytest

import il6widgets as il6

MODEL = il6.load("singh2006")
T = np.linspace(0, 36_000, 2001)  # s


@pytest.fixture(scope="module")
def intact() -> il6.Solution:
    return il6.solve(MODEL, T, rtol=1e-8)


# BIOMD0000000151 at rtol 1e-10; heights and times were read off its table, at 200 s a row.
@pytest.mark.parametrize(
    ("name", "height", "minutes"),
    [("pSTAT3N_dimer", 73.29, 39.8), ("SOCS3_mRNA", 2.25, 96), ("SOCS3", 38.96, 132)],
)
def test_peaks_are_those_of_the_published_model(intact, name, height, minutes):
    peak = intact.peak(name)
    assert peak.value == pytest.approx(height, rel=2e-3)
    assert peak.time / 60 == pytest.approx(minutes, rel=0.01)


def test_later_values_and_erk(intact):
    assert intact.at("4 h")["pSTAT3N_dimer"] == pytest.approx(16.7, rel=0.005)
    assert intact["pSTAT3N_dimer"][-1] == pytest.approx(9.52, rel=0.005)
    assert intact.peak("ppERK").time / 60 == pytest.approx(37, rel=0.02)


def test_without_socs3_the_dimer_stays():
    sol = il6.solve(MODEL, T, rtol=1e-8, feedback="cut")
    peak = sol.peak("pSTAT3N_dimer")
    assert (peak.value, peak.time / 60) == (
        pytest.approx(83.5, rel=2e-3),
        pytest.approx(66, rel=0.01),
    )
    assert sol["pSTAT3N_dimer"][-1] == pytest.approx(53.4, rel=2e-3)


def test_both_methods_follow_all_states(intact):
    other = il6.solve(MODEL, T[::20], rtol=1e-8, method="Rodas5P")
    for name in MODEL.states:
        top = intact[name].max()
        assert np.abs(other[name] - intact[name][::20]).max() <= 20e-8 * top + 1e-9, name


def test_what_no_process_makes_or_loses_is_conserved(intact):
    # Found in the equations: proteins that are only handed on; each complex counted with its parts.
    def inside(part: str) -> dict[str, int]:
        return {s: s.split("_").count(part) for s in MODEL.states if part in s.split("_")}

    for part, start in {"Grb2": 85, "SOS": 34, "PP2": 60, "Phosp1": 67, "Phosp3": 16667}.items():
        total = sum(n * intact[s] for s, n in inside(part).items())
        assert total == pytest.approx(start, rel=1e-9), part


def test_both_models_peak_and_fall_alike():
    # Written apart, with constants of their own: pSTAT3 peaks between 15 and 45 min at 8 ng/mL,
    # and falls after its peak, more than twice as far where SOCS3 is made.
    times = np.linspace(0, 240, 961)
    for name, minutes, read in (("signalling", 1, "pSTAT3"), ("singh2006", 60, "pSTAT3N_dimer")):
        model = il6.load(name)
        fall = {}
        for feedback in ("intact", "cut"):
            sol = il6.solve(model, times * minutes, IL6="8 ng/mL", feedback=feedback)
            peak = sol.peak(read)
            fall[feedback] = 1 - sol[read][-1] / peak.value
            if feedback == "intact":
                assert 15 < peak.time / minutes < 45, name
        assert fall["intact"] > 0.3, name
        assert fall["intact"] > 2 * fall["cut"], name
