"""Reads cards: facts in both languages that no model computes, each with its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from ..kinetics.bibliography import shipped
from ..kinetics.errors import ModelError, UnknownName, suggestion

_SHIPPED = files("il6widgets") / "models" / "cards"


def cards(name: str) -> dict[str, Any]:
    """Return the cards of one kind with the references that they use.

    Parameters
    ----------
    name
        ``"levels"``, ``"evidence"``, …: the name of a file without its ending.

    Returns
    -------
    dict
        As in the file, and ``references``: by key, a line of text with DOI and PMID.

    Raises
    ------
    UnknownName
        When there is no such file; the message suggests one.
    ModelError
        When the file cites what is not in the bibliography, or a text lacks a language.
    """
    known = sorted(f.name[:-5] for f in _SHIPPED.iterdir() if f.name.endswith(".toml"))
    if name not in known:
        raise UnknownName(f"there are no cards '{name}'{suggestion(name, known)}")
    return _read(name)


@cache
def _read(name: str) -> dict[str, Any]:
    return parse((_SHIPPED / f"{name}.toml").read_text("utf-8"), f"cards/{name}.toml")


def parse(text: str, file: str) -> dict[str, Any]:
    """Check the text of a file of cards and add its references.

    Parameters
    ----------
    text
        TOML.
    file
        Its name, for errors.
    """
    data = tomllib.loads(text)
    bibliography = shipped()
    used: dict[str, dict[str, str]] = {}
    for where, node in _tables(data, ""):
        if {"en", "zh"} & set(node) and not {"en", "zh"} <= set(node):
            raise ModelError(f"{file}: {where}: a text needs both en and zh")
        for key in node.get("source", ()):
            if key not in bibliography:
                raise ModelError(
                    f"{file}: {where}: no reference '{key}'{suggestion(key, bibliography)}; "
                    "add it to references.bib"
                )
            found = bibliography[key]
            used[key] = {"text": found.text, "doi": found.doi, "pmid": found.pmid}
    return {**data, "references": dict(sorted(used.items()))}


def _tables(node: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every table with the path to it."""
    if isinstance(node, dict):
        yield where or "the file", node
        for key, child in node.items():
            yield from _tables(child, f"{where}.{key}".lstrip("."))
    elif isinstance(node, list):
        for n, child in enumerate(node):
            name = child.get("id", n) if isinstance(child, dict) else n
            yield from _tables(child, f"{where}.{name}")
