"""The inputs of an experiment: one synced trait a value and a choice, made from the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import ipywidgets
import traitlets

from ..kinetics import inputs as reading
from ..kinetics.errors import InputError, UnknownName, suggestion
from ..kinetics.model import Choice, Model, Parameter
from ..kinetics.reading import option_of


class Amount(traitlets.Float):
    """A number in the model's unit that can be set as text with a unit."""

    def __init__(self, model: Model, parameter: Parameter) -> None:
        super().__init__(parameter.value, help=parameter.label.en)
        self.model = model
        self.parameter = parameter
        self.tag(sync=True)

    def set(self, obj: Any, value: Any) -> None:
        """Read the value, keep it, and remember the unit it was written in."""
        number = reading.read(self.model, self.parameter, value)
        if number.ndim:
            raise InputError(
                f"{self.model.id}: {self.parameter.id} is {number.size} numbers; "
                "an experiment holds one, equilibrium() takes many"
            )
        super().set(obj, float(number))
        if isinstance(value, str):
            obj._show_in(self.parameter, value)


class Option(traitlets.Unicode):
    """The option of a choice; setting it loads the values of that option."""

    def __init__(self, model: Model, choice: Choice) -> None:
        super().__init__(model.chosen[choice.id], help=choice.label.en)
        self.model = model
        self.choice = choice
        self.tag(sync=True)

    def set(self, obj: Any, value: Any) -> None:
        """Check the option, keep it, and load its values."""
        option = option_of(self.model, self.choice.id, value)
        with obj.hold_sync():
            super().set(obj, option.id)
            obj._load(option.values)


class Inputs(ipywidgets.Widget):
    """Inputs of one experiment: ``x.inputs.IL6 = "40 ng/mL"``, ``x.inputs.cell = "monocyte"``.

    Numbers are in the model's unit (nM in the fluid, molecules per cell on a membrane). Each is a
    trait of its own: ``observe``, ``jslink`` and tab completion work.
    """

    units = traitlets.Dict(help="The unit each value is shown in").tag(sync=True)

    _model: Model
    _arriving: frozenset[str] = frozenset()

    if TYPE_CHECKING:  # the traits of a model are not known before it is loaded

        def __getattr__(self, name: str) -> Any: ...

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            raise self._unknown(name)
        super().__setattr__(name, value)

    def _unknown(self, name: str) -> UnknownName:
        known = [*self._model.choices, *self._model.parameters]
        return UnknownName(f"{self._model.id} has no input '{name}'{suggestion(name, known)}")

    def observe(self, handler: Any, names: Any = traitlets.All, type: Any = "change") -> None:
        """Call `handler` when an input changes; a name that does not exist is refused."""
        given = [names] if isinstance(names, str) else names
        if isinstance(given, Iterable):
            for name in given:
                if not self.has_trait(name):
                    raise self._unknown(name)
        super().observe(handler, names, type)

    def values(self) -> dict[str, float]:
        """Return every number, in the model's units."""
        return {key: getattr(self, key) for key in self._model.parameters}

    def choices(self) -> dict[str, str]:
        """Return the option in force for every choice."""
        return {key: getattr(self, key) for key in self._model.choices}

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser sends; a choice that comes with its values is not loaded again."""
        self._arriving = frozenset(sync_data)
        try:
            super().set_state(sync_data)
        finally:
            self._arriving = frozenset()

    def _load(self, values: Mapping[str, float]) -> None:
        if self._arriving.isdisjoint(values):
            for key, value in values.items():
                setattr(self, key, value)

    def _show_in(self, parameter: Parameter, typed: str) -> None:
        written = typed.strip().lstrip("+-.0123456789eE").strip()
        written = written.replace("µ", "u").replace("/ml", "/mL")
        if written in parameter.units and self.units.get(parameter.id) != written:
            self.units = {**self.units, parameter.id: written}

    def __repr__(self) -> str:
        chosen = ", ".join(f"{k}={v!r}" for k, v in self.choices().items())
        return f"<Inputs of {self._model.id!r}: {chosen}>"


@cache
def inputs_class(model: Model) -> type[Inputs]:
    """Return the class of a model's inputs, with one trait for each."""
    traits: dict[str, Any] = {key: Option(model, c) for key, c in model.choices.items()}
    traits |= {key: Amount(model, p) for key, p in model.parameters.items()}
    taken = [key for key in traits if hasattr(Inputs, key)]
    if taken:
        raise traitlets.TraitError(
            f"{model.id}: '{taken[0]}' is a name that widgets use; rename it in the model file"
        )
    return type("Inputs", (Inputs,), {**traits, "_model": model, "__doc__": Inputs.__doc__})
