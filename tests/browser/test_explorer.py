"""The explorer in a real JupyterLab and Chromium: curve, scene and Python agree, come what may.

Most tests share one open page, in the order in which they stand; those that end the kernel or load
the page down come last.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import il6widgets as il6
from il6widgets.widgets.chart import MARGIN
from tests.browser.curves import HALF, MODEL, assert_geometry, digits, number, responses
from tests.browser.explorer import WAIT, Explorer, Probe
from tests.browser.lab import Lab
from tests.browser.page import Console, axe, missing_glyphs, screenshot

pytestmark = pytest.mark.timeout(240)

MASS = MODEL.parameters["IL6"].molar_mass or 0  # g/mol
LOCALE = Path(il6.__file__).with_name("locale")
TEXTS = {lang: json.loads((LOCALE / f"{lang}.json").read_text("utf-8")) for lang in ("en", "zh")}
SAME = 1e-9  # relative, between the solution of the browser and that of Python
CHORD = 0.5  # px that a line between two of 121 doses may leave its curve
UNHEARD = "Could not send widget sync message"  # ipywidgets, once there is no kernel

CELLS = ["import il6widgets as il6\nx = il6.Experiment('receptor')", Probe.SHOW]


@pytest.fixture(scope="module")
def open_page(chromium: Browser, server: Lab) -> Iterator[tuple[Explorer, Console]]:
    """One page with a running notebook: the explorer, and what the page complains of."""
    context = chromium.new_context(viewport={"width": 1580, "height": 1300}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    console = Console(page)
    notebook = server.open(page, server.write("explorer.ipynb", CELLS))
    notebook.run()
    yield Explorer(notebook).wait(), console
    context.close()
    server.end_sessions()


@pytest.fixture
def explorer(open_page: tuple[Explorer, Console]) -> Iterator[Explorer]:
    """The explorer, about which nothing was complained during the test."""
    explorer, console = open_page
    console.errors.clear()
    yield explorer
    assert console.errors == []


def values(x: Mapping[str, Any], over: str = "set", option: str = "") -> dict[str, float]:
    """All values of an experiment, with those of another option on top."""
    given = dict(x)
    return given | dict(MODEL.choices[over].options[option].values) if option else given


def assert_agree(explorer: Explorer) -> None:
    """Curve, scene and Python say the same, once the kernel has heard of the last move."""
    state = explorer.python(
        "{'values': x.inputs.values(), 'found': {k: float(x.result()[k]) for k in "
        "('hexamer', 'classic', 'mixed', 'trans', 'IL6')}}"
    )
    found, dose = state["found"], state["values"]["IL6"]
    # What the browser solved, exactly: the dots at the cursor are set from its solution.
    exact = explorer.probe.solution()
    for name in ("hexamer", "classic", "mixed", "trans"):
        assert exact[name] == pytest.approx(found[name], rel=SAME, abs=0), name
    assert explorer.probe.input("IL6") == dose
    # What it writes, to the digits that it writes.
    for name in ("classic", "mixed", "trans"):
        shown = explorer.count(name)
        if not shown.startswith("<"):
            assert number(shown) == pytest.approx(found[name], abs=1.001 * digits(shown)), name
    at_cursor = explorer.cursor()
    assert len(at_cursor) == 4
    for name, shown in zip(("hexamer", "classic", "mixed", "trans"), at_cursor, strict=True):
        written = at_cursor[shown]
        assert number(written) == pytest.approx(found[name], abs=1.001 * digits(written)), name
    # Where it draws.
    chart = explorer.chart()
    if dose > 0:
        x = chart.across(explorer.shown_dose(dose, MASS))
        for name in ("hexamer", "classic", "mixed", "trans"):
            assert chart.at(name, x) == pytest.approx(
                chart.height(found[name]), abs=HALF + CHORD
            ), name


def heard(explorer: Explorer, expression: str, wanted: Any) -> None:
    """Wait until Python says so."""
    deadline = time.monotonic() + WAIT / 1000
    while (said := explorer.python(expression)) != wanted:
        assert time.monotonic() < deadline, f"{expression} is {said!r}, not {wanted!r}"
        time.sleep(0.1)


# ---- one page, open all the time


def test_it_opens_on_a_cell_that_signals(explorer: Explorer) -> None:
    assert number(explorer.count("classic")) > 1000
    assert explorer.part("choice:cell").input_value() == "hepatocyte"
    assert_agree(explorer)


def test_the_curve_lies_where_the_axes_say(explorer: Explorer) -> None:
    assert_geometry(explorer.chart(), explorer.python("x.inputs.values()"), MASS / 1000)


@pytest.mark.parametrize("to", [0.35, 0.8, 0.55])
def test_a_drag_moves_scene_and_cursor_and_python_follows(explorer: Explorer, to: float) -> None:
    before = explorer.probe.input("IL6")
    explorer.drag("IL6", to)
    dose = explorer.probe.input("IL6")
    assert dose != before
    heard(explorer, "x.inputs.IL6", dose)
    explorer.rest()
    assert_agree(explorer)


def test_dragging_another_value_moves_the_curve(explorer: Explorer) -> None:
    before = explorer.chart().curve("trans")
    explorer.drag("sIL6R", 0.8)
    heard(explorer, "x.inputs.sIL6R", explorer.probe.input("sIL6R"))
    assert explorer.chart().curve("trans") != before
    explorer.rest()
    assert_agree(explorer)
    assert_geometry(explorer.chart(), explorer.python("x.inputs.values()"), MASS / 1000)


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowLeft", "ArrowUp", "PageDown", "Home", "End"])
def test_a_key_moves_the_slider_in_jupyterlab(explorer: Explorer, key: str) -> None:
    explorer.drag("IL6", 0.6)
    before = explorer.probe.input("IL6")
    explorer.slider("IL6").press(key)
    explorer.settle()
    dose = explorer.probe.input("IL6")
    assert dose != before
    heard(explorer, "x.inputs.IL6", dose)
    explorer.rest()
    assert_agree(explorer)


def test_python_sets_a_value_and_the_views_follow(explorer: Explorer) -> None:
    explorer.python("0", "x.reset()")
    explorer.python("0", 'x.inputs.IL6 = "40 ng/mL"')
    expect(explorer.part("box:IL6")).to_have_value("40", timeout=WAIT)
    explorer.rest()
    assert_agree(explorer)
    assert explorer.probe.input("IL6") == pytest.approx(40e3 / MASS, rel=1e-12)


def test_python_makes_a_choice_and_the_views_follow(explorer: Explorer) -> None:
    explorer.python("0", 'x.inputs.cell = "monocyte"')
    expect(explorer.part("choice:cell")).to_have_value("monocyte", timeout=WAIT)
    option = MODEL.choices["cell"].options["monocyte"]
    for key, value in option.values.items():
        assert explorer.probe.input(key) == value
    explorer.rest()
    assert_agree(explorer)


def test_a_choice_by_hand_loads_its_values_in_python_too(explorer: Explorer) -> None:
    explorer.part("choice:cell").select_option("synoviocyte")
    heard(explorer, "x.inputs.cell", "synoviocyte")
    option = MODEL.choices["cell"].options["synoviocyte"]
    assert explorer.python("x.inputs.values()").items() >= dict(option.values).items()
    explorer.rest()
    assert_agree(explorer)
    explorer.part("reset").click()
    heard(explorer, "x.inputs.cell", "hepatocyte")
    heard(explorer, "x.inputs.values()", {k: p.value for k, p in MODEL.parameters.items()})


@pytest.mark.parametrize(
    ("typed", "culprit", "way_out"),
    [
        ("-1", "-1", "type a number of 0 or more"),
        ("nan", "nan", "type, for example"),
        ("5 parsnips", "parsnips", "type, for example"),
        ("3 min", "min", "type, for example"),
        ("x" * 10_000, "xxxx", "type, for example"),
        ("<img src=x onerror=document.title='owned'>", "<img", "type, for example"),
    ],
    ids=["negative", "nan", "no unit", "wrong dimension", "long", "markup"],
)
def test_bad_input_gets_one_sentence_and_the_last_state_stays(
    explorer: Explorer, typed: str, culprit: str, way_out: str
) -> None:
    before = (explorer.probe.input("IL6"), explorer.count("classic"), explorer.chart())
    images = explorer.page.locator("img").count()
    explorer.type("IL6", typed)
    alert = explorer.el.get_by_role("alert")
    sentence = alert.inner_text()
    assert culprit in sentence
    assert "IL-6" in sentence
    assert way_out in sentence
    assert len(re.findall(r"\.(?:\s|$)", sentence)) == 1
    assert len(sentence) < 300
    assert (explorer.probe.input("IL6"), explorer.count("classic"), explorer.chart()) == before
    assert explorer.page.locator("img").count() == images
    assert explorer.page.title() != "owned"
    explorer.part("box:IL6").press("Escape")
    assert alert.count() == 0
    assert explorer.python("x.inputs.IL6") == before[0]
    assert number(explorer.part("box:IL6").input_value()) == pytest.approx(
        before[0] * MASS / 1000, rel=1e-3
    )


def test_the_band_holds_the_curves_of_both_sets(explorer: Explorer) -> None:
    switch = explorer.el.get_by_role("button", name=TEXTS["en"]["dose.band"])
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    explorer.el.get_by_text("Shaded").filter(has_not_text="…").wait_for(timeout=WAIT)
    explorer.settle()
    chart, inputs = explorer.chart(), explorer.python("x.inputs.values()")
    for name in ("hexamer", "classic", "trans"):
        edge: dict[float, list[float]] = {}
        for x, y in chart.bands[name]:
            if x >= chart.doses[0][1]:
                edge.setdefault(round(x, 3), []).append(y)
        assert len(edge) > 100
        doses = [chart.dose(x) / (MASS / 1000) for x in edge]
        for option in ("buffer", "weak"):
            wanted = responses(values(inputs, "set", option), doses, name)
            for ys, w in zip(edge.values(), wanted, strict=True):
                assert min(ys) - HALF <= chart.height(w) <= max(ys) + HALF, (name, option)
        # A band is wider than a line somewhere, else nothing was left open.
        assert max(max(ys) - min(ys) for ys in edge.values()) > 5
    screenshot(explorer.page, "explorer-band", ".il6-explorer")
    switch.click()
    explorer.rest()
    assert explorer.chart().bands == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_legible_and_accessible(explorer: Explorer, theme: str, lang: str) -> None:
    explorer.notebook.theme(theme)
    explorer.language(lang)
    explorer.rest()
    background = explorer.el.locator("section").first.evaluate(
        "e => getComputedStyle(e.querySelector('h3')).color"
    )
    light = sum(int(n) for n in re.findall(r"\d+", background)[:3]) > 3 * 128
    assert light == (theme == "dark")  # dark ink on light, light ink on dark
    screenshot(explorer.page, f"explorer-{theme}-{lang}", ".il6-explorer")
    assert axe(explorer.page, ".il6-explorer") == []


def test_the_language_changes_everywhere_and_the_numbers_stay(explorer: Explorer) -> None:
    explorer.notebook.theme("light")
    explorer.language("en")
    explorer.rest()
    english = explorer.texts()
    counts = [explorer.count(route) for route in ("classic", "mixed", "trans")]
    curve = explorer.chart().measured("hexamer")
    explorer.language("zh")
    explorer.rest()
    chinese = explorer.texts()
    left = {
        text
        for key, text in TEXTS["en"].items()
        if "{" not in text and text != TEXTS["zh"].get(key) and re.search("[A-Za-z]{3}", text)
    }
    assert {"Reset", "Numbers", "Receptor binding"} <= left & english
    assert left & chinese == set()
    assert {TEXTS["zh"][key] for key in ("controls.reset", "dose.numbers")} <= chinese
    assert [explorer.count(route) for route in ("classic", "mixed", "trans")] == counts
    assert explorer.chart().measured("hexamer") == pytest.approx(curve, abs=0.01)
    font = explorer.el.locator("h3").first.evaluate("e => getComputedStyle(e).fontFamily")
    assert missing_glyphs(explorer.page, "".join(sorted(set("".join(chinese)))), font) == ""
    heard(explorer, "x.lang", "zh")
    explorer.language("en")
    explorer.rest()
    assert explorer.texts() == english


def test_motion_is_still_where_the_reader_wants_it_so(explorer: Explorer) -> None:
    def longest() -> float:
        explorer.drag("sgp130", 0.1)
        explorer.watch_motion()
        explorer.drag("sgp130", 0.8)
        explorer.rest()
        return explorer.longest_motion()

    assert longest() > 80
    explorer.page.emulate_media(reduced_motion="reduce")
    assert longest() <= 80  # ms
    explorer.page.emulate_media(reduced_motion="no-preference")


@pytest.fixture
def phone(explorer: Explorer) -> Iterator[Explorer]:
    """The explorer at the width of a phone, and high enough that all of it is in the picture."""
    size = explorer.page.viewport_size
    assert size is not None
    for _ in range(2):  # twice, because JupyterLab has narrower margins on a narrow page
        now = explorer.page.viewport_size or size
        beside = now["width"] - explorer.el.evaluate("e => e.clientWidth")
        explorer.page.set_viewport_size({"width": 360 + beside, "height": 2700})
        explorer.rest()
    yield explorer
    explorer.page.set_viewport_size(size)
    explorer.rest()


def test_it_fits_a_phone(phone: Explorer) -> None:
    assert phone.el.evaluate("e => e.clientWidth") == 360
    # bqplot draws a resized figure anew some time later.
    wide = str(360 - MARGIN["left"] - MARGIN["right"])
    expect(phone.figure.locator(".plotarea_events")).to_have_attribute("width", wide, timeout=WAIT)
    phone.rest()
    screenshot(phone.page, "explorer-phone", ".il6-explorer")
    wider = phone.el.evaluate(
        """e => [...e.querySelectorAll('*')].filter((c) => {
          const box = c.getBoundingClientRect();
          const apart = c.closest('.unseen, details, defs, pattern');
          return !apart && box.width > 0 && box.right > e.getBoundingClientRect().right + 1;
        }).map((c) => c.outerHTML.slice(0, 120))"""
    )
    assert wider == []
    assert_geometry(phone.chart(), phone.python("x.inputs.values()"), MASS / 1000)


def test_running_the_cell_again_leaves_nothing_behind(explorer: Explorer) -> None:
    before = explorer.registry()
    old = [explorer.probe.mark("cursor")]
    for _ in range(20):
        explorer.run_cell(1)
        explorer.page.wait_for_function("id => il6probe.marks.cursor !== id", arg=old[-1])
        explorer.wait()
        old.append(explorer.probe.mark("cursor"))
    new = old.pop()
    now = explorer.registry()
    assert now["entries"] == before["entries"] == 1
    assert now["experiments"] == before["experiments"] == 1
    assert now["views"] == before["views"] == 3
    # The page's contents of old views are let go; one set may still be held by the last focus.
    assert explorer.detached(".scene, .controls, .il6-dose") <= 3
    # Old figures do not slow down the new one: they are not drawn while the hand moves.
    explorer.probe.count_changes([*old, new])
    explorer.slider("IL6").focus()
    for _ in range(8):
        explorer.page.keyboard.press("ArrowLeft")
        explorer.settle()
    changes = explorer.probe.changes()
    assert changes[new] >= 8
    # They catch up when the hand rests; on a slow machine it may rest between two steps.
    assert max(changes[mark] for mark in old) <= changes[new] / 2
    explorer.rest()
    assert_agree(explorer)


def test_a_busy_kernel_does_not_stop_the_hand(explorer: Explorer) -> None:
    explorer.start("import time; time.sleep(8)")
    for to, value in ((0.7, "IL6"), (0.3, "sIL6R"), (0.5, "IL6")):
        count, curve = explorer.count("classic"), explorer.chart().curve("hexamer")
        explorer.drag(value, to)
        assert explorer.count("classic") != count
        assert value == "IL6" or explorer.chart().curve("hexamer") != curve
    assert explorer.running()
    explorer.page.wait_for_function("() => !window.il6running", timeout=WAIT)
    heard(explorer, "x.inputs.IL6", explorer.probe.input("IL6"))
    explorer.rest()
    assert_agree(explorer)


def test_without_a_kernel_everything_still_moves(open_page: tuple[Explorer, Console]) -> None:
    explorer, console = open_page
    inputs = explorer.python("x.inputs.values()")
    console.errors.clear()
    explorer.notebook.shut_down_kernel()
    for to, value in ((0.8, "IL6"), (0.6, "sIL6R"), (0.45, "IL6")):
        count, curve = explorer.count("classic"), explorer.chart().curve("trans")
        explorer.drag(value, to)
        explorer.rest()
        assert explorer.count("classic") != count
        assert value == "IL6" or explorer.chart().curve("trans") != curve
    moved = inputs | {name: explorer.probe.input(name) for name in ("IL6", "sIL6R")}
    found = il6.equilibrium(MODEL, changes=moved)
    for name, browser in explorer.probe.solution().items():
        assert browser == pytest.approx(float(found[name]), rel=SAME), name
    assert_geometry(explorer.chart(), moved, MASS / 1000)
    assert explorer.registry()["views"] == 3
    assert [error for error in console.errors if UNHEARD not in error] == []


# ---- a page of its own


def test_a_saved_notebook_is_live_before_it_is_run(lab: Lab, page: Page, console: Console) -> None:
    page.set_default_timeout(WAIT)
    page.set_viewport_size({"width": 1580, "height": 1300})
    name = lab.write("saved-explorer.ipynb", [*CELLS, "il6.ReceptorBinding(x)"])
    lab.execute(name)
    explorer = Explorer(lab.open(page, name)).wait()
    # Nothing of the host's stands among the views: the controls are at the left edge.
    edges = [
        e.evaluate("e => e.getBoundingClientRect().left")
        for e in (
            explorer.el,
            explorer.part("choice:cell").locator("xpath=ancestor::*[@role='group'][1]"),
        )
    ]
    assert edges[0] == pytest.approx(edges[1], abs=4)
    start = {key: p.value for key, p in MODEL.parameters.items()}
    assert_geometry(explorer.chart(), start, MASS / 1000)
    count, curve = explorer.count("classic"), explorer.chart().curve("trans")
    explorer.drag("sIL6R", 0.8)
    explorer.drag("IL6", 0.4)
    explorer.rest()
    assert explorer.count("classic") != count
    assert explorer.chart().curve("trans") != curve
    moved = start | {name: explorer.probe.input(name) for name in ("IL6", "sIL6R")}
    assert_geometry(explorer.chart(), moved, MASS / 1000)
    found = il6.equilibrium(MODEL, changes=moved)
    for read, browser in explorer.probe.solution().items():
        assert browser == pytest.approx(float(found[read]), rel=SAME), read
    # The other view of the same experiment has moved along.
    alone = page.locator(".jp-OutputArea-output").last
    assert alone.locator(".route.classic .n").inner_text() == explorer.count("classic")
    screenshot(page, "receptor-binding", ".jp-CodeCell:nth-child(3) .jp-OutputArea-output")
    assert console.errors == []
