"""The program that the browser's tests run is the one that the model compiles to now."""

from __future__ import annotations

import json

from il6widgets.kinetics.program import compile
from il6widgets.kinetics.reading import load
from tests.golden.receptor_program import PATH, written


def test_the_program_in_the_golden_folder_is_up_to_date() -> None:
    assert PATH.read_text("utf-8") == written(), "run: python -m tests.golden.receptor_program"


def test_a_program_is_plain_json() -> None:
    program = compile(load("receptor"))
    assert json.loads(json.dumps(program, allow_nan=False)) == program
