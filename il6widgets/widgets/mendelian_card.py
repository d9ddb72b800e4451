"""The view `MendelianCard`: what the 358Ala genotype does in each set, against measurements."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .cards import cards
from .experiment import STATIC, Experiment
from .views import View


class MendelianCard(View):
    """358Ala in IL6R: more IL-6 and sIL-6R in blood, less IL-6R on cells, less disease.

    One allele changes the three by what was measured; the hexamers of a hepatocyte follow, in each
    set of constants, beside the CRP that was measured. The fall on hepatocytes was not measured:
    it is a slider, from none to more than that on leucocytes.

    Parameters
    ----------
    x
        The experiment on ``"receptor"``; one in healthy blood is made if it is left out.
    alleles
        0, 1 or 2.
    fall
        What one allele takes from IL-6R on the cell, %; 28 is the most that was measured.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without these receptors and sets.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.MendelianCard(alleles=2)
    MendelianCard(Experiment('receptor'))
    """

    _esm = STATIC / "mendelian_card.js"
    page_script = "mendelian_card.page.js"

    kind = traitlets.Unicode("mendelian_card", read_only=True).tag(sync=True)
    alleles = traitlets.Int(1, min=0, max=2, help="358Ala alleles").tag(sync=True)
    fall = traitlets.Float(28.0, min=0, max=40, help="Fall of IL-6R per allele, %").tag(sync=True)
    content = traitlets.Dict(help="What was measured, from its file", read_only=True).tag(sync=True)

    def __init__(self, x: Experiment | None = None, **settings: Any) -> None:
        x = x or Experiment("receptor", fluid="blood")
        if not {"IL6R", "sIL6R", "hexamer", "set"} <= {
            *x.model.parameters,
            *x.model.species,
            *x.model.outputs,
            *x.model.choices,
        }:
            raise InputError(f"{x.model.id} has no such receptors; take 'receptor'")
        super().__init__(x, **settings)
        self.set_trait("content", cards("genotype"))
