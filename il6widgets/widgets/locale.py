"""Every text on screen, for Python: the catalogue that the browser has, too."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def texts(lang: str) -> dict[str, str]:
    """Return the texts of a language by their keys.

    Parameters
    ----------
    lang
        ``"en"`` or ``"zh"``.
    """
    file = files("il6widgets") / "locale" / f"{lang}.json"
    return json.loads(file.read_text("utf-8"))
