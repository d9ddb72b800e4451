"""One self-contained, live HTML file: no kernel, no network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Collection, Iterator, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from ipywidgets import Box, Widget

from ..widgets.chart import Chart, Frame
from ..widgets.checkpoint import Checkpoint
from ..widgets.experiment import STATIC, Experiment
from ..widgets.lone_view import LoneView
from ..widgets.views import View
from .filling import fill
from .jupyter import BUNDLES, bundle, foreign, state_of, views_in

Shown = tuple[View | LoneView, int | None]
"""A view, and the question that keeps it shut."""

_SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}
TERMS = {  # of what is published, page or site
    "en": "Text and figures CC BY 4.0, code BSD-3-Clause. For teaching and research; not for "
    "clinical decisions.",
    "zh": "文字和图 CC BY 4.0，代码 BSD-3-Clause。供教学与研究，不作临床决策之用。",
}
_FOOTER = {
    "en": "Model {model} ({hash}), il6widgets {version}; the newest is on PyPI. " + TERMS["en"],
    "zh": "模型 {model}（{hash}），il6widgets {version}，最新版在 PyPI。" + TERMS["zh"],
}
_ALONE = {
    "en": "il6widgets {version}; the newest is on PyPI. " + TERMS["en"],
    "zh": "il6widgets {version}，最新版在 PyPI。" + TERMS["zh"],
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
        Views (`Controls`, `ReceptorBinding`), charts (`TimeCourse`, `DoseResponse`), checkpoints,
        and boxes of them such as `explore` makes, of one experiment or more; they begin with the
        inputs that their experiments have now. Widgets of ipywidgets, `jslink` among them, and
        figures of bqplot may stand among them: the page then carries a host for those, 0.4 MB
        compressed, where one of ours alone carries 0.06. What runs in Python does not run there.
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
    shown = [widgets] if isinstance(widgets, Widget) else list(widgets)
    mixed = foreign(shown)
    views: list[Shown] = (
        [(view, None) for one in shown for view in views_in(one)]
        if mixed
        else list(shown_in(shown))
    )
    if not (views or mixed):
        raise TypeError("a page needs at least one view, such as ReceptorBinding(x)")
    if lang not in _FOOTER or theme not in _SCHEMES:
        raise ValueError(f"lang={lang!r}, theme={theme!r}: take en or zh, and auto, light or dark")
    model = next((x.model for view, _ in views if (x := owner_of(view))), None)
    lone = next((v for v, _ in views if isinstance(v, LoneView) and v.texts), None)
    names = model or lone
    if not (names or title):
        raise TypeError("there is no model on this page that names it; give it a title")
    facts = {
        "model": model.id if model else "–",
        "hash": model.hash if model else "–",
        "version": version("il6widgets"),
    }
    name = title or (names.title(lang) if names else "")
    if mixed:
        contents, scripts = _mixed(shown, views, lang)
    else:
        contents, scripts = contents_of(views, lang), scripts_of(views)
    if names and not title:
        # For a reader who asks for the other language in the address.
        contents["titles"] = {"en": names.title("en"), "zh": names.title("zh")}
    carried = written(contents)
    filled = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "theme": theme,
        "scheme": _SCHEMES[theme],
        **facts,
        "title": html.escape(name),
        "description": html.escape(model.title(lang) if model else name),
        "footer": html.escape((_FOOTER if model else _ALONE)[lang].format(**facts)),
        "noscript": html.escape(_NOSCRIPT[lang]),
        "views": "视图" if lang == "zh" else "Views",  # heard, and not seen: views begin at h3
        "sources": "文献" if lang == "zh" else "Sources",
        "contents": carried,
        "contents_hash": f"sha256-{digest(carried)}",
        # Controls stand beside what they control, where there is room.
        "layout": "beside" if any(view.kind == "controls" for view, _ in views) else "",
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
        "script_hashes": " ".join(f"'sha256-{digest(script)}'" for script in scripts),
    }
    page = fill((files("il6widgets") / "publish" / "page.html").read_text("utf-8"), filled)
    if file is not None:
        Path(file).write_text(page, "utf-8")
    return page


def _mixed(
    shown: Sequence[Widget], views: Sequence[Shown], lang: str
) -> tuple[dict[str, Any], list[str]]:
    """Return contents and scripts of a page that Jupyter's widgets are on, too."""
    saved = state_of(shown, lang)
    contents = {
        "models": {},
        "experiments": [],
        "gates": {},
        "roots": {},
        "views": saved.pop("shown"),
        "jupyter": saved,
    }
    modules = {one["model_module"] for one in saved["state"].values()}
    return contents, scripts_of(views, modules)


def shown_in(widgets: Sequence[Any], gate: int | None = None) -> Iterator[Shown]:
    """Yield the views in some widgets, those in boxes too, each with what keeps it shut."""
    for widget in widgets:
        if isinstance(widget, Checkpoint):
            # Its question keeps no place in a box of the page, and opens what follows.
            yield widget.question, gate
            yield from shown_in(widget.views, id(widget.question))
        elif isinstance(widget, View | LoneView):
            yield widget, gate
        elif isinstance(widget, Chart):
            yield widget.frame, gate
        elif isinstance(widget, Box):
            yield from shown_in(widget.children, gate)
        else:
            raise TypeError(
                f"a page cannot show {type(widget).__name__}; give it views such as Controls, "
                "ReceptorBinding, TimeCourse or DoseResponse, or boxes of them"
            )


def scripts_of(views: Sequence[Shown], modules: Collection[str] = ()) -> list[str]:
    """Return the scripts that a page of these views needs, in the order in which it runs them.

    `modules` are those of Jupyter's widgets, where they are on the page, too; bqplot then draws
    the charts.
    """
    owners = [x for view, _ in views if (x := owner_of(view))]
    own = [view for view, _ in views if not (modules and isinstance(view, Frame))]
    needed = {
        **dict.fromkeys(sorted({view.page_script for view in own} - {""}), True),
        "motion.page.js": any(x.model.time for x in owners),
        "marks.page.js": len(own) < len(views),
        "experiment.page.js": bool(owners),
        "jupyter.page.js": bool(modules),
    }
    scripts = [
        (STATIC / name).read_text("utf-8") for name, is_needed in needed.items() if is_needed
    ]
    packages = [bundle(module) for module in BUNDLES if module in modules]
    return [*scripts, *packages, (STATIC / "page.js").read_text("utf-8")]


def written(contents: dict[str, Any]) -> str:
    """Return contents as they stand in a page."""
    # "<" never stands in JSON outside strings, so no "</script>" or "<!--" is left.
    return json.dumps(contents, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def digest(script: str) -> str:
    """Return the SHA-256 of a text as a policy writes it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def owner_of(view: View | LoneView) -> Experiment | None:
    """Return the experiment of a view, if it has one."""
    owner = getattr(view, "experiment", None)
    return owner if isinstance(owner, Experiment) else None


def contents_of(
    views: Sequence[Shown], lang: str, roots: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return models by short ids, so that the same widgets give the same bytes.

    `roots` are the ids of the elements that the views go into; without them, ``main``.
    """
    experiments: list[Experiment] = []
    for view, _ in views:
        if (x := owner_of(view)) and x not in experiments:
            experiments.append(x)
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
            **({"doses": x.doses} if x.doses else {}),
        }
    shut: dict[int, str] = {}
    gates: dict[str, str] = {}
    for number, (view, gate) in enumerate(views):
        found: dict[str, Any] = {"kind": view.kind, **_settings(view, number)}
        if x := owner_of(view):
            found["experiment"] = f"x{experiments.index(x)}"
        if isinstance(view, LoneView):
            found["lang"] = view.lang or lang
            if any(other == id(view) for _, other in views):
                shut[id(view)] = found["gate"] = f"g{number}"
                models[f"g{number}"] = {"height": "0px"}
        models[f"v{number}"] = found
        if gate is not None:
            gates[f"v{number}"] = shut[gate]
    return {
        "models": models,
        "experiments": [f"x{n}" for n in range(len(experiments))],
        "views": [f"v{n}" for n in range(len(views))],
        "gates": gates,
        "roots": {f"v{n}": root for n, root in enumerate(roots or ())},
    }


def _settings(view: View | LoneView, number: int) -> dict[str, Any]:
    """Return what the viewer has chosen in a view."""
    known = set(View.class_traits(sync=True)) | {"experiment", "gate"}
    names = set(view.traits(sync=True)) - known
    found = {name: getattr(view, name) for name in sorted(names) if not name.startswith("_")}
    if isinstance(view, Frame):  # without bqplot; `marks` is what a chart is told apart by
        found |= {"marks": [f"v{number}"], "parts": []}
    return found
