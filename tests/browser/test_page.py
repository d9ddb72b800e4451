"""A page without a kernel in real Chromium: from disk, offline, with the numbers of Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

import il6widgets as il6
from tests.browser.page import Console, axe, screenshot


@pytest.fixture
def joint(tmp_path: Path) -> Path:
    x = il6.Experiment("receptor", cell="monocyte", fluid="joint")
    file = tmp_path / "joint.html"
    il6.to_html([il6.Controls(x), il6.ReceptorBinding(x)], file, lang="en", theme="light")
    return file


def classic(page: Page) -> float:
    """The number of classic hexamers in the table of all numbers."""
    cell = page.locator("tr", has=page.locator("th", has_text=re.compile("^classic$", re.I))).first
    return float(re.sub(r"[^\d.]", "", cell.locator("td").last.inner_text()))


def test_a_page_from_disk_computes_offline(page: Page, console: Console, joint: Path):
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(re.compile("^(?!file:|data:)"), refuse)
    page.goto(joint.as_uri())
    slider = page.get_by_role("slider", name=re.compile("^IL-6$")).first
    slider.wait_for()
    before = page.locator("[role=status]").first.inner_text()
    slider.focus()
    for _ in range(20):
        page.keyboard.press("PageUp")
    page.wait_for_function(
        "(before) => document.querySelector('[role=status]').innerText !== before", arg=before
    )
    typed = page.get_by_role("textbox", name=re.compile("^IL-6$")).first.input_value()
    page.locator("details.numbers > summary").click()
    unit = page.get_by_role("combobox", name=re.compile("Unit of IL-6$")).input_value()
    m = il6.load("receptor", cell="monocyte", fluid="joint")
    expected = il6.equilibrium(m, IL6=f"{typed.replace(',', '')} {unit}")["classic"]
    assert classic(page) == pytest.approx(expected, rel=0.01)
    assert asked == []
    assert console.errors == []
    assert axe(page, "main") == []
    screenshot(page, "page-joint")
