"""The view `PathwayFlow`: a model as a flow, drawn from the layout that it carries."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .experiment import STATIC, Experiment
from .views import View


class PathwayFlow(View):
    """A model in time as a flow: edges as wide as their flux, nodes as full as their level.

    It draws any model with a ``[layout]``. A click or Enter on a node inhibits it, knocks it out
    or restores it.

    Parameters
    ----------
    x
        The experiment; its model moves in time and has a layout.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without a layout, or without time.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.PathwayFlow(il6.Experiment("signalling", IL6="40 ng/mL"))
    PathwayFlow(Experiment('signalling'))
    """

    _esm = STATIC / "pathway_flow.js"
    page_script = "pathway_flow.page.js"

    kind = traitlets.Unicode("pathway_flow", read_only=True).tag(sync=True)
    numbers = traitlets.Bool(help="The table of all numbers is open").tag(sync=True)

    def __init__(self, x: Experiment, **settings: Any) -> None:
        if not x.model.layout or not x.model.time:
            raise InputError(
                f"{x.model.id} has no layout in time to draw; take signalling or pathway, or give "
                "your model a [layout]"
            )
        super().__init__(x, **settings)
