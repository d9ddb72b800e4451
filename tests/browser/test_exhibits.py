"""Exhibits that stand alone: on a page from disk, by keyboard, in both languages, measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page
from scipy.stats import norm, qmc

import il6widgets as il6
from tests.browser.lab import Lab
from tests.browser.page import Console, axe, missing_glyphs, open_exhibit, screenshot

VIEWS: dict[str, Callable[[], object]] = {
    "ladder": il6.DiseaseLadder,
    "evidence": il6.EvidenceMap,
    "marker": il6.Biomarker,
    "variant": lambda: il6.VariantDesigner(il6r=70),
    "genotype": il6.MendelianCard,
    "converter": il6.UnitConverter,
    "treatment": il6.Storm,
    "cohort": lambda: il6.Cohort(patients=60),
}
LOOKS = [("en", "light", 1200), ("zh", "dark", 1200), ("zh", "light", 320), ("en", "dark", 320)]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_on_a_page_it_reads_well(
    page: Page, console: Console, tmp_path: Path, name: str, lang: str, theme: str, width: int
):
    open_exhibit(page, tmp_path / "view.html", VIEWS[name](), lang, theme, width)
    page.locator(f".{name} h3").first.wait_for()
    page.wait_for_timeout(100)  # the width is told in the next frame
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator("main").inner_text()) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"{name}-{lang}-{theme}-{width}", "main")
    assert console.errors == []


def test_rungs_stand_on_the_scale_to_half_a_pixel(page: Page, tmp_path: Path):
    for width in (1200, 320):
        open_exhibit(page, tmp_path / "view.html", il6.DiseaseLadder(), "en", "light", width)
        page.locator(".ladder .dot").first.wait_for()
        off = page.evaluate(
            """() => [...document.querySelectorAll(".ladder .picture")].map((picture) => {
              const box = (el) => el.getBoundingClientRect();
              const at = (el) => box(el).left + box(el).width / 2;
              const ticks = [...picture.querySelectorAll(".tick")]
                .map((el) => el.getBoundingClientRect().left);
              const dot = picture.querySelector(".dot");
              const level = Number(dot.dataset.level);
              const decade = (ticks[5] - ticks[0]) / 5;
              return Math.abs(at(dot) - ticks[0] - decade * Math.log10(level));
            })"""
        )
        assert len(off) == 10
        assert max(off) <= 0.5


def test_a_level_is_moved_by_key_and_told(page: Page, tmp_path: Path):
    open_exhibit(page, tmp_path / "view.html", il6.DiseaseLadder(), "en", "light", 1200)
    slider = page.locator(".ladder input[type=range]")
    slider.focus()
    page.keyboard.press("End")
    assert "100,000 pg/mL" in (slider.get_attribute("aria-valuetext") or "")
    page.keyboard.press("Home")
    assert re.search("^1 pg/mL is .*Closest in blood: Healthy", page.inner_text(".ladder .live"))


def test_links_join_the_edges_of_their_nodes(page: Page, tmp_path: Path):
    open_exhibit(page, tmp_path / "view.html", il6.EvidenceMap("covid"), "en", "light", 1200)
    page.locator(".evidence .links path").first.wait_for()
    page.wait_for_timeout(100)
    off = page.evaluate(
        """() => [...document.querySelectorAll(".evidence .links path")].map((path) => {
          const [from, to] = path.dataset.link.split("-");
          const box = (id) => document.querySelector(`[data-node="${id}"]`).getBoundingClientRect();
          const field = path.ownerSVGElement.getBoundingClientRect();
          const end = path.getPointAtLength(path.getTotalLength());
          const start = path.getPointAtLength(0);
          return Math.max(
            Math.abs(start.x + field.left - box(from).right),
            Math.abs(end.x + field.left - box(to).left),
            Math.abs(end.y + field.top - box(to).top - box(to).height / 2));
        })"""
    )
    assert len(off) > 20
    assert max(off) <= 0.5
    page.keyboard.press("Tab")
    page.locator("[data-node=depression]").focus()
    page.keyboard.press("Enter")
    assert "Sirukumab" in page.inner_text(".evidence .cards")


def test_a_cut_off_dragged_in_the_picture_lies_under_the_pointer(page: Page, tmp_path: Path):
    open_exhibit(page, tmp_path / "view.html", il6.Biomarker(), "en", "light", 1200)
    box = page.locator(".marker .distributions").bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.5, box["y"] + 100
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    line = page.locator(".marker .cut").bounding_box()
    assert line
    # The cut-off is kept to 0.01 SD, which is 0.6 px here.
    assert abs(line["x"] + line["width"] / 2 - x) <= 0.8


def test_a_variant_is_dragged_to_where_the_pointer_is(page: Page, tmp_path: Path):
    open_exhibit(page, tmp_path / "view.html", il6.VariantDesigner(), "en", "light", 1200)
    page.locator(".variant .own").wait_for()
    page.wait_for_timeout(100)
    # On the axes the known variants stand where their folds say; the ring goes to them by hand.
    target = page.locator("[data-variant=tight]").bounding_box()
    ring = page.locator(".variant .own").bounding_box()
    assert target
    assert ring
    page.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    page.mouse.down()
    x, y = target["x"] + target["width"] / 2, target["y"] + target["height"] / 2
    page.mouse.move(x, y, steps=4)
    page.mouse.up()
    after = page.locator(".variant .own").bounding_box()
    assert after
    assert abs(after["x"] + after["width"] / 2 - x) <= 1
    assert abs(after["y"] + after["height"] / 2 - y) <= 1
    # Folds are kept to three digits, and a pixel is 2 % of a fold here.
    told = re.search(r"IL-6R × ([\d.]+), gp130 × ([\d.]+)", page.inner_text(".variant .live"))
    assert told
    assert float(told[1]) == pytest.approx(70, rel=0.04)
    assert float(told[2]) == pytest.approx(1, rel=0.08)


def test_a_storm_is_compared_with_the_one_without_a_drug(page: Page, tmp_path: Path):
    open_exhibit(page, tmp_path / "view.html", il6.Storm(day=2), "en", "light", 1200)
    page.locator(".treatment .band").wait_for()  # it comes once the hand rests
    told = page.inner_text(".treatment .live")
    t = [0, 5]
    model = il6.load("storm")
    dose = il6.doses("8 mg/kg", start="2 d", count=1, route="iv", infusion="1 h")
    with_, without = il6.solve(model, t, doses=dose), il6.solve(model, t)
    ratio = float(with_["IL6"][-1] / without["IL6"][-1])
    found = re.search(r"IL-6 in blood is ([\d.]+)-fold, CRP ([\d.]+)-fold", told)
    assert found
    # Two digits are shown.
    assert float(found[1]) == pytest.approx(ratio, rel=0.05)
    assert float(found[2]) == pytest.approx(float(with_["CRP"][-1] / without["CRP"][-1]), rel=0.06)


def test_the_patients_of_a_page_are_those_that_python_solves(page: Page, tmp_path: Path):
    n = 60
    open_exhibit(page, tmp_path / "view.html", il6.Cohort(patients=n), "en", "light", 1200)
    page.locator(".cohort .median").first.wait_for(state="attached")
    # The same even spread by scipy; its first point is the corner, which we leave out.
    shares = qmc.Halton(4, scramble=False).random(n + 1)[1:]
    spread = {"CL": 0.39, "IL6_production": 0.8, "V1": 0.37, "Vm": 0.54}
    model = il6.load("patient")
    drawn = {
        name: model.parameters[name].value
        * np.exp(np.sqrt(np.log1p(cv**2)) * norm.ppf(shares[:, i]))
        for i, (name, cv) in enumerate(spread.items())
    }
    doses = il6.doses("8 mg/kg", every=28, count=3, route="iv")
    crp = il6.solve(model, [0, 84], doses=doses, changes=drawn)["CRP"][:, -1]
    told = re.search(
        r"([\d.]+)\s% of 60 patients .* the median is ([\d.]*\d)", page.inner_text(".cohort .live")
    )
    assert told
    assert float(told[1]) == round(100 * np.mean(crp < 3))
    assert float(told[2]) == pytest.approx(np.median(crp), rel=0.02)
    # Who they are: the brush begins on those who do not respond.
    brushed = page.locator(".cohort tbody tr").first.locator("td").first.inner_text()
    assert int(brushed) == np.sum(crp >= 3)


def test_serum_il6_as_an_end_point_is_said_to_fail(page: Page, tmp_path: Path):
    open_exhibit(page, tmp_path / "view.html", il6.Cohort(patients=40), "en", "light", 1200)
    page.locator(".cohort .median").first.wait_for(state="attached")
    assert "find the drug better" in page.inner_text(".cohort .verdict")
    page.get_by_label("End point").select_option("IL6")
    assert "The end point is wrong, not the drug" in page.inner_text(".cohort .verdict")


def test_in_jupyterlab_they_stand_in_one_cell(lab: Lab, page: Page, console: Console):
    name = lab.write(
        "cards.ipynb",
        [
            "import il6widgets as il6\nfrom ipywidgets import VBox\n"
            "VBox([il6.DiseaseLadder(), il6.EvidenceMap(), il6.Biomarker(),\n"
            "il6.VariantDesigner(), il6.MendelianCard(), il6.UnitConverter(), il6.Storm(),\n"
            "il6.Cohort(patients=40)])"
        ],
    )
    notebook = lab.open(page, name)
    notebook.run()
    for view in VIEWS:
        page.locator(f".{view} h3").first.wait_for()
    assert axe(page, ".jp-OutputArea-output") == []
    screenshot(page, "exhibits-lab")
    assert console.errors == []
