"""Inputs over time: pulses and doses as a person writes them, and the events they become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .events import Event
from .inputs import read
from .model import Model, Parameter
from .units import quantity

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pulse:
    """An input that is there for a while; made by :func:`pulse`."""

    amount: Any
    start: Any
    stop: Any
    before: Any

    def events(self, model: Model, parameter: Parameter) -> list[Event]:
        """Return what sets the pulse in, and what ends it."""
        name = parameter.id
        if parameter.role == "start":
            raise InputError(
                f"{model.id}: '{name}' is a state, which the model moves by itself; give a number "
                "for its start, or doses that are added to it"
            )
        start = times(model, self.start, f"{name}: the start of the pulse")
        found = [Event(start, put={name: read(model, parameter, self.amount)})]
        if self.stop is not None:
            stop = times(model, self.stop, f"{name}: the stop of the pulse")
            if not np.all(stop > start):
                raise InputError(
                    f"{model.id}: {name}: the pulse starts at {start} {_unit(model)} and stops at "
                    f"{stop}; it must stop after it has started"
                )
            found.append(Event(stop, put={name: read(model, parameter, self.before)}))
        return found


@dataclass(frozen=True)
class Doses:
    """Doses at regular times; made by :func:`doses`."""

    amount: Any
    every: Any
    count: int
    start: Any
    route: str = ""
    infusion: Any = None
    loading: Any = None
    missed: tuple[int, ...] = ()

    def events(self, model: Model, parameter: Parameter) -> list[Event]:
        """Return one event a dose, which adds to the state."""
        name = parameter.id
        if parameter.role != "start":
            raise InputError(
                f"{model.id}: '{name}' is no state, so a dose cannot be added to it; give a "
                f"number or a pulse, or one of the states {', '.join(model.states)}"
            )
        if self.route or self.infusion is not None:
            raise InputError(
                f"{model.id}: {name}: a route and an infusion belong to doses=…, where the model "
                "says what they mean; leave them out here"
            )

        def amounts(given: Any) -> Array:
            return read(model, parameter, given)

        return [Event(at, add={name: dose}) for at, dose in self.given(model, name, amounts)]

    def given(
        self, model: Model, name: str, read_amount: Callable[[Any], Any]
    ) -> Iterator[tuple[Array, Any]]:
        """Yield time and amount of every dose that is not missed."""
        first = times(model, self.start, f"{name}: the first dose")
        every = times(model, self.every, f"{name}: the time between doses")
        if not np.all(every > 0):
            raise InputError(f"{model.id}: {name}: the time between doses is 0; it must be above 0")
        usual = read_amount(self.amount)
        loading = usual if self.loading is None else read_amount(self.loading)
        for k in range(self.count):
            if k + 1 not in self.missed:
                yield first + k * every, loading if k == 0 else usual


def pulse(amount: Any, start: Any = 0.0, stop: Any = None, *, before: Any = 0.0) -> Pulse:
    """Return an input that sets in at a time and ends at another.

    Parameters
    ----------
    amount
        While it lasts: a number in the unit of the input, a quantity as text, or an array.
    start, stop
        Numbers in the model's unit of time, or quantities such as ``"5 min"``; without `stop`
        it lasts to the end.
    before
        The value before it starts and after it stops.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.pulse("40 ng/mL", start=0, stop=5)
    Pulse(amount='40 ng/mL', start=0, stop=5, before=0.0)
    """
    return Pulse(amount, start, stop, before)


def doses(
    amount: Any,
    every: Any = 1.0,
    count: int = 1,
    *,
    start: Any = 0.0,
    route: str = "",
    infusion: Any = None,
    loading: Any = None,
    missed: Sequence[int] = (),
) -> Doses:
    """Return doses at regular times: of a drug, or to be given to a state.

    Parameters
    ----------
    amount
        Of one dose: in the unit of the state or as a quantity; of a drug also by weight,
        ``"8 mg/kg"``.
    every
        The time from one dose to the next, in the model's unit of time or as a quantity.
    count
        How many doses, with those that are missed.
    start
        The time of the first.
    route
        ``"iv"``, ``"sc"`` or ``"oral"``, for ``solve(…, doses=…)``.
    infusion
        How long a dose into a vein takes, such as ``"1 h"``; at once if not given.
    loading
        The first dose, where it differs.
    missed
        Which doses are left out, counted from 1.

    Raises
    ------
    InputError
        When `count` is no whole number from 0 to 10,000, or a missed dose is none of them.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.doses("8 mg/kg", every="28 d", count=3, route="iv").count
    3
    """
    if int(count) != count or not 0 <= count <= 10_000:
        raise InputError(f"count is {count}; give a whole number of doses from 0 to 10,000")
    for number in missed:
        if number not in range(1, int(count) + 1):
            raise InputError(f"missed has dose {number}; there are doses 1 to {count}")
    return Doses(amount, every, int(count), start, route, infusion, loading, tuple(missed))


def times(model: Model, given: Any, name: str) -> Array:
    """Return times in the model's unit: numbers, or quantities as text."""
    if isinstance(given, str):
        return np.asarray(quantity(given, _unit(model), name=name))
    if isinstance(given, Sequence) and any(isinstance(g, str) for g in given):
        return np.array([quantity(g, _unit(model), name=name) for g in given])
    try:
        found = np.asarray(given, float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{name} is {given!r}; give a number in {_unit(model)}, or a quantity such as "
            f"'5 {_unit(model)}'"
        ) from error
    if not np.isfinite(found).all():
        raise InputError(f"{name} is {found}; it must be finite")
    return found


def _unit(model: Model) -> str:
    assert model.time
    return model.time.unit


def schedule(model: Model, names: Mapping[str, Any]) -> tuple[dict[str, Any], list[Event]]:
    """Split what is given into values that hold from the start, and events.

    Raises
    ------
    UnknownName, InputError
        Naming the input, the rule and the way out.
    """
    plain: dict[str, Any] = {}
    events: list[Event] = []
    for name, given in names.items():
        if not isinstance(given, Pulse | Doses):
            plain[name] = given
            continue
        if name not in model.parameters:
            known = model.parameters
            raise UnknownName(f"{model.id} has no input '{name}'{suggestion(name, known)}")
        if isinstance(given, Pulse):
            plain[name] = given.before
        events += given.events(model, model.parameters[name])
    return plain, events


def over_time(name: str, base: Array, events: Sequence[Event], t: Array) -> Array:
    """Return a value that events put at times: (1, 1), or (lanes or 1, times).

    At the time of an event, the value after it.

    Parameters
    ----------
    base : (1,) or (lanes,)
        Before the first event.
    events
        In any order; at equal times the later in the list is the later to happen.
    t : (times,), or (lanes, 1) for a time of its own in each
    """
    found, latest = np.asarray(base, float).reshape(-1, 1), np.full((1, 1), -np.inf)
    for event in events:
        if name in event.put:
            at = np.asarray(event.time, float).reshape(-1, 1)
            change = np.asarray(event.put[name], float).reshape(-1, 1)
            happened = (t >= at) & (at >= latest)
            found, latest = np.where(happened, change, found), np.where(happened, at, latest)
    return found
