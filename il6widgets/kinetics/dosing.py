"""Doses of a drug: by route, by weight, at once or over a time; what they become in a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .events import Event
from .model import Model
from .schedule import Doses, doses, times
from .units import quantity

Array = NDArray[np.float64]

ROUTES = ("iv", "sc", "oral")


def dosing(model: Model, given: Any, values: Mapping[str, Array], end: float) -> list[Event]:
    """Return what doses of a drug do to a run.

    Parameters
    ----------
    model
        It says by its ``[dosing]`` where the doses of a route go.
    given
        :func:`doses`, or a list of them; infusions that overlap add up.
    values
        The inputs in force: body weight and bioavailability.
    end
        The last time of the run.

    Raises
    ------
    InputError, UnknownName
        For a model without a drug, a route that it does not have, an amount or weight that is
        none, an infusion elsewhere than into a vein, and a first dose after the end.
    """
    if given is None:
        return []
    if not model.dosing:
        raise InputError(f"{model.id} has no drug to give; doses=… is for models such as patient")
    listed = [given] if isinstance(given, Doses) else given
    if not isinstance(listed, Sequence) or not all(isinstance(d, Doses) for d in listed):
        raise InputError(f"doses is {given!r}; give il6.doses(…), or a list of them")
    firsts = [times(model, one.start, "the first dose") for one in listed if one.count]
    if firsts and min(float(np.min(first)) for first in firsts) > end:
        raise InputError(
            f"{model.id}: the first dose, at {np.max(firsts[0]):g}, comes after the end of the "
            f"run, {end:g}; start earlier or run longer"
        )
    return [event for one in listed for event in _events(model, one, values, end)]


def _events(model: Model, given: Doses, values: Mapping[str, Array], end: float) -> Iterator[Event]:
    route = given.route or "iv"
    state = _state_of(model, route)
    share = np.asarray(1.0)
    if route != "iv" and "bioavailability" in model.dosing:
        share = values[model.dosing["bioavailability"]]

    def milligrams(amount: Any) -> Array:
        return _milligrams(model, amount, values) * share

    takes = _takes(model, given, route)
    for at, amount in given.given(model, "doses", milligrams):
        if np.min(at) > end:
            return
        if takes is None:
            yield Event(at, add={state: amount})
        else:
            rate = amount / takes
            yield Event(at, add={model.dosing["infusion"]: rate})
            yield Event(at + takes, add={model.dosing["infusion"]: -rate})


def _state_of(model: Model, route: str) -> str:
    """Return the state that doses of a route are added to."""
    routes = [r for r in ROUTES if r in model.dosing]
    if route not in routes:
        raise UnknownName(f"{model.id} has no route '{route}'{suggestion(route, routes)}")
    return model.dosing[route]


def _takes(model: Model, given: Doses, route: str) -> Array | None:
    """Return how long an infusion takes."""
    if given.infusion is None:
        return None
    if route != "iv" or "infusion" not in model.dosing:
        raise InputError(
            f"{model.id}: an infusion goes into a vein, and the route is '{route}'; leave out "
            "infusion, or take route='iv'"
        )
    takes = times(model, given.infusion, "infusion")
    if not np.all(takes > 0):
        raise InputError(
            f"{model.id}: infusion is {np.min(takes):g}; it takes time: leave it out for a dose "
            "that is given at once"
        )
    return takes


def _by_weight(amount: Any) -> bool:
    return isinstance(amount, str) and amount.replace(" ", "").lower().endswith("/kg")


def _milligrams(model: Model, amount: Any, values: Mapping[str, Array]) -> Array:
    """Return a dose in mg; by weight where it is given so."""
    per_weight = _by_weight(amount)
    if isinstance(amount, str):
        number = amount.strip()[: -len("/kg")] if per_weight else amount
        dose = np.asarray(quantity(number, "mg", name="the dose"))
    else:
        dose = np.asarray(amount, float)
    if not np.all(np.isfinite(dose)) or np.any(dose < 0):
        raise InputError(f"the dose is {amount!r}; give 0 or more, such as '162 mg' or '8 mg/kg'")
    if not per_weight:
        return dose
    weight = values[model.dosing["weight"]]
    if not np.all(weight > 0):
        raise InputError(
            f"{model.id}: the weight is 0, and the dose is {amount!r}; give a weight, such as "
            "weight='70 kg', or a dose in mg"
        )
    return dose * weight


def listed(model: Model, given: Any) -> list[dict[str, Any]]:
    """Return every single dose as data: time, amount (mg, or mg/kg), route, length of infusion.

    Parameters
    ----------
    model
        It has a drug.
    given
        As for :func:`dosing`; what is listed already is checked and kept.
    """
    if isinstance(given, Doses):
        given = [given]
    if not model.dosing and given:
        raise InputError(f"{model.id} has no drug to give; doses are for models such as patient")
    kilogram = {model.dosing.get("weight", ""): np.asarray(1.0)}
    found: list[dict[str, Any]] = []
    for one in given:
        if isinstance(one, Mapping):
            again([one])
            found.append(dict(one))
            continue
        if not isinstance(one, Doses):
            raise InputError(f"doses has {one!r}; give il6.doses(…), or a list of them")
        _state_of(model, one.route or "iv")
        takes = _takes(model, one, one.route or "iv")
        for at, amount in one.given(model, "doses", lambda amount: amount):
            found.append(
                {
                    "time": float(at),
                    "amount": float(_milligrams(model, amount, kilogram)),
                    "per_kg": _by_weight(amount),
                    "route": one.route or "iv",
                    "over": float(takes) if takes is not None else 0.0,
                }
            )
    return sorted(found, key=lambda dose: dose["time"])


def again(given: Sequence[Mapping[str, Any]]) -> list[Doses]:
    """Return listed doses as :func:`doses`."""
    made = []
    for one in given:
        try:
            unit = "mg/kg" if one["per_kg"] else "mg"
            made.append(
                doses(
                    f"{float(one['amount'])!r} {unit}",
                    count=1,
                    start=float(one["time"]),
                    route=str(one["route"]),
                    infusion=float(one["over"]) or None,
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{one!r} is no dose; it has time, amount, per_kg, route and over"
            ) from error
    return made
