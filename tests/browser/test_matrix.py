"""Every view in every state, theme, language and width, judged by axe.

`make test` takes a selection in which every two of these meet; `make matrix` takes them all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import il6widgets as il6
from il6widgets.publish.exhibits import exhibit
from tests.browser.page import Console, open_exhibit, violations

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

Look = tuple[str, str, str, str, int]


VIEWS: dict[str, Callable[[], Any]] = {
    "ReceptorBinding": partial(exhibit, "receptor:ReceptorBinding", ["fluid=joint"]),
    "DoseResponse": partial(exhibit, "receptor:DoseResponse"),
    "TimeCourse": partial(exhibit, "signalling:TimeCourse", ["IL6=40 ng/mL"]),
    "PathwayFlow": partial(exhibit, "signalling:PathwayFlow", ["IL6=40 ng/mL"]),
    "CellPanel": partial(exhibit, "pathway:CellPanel"),
    "Buffer": partial(exhibit, "receptor:Buffer"),
    "WhereToBlock": partial(exhibit, "receptor:WhereToBlock"),
    "TreatmentCourse": partial(exhibit, "patient:TreatmentCourse"),
    "MendelianCard": il6.MendelianCard,
    "UnitConverter": il6.UnitConverter,
    "VariantDesigner": il6.VariantDesigner,
    "Cohort": lambda: il6.Cohort(patients=40),
    "DiseaseLadder": il6.DiseaseLadder,
    "EvidenceMap": il6.EvidenceMap,
    "Biomarker": il6.Biomarker,
    "Checkpoint": lambda: il6.Checkpoint("02.pull", il6.Buffer(il6.Experiment("receptor"))),
}
FACTORS: tuple[tuple[Any, ...], ...] = (
    tuple(VIEWS),
    ("initial", "moved", "refused"),
    ("light", "dark", "forced"),
    ("en", "zh"),
    (320, 1200),
)


def pairwise() -> list[Look]:
    """Few looks in which every two values of two factors meet."""
    every = list(product(*FACTORS))

    def pairs(look: tuple[Any, ...]) -> set[Any]:
        return {(i, look[i], j, look[j]) for i, j in combinations(range(len(look)), 2)}

    missing = set().union(*(pairs(look) for look in every))
    chosen: list[Look] = []
    while missing:
        best = max(every, key=lambda look: len(pairs(look) & missing))
        chosen.append(best)  # pyright: ignore[reportArgumentType]
        missing -= pairs(best)
    return chosen


LOOKS = list(product(*FACTORS)) if os.environ.get("MATRIX") else pairwise()


def all_violations(page: Page) -> list[str]:
    """What axe finds at all: WCAG 2.2 A and AA, and what it calls best practice."""
    return [
        f"{one['id']}: {one['help']}\n    {one['html']}"
        for one in violations(page, "main", TAGS)
        # A name that is cut for want of room is spoken in full.
        if one["id"] != "label-content-name-mismatch" or "…" not in one["text"]
    ]


def bring(page: Page, state: str) -> None:
    """Move the first slider, or have the first box refuse what is typed."""
    if state == "moved":
        slider = page.locator("main input[type=range]:visible").first
        if slider.count():
            slider.focus()
            for _ in range(4):
                page.keyboard.press("ArrowRight")
    if state == "refused":
        box = page.locator("main [data-part^='box:']:visible, main input[type=text]:visible").first
        if box.count():
            box.fill("minus one")
            box.press("Enter")
    page.wait_for_timeout(250)


@pytest.mark.parametrize(("name", "state", "theme", "lang", "width"), LOOKS)
def test_axe_finds_nothing(
    page: Page, console: Console, tmp_path: Path, name: str, state: str, theme: str, lang: str,
    width: int,
):  # fmt: skip
    if theme == "forced":
        page.emulate_media(forced_colors="active")
    shown = VIEWS[name]()
    look = "light" if theme == "forced" else theme
    open_exhibit(page, tmp_path / "view.html", shown, lang, look, width)
    page.locator("main .il6").first.wait_for()
    page.wait_for_timeout(200)
    bring(page, state)
    assert all_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chinese = re.search("[\u4e00-\u9fff]", page.locator("main").inner_text())
    assert bool(chinese) == (lang == "zh") or name == "Checkpoint" or lang == "en"
    assert console.errors == []
