"""The view `Cohort`: virtual patients under one regimen, who responds, and a trial on them."""

from __future__ import annotations

from typing import Any

import traitlets

from ..kinetics.errors import InputError, UnknownName, suggestion
from ..kinetics.schedule import doses
from .experiment import STATIC, Experiment
from .views import View

SPREAD = {"CL": 0.39, "V1": 0.37, "Vm": 0.54, "IL6_production": 0.8}
"""Coefficients of variation between patients: those of Frey 2010, and a design for IL-6."""


class Cohort(View):
    """Virtual patients in the browser: bands, responders, a brush that tells who they are, a trial.

    Patients are spread evenly over lognormal distributions, so that a few hundred give smooth
    bands; :func:`il6widgets.cohort` draws at random, in any number.

    Parameters
    ----------
    x
        The experiment on ``"patient"``, with its doses; one under 8 mg/kg of tocilizumab every
        four weeks is made if it is left out.
    patients
        How many, from 20 to 1,000.
    spread
        Coefficient of variation by input.
    responds
        CRP below which a patient responds, mg/L.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    InputError
        For a model without a drug, or a spread that is negative.
    UnknownName
        When an input that is to vary is not in the model.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.Cohort(patients=200)
    Cohort(Experiment('patient'))
    """

    _esm = STATIC / "cohort.js"
    page_script = "cohort.page.js"

    kind = traitlets.Unicode("cohort", read_only=True).tag(sync=True)
    patients = traitlets.Int(160, min=20, max=1000, help="How many").tag(sync=True)
    spread = traitlets.Dict(dict(SPREAD), help="CV by input").tag(sync=True)
    responds = traitlets.Float(3.0, min=0.01, help="CRP below which one responds, mg/L").tag(
        sync=True
    )
    end_point = traitlets.Enum(["CRP", "IL6"], "CRP", help="What the trial measures").tag(sync=True)
    arm = traitlets.Int(20, min=2, max=500, help="Patients an arm of the trial").tag(sync=True)

    def __init__(self, x: Experiment | None = None, **settings: Any) -> None:
        if x is None:
            x = Experiment("patient")
            x.doses = doses("8 mg/kg", every="28 d", count=3, route="iv")
        if not x.model.dosing or "CRP" not in x.model.species:
            raise InputError(f"{x.model.id} has no drug and no CRP; take 'patient'")
        spread = settings.get("spread", SPREAD)
        for name in spread:
            if name not in x.model.parameters:
                raise UnknownName(
                    f"{x.model.id} has no input '{name}'{suggestion(name, x.model.parameters)}"
                )
        if len(spread) > 8:
            raise InputError("more than eight inputs vary; take the eight that matter most")
        for name, cv in spread.items():
            if not 0 <= cv <= 3:
                raise InputError(f"spread of {name} is {cv}; give a CV from 0 to 3, such as 0.39")
        super().__init__(x, **settings)
