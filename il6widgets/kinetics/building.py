"""Building a model from the data of a file, once the schema has been checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import ModelError
from .model import Compartment, Model, Output, Parameter, Process, Reaction, Species, Time
from .numbers import Data, amount, known, own_choices, own_parameters, words

_PARTS = {
    "equilibrium": ({"compartments", "species", "reactions"}, {"processes", "rules", "time"}),
    "ode": ({"compartments", "species", "processes", "time"}, {"reactions"}),
    "coupled": (
        {"models", "couple"},
        {"compartments", "species", "reactions", "processes", "rules", "time"},
    ),
}
"""What a kind of model must have, and what it must not."""

_AMOUNTS = {"equilibrium": ("total",), "ode": ("start", "input")}


def build(data: Data, file: str, digest: str) -> Model:
    """Return the model of kind equilibrium or ode that a file describes.

    Raises
    ------
    ModelError
        Naming file, key, rule and way out.
    """
    check_parts(data, file)
    kind = data["kind"]
    compartments = {
        key: Compartment(key, c["unit"], words(c, "label"), c.get("sees", ""), c.get("volume", ""))
        for key, c in data["compartments"].items()
    }
    species: dict[str, Species] = {}
    parameters: dict[str, Parameter] = {}
    for key, s in data["species"].items():
        where = f"{file}: species.{key}"
        known(s["in"], compartments, f"{where}.in", "compartment")
        unit = compartments[s["in"]].unit
        species[key] = Species(
            key, s["in"], unit, words(s, "label"), words(s, "note"),
            tuple(s.get("source", ())), s.get("molar_mass"),
        )  # fmt: skip
        given = [name for name in ("total", "start", "input") if name in s]
        if len(given) != 1 or given[0] not in _AMOUNTS[kind]:
            raise ModelError(
                f"{where}: a species of a model of kind {kind} has a "
                f"{' or an '.join(_AMOUNTS[kind])}, and nothing else of the sort"
            )
        role = "count" if given[0] == "total" and unit == "1/cell" else given[0]
        parameters[key] = amount(key, s, given[0], role, unit, where)
    parameters |= own_parameters(data, parameters, file)
    reactions = tuple(_reactions(data, compartments, species, file))
    outputs = {
        key: _output(key, o, rule=table == "rules")
        for table in ("rules", "outputs")
        for key, o in data.get(table, {}).items()
    }
    time = Time(data["time"]["unit"], float(data["time"]["end"])) if "time" in data else None
    processes = ()
    if time:
        processes = tuple(_processes(data, compartments, species, parameters, time, file))
    choices = own_choices(data, parameters, file)
    model = Model(
        id=data["id"],
        kind=kind,
        organism=data["organism"],
        title=words(data, "title"),
        about=words(data, "about"),
        compartments=compartments,
        species=species,
        parameters=parameters,
        reactions=reactions,
        processes=processes,
        outputs=outputs,
        choices=choices,
        chosen={key: c.default for key, c in choices.items()},
        references={},
        hash=digest,
        file=file,
        time=time,
        usable=words(data, "usable"),
        dosing=_dosing(data, parameters, file),
    )
    check_names(model)
    return model


def _dosing(data: Data, parameters: Mapping[str, Parameter], file: str) -> dict[str, str]:
    """Return where doses go, checked."""
    roles = {"infusion": "input", "bioavailability": "parameter", "weight": "parameter"}
    found: dict[str, str] = dict(data.get("dosing", {}))
    for key, name in found.items():
        role = roles.get(key, "start")
        fitting = [k for k, p in parameters.items() if p.role == role]
        known(name, fitting, f"{file}: dosing.{key}", "state" if role == "start" else role)
    return found


def check_parts(data: Data, file: str) -> None:
    """Refuse a file that lacks a part of its kind, or has one of another kind."""
    kind = data["kind"]
    needed, foreign = _PARTS[kind]
    for key in sorted(needed - data.keys()):
        raise ModelError(f"{file}: a model of kind {kind} needs {key}")
    for key in sorted(foreign & data.keys()):
        raise ModelError(f"{file}: {key} has no place in a model of kind {kind}; take it out")


def check_names(model: Model) -> None:
    """Refuse a name that two things have."""
    seen: dict[str, str] = {}
    for what, names in (
        ("species", model.species),
        ("parameter", [k for k, p in model.parameters.items() if p.role == "parameter"]),
        ("process", [p.id for p in model.processes]),
        ("output", model.outputs),
        ("choice", model.choices),
    ):
        for name in names:
            if name in seen:
                raise ModelError(
                    f"{model.file}: '{name}' names a {seen[name]} and a {what}; rename one"
                )
            seen[name] = what


def own_outputs(data: Data) -> dict[str, Output]:
    """Return the outputs of a file."""
    return {key: _output(key, o, rule=False) for key, o in data.get("outputs", {}).items()}


def _output(key: str, o: Data, *, rule: bool) -> Output:
    return Output(key, o["formula"], o["unit"], words(o, "label"), words(o, "note"), rule)


def _reactions(
    data: Data, compartments: Mapping[str, Compartment], species: dict[str, Species], file: str
) -> Iterable[Reaction]:
    """Yield what binds; every complex is added to the species."""
    for number, r in enumerate(data.get("reactions", ())):
        left, product = r["equation"].split("<->")
        first, second = (s.strip() for s in left.split("+"))
        product, where = product.strip(), f"{file}: reactions.{number}.equation"
        for reactant in (first, second):
            known(reactant, species, where, "species")
        if product in species:
            raise ModelError(f"{where}: '{product}' is made twice; give each complex one reaction")
        # A complex of a membrane and a fluid species is on the membrane.
        home = next(
            (species[s] for s in (first, second) if compartments[species[s].compartment].sees),
            species[first],
        )
        sources = tuple(r.get("source", ()))
        species[product] = Species(
            product, home.compartment, home.unit, words(r, "label"), words(r, "note"), sources
        )
        yield Reaction((first, second), product, r["kd"], sources)


def _processes(
    data: Data,
    compartments: Mapping[str, Compartment],
    species: Mapping[str, Species],
    parameters: Mapping[str, Parameter],
    time: Time,
    file: str,
) -> Iterable[Process]:
    """Yield what changes the states."""
    for number, p in enumerate(data["processes"]):
        where = f"{file}: processes.{number}"
        left, right = (
            tuple(_terms(side, parameters, f"{where}.equation"))
            for side in p["equation"].split("->")
        )
        if not left + right:
            raise ModelError(f"{where}.equation: nothing changes; name a species on one side")
        home = p.get("in") or species[(left + right)[0][0]].compartment
        known(home, compartments, f"{where}.in", "compartment")
        yield Process(
            p["id"], left, right, p["rate"], home, f"{compartments[home].unit}/{time.unit}",
            words(p, "label"), words(p, "note"), tuple(p.get("source", ())),
        )  # fmt: skip


def _terms(
    side: str, parameters: Mapping[str, Parameter], where: str
) -> Iterable[tuple[str, float]]:
    for term in filter(None, (t.strip() for t in side.split("+"))):
        *number, name = term.split()
        states = [key for key, p in parameters.items() if p.role == "start"]
        known(name, states, where, "state")
        try:
            (coefficient,) = map(float, number or ["1"])
        except ValueError as error:
            raise ModelError(f"{where}: '{term}' is no term; write '2 {name}'") from error
        yield name, coefficient
