"""The explorer of a model in time in real JupyterLab: curves, axes and Python agree."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page

import il6widgets as il6
from tests.browser.curves import READ, number
from tests.browser.explorer import REST, WAIT
from tests.browser.lab import Lab, Notebook
from tests.browser.page import Console, axe, missing_glyphs, screenshot

pytestmark = pytest.mark.timeout(240)

MODEL = il6.load("signalling")
CELLS = [
    "import il6widgets as il6\nx = il6.Experiment('signalling', IL6='40 ng/mL')",
    "il6.explore(x)",
]
HALF = 0.5  # px
CRISP = 0.5  # d3 puts ticks half a pixel to the right and below
CHORD = 0.5  # px that a line between two times or doses may leave its curve


class TimeExplorer:
    """The explorer as it stands on the page."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.page: Page = notebook.page
        self.el = self.page.locator(".il6-explorer")
        self.time = self.el.locator(".il6-time-course")
        self.dose = self.el.locator(".il6-dose-response")

    def wait(self) -> TimeExplorer:
        self.page.wait_for_function(
            """() => [...document.querySelectorAll(".il6-explorer .il6-figure")].filter((f) =>
              [...f.querySelectorAll("path.line")].some((p) =>
                (p.getAttribute("d") ?? "").length > 1000)).length === 2""",
            timeout=WAIT,
        )
        self.rest()
        return self

    def rest(self) -> None:
        self.page.wait_for_timeout(REST)

    def slide(self, cls: str, keys: int) -> None:
        """Press arrow keys on a slider of time: to the right above 0."""
        slider = self.time.locator(f".{cls} input")
        slider.focus()
        for _ in range(abs(keys)):
            self.page.keyboard.press("ArrowRight" if keys > 0 else "ArrowLeft")

    def chart(self, view: Locator) -> dict[str, Any]:
        """Curves and ticks in px."""
        return view.locator(".il6-figure").evaluate(READ)

    def at(self) -> float:
        """When the views read, as the slider has it."""
        return float(self.time.locator(".il6-time-at input").input_value())


@pytest.fixture(scope="module")
def open_page(chromium: Browser, server: Lab) -> Iterator[tuple[TimeExplorer, Console]]:
    context = chromium.new_context(viewport={"width": 1580, "height": 1300}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    console = Console(page)
    notebook = server.open(page, server.write("time.ipynb", CELLS))
    notebook.run()
    yield TimeExplorer(notebook).wait(), console
    context.close()
    server.end_sessions()


@pytest.fixture
def explorer(open_page: tuple[TimeExplorer, Console]) -> Iterator[TimeExplorer]:
    explorer, console = open_page
    console.errors.clear()
    yield explorer
    assert console.errors == []


def scale(ticks: list[list[Any]], axis: int, *, log: bool = False) -> Any:
    """The way from a number to its place in px, by the outermost ticks that have a number."""
    named = [(number(text), *place) for text, *place in ticks if text and (text != "0" or not log)]
    (first, *a), (last, *b) = min(named), max(named)
    left, right = a[axis] - CRISP, b[axis] - CRISP

    def px(value: float) -> float:
        if log:
            return left + (right - left) * math.log(value / first) / math.log(last / first)
        return left + (right - left) * (value - first) / (last - first)

    return px


def height(line: list[list[float]], x: float) -> float:
    """Where a curve runs at a place, between the points of its line."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    raise LookupError(f"no point at {x}")


def assert_time(explorer: TimeExplorer, names: dict[str, Any]) -> None:
    """Every curve over time lies where its axes say, to half a pixel."""
    chart = explorer.chart(explorer.time)
    across, up = scale(chart["x"], 0), scale(chart["y"], 1)
    times = np.linspace(0, 180, 61)
    sol = il6.solve(MODEL, times, rtol=1e-8, **names)
    for name in ("pSTAT3", "SOCS3"):
        (line,) = chart["curves"][name]
        found = [height(line, across(t) if t else line[0][0]) for t in times]
        off = np.abs(np.array(found) - [up(y) for y in sol[name]])
        assert off.max() <= HALF + CHORD, (name, times[off.argmax()])


def assert_dose(explorer: TimeExplorer, at: float, names: dict[str, Any]) -> None:
    """The dose-response lies where its axes say."""
    chart = explorer.chart(explorer.dose)
    across, up = scale(chart["x"], 0, log=True), scale(chart["y"], 1)
    doses = np.geomspace(0.011, 990, 25)
    curve = il6.dose_response(MODEL, "IL6", over=doses, read="pSTAT3", at=at, rtol=1e-8, **names)
    lines = chart["curves"]["pSTAT3"]
    line = [point for part in lines for point in part]
    found = [height(line, across(d)) for d in doses]
    off = np.abs(np.array(found) - [up(y) for y in curve.response])
    assert off.max() <= HALF + CHORD, doses[off.argmax()]


def test_curves_lie_where_the_axes_say(explorer: TimeExplorer) -> None:
    assert_time(explorer, {"IL6": 40})
    assert explorer.at() == 30
    assert_dose(explorer, 30, {})


def test_a_key_moves_the_time_of_reading_in_both_views(explorer: TimeExplorer) -> None:
    explorer.slide("il6-time-at", 30)
    explorer.rest()
    assert explorer.at() == 60
    assert_dose(explorer, 60, {})
    # 2.46 ng/mL at 60 min, half-maximal between rest and the highest response of the doses drawn
    words = explorer.dose.locator("[role=status]").inner_text()
    assert re.search(r"EC₅₀ (≥ )?2\.[45] ng/mL", words)
    assert "at 60\u00a0min" in words


def test_python_sets_dose_and_time_and_the_views_follow(explorer: TimeExplorer) -> None:
    page = explorer.page
    page.evaluate(
        """async () => {
          const {sessionContext} = window.jupyterapp.shell.currentWidget;
          const code = "x.inputs.IL6 = '10 ng/mL'; x.at = 15";
          await sessionContext.session.kernel.requestExecute({code}).done;
        }"""
    )
    explorer.rest()
    assert explorer.at() == 15
    assert_time(explorer, {"IL6": 10})
    assert_dose(explorer, 15, {})


def test_a_run_is_pinned_and_compared(explorer: TimeExplorer) -> None:
    explorer.time.locator(".il6-time-pin").click()
    explorer.el.get_by_role("combobox").first.select_option("cut")
    explorer.rest()
    said = explorer.time.locator("[role=status]").inner_text()
    assert "higher than with “10 ng/mL IL-6”" in said
    assert_time(explorer, {"IL6": 10, "feedback": "cut"})
    screenshot(explorer.page, "time-course-pinned", ".il6-explorer")
    explorer.time.locator(".il6-time-unpin").click()
    explorer.el.get_by_role("combobox").first.select_option("intact")
    explorer.rest()
    assert_time(explorer, {"IL6": 10})


def test_a_drag_on_the_figure_chooses_the_window(explorer: TimeExplorer) -> None:
    area = explorer.time.locator(".plotarea_events").bounding_box()
    assert area is not None
    mouse, y = explorer.page.mouse, area["y"] + area["height"] / 2

    def x(t: float) -> float:
        return area["x"] + area["width"] * t / 180

    mouse.move(x(30), y)
    mouse.down()
    for t in (60, 90, 120):
        mouse.move(x(t), y)
    mouse.up()
    explorer.rest()
    summary = explorer.time.locator(".il6-time-window summary").inner_text()
    sol = il6.solve(MODEL, np.linspace(0, 180, 181), IL6=10)
    assert summary.startswith("30 to 120 min: peak ")
    shown = float(summary.split("area ")[1].split(" ")[0].replace(",", ""))
    assert shown == pytest.approx(sol.area("pSTAT3", 30, 120), rel=5e-3)
    explorer.page.mouse.click(x(45), y)
    explorer.rest()
    assert explorer.at() == pytest.approx(45, abs=1)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_legible_and_accessible(explorer: TimeExplorer, theme: str, lang: str) -> None:
    explorer.notebook.theme(theme)
    explorer.el.get_by_role("button", name="中文" if lang == "zh" else "English").first.click()
    explorer.rest()
    assert axe(explorer.page, ".il6-explorer") == []
    assert missing_glyphs(explorer.page, explorer.el.inner_text()) == ""
    screenshot(explorer.page, f"time-course-{theme}-{lang}", ".il6-explorer")


def test_it_fits_a_phone(explorer: TimeExplorer) -> None:
    size = explorer.page.viewport_size
    assert size is not None
    for _ in range(2):
        now = explorer.page.viewport_size or size
        beside = now["width"] - explorer.el.evaluate("e => e.clientWidth")
        explorer.page.set_viewport_size({"width": 320 + beside, "height": 2700})
        explorer.rest()
    assert explorer.el.evaluate("e => e.clientWidth") == 320
    wider = explorer.el.evaluate(
        """e => [...e.querySelectorAll('*')].filter((c) => {
          const box = c.getBoundingClientRect();
          const apart = c.closest('.unseen, details, defs, pattern');
          return !apart && box.width > 0 && box.right > e.getBoundingClientRect().right + 1;
        }).map((c) => c.outerHTML.slice(0, 120))"""
    )
    screenshot(explorer.page, "time-course-phone", ".il6-explorer")
    assert wider == []
    explorer.page.set_viewport_size(size)
    explorer.rest()


def test_without_a_kernel_everything_still_moves(open_page: tuple[TimeExplorer, Console]) -> None:
    explorer, _ = open_page
    explorer.notebook.shut_down_kernel()
    before = explorer.at()
    explorer.slide("il6-time-at", 15)
    slider = explorer.el.locator(".controls input[type=range]").first
    slider.focus()
    for _ in range(5):
        explorer.page.keyboard.press("ArrowRight")
    explorer.rest()
    assert explorer.at() == pytest.approx(before + 15, abs=0.5)
    shown = float(explorer.el.locator(".controls input[data-part='box:IL6']").input_value())
    assert shown > 10
    assert_dose(explorer, explorer.at(), {})


def test_receptors_drive_signalling_on_the_page(lab: Lab, page: Page, console: Console) -> None:
    page.set_default_timeout(WAIT)
    page.set_viewport_size({"width": 1580, "height": 1300})
    cells = ["import il6widgets as il6", "il6.explore('pathway')"]
    notebook = lab.open(page, lab.write("pathway.ipynb", cells))
    notebook.run()
    explorer = TimeExplorer(notebook).wait()
    assert explorer.el.locator(".scene").count() == 1
    model = il6.load("pathway")
    sol = il6.solve(model, [0, 30])
    about = explorer.time.locator(".il6-time-about").inner_text()
    assert f"{sol['drive'][0]:.3g}" in about
    assert "40 * hexamer / hexamers_at_40" in about
    said = explorer.time.locator("[role=status]").inner_text()
    assert said.startswith(f"pSTAT3 {sol['pSTAT3'][1]:.3g} nM at 30")
    # Fewer IL-6R on the cell: the scene, the drive and the course all follow in the browser.
    box = explorer.el.locator("input[data-part='box:IL6R']")
    box.fill("45")
    box.press("Enter")
    explorer.rest()
    fewer = il6.solve(model, [0, 30], IL6R=45)
    assert f"{fewer['drive'][0]:.3g}" in explorer.time.locator(".il6-time-about").inner_text()
    said = explorer.time.locator("[role=status]").inner_text()
    assert said.startswith(f"pSTAT3 {fewer['pSTAT3'][1]:.3g} nM at 30")
    screenshot(page, "pathway", ".il6-explorer")
    assert console.errors == []
