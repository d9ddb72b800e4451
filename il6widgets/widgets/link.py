"""Links: the inputs of an experiment as a short text behind the # of an address.

``il6=1;receptor;set=buffer;cell=monocyte;fluid=storm;IL6=40ng/mL``: the version of the format, the
model, its choices, then only what differs from what they set. A number without a unit is in the
model's; ``~`` names the unit it is shown in. ``@`` is the clock.
js/src/widgets/link.ts writes and reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..kinetics.errors import InputError, UnknownName, suggestion
from ..kinetics.inputs import read as read_value
from ..kinetics.model import Model, Parameter
from ..kinetics.reading import option_of
from ..kinetics.units import convert

VERSION = 1
LIMIT = 2000
"""Characters: what chats, forms and QR codes still carry."""

_AMOUNT = re.compile(r"(?P<number>[0-9.]+(?:e-?[0-9]+)?)?(?P<unit>[^~]*)(?:~(?P<shown>.+))?")
_CLOCK = ("at", "end")


@dataclass(frozen=True)
class State:
    """What a link holds: every choice and value, the units they are shown in, and the clock."""

    choices: dict[str, str]
    values: dict[str, float]
    units: dict[str, str] = field(default_factory=dict)
    clock: dict[str, float] = field(default_factory=dict)


def write(model: Model, state: State, clock: Mapping[str, float]) -> str:
    """Return the link of a state; `clock` is where a clock stands by itself.

    Raises
    ------
    InputError
        When so much was changed that no link can hold it.
    """
    parts = [f"il6={VERSION}", model.id]
    expected = {key: p.value for key, p in model.parameters.items()}
    for key, option in state.choices.items():
        # Always: a model may have been loaded with another option than the one it ships with.
        parts.append(f"{key}={option}")
        expected |= model.choices[key].options[option].values
    for key, value in state.values.items():
        p = model.parameters[key]
        unit = state.units.get(key, p.shown)
        if value != expected[key]:
            parts.append(f"{key}={_amount(p, value, unit)}")
        elif unit != p.shown:
            parts.append(f"{key}=~{unit}")
    parts += [f"@{key}={_short(x)}" for key, x in state.clock.items() if x != clock[key]]
    link = ";".join(parts)
    if len(link) > LIMIT:
        raise InputError(
            f"{model.id}: too many inputs were changed, more than the {LIMIT} characters of a link "
            "hold; use code()"
        )
    return link


def _short(x: float) -> str:
    """Write a number as briefly as reading it back allows."""
    return repr(float(x)).removesuffix(".0").replace("e-0", "e-").replace("e+", "e")


def _amount(p: Parameter, value: float, unit: str) -> str:
    if unit == p.unit:
        return _short(value) + ("" if unit == p.shown else f"~{unit}")
    shown = convert(value, p.unit, unit, molar_mass=p.molar_mass)
    for digits in (6, 15):
        text = _short(float(f"{shown:.{digits}g}"))
        if convert(float(text), unit, p.unit, molar_mass=p.molar_mass) == value:
            return text + unit
    return _short(value) + ("" if unit == p.shown else f"~{unit}")


def read(model: Model, link: str) -> State:
    """Return the state that a link holds: all of it, or nothing.

    Parameters
    ----------
    model
        Whose link it must be.
    link
        The text from ``il6=`` on, or an address that has it behind its ``#``.

    Raises
    ------
    InputError
        Naming what is wrong: too long, of a later version, of another model, damaged, or a number
        that the input does not take.
    UnknownName
        For a name that the model does not have.
    """
    start = link.find("il6=", 0, LIMIT * 2)
    text = link[start:].split("&", 1)[0] if start >= 0 else ""
    if not text:
        raise InputError("this is no link of il6widgets; it has no 'il6=' behind its '#'")
    if len(text) > LIMIT:
        raise InputError(f"the link has {len(text)} characters; it can have {LIMIT}: copy it anew")
    version, _, rest = text.removeprefix("il6=").partition(";")
    if not re.fullmatch("[0-9]{1,4}", version) or int(version) == 0:
        raise InputError(f"the link is of version {version[:20]!r}, which is none; copy it anew")
    if int(version) > VERSION:
        raise InputError(
            f"the link is of version {version}, later than {VERSION}; update il6widgets"
        )
    name, *parts = rest.split(";")
    if name != model.id:
        raise InputError(f"the link is one of {name[:40]!r}; it does not fit {model.id!r}")
    return _state(model, dict(_pairs(model, parts)))


def _pairs(model: Model, parts: list[str]) -> Iterator[tuple[str, str]]:
    known = [*model.choices, *model.parameters, *(f"@{c}" for c in _CLOCK if model.time)]
    seen = set()
    for part in parts:
        name, equals, given = part.partition("=")
        if name not in known:
            raise UnknownName(
                f"{model.id} has no input '{name[:40]}'{suggestion(name[:40], known)}"
            )
        if not equals or name in seen:
            what = "stands in the link twice" if name in seen else "has no value in the link"
            raise InputError(f"{model.id}: {name} {what}; copy the link anew")
        seen.add(name)
        yield name, given


def _state(model: Model, given: Mapping[str, str]) -> State:
    state = State({}, {key: p.value for key, p in model.parameters.items()})
    for key in model.choices:
        option = option_of(model, key, given.get(key, model.chosen[key])[:80])
        state.choices[key] = option.id
        state.values.update(option.values)
    for key, p in model.parameters.items():
        if key not in given:
            continue
        found = _AMOUNT.fullmatch(given[key])
        number, unit, shown = found.group("number", "unit", "shown") if found else (None, "", None)
        told = shown or unit or p.shown
        if not found or told not in p.units or not (number or shown) or (unit and shown):
            units = ", ".join(p.units)
            raise InputError(
                f"{model.id}: {key}: '{given[key][:40]}' is no amount; give a number in {units}"
            )
        if number:
            typed = _number(model, key, number)
            state.values[key] = float(read_value(model, p, f"{typed!r} {unit}" if unit else typed))
        if told != p.shown:
            state.units[key] = told
    for key in _CLOCK:
        if f"@{key}" in given:
            state.clock[key] = _number(model, f"@{key}", given[f"@{key}"])
            if key == "end" and state.clock[key] == 0:
                raise InputError(f"{model.id}: @end is 0 in the link; a run takes time")
    return state


def _number(model: Model, name: str, text: str) -> float:
    try:
        x = float(text)
    except ValueError:
        x = float("nan")
    if not (re.fullmatch(r"[0-9.]+(e-?[0-9]+)?", text) and x < float("inf")):
        raise InputError(f"{model.id}: {name}: '{text[:40]}' is no number; copy the link anew")
    return x
