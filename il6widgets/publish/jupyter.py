"""A page with ipywidgets or figures of bqplot: the state of its widgets, and their scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from ipywidgets import Box, GridBox, HBox, VBox, Widget
from ipywidgets.embed import dependency_state

from ..widgets.chart import Chart
from ..widgets.checkpoint import Checkpoint
from ..widgets.lone_view import LoneView
from ..widgets.views import View

OWN = "il6widgets"
"""The package whose widgets have their code in the page."""

BUNDLES = ("bqscales", "bqplot")
"""Modules that packages of the same name bring, in the order of use."""

KNOWN = {"@jupyter-widgets/base", "@jupyter-widgets/controls", *BUNDLES}


def foreign(widgets: Sequence[Widget]) -> bool:
    """Whether there is more among widgets, and in boxes of them, than views of ours.

    So are a tab and an accordion, which our own host does not lay out, and a chart whose figure
    was given marks of somebody else.
    """
    for widget in widgets:
        if isinstance(widget, Chart):
            if any(mark not in widget.frame.marks for mark in widget.figure.marks):
                return True
        elif isinstance(widget, View | LoneView | Checkpoint):
            continue
        elif type(widget) in (Box, HBox, VBox, GridBox) or _ours(type(widget).__module__):
            if foreign(getattr(widget, "children", ())):
                return True
        else:
            return True
    return False


def views_in(widget: Any) -> Iterator[View | LoneView]:
    """Yield our views in a widget, wherever its children have them."""
    if isinstance(widget, View | LoneView):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from views_in(child)


def state_of(widgets: Sequence[Widget], lang: str) -> dict[str, Any]:
    """Return what the host on a page takes: the state of widgets and of all that they refer to.

    The ids are counted, so that the same widgets give the same bytes.

    Parameters
    ----------
    widgets
        What is shown, in this order.
    lang
        Of our own views.

    Raises
    ------
    TypeError
        For a widget whose code is not in the page, or that needs a kernel.
    """
    found = dependency_state(list(widgets), drop_defaults=False)
    places = {key: f"m{number}" for number, key in enumerate(found)}
    state: dict[str, Any] = {}
    for key, saved in found.items():
        module = saved["model_module"]
        home, _, kind = saved["state"].get("_anywidget_id", "").rpartition(".")
        ours = _ours(home)
        if not ours and module not in KNOWN:
            name = kind or saved["model_name"].removesuffix("Model")
            raise TypeError(
                f"a page cannot show {name}, whose code is in {module}; it can show our views, "
                "what ipywidgets itself has, and figures of bqplot; leave it out, or put what it "
                "shows into HTML(…)"
            )
        values = {k: v for k, v in saved["state"].items() if k not in ("_esm", "_css")}
        if ours and "lang" in values:
            values["lang"] = values["lang"] or lang
        state[key] = {**saved, "state": values}
    named = re.compile("|".join(sorted(places)))
    return {
        "version_major": 2,
        "version_minor": 0,
        "state": _renamed(state, lambda text: named.sub(lambda id: places[id[0]], text)),
        "shown": [places[widget.model_id] for widget in widgets],
    }


def bundle(module: str) -> str:
    """Return the script of a package's own widgets, as it is installed here, for the host."""
    path = f"share/jupyter/nbextensions/{module}/index.js"
    files = distribution(module).files or []
    script = next(Path(file.locate()) for file in files if file.as_posix().endswith(path))
    text = re.sub(r"(?m)^//# sourceMappingURL=.*$", "", script.read_text("utf-8")).strip()
    # It stands in a page, so that it may not look like the end of a script.
    text = text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return (
        "(()=>{const define=(needs,make)=>"
        f'il6_jupyter.define("{module}",needs,make);define.amd={{}};\n{text}\n}})()'
    )


def _ours(module: str) -> bool:
    return module.partition(".")[0] == OWN


def _renamed(value: Any, rename: Any) -> Any:
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, dict):
        return {rename(key): _renamed(inner, rename) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(inner, rename) for inner in value]
    return value
