"""What a still figure shows: its numbers, its words, its colours, and how it is drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kinetics.model import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True)
class Drawing:
    """A figure that is still to be drawn.

    Attributes
    ----------
    columns
        What is drawn, as a table.
    alt
        What it says, in words, in a language.
    draw
        Draws it into matplotlib's axes, in a language.
    """

    columns: Mapping[str, Sequence[Any] | NDArray[np.float64]]
    alt: Callable[[Language], str]
    draw: Callable[[Any, Language], None]


def line(number: int) -> dict[str, Any]:
    """Tell lines apart by dashes as well as colour."""
    colours = ("pstat3", "il6r", "mixed", "sil6r")
    return {
        "color": token(colours[number % len(colours)]),
        "linestyle": ("-", "--", "-.", ":")[number % 4],
    }


@cache
def _tokens() -> dict[str, str]:
    file = files("il6widgets") / "widgets" / "tokens.json"
    return json.loads(file.read_text("utf-8"))["light"]


def token(name: str) -> str:
    """Return a colour of the light theme, by its name."""
    return _tokens()[name]
