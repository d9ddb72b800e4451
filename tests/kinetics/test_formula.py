"""The formula language: what it allows, what it refuses, and how it says so."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6widgets.kinetics.errors import ModelError
from il6widgets.kinetics.formula import Graph, evaluate

EVERYTHING = frozenset({"value", "species", "total", "time"})
LEAVES = {
    "a": ("value", "a"),
    "b": ("value", "b"),
    "IL6": ("species", "IL6"),
    "time": ("time", "time"),
}


def run(formula: str, **values: float) -> float:
    graph = Graph(LEAVES, frozenset({"IL6"}))
    node = graph.add(formula, "test.toml: outputs.y", EVERYTHING)
    (found,) = evaluate(graph.nodes, [node], lambda _, name: values[name])
    return float(found)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a + 2 * b", 8.0),
        ("-a ** 2", -4.0),
        ("(a - b) / b", -1 / 3),
        ("exp(log(a)) + sqrt(b + 6)", 5.0),
        ("min(a, b) + 10 * max(a, b)", 32.0),
        ("share(a, b)", 2 / 3),
        ("share(a, 0)", 0.0),
        ("abs(a - b) + abs(b)", 4.0),
        ("hill(a, b, 2)", 4 / 13),
        ("hill(-a, b, 1.5)", 0.0),
        ("hill(0, 0, 1)", 0.0),
        ("michaelis_menten(a, b)", 2 / 5),
        ("michaelis_menten(a - 2, 0)", 0.0),
        ("(a - b) ** 0.5", 0.0),
        ("(a - b) ** 3", -1.0),
        ("piecewise(1, a > b, 2, a < b, 3)", 2.0),
        ("piecewise(1, a >= 2 and b <= 3, 4)", 1.0),
        ("piecewise(1, a > 2 or b > 3, 4)", 4.0),
        ("piecewise(1, 0 < a < b < 4, 4)", 1.0),
        ("piecewise(1, 0 < a < b < 3, 4)", 4.0),
        ("piecewise(1, (a > 9 or b > 2) and a > 1, 4)", 1.0),
    ],
)
def test_ordinary_formulas(formula, expected):
    assert run(formula, a=2.0, b=3.0) == pytest.approx(expected, rel=1e-15)


def test_the_time_is_a_leaf_of_its_own():
    assert run("piecewise(a, time < 5, a * time)", a=2.0, time=7.0) == 14.0
    graph = Graph(LEAVES, frozenset())
    with pytest.raises(ModelError, match=r"a time \('time'\) may not stand here"):
        graph.add("time * a", "t", frozenset({"value"}))


def test_conditions_are_chosen_lane_by_lane():
    graph = Graph(LEAVES, frozenset())
    node = graph.add("piecewise(a, a < 2, 1 / (a - 3))", "t", EVERYTHING)
    (found,) = evaluate(graph.nodes, [node], lambda _, n: np.array([1.0, 3.0, 5.0]))
    assert np.asarray(found).tolist() == [1.0, math.inf, 0.5]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_formula_means_what_it_means_in_python(a, b):
    assert run("(a + b) * (a - b) + a * b / 7", a=a, b=b) == (a + b) * (a - b) + a * b / 7


def test_division_by_zero_is_infinite():
    """A molecule with one site has no second: its Kd is 2 Kd / 0."""
    assert math.isinf(run("2 * a / (b - 1)", a=1.0, b=1.0))


def test_arrays_pass_through():
    graph = Graph(LEAVES, frozenset())
    node = graph.add("a * b", "t", EVERYTHING)
    (found,) = evaluate(graph.nodes, [node], lambda _, n: np.array([1.0, 2.0]) if n == "a" else 3.0)
    assert np.asarray(found).tolist() == [3.0, 6.0]


def test_equal_parts_are_stored_once():
    graph = Graph(LEAVES, frozenset())
    first = graph.add("a * b + 1", "t", EVERYTHING)
    size = len(graph.nodes)
    assert graph.add("a*b + 1.0", "t", EVERYTHING) == first
    assert len(graph.nodes) == size


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("a + kd", r"test.toml: outputs.y: in 'a \+ kd' at character 5: no 'kd'"),
        ("a +", r"in 'a \+' at character \d: no formula"),
        ("__import__('os')", "no function '__import__'"),
        ("a.real", "only names, numbers"),
        ("a if b else 1", "only names, numbers"),
        ("[a for a in b]", "only names, numbers"),
        ("min(a)", r"min\(\) takes 2"),
        ("True + a", "numbers, not True"),
        ("total(a)", "no total 'a'"),
        ("'text'", "only names, numbers"),
        ("a < b", "only as a condition of piecewise"),
        ("2 * (a < b)", "at character 6: a comparison may stand only"),
        ("piecewise(a, b)", "piecewise.. takes value, condition"),
        ("piecewise(a, b, 1)", "at character 14: a condition compares with"),
        ("piecewise(a, a == b, 1)", "a condition compares with < <= > >="),
        ("hill(a, b)", r"hill\(\) takes 3"),
        ("hil(a, b, 2)", "no function 'hil'; did you mean 'hill'"),
    ],
)
def test_an_error_names_file_formula_and_position(formula, sentence):
    with pytest.raises(ModelError, match=sentence):
        run(formula, a=1.0, b=1.0)


def test_a_constant_may_not_hang_on_the_solution():
    graph = Graph(LEAVES, frozenset({"IL6"}))
    with pytest.raises(ModelError, match=r"a species \('IL6'\) may not stand here"):
        graph.add("a * IL6", "t", frozenset({"value"}))
