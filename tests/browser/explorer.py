"""An explorer on a page as a test sees it: controls under a hand, scene and curve read off."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.curves import Chart, read_chart
from tests.browser.lab import Notebook

WAIT = 20_000  # ms; for what takes a second on an idle machine
REST = 900  # ms; more than any view waits for the hand to rest


class Probe:
    """A widget beside the explorer that lets a test see the page's own models, to every digit."""

    SHOW = """import anywidget, traitlets
class Probe(anywidget.AnyWidget):
    _esm = '''export default {render({model}) {
      const manager = model.widget_manager;
      window.il6probe = {
        get: (id) => manager.get_model(id),
        inputs: model.get("inputs"),
        marks: model.get("marks"),
      };
    }}'''
    inputs = traitlets.Unicode().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
shown = il6.explore(x)
frame = next(d.frame for d in shown.children[0].children if isinstance(d, il6.DoseResponse))
ids = {name: mark.model_id for name, mark in zip(frame.parts, frame.marks)}
display(shown, Probe(inputs=x.inputs.model_id, marks=ids))"""

    def __init__(self, page: Page) -> None:
        self.page = page

    def input(self, name: str) -> float:
        """An input as the browser holds it."""
        return self.page.evaluate(
            "async (name) => (await il6probe.get(il6probe.inputs)).get(name)", name
        )

    def mark(self, name: str) -> str:
        """The id of a mark of the figure that was shown last."""
        return self.page.evaluate("(name) => il6probe.marks[name]", name)

    def solution(self) -> dict[str, float]:
        """The numbers at the cursor: the dots' places on the y axis, by shape and in order."""
        return self.page.evaluate(
            """async () => {
              const y = async (marker) =>
                [...(await il6probe.get(il6probe.marks[`dots:${marker}`])).get("y")];
              const [hexamer, classic] = await y("circle");
              const [[mixed], [trans]] = [await y("diamond"), await y("triangle-up")];
              return {hexamer, classic, mixed, trans};
            }"""
        )

    def count_changes(self, ids: list[str]) -> None:
        """Count from now on how often these marks are moved."""
        self.page.evaluate(
            """async (ids) => {
              window.il6changes = Object.fromEntries(ids.map((id) => [id, 0]));
              for (const id of ids)
                (await il6probe.get(id)).on("change:x", () => { window.il6changes[id] += 1; });
            }""",
            ids,
        )

    def changes(self) -> dict[str, int]:
        return self.page.evaluate("() => window.il6changes")


class Explorer:
    """The explorer in an open notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.probe = Probe(notebook.page)
        self.page: Page = notebook.page
        self.el = self.page.locator(".il6-explorer")
        self.figure = self.el.locator(".il6-figure")

    def wait(self) -> Explorer:
        """Wait until all three views are drawn."""
        self.slider("IL6").wait_for(timeout=WAIT)
        self.el.locator("[data-kind]").first.wait_for(timeout=WAIT)
        self.page.wait_for_function(
            """() => [...document.querySelectorAll(".il6-explorer .il6-figure path.line")]
              .some((path) => (path.getAttribute("d") ?? "").length > 1000)""",
            timeout=WAIT,
        )
        self.settle()
        return self

    def settle(self) -> None:
        """Let two frames pass, after which what follows from an input is on the screen."""
        self.page.evaluate(
            "() => new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))"
        )

    def rest(self) -> None:
        """Let the hand rest until what waits for that is done: the kernel told, words said."""
        self.page.wait_for_timeout(REST)
        self.settle()

    def texts(self) -> set[str]:
        """Every line and label that a reader sees or hears, the names of the languages apart."""
        return set(
            self.el.evaluate(
                """el => {
                  const said = [];
                  for (const e of el.querySelectorAll("*")) {
                    const seen = e.checkVisibility() || e.closest(".unseen");
                    if (!seen || e.closest("[data-part^='lang:'], style")) continue;
                    for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"])
                      if (e.getAttribute(name)) said.push(e.getAttribute(name));
                    for (const node of e.childNodes)
                      if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
                  }
                  return said.map((text) => text.trim()).filter(Boolean);
                }"""
            )
        )

    # ---- motion

    def watch_motion(self) -> None:
        """Note from now on every animation and transition within the explorer."""
        self.page.evaluate(
            """() => {
              const explorer = document.querySelector(".il6-explorer");
              window.il6motion = 0;
              window.il6watching = true;
              const look = () => {
                for (const motion of document.getAnimations()) {
                  if (!explorer.contains(motion.effect.target)) continue;
                  const time = motion.effect.getComputedTiming().endTime;
                  window.il6motion = Math.max(window.il6motion, time);
                }
                if (window.il6watching) requestAnimationFrame(look);
              };
              look();
            }"""
        )

    def longest_motion(self) -> float:
        """The longest of them so far, in ms."""
        return self.page.evaluate("() => { window.il6watching = false; return window.il6motion; }")

    # ---- what lives in the page

    def registry(self) -> dict[str, int]:
        """Experiments offered, experiments waited for, and views that show something."""
        return self.page.evaluate(
            """() => {
              const {entries, waiting} = globalThis[Symbol.for("il6widgets.registry/2")];
              const views = document.querySelectorAll(".il6-explorer .il6:not(.il6-figure)");
              return {
                entries: entries.size,
                experiments: waiting.size,
                views: [...views].filter((e) => e.lang && e.childElementCount).length,
              };
            }"""
        )

    def detached(self, selector: str) -> int:
        """How many elements that a selector names are held in memory and on no page."""
        session = self.page.context.new_cdp_session(self.page)
        for _ in range(2):
            session.send("HeapProfiler.collectGarbage")
        prototype = session.send("Runtime.evaluate", {"expression": "HTMLElement.prototype"})
        objects = session.send(
            "Runtime.queryObjects", {"prototypeObjectId": prototype["result"]["objectId"]}
        )
        answer = session.send(
            "Runtime.callFunctionOn",
            {
                "objectId": objects["objects"]["objectId"],
                "returnByValue": True,
                "arguments": [{"value": selector}],
                "functionDeclaration": """function (selector) {
                  const is = (e) => {
                    try { return !e.isConnected && e.matches(selector); } catch { return false; }
                  };
                  return [...this].filter(is).length;
                }""",
            },
        )
        session.detach()
        return answer["result"]["value"]

    def run_cell(self, cell: int) -> None:
        """Run one code cell again."""
        self.page.locator(".jp-CodeCell").nth(cell).locator(".jp-InputPrompt").click()
        self.notebook.command("notebook:run-cell")
        self.notebook.wait_idle()

    # ---- the controls

    def part(self, name: str) -> Locator:
        """A control by what it is for, whatever the language: `slider:IL6`, `choice:cell`."""
        return self.el.locator(f'[data-part="{name}"]')

    def slider(self, value: str) -> Locator:
        return self.part(f"slider:{value}")

    def drag(self, value: str, to: float, *, release: bool = True) -> None:
        """Take a slider's thumb with the mouse and draw it to a share of the slider's length."""
        slider = self.slider(value)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        now, end = slider.evaluate("s => [s.valueAsNumber, Number(s.max)]")
        thumb = box["height"]

        def along(share: float) -> float:
            return box["x"] + thumb / 2 + share * (box["width"] - thumb)

        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(along(now / end), middle)
        self.page.mouse.down()
        self.page.mouse.move(along(to), middle, steps=12)
        if release:
            self.page.mouse.up()
        self.settle()

    def type(self, value: str, text: str) -> None:
        """Type into a number box and press Enter."""
        box = self.part(f"box:{value}")
        box.fill(text)
        box.press("Enter")
        self.settle()

    def language(self, lang: str) -> None:
        self.part(f"lang:{lang}").click()
        self.page.wait_for_function(
            """lang => document.querySelector(
              `.il6-explorer [data-part='lang:${lang}'][aria-pressed=true]`)""",
            arg=lang,
            timeout=WAIT,
        )
        self.settle()

    def shown_dose(self, dose: float, molar_mass: float) -> float:
        """A dose in nM as the axis has it, in the unit that is shown."""
        unit = self.part("unit:IL6").input_value()
        return dose * {"pg/mL": molar_mass, "ng/mL": molar_mass / 1e3, "pM": 1e3, "nM": 1}[unit]

    # ---- the scene

    def count(self, route: str) -> str:
        """How many hexamers of a route the scene says there are."""
        return self.el.locator(f".route.{route} .n").inner_text()

    # ---- the curve

    def chart(self) -> Chart:
        """The dose-response as it is drawn now."""
        return read_chart(self.figure)

    def cursor(self) -> dict[str, str]:
        """The numbers at the cursor, from the view's own table: name of the curve, number."""
        frame = self.el.locator(".il6-dose-response details").first
        if frame.get_attribute("open") is None:
            frame.locator("summary").click()
        frame.locator("tbody tr").first.wait_for()  # the table comes with the event, a task later
        heads = frame.locator("thead th").all_inner_texts()
        row = frame.locator("tbody tr").filter(has_text=re.compile(r"\(now\)|（当前）"))
        return dict(zip(heads[1:], row.locator("td").all_inner_texts(), strict=True))

    # ---- the kernel

    def python(self, expression: str, before: str = "") -> Any:
        """The value of an expression in the notebook's kernel, where it is plain data."""
        wrapped = f"__import__('json').dumps({expression})"
        answer = self.page.evaluate(
            """async ([code, wrapped]) => {
              const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              const future = kernel.requestExecute(
                {code, user_expressions: {said: wrapped}, store_history: false});
              return (await future.done).content;
            }""",
            [before, wrapped],
        )
        if answer["status"] != "ok" or answer["user_expressions"]["said"]["status"] != "ok":
            raise RuntimeError(json.dumps(answer))
        return json.loads(
            ast.literal_eval(answer["user_expressions"]["said"]["data"]["text/plain"])
        )

    def start(self, code: str) -> None:
        """Have the kernel run code, and do not wait for it."""
        self.page.evaluate(
            """(code) => {
              const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              const future = kernel.requestExecute({code, store_history: false});
              window.il6running = true;
              future.done.finally(() => { window.il6running = false; });
            }""",
            code,
        )

    def running(self) -> bool:
        """Whether that code still runs; the kernel's status does not tell."""
        return self.page.evaluate("() => window.il6running")
