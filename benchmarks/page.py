"""A page without a kernel: how soon its curve is there, and from a drag to the painted answer.

    python -m benchmarks.page

The peer is what ipywidgets writes, `embed_minimal_html` of the same chart; what it asks the network
for is answered from this machine, so that no network is measured.
Writes benchmarks/results/page.md and .json.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import ipywidgets
from ipywidgets.embed import dependency_state, embed_minimal_html
from playwright.sync_api import Browser, Page, sync_playwright

import il6widgets as il6
from benchmarks.latency import PAUSE, RESULTS, STEPS, WARM, WATCH, machine, summary
from tests.browser import chromium as browsers
from tests.browser.test_hosts import stay_here

LOADS = 7
FRAME = 16.7  # ms
SVG = "path[data-curve]"
BQPLOT = ".il6-figure .curve path.line"

READY = """selector => {
  const look = () => {
    const paths = [...document.querySelectorAll(selector)];
    if (paths.some((path) => (path.getAttribute("d") ?? "").length > 400)) {
      window.il6ready = performance.now();
    } else requestAnimationFrame(look);
  };
  look();
}"""


def pages(folder: Path) -> dict[str, tuple[Path, str]]:
    """Write the pages; returns each with what its curve is found by."""
    found = {"ours": SVG, "mixed": BQPLOT, "stock": BQPLOT}
    made = {name: (folder / f"{name}.html", selector) for name, selector in found.items()}

    def parts() -> list[Any]:
        x = il6.Experiment("receptor")
        return [il6.Controls(x), il6.DoseResponse(x)]

    il6.to_html(parts(), made["ours"][0])
    shown = ipywidgets.VBox([*parts(), ipywidgets.IntSlider(description="of ipywidgets")])
    il6.to_html(shown, made["mixed"][0])
    views = parts()
    state = dependency_state(views, drop_defaults=False)
    stock = made["stock"][0]
    embed_minimal_html(stock, views=views, state=state, title="Stock")
    # RequireJS is answered by another version of it, which has another checksum.
    text = re.sub(r'\s(integrity|crossorigin)="[^"]*"', "", stock.read_text("utf-8"))
    stock.write_text(text, "utf-8")
    return made


def load(browser: Browser, file: Path, selector: str) -> tuple[float, Page]:
    """Open a page in a new profile; returns after how many ms its curve was there."""
    page = browser.new_context(viewport={"width": 1200, "height": 1000}).new_page()
    stay_here(page)
    page.add_init_script(f"({READY})({json.dumps(selector)})")
    page.goto(file.as_uri())
    page.wait_for_function("() => window.il6ready", timeout=60_000)
    return page.evaluate("() => window.il6ready"), page


def drag(page: Page, selector: str) -> dict[str, Any]:
    """Drag a slider in steps; times from the event to the painted curve, ms."""
    probe = (
        f"() => [[...document.querySelectorAll({json.dumps(selector)})]"
        '.map((path) => path.getAttribute("d")).join("|")]'
    )
    # The dose moves along the curve; another value bends it.
    slider = "[data-part='slider:sIL6R']"
    box = page.locator(slider).bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.4, y)
    page.mouse.down()
    times: list[list[float] | None] = []
    for i in range(WARM + STEPS):
        page.evaluate(WATCH, [probe, slider, "input"])
        share = 0.4 + 0.4 * ((i % 20) / 20 if (i // 20) % 2 == 0 else 1 - (i % 20) / 20)
        page.mouse.move(box["x"] + box["width"] * share + 0.5, y)
        times.append(page.evaluate("() => window.step"))
        time.sleep(PAUSE)
    page.mouse.up()
    return summary(times[WARM:])


def main() -> None:
    """Measure, print and keep."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        found = browsers.find(folder)
        browser = playwright.chromium.launch(
            executable_path=found.path,
            args=browsers.ARGUMENTS,
            env={**os.environ, **found.environment},
        )
        about = machine(browser.version)
        made = pages(folder)
        loads: dict[str, list[float]] = {name: [] for name in made}
        drags: dict[str, dict[str, Any]] = {}
        for turn in range(LOADS):  # in turn, so that what the machine does besides hits all alike
            for name, (file, selector) in made.items():
                took, page = load(browser, file, selector)
                loads[name].append(took)
                if turn == LOADS - 1:
                    page.wait_for_timeout(1500)
                    drags[name] = drag(page, selector)
                page.context.close()
        sizes = {name: file.stat().st_size for name, (file, _) in made.items()}
        browser.close()
    medians = {name: statistics.median(times) for name, times in loads.items()}
    names = {
        "ours": "`to_html`, our SVG",
        "mixed": "`to_html`, with ipywidgets and bqplot",
        "stock": "`embed_minimal_html`, its modules from this machine",
    }
    lines = [
        "# A page without a kernel",
        "",
        ", ".join(f"{key} {value}" for key, value in about.items()) + ".",
        "",
        "Controls and a dose-response. Load: from the start of the navigation until the curve is",
        f"there, median of {LOADS}. Drag: {STEPS} steps of the mouse on a slider, from event",
        f"to the painted curve (one frame is {FRAME} ms). Times in ms.",
        "",
        "| | load | of the stock page | drag, median | p95 | lost |",
        "|---|---|---|---|---|---|",
    ]
    for name, words in names.items():
        row = drags[name]
        lines.append(
            f"| {words} | **{medians[name]:.0f}** | {medians[name] / medians['stock']:.2f} "
            f"| **{row['median']:.1f}** | {row['p95']:.1f} | {row['lost']} |"
        )
    text = "\n".join(lines) + "\n"
    report = {"machine": about, "load": loads, "drag": drags, "bytes": sizes}
    (RESULTS / "page.md").write_text(text, "utf-8")
    (RESULTS / "page.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main()
