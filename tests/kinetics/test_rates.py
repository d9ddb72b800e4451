"""Rates: the straight lines of numpy against the graph, and the Jacobian against differences."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6widgets.kinetics.differentiate import system
from il6widgets.kinetics.elimination import Elimination
from il6widgets.kinetics.formula import Graph, evaluate
from il6widgets.kinetics.rates import Rates
from il6widgets.kinetics.single import Single
from tests.golden.ode_program import compiled

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden" / "ode.json").read_text(encoding="utf-8")
)
SAME = 1e-13  # relative: one operation in place of another, the same numbers
ALLOW = frozenset({"species", "value", "time"})

EVERYTHING = [
    "k * x - x / (y + 2) + x ** 2 + y ** n + (y - 3) ** 3 + exp(-x) * log(y + 4) - sqrt(y + 1)",
    "hill(x, k, n) + michaelis_menten(y, k) - min(x, y) * max(x, k) + abs(x - y) - share(x, y)"
    " + piecewise(x, x < y, y ** 2, time <= 3 and x >= 1 or y > 9, time * x) + k * n + 0.1",
]


@cache
def rates_of(*formulas: str, states: str = "xy", values: str = "kn") -> Rates:
    leaves = {name: ("species", name) for name in states} | {v: ("value", v) for v in values}
    graph = Graph(leaves | {"time": ("time", "time")}, frozenset())
    nodes = [graph.add(formula, "test", ALLOW) for formula in formulas]
    return Rates(graph.nodes, system(graph.nodes, list(states), nodes))


positive = st.floats(0.01, 20.0)


@given(positive, positive, positive, st.sampled_from([1.0, 2.0, 2.5]), st.floats(0, 10))
def test_lanes_and_single_numbers_are_what_the_graph_says(x, y, k, n, time):
    leaves = {name: ("value", name) for name in "xykn"} | {"time": ("time", "time")}
    graph = Graph(leaves, frozenset())
    nodes = [graph.add(formula, "test", ALLOW) for formula in EVERYTHING]
    values = {"x": x, "y": y, "k": k, "n": n, "time": time}
    expected = [float(v) for v in evaluate(graph.nodes, nodes, lambda _, name: values[name])]
    rates = rates_of(*EVERYTHING)
    given_values = {"k": k, "n": n}
    assert rates([x, y], given_values, time) == pytest.approx(expected, rel=SAME, abs=1e-12)
    lanes = rates([[x, 1.0], [y, 2.0]], {"k": k, "n": np.array([n, 3.0])}, time)
    assert lanes[:, 0] == pytest.approx(expected, rel=SAME, abs=1e-12)
    single = Single(rates, given_values, time)
    assert single(time, np.array([x, y])) == pytest.approx(expected, rel=SAME, abs=1e-12)


@given(st.floats(0.1, 20.0), st.floats(0.1, 20.0), st.floats(0.1, 5.0), st.floats(0, 2.9))
def test_the_jacobian_is_what_differences_say(x, y, k, time):
    step = 1e-6
    if min(abs(x - y), abs(x - k), abs(x - 1), abs(y - 9)) < 10 * step:
        return  # at a kink there is no derivative
    rates, values = rates_of(*EVERYTHING), {"k": k, "n": 2.5}
    at = np.array([x, y])
    by_state = np.array(
        [
            (rates(at + step * e, values, time) - rates(at - step * e, values, time)) / (2 * step)
            for e in np.eye(2)
        ]
    ).T
    size = np.abs(by_state).max() + np.abs(rates(at, values, time)).max() + 1
    assert np.abs(rates.matrix(at, values, time) - by_state).max() < 1e-7 * size
    assert np.abs(Single(rates, values, time).jacobian(time, at) - by_state).max() < 1e-7 * size
    by_time = (rates(at, values, time + step) - rates(at, values, time - step)) / (2 * step)
    assert np.abs(rates.by_time(at, values, time) - by_time).max() < 1e-7 * size


def test_the_jacobian_of_the_signalling_core_is_what_differences_say():
    given_system = GOLDEN["systems"]["sobotta"]
    rates = Rates(*compiled(given_system))
    values = given_system["values"] | {"IL6": 40.0, "ruxolitinib": 100.0}
    at = np.array(given_system["initial"])
    expected = np.empty((13, 13))
    for j in range(13):
        step = 1e-6 * max(at[j], 1e-3)
        e = step * np.eye(13)[j]
        expected[:, j] = (rates(at + e, values) - rates(at - e, values)) / (2 * step)
    found = rates.matrix(at, values)
    assert np.abs(found - expected).max() < 1e-7 * np.abs(expected).max()
    assert (np.abs(found) > 0).sum() == len(rates.elimination.pattern)


def test_the_steady_state_of_the_signalling_core_is_one():
    """The published initial state does not move without IL-6 (those of r and m have 7 digits)."""
    given_system = GOLDEN["systems"]["sobotta"]
    rates = Rates(*compiled(given_system))
    found = rates(given_system["initial"], given_system["values"])
    assert np.abs(found / np.array(given_system["initial"])).max() < 2e-4


@pytest.mark.parametrize(
    ("formula", "x", "n", "expected"),
    [
        ("x ** n", -2.0, 1.5, 0.0),
        ("x ** n", -2.0, 2.0, 4.0),
        ("x ** n", -2.0, 3.0, -8.0),
        ("hill(x, k, n)", -2.0, 1.5, 0.0),
        ("hill(x, k, n)", 0.0, 1.0, 0.0),
        ("hill(x, k, n)", 1e200, 4.0, 1.0),
        ("hill(x, 0, n)", 0.0, 4.0, 0.0),
        ("hill(x, 0, n)", 1.0, 4.0, 1.0),
        ("share(x, x)", 0.0, 1.0, 0.0),
        ("michaelis_menten(x, 0)", 0.0, 1.0, 0.0),
    ],
)
def test_at_the_edge(formula, x, n, expected):
    rates, values = rates_of(formula, states="x"), {"k": 3.0, "n": n}
    assert rates([x], values) == [expected]
    assert Single(rates, values, 0.0)(0.0, np.array([x])) == [expected]


def test_what_python_cannot_divide_is_infinite_for_scipy_too():
    rates = rates_of("1 / x + log(y)", "exp(1000 * x)")
    single = Single(rates, {"k": 1.0, "n": 1.0}, 0.0)
    assert single(0.0, np.array([0.0, 1.0])) == [np.inf, 1.0]
    assert single(0.0, np.array([2.0, 1.0])) == [0.5, np.inf]
    assert np.isinf(single.jacobian(0.0, np.array([0.0, 1.0]))[0, 0])


def test_only_conditions_on_the_time_are_switches():
    rates = rates_of("piecewise(x, time > k, y) + piecewise(1, x < k, 2)", "time * y")
    assert len(rates.switches) == 1
    (stop,) = rates.thresholds({"k": 5.0, "n": 1.0})
    assert float(stop) == 5.0
    # Held as they stand elsewhere, whatever the time is now.
    before = rates.switched(1.0, [stop])
    assert rates([3.0, 7.0], {"k": 5.0, "n": 1.0}, 9.0, before)[0] == 7 + 1
    assert rates([3.0, 7.0], {"k": 5.0, "n": 1.0}, 9.0)[0] == 3 + 1


def test_a_switch_of_which_nothing_hangs_is_no_stop():
    leaves = {"x": ("species", "x"), "time": ("time", "time")}
    graph = Graph(leaves, frozenset())
    graph.add("piecewise(x, time < 3, 0)", "an output", ALLOW)
    rate = graph.add("-x", "a rate", ALLOW)
    assert Rates(graph.nodes, system(graph.nodes, ["x"], [rate])).switches == {}


@given(st.integers(1, 9), st.data())
def test_elimination_solves(size, data):
    """Against LAPACK, for any pattern: diagonally dominant, as matrices of short steps are."""
    places = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    pattern = sorted(data.draw(st.sets(places, max_size=30)))
    elimination = Elimination(size, pattern)
    seed = data.draw(st.integers(0, 1000))
    rng = np.random.default_rng(seed)
    matrix = np.diag(-10.0 - rng.random(size))
    for i, j in pattern:
        if i != j:
            matrix[i, j] = rng.uniform(-1, 1)
    b = rng.standard_normal(size)
    expected = np.linalg.solve(matrix, b)

    w = np.zeros(len(elimination.entries))
    for place in elimination.pattern.items():
        w[place[1]] = matrix[place[0]]
    for k, lower, updates, upper in elimination.factor:
        w[k] = 1 / w[k]
        w[lower] *= w[k]
        for target, p, q in updates:
            w[target] -= w[p] * w[q]
        w[upper] *= w[k]
    for target, place, source in elimination.forward:
        b[target] -= w[place] * b[source]
    b *= w[:size]
    for target, place, source in elimination.backward:
        b[target] -= w[place] * b[source]
    assert b == pytest.approx(expected, rel=1e-12, abs=1e-14)
