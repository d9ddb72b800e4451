"""Composed layouts: a whole explorer in one line."""

from __future__ import annotations

from pathlib import Path

import ipywidgets

from ..kinetics.model import Model
from .dose_response import DoseResponse
from .experiment import Experiment
from .time_course import TimeCourse
from .treatment_course import TreatmentCourse
from .views import Controls, ReceptorBinding


def explore(
    x: str | Path | Model | Experiment = "receptor", *, lang: str = ""
) -> ipywidgets.Widget:
    """Return the views that suit a model, laid out by the width there is.

    Controls and a dose-response; the scene where receptors bind, the course of a model in time.

    Parameters
    ----------
    x
        An experiment, or the model to make one of.
    lang
        ``"en"`` or ``"zh"``; by default the language of the page.

    Examples
    --------
    >>> import il6widgets as il6
    >>> page = il6.explore("receptor")
    """
    experiment = x if isinstance(x, Experiment) else Experiment(x)
    if lang:
        experiment.lang = lang
    model = experiment.model
    views: list[ipywidgets.Widget] = [Controls(experiment)]
    if "hexamer" in model.outputs:
        views.append(ReceptorBinding(experiment))
    if model.dosing:
        views.append(TreatmentCourse(experiment))
    elif model.time:
        views.append(TimeCourse(experiment))
    if "IL6" in model.parameters:  # a patient makes it
        views.append(DoseResponse(experiment))
    # Two boxes: the outer one is measured, the inner one is laid out by what was measured.
    grid = ipywidgets.Box(views)
    grid.add_class("il6")
    grid.add_class("il6-explorer-grid")
    if len(views) == 4:
        grid.add_class("il6-explorer-four")
    explorer = ipywidgets.Box([grid])
    explorer.add_class("il6-explorer")
    return explorer
