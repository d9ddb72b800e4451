"""Buffer in real Chromium: the curve stands where its axes say, in both languages."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from playwright.sync_api import Page

import il6widgets as il6
from tests.browser.page import Console, axe, missing_glyphs, open_exhibit, screenshot

POINTS = """el => [...el.getAttribute("d").matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g)]
  .map(([, x, y]) => [Number(x), Number(y)])"""
TEXTS = """els => els.map(el => [el.textContent, Number(el.getAttribute("x")),
  Number(el.getAttribute("y"))])"""


def open_page(page: Page, folder: Path, lang: str, theme: str, width: int) -> None:
    x = il6.Experiment("receptor", fluid="blood")
    open_exhibit(page, folder / "buffer.html", il6.Buffer(x), lang, theme, width)
    page.locator("[data-set=weak]").wait_for()


def test_the_curve_stands_where_its_axes_say(page: Page, console: Console, tmp_path: Path):
    open_page(page, tmp_path, "en", "light", 1000)
    texts = page.locator(".curve text").evaluate_all(TEXTS)
    ticks = {t: (x, y) for t, x, y in texts}
    one, thousand = ticks["1"][0], ticks["10³"][0]
    top, bottom = ticks["100\xa0%"][1] - 4, ticks["0\xa0%"][1] - 4
    m = il6.load("receptor", fluid="blood")
    for set_ in ("buffer", "weak"):
        for x, y in page.locator(f"[data-curve={set_}]").evaluate(POINTS)[::20]:
            dose = 10 ** (3 * (x - one) / (thousand - one))
            free = float(il6.equilibrium(m, set=set_, IL6=f"{dose} ng/mL")["free_fraction"])
            assert y == pytest.approx(bottom + (top - bottom) * free, abs=0.5)  # px
    cursor = page.locator(".cursor").evaluate(POINTS)[0][0]
    assert math.log10(5.186e-3) == pytest.approx(3 * (cursor - one) / (thousand - one), abs=0.005)
    assert console.errors == []


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 1000), ("zh", "dark", 1000), ("zh", "light", 330)]
)
def test_it_is_accessible_and_kept_to_be_looked_at(
    page: Page, console: Console, tmp_path: Path, lang: str, theme: str, width: int
):
    open_page(page, tmp_path, lang, theme, width)
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator(".buffer").inner_text()) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"buffer-{lang}-{theme}-{width}", "main")
    assert console.errors == []
