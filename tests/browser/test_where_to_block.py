"""WhereToBlock on a page from disk: the windows that Python finds, drawn where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import il6widgets as il6
from tests.browser.page import Console, axe, missing_glyphs, open_exhibit, screenshot

NG = 1e3 / 186_000  # nM in one ng/mL of sgp130Fc


def found(fluid: str, set: str) -> tuple[float, float]:
    """Doses at which trans is cut to a tenth and classic falls below four fifths, by Python."""
    doses = np.geomspace(1, 1e5, 1001)

    def left(cell: str, read: str) -> np.ndarray:
        model = il6.load("receptor")
        bath: dict[str, Any] = {"cell": cell, "fluid": fluid, "set": set}
        before = il6.equilibrium(model, sgp130Fc=0, **bath)[read]
        return il6.equilibrium(model, sgp130Fc=doses * NG, **bath)[read] / before

    trans, classic = left("synoviocyte", "trans"), left("hepatocyte", "classic")
    return float(doses[np.argmax(trans <= 0.1)]), float(doses[np.argmax(classic < 0.8)])


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 1200), ("zh", "dark", 1200), ("zh", "light", 320)]
)
def test_it_reads_well(
    page: Page, console: Console, tmp_path: Path, lang: str, theme: str, width: int
):
    x = il6.Experiment("receptor", fluid="joint", set="weak", sgp130Fc="1200 ng/mL")
    open_exhibit(page, tmp_path / "block.html", il6.WhereToBlock(x), lang, theme, width)
    page.locator(".block .windows tbody tr").first.wait_for()
    page.wait_for_timeout(100)  # the width is told in the next frame
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator("main").inner_text()) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"block-{lang}-{theme}-{width}", "main")
    assert console.errors == []


def test_the_windows_are_those_of_python_and_stand_on_the_axis(page: Page, tmp_path: Path):
    x = il6.Experiment("receptor", fluid="joint")
    open_exhibit(page, tmp_path / "block.html", il6.WhereToBlock(x), "en", "light", 1200)
    page.locator(".block .windows tbody tr").first.wait_for()
    for fluid in ("blood", "joint"):
        for set in ("buffer", "weak"):
            cut, spared = found(fluid, set)
            row = f'.block tr[data-fluid="{fluid}"][data-set="{set}"]'
            ends = page.evaluate(
                """(row) => {
                  const all = document.querySelector(row);
                  const box = (el) => el.getBoundingClientRect();
                  const ticks = [...all.querySelectorAll(".tick")].map((el) => box(el).left);
                  const at = (px) => 5 * (px - ticks[0]) / (ticks[5] - ticks[0]);
                  return {
                    cut: at(box(all.querySelector(".cut")).left),
                    spared: at(box(all.querySelector(".spared")).right),
                    decade: (ticks[5] - ticks[0]) / 5,
                  };
                }""",
                row,
            )
            # 1 % of a dose for the two grids, and half a pixel for the drawing.
            allowed = np.log10(1.01) + 0.5 / ends["decade"]
            assert ends["cut"] == pytest.approx(np.log10(cut), abs=allowed)
            assert ends["spared"] == pytest.approx(np.log10(spared), abs=allowed)
            assert page.locator(f"{row} .open").count() == (cut < spared)
    # The finding itself: blood has no window in either set; a joint has one in the weak set only.
    assert page.locator(".block .open").count() == 1


def test_a_dose_is_given_by_key(page: Page, tmp_path: Path):
    x = il6.Experiment("receptor", fluid="joint")
    open_exhibit(page, tmp_path / "block.html", il6.WhereToBlock(x), "en", "light", 1200)
    slider = page.locator(".block [data-drug=siltuximab] input")
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('.block .live').innerText.includes('cut')")
    assert "10⁶" in (slider.get_attribute("aria-valuetext") or "")
    assert page.inner_text(".block .live").startswith("Trans is cut to")


def test_a_model_without_these_drugs_is_refused():
    with pytest.raises(il6.InputError, match="signalling has no such drugs; take 'receptor'"):
        il6.WhereToBlock(il6.Experiment("signalling"))
