"""PathwayFlow in real Chromium: on a page and in JupyterLab, measured, knocked out, looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

import il6widgets as il6
from tests.browser.lab import Lab
from tests.browser.page import Console, axe, missing_glyphs, screenshot

TIP = """edge => {
  // Where the head of an edge points, on the screen.
  const d = document.querySelector(`[data-edge="${edge}"] .head`);
  const [, x, y] = d.getAttribute("d").match(/L([-\\d.]+) ([-\\d.]+)/);
  const p = new DOMPoint(Number(x), Number(y)).matrixTransform(d.getScreenCTM());
  return [p.x, p.y];
}"""


KNOCKED = """() => document.querySelector("[data-node=SOCS3]").getAttribute("aria-label")
  .includes("knocked out")"""


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    x = il6.Experiment("signalling", IL6="40 ng/mL")
    x.end, x.at = 120, 20
    file = tmp_path / "flow.html"
    il6.to_html([il6.PathwayFlow(x)], file, theme="light")
    return file


def state(page: Page, node: str) -> str:
    return page.locator(f"[data-node={node}]").get_attribute("aria-label") or ""


def open_page(page: Page, file: Path, width: int = 1200) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.route(re.compile("^(?!file:|data:)"), lambda route: route.abort())
    page.goto(file.as_uri())
    page.locator("[data-node=pSTAT3]").wait_for()


def test_arrows_meet_their_boxes(page: Page, console: Console, flow: Path):
    for width in (1200, 360):
        open_page(page, flow, width)
        for edge, node in (("STAT3 nSTAT3", "nSTAT3"), ("SOCS3_mRNA SOCS3", "SOCS3")):
            x, y = page.evaluate(TIP, edge)
            box = page.locator(f"[data-node='{node}'] .back").bounding_box()
            assert box
            assert box["x"] - 4 < x < box["x"] + box["width"] + 4
            gap = min(abs(y - box["y"]), abs(y - box["y"] - box["height"]))
            assert gap == pytest.approx(3, abs=1.5)  # 3 px clear, and half an outline
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console.errors == []


def test_a_knock_out_by_keyboard_gives_the_numbers_of_python(
    page: Page, console: Console, flow: Path
):
    open_page(page, flow)
    page.locator(".flow input[type=range]").focus()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    page.locator("[data-node=IL6]").focus()
    page.keyboard.press("ArrowDown")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        if page.evaluate("document.activeElement.dataset.node") == "SOCS3":
            break
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.node") == "SOCS3"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Knock out").click()
    page.wait_for_function(KNOCKED)
    at = float(re.findall(r"[\d.]+", page.locator(".flow .clock").inner_text())[0])
    sol = il6.solve(
        il6.load("signalling"), [0, at], IL6="40 ng/mL", SOCS3_translation=0, outputs=["pSTAT3"]
    )
    (shown,) = re.findall(r"([\d.]+)\s*nM", state(page, "pSTAT3"))
    assert float(shown) == pytest.approx(sol["pSTAT3"][-1], rel=0.01)  # three figures on screen
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.node") == "SOCS3"
    assert console.errors == []
    screenshot(page, "flow-knock-out")


def test_it_plays_and_can_be_stopped(page: Page, flow: Path):
    open_page(page, flow)
    play = page.locator(".flow .play")
    play.click()
    page.wait_for_function(
        "() => parseFloat(document.querySelector('.flow .clock').textContent) > 22"
    )
    play.click()
    stopped = page.locator(".flow .clock").inner_text()
    page.wait_for_timeout(400)
    assert page.locator(".flow .clock").inner_text() == stopped
    still = page.get_by_role("button", name="Hold beads still")
    still.click()
    assert still.get_attribute("aria-pressed") == "true"
    beads = page.locator(".flow .bead").first
    assert beads.evaluate("el => getComputedStyle(el).animationPlayState") == "paused"


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 1200), ("zh", "dark", 1200), ("zh", "light", 360)]
)
def test_it_is_accessible_and_kept_to_be_looked_at(
    page: Page, console: Console, tmp_path: Path, lang: str, theme: str, width: int
):
    x = il6.Experiment("signalling", IL6="40 ng/mL")
    x.end, x.at = 120, 20
    file = tmp_path / "flow.html"
    il6.to_html([il6.PathwayFlow(x)], file, lang=lang, theme=theme)  # pyright: ignore[reportArgumentType]
    open_page(page, file, width)
    page.locator(".flow summary").click()
    assert axe(page, "main") == []
    assert missing_glyphs(page, page.locator(".flow").inner_text()) == ""
    page.locator("[data-node=SOCS3]").click()
    page.locator(".flow .card").wait_for()
    assert axe(page, "main") == []
    screenshot(page, f"flow-{lang}-{theme}-{width}", "main")
    assert console.errors == []


def test_in_jupyterlab_it_is_live_beside_other_views(lab: Lab, page: Page, console: Console):
    name = lab.write(
        "flow.ipynb",
        [
            "import il6widgets as il6\nx = il6.Experiment('pathway', IL6='10 ng/mL')\n"
            "il6.PathwayFlow(x)",
            "x.inputs.IL6 = 0",
        ],
    )
    notebook = lab.open(page, name)
    notebook.wait_ready()
    notebook.command("notebook:run-cell-and-select-next")
    page.locator("[data-node=IL6]").wait_for()
    for theme in ("light", "dark"):
        notebook.theme(theme)
        assert axe(page, ".flow") == []
        screenshot(page, f"flow-lab-{theme}")
    before = state(page, "pSTAT3")
    notebook.command("notebook:run-cell-and-select-next")
    page.wait_for_function(
        """before => before !==
          document.querySelector("[data-node=pSTAT3]").getAttribute("aria-label")""",
        arg=before,
    )
    assert "832\xa0pM" in state(page, "pSTAT3")  # the basal level, Sobotta 2017
    notebook.shut_down_kernel()
    page.locator("[data-node=SOCS3]").click()
    page.get_by_role("button", name="Knock out").click()
    page.wait_for_function(KNOCKED)
