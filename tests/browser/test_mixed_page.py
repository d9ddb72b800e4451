"""A page with ipywidgets and figures of bqplot among our views: offline, no kernel, exact."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import ipywidgets as w
import numpy as np
import pytest
from bqplot.axes import Axis
from bqplot.figure import Figure
from bqplot.marks import Lines
from bqplot.scales import LinearScale
from playwright.sync_api import Page, expect

import il6widgets as il6
from il6widgets.publish.check import check
from tests.browser.curves import HALF, assert_geometry, read_chart
from tests.browser.page import Console, axe, open_framed, screenshot

HOSTILE = [
    "<img src=x onerror=\"document.title='stolen'\">",
    "<a href=\"java\tscript:document.title='stolen'\">a</a>",
    "<svg><style><img src=x onerror=\"document.title='stolen'\"></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=\"document.title='stolen'\">",
    '<b style="position:fixed;inset:0;background:url(http://example.org/x)">over all</b>',
    "</script><script>document.title='stolen'</script>",
    "<iframe srcdoc=\"<script>parent.document.title='stolen'</script>\"></iframe>",
    '<!--<img src="--><img src=x onerror="document.title=\'stolen\'">',
]


def mixed() -> tuple[il6.Experiment, w.VBox]:
    """A slider of ipywidgets, linked to an input; our charts with a line of one's own; a figure."""
    x = il6.Experiment("receptor")
    slider = w.FloatSlider(1.0, min=0.1, max=5.0, step=0.1, description="IL-6, nM")
    w.jslink((slider, "value"), (x.inputs, "IL6"))
    chart = il6.DoseResponse(x)
    # 1,000 hexamers as a line of one's own, over a decade of doses (ng/mL, as the axis shows).
    scales = chart.figure.marks[0].scales
    line = Lines(x=[1.0, 10.0], y=[1000.0, 1000.0], scales=scales, colors=["#B3261E"])
    line.labels = ["mine"]
    chart.figure.marks = [*chart.figure.marks, line]
    scale_x, scale_y = LinearScale(min=0.0, max=9.0), LinearScale(min=0.0, max=81.0)
    own = Figure(
        marks=[
            Lines(x=np.arange(10.0), y=np.arange(10.0) ** 2, scales={"x": scale_x, "y": scale_y})
        ],
        axes=[Axis(scale=scale_x), Axis(scale=scale_y, side="left")],
        title="Somebody else's",
    )
    tab = w.Tab([il6.Controls(x), w.HTML("<p>a second tab</p>")], titles=["Inputs", "Words"])
    return x, w.VBox([slider, chart, tab, own])


def open_offline(page: Page, file: Path, query: str = "") -> None:
    page.set_default_timeout(10_000)
    page.route(re.compile("^(?!file:|data:|about:)"), lambda route: route.abort())
    page.set_viewport_size({"width": 1200, "height": 1500})
    page.goto(file.as_uri() + query)
    page.locator(".il6-figure .curve path.line").first.wait_for(state="attached")


def test_a_slider_of_ipywidgets_moves_our_curves_in_bqplot_to_half_a_pixel(
    page: Page, console: Console, tmp_path: Path
):
    x, shown = mixed()
    file = tmp_path / "mixed.html"
    text = il6.to_html(shown, file, theme="light", title="Mixed")
    assert len(gzip.compress(text.encode())) <= 450_000
    assert il6.to_html(mixed()[1], title="Mixed", theme="light") == text
    assert check(file) == []
    open_offline(page, file)
    box = page.locator("[data-part='box:IL6']")
    slider = page.get_by_role("slider", name="IL-6, nM")
    expect(box).to_have_value("21")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(box).to_have_value("42")  # 2 nM
    page.wait_for_timeout(300)
    values = x.inputs.values()
    mass = x.model.parameters["IL6"].molar_mass or 0
    figure = page.locator(".il6-figure")
    chart = read_chart(figure)
    assert_geometry(chart, values, mass / 1000)
    told = page.locator(".il6-dose-response .said, .il6-dose-response [role=status]").first
    expected = float(il6.equilibrium(x.model, changes={**values, "IL6": 2.0})["hexamer"])
    expect(told).to_contain_text(f"{expected:,.0f}")
    (mine,) = chart.curves["mine"]
    assert [px for px, _ in mine] == pytest.approx([chart.across(1), chart.across(10)], abs=HALF)
    assert [py for _, py in mine] == pytest.approx([chart.height(1000)] * 2, abs=HALF)
    assert axe(page, "main") == []
    page.get_by_role("tab", name="Words").click()
    page.get_by_text("a second tab").wait_for()
    page.get_by_role("tab", name="Inputs").click()
    screenshot(page, "page-mixed-light")
    assert console.errors == []


def test_somebody_elses_figure_lies_on_its_axes(page: Page, console: Console, tmp_path: Path):
    file = tmp_path / "mixed.html"
    il6.to_html(mixed()[1], file, theme="dark", title="Mixed")
    open_offline(page, file, "?lang=zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="复位").wait_for()
    box = page.locator(".bqplot:not(.il6-figure)")
    found = box.evaluate(
        """el => {
          const path = el.querySelector(".curve path.line").getBoundingClientRect();
          const tick = (anchor) => [...el.querySelectorAll(`.axis[text-anchor=${anchor}] .tick`)]
            .map((t) => t.querySelector("line").getBoundingClientRect());
          return {path, x: tick("middle").map((r) => r.x), y: tick("end").map((r) => r.y)};
        }"""
    )
    # Our charts are as dark as the page.
    colour = page.locator(".il6-dose-response details > summary").first.evaluate(
        "el => getComputedStyle(el).color"
    )
    assert min(map(int, re.findall(r"\d+", colour)[:3])) > 150
    path = found["path"]
    # d3 puts ticks half a pixel to the right and below.
    assert path["left"] == pytest.approx(min(found["x"]) - 0.5, abs=HALF)
    assert path["right"] == pytest.approx(max(found["x"]) - 0.5, abs=HALF)
    assert path["bottom"] == pytest.approx(max(found["y"]) - 0.5, abs=HALF)
    screenshot(page, "page-mixed-dark-zh")
    assert console.errors == []


def test_a_mixed_page_lives_in_a_sandboxed_srcdoc(page: Page, console: Console, tmp_path: Path):
    text = il6.to_html(mixed()[1], title="Mixed")
    frame = open_framed(
        page,
        tmp_path / "wiki.html",
        '<iframe sandbox="allow-scripts" title="Mixed" width="1100" height="1400" '
        f'srcdoc="{html.escape(text)}"></iframe>',
    )
    frame.locator(".il6-figure .curve path.line").first.wait_for(state="attached")
    slider = frame.get_by_role("slider", name="IL-6, nM")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(frame.locator("[data-part='box:IL6']")).not_to_have_value("21")
    assert console.errors == []


def test_hostile_descriptions_are_cleaned_and_run_nothing(page: Page, tmp_path: Path):
    asked: list[str] = []
    shown: list[w.Widget] = [
        w.Checkbox(description=f"<i>kept {n}</i>{text}", description_allow_html=True)
        for n, text in enumerate(HOSTILE)
    ]
    shown.append(w.FloatSlider(description=HOSTILE[0]))
    file = tmp_path / "hostile.html"
    il6.to_html(w.VBox(shown), file, title="</title><script>document.title='stolen'</script>")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.get_by_text("kept 7").wait_for()
    page.wait_for_timeout(300)
    assert page.title() == "</title><script>document.title='stolen'</script>"
    assert page.locator("main i").count() == len(HOSTILE)
    for bad in ("script", "style", "svg", "math", "iframe", "[onerror]", "a[href]", "b[style]"):
        assert page.locator(f"main {bad}").count() == 0, bad
    assert page.get_by_text("over all").count() == 1
    assert [url for url in asked if not url.startswith("file:")] == []
