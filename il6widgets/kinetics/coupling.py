"""Coupling: an equilibrium that drives a model in time, by formulas that are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .building import check_names, check_parts, own_outputs
from .errors import ModelError
from .layout import redirected
from .model import Choice, Model, Output, Parameter
from .numbers import Data, known, own_choices, own_parameters, words


def couple(data: Data, parts: Sequence[Model], file: str, digest: str) -> Model:
    """Return the model of kind coupled that a file describes.

    Names are flat. An input that is driven disappears: in the formulas of its model the drive
    stands in its place, everywhere else its name means what the equilibrium means by it.

    Parameters
    ----------
    data
        The file.
    parts
        The models it names: one of kind equilibrium, then one of kind ode.

    Raises
    ------
    ModelError
        When a part is of the wrong kind, an input does not exist, or two things have one name.
    """
    check_parts(data, file)
    if [m.kind for m in parts] != ["equilibrium", "ode"]:
        kinds = ", ".join(f"{m.id} is of kind {m.kind}" for m in parts)
        raise ModelError(f"{file}: models: first an equilibrium, then an ode; {kinds}")
    binding, moving = parts
    driven = {c["input"]: c["id"] for c in data["couple"]}
    inputs = [key for key, p in moving.parameters.items() if p.role == "input"]
    for name in driven:
        known(name, inputs, f"{file}: couple.input", f"input of {moving.id}")

    def rewritten(formula: str) -> str:
        for name, drive in driven.items():
            formula = re.sub(rf"\b{name}\b", drive, formula)
        return formula

    for what in ("species", "parameters", "compartments", "outputs", "choices"):
        both = getattr(binding, what).keys() & getattr(moving, what).keys() - driven.keys()
        for name in sorted(both):
            raise ModelError(
                f"{file}: {binding.id} and {moving.id} both have {what} '{name}'; rename one"
            )
    kept = {key: p for key, p in moving.parameters.items() if key not in driven}
    parameters: dict[str, Parameter] = {**binding.parameters, **kept}
    parameters |= own_parameters(data, parameters, file)
    drives = {
        c["id"]: Output(
            c["id"], c["formula"], c["unit"], words(c, "label"), words(c, "note"), True, c["input"]
        )
        for c in data["couple"]
    }
    outputs = {key: replace(o, rule=True) for key, o in binding.outputs.items()} | drives
    outputs |= {k: replace(o, formula=rewritten(o.formula)) for k, o in moving.outputs.items()}
    outputs |= own_outputs(data)
    choices: dict[str, Choice] = {**binding.choices, **moving.choices}
    choices |= own_choices(data, parameters, file)
    used = {s.compartment for key, s in moving.species.items() if key not in driven}
    model = Model(
        id=data["id"],
        kind="coupled",
        organism=data["organism"],
        title=words(data, "title"),
        about=words(data, "about"),
        compartments={
            **binding.compartments,
            **{key: c for key, c in moving.compartments.items() if key in used},
        },
        species={
            **binding.species,
            **{key: s for key, s in moving.species.items() if key not in driven},
        },
        parameters=parameters,
        reactions=binding.reactions,
        processes=tuple(replace(p, rate=rewritten(p.rate)) for p in moving.processes),
        outputs=outputs,
        choices=choices,
        chosen={key: c.default for key, c in choices.items()},
        references={},
        hash=digest,
        file=file,
        time=moving.time,
        usable=words(data, "usable"),
        layout=redirected(moving.layout, driven) if moving.layout else None,
    )
    check_names(model)
    return model
