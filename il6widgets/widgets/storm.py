"""`Storm`: cytokine release as a scenario, an antibody early or late, and the ladder of levels."""

from __future__ import annotations

import ipywidgets

from ..kinetics.schedule import doses
from .disease_ladder import DiseaseLadder
from .experiment import Experiment
from .treatment_course import TreatmentCourse
from .views import Controls


class Storm(ipywidgets.Box):
    """A storm after CAR-T or in COVID-19, with tocilizumab on a day that is dragged.

    It opens with the untreated storm kept to compare with (dashed). Every rate of it outside the
    antibody's pharmacokinetics is a design; the measured levels stand beside it.

    Parameters
    ----------
    scenario
        ``"CART"`` or ``"COVID19"``.
    day
        When 8 mg/kg of tocilizumab begin, d.
    lang
        ``"en"`` or ``"zh"``; by default the language of the page.

    Raises
    ------
    UnknownName
        When there is no such scenario.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.Storm("COVID19", day=5)
    Storm('COVID19')
    """

    def __init__(self, scenario: str = "CART", *, day: float = 2.0, lang: str = "") -> None:
        x = Experiment("storm", scenario=scenario)
        if lang:
            x.lang = lang
        x.doses = doses("8 mg/kg", start=f"{day} d", count=1, route="iv", infusion="1 h")
        x.at = 5.0
        untreated = {
            "inputs": {"values": x.inputs.values(), "choices": x.inputs.choices()},
            "doses": [],
        }
        self.experiment = x
        super().__init__(
            [
                Controls(x),
                TreatmentCourse(x, compared=untreated),
                DiseaseLadder(level=3110.5 if scenario == "CART" else 36.7, lang=lang),
            ],
            layout=ipywidgets.Layout(display="block", width="100%"),
        )

    def __repr__(self) -> str:
        return f"Storm({self.experiment.inputs.choices()['scenario']!r})"
