"""Rodas5P over lanes: against the truth of ode.json, and what the interface promises."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6widgets.kinetics import single
from il6widgets.kinetics.differentiate import system
from il6widgets.kinetics.events import Event
from il6widgets.kinetics.formula import Graph
from il6widgets.kinetics.rates import Rates
from il6widgets.kinetics.rosenbrock import FEW, solve
from il6widgets.kinetics.trajectories import SolveError
from tests.golden.ode_program import compiled, made, solved

HERE = Path(__file__).parents[1] / "golden"
GOLDEN: dict[str, Any] = json.loads((HERE / "ode.json").read_text(encoding="utf-8"))
PROGRAM: dict[str, Any] = json.loads((HERE / "ode_program.json").read_text(encoding="utf-8"))
CASES = [pytest.param(case, id=case["name"]) for case in GOLDEN["cases"]]
CORE = [
    pytest.param(case, id=case["name"]) for case in GOLDEN["cases"] if case["system"] == "sobotta"
]
ALLOW = frozenset({"species", "value", "time"})
ALONE = 1e-11  # of the peak: a lane among others, or by itself; sums may be rounded elsewhere


@cache
def rates_of(name: str) -> Rates:
    return Rates(*compiled(GOLDEN["systems"][name]))


@cache
def formulas(**rates: str) -> Rates:
    """States with their rates; every other name is a value a, b or c."""
    leaves = {name: ("species", name) for name in rates} | {v: ("value", v) for v in "abc"}
    graph = Graph(leaves | {"time": ("time", "time")}, frozenset())
    nodes = [graph.add(formula, "test", ALLOW) for formula in rates.values()]
    return Rates(graph.nodes, system(graph.nodes, list(rates), nodes))


def apart(found: Any, expected: Any) -> float:
    """Largest difference of a state, relative to its peak."""
    a, b = np.asarray(found), np.asarray(expected)
    return float((np.abs(a - b).max(-1) / np.abs(b).max(-1)).max())


@pytest.mark.parametrize("case", CASES)
def test_a_trajectory_is_within_the_tolerance_of_the_truth(case):
    found = solved(GOLDEN, case, GOLDEN["rtol"])
    assert apart(found.y[:, 0], case["expected"]) < GOLDEN["tolerance"]


@pytest.mark.parametrize("case", CORE)
def test_the_signalling_core_is_followed_closely(case):
    """1e-8 of each peak at rtol 1e-10."""
    assert apart(solved(GOLDEN, case, 1e-10).y[:, 0], case["expected"]) < 1e-8


@pytest.mark.parametrize("case", CASES)
def test_scipy_on_the_same_rates_finds_the_same(case):
    given_system = GOLDEN["systems"][case["system"]]
    found = single.solve(
        rates_of(case["system"]),
        given_system["initial"],
        given_system["values"] | case["values"],
        case["times"],
        start=0.0,
        rtol=GOLDEN["rtol"],
        atol=1e-6 * GOLDEN["rtol"],
        events=[Event(**event) for event in case["events"]],
    )
    assert apart(found.y[:, 0], case["expected"]) < GOLDEN["tolerance"]


def test_the_program_for_the_browser_is_fresh():
    fresh = made(GOLDEN)
    assert fresh["systems"] == PROGRAM["systems"]
    for new, old in zip(fresh["found"], PROGRAM["found"], strict=True):
        assert apart(new, old) < ALONE


def test_the_order_of_convergence_is_five():
    """Errors fall with the fifth power of the number of steps."""
    case = GOLDEN["cases"][0]
    coarse, fine = (solved(GOLDEN, case, rtol) for rtol in (1e-6, 1e-9))
    errors = [apart(run.y[:, 0], case["expected"]) for run in (coarse, fine)]
    order = np.log(errors[0] / errors[1]) / np.log(fine.steps[0] / coarse.steps[0])
    assert 4.7 < order < 5.3


def test_dense_output_is_as_good_as_the_steps():
    rates, t = formulas(y="-a * y"), np.linspace(0, 5, 1001)
    found = solve(rates, [1.0], {"a": 1.0}, t, rtol=1e-8, atol=1e-14)
    assert found.steps[0] < 60
    assert np.abs(found.y[0, 0] - np.exp(-t)).max() < 1e-8


def many(n: int) -> dict[str, Any]:
    draw = np.random.default_rng(3)
    values = GOLDEN["systems"]["sobotta"]["values"] | {"IL6": 20.0}
    return values | {
        name: values[name] * np.exp(0.5 * draw.standard_normal(n))
        for name in ("IL6", "n", "phosphorylation", "loss", "delay")
    }


def test_a_lane_among_others_is_what_it_is_alone():
    rates, initial, values = rates_of("sobotta"), GOLDEN["systems"]["sobotta"]["initial"], many(15)
    t = np.linspace(0, 120, 30)
    together = solve(rates, initial, values, t)
    for lane in (0, 7, 14):
        alone = {name: v[lane] if np.ndim(v) else v for name, v in values.items()}
        by_itself = solve(rates, initial, alone, t)
        assert apart(together.y[:, lane], by_itself.y[:, 0]) < ALONE
        assert together.steps[lane] == by_itself.steps[0]


def test_lanes_make_room_for_the_next():
    """A narrow width, over which lanes with doses of their own pass, changes nothing."""
    rates, initial, values = rates_of("sobotta"), GOLDEN["systems"]["sobotta"]["initial"], many(15)
    start = np.linspace(3, 50, 15)
    events = [Event(start, put={"IL6": 0.0}), Event(10.0, add={"IL6": np.arange(15.0)})]
    t = [0.0, 5, 20, 60, 90]
    wide = solve(rates, initial, values, t, events=events, wanted=["pS", "X"])
    narrow = solve(rates, initial, values, t, events=events, wanted=["pS", "X"], width=4)
    assert apart(narrow.y, wide.y) < ALONE
    assert narrow.states == ("pS", "X")
    assert (narrow.steps == wide.steps).all()


def test_lanes_that_are_done_are_left_out():
    """Fast lanes need more steps than slow ones, which are dropped on the way."""
    a, at = np.logspace(-3, 3, 700), np.linspace(0.1, 0.4, 700)
    events = [Event(at, add={"y": 1.0})]
    found = solve(formulas(y="-a * y"), [1.0], {"a": a}, [0.0, 0.05, 0.5], events=events)
    assert (found.steps < found.steps.max() / 2).sum() > 2 * FEW
    expected = np.exp(-a * 0.5) + np.exp(-a * (0.5 - at))
    assert np.abs(found.y[0, :, 2] - expected).max() < 2e-5
    assert np.abs(found.y[0, :, 1] - np.exp(-a * 0.05)).max() < 2e-5


def test_steps_grow_with_the_number_of_lanes_and_nothing_else():
    """Every lane takes its own steps, however many there are: the work is linear in lanes."""
    rates, initial, values = rates_of("sobotta"), GOLDEN["systems"]["sobotta"]["initial"], many(12)
    few = solve(rates, initial, values, [0.0, 100], width=5)
    thrice = {name: np.tile(v, 3) if np.ndim(v) else v for name, v in values.items()}
    more = solve(rates, initial, thrice, [0.0, 100], width=5)
    assert more.steps.tolist() == 3 * few.steps.tolist()


def test_initial_states_may_differ_between_lanes():
    found = solve(formulas(y="-a * y"), [[1.0, 2.0, 4.0]], {"a": 0.5}, [0.0, 2.0])
    assert found.y[0, :, 1] == pytest.approx(np.exp(-1) * np.array([1, 2, 4]), rel=1e-6)


def test_stops_are_exact():
    """What counts the time since its event is linear: any error but rounding is the stop's."""
    at = np.array([0.0, 1 / 3, np.pi, 9.0])
    rates = formulas(y="a", z="piecewise(1, time >= b, 0)")
    events = [Event(at, put={"a": 1.0})]
    values = {"a": 0.0, "b": at}
    found = solve(rates, [0.0, 0.0], values, [0.0, 0.5, 9.0, 10.0], events=events)
    for row in found.y:
        expected = np.maximum(found.t - at[:, None], 0)
        assert row == pytest.approx(expected, abs=1e-12)


def test_at_the_time_of_an_event_the_state_after_it_is_seen():
    events = [Event(0.0, add={"y": 1.0}), Event(2.0, put={"y": 5.0}), Event(3.0, add={"y": 1.0})]
    found = solve(formulas(y="0 * a"), [0.0], {"a": 0.0}, [0.0, 1.0, 2.0, 3.0], events=events)
    assert found.y[0, 0].tolist() == [1.0, 1.0, 5.0, 6.0]


def test_events_at_one_time_happen_in_the_order_given():
    rates = formulas(y="0 * a")
    put, add = Event(1.0, put={"y": 10.0}), Event(1.0, add={"y": 1.0})
    both = [[put, add], [add, put]]
    ends = [solve(rates, [0.0], {"a": 0.0}, [2.0], start=0.0, events=e).y.item() for e in both]
    assert ends == [11.0, 10.0]


def test_events_after_the_end_do_nothing():
    late = [Event(5.0, put={"y": 9.0})]
    found = solve(formulas(y="-a * y"), [1.0], {"a": 1.0}, [0.0, 1.0], events=late)
    assert found.y[0, 0, 1] == pytest.approx(np.exp(-1), rel=1e-6)


@given(st.floats(-9, 9), st.floats(-3, 3), st.floats(-6, 6))
@settings(max_examples=25)
def test_any_scale_of_time_and_amount(fast, slow, amount):
    """y' = -a y + b: fast and slow, tiny and large, long after and right at the start."""
    a, b, y0 = 10.0**fast, 10.0**slow, 10.0**amount
    times = np.array([0.0, 1e-3, 1.0, 1e3, 1e6]) / a
    found = solve(formulas(y="b - a * y"), [y0], {"a": a, "b": b}, times, atol=1e-9 * y0)
    expected = b / a + (y0 - b / a) * np.exp(-a * times)
    assert np.abs(found.y[0, 0] - expected).max() < 2e-5 * max(y0, b / a)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 50))
@settings(max_examples=25)
def test_what_is_conserved_stays(on, off, start):
    rates = formulas(x="b * y - a * x * z", z="b * y - a * x * z", y="a * x * z - b * y")
    values = {"a": 10.0**on, "b": 10.0**off}
    times = start + np.array([0.0, 0.1, 10.0, 1e4])
    found = solve(rates, [2.0, 3.0, 0.0], values, times).y[:, 0]
    assert found[0] + found[2] == pytest.approx(2.0, rel=1e-10)
    assert found[1] + found[2] == pytest.approx(3.0, rel=1e-10)
    assert found.min() > -1e-8
    # Whenever it begins, the same happens.
    again = solve(rates, [2.0, 3.0, 0.0], values, times - start).y[:, 0]
    assert found == pytest.approx(again, abs=2e-5)


def test_a_state_that_grows_without_bound_stops_with_advice():
    rates, values = formulas(y="a * y ** 2"), {"a": np.array([0.1, 1.0, 0.2])}
    with pytest.raises(
        SolveError, match=r"run 1 of 3 stopped at time 1: .*'y' is the.*end earlier"
    ):
        solve(rates, [1.0], values, [0.0, 2.0])
    with pytest.raises(SolveError) as caught:
        solve(rates, [1.0], values, [0.0, 2.0])
    assert caught.value.lane == 1
    assert caught.value.time == pytest.approx(1.0, abs=1e-5)


def test_what_is_not_a_number_stops_with_advice():
    with pytest.raises(SolveError, match="at time 0: the step size fell to nothing"):
        solve(formulas(y="log(y - 2)"), [1.0], {}, [0.0, 1.0])


def test_too_many_steps_stop_with_advice():
    with pytest.raises(SolveError, match="5 steps were not enough"):
        solve(rates_of("chain"), [1, 0, 0], {"p": 3.0, "q": 0.5}, [0.0, 9.0], max_steps=5)


def test_scipy_stops_with_advice_too():
    with pytest.raises(SolveError, match=r"stopped at time .*end earlier"):
        single.solve(formulas(y="a * y ** 2"), [1.0], {"a": 1.0}, [0.0, 2.0], method="Radau")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"times": []}, "times must be finite and increase"),
        ({"times": [0, 1, 1]}, "times must be finite and increase"),
        ({"times": [0, np.nan]}, "times must be finite and increase"),
        ({"start": 1.0}, "the first time, 0, lies before the start, 1"),
        ({"y0": [1.0, 2.0]}, "y0 must have 1 rows"),
        ({"rtol": 0.0}, "rtol must be above 0"),
        ({"events": [Event(-1.0)]}, "an event at -1 lies before the start, 0"),
        ({"events": [Event(1.0, put={"d": 1.0})]}, "changes 'd', which is no state and no value"),
        ({"values": {"a": np.ones(2)}, "y0": np.ones((1, 3))}, "lanes do not match"),
    ],
)
def test_what_cannot_be_solved_is_refused(wrong, sentence):
    task = {"y0": [1.0], "values": {"a": 1.0}, "times": [0.0, 1.0]} | wrong
    with pytest.raises(ValueError, match=sentence):
        solve(formulas(y="-a * y"), **task)
