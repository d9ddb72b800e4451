"""CellPanel in real Chromium: the numbers of Python, the trial of routes, both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

import il6widgets as il6
from tests.browser.page import Console, axe, missing_glyphs, open_exhibit, screenshot


def open_page(page: Page, folder: Path, lang: str, theme: str, width: int) -> None:
    x = il6.Experiment("pathway", IL6="10 ng/mL")
    open_exhibit(page, folder / "cells.html", il6.CellPanel(x), lang, theme, width)
    page.locator("[data-cell=monocyte]").wait_for()


def test_every_cell_has_the_numbers_of_python(page: Page, console: Console, tmp_path: Path):
    open_page(page, tmp_path, "en", "light", 1100)
    m = il6.load("pathway")
    for cell in m.choices["cell"].options:
        card = page.locator(f"[data-cell={cell}]")
        found = il6.solve(m, [0, 30], IL6="10 ng/mL", cell=cell)
        shown = float(card.locator(".big").inner_text().replace(",", ""))
        assert shown == pytest.approx(found["hexamer"][-1], rel=0.05)  # two figures on screen
        now = float(re.findall(r"([\d.]+)", card.locator(".answered").inner_text())[-1])
        assert now == pytest.approx(found["pSTAT3"][-1], rel=0.01)
    assert console.errors == []


def test_the_trial_knows_which_curve_is_trans(page: Page, tmp_path: Path):
    open_page(page, tmp_path, "en", "light", 1100)
    page.get_by_role("group", name="Which curve").get_by_role("button", name="A").click()
    said = page.locator(".trial .said").inner_text()
    found = re.search(r"^(?:Yes, |It is )([ABC])\.", said)
    assert found
    named = page.locator(".guess button").all_inner_texts()
    assert f"{found[1]} trans alone" in named
    m = il6.load("pathway")
    peaks = {
        "classic": {"sIL6R": 0},
        "trans": {"IL6R": 0},
        "both": {},
    }
    for route, changes in peaks.items():
        sol = il6.solve(m, range(181), IL6="10 ng/mL", **changes)
        shown = float(re.findall(rf"([\d.]+)\s*nM by {route}", said)[0])
        assert shown == pytest.approx(sol["pSTAT3"].max(), rel=0.01)


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 1100), ("zh", "dark", 1100), ("zh", "light", 330)]
)
def test_it_is_accessible_and_kept_to_be_looked_at(
    page: Page, console: Console, tmp_path: Path, lang: str, theme: str, width: int
):
    open_page(page, tmp_path, lang, theme, width)
    page.locator(".guess button").first.click()
    page.locator(".cells summary").click()
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator(".cells").inner_text()) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"cells-{lang}-{theme}-{width}", "main")
    assert console.errors == []
