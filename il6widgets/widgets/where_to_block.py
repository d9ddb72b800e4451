"""The view `WhereToBlock`: drugs along the chain, and what they leave of each route."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .experiment import STATIC, Experiment
from .views import View


class WhereToBlock(View):
    """What drugs leave of classic and of trans-signalling, and the window of sgp130Fc.

    Classic signalling is read on a hepatocyte, trans-signalling on a synoviocyte, which has no
    IL-6R; both stand in the bath of the experiment. The window is where trans falls to a tenth
    and classic keeps four fifths; it is looked for in blood and in a joint, in each set.

    Parameters
    ----------
    x
        The experiment on ``"receptor"``; one is made if it is left out.
    jak
        Ruxolitinib, nM. The model ends before the kinase: both routes lose the same share of it,
        half at 186 nM [sobotta2017]_.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without these drugs, routes and fluids.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.WhereToBlock(il6.Experiment("receptor", fluid="joint", set="weak"))
    WhereToBlock(Experiment('receptor'))
    """

    _esm = STATIC / "where_to_block.js"
    page_script = "where_to_block.page.js"

    kind = traitlets.Unicode("where_to_block", read_only=True).tag(sync=True)
    jak = traitlets.Float(0.0, min=0, help="Ruxolitinib, nM").tag(sync=True)

    def __init__(self, x: Experiment | None = None, **settings: Any) -> None:
        x = x or Experiment("receptor", fluid="joint")
        needs = {"sgp130Fc", "tocilizumab", "sarilumab", "siltuximab"}
        if not (
            needs <= set(x.model.parameters) | set(x.model.species) and "trans" in x.model.outputs
        ):
            raise InputError(f"{x.model.id} has no such drugs; take 'receptor'")
        super().__init__(x, **settings)
