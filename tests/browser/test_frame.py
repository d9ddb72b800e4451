"""A page in a frame of another: sandboxed, by address and by its text, as high as it says."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page

import il6widgets as il6
from il6widgets.publish.wiki import sized_frame
from il6widgets.widgets.experiment import STATIC
from tests.browser.page import Console, axe, open_framed, screenshot
from tests.browser.test_matrix import VIEWS

HIGH = "([frame, inside]) => Math.abs(frame.getBoundingClientRect().height - inside) <= 1"


@pytest.fixture
def exhibit(tmp_path: Path, page: Page) -> Path:
    x = il6.Experiment("receptor", cell="monocyte", fluid="joint")
    file = tmp_path / "joint.html"
    il6.to_html([il6.Controls(x), il6.ReceptorBinding(x)], file, lang="en", theme="light")
    page.route(re.compile("^(?!file:|data:|about:)"), lambda route: route.abort())
    page.set_viewport_size({"width": 1000, "height": 900})
    return file


def ready(frame: Frame) -> Frame:
    """The frame, once its page is there."""
    frame.locator("[data-part='box:IL6']").wait_for()
    return frame


def assert_high(page: Page, frame: Frame) -> None:
    """The frame is as high as its page; so it has no bar to scroll by."""
    element = frame.frame_element()
    high = frame.evaluate("() => document.documentElement.getBoundingClientRect().height")
    page.wait_for_function(HIGH, arg=[element, high])
    assert frame.evaluate("() => document.documentElement.scrollHeight <= innerHeight + 1")


@pytest.mark.parametrize("by", ["src", "srcdoc"])
def test_a_sandboxed_frame_computes_and_is_as_high_as_its_page(
    page: Page, console: Console, exhibit: Path, by: str
):
    shown = sized_frame(exhibit.name, "A <joint> & more")
    if by == "srcdoc":
        text = html.escape(exhibit.read_text("utf-8"))
        shown = shown.replace(f'src="{exhibit.name}"', f'srcdoc="{text}"')
    frame = ready(open_framed(page, exhibit.with_name("wiki.html"), shown))
    assert_high(page, frame)
    box = frame.locator("[data-part='box:IL6']")
    box.fill("3 nM")
    box.press("Enter")
    frame.locator("details.numbers > summary").click()
    row = frame.locator("tr", has=frame.locator("th", has_text=re.compile("^classic$", re.I)))
    m = il6.load("receptor", cell="monocyte", fluid="joint")
    expected = il6.equilibrium(m, IL6=3.0)["classic"]
    found = float(re.sub(r"[^\d.]", "", row.first.locator("td").last.inner_text()))
    assert found == pytest.approx(expected, rel=0.01)
    assert_high(page, frame)  # the table has opened
    assert console.errors == []
    screenshot(page, f"frame-{by}")


def test_a_height_is_taken_from_nobody_but_the_page_in_the_frame(page: Page, exhibit: Path):
    shown = sized_frame(exhibit.name, "Joint")
    liar = "<script>parent.postMessage({il6_height: 77}, '*')</script>"
    other = f'<iframe title="liar" sandbox="allow-scripts" srcdoc="{html.escape(liar)}"></iframe>'
    frame = ready(open_framed(page, exhibit.with_name("wiki.html"), shown + other))
    assert_high(page, frame)
    page.evaluate("() => window.postMessage({il6_height: 78}, '*')")
    # Its own page may not ask for everything, either.
    for height in ("1e9", "-5", "'90'", "NaN", "{}"):
        frame.evaluate(f"() => parent.postMessage({{il6_height: {height}}}, '*')")
    frame.evaluate("() => parent.postMessage(null, '*')")
    page.wait_for_timeout(200)
    assert_high(page, frame)


def test_the_element_shows_a_page_in_its_language_state_and_height(
    page: Page, console: Console, exhibit: Path
):
    # A module that is inline runs from disk, too; a file of its own needs a server.
    module = (STATIC / "il6-exhibit.js").read_text("utf-8")
    x = il6.Experiment("receptor", IL6="7 nM")
    site = exhibit.with_name("site.html")
    site.write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Site</title>
        <main><h1>Site</h1><il6-exhibit src="{exhibit.name}" lang="zh" theme="dark"
        state="{html.escape(x.link())}" label="Receptors"></il6-exhibit></main>
        <script type="module">{module}</script></html>""",
        "utf-8",
    )
    page.goto(site.as_uri())
    frame = ready(page.frames[1])
    assert_high(page, frame)
    assert frame.evaluate("() => document.documentElement.lang") == "zh-CN"
    assert frame.evaluate("() => document.documentElement.dataset.theme") == "dark"
    assert frame.locator("[data-part='box:IL6']").input_value().startswith("7")
    element = page.locator("il6-exhibit iframe")
    assert element.get_attribute("title") == "Receptors"
    assert element.get_attribute("sandbox") == "allow-scripts"
    assert axe(page, "main") == []
    page.evaluate("() => document.querySelector('il6-exhibit').setAttribute('lang', 'en')")
    page.frame_locator("il6-exhibit iframe").locator("html[lang=en]").wait_for()
    assert console.errors == []
    page.evaluate(
        """() => {
          const bad = document.createElement("il6-exhibit");
          bad.setAttribute("src", "javascript:document.title='stolen'");
          document.body.append(bad);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.title() == "Site"
    assert [e for e in console.errors if "give a page over https" in e] == console.errors
    assert len(console.errors) == 1


@pytest.mark.parametrize("by", ["src", "srcdoc"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_lives_in_a_sandboxed_frame(
    page: Page, console: Console, tmp_path: Path, name: str, by: str
):
    file = tmp_path / "view.html"
    text = il6.to_html(VIEWS[name](), file)
    place = f'src="{file.name}"' if by == "src" else f'srcdoc="{html.escape(text)}"'
    shown = f'<iframe title="view" sandbox="allow-scripts" width="1000" height="1200" {place}>'
    frame = open_framed(page, tmp_path / "wiki.html", f"{shown}</iframe>")
    frame.locator("main .il6, main form").first.wait_for()
    page.wait_for_timeout(200)
    # Moving the first slider changes what is said or drawn.
    slider = frame.locator("main input[type=range]:visible").first
    if slider.count():
        before = frame.locator("main").inner_html()
        slider.focus()
        for _ in range(6):
            page.keyboard.press("ArrowLeft")
        frame.wait_for_function(
            "(before) => document.querySelector('main').innerHTML !== before", arg=before
        )
    assert console.errors == []
