"""The view `CellPanel`: several cells in one bath, each with its receptors and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from ..kinetics.errors import InputError, UnknownName, suggestion
from .experiment import STATIC, Experiment
from .views import View


class CellPanel(View):
    """Several cells in the bath of an experiment, side by side.

    Each has its receptors, its hexamers by route and, where the model goes on to it, its pSTAT3.
    Below, the experiment's cell by one route at a time: can pSTAT3 alone tell them apart?

    Parameters
    ----------
    x
        The experiment; its model has hexamers and a choice ``cell``: ``receptor`` or ``pathway``.
    cells
        Which cells, by option; all of them by default.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without cells.
    UnknownName
        For a cell that the model does not have.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.CellPanel(il6.Experiment("pathway"), cells=["hepatocyte", "endothelium"])
    CellPanel(Experiment('pathway'))
    """

    _esm = STATIC / "cell_panel.js"
    page_script = "cell_panel.page.js"

    kind = traitlets.Unicode("cell_panel", read_only=True).tag(sync=True)
    cells = traitlets.List(traitlets.Unicode(), help="The cells shown; all if empty").tag(sync=True)
    own_peak = traitlets.Bool(help="Curves of the trial are drawn to their own peak").tag(sync=True)

    def __init__(self, x: Experiment, *, cells: Sequence[str] = (), **settings: Any) -> None:
        if "hexamer" not in x.model.outputs or "cell" not in x.model.choices:
            raise InputError(
                f"{x.model.id} has no cells to choose from; take 'receptor' or 'pathway'"
            )
        known = x.model.choices["cell"].options
        for cell in cells:
            if cell not in known:
                raise UnknownName(f"{x.model.id} has no cell '{cell}'{suggestion(cell, known)}")
        super().__init__(x, cells=list(cells), **settings)
