"""The view `Biomarker`: a cut-off over two distributions, and what a result then means."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import UnknownName, suggestion
from .cards import cards
from .experiment import STATIC
from .lone_view import LoneView


class Biomarker(LoneView):
    """A cut-off moved over the well and the ill: ROC, sensitivity, predictive values.

    Of the published cohorts only the area under the ROC or an effect size is known; two normal
    distributions of one width are rebuilt from it, and called so on screen.

    Parameters
    ----------
    marker
        ``"covid_il6"``, ``"covid_crp"``, ``"depression_il6"`` or ``"depression_community"``.
    cut
        Where the cut-off stands, standard deviations above the mean of the well; half-way between
        the two means if left out.
    prevalence
        The share of the ill among those tested, from 0.001 to 0.9.
    lang
        ``"en"`` or ``"zh"``; by default that of the page.

    Raises
    ------
    UnknownName
        When there is no such marker.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.Biomarker("depression_il6", prevalence=0.05)
    Biomarker()
    """

    _esm = STATIC / "biomarker.js"
    page_script = "biomarker.page.js"
    texts = "marker"

    kind = traitlets.Unicode("biomarker", read_only=True).tag(sync=True)
    marker = traitlets.Unicode(help="Whose distributions are shown").tag(sync=True)
    cut = traitlets.Float(None, allow_none=True, help="The cut-off, SD above the well").tag(
        sync=True
    )
    prevalence = traitlets.Float(0.1, min=0.001, max=0.9, help="Share of the ill").tag(sync=True)
    blocked = traitlets.Bool(False, help="Under an antibody against IL-6R").tag(sync=True)
    content = traitlets.Dict(help="The cohorts, from their file", read_only=True).tag(sync=True)

    def __init__(self, marker: str = "covid_il6", **settings: Any) -> None:
        content = cards("markers")
        known = [one["id"] for one in content["markers"]]
        if marker not in known:
            raise UnknownName(f"there is no marker '{marker}'{suggestion(marker, known)}")
        super().__init__(marker=marker, **settings)
        self.set_trait("content", content)
