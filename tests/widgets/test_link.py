"""Links: what they hold, that they come back, and that a bad one changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import il6widgets as il6

from .test_experiment import steps

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "links.json").read_text("utf-8"))


def _inside(x: il6.Experiment) -> dict[str, Any]:
    return {**x.inputs.choices(), **x.inputs.values(), "units": x.inputs.units, "at": x.at}


@pytest.mark.parametrize("case", GOLDEN["good"], ids=lambda case: case["link"])
def test_a_link_written_by_hand_is_read(case: dict[str, Any]) -> None:
    x = il6.Experiment(case["model"])
    x.follow("#" + case["link"])
    for name, value in case["values"].items():
        assert getattr(x.inputs, name) == pytest.approx(value, rel=GOLDEN["tolerance"])
    for part in case["link"].split(";")[2:]:
        name, _, option = part.partition("=")
        if name in x.inputs.choices():
            assert getattr(x.inputs, name) == option
    assert x.inputs.units == case["units"]
    clock = case.get("clock", {"at": x.at, "end": x.end})
    assert {"at": x.at, "end": x.end} == clock
    if case.get("written"):
        assert x.link() == "#" + case["link"]


@pytest.mark.parametrize("link", GOLDEN["bad"])
def test_a_bad_link_gets_one_sentence_and_changes_nothing(link: str) -> None:
    x = il6.Experiment("receptor", cell="monocyte", IL6="3 pM")
    before = _inside(x)
    with pytest.raises(il6.InputError) as refusal:
        x.follow(link)
    assert str(refusal.value)
    assert len(str(refusal.value)) < 500  # however long and strange the link
    assert _inside(x) == before


@pytest.mark.parametrize("link", ["", "#", "https://example.org/", "#" + "a" * 10_000_000])
def test_what_holds_no_link_is_refused(link: str) -> None:
    with pytest.raises(il6.InputError, match="no link of il6widgets"):
        il6.Experiment("receptor").follow(link)


def test_a_link_of_ten_megabytes_is_refused_by_its_length() -> None:
    with pytest.raises(il6.InputError, match="characters; it can have 2000"):
        il6.Experiment("receptor").follow("#il6=1;receptor;" + "IL6=1;" * 1_700_000)


@given(steps())
@settings(max_examples=30)
def test_a_link_brings_back_the_same_state(done: list[tuple[str, Any]]) -> None:
    x, again = il6.Experiment("receptor"), il6.Experiment("receptor", cell="tumour")
    for name, value in done:
        setattr(x.inputs, name, value)
    link = x.link("https://example.org/page.html#old")
    assert link.startswith("https://example.org/page.html#il6=1;receptor;")
    assert len(link.split("#")[1]) <= 2000
    again.follow(link)
    assert again.inputs.values() == x.inputs.values()
    assert again.inputs.choices() == x.inputs.choices()


def test_a_link_of_a_model_loaded_with_a_choice_names_that_choice() -> None:
    weak = il6.Experiment(il6.load("receptor", set="weak"))
    x = il6.Experiment("receptor")
    x.follow(weak.link())
    assert x.inputs.set == "weak"
    assert x.inputs.values() == weak.inputs.values()


def test_more_changes_than_a_link_holds_are_refused() -> None:
    x = il6.Experiment("singh2006")
    for key, value in x.inputs.values().items():
        if not x.model.parameters[key].allowed:
            setattr(x.inputs, key, value * 1.1 + 0.1)
    with pytest.raises(il6.InputError, match=r"more than the 2000 characters.*use code\(\)"):
        x.link()
