"""Makes receptor_program.json: the receptor model compiled, for the tests of the browser's half.

Run it from the root of the repository: python -m tests.golden.receptor_program
"""

from __future__ import annotations

import json
from pathlib import Path

from il6widgets.kinetics.program import compile
from il6widgets.kinetics.reading import load

PATH = Path(__file__).with_suffix(".json")


def written() -> str:
    """The program as it stands in the file."""
    return json.dumps(compile(load("receptor")), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(written(), "utf-8")
