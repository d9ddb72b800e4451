"""The view `DiseaseLadder`: measured IL-6 from health to CAR-T on one scale."""

from __future__ import annotations

from typing import Any

import traitlets

from .cards import cards
from .experiment import STATIC
from .lone_view import LoneView


class DiseaseLadder(LoneView):
    """Measured IL-6 in diseases, each with interval, sampling time and source.

    A level of one's own is moved along the scale, and compared with each.

    Parameters
    ----------
    level
        Where one's own level stands, pg/mL.
    lang
        ``"en"`` or ``"zh"``; by default that of the page.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.DiseaseLadder(level=36.7)
    DiseaseLadder()
    """

    _esm = STATIC / "disease_ladder.js"
    page_script = "disease_ladder.page.js"
    texts = "ladder"

    kind = traitlets.Unicode("disease_ladder", read_only=True).tag(sync=True)
    level = traitlets.Float(36.7, min=1, max=100_000, help="One's own level, pg/mL").tag(sync=True)
    content = traitlets.Dict(help="The levels, from their file", read_only=True).tag(sync=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.set_trait("content", cards("levels"))
