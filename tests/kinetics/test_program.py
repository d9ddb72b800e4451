"""The programs that the browser's tests run are those that the models compile to now."""

from __future__ import annotations

import json

import pytest

from il6widgets.kinetics.program import compile
from il6widgets.kinetics.reading import catalogue, load
from tests.golden.programs import PROGRAMS, path, written


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_in_the_golden_folder_is_up_to_date(name: str) -> None:
    assert path(name).read_text("utf-8") == written(name), "run: python -m tests.golden.programs"


@pytest.mark.parametrize("name", catalogue())
def test_a_program_is_plain_json(name: str) -> None:
    program = compile(load(name))
    assert json.loads(json.dumps(program, allow_nan=False)) == program
