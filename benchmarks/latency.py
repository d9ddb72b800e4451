"""From a key on the IL-6 slider to the painted answer, in JupyterLab and a real Chromium.

    python -m benchmarks.latency

The explorer is on the page with scene and dose-response; a step counts once the scene's number and
the curve have both changed and been painted. Beside it, in the same run, what one would otherwise
write: ipywidgets' `interact` with matplotlib, drawing the same 200 doses.
Writes benchmarks/results/latency.md and .json.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium as browsers
from tests.browser.lab import Lab

RESULTS = Path(__file__).parent / "results"
WARM = 10  # steps that are not counted
STEPS = 60
PAUSE = 0.06  # s between two keys, about as fast as a held key repeats
WAIT = 60_000  # ms
LIMIT = 25  # ms, for the median
TIMES = 10  # how many times faster than interact with matplotlib

EXPLORER = """import il6widgets as il6
il6.explore(il6.Experiment("receptor"))"""

MATPLOTLIB = """%matplotlib inline
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import il6widgets as il6
m = il6.load("receptor")
doses = np.logspace(-4, 1, 200)  # nM
@ipywidgets.interact(log_dose=ipywidgets.FloatSlider(-1.0, min=-4, max=1, step=0.01))
def draw(log_dose):
    eq = il6.equilibrium(m, IL6=doses)
    now = il6.equilibrium(m, IL6=10**log_dose)
    fig, ax = plt.subplots()
    for name in ("hexamer", "classic", "mixed", "trans"):
        ax.semilogx(doses, eq[name], label=name)
        ax.plot(10**log_dose, now[name], "o")
    ax.axvline(10**log_dose)
    ax.set_title(f"{float(now['classic']):.4g} classic")
    ax.legend()
    plt.show()"""

# Each of these gives a text for what is on the screen; a step is over when all have changed.
PROBES = {
    # The whole line of the cursor, the dots on the curves and the scene's numbers.
    "explorer": """() => [
      [...document.querySelectorAll(".il6-figure .svg-figure path.line")]
        .map((path) => path.getAttribute("d")).join("|"),
      [...document.querySelectorAll(".il6-explorer .route .n")].map((n) => n.textContent).join(),
    ]""",
    "matplotlib": """() => [
      document.querySelector(".widget-interact img, .jp-OutputArea img")?.src ?? "",
    ]""",
}

# What changes in a frame's own callback is painted at the end of that frame, what changes between
# frames at the end of the next one; a message comes after the painting.
WATCH = """async ([probe, slider, event]) => {
  const look = eval(`(${probe})`);
  const after = (f) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = f;
    channel.port2.postMessage(0);
  };
  if (!window.frames_watched) {
    window.frames_watched = true;
    window.in_frame = false;
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (f) => frame((time) => {
      window.in_frame = true;
      after(() => { window.in_frame = false; });
      f(time);
    });
  }
  const before = look();
  document.querySelector(slider).focus();
  window.step = new Promise((resolve) => {
    let start;
    window.addEventListener(event, ({timeStamp}) => { start = timeStamp; },
      {capture: true, once: true});
    const observer = new MutationObserver(async () => {
      if (start === undefined) return;
      const now = look();
      if (now.some((text, i) => text === before[i] || text === "")) return;
      observer.disconnect();
      const changed = performance.now();
      const image = document.querySelector(".jp-OutputArea img");
      const done = () => after(() => resolve([changed - start, performance.now() - start]));
      if (image) image.decode().finally(() => requestAnimationFrame(done));
      else if (window.in_frame) done();
      else requestAnimationFrame(done);
    });
    observer.observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ["d", "src"],
    });
    setTimeout(() => { observer.disconnect(); resolve(null); }, 5000);
  });
}"""


def measure(page: Page, kind: str, slider: str) -> dict[str, Any]:
    """Press the arrow keys of a slider and time each step."""
    times: list[list[float] | None] = []
    for i in range(WARM + STEPS):
        page.evaluate(WATCH, [PROBES[kind], slider, "keydown"])
        page.keyboard.press("ArrowLeft" if (i // 20) % 2 else "ArrowRight")
        times.append(page.evaluate("() => window.step"))
        time.sleep(PAUSE)
    return summary(times[WARM:])


def summary(counted: list[list[float] | None]) -> dict[str, Any]:
    """Changed and painted after how many ms, and how many steps were lost."""
    found = sorted(t[1] for t in counted if t)
    changed = sorted(t[0] for t in counted if t)
    return {
        "steps": STEPS,
        "lost": counted.count(None),
        "changed_median": statistics.median(changed),
        "median": statistics.median(found),
        "p95": found[max(0, round(0.95 * len(found)) - 1)],
        "max": found[-1],
    }


def run(browser: Browser, lab: Lab, kind: str) -> dict[str, Any]:
    """Open a notebook with one cell, run it, and measure."""
    page = browser.new_page(viewport={"width": 1600, "height": 1200})
    page.set_default_timeout(WAIT)
    cell = EXPLORER if kind == "explorer" else MATPLOTLIB
    notebook = lab.open(page, lab.write(f"{kind}.ipynb", [cell]), mode="lab")
    notebook.run()
    if kind == "explorer":
        slider = ".il6-explorer [data-part='slider:IL6']"
        page.wait_for_selector(".il6-explorer .route .n")
        page.wait_for_selector(".il6-figure .svg-figure path.line", state="attached")
    else:
        slider = ".noUi-handle"
        page.wait_for_selector(".jp-OutputArea img")
    page.wait_for_timeout(2500)
    result = measure(page, kind, slider)
    page.close()
    lab.end_sessions()
    return result


def machine(browser: str) -> dict[str, str]:
    """What the numbers were measured on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].split(":")[1].strip() if names else cpu
    found = {"cpu": f"{cpu}, {os.cpu_count()} cores", "Chromium": browser}
    found |= {name: version(name) for name in ("jupyterlab", "ipywidgets", "matplotlib")}
    if hasattr(os, "getloadavg"):
        found["load before"] = f"{os.getloadavg()[0]:.1f}"
    return found


def table(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    names = {
        "explorer": "il6widgets: scene, dose-response, controls",
        "matplotlib": "`interact` with matplotlib: the same curves",
    }
    lines = [
        "# Latency: from a key on the slider to the painted answer",
        "",
        ", ".join(f"{key} {value}" for key, value in report["machine"].items()) + ".",
        "",
        f"{STEPS} keyboard steps in JupyterLab, kernel on the same machine; times in ms. A step is",
        "painted when curve and scene have both changed (MutationObserver) and the frame in which",
        "they did is over (requestAnimationFrame, then a message).",
        "",
        "| | changed, median | **painted, median** | p95 | max | lost |",
        "|---|---|---|---|---|---|",
    ]
    for kind, row in report["rows"].items():
        lines.append(
            f"| {names[kind]} | {row['changed_median']:.3g} | **{row['median']:.3g}** "
            f"| {row['p95']:.3g} | {row['max']:.3g} | {row['lost']} |"
        )
    lines += ["", f"{report['times']:.3g} times faster."]
    return "\n".join(lines) + "\n"


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Lab(Path(folder) / "lab") as lab,
        sync_playwright() as playwright,
    ):
        found = browsers.find(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=found.path,
            args=browsers.ARGUMENTS,
            env={**os.environ, **found.environment},
        )
        report: dict[str, Any] = {"machine": machine(browser.version), "rows": {}}
        for kind in ("explorer", "matplotlib"):
            report["rows"][kind] = run(browser, lab, kind)
            print(kind, report["rows"][kind], file=sys.stderr)
        browser.close()
    rows = report["rows"]
    report["times"] = rows["matplotlib"]["median"] / rows["explorer"]["median"]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latency.json").write_text(json.dumps(report, indent=1) + "\n")
    text = table(report)
    (RESULTS / "latency.md").write_text(text)
    print(text)
    if rows["explorer"]["median"] > LIMIT or report["times"] < TIMES:
        sys.exit(f"promised: a median within {LIMIT} ms, and {TIMES} times faster")


if __name__ == "__main__":
    main()
