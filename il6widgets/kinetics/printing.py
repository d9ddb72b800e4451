"""The chemistry of a model in words, with units and sources: what ``print(model)`` shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from .model import MARKS, Model, Parameter, Reference


def describe(model: Model, lang: str = "en") -> str:
    """Return a model's title, reactions, values, outputs, choices and sources as text."""
    return "\n".join(_lines(model, "zh" if lang == "zh" else "en"))


def _number(parameter: Parameter, value: float) -> str:
    unit = {"1": "", "1/cell": " per cell"}.get(parameter.unit, f" {parameter.unit}")
    return f"{value:.4g}{unit}"


def _lines(model: Model, lang) -> Iterator[str]:
    yield f"{model.id}: {model.title(lang)}"
    yield f"{model.organism}; file {model.hash}"
    yield ""
    yield from textwrap.wrap(model.about(lang), 100)
    if model.usable(lang):
        yield from textwrap.wrap(model.usable(lang), 100)
    for compartment in model.compartments.values():
        made = [
            r for r in model.reactions if model.species[r.product].compartment == compartment.id
        ]
        yield ""
        sees = f", sees the free species of the {compartment.sees}" if compartment.sees else ""
        volume = f", volume {compartment.volume}" if compartment.volume else ""
        yield f"{compartment.label(lang)} ({compartment.unit}{sees}{volume})"
        width = max((len(str(r)) for r in made), default=0)
        for reaction in made:
            sources = f"  [{', '.join(reaction.source)}]" if reaction.source else ""
            yield f"  {reaction!s:{width}}  Kd = {reaction.kd}{sources}"
        moving = [p for p in model.processes if p.compartment == compartment.id]
        width = max((len(str(p)) for p in moving), default=0)
        for process in moving:
            sources = f"  [{', '.join(process.source)}]" if process.source else ""
            rate = " ".join(process.rate.split())
            yield f"  {process!s:{width}}  at {rate} {process.unit}{sources}"
    yield ""
    yield "Values (● measured, ◐ recalled, ◌ design: chosen here, ? unknown)"
    for p in model.parameters.values():
        opened = f", open {p.open[0]:g} to {p.open[1]:g}" if p.open else ""
        allowed = f", one of {', '.join(f'{a:g}' for a in p.allowed)}" if p.allowed else ""
        sources = f"  [{', '.join(p.source)}]" if p.source else ""
        yield (
            f"  {MARKS[p.status]} {p.id} = {_number(p, p.value)}  {p.label(lang)}"
            f"{opened}{allowed}{sources}"
        )
    yield ""
    yield "Outputs"
    for output in model.outputs.values():
        drives = f"  (drives {output.drives}: {output.label(lang)})" if output.drives else ""
        yield f"  {output.id} = {' '.join(output.formula.split())}{drives}"
    yield ""
    yield "Choices (the first marked * is in force)"
    for choice in model.choices.values():
        options = ", ".join(
            f"{o}{'*' if o == model.chosen[choice.id] else ''}" for o in choice.options
        )
        yield f"  {choice.id}: {options}"
    yield ""
    yield "Sources"
    for reference in model.references.values():
        yield f"  {reference.key}: {cite(reference)}"


def cite(reference: Reference) -> str:
    """Return one line of text with the DOI or PMID."""
    found = f", doi {reference.doi}" if reference.doi else ""
    found += f", PMID {reference.pmid}" if reference.pmid and not reference.doi else ""
    note = f" ({reference.note})" if reference.note else ""
    return f"{reference.text}{found}{note}"
