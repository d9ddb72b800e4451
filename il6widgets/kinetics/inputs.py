"""Inputs of a model: names checked, choices applied, quantities read, arrays broadcast."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .model import Model, Parameter
from .reading import option_of
from .units import quantity

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Every value of a model in its own unit, and the options in force.

    Attributes
    ----------
    values : dict of str to array
        Shape ``()`` for one number, ``shape`` otherwise.
    choices : dict of str to str
    shape : tuple of int
        What all arrays among the values broadcast to.
    """

    values: dict[str, Array]
    choices: dict[str, str]
    shape: tuple[int, ...]

    def flat(self) -> dict[str, Array]:
        """Return the values as lanes: shape (1,) for one number, (n,) otherwise."""
        return {
            key: (np.broadcast_to(v, self.shape).reshape(-1) if v.ndim else v.reshape(1))
            for key, v in self.values.items()
        }


def resolve(model: Model, names: Mapping[str, Any]) -> Inputs:
    """Turn names and what was given for them into numbers.

    Parameters
    ----------
    model
        Whose inputs they are.
    names
        Species, parameters and choices; numbers, quantities as text, or arrays of either.
        What is given by name wins over what an option sets.

    Raises
    ------
    UnknownName
        With the nearest name that exists.
    InputError
        For what is negative, NaN, no quantity, or of the wrong dimension or shape.
    """
    known = [*model.choices, *model.parameters]
    for name in names:
        if name not in known:
            raise UnknownName(f"{model.id} has no input '{name}'{suggestion(name, known)}")
    choices = dict(model.chosen)
    values: dict[str, Array] = {key: np.float64(p.value) for key, p in model.parameters.items()}  # pyright: ignore[reportAssignmentType]
    for key in model.choices:
        if key in names:
            option = option_of(model, key, names[key])
            choices[key] = option.id
            values |= {k: np.asarray(v) for k, v in option.values.items()}
    for name, given in names.items():
        if name not in model.choices:
            values[name] = read(model, model.parameters[name], given)
    try:
        shape = np.broadcast_shapes(*(v.shape for v in values.values()))
    except ValueError as error:
        shapes = ", ".join(f"{k} {v.shape}" for k, v in values.items() if v.shape)
        raise InputError(
            f"{model.id}: these arrays do not fit together: {shapes}; give all the same length"
        ) from error
    return Inputs(values, choices, shape)


def read(model: Model, parameter: Parameter, given: Any) -> Array:
    """Return a given number, text or array in the unit of a parameter."""
    name, unit = f"{model.id}: {parameter.id}", parameter.unit
    if isinstance(given, str):
        array = np.asarray(quantity(given, unit, molar_mass=parameter.molar_mass, name=name))
    elif isinstance(given, Sequence) and any(isinstance(g, str) for g in given):
        mass = parameter.molar_mass
        array = np.array([quantity(g, unit, molar_mass=mass, name=name) for g in given])
    else:
        try:
            array = np.asarray(given, float)
        except (TypeError, ValueError) as error:
            raise InputError(
                f"{name}: {given!r} is no number; give a number in {unit}, "
                "a quantity such as '2 nM', or an array of numbers"
            ) from error
        _finite(array, name, unit)
    _usable(model, array, parameter, name)
    return array


def _finite(array: Array, name: str, unit: str) -> None:
    bad = ~(np.isfinite(array) & (array >= 0))
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        at = f"[{', '.join(map(str, where))}]" if where else ""
        # The sentence for one number says what is wrong with it.
        quantity(float(array[where]), unit, name=f"{name}{at}")


@lru_cache(maxsize=64)
def _divisors(model: Model) -> frozenset[str]:
    """Return the names of which Kds and volumes are made: they cannot be 0."""
    formulas = [r.kd for r in model.reactions] + [c.volume for c in model.compartments.values()]
    return frozenset(re.findall(r"[A-Za-z]\w*", " ".join(formulas)))


def _usable(model: Model, array: Array, parameter: Parameter, name: str) -> None:
    if parameter.allowed and not np.isin(array, parameter.allowed).all():
        options = " or ".join(f"{a:g}" for a in parameter.allowed)
        raise InputError(f"{name} is {array}; it must be {options}")
    if parameter.id in _divisors(model) and not (array > 0).all():
        raise InputError(
            f"{name} is 0; a constant must be above 0 (usable range "
            f"{parameter.range[0]:g} to {parameter.range[1]:g} {parameter.unit})"
        )
