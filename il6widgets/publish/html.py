"""One self-contained, live HTML file: no kernel, no network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from ipywidgets import Box, Widget

from ..widgets.chart import Chart, Frame
from ..widgets.experiment import STATIC, Experiment
from ..widgets.views import View

_SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}
_FOOTER = {
    "en": "Model {model} ({hash}), il6widgets {version}. "
    "For teaching and research; not for clinical decisions.",
    "zh": "模型 {model}（{hash}），il6widgets {version}。供教学与研究，不作临床决策之用。",
}
_NOSCRIPT = {
    "en": "This page computes in the browser; switch scripts on to see it.",
    "zh": "这个页面在浏览器里计算，请启用脚本。",
}


def to_html(
    widgets: Widget | Sequence[Widget],
    file: str | Path | None = None,
    *,
    lang: Literal["en", "zh"] = "en",
    theme: Literal["auto", "light", "dark"] = "auto",
    title: str = "",
) -> str:
    """Write views into one HTML file that computes offline.

    Parameters
    ----------
    widgets
        Views (`Controls`, `ReceptorBinding`), charts (`TimeCourse`, `DoseResponse`), and boxes of
        them such as `explore` makes, of one experiment or more; they begin with the inputs that
        their experiments have now. A chart is drawn by our own SVG: marks that were added to its
        bqplot figure are not on the page.
    file
        Where to write; nothing is written when it is left out.
    lang
        The language it opens in.
    theme
        ``"auto"`` follows the reader's system.
    title
        By default the model's.

    Returns
    -------
    str
        The page.

    Raises
    ------
    TypeError
        For a widget that the page cannot show, with what it can.

    Examples
    --------
    >>> import il6widgets as il6
    >>> x = il6.Experiment("receptor", cell="endothelium")
    >>> page = il6.to_html([il6.Controls(x), il6.ReceptorBinding(x)], lang="zh")
    """
    views = list(_views([widgets] if isinstance(widgets, Widget) else widgets))
    if not views:
        raise TypeError("a page needs at least one view, such as ReceptorBinding(x)")
    if lang not in _FOOTER or theme not in _SCHEMES:
        raise ValueError(f"lang={lang!r}, theme={theme!r}: take en or zh, and auto, light or dark")
    own = sorted({view.page_script for view in views} - {""})
    scripts = [(STATIC / name).read_text("utf-8") for name in [*own, "page.js"]]
    model = views[0].experiment.model
    facts = {"model": model.id, "hash": model.hash, "version": version("il6widgets")}
    filled = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "theme": theme,
        "scheme": _SCHEMES[theme],
        "version": facts["version"],
        "title": html.escape(title or model.title(lang)),
        "description": html.escape(model.title(lang)),
        "footer": html.escape(_FOOTER[lang].format(**facts)),
        "noscript": html.escape(_NOSCRIPT[lang]),
        # "<" never stands in JSON outside strings, so no "</script>" or "<!--" is left.
        "contents": json.dumps(_contents(views, lang), ensure_ascii=False).replace("<", "\\u003c"),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
        "script_hashes": " ".join(f"'sha256-{_digest(script)}'" for script in scripts),
    }
    page = (files("il6widgets") / "publish" / "page.html").read_text("utf-8")
    # Braces of the style sheet stay: only known places are filled, each once.
    for name, value in filled.items():
        page = value.join(page.split(f"{{{name}}}"))
    if file is not None:
        Path(file).write_text(page, "utf-8")
    return page


def _views(widgets: Sequence[Any]) -> Iterator[View]:
    """Yield the views in some widgets, those in boxes too."""
    for widget in widgets:
        if isinstance(widget, View):
            yield widget
        elif isinstance(widget, Chart):
            yield widget.frame
        elif isinstance(widget, Box):
            yield from _views(widget.children)
        else:
            raise TypeError(
                f"a page cannot show {type(widget).__name__}; give it views such as Controls, "
                "ReceptorBinding, TimeCourse or DoseResponse, or boxes of them"
            )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _contents(views: Sequence[View], lang: str) -> dict[str, Any]:
    """Return models by short ids, so that the same widgets give the same bytes."""
    experiments: list[Experiment] = []
    for view in views:
        if view.experiment not in experiments:
            experiments.append(view.experiment)
    models: dict[str, Any] = {}
    for number, x in enumerate(experiments):
        models[f"i{number}"] = {**x.inputs.values(), **x.inputs.choices(), "units": x.inputs.units}
        models[f"x{number}"] = {
            "program": x.program,
            "inputs": f"i{number}",
            "key": f"x{number}",
            "opening": x.opening,
            "lang": lang,
            **({"end": x.end, "at": x.at} if x.model.time else {}),
        }
    for number, view in enumerate(views):
        models[f"v{number}"] = {
            "kind": view.kind,
            "experiment": f"x{experiments.index(view.experiment)}",
            **_settings(view, number),
        }
    return {
        "models": models,
        "experiments": [f"x{n}" for n in range(len(experiments))],
        "views": [f"v{n}" for n in range(len(views))],
    }


def _settings(view: View, number: int) -> dict[str, Any]:
    """Return what the viewer has chosen in a view."""
    names = set(view.traits(sync=True)) - set(View.class_traits(sync=True))
    found = {name: getattr(view, name) for name in sorted(names) if not name.startswith("_")}
    if isinstance(view, Frame):  # without bqplot; `marks` is what a chart is told apart by
        found |= {"marks": [f"v{number}"], "parts": []}
    return found
