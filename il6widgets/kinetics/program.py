"""Compiling: from a model to its program, plain JSON that both languages run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .differentiate import Algebra, system
from .formula import Graph
from .layout import written
from .model import Model, Output, Process

FORMAT = 1


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
    graph = _graph(model)
    compartments = _compartments(model, graph)
    rules = [_output(graph, model, o) for o in model.outputs.values() if o.rule]
    processes = [_process(graph, model, p) for p in model.processes]
    outputs = rules + [_output(graph, model, o) for o in model.outputs.values() if not o.rule]
    moving = _system(graph, model, processes) if model.processes else {}
    return {
        "format": FORMAT,
        "id": model.id,
        "kind": model.kind,
        "hash": model.hash,
        "title": model.title.both(),
        **({"usable": model.usable.both()} if model.usable.en else {}),
        "values": [_value(model, key) for key in model.parameters],
        "choices": [
            {
                "id": c.id,
                "label": c.label.both(),
                "value": model.chosen[c.id],
                "options": [
                    {
                        "id": o.id,
                        "label": o.label.both(),
                        "note": o.note.both(),
                        "values": dict(o.values),
                        "facts": {
                            key: {"status": f.status, "source": list(f.source)}
                            | ({"note": f.note.both()} if f.note else {})
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
                "unit": s.unit,
                "label": s.label.both(),
                "note": s.note.both(),
                "source": list(s.source),
            }
            for s in model.species.values()
        ],
        "graph": graph.nodes,
        "outputs": outputs,
        **moving,
        **({"dosing": dict(model.dosing)} if model.dosing else {}),
        **({"layout": written(model.layout)} if model.layout else {}),
        "references": {
            key: {"text": r.text}
            | ({"doi": r.doi} if r.doi else {})
            | ({"pmid": r.pmid} if r.pmid else {})
            | ({"note": r.note} if r.note else {})
            for key, r in model.references.items()
        },
    }


def _graph(model: Model) -> Graph:
    """Return an empty graph that knows the names of a model."""
    leaves = {"time": ("time", "time")} if model.time else {}
    totals = set()
    for key, p in model.parameters.items():
        if p.role in ("parameter", "input"):
            leaves[key] = ("value", key)
        elif p.role != "start":
            totals.add(key)
    for key in model.species:
        leaves.setdefault(key, ("species", key))
    return Graph(leaves, frozenset(totals))


def _compartments(model: Model, graph: Graph) -> list[dict[str, Any]]:
    """Return every compartment with what is put into it and what binds there."""
    found = []
    order = list(model.parameters)
    for c in model.compartments.values():
        formations = [
            {
                "id": r.product,
                "from": list(r.left),
                "held": [s for s in r.left if model.species[s].compartment != c.id],
                "kd": graph.add(r.kd, f"{model.file}: reactions.{number}.kd", frozenset({"value"})),
            }
            for number, r in enumerate(model.reactions)
            if model.species[r.product].compartment == c.id
        ]
        components = [key for key in graph.totals if model.species[key].compartment == c.id]
        found.append(
            {
                "id": c.id,
                "unit": c.unit,
                "components": sorted(components, key=order.index),
                "formations": formations,
            }
        )
    return found


def _output(graph: Graph, model: Model, o: Output) -> dict[str, Any]:
    """Add a rule or an output to the graph, under its name."""
    allow = {"value", "species", "total", "time", "rule"}
    where = f"{model.file}: {'rules' if o.rule else 'outputs'}.{o.id}"
    node = graph.add(o.formula, where, frozenset(allow if o.rule else {*allow, "output"}))
    graph.named[o.id] = ("rule" if o.rule else "output", node)
    return {
        "id": o.id,
        "node": node,
        "unit": o.unit,
        "label": o.label.both(),
        "note": o.note.both(),
        **({"rule": True} if o.rule else {}),
        **({"drives": o.drives, "formula": o.formula} if o.drives else {}),
    }


def _process(graph: Graph, model: Model, p: Process) -> dict[str, Any]:
    """Add the rate of a process to the graph."""
    allow = frozenset({"value", "species", "time", "rule"})
    return {
        "id": p.id,
        "left": [list(term) for term in p.left],
        "right": [list(term) for term in p.right],
        "rate": graph.add(p.rate, f"{model.file}: processes.{p.id}.rate", allow),
        "unit": p.unit,
        "label": p.label.both(),
        "note": p.note.both(),
        "source": list(p.source),
    }


def _system(graph: Graph, model: Model, processes: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum the processes to dy/dt of every state, and differentiate it."""
    assert model.time
    volumes = {
        c.id: graph.add(
            c.volume or "1", f"{model.file}: compartments.{c.id}.volume", frozenset({"value"})
        )
        for c in model.compartments.values()
    }
    algebra = Algebra(graph.nodes)
    terms: dict[str, list[tuple[float, int]]] = {state: [] for state in model.states}
    for p, made in zip(model.processes, processes, strict=True):
        for sign, side in ((-1.0, p.left), (1.0, p.right)):
            for name, n in side:
                home = model.species[name].compartment
                flow = made["rate"]
                if volumes[home] != volumes[p.compartment]:
                    ratio = algebra.over(volumes[p.compartment], volumes[home])
                    flow = algebra.times(ratio, flow)
                terms[name].append((sign * n, flow))
    rates = [algebra.sum(terms[state]) for state in model.states]
    return {
        "time": {"unit": model.time.unit, "end": model.time.end},
        "processes": processes,
        "system": system(graph.nodes, model.states, rates),
        # The largest value that a state is expected to reach: what an absolute error is small to.
        "scales": [model.parameters[state].range[1] for state in model.states],
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
        "label": p.label.both(),
        "note": p.note.both(),
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
