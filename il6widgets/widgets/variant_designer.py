"""The view `VariantDesigner`: an IL-6 with other affinities, and what each cell answers."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .cards import cards
from .experiment import STATIC, Experiment
from .views import View


class VariantDesigner(View):
    """Affinity for IL-6R and for gp130 as two axes; what a variant makes each cell answer.

    The variant takes the place of IL-6 in the bath. Variants whose numbers are known stand on the
    plane; those of which only the order is known stand beside it as ranks.

    Parameters
    ----------
    x
        The experiment on ``"receptor"``; one in culture medium is made if it is left out.
    il6r
        How many times tighter the variant binds IL-6R, 0.01 to 1000.
    gp130
        How many times tighter it binds gp130, 1e-6 to 100.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without these affinities.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.VariantDesigner(il6r=70, gp130=1e-6)
    VariantDesigner(Experiment('receptor'))
    """

    _esm = STATIC / "variant_designer.js"
    page_script = "variant_designer.page.js"

    kind = traitlets.Unicode("variant_designer", read_only=True).tag(sync=True)
    il6r = traitlets.Float(1.0, min=0.01, max=1000, help="Fold of the affinity for IL-6R").tag(
        sync=True
    )
    gp130 = traitlets.Float(1.0, min=1e-6, max=100, help="Fold of the affinity for gp130").tag(
        sync=True
    )
    content = traitlets.Dict(help="Known variants, from their file", read_only=True).tag(sync=True)

    def __init__(self, x: Experiment | None = None, **settings: Any) -> None:
        x = x or Experiment("receptor", fluid="medium", IL6="0.1 ng/mL")
        if not {"Kd_IL6R", "Kd_gp130", "Kd_2D"} <= set(x.model.parameters):
            raise InputError(f"{x.model.id} has no affinities to design; take 'receptor'")
        super().__init__(x, **settings)
        self.set_trait("content", cards("variants"))
