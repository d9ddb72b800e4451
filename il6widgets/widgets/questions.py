"""Reads the questions of the course: one file a chapter, both languages side by side."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..kinetics.errors import InputError, UnknownName, suggestion

_SHIPPED = files("il6widgets") / "models" / "questions"


class QuestionError(InputError):
    """A file of questions breaks a rule; the message names file, key, rule and way out."""


def chapters() -> list[str]:
    """Return the chapters that have questions, such as ``"02"``."""
    return sorted(f.name[:-5] for f in _SHIPPED.iterdir() if f.name.endswith(".toml"))


def question(id: str) -> dict[str, Any]:
    """Return a question by its id.

    Parameters
    ----------
    id
        Chapter and name, ``"02.pull"``.

    Raises
    ------
    UnknownName
        When there is no such chapter or question; the message suggests one.
    QuestionError
        When the chapter's file breaks a rule.
    """
    chapter, _, name = id.partition(".")
    found = questions(chapter)
    if name not in found:
        raise UnknownName(f"chapter {chapter} asks no '{name}'{suggestion(name, found)}")
    return found[name]


def questions(chapter: str) -> dict[str, Any]:
    """Return the questions of a chapter by name, in its order.

    Parameters
    ----------
    chapter
        Its number, ``"02"``.

    Raises
    ------
    UnknownName
        When there is no such chapter; the message suggests one.
    QuestionError
        When its file breaks a rule.
    """
    if chapter not in chapters():
        raise UnknownName(f"no chapter '{chapter}' has questions{suggestion(chapter, chapters())}")
    return _read(chapter)


@cache
def _read(chapter: str) -> dict[str, Any]:
    return parse((_SHIPPED / f"{chapter}.toml").read_bytes(), f"questions/{chapter}.toml")


def parse(content: bytes | Path, file: str) -> dict[str, Any]:
    """Check the bytes of a file of questions and return them by name.

    Parameters
    ----------
    content
        TOML.
    file
        Its name, for errors.
    """
    if isinstance(content, Path):
        content = content.read_bytes()
    try:
        data = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuestionError(f"{file}: no TOML: {error}; mend the line it names") from error
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(data)
    except JsonSchemaValueException as error:
        name = error.name or ""
        key = name.removeprefix("data").lstrip(".") or "the file"
        rule = error.message.removeprefix(name)
        way = (error.definition or {}).get("description", "")
        raise QuestionError(f"{file}: {key}{rule}" + (f"; give {way}" if way else "")) from error
    for name, asked in data.items():
        _check(asked, f"{file}: {name}")
    return data


@cache
def _validator() -> Any:
    import fastjsonschema

    return fastjsonschema.compile(json.loads((_SHIPPED / "schema.json").read_text("utf-8")))


def _check(asked: dict[str, Any], place: str) -> None:
    """Refuse what a schema cannot see: not one right option, doubled ids, an empty range."""
    options = asked.get("options", [])
    ids = [option["id"] for option in options]
    if len(set(ids)) < len(ids):
        raise QuestionError(f"{place}.options share an id; give each a name of its own")
    right = [option["id"] for option in options if option.get("correct")]
    if options and len(right) != 1:
        raise QuestionError(
            f"{place}.options has {len(right)} right ones; mark one with correct = true"
        )
    for low, high in [asked.get("accept", (0, 1)), *(w["when"] for w in asked.get("wrong", []))]:
        if not low < high:
            raise QuestionError(f"{place}: [{low}, {high}] is empty; put the least first")
