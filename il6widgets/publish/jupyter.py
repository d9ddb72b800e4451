"""A page with ipywidgets or figures of bqplot: the state of its widgets, and their scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from typing import Any

from ipywidgets import Box, GridBox, HBox, VBox, Widget
from ipywidgets.embed import dependency_state

from ..widgets.chart import Chart
from ..widgets.checkpoint import Checkpoint
from ..widgets.lone_view import LoneView
from ..widgets.views import View

OWN = "il6widgets"
"""The package whose widgets have their code in the page."""

BUNDLES = {"bqscales": "bqscales", "bqplot": "bqplot"}
"""Modules that other packages bring, with the distribution that has them; in the order of use."""

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
        elif type(widget) in (Box, HBox, VBox, GridBox) or _ours(widget):
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
    by_id = {widget.model_id: widget for widget in _reachable(widgets)}
    state: dict[str, Any] = {}
    for key, saved in found.items():
        module = saved["model_module"]
        ours = key in by_id and _ours(by_id[key])
        if not ours and module not in KNOWN:
            name = type(by_id[key]).__name__ if key in by_id else saved["model_name"]
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
    files = distribution(BUNDLES[module]).files or []
    script = next(str(f.locate()) for f in files if f.as_posix().endswith(path))
    with open(script, encoding="utf-8") as file:
        text = re.sub(r"(?m)^//# sourceMappingURL=.*$", "", file.read()).strip()
    # It stands in a page, so that it may not look like the end of a script.
    text = text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return (
        "(()=>{const define=(needs,make)=>"
        f'il6_jupyter.define("{module}",needs,make);define.amd={{}};\n{text}\n}})()'
    )


def _ours(widget: Widget) -> bool:
    return type(widget).__module__.partition(".")[0] == OWN


def _reachable(widgets: Sequence[Widget]) -> Iterator[Widget]:
    """Yield widgets and all that they refer to."""
    waiting, seen = list(widgets), set()
    while waiting:
        widget = waiting.pop()
        if widget.model_id in seen:
            continue
        seen.add(widget.model_id)
        yield widget
        for name in widget.keys or ():
            value = getattr(widget, name, None)
            if isinstance(value, dict):
                value = list(value.values())
            inside = value if isinstance(value, list | tuple) else [value]
            waiting += [one for one in inside if isinstance(one, Widget)]


def _renamed(value: Any, rename: Any) -> Any:
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, dict):
        return {rename(key): _renamed(inner, rename) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(inner, rename) for inner in value]
    return value
