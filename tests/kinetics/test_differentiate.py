"""Derivatives of formulas against a computer algebra of another kind: mpmath's differences."""

from __future__ import annotations

import math
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from il6widgets.kinetics.differentiate import Algebra, derivative, system
from il6widgets.kinetics.formula import Graph, evaluate

EXACT = 1e-12  # relative: analytic derivatives against 30-digit differences
LEAVES = {
    "a": ("species", "a"),
    "b": ("value", "b"),
    "n": ("value", "n"),
    "time": ("time", "time"),
}
ALLOW = frozenset({"species", "value", "time"})


def graph_of(formula: str) -> tuple[Graph, int]:
    graph = Graph(LEAVES, frozenset())
    return graph, graph.add(formula, "test", ALLOW)


def slope_of(formula: str, kind: str, name: str, **values: float) -> float:
    graph, node = graph_of(formula)
    found = derivative(graph.nodes, node, (kind, name))
    return float(evaluate(graph.nodes, [found], lambda _, leaf: values[leaf])[0])


def hill(x: Any, k: Any, n: Any) -> Any:
    return x**n / (k**n + x**n)


FORMULAS: list[tuple[str, Any]] = [
    ("a * b - a / (b + a) + 3", lambda a, b, n, t: a * b - a / (b + a) + 3),
    ("-a ** 2 + a ** 3", lambda a, b, n, t: -(a**2) + a**3),
    ("a ** n", lambda a, b, n, t: a**n),
    ("n ** a + a ** a", lambda a, b, n, t: n**a + a**a),
    ("exp(-b * a) * log(a + b)", lambda a, b, n, t: mp.exp(-b * a) * mp.log(a + b)),
    ("sqrt(a * b) + abs(a - b)", lambda a, b, n, t: mp.sqrt(a * b) + abs(a - b)),
    ("min(a, b) * max(a, b * 2)", lambda a, b, n, t: min(a, b) * max(a, b * 2)),
    ("share(a, a + b)", lambda a, b, n, t: a / (a + b)),
    ("hill(a, b, n)", lambda a, b, n, t: hill(a, b, n)),
    ("hill(a * b, a + b, n)", lambda a, b, n, t: hill(a * b, a + b, n)),
    ("michaelis_menten(a, b)", lambda a, b, n, t: a / (a + b)),
    (
        "piecewise(a ** 2, a < b, b * a, a < 5 and time > 1, 7 * time)",
        lambda a, b, n, t: a**2 if a < b else b * a if a < 5 and t > 1 else 7 * t,
    ),
    ("(time - a) ** 2 * b", lambda a, b, n, t: (t - a) ** 2 * b),
]


@pytest.mark.parametrize(("formula", "function"), FORMULAS)
@pytest.mark.parametrize("at", [(0.7, 1.3, 2.5, 0.4), (2.2, 0.6, 1.0, 3.0), (6.0, 2.0, 4.0, 2.0)])
def test_derivatives_by_every_leaf(formula, function, at):
    values = dict(zip(("a", "b", "n", "time"), at, strict=True))
    for position, (kind, name) in enumerate(LEAVES.values()):
        with mp.workdps(30):
            order = tuple(int(k == position) for k in range(4))
            expected = float(mp.diff(function, tuple(map(mp.mpf, at)), order))
        found = slope_of(formula, kind, name, **values)
        assert found == pytest.approx(expected, rel=EXACT, abs=EXACT), name


@pytest.mark.parametrize(
    ("formula", "slope"),
    [
        ("a ** n", 0.0),
        ("a ** 2", 0.0),
        ("a ** b", 1.0),
        ("hill(a, 4, n)", 0.0),
        ("hill(a, 4, b)", 0.25),
        ("michaelis_menten(a, 4)", 0.25),
        ("sqrt(a)", 0.0),
        ("share(a, a)", 0.0),
    ],
)
def test_where_nothing_is_left_derivatives_are_finite(formula, slope):
    """At a = 0, with b = 1 and n = 2.5."""
    assert slope_of(formula, "species", "a", a=0.0, b=1.0, n=2.5) == slope


@pytest.mark.parametrize("formula", ["a ** n", "hill(a, b, n)"])
@pytest.mark.parametrize("a", [-2.0, 0.0])
def test_by_the_exponent_nothing_is_lost_at_zero_or_below(formula, a):
    assert slope_of(formula, "value", "n", a=a, b=1.0, n=2.5) == 0.0


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("b * a", ["value", "b"]),
        ("a + b", ["const", 1.0]),
        ("b * time", ["const", 0.0]),
        ("a * 2 + a", ["const", 3.0]),
        ("piecewise(a, time < 3, a + 1)", ["const", 1.0]),
    ],
)
def test_what_can_be_said_shortly_is(formula, expected):
    graph, node = graph_of(formula)
    assert graph.nodes[derivative(graph.nodes, node, ("species", "a"))] == expected


def test_equal_derivatives_are_one_node():
    graph, node = graph_of("exp(a * b)")
    size = len(graph.nodes)
    algebra = Algebra(graph.nodes)
    first = algebra.derivative(node, ("species", "a"))
    grown = len(graph.nodes)
    assert size < grown
    assert algebra.derivative(node, ("species", "a")) == first
    assert derivative(graph.nodes, node, ("species", "a")) == first
    assert len(graph.nodes) == grown


def test_a_sum_of_reactions():
    graph, node = graph_of("b * a")
    total = Algebra(graph.nodes).sum([(-1.0, node), (2.0, node), (0.5, node)])
    values = {"a": 3.0, "b": 5.0}
    (found,) = evaluate(graph.nodes, [total], lambda _, name: values[name])
    assert float(found) == 1.5 * 15


def test_a_system_lists_what_is_not_zero():
    leaves = LEAVES | {"c": ("species", "c")}
    graph = Graph(leaves, frozenset())
    rates = [graph.add(f, "test", ALLOW) for f in ("-b * a", "b * a - c * time")]
    found = system(graph.nodes, ["a", "c"], rates)
    assert [entry[:2] for entry in found["jacobian"]] == [[0, 0], [1, 0], [1, 1]]
    assert [row for row, _ in found["dfdt"]] == [1]
    assert found["rates"] == rates
    values = {"a": 2.0, "b": 5.0, "c": 3.0, "time": 7.0}
    nodes = [node for *_, node in found["jacobian"]] + [found["dfdt"][0][1]]
    entries = evaluate(graph.nodes, nodes, lambda _, name: values[name])
    assert [float(e) for e in entries] == [-5.0, 5.0, -7.0, -3.0]


def test_no_derivative_is_infinite_for_a_state_far_out():
    for a in (1e-300, 1e300):
        found = slope_of("hill(a, b, n)", "species", "a", a=a, b=1.0, n=4.0)
        assert math.isfinite(found)
        assert np.abs(found) < 1e-8
