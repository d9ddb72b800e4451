"""The widgets in hosts other than JupyterLab: Notebook 7, Voilà, and HTML that nbconvert writes."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

import il6widgets as il6
from tests.browser.curves import assert_geometry, read_chart
from tests.browser.lab import Lab
from tests.browser.page import Console, screenshot

CELLS = [
    "import il6widgets as il6\nx = il6.Experiment('receptor', cell='monocyte', fluid='joint')",
    "il6.Controls(x)",
    "il6.DoseResponse(x)",
]
PACKAGES = Path(__file__).parents[2] / "js/node_modules"
EXTENSIONS = Path(sysconfig.get_path("data")) / "share/jupyter/nbextensions"
BROUGHT = {
    "require.min.js": PACKAGES / "requirejs/require.js",
    "embed-amd.js": PACKAGES / "@jupyter-widgets/html-manager/dist/embed-amd.js",
    **{name: EXTENSIONS / name / "index.js" for name in ("anywidget", "bqplot", "bqscales")},
}
"""What pages by nbconvert ask the network for, from where it is installed here."""

NOT_OURS = (
    "Failed to load resource",  # pictures and fonts that such pages ask the network for
    "The getter for the shared module",  # Voilà's core is older than the extensions it finds
)


def stay_here(page: Page) -> None:
    """Answer what the network is asked for by what is installed, and refuse the rest."""

    def answer(route: Route) -> None:
        url = route.request.url
        # A module is asked for as anywidget@~0.11.*/dist/index.js.
        named = re.search(r"/npm/([\w-]+)@[^/]*/", url)
        file = BROUGHT.get(named[1] if named else url.rpartition("/")[2])
        file = BROUGHT.get(url.rpartition("/")[2], file)
        if file:
            route.fulfill(path=file, content_type="text/javascript")
        else:
            route.abort()

    page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), answer)


def assert_alive(page: Page, console: Console, name: str) -> None:
    """A number that is typed moves the curve to where Python says, and nothing complains."""
    box = page.locator("[data-part='box:IL6']")
    box.wait_for(timeout=60_000)
    figure = page.locator(".il6-figure")
    figure.locator(".curve path.line").first.wait_for(state="attached")
    box.fill("63 ng/mL")
    box.press("Enter")
    told = page.locator(".il6-dose-response [role=status]").first
    m = il6.load("receptor", cell="monocyte", fluid="joint")
    expected = float(il6.equilibrium(m, IL6=3.0)["hexamer"])
    expect(told).to_contain_text(f"{expected:,.0f}", timeout=10_000)
    slider = page.locator("[data-part='slider:IL6R']")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1200)
    typed = page.locator("[data-part='box:IL6R']").input_value().replace(",", "")
    values = {key: p.value for key, p in m.parameters.items()} | {"IL6R": float(typed)}
    assert values["IL6R"] != m.parameters["IL6R"].value
    screenshot(page, f"host-{name}")
    mass = m.parameters["IL6"].molar_mass or 0
    assert_geometry(read_chart(figure), values, mass / 1000)
    assert [e for e in console.errors if not any(word in e for word in NOT_OURS)] == []


@pytest.mark.timeout(240)
def test_notebook_7(lab: Lab, page: Page, console: Console):
    name = lab.write("seven.ipynb", CELLS)
    stay_here(page)
    page.goto(f"{lab.url}/notebooks/{name}?token={lab.token}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for(
        state="attached", timeout=60_000
    )
    page.wait_for_timeout(1500)
    console.errors.clear()  # of Notebook's own start, before any cell of ours has run
    ran = page.locator(".jp-InputPrompt").filter(has_text=re.compile(r"\[\d+\]"))
    for _ in range(5):  # a kernel that is not ready loses what it is asked for
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_timeout(4000)
        if ran.count():
            break
    assert_alive(page, console, "notebook7")


@pytest.mark.timeout(240)
def test_voila(lab: Lab, page: Page, console: Console):
    name = lab.write("voila.ipynb", CELLS)
    stay_here(page)
    page.goto(f"{lab.url}/voila/render/{name}?token={lab.token}")
    assert_alive(page, console, "voila")


@pytest.mark.timeout(240)
def test_html_by_nbconvert_without_a_kernel(lab: Lab, page: Page, console: Console):
    name = lab.write("converted.ipynb", CELLS)
    lab.execute(name)
    stay_here(page)
    page.goto(lab.convert(name).as_uri())
    assert_alive(page, console, "nbconvert")
