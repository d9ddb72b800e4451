"""Loading models: what ships, what is refused, and what a model says of itself."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files

import pytest

import il6widgets as il6
from il6widgets.kinetics.printing import describe
from il6widgets.kinetics.program import compile
from il6widgets.kinetics.reading import parse

SHIPPED = (files("il6widgets") / "models" / "receptor.toml").read_text("utf-8")

TINY = """
format = 1
id = "tiny"
kind = "equilibrium"
organism = "none"
title = { en = "Tiny", zh = "小" }
about = { en = "A and B", zh = "A 与 B" }
compartments.tube = { unit = "nM", label = { en = "tube", zh = "管" } }
[species.A]
in = "tube"
label = { en = "A", zh = "A" }
total = { value = 1, unit = "nM", range = [0, 10], status = "design", source = [] }
[species.B]
in = "tube"
label = { en = "B", zh = "B" }
total = { value = 1, unit = "nM", range = [0, 10], status = "design", source = [] }
[parameters.Kd]
value = 1
unit = "nM"
range = [0.1, 10]
status = "design"
source = []
label = { en = "Kd", zh = "Kd" }
[[reactions]]
equation = "A + B <-> AB"
kd = "Kd"
label = { en = "AB", zh = "AB" }
[outputs.bound]
formula = "share(AB, total(A))"
unit = "1"
label = { en = "bound", zh = "结合" }
"""


def test_a_model_of_ones_own_is_solved(tmp_path):
    """One to one with Kd, A and B all 1: x = (3 - sqrt 5) / 2."""
    path = tmp_path / "tiny.toml"
    path.write_text(TINY, "utf-8")
    assert il6.equilibrium(il6.load(path))["bound"] == pytest.approx((3 - 5**0.5) / 2, rel=1e-14)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("format = 1", "format = 2", r"tiny.toml: format .*this version reads format = 1"),
        ('kd = "Kd"', 'kd = "Kd * AB"', r"reactions.0.kd: in 'Kd \* AB' at character 6"),
        ('kd = "Kd"', 'kd = "K"', r"reactions.0.kd: in 'K' at character 1: no 'K'; did you mean"),
        ('kd = "Kd"', 'rate = "k * A"', r"reactions.0 .*kd.*rates belong to a model of kind ode"),
        ("A + B <-> AB", "A + C <-> AC", r"reactions.0.equation: no species 'C'"),
        ("A + B <-> AB", "A -> B", r"reactions.0.equation .*write it as A \+ B <-> C"),
        ("A + B <-> AB", "A + B <-> B", r"'B' is made twice"),
        ("value = 1\nunit", "value = -1\nunit", r"parameters.Kd.value"),
        ("value = 1\nunit", "value = 50\nunit", r"parameters.Kd: value 50 is outside its range"),
        ('status = "design"\nsource = []\nlabel', "source = []\nlabel", r"parameters.Kd .*status"),
        ('in = "tube"', 'in = "tub"', r"species.A.in: no compartment 'tub'; did you mean 'tube'"),
        ("share(AB, total(A))", "share(AB total(A))", r"outputs.bound: in .* no formula"),
        ('en = "Tiny", ', "", r"title .*en.*write both languages"),
        ('unit = "nM", range', 'unit = "min", range', r"species.A.total: value: .*wrong dimension"),
        ("source = []\nlabel", 'source = ["x_1999"]\nlabel', r"no reference 'x_1999'"),
        ('id = "tiny"', "id = ", r"tiny.toml: no TOML"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_by_file_key_rule_and_way_out(old, new, sentence):
    assert old in TINY
    with pytest.raises(il6.ModelError, match=sentence):
        parse(TINY.replace(old, new, 1).encode(), "tiny.toml")


def test_catalogue_and_load():
    assert "receptor" in il6.catalogue()
    with pytest.raises(il6.UnknownName, match="no model is called 'receptors'; did you mean"):
        il6.load("receptors")
    with pytest.raises(il6.UnknownName, match="give a path that exists"):
        il6.load("nowhere.toml")


def test_a_choice_can_be_fixed_when_loading():
    weak = il6.load("receptor", set="weak", cell="CD4_T")
    assert weak.parameters["Kd_gp130"].value == 15
    assert weak.parameters["IL6R"].value == 300
    assert weak.parameters["IL6R"].status == "measured"
    assert il6.load("receptor").parameters["Kd_gp130"].value == 0.05
    with pytest.raises(il6.UnknownName, match="set has no option 'week'; did you mean 'weak'"):
        il6.load("receptor", set="week")
    with pytest.raises(il6.UnknownName, match="has no choice 'sett'; did you mean 'set'"):
        il6.load("receptor", sett="weak")


def test_a_fixed_choice_changes_the_solution():
    weak = il6.load("receptor", set="weak")
    a = il6.equilibrium(weak)["free_fraction"]
    assert a == il6.equilibrium(il6.load("receptor"), set="weak")["free_fraction"]
    assert a > 0.9


def test_printing_shows_chemistry_units_and_sources():
    text = str(il6.load("receptor"))
    assert re.search(r"IL6 \+ sIL6R <-> IL6_sIL6R +Kd = Kd_IL6R", text)
    assert "Kd_IL6R = 5.5 nM" in text
    assert "10.1074/jbc.RA117.001163" in text
    assert "◌ Kd_gp130 = 0.05 nM" in text
    assert "膜上" in describe(il6.load("receptor"), "zh")


def test_a_species_says_its_name_in_both_languages():
    m = il6.load("receptor")
    assert m.species["tocilizumab"].label("zh") == "托珠单抗"
    p = m.parameters["Kd_gp130"]
    assert (p.value, p.unit, p.status, p.open) == (0.05, "nM", "design", (0.01, 15))


def test_every_number_has_a_source_or_says_that_it_has_none():
    """Measured numbers cite a source; constants explain themselves in both languages."""
    m = il6.load("receptor")
    for p in m.parameters.values():
        if p.status == "measured":
            assert p.source, p.id
        if p.role == "parameter":
            assert p.note("en"), p.id
            assert p.note("zh"), p.id
    for choice in m.choices.values():
        for option in choice.options.values():
            assert option.note("en"), option.id
            for name, fact in option.facts.items():
                assert name in option.values
                assert fact.source or fact.status != "measured", (option.id, name)


def test_a_cell_without_counts_says_so():
    facts = il6.load("receptor").choices["cell"].options["tumour"].facts
    assert {facts["IL6R"].status, facts["gp130"].status} == {"unknown"}


def test_the_program_is_plain_json():
    import json

    program = compile(il6.load("receptor"))
    assert json.loads(json.dumps(program)) == program
    for i, (head, *rest) in enumerate(program["graph"]):
        if head not in ("const", "value", "species", "total"):
            assert all(operand < i for operand in rest)


def test_importing_loads_nothing_of_jupyter_and_warns_of_nothing():
    code = (
        "import sys, il6widgets; "
        "late = {'ipywidgets', 'anywidget', 'bqplot', 'pint', 'pandas', 'IPython'}; "
        "print(sorted(late & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
