"""Is a page what it says: its script, its model and its version."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..kinetics.errors import InputError
from ..kinetics.program import compile
from ..kinetics.reading import catalogue, load
from .html import digest

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_CONTENTS = re.compile(r"<script[^>]*data-il6-contents>(.*?)</script>", re.DOTALL)


def check(page: str | Path) -> list[str]:
    """Return what is wrong with a page that :func:`~il6widgets.to_html` has written.

    Parameters
    ----------
    page
        The file.

    Returns
    -------
    list of str
        One sentence each; empty where the page is what it says.

    Raises
    ------
    InputError
        When it is no page of ours.
    """
    text = Path(page).read_text("utf-8")
    carried = _CONTENTS.search(text)
    if not carried:
        raise InputError(f"{page} is no page of il6widgets; export one first")
    wrong = []
    policy = re.search(r"script-src ([^;]*);", text)
    allowed = policy.group(1) if policy else ""
    for number, script in enumerate(_SCRIPT.findall(text), 1):
        if f"'sha256-{digest(script)}'" not in allowed:
            wrong.append(f"script {number} is not the one that the page's policy names")
    if _meta(text, "il6-contents") != f"sha256-{digest(carried.group(1))}":
        wrong.append("the models and inputs in the page are not those that it was made with")
    contents = json.loads(carried.group(1))
    saved = contents.get("jupyter", {}).get("state", {}).values()
    for model in [*contents["models"].values(), *(one["state"] for one in saved)]:
        if "program" in model:
            wrong += _differs(model["program"])
    return wrong


def _meta(text: str, name: str) -> str:
    found = re.search(f'<meta name="{name}" content="([^"]*)">', text)
    return found.group(1) if found else ""


def _differs(program: dict[str, object]) -> list[str]:
    """Compare a program with the model of that name that is installed here."""
    name = str(program["id"])
    if name not in catalogue():
        return []  # a model of one's own
    here = load(name)
    if program["hash"] != here.hash:
        return [f"model {name} is {program['hash']} in the page, and {here.hash} here"]
    for key, part in json.loads(json.dumps(compile(here))).items():
        # A choice may have been fixed when the model was loaded.
        if key not in ("values", "choices") and program.get(key) != part:
            return [f"model {name}: its {key} in the page is not what {here.hash} says"]
    return []
