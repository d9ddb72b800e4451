"""Every chapter in real JupyterLab: run from top to bottom, its widgets live, a picture kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab
from tests.browser.page import Console, screenshot

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = sorted(path.name for path in (NOTEBOOKS / "en").glob("*.ipynb"))


# The languages have the same cells, so that one of the two in turn will do.
@pytest.mark.parametrize(
    ("lang", "chapter"), [(("en", "zh")[n % 2], name) for n, name in enumerate(CHAPTERS)]
)
def test_a_chapter_runs_and_its_first_question_opens_its_view(
    lab: Lab, page: Page, console: Console, lang: str, chapter: str
):
    # Its folder names the language, as in the course.
    (lab.root / lang).mkdir(exist_ok=True)
    (lab.root / lang / chapter).write_bytes((NOTEBOOKS / lang / chapter).read_bytes())
    notebook = lab.open(page, f"{lang}/{chapter}")
    notebook.run()
    form = page.locator("form.question:has(input[type=radio])").first
    form.scroll_into_view_if_needed()
    assert bool(re.search("[\u4e00-\u9fff]", form.text_content() or "")) == (lang == "zh")
    form.locator("input[type=radio]").first.check()
    form.locator(".commit").click()
    # It speaks a frame after it is there, so that a screen reader hears it.
    expect(form.locator(".said")).not_to_be_empty()
    cell = page.locator(".jp-Cell", has=form).first
    view = cell.locator("section, .bqplot, .il6-explorer").last
    view.wait_for()
    box = view.bounding_box()
    assert box
    assert box["height"] > 60
    screenshot(page, f"chapter-{chapter[:2]}-{lang}")
    assert console.errors == []
