"""Units at the edge: what a person types becomes a number; pint is loaded when first used."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

from .errors import InputError

_DEFINITIONS = """\
femto- = 1e-15 = f-
pico- = 1e-12 = p-
nano- = 1e-9 = n-
micro- = 1e-6 = u-
milli- = 1e-3 = m-
kilo- = 1e3 = k-
gram = [mass] = g
liter = [volume] = L = l = litre
mole = [substance] = mol
molar = mole / liter = M
dalton = gram / mole = Da
second = [time] = s
minute = 60 * second = min
hour = 60 * minute = h
day = 24 * hour = d
week = 7 * day
cell = [cell]
international_unit = [activity] = IU
"""

SYMBOLS = {"1/cell": "molecules per cell", "1": "a pure number", "ug/mL": "µg/mL"}
"""Units whose written name differs from their symbol."""

_MASS, _AMOUNT = "[mass]/[volume]", "[substance]/[volume]"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


@cache
def registry() -> Any:
    """Return a pint registry of the units that the field writes, and no others."""
    import pint

    # pint's own 1,000 units take a second to read, and let "5 m" mean metres of IL-6.
    units = pint.UnitRegistry(None)  # pyright: ignore[reportArgumentType]
    units.load_definitions(_DEFINITIONS.splitlines())
    return units


def quantity(
    typed: str | float, unit: str, *, molar_mass: float | None = None, name: str = "value"
) -> float:
    """Read a number or a typed quantity and return it in a unit.

    Parameters
    ----------
    typed
        ``"40 ng/mL"``, ``"2 nM"``, or a number that is already in `unit`.
    unit
        The unit wanted: ``"nM"``, ``"1/cell"``, ``"1"``, ``"ng/mL"`` …
    molar_mass
        In g/mol; lets mass concentrations and molar ones be converted into each other.
    name
        Whose value it is, for errors.

    Returns
    -------
    float
        In `unit`.

    Raises
    ------
    InputError
        When it is no quantity, not finite, negative, or of another dimension.

    Examples
    --------
    >>> round(quantity("1 ng/mL", "pM", molar_mass=21000), 1)
    47.6
    """
    number = _read(typed, unit, molar_mass, name) if isinstance(typed, str) else float(typed)
    if math.isnan(number):
        raise InputError(f"{name} is NaN; give a number or a quantity such as {_example(unit)}")
    if math.isinf(number):
        raise InputError(f"{name} is infinite; give a finite number in {wording(unit)}")
    if number < 0:
        raise InputError(f"{name} is {typed}; it cannot be negative, the least is 0")
    return number


def convert(number: float, unit: str, to: str, *, molar_mass: float | None = None) -> float:
    """Convert a number from one unit to another, by molar mass where mass meets amount."""
    return quantity(f"{number!r} {unit}", to, molar_mass=molar_mass)


def wording(unit: str) -> str:
    """Return a unit as a reader says it."""
    return SYMBOLS.get(unit, unit)


def _example(unit: str) -> str:
    return {"nM": "'2 nM' or '40 ng/mL'", "1/cell": "4500", "1": "2"}.get(unit, f"'2 {unit}'")


def _read(typed: str, unit: str, molar_mass: float | None, name: str) -> float:
    text = typed.strip().replace("\N{MICRO SIGN}", "u").replace("\N{GREEK SMALL LETTER MU}", "u")
    text = text.replace("\N{MINUS SIGN}", "-")
    if _NUMBER.fullmatch(text):
        return float(text)
    if text.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        return float(text)
    found = _NUMBER.match(text)
    rule = f"{name}: {typed!r} is no quantity; write a number and a unit, such as {_example(unit)}"
    if not found:
        raise InputError(rule)
    units = registry()
    written = text[found.end() :].strip().replace("/ml", "/mL")  # both are common
    try:
        given = float(found.group()) * units.parse_units(written)
    except Exception as error:  # pint raises its own, attribute, token and value errors
        raise InputError(rule) from error
    target = units.parse_units("" if unit == "1" else unit)
    if given.check(_MASS) and (1 * target).check(_AMOUNT):
        given = given / _molar(molar_mass, name, typed)
    elif given.check(_AMOUNT) and (1 * target).check(_MASS):
        given = given * _molar(molar_mass, name, typed)
    if not given.is_compatible_with(target):
        raise InputError(
            f"{name}: {typed!r} has the wrong dimension; it is given in {wording(unit)}, "
            f"for example {_example(unit)}"
        )
    return float(given.to(target).magnitude)


def _molar(molar_mass: float | None, name: str, typed: str) -> Any:
    if molar_mass is None:
        raise InputError(
            f"{name}: {typed!r} needs a molar mass, and none is stated for it; give it in nM"
        )
    return molar_mass * registry()("g/mol")
