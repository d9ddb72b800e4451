"""Layouts: what ships is whole, what is wrong is named, and a coupled model shows its drive."""

from __future__ import annotations

from importlib.resources import files

import pytest

import il6widgets as il6
from il6widgets.kinetics.errors import ModelError
from il6widgets.kinetics.reading import parse

TEXT = (files("il6widgets") / "models" / "signalling.toml").read_text("utf-8")
HEAD, LAYOUT = TEXT.split("[layout]")


def read(layout: str) -> il6.Model:
    return parse((HEAD + "[layout]\n" + layout).encode(), "mine.toml")


SMALL = """
columns = 2
narrow_columns = 1
curves = ["pSTAT3"]
[layout.nodes.STAT3]
at = [0, 0]
[layout.nodes.pSTAT3]
at = [1, 0]
controls = ["STAT3_by_receptor"]
[[layout.edges]]
from = "STAT3"
to = "pSTAT3"
flux = ["STAT3_phosphorylated"]
"""


def test_a_small_layout_takes_names_from_the_model() -> None:
    layout = read(SMALL).layout
    assert layout is not None
    assert layout.nodes["pSTAT3"].label("zh") == "pSTAT3"
    assert layout.nodes["pSTAT3"].level == "pSTAT3"
    assert layout.edges[0].flux == ("STAT3_phosphorylated",)


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('curves = ["pSTAT3"]', 'curves = ["pSTAT"]', r"layout.curves: no .*'pSTAT'.*pSTAT3"),
        ('to = "pSTAT3"', 'to = "SOCS3"', r"layout.edges.0.to: no node or edge above 'SOCS3'"),
        ('from = "STAT3"', 'from = "STAT"', r"layout.edges.0.from: no node 'STAT'.*STAT3"),
        ('["STAT3_phosphorylated"]', '["STAT3"]', r"layout.edges.0.flux: no process 'STAT3'"),
        ('["STAT3_by_receptor"]', '["k6"]', r"layout.nodes.pSTAT3.controls: no .*'k6'"),
        ("at = [1, 0]", 'at = [1, 0]\nlevel = "p"', r"layout.nodes.pSTAT3.level: no .*'p'"),
        ("at = [1, 0]", 'at = [1, 0]\nknown = "drawn"', r"pSTAT3: what is drawn only cannot be"),
        ("flux =", 'known = "drawn"\nflux =', r"edges.0: what is drawn only has no flux"),
        ("columns = 2\n", "", r"layout must contain .*columns"),
        ("at = [0, 0]", "at = [0]", r"layout.nodes.STAT3.at .*column and row"),
    ],
)
def test_what_is_wrong_is_named(was: str, now: str, message: str) -> None:
    assert was in SMALL
    with pytest.raises(ModelError, match="mine.toml.*" + message):
        read(SMALL.replace(was, now, 1))


def test_every_flow_that_ships_counts_each_process_once() -> None:
    layout = il6.load("signalling").layout
    assert layout is not None
    drawn = [name for edge in layout.edges for name in edge.flux]
    assert len(drawn) == len(set(drawn))
    assert all(edge.flux == () for edge in layout.edges if edge.known != "computed")


def test_a_coupled_model_shows_what_drives_it() -> None:
    own, coupled = il6.load("signalling").layout, il6.load("pathway").layout
    assert own is not None
    assert coupled is not None
    assert (own.nodes["IL6"].level, coupled.nodes["IL6"].level) == ("IL6", "drive")
    assert own.edges == coupled.edges


def test_the_view_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(il6.InputError, match=r"receptor has no layout .*take signalling"):
        il6.PathwayFlow(il6.Experiment("receptor"))
