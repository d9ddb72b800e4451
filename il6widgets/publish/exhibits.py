"""Exhibits by name: a model's explorer, one of its views, or a view that needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets
from ipywidgets import Widget

import il6widgets as il6

from ..kinetics.errors import InputError, UnknownName, suggestion

VIEWS = (
    *("Buffer", "CellPanel", "Cohort", "Controls", "DoseResponse", "MendelianCard", "PathwayFlow"),
    *("ReceptorBinding", "TimeCourse", "TreatmentCourse", "UnitConverter"),
    *("VariantDesigner", "WhereToBlock"),
)
"""Views of an experiment: ``MODEL:VIEW``."""

LONE = ("Biomarker", "DiseaseLadder", "EvidenceMap")
"""Views of no experiment: ``VIEW``."""


def exhibit(name: str, inputs: Sequence[str] = ()) -> list[Widget]:
    """Return the views of an exhibit.

    Parameters
    ----------
    name
        A model, ``"receptor"``, for its whole explorer; with a view,
        ``"receptor:ReceptorBinding"``, shown beside its controls; or a view that needs no model,
        ``"DiseaseLadder"``.
    inputs
        ``"IL6=40 ng/mL"``, ``"cell=monocyte"``; of a view without a model its settings,
        ``"level=40"``.

    Raises
    ------
    UnknownName, InputError
        For a model, view or input that there is not.

    Examples
    --------
    >>> from il6widgets.publish.exhibits import exhibit
    >>> exhibit("receptor:Buffer", ["fluid=blood"])[1]
    Buffer(Experiment('receptor'))
    >>> exhibit("DiseaseLadder", ["level=40"])
    [DiseaseLadder()]
    """
    if name in LONE:
        return [_lone(name, pairs(inputs))]
    model, _, view = name.partition(":")
    if not view and model not in il6.catalogue() and model[:1].isupper():
        known = [*il6.catalogue(), *LONE]
        hint = suggestion(model, known) or "; the views of a model are MODEL:VIEW"
        raise UnknownName(f"no exhibit is called '{model}'{hint}")
    x = il6.Experiment(model, **pairs(inputs))
    if not view:
        return [il6.explore(x)]
    if view not in VIEWS:
        raise UnknownName(f"no view is called '{view}'{suggestion(view, VIEWS)}")
    shown = getattr(il6, view)(x)
    return [shown] if view == "Controls" else [il6.Controls(x), shown]


def _lone(name: str, given: dict[str, str]) -> Widget:
    kind = getattr(il6, name)
    traits = kind.class_traits(sync=True)
    known = sorted(k for k, t in traits.items() if t.help and not t.read_only and k[0] != "_")
    settings: dict[str, Any] = {}
    for key, text in given.items():
        if key not in known:
            raise UnknownName(f"{name} has no setting '{key}'{suggestion(key, known)}")
        try:
            settings[key] = traits[key].from_string(text)
        except (ValueError, traitlets.TraitError):
            raise InputError(f"{name}: '{text}' is no {key}; {traits[key].help}") from None
    try:
        return kind(**settings)
    except traitlets.TraitError as error:
        raise InputError(f"{name}: {error}") from error


def pairs(inputs: Sequence[str]) -> dict[str, str]:
    """Split ``NAME=VALUE``."""
    found = {}
    for given in inputs:
        key, equals, value = given.partition("=")
        if not equals or not key:
            raise InputError(f"'{given}' is no input; write NAME=VALUE, such as IL6='40 ng/mL'")
        found[key] = value
    return found
