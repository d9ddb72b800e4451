"""How a model is drawn as a flow: nodes on a grid, edges between them, what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from .errors import ModelError
from .model import Model, Words
from .numbers import Data, known, words

Known = Literal["computed", "estimated", "drawn"]


@dataclass(frozen=True)
class Area:
    """A compartment behind the nodes: column, row, columns, rows, in both arrangements."""

    look: str
    label: Words
    box: tuple[float, ...]
    narrow: tuple[float, ...]


@dataclass(frozen=True)
class FlowNode:
    """A box at a column and row.

    Attributes
    ----------
    level : str
        The species or output whose level fills it; empty where the model has none.
    known : str
        ``"computed"``, ``"estimated"`` (by numbers of our own design) or ``"drawn"``.
    controls : tuple of str
        Values that are set to 0 to knock it out.
    """

    id: str
    at: tuple[float, float]
    narrow: tuple[float, float]
    label: Words
    note: Words
    icon: str
    colour: str
    level: str
    known: Known
    controls: tuple[str, ...]


@dataclass(frozen=True)
class FlowEdge:
    """An arrow between two nodes, or from a node to another edge.

    Attributes
    ----------
    flux : tuple of str
        Processes whose rates add up to its width; empty for an effect that has no flux of its own.
    head : str
        ``"arrow"``, ``"bar"`` (it inhibits) or ``"dot"`` (it catalyses).
    sides : tuple of str
        Where it leaves and arrives, ``left right top bottom``; empty where that is left to the
        drawing.
    """

    id: str
    start: str
    end: str
    flux: tuple[str, ...]
    known: Known
    head: str
    colour: str
    label: Words
    sides: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What follows in a cell, in a list beside the drawing."""

    group: Words
    label: Words
    note: Words
    read: str
    known: Known
    source: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """The drawing of a model; the format is described in CONTRIBUTING.md."""

    columns: float
    narrow_columns: float
    curves: tuple[str, ...]
    areas: tuple[Area, ...]
    nodes: Mapping[str, FlowNode]
    edges: tuple[FlowEdge, ...]
    outcomes: tuple[Outcome, ...]


def layout(data: Data, model: Model) -> Layout | None:
    """Return the layout that a file holds, checked against its model.

    Parameters
    ----------
    data
        The file.
    model
        What it describes.

    Raises
    ------
    ModelError
        When it names something that the model does not have.
    """
    if "layout" not in data:
        return None
    given, where = data["layout"], f"{model.file}: layout"
    nodes = {key: _node(key, n, model, f"{where}.nodes.{key}") for key, n in given["nodes"].items()}
    edges = tuple(_edges(given["edges"], nodes, model, f"{where}.edges"))
    for name in given["curves"]:
        known(name, _readable(model), f"{where}.curves", "species or output")
    outcomes = []
    for number, o in enumerate(given.get("outcomes", ())):
        if "read" in o:
            known(o["read"], _readable(model), f"{where}.outcomes.{number}", "species or output")
        standing = o.get("known", "computed" if "read" in o else "drawn")
        outcomes.append(
            Outcome(
                words(o, "group"), words(o, "label"), words(o, "note"), o.get("read", ""), standing,
                tuple(o.get("source", ())),
            )
        )  # fmt: skip
    return Layout(
        columns=given["columns"],
        narrow_columns=given["narrow_columns"],
        curves=tuple(given["curves"]),
        areas=tuple(
            Area(a["look"], words(a, "label"), tuple(a["box"]), tuple(a["narrow"]))
            for a in given.get("areas", ())
        ),
        nodes=nodes,
        edges=edges,
        outcomes=tuple(outcomes),
    )


def _readable(model: Model) -> list[str]:
    return [*model.species, *model.outputs]


def _node(key: str, n: Data, model: Model, where: str) -> FlowNode:
    drawn = n.get("known") == "drawn"
    level = "" if drawn else n.get("level", key)
    if level:
        known(level, _readable(model), f"{where}.level", "species or output")
    controls = tuple(n.get("controls", ()))
    if drawn and controls:
        raise ModelError(
            f"{where}: what is drawn only cannot be knocked out; take out its controls"
        )
    for name in controls:
        known(name, model.parameters, f"{where}.controls", "species or parameter")
    named = model.outputs.get(level) or model.species.get(level)
    label = words(n, "label") if "label" in n else (named.label if named else Words(key, key))
    note = words(n, "note") if "note" in n else (named.note if named else Words())
    at = n["at"]
    return FlowNode(
        key, (at[0], at[1]), tuple(n.get("narrow", at)), label, note, n.get("icon", ""),
        n.get("colour", "ink2"), level, n.get("known", "computed"), controls,
    )  # fmt: skip


def _edges(
    given: Sequence[Data], nodes: Mapping[str, FlowNode], model: Model, where: str
) -> Iterable[FlowEdge]:
    processes = [p.id for p in model.processes]
    named: list[str] = []
    for number, e in enumerate(given):
        place = f"{where}.{number}"
        known(e["from"], nodes, f"{place}.from", "node")
        known(e["to"], [*nodes, *named], f"{place}.to", "node or edge above")
        for name in e.get("flux", ()):
            known(name, processes, f"{place}.flux", "process")
        if e.get("known") == "drawn" and e.get("flux"):
            raise ModelError(f"{place}: what is drawn only has no flux; take one of the two out")
        yield FlowEdge(
            e.get("id", f"{e['from']} {e['to']}"), e["from"], e["to"], tuple(e.get("flux", ())),
            e.get("known", "computed"), e.get("head", "arrow"), e.get("colour", "ink2"),
            words(e, "label"), tuple(e.get("sides", ())),
        )  # fmt: skip
        if "id" in e:
            named.append(e["id"])


def redirected(layout: Layout, driven: Mapping[str, str]) -> Layout:
    """Return a layout whose driven inputs show what drives them."""
    nodes = {key: replace(n, level=driven.get(n.level, n.level)) for key, n in layout.nodes.items()}
    return replace(layout, nodes=nodes)


def written(layout: Layout) -> dict[str, Any]:
    """Return a layout as it stands in a program; its shape is typed in program.ts."""
    return {
        "columns": [layout.columns, layout.narrow_columns],
        "curves": list(layout.curves),
        "areas": [
            {"look": a.look, "label": a.label.both(), "boxes": [list(a.box), list(a.narrow)]}
            for a in layout.areas
        ],
        "nodes": [
            {
                "id": n.id,
                "at": [list(n.at), list(n.narrow)],
                "label": n.label.both(),
                "note": n.note.both(),
                "icon": n.icon,
                "colour": n.colour,
                "level": n.level,
                "known": n.known,
                "controls": list(n.controls),
            }
            for n in layout.nodes.values()
        ],
        "edges": [
            {
                "id": e.id,
                "from": e.start,
                "to": e.end,
                "flux": list(e.flux),
                "known": e.known,
                "head": e.head,
                "colour": e.colour,
                "label": e.label.both(),
                "sides": list(e.sides),
            }
            for e in layout.edges
        ],
        "outcomes": [
            {
                "group": o.group.both(),
                "label": o.label.both(),
                "note": o.note.both(),
                "read": o.read,
                "known": o.known,
                "source": list(o.source),
            }
            for o in layout.outcomes
        ],
    }
