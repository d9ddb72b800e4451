"""Compiling: from a model to its program, plain JSON that both languages run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .formula import Graph
from .model import Model, Words

FORMAT = 1


def _words(words: Words) -> dict[str, str]:
    return {"en": words.en, "zh": words.zh}


@lru_cache(maxsize=64)
def compile(model: Model) -> dict[str, Any]:
    """Compile a model to its program.

    Parameters
    ----------
    model
        From :func:`il6widgets.load`.

    Returns
    -------
    dict
        JSON; its shape is typed in ``js/src/kinetics/program.ts``.

    Raises
    ------
    ModelError
        When a formula uses a name that does not exist, or one that may not stand there.
    """
    parameters = model.parameters
    leaves = {key: ("value", key) for key, p in parameters.items() if p.role == "parameter"}
    leaves |= {key: ("species", key) for key in model.species}
    totals = frozenset(key for key, p in parameters.items() if p.role != "parameter")
    graph = Graph(leaves, totals)

    compartments = []
    for c in model.compartments.values():
        formations = []
        for number, r in enumerate(model.reactions):
            if model.species[r.product].compartment != c.id:
                continue
            where = f"{model.file}: reactions.{number}.kd"
            formations.append(
                {
                    "id": r.product,
                    "from": list(r.left),
                    "held": [s for s in r.left if model.species[s].compartment != c.id],
                    "kd": graph.add(r.kd, where, frozenset({"value"})),
                }
            )
        components = [key for key in totals if model.species[key].compartment == c.id]
        compartments.append(
            {
                "id": c.id,
                "unit": c.unit,
                "components": sorted(components, key=list(parameters).index),
                "formations": formations,
            }
        )
    outputs = [
        {
            "id": o.id,
            "node": graph.add(
                o.formula,
                f"{model.file}: outputs.{o.id}",
                frozenset({"value", "species", "total"}),
            ),
            "unit": o.unit,
            "label": _words(o.label),
            "note": _words(o.note),
        }
        for o in model.outputs.values()
    ]
    return {
        "format": FORMAT,
        "id": model.id,
        "kind": model.kind,
        "hash": model.hash,
        "title": _words(model.title),
        "about": _words(model.about),
        "values": [_value(model, key) for key in parameters],
        "choices": [
            {
                "id": c.id,
                "label": _words(c.label),
                "value": model.chosen[c.id],
                "options": [
                    {
                        "id": o.id,
                        "label": _words(o.label),
                        "note": _words(o.note),
                        "values": dict(o.values),
                        "facts": {
                            key: {"status": f.status, "source": list(f.source)}
                            | ({"note": _words(f.note)} if f.note else {})
                            for key, f in o.facts.items()
                        },
                    }
                    for o in c.options.values()
                ],
            }
            for c in model.choices.values()
        ],
        "compartments": compartments,
        "species": [
            {
                "id": s.id,
                "compartment": s.compartment,
                "label": _words(s.label),
                "note": _words(s.note),
                "source": list(s.source),
            }
            for s in model.species.values()
        ],
        "graph": graph.nodes,
        "outputs": outputs,
        "references": {
            key: {"text": r.text}
            | ({"doi": r.doi} if r.doi else {})
            | ({"pmid": r.pmid} if r.pmid else {})
            | ({"note": r.note} if r.note else {})
            for key, r in model.references.items()
        },
    }


def _value(model: Model, key: str) -> dict[str, Any]:
    p = model.parameters[key]
    value: dict[str, Any] = {
        "id": p.id,
        "role": p.role,
        "value": p.value,
        "unit": p.unit,
        "low": p.range[0],
        "high": p.range[1],
        "scale": "linear" if p.allowed else "log",
        "label": _words(p.label),
        "note": _words(p.note),
        "status": p.status,
        "source": list(p.source),
        "shown": p.shown,
        "units": list(p.units),
    }
    for name, extra in (
        ("allowed", p.allowed and list(p.allowed)),
        ("open", p.open and list(p.open)),
        ("molar_mass", p.molar_mass),
    ):
        if extra:
            value[name] = extra
    return value
