"""A page without a kernel in real Chromium: from disk, offline, with the numbers of Python."""

from __future__ import annotations

import json
import re
import shutil
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
    spoken = ".il6-page-receptor_binding [role=status]"
    before = page.locator(spoken).first.inner_text()
    slider.focus()
    for _ in range(20):
        page.keyboard.press("PageUp")
    page.wait_for_function(
        "([at, before]) => document.querySelector(at).innerText !== before", arg=[spoken, before]
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


def test_an_explorer_of_a_model_in_time_lives_on_a_page(
    page: Page, console: Console, tmp_path: Path
):
    model = il6.load("signalling")
    file = tmp_path / "signalling.html"
    il6.to_html(il6.explore(il6.Experiment("signalling", IL6="40 ng/mL")), file, theme="light")
    page.set_viewport_size({"width": 1200, "height": 1500})
    page.route(re.compile("^(?!file:|data:)"), lambda route: route.abort())
    page.goto(file.as_uri())
    page.locator(".il6-time-at input").wait_for()
    page.wait_for_timeout(1500)
    assert_course(page, model, 40.0)
    # A key on the slider of IL-6 moves both charts; so does one on the time of reading.
    page.locator(".controls input[type=range]").first.focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.locator(".il6-time-at input").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    shown = page.locator("[data-part='box:IL6']").input_value()
    assert float(shown) < 40
    assert_course(page, model, float(shown))
    said = page.locator(".il6-page-dose_response [role=status]").inner_text()
    assert "at 60\u00a0min" in said
    assert axe(page, "main") == []
    assert console.errors == []
    screenshot(page, "page-signalling")


def assert_course(page: Page, model: il6.Model, dose: float) -> None:
    """The curve of pSTAT3 lies where the axes of the page say, to half a pixel."""
    found = page.locator(".il6-page-time_course").evaluate(
        """box => {
          const d = box.querySelector("path[data-curve='pSTAT3']").getAttribute("d");
          const area = box.querySelector(".plotarea_events");
          const ticks = [...box.querySelectorAll("text[text-anchor=end]")].map((t) =>
            [t.textContent, Number(t.getAttribute("y")) - 4]);
          return {
            points: [...d.matchAll(/[ML]([^,ML]+),([^,ML]+)/g)].map(([, x, y]) => [+x, +y]),
            width: +area.getAttribute("width"),
            height: +area.getAttribute("height"),
            ticks: ticks.filter(([text]) => /^[\\d.]+$/.test(text)),
          };
        }"""
    )
    top, place = max((float(text), y) for text, y in found["ticks"])
    assert place == pytest.approx(0, abs=0.5)
    sol = il6.solve(model, [180 * x / found["width"] for x, _ in found["points"]], IL6=dose)
    for (_, y), value in zip(found["points"], sol["pSTAT3"], strict=True):
        # The number in the box has three digits: a hundredth of the dose is a pixel at most.
        assert y == pytest.approx(found["height"] * (1 - value / top), abs=1.0)


def test_a_drag_is_undone_by_key_and_button(page: Page, console: Console, joint: Path):
    page.goto(f"{joint.as_uri()}?lang=zh&theme=dark")
    box, slider = page.locator("[data-part='box:IL6']"), page.locator("[data-part='slider:IL6']")
    box.wait_for()
    began = box.input_value()
    place = slider.bounding_box()
    assert place is not None
    y = place["y"] + place["height"] / 2
    page.mouse.move(place["x"] + place["width"] * 0.5, y)
    page.mouse.down()
    for share in (0.6, 0.7, 0.8):
        page.mouse.move(place["x"] + place["width"] * share, y)
    page.mouse.up()
    moved = box.input_value()
    assert moved != began
    screenshot(page, "page-undo-zh-dark")
    slider.press("Control+z")
    page.wait_for_function("([b, v]) => b.value === v", arg=[box.element_handle(), began])
    page.locator("[data-part='redo']").click()
    page.wait_for_function("([b, v]) => b.value === v", arg=[box.element_handle(), moved])
    # While a number is being typed, the keys belong to its box.
    box.fill("12")
    box.press("Control+z")
    assert page.locator("[data-part='undo']").get_attribute("aria-disabled") == "false"
    assert console.errors == []


def test_a_link_opens_its_state_language_and_theme(page: Page, console: Console, joint: Path):
    x = il6.Experiment("receptor")
    x.inputs.cell, x.inputs.IL6 = "endothelium", "3 nM"
    page.goto(f"{joint.as_uri()}?lang=zh&theme=dark{x.link()}")
    page.locator("[data-part='box:IL6']").wait_for()
    expected = il6.equilibrium(x.model, cell="endothelium", IL6=3.0)["classic"]
    page.locator("details.numbers > summary").click()
    row = page.locator("tr", has=page.locator("th", has_text=re.compile("^经典")))
    found = float(re.sub(r"[^\d.]", "", row.first.locator("td").last.inner_text()))
    assert found == pytest.approx(expected, rel=0.01)
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    assert page.locator(".il6-page-said").count() == 0
    assert console.errors == []


@pytest.mark.parametrize(
    "link",
    [
        "#il6=99;receptor",
        "#il6=1;receptor;__proto__=1",
        "#il6=1;receptor;IL6=<img src=x onerror=alert(1)>",
        "#il6=1;receptor;IL6=javascript:alert(1)",
        "#il6=1;receptor;" + "IL6=1;" * 10_000,
        "#il6=1;receptor;" + "A" * 1_900_000,  # Chromium opens no address of 2 MB
    ],
    ids=["future", "prototype", "markup", "script", "long", "huge"],
)
def test_a_bad_link_opens_the_page_as_it_is_and_says_so(
    page: Page, console: Console, joint: Path, link: str
):
    page.goto(joint.as_uri() + link)
    said = page.locator(".il6-page-said")
    said.wait_for()
    assert "the page shows its own start" in said.inner_text()
    assert len(said.inner_text()) < 300
    m = il6.load("receptor", cell="monocyte", fluid="joint")
    page.locator("details.numbers > summary").click()
    assert classic(page) == pytest.approx(il6.equilibrium(m)["classic"], rel=0.01)
    assert console.errors == []


def test_an_address_that_changes_is_followed_and_a_page_of_two_models_takes_its_own(
    page: Page, console: Console, tmp_path: Path
):
    receptor, patient = il6.Experiment("receptor"), il6.Experiment("patient")
    file = tmp_path / "two.html"
    il6.to_html([il6.Controls(receptor), il6.TreatmentCourse(patient)], file)
    receptor.inputs.IL6 = "3 nM"
    page.goto(f"{file.as_uri()}?lang=zh{receptor.link()}")
    box = page.locator("[data-part='box:IL6']")
    box.wait_for()
    assert page.locator(".il6-page-said").count() == 0  # the patient does not complain
    assert page.title() == page.locator("h1").inner_text() == receptor.model.title("zh")
    assert box.input_value().startswith("3")
    receptor.inputs.IL6 = "7 nM"
    page.evaluate("(hash) => { location.hash = hash; }", receptor.link())
    page.wait_for_function("(b) => b.value.startsWith('7')", arg=box.element_handle())
    page.evaluate("() => { location.hash = '#il6=99;receptor'; }")
    page.locator(".il6-page-said").wait_for()
    page.evaluate("(hash) => { location.hash = hash; }", receptor.link())
    page.wait_for_function("() => !document.querySelector('.il6-page-said')")
    assert console.errors == []


def test_a_link_is_copied_or_stands_in_a_box_and_opens_what_was_seen(
    page: Page, console: Console, joint: Path
):
    page.goto(f"{joint.as_uri()}?lang=zh")
    box = page.locator("[data-part='box:IL6']")
    box.fill("7 nM")
    box.press("Enter")
    # A sandboxed frame has no clipboard.
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator("[data-part='copy']").focus()
    page.keyboard.press("Enter")
    shown = page.locator(".copy input")
    shown.wait_for()
    link = shown.input_value()
    assert page.evaluate("() => getSelection().toString()") == link
    assert axe(page, ".controls") == []
    x = il6.Experiment("receptor")
    x.follow(link[link.index("#") :])
    assert x.inputs.IL6 == 7.0
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_function("() => document.querySelector(\"[data-part='box:IL6']\").value === '7'")
    assert console.errors == []


def test_ten_megabytes_of_address_do_nothing(page: Page, console: Console, joint: Path):
    page.goto(joint.as_uri())
    page.evaluate("() => { location.hash = 'a'.repeat(1e6); }")
    page.reload()
    page.get_by_role("slider", name=re.compile("^IL-6$")).first.wait_for()
    assert page.locator(".il6-page-said").count() == 0
    assert console.errors == []


def test_a_page_names_its_sources_and_its_terms_and_prints_with_its_numbers(
    page: Page, console: Console, joint: Path
):
    page.goto(joint.as_uri())
    page.locator("[data-part='box:IL6']").wait_for()
    footer = page.locator("body > footer")
    assert "CC BY 4.0" in footer.inner_text()
    footer.locator("summary").click()
    m = il6.load("receptor")
    listed = footer.locator("li").all_inner_texts()
    assert sorted(listed) == sorted({one.text for one in m.references.values()})
    links = {a.get_attribute("href") for a in footer.locator("li a").all()}
    assert f"https://doi.org/{m.references['rose_john_2012'].doi}" in links
    assert axe(page, "body > footer") == []
    footer.locator("summary").click()
    closed = page.locator("details.numbers:not([open])").count()
    assert closed > 0
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.numbers:not([open]), details.sources:not([open])").count() == 0
    page.emulate_media(media="print")
    screenshot(page, "page-print", "body")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.numbers:not([open])").count() == closed
    assert console.errors == []


STRANGE = [
    "<img src=x onerror=\"document.title='stolen'\">",
    "</script><script>document.title='stolen'</script>",
    "<!-- <script>",
    "\u202ereversed\u2066 \u200f",
    "🧬🦠 \U0001f468\u200d\U0001f52c",
    "{contents}",
    "w" * 10_000,
]


@pytest.mark.parametrize("strange", STRANGE, ids=lambda text: text[:8])
def test_a_model_of_ones_own_may_say_anything(
    page: Page, console: Console, tmp_path: Path, strange: str
):
    shipped = Path(il6.__file__).with_name("models")
    text = (shipped / "receptor.toml").read_text("utf-8")
    written = json.dumps(strange, ensure_ascii=False)
    title = 'en = "IL-6 and its receptors at equilibrium"'
    for label in (title, 'en = "IL-6"', 'en = "Hepatocyte"', 'en = "hexamers"'):
        assert label in text
        text = text.replace(label, f"en = {written}")
    (tmp_path / "own.toml").write_text(text.replace('id = "receptor"', 'id = "own"'), "utf-8")
    shutil.copyfile(shipped / "references.bib", tmp_path / "references.bib")
    x = il6.Experiment(tmp_path / "own.toml")
    assert x.model.title("en") == strange
    file = tmp_path / "own.html"
    il6.to_html(il6.explore(x), file)
    page.route(re.compile("^(?!file:|data:)"), lambda route: route.abort())
    page.goto(file.as_uri())
    page.locator(".il6-page-dose_response [role=status]").wait_for()
    page.wait_for_timeout(300)
    assert page.title().strip() == " ".join(strange.split())
    assert page.locator("h1").text_content() == strange
    shown = page.locator(".il6-page-controls").text_content() or ""
    assert strange in shown
    assert page.locator("main img, main script").count() == 0
    box = page.locator("[data-part='box:IL6']")
    box.fill(strange[:500])
    box.press("Enter")
    assert page.locator("main img, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console.errors == []
