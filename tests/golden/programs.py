"""Makes program_*.json: models compiled, for the tests of the browser's half.

Run it from the root of the repository: python -m tests.golden.programs
"""

from __future__ import annotations

import json
from pathlib import Path

from il6widgets.kinetics.program import compile
from il6widgets.kinetics.reading import load

FOLDER = Path(__file__).parent
MODELS = Path(__file__).parents[1] / "kinetics" / "models"
PROGRAMS = {
    "receptor": "receptor",
    "signalling": "signalling",
    "cascade": MODELS / "cascade.toml",
    "trapped_cascade": MODELS / "trapped_cascade.toml",
}


def path(name: str) -> Path:
    """Where the program of a model stands."""
    return FOLDER / f"program_{name}.json"


def written(name: str) -> str:
    """The program as it stands in the file."""
    return json.dumps(compile(load(PROGRAMS[name])), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name in PROGRAMS:
        path(name).write_text(written(name), "utf-8")
