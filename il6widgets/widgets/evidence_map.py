"""The view `EvidenceMap`: drugs, mechanisms and diseases, each link with its grade of evidence."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import UnknownName, suggestion
from .cards import cards
from .experiment import STATIC
from .lone_view import LoneView


class EvidenceMap(LoneView):
    """What is known of IL-6 in diseases: who says so, how well, and what speaks against it.

    Parameters
    ----------
    chosen
        The drug, mechanism or disease whose links are open: ``"ra"``, ``"tocilizumab"``.
    lang
        ``"en"`` or ``"zh"``; by default that of the page.

    Raises
    ------
    UnknownName
        When the map has no such node.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.EvidenceMap("covid")
    EvidenceMap()
    """

    _esm = STATIC / "evidence_map.js"
    page_script = "evidence_map.page.js"
    texts = "evidence"

    kind = traitlets.Unicode("evidence_map", read_only=True).tag(sync=True)
    chosen = traitlets.Unicode("ra", help="The node whose links are open").tag(sync=True)
    weakest = traitlets.Enum(["any", "human", "strong"], "any", help="Grades to show").tag(
        sync=True
    )
    content = traitlets.Dict(help="Nodes and links, from their file", read_only=True).tag(sync=True)

    def __init__(self, chosen: str = "ra", **settings: Any) -> None:
        content = cards("evidence")
        nodes = [node["id"] for node in content["nodes"]]
        if chosen not in nodes:
            raise UnknownName(f"the map has no '{chosen}'{suggestion(chosen, nodes)}")
        super().__init__(chosen=chosen, **settings)
        self.set_trait("content", content)
