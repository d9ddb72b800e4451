"""Cards: measured facts with their sources, and files whose mistakes are named."""

from __future__ import annotations

import pytest
from scipy.stats import norm

import il6widgets as il6
from il6widgets.kinetics.errors import ModelError, UnknownName
from il6widgets.widgets.cards import cards, parse


def test_the_ladder_has_the_levels_as_they_were_measured() -> None:
    """Meta-analysis 2020, Rheumatol Int 1993, Leisman 2020, Mihailova 2022, Steensberg 2003."""
    measured = {level["id"]: level["value"] for level in cards("levels")["levels"]}
    assert measured == {
        "healthy": 5.186,
        "ra_plasma": 14,
        "castleman": 20,
        "covid": 36.7,
        "oa_joint": 138,
        "infusion": 140,
        "ards": 460,
        "sepsis": 983.6,
        "ra_joint": 2516.5,
        "cart": 3110.5,
    }
    assert round(measured["cart"] / measured["covid"]) == 85


def test_levels_lie_in_their_intervals_and_only_recalled_ones_lack_a_source() -> None:
    for level in cards("levels")["levels"]:
        low, high = level.get("interval", (level["value"],) * 2)
        assert low <= level["value"] <= high, level["id"]
        assert bool(level["source"]) == (level["status"] == "measured"), level["id"]


def test_every_link_joins_two_nodes_and_says_what_speaks_against_it() -> None:
    found = cards("evidence")
    nodes = {node["id"] for node in found["nodes"]}
    ends = [end for link in found["links"] for end in (link["from"], link["to"])]
    assert set(ends) == nodes, "a link to nowhere, or a node without a link"
    for link in found["links"]:
        assert link["against"]["en"], link["id"]
        assert link["source"] or link["grade"] == "recalled", link["id"]


def test_the_published_cut_offs_are_carried() -> None:
    """Herold 2020: IL-6 above 80 pg/mL, AUC 0.97 and 0.90; CRP above 97 mg/L, 0.86 and 0.83."""
    found = {one["id"]: one for one in cards("markers")["markers"]}
    il6_, crp = found["covid_il6"], found["covid_crp"]
    assert (il6_["cutoff"], il6_["auc"], il6_["again"]) == ("80 pg/mL", 0.97, 0.90)
    assert (crp["cutoff"], crp["auc"], crp["again"]) == ("97 mg/L", 0.86, 0.83)
    # 80 % were sorted rightly: two normals with the area found again say the same, to 3 points.
    half = norm.ppf(il6_["again"]) / 2**0.5
    assert norm.cdf(half) == pytest.approx(0.80, abs=0.03)


def test_what_is_wrong_in_a_file_is_named() -> None:
    with pytest.raises(ModelError, match=r"one.label: a text needs both en and zh"):
        parse('[[x]]\nid = "one"\nlabel = { en = "One" }', "cards/x.toml")
    with pytest.raises(ModelError, match=r"x.one: no reference 'leisman_202'.*leisman_2020"):
        parse('[[x]]\nid = "one"\nsource = ["leisman_202"]', "cards/x.toml")
    with pytest.raises(UnknownName, match=r"no cards 'level'.*levels"):
        cards("level")
    with pytest.raises(UnknownName, match=r"no 'covid19'.*covid"):
        il6.EvidenceMap("covid19")
    with pytest.raises(UnknownName, match="no marker 'covid'"):
        il6.Biomarker("covid")


def test_a_page_of_a_card_alone_bears_its_name() -> None:
    assert "<title>IL-6 有多少？</title>" in il6.to_html(il6.DiseaseLadder(), lang="zh")


def test_designs_are_refused_where_they_cannot_be() -> None:
    x = il6.Experiment("signalling")
    for make in (il6.VariantDesigner, il6.MendelianCard):
        with pytest.raises(il6.InputError, match="take 'receptor'"):
            make(x)
    with pytest.raises(il6.InputError, match="Kd_IL6R has no molar mass in receptor"):
        il6.UnitConverter(molecule="Kd_IL6R")
