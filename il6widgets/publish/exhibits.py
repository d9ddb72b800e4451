"""Exhibits by name: a model's explorer, or one of its views, with inputs as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import il6widgets as il6

from ..kinetics.errors import InputError, UnknownName, suggestion

VIEWS = (
    *("Buffer", "CellPanel", "Cohort", "Controls", "DoseResponse", "MendelianCard", "PathwayFlow"),
    *("ReceptorBinding", "TimeCourse", "TreatmentCourse", "UnitConverter"),
    *("VariantDesigner", "WhereToBlock"),
)


def exhibit(name: str, inputs: Sequence[str] = ()) -> tuple[il6.Experiment, list[Any]]:
    """Return the experiment and the views of an exhibit.

    Parameters
    ----------
    name
        A model, ``"receptor"``, for its whole explorer; or with a view,
        ``"receptor:ReceptorBinding"``, shown beside its controls.
    inputs
        ``"IL6=40 ng/mL"``, ``"cell=monocyte"``.

    Raises
    ------
    UnknownName, InputError
        For a model, view or input that there is not.

    Examples
    --------
    >>> from il6widgets.publish.exhibits import exhibit
    >>> exhibit("receptor:Buffer", ["fluid=blood"])[0].inputs.fluid
    'blood'
    """
    model, _, view = name.partition(":")
    x = il6.Experiment(model, **pairs(inputs))
    if not view:
        return x, [il6.explore(x)]
    if view not in VIEWS:
        raise UnknownName(f"no view is called '{view}'{suggestion(view, VIEWS)}")
    shown = getattr(il6, view)(x)
    return x, [shown] if view == "Controls" else [il6.Controls(x), shown]


def pairs(inputs: Sequence[str]) -> dict[str, str]:
    """Split ``NAME=VALUE``."""
    found = {}
    for given in inputs:
        key, equals, value = given.partition("=")
        if not equals or not key:
            raise InputError(f"'{given}' is no input; write NAME=VALUE, such as IL6='40 ng/mL'")
        found[key] = value
    return found
