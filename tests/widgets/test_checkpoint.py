"""Checkpoints: questions are data, what is wrong in a file is named, views are kept shut."""

from __future__ import annotations

import pytest

import il6widgets as il6
from il6widgets.widgets.questions import QuestionError, chapters, parse, question

GOOD = """
[pull]
kind = "choice"
prompt = { en = "Which?", zh = "哪个？" }
[[pull.options]]
id = "a"
correct = true
text = { en = "A", zh = "甲" }
feedback = { en = "Yes.", zh = "对。" }
[[pull.options]]
id = "b"
text = { en = "B", zh = "乙" }
feedback = { en = "It tempts.", zh = "容易选。" }
[[pull.options]]
id = "c"
text = { en = "C", zh = "丙" }
feedback = { en = "It tempts, too.", zh = "也容易选。" }
"""


def test_every_question_that_ships_is_whole() -> None:
    assert "02" in chapters()
    for chapter in chapters():
        name = next(iter(parse_chapter(chapter)))
        assert question(f"{chapter}.{name}")["prompt"]["zh"]


def parse_chapter(chapter: str) -> dict[str, object]:
    from importlib.resources import files

    file = files("il6widgets") / "models" / "questions" / f"{chapter}.toml"
    return parse(file.read_bytes(), f"{chapter}.toml")


def test_feedback_is_short_and_never_scolds() -> None:
    for chapter in chapters():
        for name, asked in parse_chapter(chapter).items():
            for option in asked.get("options", ()):  # type: ignore[attr-defined]
                words = option["feedback"]["en"].split()
                assert len(words) <= 50, f"{chapter}.{name}.{option['id']}"
                assert "unfortunately" not in option["feedback"]["en"].lower()
                assert "很遗憾" not in option["feedback"]["zh"]


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("correct = true\n", "", r"pull.options has 0 right ones; mark one with correct = true"),
        ('id = "b"', 'id = "a"', r"pull.options share an id"),
        ('zh = "哪个？"', 'de = "Welche?"', r"pull.prompt.*zh"),
        ('kind = "choice"', 'kind = "guess"', r"pull.kind.*choice, number or explain"),
        ('kind = "choice"', 'kind = "number"', r"pull.*unit"),
        ("[pull]", "[pull", r"no TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(was: str, now: str, message: str) -> None:
    assert was in GOOD
    with pytest.raises(QuestionError, match="09.toml.*" + message):
        parse(GOOD.replace(was, now, 1).encode(), "09.toml")


def test_an_unknown_question_is_named_with_one_that_is_there() -> None:
    with pytest.raises(il6.UnknownName, match=r"chapter 02 asks no 'pul'.*pull"):
        il6.Checkpoint("02.pul")
    with pytest.raises(il6.UnknownName, match="no chapter '99'"):
        il6.Checkpoint("99.pull")


def test_views_are_kept_shut_and_the_question_alone_keeps_nothing() -> None:
    x = il6.Experiment("receptor")
    shut = il6.Checkpoint("02.pull", il6.Buffer(x))
    assert shut.gate is not None
    assert shut.gate.height == "0px"
    assert shut.question.experiment is x
    assert il6.Checkpoint("02.why").gate is None


def test_a_number_is_read_from_a_view_that_has_it() -> None:
    x = il6.Experiment("receptor")
    asked = il6.Checkpoint("02.half", il6.Buffer(x))
    assert asked.question.factor == pytest.approx(100.0, rel=1e-12)  # nM of 100 kDa to ng/mL
    with pytest.raises(il6.InputError, match=r"02\.half reads sgp130, which no view here has"):
        il6.Checkpoint("02.half")
