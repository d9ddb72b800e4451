"""The view `Checkpoint`: a question that keeps a view shut until the reader has answered."""

from __future__ import annotations

from typing import Any

import ipywidgets
import traitlets

from ..kinetics.errors import InputError
from ..kinetics.units import convert
from .experiment import STATIC, Experiment
from .lone_view import LoneView
from .questions import question

SHUT = {"height": "0px", "visibility": "hidden", "overflow": "hidden"}


class Question(LoneView):
    """The question of a checkpoint. Its answer stays in the page: nothing is sent to Python."""

    _esm = STATIC / "checkpoint.js"
    page_script = "checkpoint.page.js"

    kind = traitlets.Unicode("checkpoint", read_only=True).tag(sync=True)
    id = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Dict(help="The question, from its file").tag(sync=True)
    factor = traitlets.Float(1.0, help="From the model's unit to the question's").tag(sync=True)
    experiment = traitlets.Instance(Experiment, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )
    gate = traitlets.Instance(ipywidgets.Layout, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )


class Checkpoint(ipywidgets.Box):
    """A question that opens a view: predict, then observe, then explain.

    Parameters
    ----------
    id
        Chapter and name of the question, ``"02.pull"``.
    *views
        What is kept shut until an answer is given; any answer opens it.
    lang
        ``"en"`` or ``"zh"``; by default that of the experiment, else of the page.

    Raises
    ------
    UnknownName
        When there is no such question.
    InputError
        When a question reads an input that no view here has.

    Examples
    --------
    >>> import il6widgets as il6
    >>> x = il6.Experiment("receptor")
    >>> il6.Checkpoint("02.pull", il6.Controls(x))
    Checkpoint('02.pull')
    """

    def __init__(self, id: str, *views: ipywidgets.Widget, lang: str = "") -> None:
        asked = question(id)
        x = next((found for view in views if (found := _experiment(view))), None)
        self.views = views
        self.gate = ipywidgets.Layout(display="block", **SHUT) if views else None
        self.question = Question(
            id=id,
            asked=asked,
            lang=lang,
            experiment=x,
            gate=self.gate,
            factor=_factor(id, asked, x),
        )
        if lang and x:
            x.lang = lang
        inside: list[ipywidgets.Widget] = [self.question]
        if self.gate:
            inside.append(ipywidgets.Box(list(views), layout=self.gate))
        super().__init__(inside, layout=ipywidgets.Layout(display="block", width="100%"))

    def __repr__(self) -> str:
        return f"Checkpoint({self.question.id!r})"


def _experiment(view: ipywidgets.Widget) -> Experiment | None:
    """Return the experiment that a view, or the first in a box of views, looks at."""
    found = getattr(view, "experiment", None)
    if isinstance(found, Experiment):
        return found
    inside = (_experiment(child) for child in getattr(view, "children", ()))
    return next((x for x in inside if x), None)


def _factor(id: str, asked: dict[str, Any], x: Experiment | None) -> float:
    """Return what an input in its model's unit is multiplied by to be an answer."""
    if "reads" not in asked:
        return 1.0
    name = asked["reads"]
    if x is None or name not in x.model.parameters:
        raise InputError(
            f"{id} reads {name}, which no view here has; give it a view of a model with {name}"
        )
    value = x.model.parameters[name]
    return convert(1.0, value.unit, asked["unit"], molar_mass=value.molar_mass)
