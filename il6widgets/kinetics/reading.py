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

from . import units
from .errors import InputError, ModelError, UnknownName, suggestion
from .model import (
    Choice,
    Compartment,
    Fact,
    Model,
    Option,
    Output,
    Parameter,
    Reaction,
    Reference,
    Species,
    Words,
)

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
        _choose(parameters, option)
    return replace(model, parameters=parameters, chosen={**model.chosen, **chosen})


def _choose(parameters: dict[str, Parameter], option: Option) -> None:
    """Put the values of an option, and what is known of them, into force."""
    for key, value in option.values.items():
        fact = option.facts.get(key)
        known = {"status": fact.status, "source": fact.source} if fact else {}
        parameters[key] = replace(parameters[key], value=value, **known)


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
    model = _build(data, file, hashlib.sha256(content).hexdigest()[:12], bibliography)
    from .program import compile  # a model that cannot be compiled is refused when it is read

    compile(model)
    return model


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


def _words(table: Mapping[str, Any], key: str) -> Words:
    return Words(**table[key]) if key in table else Words()


def _build(data: dict[str, Any], file: str, digest: str, bib: Path | None) -> Model:
    compartments = {
        key: Compartment(key, c["unit"], _words(c, "label"), c.get("sees", ""))
        for key, c in data["compartments"].items()
    }
    species: dict[str, Species] = {}
    parameters: dict[str, Parameter] = {}
    for key, s in data["species"].items():
        _known(s["in"], compartments, f"{file}: species.{key}.in", "compartment")
        unit = compartments[s["in"]].unit
        mass = s.get("molar_mass")
        sources = tuple(s.get("source", ()))
        species[key] = Species(
            key, s["in"], unit, _words(s, "label"), _words(s, "note"), sources, mass
        )
        parameters[key] = _total(key, s, unit, file)
    for key, p in data.get("parameters", {}).items():
        if key in parameters:
            raise ModelError(f"{file}: parameters.{key}: a species has this name; rename one")
        parameters[key] = _parameter(key, p, file)
    reactions: list[Reaction] = []
    for number, r in enumerate(data["reactions"]):
        left, product = r["equation"].split("<->")
        first, second = (s.strip() for s in left.split("+"))
        product, where = product.strip(), f"{file}: reactions.{number}.equation"
        for reactant in (first, second):
            _known(reactant, species, where, "species")
        if product in species:
            raise ModelError(f"{where}: '{product}' is made twice; give each complex one reaction")
        # A complex of a membrane and a fluid species is on the membrane.
        home = next(
            (species[s] for s in (first, second) if compartments[species[s].compartment].sees),
            species[first],
        )
        sources = tuple(r.get("source", ()))
        species[product] = Species(
            product, home.compartment, home.unit, _words(r, "label"), _words(r, "note"), sources
        )
        reactions.append(Reaction((first, second), product, r["kd"], sources))
    outputs = {
        key: Output(key, o["formula"], o["unit"], _words(o, "label"), _words(o, "note"))
        for key, o in data.get("outputs", {}).items()
    }
    choices = {key: _choice(key, c, parameters, file) for key, c in data.get("choices", {}).items()}
    for choice in choices.values():
        # The defaults of choices are in force from the start.
        _choose(parameters, choice.options[choice.default])
    model = Model(
        id=data["id"],
        kind=data["kind"],
        organism=data["organism"],
        title=_words(data, "title"),
        about=_words(data, "about"),
        compartments=compartments,
        species=species,
        parameters=parameters,
        reactions=tuple(reactions),
        outputs=outputs,
        choices=choices,
        chosen={key: c.default for key, c in choices.items()},
        references={},
        hash=digest,
        file=file,
    )
    return replace(model, references=_references(model, bib, file))


def _known(name: str, names: Mapping[str, object], where: str, what: str) -> None:
    if name not in names:
        raise ModelError(f"{where}: no {what} '{name}'{suggestion(name, names)}")


def _total(key: str, s: Mapping[str, Any], unit: str, file: str) -> Parameter:
    t, mass = s["total"], s.get("molar_mass")

    def inside(number: float) -> float:
        return _convert(number, t["unit"], unit, mass, f"{file}: species.{key}.total")

    return Parameter(
        id=key,
        role="count" if unit == "1/cell" else "total",
        value=inside(t["value"]),
        unit=unit,
        range=(inside(t["range"][0]), inside(t["range"][1])),
        status=t["status"],
        source=tuple(t["source"]),
        label=_words(s, "label"),
        note=_words(t, "note") if "note" in t else _words(s, "note"),
        molar_mass=mass,
        shown=t["unit"],
        units=tuple(t.get("units", (t["unit"],))),
    )


def _parameter(key: str, p: Mapping[str, Any], file: str) -> Parameter:
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
        label=_words(p, "label"),
        note=_words(p, "note"),
        open=(float(p["open"][0]), float(p["open"][1])) if "open" in p else None,
        allowed=allowed,
        shown=p["unit"],
        units=("pM", "nM") if p["unit"] == "nM" else (p["unit"],),
    )


def _choice(
    key: str, c: Mapping[str, Any], parameters: Mapping[str, Parameter], file: str
) -> Choice:
    options: dict[str, Option] = {}
    for name, o in c.items():
        if name in ("default", "label"):
            continue
        where = f"{file}: choices.{key}.{name}"
        values: dict[str, float] = {}
        for target, given in o["values"].items():
            _known(target, parameters, f"{where}.values", "species or parameter")
            p = parameters[target]
            try:
                values[target] = units.quantity(given, p.unit, molar_mass=p.molar_mass, name=target)
            except InputError as error:
                raise ModelError(f"{where}.values: {error}") from error
        facts = {
            target: Fact(
                f["status"], tuple(f["source"]), _words(f, "note") if "note" in f else None
            )
            for target, f in o.get("facts", {}).items()
        }
        options[name] = Option(name, _words(o, "label"), _words(o, "note"), values, facts)
    if c["default"] not in options:
        raise ModelError(
            f"{file}: choices.{key}.default: no option '{c['default']}'"
            f"{suggestion(c['default'], options)}"
        )
    return Choice(key, _words(c, "label"), c["default"], options)


def _convert(number: float, unit: str, to: str, mass: float | None, where: str) -> float:
    try:
        return units.convert(number, unit, to, molar_mass=mass) if unit != to else float(number)
    except InputError as error:
        raise ModelError(f"{where}: {error}") from error


@cache
def _bibliography(text: str) -> Mapping[str, Reference]:
    from bibtexparser.entrypoint import parse_string

    found: dict[str, Reference] = {}
    for entry in parse_string(text).entries:
        field = {f.key: str(f.value).strip("{}") for f in entry.fields}
        author, year = field.get("author", "").split(",")[0], field.get("year", "")
        who = author if year in author else f"{author} {year}".strip()
        place = " ".join(field[key] for key in ("journal", "volume") if key in field)
        place = f"{place}:{field['pages']}" if "pages" in field else place
        line = ", ".join(part for part in (who, place or field.get("title")) if part)
        rest = {key: field.get(key, "") for key in ("doi", "pmid", "note")}
        found[entry.key] = Reference(entry.key, line, **rest)
    return found


def _references(model: Model, bib: Path | None, file: str) -> dict[str, Reference]:
    """Return the references that the model uses, and refuse keys that are in no bibliography."""
    known = dict(_bibliography((_SHIPPED / "references.bib").read_text("utf-8")))
    if bib is not None and bib.is_file():
        known.update(_bibliography(bib.read_text("utf-8")))
    used: dict[str, Reference] = {}

    def use(keys: tuple[str, ...], where: str) -> None:
        for key in keys:
            if key not in known:
                raise ModelError(
                    f"{file}: {where}: no reference '{key}'{suggestion(key, known)}; "
                    "add it to references.bib beside the model"
                )
            used[key] = known[key]

    for s in model.species.values():
        use(s.source, f"species.{s.id}.source")
    for p in model.parameters.values():
        use(p.source, f"parameters.{p.id}.source")
    for c in model.choices.values():
        for o in c.options.values():
            for target, fact in o.facts.items():
                use(fact.source, f"choices.{c.id}.{o.id}.facts.{target}")
    return used
