"""solve(): closed forms, pulses and doses, batches, coupling, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import il6widgets as il6

MODELS = Path(__file__).parent / "models"
CASCADE = il6.load(MODELS / "cascade.toml")
TRAPPED = il6.load(MODELS / "trapped_cascade.toml")
T = np.linspace(0, 60, 25)
RTOL = 1e-8
CLOSE = 20 * RTOL  # of the largest value: the bar for different methods


def cascade(t, signal, stop, k_out, k_in=1.0, ratio=0.25):
    """A and B while a signal lasts and after it, in closed form; nothing decays."""
    during, after = np.minimum(t, stop), np.maximum(t - stop, 0.0)
    a = signal * k_in / k_out * -np.expm1(-k_out * during) * np.exp(-k_out * after)
    return a, ratio * (signal * k_in * during - a)


def free(ligand, trap, kd):
    """Free ligand by the quadratic formula."""
    b = kd + trap - ligand
    return 0.5 * (-b + np.sqrt(b * b + 4 * kd * ligand))


def near(found, expected, tolerance=CLOSE):
    assert np.abs(found - expected).max() <= tolerance * np.abs(expected).max()


@pytest.mark.parametrize("method", ["LSODA", "BDF", "Radau", "Rodas5P"])
def test_a_pulse_is_followed_exactly(method):
    sol = il6.solve(CASCADE, T, rtol=RTOL, method=method, S=il6.pulse("20 ng/mL", stop="10 min"))
    a, b = cascade(T, 1.0, 10.0, 0.1)
    near(sol["A"], a)
    near(sol["B"], b)
    near(sol["twice"], 2 * a)
    near(sol["total_amount"], np.minimum(T, 10.0))
    near(sol.flux("export"), 0.1 * a)
    assert sol.stats["method"] == method


def test_an_input_reads_as_it_stands_after_an_event():
    sol = il6.solve(CASCADE, [0, 5, 9, 10, 11], S=il6.pulse(3, start=5, stop=10, before=1))
    assert sol["S"].tolist() == [1, 3, 3, 1, 1]
    assert sol["clock"].tolist() == [1, 8, 12, 11, 12]


def test_arrays_are_runs_side_by_side():
    k, s = np.geomspace(0.02, 2, 30), np.linspace(1, 3, 30)
    stop = np.linspace(5, 20, 30)
    sol = il6.solve(CASCADE, T, rtol=RTOL, S=il6.pulse(s, stop=stop), k_out=k)
    a, b = cascade(T, s[:, None], stop[:, None], k[:, None])
    assert sol["A"].shape == (30, 25)
    near(sol["A"], a)
    near(sol["B"], b)
    assert sol.stats["method"] == "Rodas5P"


def test_few_runs_are_the_same_by_either_way():
    names: dict[str, Any] = dict(S=il6.pulse([1.0, 2.0, 3.0], stop=10), k_out=[0.1, 0.5, 1.0])
    one = il6.solve(CASCADE, T, rtol=RTOL, **names)
    many = il6.solve(CASCADE, T, rtol=RTOL, method="Rodas5P", **names)
    assert one.stats["method"] == "LSODA"
    near(one["B"], many["B"])
    early = il6.solve(TRAPPED, T, L=il6.pulse([1.0] * 9, stop=10), T=il6.pulse([3.0] * 9, start=5))
    assert early["L"][0, [1, 3, 5]] == pytest.approx([1, free(1, 3, 0.5), 0.0], rel=1e-12)


def test_arrays_of_any_shape_broadcast():
    sol = il6.solve(CASCADE, T, S=np.ones((3, 1)), k_out=np.array([0.1, 0.2, 0.5, 1.0]))
    assert sol["A"].shape == (3, 4, 25)
    near(sol["A"][0], sol["A"][2], 1e-12)
    assert sol.peak("A").value.shape == (3, 4)
    assert sol.at(30)["B"].shape == (3, 4)


def test_doses_add_to_a_state():
    sol = il6.solve(CASCADE, T, rtol=RTOL, A=il6.doses("2 nM", every="20 min", count=3, start=5))
    expected = sum(np.where(T >= at, 2 * np.exp(-0.1 * (T - at)), 0.0) for at in (5, 25, 45))
    near(sol["A"], expected)


def test_a_dose_split_in_two_is_the_same_dose():
    whole = il6.solve(CASCADE, T, rtol=RTOL, A=il6.doses(2, start=5))
    halves = il6.solve(CASCADE, T, rtol=RTOL, A=il6.doses(1, every=1e-9, count=2, start=5))
    near(halves["B"][3:], whole["B"][3:], 1e-6)


def test_a_run_that_begins_earlier_is_shifted():
    early = il6.solve(CASCADE, T - 30, rtol=RTOL, S=il6.pulse(1, start=-30, stop=-20))
    near(early["A"], il6.solve(CASCADE, T, rtol=RTOL, S=il6.pulse(1, stop=10))["A"])


def test_a_run_begins_at_0_though_it_is_looked_at_later():
    near(
        il6.solve(CASCADE, [30, 40], rtol=RTOL, S=1)["A"],
        cascade(np.array([30, 40]), 1, 99, 0.1)[0],
    )


def test_peak_area_and_values_between_the_times():
    fine = np.linspace(0, 60, 601)
    sol = il6.solve(CASCADE, fine, rtol=RTOL, S=il6.pulse(1, stop=10), k_deg=0.2)
    # B' = (0.1 A - 0.8 B) / 4 in its own volume: found by the matrix exponential of the two steps.
    from scipy.linalg import expm

    m = np.array([[-0.1, 0.0, 1.0], [0.025, -0.2, 0.0], [0.0, 0.0, 0.0]])
    at_10 = expm(10 * m) @ [0, 0, 1]
    later = np.array([expm(s * m) @ [*at_10[:2], 0] for s in np.linspace(0, 20, 20001)])
    top = later[:, 1].argmax()
    peak = sol.peak("B")
    assert peak.time == pytest.approx(10 + top * 0.001, abs=0.02)
    assert peak.value == pytest.approx(later[top, 1], rel=1e-6)
    assert sol.peak("A").time == 10.0
    assert sol.at("12.345 min")["B"] == pytest.approx(
        (expm(2.345 * m) @ [*at_10[:2], 0])[1], rel=1e-6
    )
    whole = sol.area("A")
    assert whole == pytest.approx(100 - 10 * sol["A"][-1], rel=1e-4)  # A' = S - 0.1 A
    assert sol.area("A", 0, 10) + sol.area("A", 10, 60) == pytest.approx(whole, rel=1e-4)


def test_only_what_is_named_is_kept():
    names: dict[str, Any] = dict(
        S=il6.pulse(np.linspace(1, 3, 50), stop=10), k_out=np.geomspace(0.1, 1, 50)
    )
    whole = il6.solve(CASCADE, T, **names)
    part = il6.solve(CASCADE, T, outputs=["twice", "export"], **names)
    assert np.array_equal(part["twice"], whole["twice"])
    assert np.array_equal(part["export"], whole["export"])
    with pytest.raises(il6.UnknownName, match=r"'B' was not kept.*outputs"):
        part["B"]


def test_pieces_make_no_difference(monkeypatch):
    from il6widgets.kinetics import rosenbrock, solve

    names: dict[str, Any] = dict(
        S=il6.pulse(np.linspace(1, 3, 50), stop=10), A=il6.doses(np.linspace(0, 1, 50))
    )
    whole = il6.solve(CASCADE, T, outputs=["twice"], **names)
    monkeypatch.setattr(rosenbrock, "WIDTH", 16)
    monkeypatch.setattr(solve, "PIECE", 1)
    done = []
    pieces = il6.solve(
        CASCADE, T, outputs=["twice"], progress=lambda n, of: done.append((n, of)), **names
    )
    assert np.array_equal(pieces["twice"], whole["twice"])
    assert pieces.stats["steps"].tolist() == whole.stats["steps"].tolist()
    assert done == sorted(done)
    assert done[-1] == (50, 50)


def test_what_would_not_fit_into_memory_is_refused_with_a_way_out():
    with pytest.raises(il6.InputError, match=r"GiB; name those that you need by outputs"):
        il6.solve(CASCADE, np.arange(10_000.0), S=np.ones(30_000))


def test_an_equilibrium_drives_a_model_in_time():
    k = np.geomspace(0.05, 1, 12)
    sol = il6.solve(TRAPPED, T, rtol=RTOL, L=3, T=2, k_out=k)
    left = free(3, 2, 0.5)
    near(sol["L"], np.full_like(sol["A"], left), 1e-12)
    near(sol["A"], cascade(T, left, 99, k[:, None])[0])
    near(sol["free_share"], np.full_like(sol["A"], left / 3), 1e-12)


def test_a_pulse_of_what_binds_solves_the_equilibrium_again():
    trap = np.linspace(0.5, 4, 12)
    sol = il6.solve(TRAPPED, T, rtol=RTOL, L=il6.pulse(3, stop=10), T=trap)
    left = free(3, trap, 0.5)[:, None]
    near(sol["A"], cascade(T, left, 10, 0.1)[0])
    near(sol["drive"], np.where(T < 10, left, 0.0), 1e-12)
    one = il6.solve(TRAPPED, T, rtol=RTOL, L=il6.pulse(3, stop=10), T=il6.pulse(2, start=5))
    assert one["L"][[1, 3, 5]] == pytest.approx([3, free(3, 2, 0.5), 0.0], rel=1e-12)


def test_a_solution_explains_itself():
    sol = il6.solve(CASCADE, T, S=il6.pulse(1, stop=10), set="fast")
    text = str(sol)
    assert "set fast" in text
    assert "LSODA" in text
    assert "twice A" in text
    assert "min" in text
    frame = il6.solve(CASCADE, T, S=il6.pulse([1, 2], stop=10), A=[0.0, 1.0]).frame()
    assert list(frame)[:4] == ["run", "A (given)", "S", "t"]
    assert len(frame) == 50
    assert frame.loc[frame.run == 1, "S"].unique().tolist() == [2.0]
    assert list(sol) == ["A", "B", "twice", "total_amount", "clock"]
    assert sol.unit("export") == "nM/min"
    assert "S" in sol
    assert "nothing" not in sol


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (dict(S=il6.pulse(1, start=-1)), "lies before the run"),
        (dict(A=il6.pulse(1)), "'A' is a state"),
        (dict(S=il6.doses(1)), "'S' is no state.*A, B"),
        (dict(A=il6.doses(1, every=0)), "time between doses is 0"),
        (dict(S=il6.pulse(1, 5, 3)), "must stop after"),
        (dict(S=il6.pulse(-1)), "S is -1.0; it cannot be negative"),
        (dict(S=il6.pulse("1 furlong")), "'1 furlong' is no quantity"),
        (dict(signal=il6.pulse(1)), "no input 'signal'"),
        (dict(S=il6.pulse(np.ones(3)), A=np.ones(2)), "do not fit"),
        (dict(method="Euler"), "no method 'Euler'"),
        (dict(outputs=["pSTAT3"]), "nothing called 'pSTAT3'"),
        (dict(rtol=0), "rtol is 0"),
        (dict(k_out=np.nan), "k_out is NaN"),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_sentence(names, sentence):
    with pytest.raises(il6.InputError, match=sentence):
        il6.solve(CASCADE, [0, 1], **names)


@pytest.mark.parametrize("t", [[], [1, 1], 5, [[1, 2]], [0, np.nan], "soon"])
def test_times_that_do_not_increase_are_refused(t):
    with pytest.raises(il6.InputError, match=r"cascade: t |t: |t is"):
        il6.solve(CASCADE, t)


def test_an_equilibrium_has_no_time():
    with pytest.raises(il6.InputError, match="use equilibrium"):
        il6.solve(il6.load("receptor"), [0, 1])


def test_too_many_doses_are_refused():
    with pytest.raises(il6.InputError, match="from 0 to 10,000"):
        il6.doses(1, count=10**6)


@settings(max_examples=60, deadline=None)
@given(
    signal=st.one_of(st.just(0.0), st.floats(-9, 9).map(lambda e: 10.0**e)),
    k=st.floats(-6, 6).map(lambda e: 10.0**e),
    stop=st.floats(-6, 6).map(lambda e: 10.0**e),
    method=st.sampled_from(["LSODA", "Rodas5P"]),
)
def test_over_many_orders_of_magnitude_the_answer_is_right(signal, k, stop, method):
    t = np.geomspace(stop / 100, stop * 100, 9)
    sol = il6.solve(CASCADE, t, rtol=1e-6, method=method, S=il6.pulse(signal, stop=stop), k_out=k)
    a, b = cascade(t, signal, stop, k)
    # What is far below the scale of the state, 10 nM, counts as nothing.
    floor = 1e-3 * 1e-6 * 10
    assert np.abs(sol["A"] - a).max() <= 20e-6 * a.max() + 100 * floor
    assert np.abs(sol["B"] - b).max() <= 20e-6 * b.max() + 100 * floor
    assert (sol["A"] >= 0).all()
    assert (sol["B"] >= 0).all()
