"""TreatmentCourse in real Chromium: the numbers of Python, doses moved by hand and by key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import il6widgets as il6
from tests.browser.page import Console, axe, missing_glyphs, open_exhibit, screenshot

POINTS = """el => [...el.getAttribute("d").matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g)]
  .map(([, x, y]) => [Number(x), Number(y)])"""


def open_page(page: Page, folder: Path, lang: str, theme: str, width: int) -> Any:
    x: Any = il6.Experiment("patient")
    x.doses = il6.doses("8 mg/kg", every="28 d", count=3, route="iv", infusion="1 h")
    x.at = 14
    open_exhibit(page, folder / "treatment.html", il6.TreatmentCourse(x), lang, theme, width, 1100)
    page.locator("[data-lane=CRP]").wait_for()
    return x


def shown(page: Page) -> dict[str, float]:
    """The numbers of the table at the day that is read."""
    page.locator(".treatment details").evaluate("el => { el.open = true; }")
    found = {}
    for row in page.locator(".treatment tbody tr").all():
        name, now = row.locator("th").inner_text(), row.locator("td").first.inner_text()
        number = now.replace(",", "").replace("−", "-")
        found[name.split(",")[0]] = float(number)
    return found


def test_it_shows_the_numbers_of_python_before_and_after_a_dose_is_moved(
    page: Page, console: Console, tmp_path: Path
):
    x = open_page(page, tmp_path, "en", "light", 1100)

    def check() -> None:
        sol = x.result([0, 14])
        found = shown(page)
        for name, id_, factor in (
            ("Drug in serum", "serum", 1),
            ("IL-6R taken by antibody", "occupancy", 100),
            ("Free IL-6", "IL6", 1),
            ("CRP", "CRP", 1),
        ):
            assert found[name] == pytest.approx(factor * sol[id_][-1], rel=0.006), name

    check()
    page.locator("[data-dose='0']").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => document.querySelector('[data-dose=\"0\"]').getAttribute('aria-valuenow') === '3'"
    )
    x.doses = [{**x.doses[0], "time": 3.0}, *x.doses[1:]]
    check()
    page.keyboard.press("Delete")
    page.wait_for_function("() => document.querySelectorAll('[data-dose]').length === 2")
    x.doses = x.doses[1:]
    check()
    assert console.errors == []


def test_a_dose_is_dragged_and_lanes_share_one_time(page: Page, console: Console, tmp_path: Path):
    open_page(page, tmp_path, "en", "light", 1100)
    second = page.locator("[data-dose='1'] .ring").bounding_box()
    third = page.locator("[data-dose='2'] .ring").bounding_box()
    assert second
    assert third
    day = (third["x"] - second["x"]) / 28
    page.mouse.move(second["x"] + 12, second["y"] + 20)
    page.mouse.down()
    page.mouse.move(second["x"] + 12 + 10 * day, second["y"] + 20, steps=6)
    page.mouse.up()
    assert page.locator("[data-dose='1']").get_attribute("aria-valuenow") == "38"
    # The serum jumps where the dose stands, to half a pixel.
    points = np.array(page.locator("[data-lane=serum]").evaluate(POINTS))
    jumps = points[1:][np.diff(points[:, 1]) < -20]
    marker = page.locator("[data-dose='1']").evaluate(
        "el => Number(el.getAttribute('transform').match(/translate\\(([-\\d.]+)/)[1])"
    )
    assert np.min(np.abs(jumps[:, 0] - marker)) < 1.0
    assert console.errors == []


def test_two_regimens_are_compared_and_a_bad_number_is_refused(page: Page, tmp_path: Path):
    open_page(page, tmp_path, "en", "light", 1100)
    page.get_by_role("button", name="Keep to compare").click()
    page.locator("[data-field=amount]").fill("4")
    page.get_by_role("button", name="Give").click()
    page.locator(".run.b").first.wait_for(state="attached")
    assert page.locator(".run.b").count() == 5
    page.locator("[data-field=count]").fill("1e6")
    page.get_by_role("button", name="Give").click()
    assert "give a number from 0 to 400" in page.locator(".treatment .error").inner_text()


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 1100), ("zh", "dark", 1100), ("zh", "light", 340)]
)
def test_it_is_accessible_and_kept_to_be_looked_at(
    page: Page, console: Console, tmp_path: Path, lang: str, theme: str, width: int
):
    open_page(page, tmp_path, lang, theme, width)
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator(".treatment").inner_text()) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"treatment-{lang}-{theme}-{width}", "main")
    assert console.errors == []
