"""Reading model files: load() and catalogue(); errors name file, key, rule and way out."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from .bibliography import references
from .building import build
from .coupling import couple
from .errors import ModelError, UnknownName, suggestion
from .layout import layout
from .model import Model, Option
from .numbers import choose

_SHIPPED = files("il6widgets") / "models"


def catalogue() -> list[str]:
    """Return the names of the models that ship.

    Examples
    --------
    >>> import il6widgets as il6
    >>> "receptor" in il6.catalogue()
    True
    """
    return sorted(f.name[:-5] for f in _SHIPPED.iterdir() if f.name.endswith(".toml"))


def load(name: str | Path, **chosen: str) -> Model:
    """Load a model by name, or from a TOML file of your own.

    Parameters
    ----------
    name
        A name from :func:`catalogue`, or a path that ends in ``.toml``.
    **chosen
        Options to fix: ``load("receptor", set="weak", cell="monocyte")``.

    Returns
    -------
    Model

    Raises
    ------
    UnknownName
        When there is no such model, choice or option; the message suggests one.
    ModelError
        When the file breaks a rule of the format.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.load("receptor", set="weak").parameters["Kd_gp130"].value
    15.0
    """
    model = _read(str(name))
    options: list[Option] = []
    for choice, option in chosen.items():
        if choice not in model.choices:
            raise UnknownName(
                f"{model.id} has no choice '{choice}'{suggestion(choice, model.choices)}"
            )
        options.append(option_of(model, choice, option))
    if not options:
        return model
    parameters = dict(model.parameters)
    for option in options:
        choose(parameters, option)
    return replace(model, parameters=parameters, chosen={**model.chosen, **chosen})


def option_of(model: Model, choice: str, option: object) -> Option:
    """Return an option of a choice, or raise an error that suggests one."""
    options = model.choices[choice].options
    if not isinstance(option, str) or option not in options:
        raise UnknownName(
            f"{model.id}: {choice} has no option {option!r}{suggestion(str(option), options)}"
        )
    return options[option]


@cache
def _read(name: str) -> Model:
    if name.endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise UnknownName(f"there is no model file '{name}'; give a path that exists")
        return parse(path.read_bytes(), path.name, path.parent / "references.bib")
    if name not in catalogue():
        raise UnknownName(f"no model is called '{name}'{suggestion(name, catalogue())}")
    return parse((_SHIPPED / f"{name}.toml").read_bytes(), f"{name}.toml", None)


def parse(content: bytes, file: str, bibliography: Path | None = None) -> Model:
    """Check the bytes of a model file and make a model of them.

    Parameters
    ----------
    content
        TOML.
    file
        Its name, for errors.
    bibliography
        A ``references.bib`` beside it; its entries join the shipped ones.
    """
    try:
        data = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{file}: no TOML: {error}; mend the line it names") from error
    _validate(data, file)
    digest = hashlib.sha256(content).hexdigest()[:12]
    if data["kind"] == "coupled":
        beside = bibliography.parent if bibliography else None
        parts = [_part(name, beside, file) for name in data.get("models", ())]
        model = couple(data, parts, file, digest)
    else:
        model = build(data, file, digest)
    model = replace(model, layout=layout(data, model) or model.layout)
    model = replace(model, references=references(model, bibliography, file))
    from .program import compile  # a model that cannot be compiled is refused when it is read

    compile(model)
    return model


def _part(name: str, beside: Path | None, file: str) -> Model:
    """Return a model that a coupled one names: one that ships, or a file beside it."""
    try:
        return _read(str(beside / name) if beside and name.endswith(".toml") else name)
    except UnknownName as error:
        raise ModelError(f"{file}: models: {error}") from error


@cache
def _validator() -> Any:
    import fastjsonschema  # a JSON Schema reader that loads in milliseconds; jsonschema takes 2 s

    return fastjsonschema.compile(json.loads((_SHIPPED / "schema.json").read_text("utf-8")))


def _validate(data: Mapping[str, Any], file: str) -> None:
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(data)
    except JsonSchemaValueException as error:
        key = ".".join(error.path[1:]) or "the file"
        rule = error.message.removeprefix(error.name or "").strip()
        out = error.definition.get("description") if isinstance(error.definition, dict) else None
        raise ModelError(f"{file}: {key} {rule}" + (f"; {out}" if out else "")) from error
