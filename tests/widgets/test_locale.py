"""The catalogue: the same texts in both languages, and a name for every unit that ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import il6widgets as il6

FOLDER = Path(il6.__file__).with_name("locale")
TEXTS = {lang: json.loads((FOLDER / f"{lang}.json").read_text("utf-8")) for lang in ("en", "zh")}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    import re

    assert list(TEXTS["en"]) == list(TEXTS["zh"])
    for key, text in TEXTS["en"].items():
        places = [sorted(set(re.findall(r"\{\w+\}", t))) for t in (text, TEXTS["zh"][key])]
        assert places[0] == places[1], key


@pytest.mark.parametrize("name", il6.catalogue())
def test_every_unit_of_a_model_has_a_name(name: str) -> None:
    model = il6.load(name)
    units = {u for p in model.parameters.values() for u in (p.unit, *p.units)}
    units |= {o.unit for o in (*model.outputs.values(), *model.species.values(), *model.processes)}
    units |= {model.time.unit} if model.time else set()
    for unit in units - {"1"}:
        for lang, texts in TEXTS.items():
            assert f"unit.{unit}" in texts, (lang, unit)
            assert f"unit.spoken.{unit}" in texts, (lang, unit)
