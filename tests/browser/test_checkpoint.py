"""A checkpoint by keyboard alone: on a page without a kernel, and in JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import il6widgets as il6
from tests.browser.lab import Lab
from tests.browser.page import Console, axe, missing_glyphs, open_exhibit, screenshot


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 900), ("zh", "dark", 900), ("zh", "light", 330)]
)
def test_on_a_page_an_answer_opens_the_view(
    page: Page, console: Console, tmp_path: Path, lang: str, theme: str, width: int
):
    x = il6.Experiment("receptor", IL6="5 pg/mL", sIL6R="50 ng/mL", sgp130=0)
    shut = il6.Checkpoint("02.pull", il6.Buffer(x))
    open_exhibit(page, tmp_path / "checkpoint.html", shut, lang, theme, width, 900)
    page.locator("form.question").wait_for()
    assert not page.locator(".buffer").is_visible()
    assert axe(page, "main") == []
    page.locator("input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".buffer").wait_for()
    expect(page.locator("form .said")).to_contain_text("77")
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator("main").inner_text()) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"checkpoint-{lang}-{theme}-{width}", "main")
    assert console.errors == []


def test_in_jupyterlab_an_answer_opens_the_view_without_a_kernel(
    lab: Lab, page: Page, console: Console
):
    name = lab.write(
        "checkpoint.ipynb",
        [
            "import il6widgets as il6\nx = il6.Experiment('receptor', sgp130=0)\n"
            "il6.Checkpoint('02.pull', il6.Buffer(x))"
        ],
    )
    notebook = lab.open(page, name)
    notebook.run()
    page.locator("form.question").wait_for()
    notebook.shut_down_kernel()
    before = page.locator(".buffer").bounding_box()
    assert before is None or not page.locator(".buffer").is_visible()
    page.locator("input[type=radio]").first.check()
    page.locator("form.question .commit").click()
    page.locator(".buffer .set").first.wait_for()
    assert axe(page, ".il6-checkpoint") == []
    screenshot(page, "checkpoint-lab")
