"""The harness itself: JupyterLab opens without a question, and pictures show what is written."""

from playwright.sync_api import Page, Request

from tests.browser.lab import Lab
from tests.browser.page import Console, axe, missing_glyphs, screenshot

CHINESE = "白细胞介素六与可溶性受体结合，肝细胞膜上的糖蛋白随之聚合。"


def test_lab_opens_and_runs_a_notebook_with_no_question_and_no_look_outside(
    lab: Lab, page: Page, console: Console
) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    notebook = lab.open(page, lab.write("hello.ipynb", ["x = 6", "print(7 * x)"]), mode="lab")
    notebook.run()
    assert notebook.output(1).strip() == "42"
    screenshot(page, "harness-lab")
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    assert [r.url for r in asked if not r.url.startswith((lab.url, "data:", "blob:"))] == []
    assert console.errors == []


def test_a_kernel_can_be_shut_down_and_the_theme_changed(lab: Lab, page: Page) -> None:
    notebook = lab.open(page, lab.write("theme.ipynb", ["print('light')"]))
    notebook.run()
    notebook.theme("dark")
    background = page.locator(".jp-Notebook").evaluate("e => getComputedStyle(e).backgroundColor")
    assert background == "rgb(17, 17, 17)"  # --jp-layout-color0 of JupyterLab Dark
    notebook.shut_down_kernel()
    assert lab.ask("GET", "/api/sessions") == []


def test_a_saved_widget_is_there_before_the_notebook_is_run(lab: Lab, page: Page) -> None:
    slider = "import ipywidgets\nipywidgets.IntSlider(5, description='dose')"
    name = lab.write("saved.ipynb", ["import uuid\nprint(uuid.uuid4())", slider])
    lab.execute(name)
    notebook = lab.open(page, name)
    page.wait_for_selector(".widget-slider")
    assert page.locator(".widget-readout").inner_text() == "5"
    notebook.wait_idle()
    assert notebook.output(0).strip() in (lab.root / name).read_text()  # as it was run elsewhere


def test_chinese_has_glyphs_and_a_character_without_one_is_found(page: Page) -> None:
    page.set_content(f"<html lang=zh><body style='font: 40px sans-serif'>{CHINESE}</body></html>")
    screenshot(page, "harness-chinese")
    assert missing_glyphs(page, CHINESE) == ""
    assert missing_glyphs(page, "白\U000e0fff\uf8f2") == "\U000e0fff\uf8f2"


def test_axe_finds_a_slider_without_a_name(page: Page) -> None:
    page.set_content("<main><div id=a><input type=range></div><div id=b>text</div></main>")
    assert axe(page, "#b") == []
    assert [finding.split("\n")[0] for finding in axe(page, "#a")] == [
        "critical label: Form elements must have labels"
    ]
