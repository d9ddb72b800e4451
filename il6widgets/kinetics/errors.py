"""Errors that name the culprit, the rule and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ModelError(ValueError):
    """A model file breaks a rule; the message names file, key, rule and way out."""


class InputError(ValueError):
    """A value given to a model cannot be used; the message names it, the rule and the way out."""


class UnknownName(KeyError, InputError):
    """A name that the model does not have."""

    def __str__(self) -> str:
        # KeyError would show the message in quotes.
        return str(self.args[0])


def suggestion(name: object, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or the known names when none is close."""
    names = list(known)
    folded = {n.lower(): n for n in names}
    close = [folded[c] for c in get_close_matches(str(name).lower(), folded, n=1, cutoff=0.5)]
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; it has {', '.join(names)}" if names else ""
