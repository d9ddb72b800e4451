"""The numbers of a model file: amounts, constants, and the choices that override them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from . import units
from .errors import InputError, ModelError, suggestion
from .model import Choice, Fact, Option, Parameter, Words

Data = Mapping[str, Any]


def words(table: Data, key: str) -> Words:
    """Return a text in both languages, empty where there is none."""
    return Words(**table[key]) if key in table else Words()


def known(name: str, names: Iterable[str], where: str, what: str) -> None:
    """Refuse a name that is not among those known."""
    if name not in names:
        raise ModelError(f"{where}: no {what} '{name}'{suggestion(name, names)}")


def own_parameters(data: Data, taken: Iterable[str], file: str) -> dict[str, Parameter]:
    """Return the constants of a file."""
    found = {}
    for key, p in data.get("parameters", {}).items():
        if key in taken:
            raise ModelError(f"{file}: parameters.{key}: a species has this name; rename one")
        found[key] = _parameter(key, p, file)
    return found


def own_choices(data: Data, parameters: dict[str, Parameter], file: str) -> dict[str, Choice]:
    """Return the choices of a file; their defaults are put into force."""
    choices = {key: _choice(key, c, parameters, file) for key, c in data.get("choices", {}).items()}
    for choice in choices.values():
        choose(parameters, choice.options[choice.default])
    return choices


def choose(parameters: dict[str, Parameter], option: Option) -> None:
    """Put the values of an option, and what is known of them, into force."""
    for key, value in option.values.items():
        fact = option.facts.get(key)
        facts = {"status": fact.status, "source": fact.source} if fact else {}
        parameters[key] = replace(parameters[key], value=value, **facts)


def amount(key: str, s: Data, given: str, role: Any, unit: str, where: str) -> Parameter:
    """Return the number that says how much there is of a species; `given` is its key."""
    mass, q = s.get("molar_mass"), s[given]

    def inside(number: float) -> float:
        return _convert(number, q["unit"], unit, mass, f"{where}.{given}")

    return Parameter(
        id=key,
        role=role,
        value=inside(q["value"]),
        unit=unit,
        range=(inside(q["range"][0]), inside(q["range"][1])),
        status=q["status"],
        source=tuple(q["source"]),
        label=words(s, "label"),
        note=words(q, "note") if "note" in q else words(s, "note"),
        molar_mass=mass,
        shown=q["unit"],
        units=tuple(q.get("units", (q["unit"],))),
    )


def _parameter(key: str, p: Data, file: str) -> Parameter:
    allowed = tuple(map(float, p["allowed"])) if "allowed" in p else None
    if allowed is None and "range" not in p:
        raise ModelError(f"{file}: parameters.{key}: no range; give range = [low, high] or allowed")
    low, high = (min(allowed), max(allowed)) if allowed else p["range"]
    if not low <= p["value"] <= high:
        raise ModelError(
            f"{file}: parameters.{key}: value {p['value']} is outside its range {low} to {high}"
        )
    return Parameter(
        id=key,
        role="parameter",
        value=float(p["value"]),
        unit=p["unit"],
        range=(float(low), float(high)),
        status=p["status"],
        source=tuple(p["source"]),
        label=words(p, "label"),
        note=words(p, "note"),
        open=(float(p["open"][0]), float(p["open"][1])) if "open" in p else None,
        allowed=allowed,
        shown=p["unit"],
        units=("pM", "nM") if p["unit"] == "nM" else (p["unit"],),
    )


def _choice(key: str, c: Data, parameters: Mapping[str, Parameter], file: str) -> Choice:
    options: dict[str, Option] = {}
    for name, o in c.items():
        if name in ("default", "label"):
            continue
        where = f"{file}: choices.{key}.{name}"
        values: dict[str, float] = {}
        for target, given in o["values"].items():
            known(target, parameters, f"{where}.values", "species or parameter")
            p = parameters[target]
            try:
                values[target] = units.quantity(given, p.unit, molar_mass=p.molar_mass, name=target)
            except InputError as error:
                raise ModelError(f"{where}.values: {error}") from error
        facts = {
            target: Fact(f["status"], tuple(f["source"]), words(f, "note") if "note" in f else None)
            for target, f in o.get("facts", {}).items()
        }
        options[name] = Option(name, words(o, "label"), words(o, "note"), values, facts)
    if c["default"] not in options:
        raise ModelError(
            f"{file}: choices.{key}.default: no option '{c['default']}'"
            f"{suggestion(c['default'], options)}"
        )
    return Choice(key, words(c, "label"), c["default"], options)


def _convert(number: float, unit: str, to: str, mass: float | None, where: str) -> float:
    try:
        return units.convert(number, unit, to, molar_mass=mass) if unit != to else float(number)
    except InputError as error:
        raise ModelError(f"{where}: {error}") from error
