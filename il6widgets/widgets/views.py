"""Views of an experiment that the browser draws itself."""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets
import traitlets

from ..kinetics.errors import InputError
from .experiment import STATIC, Experiment


class View(anywidget.AnyWidget):
    """A view of an experiment; any number may look at the same one.

    Parameters
    ----------
    x
        The experiment.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.
    """

    # Only the experiment carries code; a view's module finds it in the page.
    _esm = STATIC / "view.js"
    page_script = ""
    """The script of a page without Jupyter, where a view brings its own code; else empty."""

    kind = traitlets.Unicode().tag(sync=True)
    experiment = traitlets.Instance(Experiment).tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(self, x: Experiment, *, lang: str = "", **settings: Any) -> None:
        super().__init__(experiment=x, **settings)
        if lang:
            x.lang = lang

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.experiment!r})"


class Controls(View):
    """Every input with slider, number box, unit, status and source.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.Controls(il6.Experiment("receptor"))
    Controls(Experiment('receptor'))
    """

    kind = traitlets.Unicode("controls", read_only=True).tag(sync=True)
    folds = traitlets.Dict(help="Groups that the viewer has opened or folded").tag(sync=True)


class ReceptorBinding(View):
    """The scene: fluid, membrane and cell, with every molecule in proportion to the solution.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.ReceptorBinding(il6.Experiment("receptor", cell="monocyte"))
    ReceptorBinding(Experiment('receptor'))
    """

    page_script = "receptor_binding.page.js"
    kind = traitlets.Unicode("receptor_binding", read_only=True).tag(sync=True)
    numbers = traitlets.Bool(help="The table of all numbers is open").tag(sync=True)

    def __init__(self, x: Experiment, **settings: Any) -> None:
        if "hexamer" not in x.model.outputs:
            raise InputError(
                f"{x.model.id} has no receptor scene; ReceptorBinding draws 'receptor' and what "
                "it drives"
            )
        super().__init__(x, **settings)
