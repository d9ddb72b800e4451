"""Binding against 50 digits, and the properties that any equilibrium has."""

import json
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6widgets.kinetics.binding import Array, Binding, NotConverged
from tests.golden.binding import NETWORKS, exact

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden" / "binding.json").read_text(encoding="utf-8")
)
IL6 = np.array(NETWORKS["il6"])
M, S = IL6.shape
CONSERVED = 1e-12  # promised, relative, for every total
ACCURATE = 1e-10  # promised, relative, for every species
ROUNDING = 1e-12  # between two ways to the same answer


def golden(case: dict[str, Any]) -> tuple[list[list[int]], Array, Array]:
    ln_beta = [-np.inf if b is None else b for b in case["ln_beta"]]
    return GOLDEN["networks"][case["network"]], np.array(case["totals"]), np.array(ln_beta)


def bonds_to_ln_beta(composition: Any, bonds: Any) -> Array:
    """Overall constants from log10 of the constant of one bond, one for each complex."""
    held = np.sum(composition, 0)
    return np.concatenate(
        [np.zeros(len(composition)), (held[len(composition) :] - 1) * np.array(bonds) * np.log(10)]
    )


def error(amounts: Array, truth: list[Any]) -> float:
    """Largest relative error; a species that should be exactly zero must be."""
    assert all(found == 0 for found, true in zip(amounts, truth, strict=True) if true == 0)
    return max(
        (float(abs(mp.mpf(f) - t) / t) for f, t in zip(amounts, truth, strict=True) if t), default=0
    )


total = st.one_of(st.just(0.0), st.floats(-15, -3).map(lambda e: 10.0**e))
totals = st.lists(total, min_size=M, max_size=M).map(np.array)
bond = st.floats(3, 13)
il6_bonds = st.lists(bond, min_size=S - M, max_size=S - M)
mixtures = st.tuples(totals, il6_bonds.map(lambda b: bonds_to_ln_beta(IL6, b)))


@st.composite
def networks(draw: st.DrawFn) -> np.ndarray:
    """A network of up to 5 components and 8 complexes of up to 6 molecules."""
    m = draw(st.integers(1, 5))
    molecule = st.integers(0, m - 1)
    complexes = draw(st.lists(st.lists(molecule, min_size=2, max_size=6), min_size=1, max_size=8))
    counts = [np.bincount(held, minlength=m) for held in complexes]
    return np.concatenate([np.eye(m, dtype=int), np.array(counts).T], 1)


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_every_species_agrees_with_fifty_digits(case: dict[str, Any]) -> None:
    composition, c, ln_beta = golden(case)
    amounts = Binding(composition).solve(c, ln_beta).amounts[:, 0]
    assert error(amounts, [mp.mpf(a) for a in case["amounts"]]) <= GOLDEN["tolerance"]


def test_lanes_together_give_what_each_gives_alone() -> None:
    cases = [golden(case) for case in GOLDEN["cases"] if case["network"] == "il6"]
    binding = Binding(IL6)
    together = binding.solve(
        np.array([c for _, c, _ in cases]).T, np.array([b for _, _, b in cases]).T
    )
    for lane, (_, c, ln_beta) in enumerate(cases):
        alone = binding.solve(c, ln_beta).amounts[:, 0]
        np.testing.assert_allclose(together.amounts[:, lane], alone, rtol=ROUNDING, atol=0)


@settings(max_examples=25)
@given(mixtures)
def test_extreme_mixtures_agree_with_fifty_digits(mixture: tuple[Array, Array]) -> None:
    c, ln_beta = mixture
    amounts = Binding(IL6).solve(c, ln_beta).amounts[:, 0]
    assert error(amounts, _refined(IL6, c, ln_beta, amounts)) <= ACCURATE


@settings(max_examples=40)
@given(st.data())
def test_nearly_equal_totals_of_tight_binders_agree_with_fifty_digits(data: st.DataObject) -> None:
    composition = data.draw(networks())
    m = len(composition)
    level = data.draw(st.floats(-15, -4).map(lambda e: 10.0**e))
    excess = st.floats(-15, -2).map(lambda e: 10.0**e)
    shift = st.one_of(st.just(0.0), excess, excess.map(lambda e: -e))
    c = level * (1 + np.array(data.draw(st.lists(shift, min_size=m, max_size=m))))
    n = composition.shape[1] - m
    bonds = data.draw(st.lists(st.floats(8, 12), min_size=n, max_size=n))
    ln_beta = bonds_to_ln_beta(composition, bonds)
    amounts = Binding(composition).solve(c, ln_beta).amounts[:, 0]
    assert error(amounts, _refined(composition, c, ln_beta, amounts)) <= ACCURATE


def _refined(composition: Any, c: Array, ln_beta: Array, amounts: Array) -> list[Any]:
    """The answer to 40 digits. There is only one, so it may be sought near the one found."""
    start = [mp.log(x) if x > 0 else mp.mpf(0) for x in amounts[: len(c)].tolist()]
    return exact(np.asarray(composition).tolist(), c.tolist(), ln_beta.tolist(), start)


@settings(max_examples=50)
@given(st.lists(mixtures, min_size=1, max_size=20))
def test_totals_are_conserved_and_nothing_is_negative(lanes: list[tuple[Array, Array]]) -> None:
    c, ln_beta = (np.array(a).T for a in zip(*lanes, strict=True))
    solved = Binding(IL6).solve(c, ln_beta)
    assert (solved.amounts >= 0).all()
    np.testing.assert_allclose(IL6 @ solved.amounts, c, rtol=CONSERVED, atol=0)
    assert (solved.residual <= CONSERVED).all()


@settings(max_examples=50)
@given(mixtures)
def test_what_needs_an_absent_component_is_exactly_zero(mixture: tuple[Array, Array]) -> None:
    c, ln_beta = mixture
    amounts = Binding(IL6).solve(c, ln_beta).amounts[:, 0]
    lacking = IL6[c == 0].any(0)
    assert (amounts[lacking] == 0).all()
    assert (amounts[~lacking] > 0).all()


@settings(max_examples=50)
@given(mixtures)
def test_every_complex_is_in_balance_with_its_free_components(
    mixture: tuple[Array, Array],
) -> None:
    c, ln_beta = mixture
    amounts = Binding(IL6).solve(c, ln_beta).amounts[:, 0]
    formed = amounts > 0
    ln_free = np.log(np.where(c > 0, amounts[:M], 1))
    balance = np.log(amounts[formed]) - (ln_beta + IL6.T @ ln_free)[formed]
    assert np.abs(balance).max(initial=0) <= 1e-12


@settings(max_examples=50)
@given(mixtures)
def test_both_ways_round_a_cycle_give_the_same_constant(mixture: tuple[Array, Array]) -> None:
    """IL6 + 2 mab sites: binding sIL6R then IL6R, or the reverse, around mab_IL6R."""
    c, ln_beta = np.where(mixture[0] > 0, mixture[0], 1e-9), mixture[1]
    x = Binding(IL6).solve(c, ln_beta).amounts[:, 0]
    antibody, membrane, soluble, with_membrane, with_soluble, both = 6, 1, 2, 20, 22, 24
    assert IL6[:, both].tolist() == (IL6[:, with_membrane] + IL6[:, soluble]).tolist()
    ln = np.log(x)
    steps = [
        (with_membrane, antibody, membrane),
        (both, with_membrane, soluble),
        (with_soluble, both, -membrane),
        (antibody, with_soluble, -soluble),
    ]
    round_trip = sum(
        ln[after] - ln[before] - np.sign(joins) * ln[abs(joins)] for after, before, joins in steps
    )
    assert abs(round_trip) <= 1e-12
    assert abs(ln[both] - ln[antibody] - ln[membrane] - ln[soluble] - ln_beta[both]) <= 1e-12


@settings(max_examples=50)
@given(mixtures, st.floats(-12, 12).map(lambda e: 10.0**e))
def test_another_unit_of_amount_changes_nothing_else(
    mixture: tuple[Array, Array], unit: float
) -> None:
    c, ln_beta = mixture
    plain = Binding(IL6).solve(c, ln_beta).amounts
    scaled = Binding(IL6).solve(c * unit, ln_beta - (IL6.sum(0) - 1) * np.log(unit)).amounts
    np.testing.assert_allclose(scaled, plain * unit, rtol=1e-11, atol=0)


@settings(max_examples=50)
@given(mixtures, st.permutations(range(M)), st.permutations(range(M, S)))
def test_the_order_of_components_and_species_does_not_matter(
    mixture: tuple[Array, Array], components: list[int], complexes: list[int]
) -> None:
    c, ln_beta = mixture
    species = [*components, *complexes]
    plain = Binding(IL6).solve(c, ln_beta).amounts[:, 0]
    mixed = Binding(IL6[np.ix_(components, species)]).solve(c[components], ln_beta[species])
    np.testing.assert_allclose(mixed.amounts[:, 0], plain[species], rtol=1e-11, atol=0)


def test_one_to_one_binding_is_the_quadratic() -> None:
    a, b, kd = np.logspace(-12, -6, 50), np.full(50, 1e-9), 1e-9
    found = Binding([[1, 0, 1], [0, 1, 1]]).solve([a, b], [0, 0, -np.log(kd)]).amounts[2]
    half = (a + b + kd) / 2
    np.testing.assert_allclose(found, a * b / (half + np.sqrt(half**2 - a * b)), rtol=1e-13)


def test_a_complex_that_does_not_form_is_zero_in_its_lane_only() -> None:
    ln_beta = np.array([[0.0, 0.0], [0.0, 0.0], [20.0, -np.inf]])
    solved = Binding([[1, 0, 1], [0, 1, 1]]).solve(np.full((2, 2), 1e-9), ln_beta)
    assert solved.amounts[2, 0] > 0
    assert solved.amounts[:, 1].tolist() == [1e-9, 1e-9, 0.0]


def test_more_lanes_than_are_solved_together_keep_their_places() -> None:
    draw = np.random.default_rng(3)
    c = 10 ** draw.uniform(-12, -6, (M, 2500))
    c[draw.random(c.shape) < 0.3] = 0
    ln_beta = bonds_to_ln_beta(IL6, [9.0] * (S - M))
    amounts = Binding(IL6).solve(c, ln_beta).amounts
    np.testing.assert_allclose(IL6 @ amounts, c, rtol=CONSERVED, atol=0)
    np.testing.assert_array_equal(amounts[:M] == 0, c == 0)


def test_totals_that_no_double_can_tell_apart_are_refused_by_lane() -> None:
    """Six molecules match exactly at 1 mM with bonds of 1e13 /M: the last bit decides."""
    composition = [[int(i == k) for k in range(5)] + [2 if i == 3 else 1] for i in range(5)]
    c = np.array([[1e-9] * 5, [2e-3, 2e-3, 2e-3, 2e-3, 1e-3]]).T
    ln_beta = bonds_to_ln_beta(composition, [13.0])
    with pytest.raises(NotConverged, match=r"lane 1 of 2 .*residual"):
        Binding(composition).solve(c, ln_beta)


@pytest.mark.parametrize(
    ("totals", "ln_beta", "message"),
    [
        ([1.0], [0, 0, 1], "totals must have 2 rows"),
        ([1.0, 1.0], [0, 0], "ln_beta must have 3 rows"),
        ([1.0, -1.0], [0, 0, 1], "total 1 of lane 0 is -1.0"),
        ([np.nan, 1.0], [0, 0, 1], "total 0 of lane 0 is nan"),
        ([1.0, 1.0], [0, 0, np.inf], "ln_beta must be finite"),
        ([1.0, 1.0], [0, -np.inf, 1], "ln_beta must be finite"),
    ],
)
def test_bad_input_is_named(totals: list[float], ln_beta: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Binding([[1, 0, 1], [0, 1, 1]]).solve(totals, ln_beta)


@pytest.mark.parametrize(
    ("composition", "message"),
    [
        ([[1, 1], [0, 1]], "the identity"),
        ([[1, 0, 0.5], [0, 1, 1]], "whole numbers"),
        ([[1, 0, 0], [0, 1, 0]], "species 2 holds no component"),
    ],
)
def test_bad_compositions_are_named(composition: list[list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Binding(composition)
