"""The course as a site, from disk and offline: pages open, no link is broken, widgets live."""

from __future__ import annotations

import html
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import il6widgets as il6
from il6widgets.publish.course import build
from il6widgets.widgets.questions import questions
from tests.browser.page import Console, axe, screenshot

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site."""
    folder = tmp_path_factory.mktemp("site")
    assert list(build(NOTEBOOKS, folder))
    return folder


def offline(page: Page) -> list[str]:
    """Refuse everything but files; returns what was asked for."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(re.compile("^(?!file:|data:)"), refuse)
    return asked


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_opens_offline_on_a_phone_with_its_widgets(
    page: Page, console: Console, site: Path, lang: str
):
    asked = offline(page)
    page.set_viewport_size({"width": 360, "height": 800})
    pages = sorted((site / lang).glob("*.html"))
    assert len(pages) == len(list((NOTEBOOKS / lang).glob("*.ipynb"))) + 1
    for file in pages:
        page.goto(file.as_uri())
        if file.stem != "index":
            page.locator("div.live[id] .il6").first.wait_for(state="attached")
            roots = page.locator("div.live[id]").count()
            assert page.locator("div.live[id] > div").count() >= roots > 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), file.name
        assert axe(page, "body") == [], file.name
    assert asked == []
    assert console.errors == []


def test_no_link_is_broken(site: Path):
    for file in site.glob("**/*.html"):
        text = file.read_text("utf-8")
        for target in re.findall(r'(?:href|src)="([^"]+)"', text):
            if re.match(r"https?:|mailto:", target):
                continue
            path, _, anchor = target.partition("#")
            path = path.partition("?")[0]
            there = (file.parent / path) if path else file
            assert there.is_file(), f"{file.name}: {target}"
            if anchor:
                found = there.read_text("utf-8")
                assert f'id="{anchor}"' in found, f"{file.name}: {target}"


def test_nothing_points_at_a_host_of_ours_or_a_cdn(site: Path):
    for file in (*site.glob("**/*.html"), *site.glob("*.js")):
        text = file.read_text("utf-8")
        assert re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"https?:", text) is None
        assert not re.search(r"cdn\.|unpkg|jsdelivr", text), file.name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_chapter_is_accessible_and_opens_its_widget_by_keyboard(
    page: Page, console: Console, site: Path, lang: str
):
    offline(page)
    page.goto((site / lang / "02-buffer.html").as_uri())
    first = page.locator("form.question").first
    first.wait_for()
    assert axe(page, "main") == []
    first.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".buffer").first.wait_for()
    slider = page.locator(".buffer .source input").first
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_function(
        "() => /sgp130 .*%/.test(document.querySelector('.buffer .said').textContent)"
    )
    first.scroll_into_view_if_needed()
    screenshot(page, f"site-{lang}")
    assert console.errors == []


def test_an_answer_sheet_has_every_question_and_its_key_on_another_side(
    page: Page, console: Console, site: Path
):
    for lang in ("en", "zh"):
        for file in sorted((site / lang).glob("[0-9]*.html")):
            sheet = (file.parent / "sheets" / file.name).read_text("utf-8")
            asked = questions(file.stem[:2])
            assert sheet.count("<li><p>") == len(asked), file.stem
            assert sheet.count("☐") == sum(len(one.get("options", ())) for one in asked.values())
    page.goto((site / "zh/sheets/02-buffer.html").as_uri())
    page.emulate_media(media="print")
    assert axe(page, "main") == []
    assert page.locator(".key").evaluate("(el) => getComputedStyle(el).breakBefore") == "page"
    screenshot(page, "sheet-zh")
    assert console.errors == []


def test_the_projector_view_leaves_headings_and_widgets(page: Page, console: Console, site: Path):
    offline(page)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto((site / "en/02-buffer.html").as_uri())
    page.get_by_role("link", name="projector view").first.click()
    page.locator("form.question").first.wait_for()
    assert "view=projector" in page.url
    assert not page.locator("main > section > p").first.is_visible()
    assert page.locator("main > section > h2").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, "projector-en")
    assert console.errors == []


@pytest.mark.parametrize(
    ("lang", "asked", "chapter"), [("en", "osteoblast", "06"), ("zh", "成骨细胞", "06")]
)
def test_the_course_is_searched_offline_and_a_result_leads_there(
    page: Page, console: Console, site: Path, lang: str, asked: str, chapter: str
):
    refused = offline(page)
    page.goto((site / lang / "index.html").as_uri())
    page.locator("input[type=search]").fill(asked)
    results = page.locator("[data-il6-found] a")
    assert results.count() >= 1
    assert axe(page, "main") == []
    link = page.locator(f"[data-il6-found] a[href^='{chapter}-']").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/{chapter}-"))
    # The address names a heading that there is.
    assert page.evaluate(
        "() => !!document.getElementById(decodeURIComponent(location.hash.slice(1)))"
    )
    assert asked.lower() in page.locator("main").inner_text().lower()
    assert refused == []
    assert console.errors == []


@pytest.mark.parametrize("number", ["00", "01", "02", "03", "04"])
def test_a_first_year_student_goes_through_by_keyboard_in_chinese(
    page: Page, console: Console, site: Path, number: str
):
    offline(page)
    page.set_viewport_size({"width": 390, "height": 844})
    (file,) = (site / "zh").glob(f"{number}-*.html")
    page.goto(file.as_uri())
    forms = page.locator("form.question")
    forms.first.wait_for()
    for n in range(forms.count()):
        form = forms.nth(n)
        if form.locator("input[type=radio]").count():
            form.locator("input[type=radio]").first.focus()
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
        else:
            form.locator("textarea, input[type=text], input:not([type])").first.focus()
            page.keyboard.type("1")
            if form.locator("textarea").count():  # there Enter begins a new line
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "(n) => document.querySelectorAll('form.question .said')[n].textContent !== ''", arg=n
        )
    assert page.locator("[class^='il6-page-'][hidden]").count() == 0, "a view is still shut"
    assert axe(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # On to the next chapter, by key.
    page.locator("footer nav a[href$='.html']").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"/{number}-" not in url)
    assert console.errors == []


def test_an_exhibit_gives_its_kit_and_stands_alone_in_a_frame(
    page: Page, console: Console, site: Path
):
    # A sandboxed frame loads nothing from disk; a site in a frame is served, here from nearby.
    serve = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            take_and_embed(page, console, site, f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()


def take_and_embed(page: Page, console: Console, site: Path, address: str) -> None:
    """Open the kit of an exhibit on a served site, and put its frame into another page."""
    page.route(re.compile(f"^(?!{re.escape(address)}|data:)"), lambda route: route.abort())
    page.goto(f"{address}/en/01-two-receptors.html")
    # The first exhibit that no question keeps shut.
    root = page.locator("div.live:has([data-part='box:IL6'])").first
    box = root.locator("[data-part='box:IL6']")
    box.wait_for()
    box.fill("7 nM")
    box.press("Enter")
    page.wait_for_timeout(400)
    page.locator(f"#{root.get_attribute('id')} + p.embed button").click()
    dialog = page.locator("dialog.embed")
    dialog.wait_for()
    assert axe(page, "dialog.embed") == []
    frame, link, caption = (dialog.locator("textarea").nth(n).input_value() for n in range(3))
    assert html.escape(link) in frame
    assert 'sandbox="allow-scripts"' in frame
    assert il6.load("receptor").hash in caption
    assert "CC BY 4.0" in caption
    assert dialog.locator("svg[role=img]").count() == 1
    svg = unquote(dialog.locator("figure img").get_attribute("src") or "").split(",", 1)[1]
    picture = ElementTree.fromstring(svg)
    assert picture.get("role") == "img"
    assert "var(--" not in re.sub(r'(stroke|fill)="var[^"]*"', "", svg)
    png = dialog.get_by_role("link", name="PNG")
    expect(png).to_have_attribute("href", re.compile("^data:image/png;base64,.{1000}"))
    screenshot(page, "site-embed")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    wiki = site / "wiki.html"
    wiki.write_text(f"<!doctype html><title>Wiki</title>{frame}", "utf-8")
    page.goto(f"{address}/wiki.html")
    inside = page.frames[1]
    inside.locator("[data-part='box:IL6']").wait_for()
    shown = inside.locator("[data-part='box:IL6']").first.input_value()
    assert shown.startswith("7")
    assert inside.locator("main > section:visible, body > header:visible").count() == 0
    assert inside.locator(".live > div").count() == inside.locator(".live.only > div").count() > 0
    wiki.unlink()
    assert console.errors == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_scripts_are_off_there_is_a_still_figure_with_its_words(
    chromium: Browser, site: Path, lang: str
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / lang / "02-buffer.html").as_uri())
    pictures = page.locator("noscript img")
    assert pictures.count() > 2
    for picture in pictures.all():
        box = picture.bounding_box()
        assert box
        assert box["width"] > 300
        assert len(picture.get_attribute("alt") or "") > 20
    screenshot(page, f"site-noscript-{lang}")
    context.close()
