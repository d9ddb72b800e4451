"""The experiment as Python sees it: traits, choices that load, refusals, code that comes back."""

from __future__ import annotations

from typing import Any

import ipywidgets
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st

import il6widgets as il6

MODEL = il6.load("receptor")
IL6_MASS = MODEL.parameters["IL6"].molar_mass or 0  # g/mol: 1 nM is so many pg/uL
ULP = 1e-12  # relative: a change of unit may cost the last digits of a double


@pytest.fixture
def x() -> il6.Experiment:
    return il6.Experiment("receptor")


def test_a_value_is_set_as_text_and_its_unit_is_remembered(x: il6.Experiment) -> None:
    x.inputs.IL6 = "40 ng/mL"
    assert x.inputs.IL6 == pytest.approx(40e3 / IL6_MASS, rel=ULP)
    assert x.inputs.units == {"IL6": "ng/mL"}
    x.inputs.IL6 = "2 nM"
    assert x.inputs.IL6 == 2
    assert x.inputs.units == {"IL6": "nM"}
    x.inputs.sgp130Fc = "3 µg/mL"
    assert x.inputs.units == {"IL6": "nM", "sgp130Fc": "ug/mL"}


def test_a_number_is_in_the_unit_of_the_model_and_leaves_the_unit_shown(x: il6.Experiment) -> None:
    x.inputs.IL6 = "40 ng/mL"
    x.inputs.IL6 = 0.5
    assert x.inputs.IL6 == 0.5
    assert x.inputs.units == {"IL6": "ng/mL"}


def test_every_value_and_choice_is_a_trait_that_syncs(x: il6.Experiment) -> None:
    assert list(x.inputs.values()) == list(MODEL.parameters)
    assert x.inputs.values() == {key: p.value for key, p in MODEL.parameters.items()}
    assert x.inputs.choices() == MODEL.chosen
    assert {*MODEL.parameters, *MODEL.choices, "units"} <= set(x.inputs.keys)


def test_observe_tells_of_a_change_and_only_of_that(x: il6.Experiment) -> None:
    heard: list[tuple[str, Any]] = []
    x.inputs.observe(lambda change: heard.append((change["name"], change["new"])), "IL6")
    x.inputs.IL6 = 0.5
    x.inputs.IL6 = 0.5
    x.inputs.sIL6R = 2
    assert heard == [("IL6", 0.5)]


def test_a_choice_loads_its_values(x: il6.Experiment) -> None:
    x.inputs.cell = "monocyte"
    option = MODEL.choices["cell"].options["monocyte"]
    assert option.values
    for key, value in option.values.items():
        assert getattr(x.inputs, key) == value
    assert x.inputs.IL6 == MODEL.parameters["IL6"].value


def test_a_value_set_after_a_choice_stands_until_the_choice_is_made_again(
    x: il6.Experiment,
) -> None:
    x.inputs.cell = "monocyte"
    x.inputs.IL6R = 77
    assert x.inputs.IL6R == 77
    assert x.inputs.cell == "monocyte"
    x.inputs.cell = "monocyte"
    assert x.inputs.IL6R == MODEL.choices["cell"].options["monocyte"].values["IL6R"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "IL6",
            -1,
            "receptor: IL6 is -1.0; it cannot be negative, the least is 0",
        ),
        (
            "IL6",
            "-3 ng/mL",
            "receptor: IL6 is -3 ng/mL; it cannot be negative, the least is 0",
        ),
        (
            "IL6",
            float("nan"),
            "receptor: IL6 is NaN; give a number or a quantity such as '2 nM' or '40 ng/mL'",
        ),
        (
            "IL6",
            float("inf"),
            "receptor: IL6 is infinite; give a finite number in nM",
        ),
        (
            "IL6",
            "5 parsnips",
            "receptor: IL6: '5 parsnips' is no quantity; "
            "write a number and a unit, such as '2 nM' or '40 ng/mL'",
        ),
        (
            "IL6",
            "3 min",
            "receptor: IL6: '3 min' has the wrong dimension; "
            "it is given in nM, for example '2 nM' or '40 ng/mL'",
        ),
        (
            "IL6",
            [1, 2],
            "receptor: IL6 is 2 numbers; an experiment holds one, equilibrium() takes many",
        ),
        (
            "sgp130Fc_sites",
            3,
            "receptor: sgp130Fc_sites is 3.0; it must be 1 or 2",
        ),
        (
            "Kd_gp130",
            0,
            "receptor: Kd_gp130 is 0; a constant must be above 0 (usable range 0.001 to 100 nM)",
        ),
        (
            "IL_6",
            1,
            "receptor has no input 'IL_6'; did you mean 'IL6'?",
        ),
        (
            "cell",
            "monocytes",
            "receptor: cell has no option 'monocytes'; did you mean 'monocyte'?",
        ),
    ],
)
def test_bad_input_gets_one_sentence_and_the_last_state_stays(
    x: il6.Experiment, name: str, value: Any, sentence: str
) -> None:
    x.inputs.IL6 = "40 ng/mL"
    x.inputs.cell = "HepG2"
    before = (x.inputs.values(), x.inputs.choices(), dict(x.inputs.units))
    with pytest.raises(il6.InputError) as refusal:
        setattr(x.inputs, name, value)
    assert str(refusal.value) == sentence
    assert (x.inputs.values(), x.inputs.choices(), dict(x.inputs.units)) == before


def test_bad_input_at_the_start_is_refused_in_the_same_words() -> None:
    with pytest.raises(il6.InputError, match=r"IL6 is -1\.0; it cannot be negative"):
        il6.Experiment("receptor", IL6=-1)
    with pytest.raises(il6.UnknownName, match="did you mean 'IL6'"):
        il6.Experiment("receptor", IL_6=1)
    with pytest.raises(il6.UnknownName, match="did you mean 'receptor'"):
        il6.Experiment("recepter")


def test_observing_a_name_that_does_not_exist_suggests_one(x: il6.Experiment) -> None:
    with pytest.raises(il6.UnknownName, match="no input 'IL_6'; did you mean 'IL6'"):
        x.inputs.observe(print, "IL_6")
    with pytest.raises(il6.UnknownName, match="no input 'cells'; did you mean 'cell'"):
        x.inputs.observe(print, ["IL6", "cells"])


def test_a_choice_that_the_browser_sends_alone_loads_its_values(x: il6.Experiment) -> None:
    x.inputs.set_state({"cell": "monocyte"})
    assert x.inputs.cell == "monocyte"
    assert x.inputs.IL6R == MODEL.choices["cell"].options["monocyte"].values["IL6R"]


def test_a_choice_that_the_browser_sends_with_values_leaves_them(x: il6.Experiment) -> None:
    # One message, in either order: the browser has loaded the option already.
    x.inputs.set_state({"IL6R": 77.0, "cell": "monocyte"})
    assert (x.inputs.cell, x.inputs.IL6R) == ("monocyte", 77)
    x.inputs.set_state({"cell": "neutrophil", "IL6R": 78.0})
    assert (x.inputs.cell, x.inputs.IL6R) == ("neutrophil", 78)


def test_reset_goes_back_to_where_the_experiment_began() -> None:
    x = il6.Experiment("receptor", fluid="medium", IL6="5 pg/mL")
    x.inputs.fluid = "storm"
    x.reset()
    assert x.inputs.fluid == "medium"
    assert x.inputs.IL6 == pytest.approx(5 / 21_000, rel=1e-14)


def test_reset_brings_back_every_input_and_unit(x: il6.Experiment) -> None:
    x.inputs.set = "weak"
    x.inputs.cell = "tumour"
    x.inputs.fluid = "joint"
    x.inputs.IL6 = "3 pM"
    x.inputs.antibody_sites = 1
    x.reset()
    fresh = il6.Experiment("receptor").inputs
    assert x.inputs.values() == fresh.values()
    assert x.inputs.choices() == fresh.choices()
    assert x.inputs.units == {}


amounts = st.one_of(
    st.floats(1e-9, 1e6),
    st.builds(
        lambda n, unit: f"{n!r} {unit}",
        st.floats(1e-6, 1e6),
        st.sampled_from(["pg/mL", "ng/mL", "ug/mL", "pM", "nM", "uM"]),
    ),
)


def steps() -> st.SearchStrategy[list[tuple[str, Any]]]:
    """What a person may do, in any order: choose, set, type."""
    choices = [
        st.tuples(st.just(key), st.sampled_from(list(choice.options)))
        for key, choice in MODEL.choices.items()
    ]
    values = []
    for key, p in MODEL.parameters.items():
        if p.allowed:
            value: st.SearchStrategy[Any] = st.sampled_from(p.allowed)
        elif p.molar_mass:
            value = amounts | st.just(0.0)
        else:
            value = st.floats(1e-9, 1e9)
        values.append(st.tuples(st.just(key), value))
    return st.lists(st.one_of(*choices, *values), max_size=12)


@given(steps())
@settings(max_examples=30)
def test_code_makes_an_experiment_with_the_same_inputs(done: list[tuple[str, Any]]) -> None:
    x = il6.Experiment("receptor")
    for name, value in done:
        setattr(x.inputs, name, value)
    space: dict[str, Any] = {}
    exec(x.code(), space)
    again = space["x"]
    assert again.inputs.values() == x.inputs.values()
    assert again.inputs.choices() == x.inputs.choices()


def test_code_says_no_more_than_was_changed(x: il6.Experiment) -> None:
    assert x.code() == "import il6widgets as il6\nx = il6.Experiment('receptor')"
    x.inputs.cell = "monocyte"
    x.inputs.IL6 = "40 ng/mL"
    assert x.code().splitlines()[2:] == [
        "x.inputs.cell = 'monocyte'",
        "x.inputs.IL6 = '40 ng/mL'",
    ]


def test_code_keeps_the_unit_that_was_typed(x: il6.Experiment) -> None:
    x.inputs.IL6 = "2 nM"
    x.inputs.sIL6R = "900 pM"
    assert x.code().splitlines()[2:] == ["x.inputs.IL6 = '2 nM'", "x.inputs.sIL6R = '900 pM'"]


def test_result_is_the_equilibrium_of_the_inputs(x: il6.Experiment) -> None:
    x.inputs.cell = "monocyte"
    x.inputs.IL6 = "40 ng/mL"
    x.inputs.tocilizumab = "5 ug/mL"
    found = x.result()
    expected = il6.equilibrium(MODEL, cell="monocyte", IL6="40 ng/mL", tocilizumab="5 ug/mL")
    for name in [*MODEL.species, *MODEL.outputs]:
        assert float(found[name]) == float(expected[name])
    assert float(found["classic"]) > 0


def test_result_follows_a_value_that_a_choice_would_set(x: il6.Experiment) -> None:
    x.inputs.cell = "monocyte"
    x.inputs.IL6R = 77
    expected = il6.equilibrium(MODEL, cell="monocyte", IL6R=77)
    assert float(x.result()["classic"]) == float(expected["classic"])


def test_repr_is_the_same_every_time() -> None:
    first, second = il6.Experiment("receptor"), il6.Experiment("receptor")
    assert repr(first) == repr(second) == "Experiment('receptor')"
    assert repr(first.inputs) == (
        "<Inputs of 'receptor': set='buffer', cell='hepatocyte', fluid='storm'>"
    )


def test_lang_is_english_chinese_or_that_of_the_page(x: il6.Experiment) -> None:
    assert x.lang == ""
    assert il6.Experiment("receptor", lang="zh").lang == "zh"
    with pytest.raises(traitlets.TraitError):
        x.lang = "de"


def test_an_input_can_be_linked_in_the_browser(x: il6.Experiment) -> None:
    slider = ipywidgets.FloatSlider()
    link = ipywidgets.jslink((x.inputs, "IL6"), (slider, "value"))
    assert link.source == (x.inputs, "IL6")
    assert link.target == (slider, "value")


def test_two_experiments_have_inputs_of_their_own() -> None:
    one, other = il6.Experiment("receptor"), il6.Experiment("receptor")
    one.inputs.IL6 = 1
    assert other.inputs.IL6 == MODEL.parameters["IL6"].value
    assert one.key != other.key
    assert one.key == one.model_id  # what its views are told, and what they look for


def test_a_model_in_time_is_solved_at_the_times_of_the_browser() -> None:
    x = il6.Experiment("signalling", IL6="40 ng/mL")
    assert (x.end, x.at) == (180, 30)
    sol = x.result()
    # 15.08 nM at 16.2 min, from the authors' own model file
    assert sol.peak("pSTAT3").value == pytest.approx(15.08, rel=0.01)
    assert 30.0 in sol.t
    x.at = 61.3
    assert 61.3 in x.result().t
    assert x.result(["1 h"]).t.tolist() == [60]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("at", -1, "at is -1; give a time above 0, in min"),
        ("end", 0, "end is 0; give a time above 0, in min"),
        ("end", float("nan"), "end is nan"),
    ],
)
def test_a_time_that_is_none_is_refused(name: str, value: float, sentence: str) -> None:
    x = il6.Experiment("signalling")
    with pytest.raises(il6.InputError, match=sentence):
        setattr(x, name, value)
    assert (x.end, x.at) == (180, 30)


def test_an_equilibrium_has_no_clock() -> None:
    x = il6.Experiment("receptor")
    with pytest.raises(il6.InputError, match="which has no time; leave at"):
        x.at = 3


def test_doses_are_listed_one_by_one_and_solved_as_they_were_given() -> None:
    x: Any = il6.Experiment("patient")
    x.set_trait("doses", il6.doses("8 mg/kg", every="28 d", count=3, route="iv", missed=[2]))
    assert [dose["time"] for dose in x.doses] == [0.0, 56.0]
    assert x.doses[0] == {"time": 0.0, "amount": 8.0, "per_kg": True, "route": "iv", "over": 0.0}
    t = [0, 30, 84]
    given = il6.doses("8 mg/kg", every="28 d", count=3, route="iv", missed=[2])
    direct = il6.solve(x.model, t, doses=given)
    assert x.result(t)["CRP"] == pytest.approx(direct["CRP"], rel=1e-6)
    names: dict[str, Any] = {}
    exec(x.code(), names)
    assert names["x"].doses == x.doses


def test_a_dose_that_is_none_is_refused_and_changes_nothing() -> None:
    x: Any = il6.Experiment("patient")
    with pytest.raises(il6.InputError, match=r"is no dose; it has time, amount"):
        x.doses = [{"time": 0}]
    with pytest.raises(il6.InputError, match="no route 'im'"):
        x.doses = il6.doses("8 mg", route="im")
    with pytest.raises(il6.InputError, match="receptor has no drug"):
        il6.Experiment("receptor").doses = il6.doses("8 mg")
    assert x.doses == []
    with pytest.raises(il6.InputError, match="signalling has no drug to give; take 'patient'"):
        il6.TreatmentCourse(il6.Experiment("signalling"))


def test_a_loading_dose_in_mg_stays_so_beside_doses_by_weight() -> None:
    x: Any = il6.Experiment("patient")
    given = il6.doses("4 mg/kg", every=28, count=2, route="iv", loading="400 mg")
    x.set_trait("doses", given)
    assert [(d["amount"], d["per_kg"]) for d in x.doses] == [(400.0, False), (4.0, True)]
    direct = il6.solve(x.model, [0, 30], doses=given)
    assert x.result([0, 30])["serum"] == pytest.approx(direct["serum"], rel=1e-6)


def test_the_inputs_are_a_table_with_units_standing_and_sources() -> None:
    x = il6.Experiment("receptor")
    table = x.parameters("zh")
    assert list(table.index) == list(x.model.parameters)
    assert table["value"].to_dict() == x.inputs.values()
    assert table["unit"].to_dict() == {k: p.unit for k, p in x.model.parameters.items()}
    assert table.loc["sgp130Fc", "label"] == x.model.parameters["sgp130Fc"].label.zh
    known = x.model.parameters["IL6R"]
    assert table.loc["IL6R", "sources"] == x.model.references[known.source[0]].text
    x.inputs.IL6R = 2 * known.value
    moved = x.parameters().loc["IL6R"]
    assert moved["value"] == 2 * known.value
    assert (moved["status"], moved["sources"]) == ("set by hand", "")
