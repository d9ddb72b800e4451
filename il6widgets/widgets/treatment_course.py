"""The view `TreatmentCourse`: doses on a line of time, and what follows."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError
from .experiment import STATIC, Experiment
from .views import View


class TreatmentCourse(View):
    """Doses that are placed, dragged and deleted; concentration, occupancy, IL-6, sIL-6R, CRP.

    Parameters
    ----------
    x
        The experiment; its model has a drug: ``patient``. Without doses it opens with the usual
        regimen of its drug.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without a drug.

    Examples
    --------
    >>> import il6widgets as il6
    >>> x = il6.Experiment("patient")
    >>> x.doses = il6.doses("8 mg/kg", every="28 d", count=3, route="iv")
    >>> il6.TreatmentCourse(x)
    TreatmentCourse(Experiment('patient'))
    """

    _esm = STATIC / "treatment_course.js"
    page_script = "treatment_course.page.js"

    kind = traitlets.Unicode("treatment_course", read_only=True).tag(sync=True)
    compared = traitlets.Any(help="A run that is kept to compare with").tag(sync=True)

    def __init__(self, x: Experiment, **settings: Any) -> None:
        if not x.model.dosing:
            raise InputError(f"{x.model.id} has no drug to give; take 'patient'")
        super().__init__(x, **settings)
