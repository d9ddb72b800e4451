"""The view `UnitConverter`: an amount of a protein in every unit that papers use."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .experiment import STATIC, Experiment
from .views import View


class UnitConverter(View):
    """An amount of IL-6, of a receptor or of a drug, in mass, in moles and in molecules.

    The molar masses are those of the experiment's model, with their sources.

    Parameters
    ----------
    x
        The experiment; one on ``"receptor"`` is made if it is left out.
    molecule
        Which value of the model: ``"IL6"``, ``"sIL6R"``, ``"tocilizumab"``.
    amount
        What is written, nM.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a value without a molar mass.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.UnitConverter(molecule="sIL6R")
    UnitConverter(Experiment('receptor'))
    """

    _esm = STATIC / "unit_converter.js"
    page_script = "unit_converter.page.js"

    kind = traitlets.Unicode("unit_converter", read_only=True).tag(sync=True)
    molecule = traitlets.Unicode("IL6", help="The value whose molar mass counts").tag(sync=True)
    amount = traitlets.Float(1e3 / 21_000, min=0, help="The amount, nM").tag(sync=True)

    def __init__(self, x: Experiment | None = None, molecule: str = "IL6", **settings: Any) -> None:
        x = x or Experiment("receptor")
        known = [p.id for p in x.model.parameters.values() if p.molar_mass]
        known += [s.id for s in x.model.species.values() if s.molar_mass]
        if molecule not in known:
            raise InputError(f"{molecule} has no molar mass in {x.model.id}; take one of {known}")
        super().__init__(x, molecule=molecule, **settings)
