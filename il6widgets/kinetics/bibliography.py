"""The sources of a model: keys become lines of text with DOI or PMID."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from .errors import ModelError, suggestion
from .model import Model, Reference


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


def shipped() -> Mapping[str, Reference]:
    """Return every entry of the bibliography that comes with the package, by key."""
    return _bibliography((files("il6widgets") / "models" / "references.bib").read_text("utf-8"))


def references(model: Model, bib: Path | None, file: str) -> dict[str, Reference]:
    """Return the references that the model uses, and refuse keys that are in no bibliography."""
    known = dict(shipped())
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
    for process in model.processes:
        use(process.source, f"processes.{process.id}.source")
    for c in model.choices.values():
        for o in c.options.values():
            for target, fact in o.facts.items():
                use(fact.source, f"choices.{c.id}.{o.id}.facts.{target}")
    if model.layout:
        for number, outcome in enumerate(model.layout.outcomes):
            use(outcome.source, f"layout.outcomes.{number}.source")
    return used
