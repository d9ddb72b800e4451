"""The view `Buffer`: how much IL-6 sIL-6R and sgp130 hold, in each set of constants."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .experiment import STATIC, Experiment
from .views import View


class Buffer(View):
    """IL-6 in the fluid: free, with sIL-6R, with sgp130; both sets of constants side by side.

    Sliders say where the sIL-6R comes from, shedding or splicing; their sum is the model's sIL-6R.

    Parameters
    ----------
    x
        The experiment; its model has a choice ``set``: ``receptor`` or ``pathway``.
    spliced
        The share of sIL-6R that is spliced, from 0 to 1. No number is known: 0.15 is a guess.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without a fluid that buffers.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.Buffer(il6.Experiment("receptor", fluid="blood"))
    Buffer(Experiment('receptor'))
    """

    _esm = STATIC / "buffer.js"
    page_script = "buffer.page.js"

    kind = traitlets.Unicode("buffer", read_only=True).tag(sync=True)
    spliced = traitlets.Float(0.15, min=0, max=1, help="Share of sIL-6R that is spliced").tag(
        sync=True
    )

    def __init__(self, x: Experiment, **settings: Any) -> None:
        if "free_fraction" not in x.model.outputs or "set" not in x.model.choices:
            raise InputError(f"{x.model.id} has no buffer; take 'receptor' or 'pathway'")
        super().__init__(x, **settings)
