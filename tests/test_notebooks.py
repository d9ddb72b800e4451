"""The course in its notebooks: two languages in step, short cells, no number from nowhere."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import il6widgets

FOLDER = Path(__file__).parents[1] / "notebooks"
CHAPTERS = sorted(path.name for path in (FOLDER / "en").glob("*.ipynb"))
LANGUAGES = ("en", "zh")
LINES, WIDTH = 12, 110
WIDTH_COLLAPSED = 140
VIEWS = {
    *("Biomarker", "Buffer", "CellPanel", "Checkpoint", "Cohort", "Controls", "DiseaseLadder"),
    *("DoseResponse", "EvidenceMap", "MendelianCard", "PathwayFlow", "ReceptorBinding"),
    *("Storm", "TimeCourse", "TreatmentCourse", "UnitConverter", "VariantDesigner", "WhereToBlock"),
    "explore",
}
NBVAL = {"nbval-ignore-output", "nbval-skip"}

CLAIMS = {
    "00-start.ipynb": {"C01", "C05", "C07", "C08", "C69"},
    "01-two-receptors.ipynb": {"C09", "C10", "C11", "C12", "C14", "C15", "C16"},
    "02-buffer.ipynb": {"C18", "C19", "C22"},
    "03-cells.ipynb": {"C13", "C20", "C21", "C24", "C25"},
    "04-signal.ipynb": {"C35", "C36", "C37", "C38", "C39"},
    "05-protection.ipynb": {
        *("C02", "C03", "C04", "C06", "C17", "C26", "C27", "C28", "C29", "C30"),
    },
    "06-damage.ipynb": {"C23", "C31", "C32", "C33", "C34"},
    "07-autoimmune.ipynb": {"C40", "C41", "C42", "C43", "C44", "C45", "C46"},
    "08-storm.ipynb": {"C47", "C48", "C49", "C50", "C70"},
    "09-tumour.ipynb": {"C51", "C52", "C53", "C54", "C63"},
    "10-mind-vessel.ipynb": {"C55", "C56", "C57", "C66", "C71"},
    "11-where-to-block.ipynb": {"C58", "C59", "C60", "C61", "C62"},
    "12-biomarker.ipynb": {"C64", "C65"},
    "13-design.ipynb": {"C67", "C68"},
    "14-your-own.ipynb": {"C72"},
}
DISPUTED = {
    "01-two-receptors.ipynb": {"C11"},
    "02-buffer.ipynb": {"C22"},
    "03-cells.ipynb": {"C24", "C25"},
    "05-protection.ipynb": {"C17"},
    "06-damage.ipynb": {"C23"},
    "07-autoimmune.ipynb": {"C43"},
    "08-storm.ipynb": {"C48", "C49"},
    "11-where-to-block.ipynb": {"C60"},
}

# Numbers that no cell prints, no paper gives and nobody recalls: what they are instead.
EXEMPT = {
    "01-two-receptors.ipynb": {
        "26 kDa": "quoted from the claim that the card is about",
    }
}

UNIT = r"(?:%|[pnumk]?M\b|[pnmu]g/mL|kDa)"
AMOUNT = r"\d[\d,]*(?:\.\d+)?"
QUOTED = re.compile(
    rf"(?<![\w.,])({AMOUNT})(?:\s*(?:to|and|or|–|-|至|或|和)\s*({AMOUNT}))?\s*({UNIT})"
)
RECALLED = re.compile(r"recalled|记忆")
# A colon ends what it announces, but for what is said to be recalled.
SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=:)\s+(?!\*recalled)|(?<=[。！？；])|\n")


def read(chapter: str, lang: str) -> dict[str, Any]:
    """A notebook as JSON."""
    return json.loads((FOLDER / lang / chapter).read_text(encoding="utf-8"))


def cells(chapter: str, lang: str, kind: str) -> list[dict[str, Any]]:
    """The cells of one kind."""
    return [cell for cell in read(chapter, lang)["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def tags(cell: dict[str, Any]) -> list[str]:
    """The tags of a cell."""
    return cell["metadata"].get("tags", [])


def printed(cell: dict[str, Any]) -> str:
    """What a cell is kept to have printed."""
    return "".join("".join(output["text"]) for output in cell.get("outputs", []))


class Silent(ast.NodeTransformer):
    """Takes the messages from assertions."""

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        return ast.Assert(node.test, None)


def bare(code: str) -> str:
    """Code without comments and without messages of assertions."""
    return ast.unparse(Silent().visit(ast.parse(code)))


def amounts(text: str) -> Iterator[tuple[str, str]]:
    """Every number with a unit in a text, as (number, unit); both ends of a range have its unit."""
    for low, high, unit in QUOTED.findall(text.replace("µ", "u").replace("μ", "u")):
        for number in filter(None, (low, high)):
            yield number.replace(",", ""), unit


def unfounded(text: str, known: set[tuple[str, str]]) -> list[str]:
    """Numbers that are not known and whose sentence neither cites nor says `recalled`."""
    found = []
    for sentence in SENTENCE.split(text):
        if "(#papers)" in sentence or RECALLED.search(sentence):
            continue
        found += [
            f"{n} {unit}: {sentence}" for n, unit in amounts(sentence) if (n, unit) not in known
        ]
    return found


def test_every_chapter_is_there_in_both_languages() -> None:
    assert CHAPTERS
    assert CHAPTERS == sorted(path.name for path in (FOLDER / "zh").glob("*.ipynb"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_both_languages_have_the_same_cells(chapter: str) -> None:
    en, zh = (read(chapter, lang)["cells"] for lang in LANGUAGES)
    assert [cell["id"] for cell in en] == [cell["id"] for cell in zh]
    for ours, theirs in zip(en, zh, strict=True):
        assert ours["cell_type"] == theirs["cell_type"], ours["id"]
        assert ours["metadata"] == theirs["metadata"], ours["id"]
        if ours["cell_type"] == "code":
            assert bare(source(ours)) == bare(source(theirs)), ours["id"]
            assert ours["outputs"] == theirs["outputs"], ours["id"]
        else:
            assert source(ours) != source(theirs), ours["id"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_cells_are_short_and_use_public_names(chapter: str, lang: str) -> None:
    for cell in cells(chapter, lang, "code"):
        lines = [line for line in source(cell).splitlines() if line.strip()]
        assert len(lines) <= LINES, cell["id"]
        hidden = cell["metadata"].get("jupyter", {}).get("source_hidden")
        width = WIDTH_COLLAPSED if hidden else WIDTH
        assert [line for line in lines if len(line) > width] == [], cell["id"]
        tree = ast.parse(source(cell))
        imported = {
            name.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert imported <= {"il6widgets", "numpy"}, cell["id"]
        used = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "il6"
        }
        assert used <= set(il6widgets.__all__), cell["id"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_view_comes_early_and_leaves_the_language_to_the_page(chapter: str, lang: str) -> None:
    codes = [source(cell) for cell in cells(chapter, lang, "code")]
    ends = [ast.parse(code).body[-1] for code in codes[:2]]
    shown = {
        end.value.func.attr
        for end in ends
        if isinstance(end, ast.Expr)
        and isinstance(end.value, ast.Call)
        and isinstance(end.value.func, ast.Attribute)
    }
    assert shown & VIEWS
    assert [code for code in codes if re.search(r"\blang\s*=", code)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_only_printed_numbers_are_kept(chapter: str, lang: str) -> None:
    notebook = read(chapter, lang)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}  # no state of widgets
    for cell in cells(chapter, lang, "code"):
        if "numbers" not in tags(cell):
            assert cell["outputs"] == [], cell["id"]
            assert set(tags(cell)) & NBVAL, f"{cell['id']}: nbval would compare what it shows"
            continue
        assert not set(tags(cell)) & NBVAL, cell["id"]
        kinds = {(output["output_type"], output.get("name")) for output in cell["outputs"]}
        assert kinds == {("stream", "stdout")}, cell["id"]
        assert printed(cell).isascii(), cell["id"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_stub_is_skipped_and_its_solution_is_run(chapter: str) -> None:
    marked = [tags(cell) for cell in cells(chapter, "en", "code")]
    stubs = [i for i, found in enumerate(marked) if "skip" in found]
    assert stubs
    for i in stubs:
        assert "nbval-skip" in marked[i]
        assert "solution" in marked[i + 1]
        assert not set(marked[i + 1]) & NBVAL


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_claim_is_told_and_can_be_broken(chapter: str) -> None:
    found = {tag for cell in read(chapter, "en")["cells"] for tag in tags(cell)}
    assert {tag[6:] for tag in found if tag.startswith("claim:")} == CLAIMS[chapter]
    assert {tag[6:] for tag in found if tag.startswith("break:")} == CLAIMS[chapter]
    disputed = {tag[9:] for tag in found if tag.startswith("disputed:")}
    assert disputed == DISPUTED.get(chapter, set())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_reader_commits_before_the_view_opens(chapter: str) -> None:
    asked = [
        name
        for cell in cells(chapter, "en", "code")
        for name in re.findall(r'Checkpoint\("(\d\d\.\w+)"', source(cell))
    ]
    number = chapter[:2]
    assert len(asked) >= 2
    file = FOLDER.parent / f"il6widgets/models/questions/{number}.toml"
    questions = tomllib.loads(file.read_text(encoding="utf-8"))
    assert sorted(asked) == sorted(f"{number}.{name}" for name in questions), "asked once each"
    tagged = {tag for cell in cells(chapter, "en", "code") for tag in tags(cell)}
    assert {f"checkpoint:{name}" for name in asked} <= tagged


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_number_is_computed_cited_or_recalled(chapter: str, lang: str) -> None:
    codes = cells(chapter, lang, "code")
    known = {amount for cell in codes for amount in amounts(printed(cell))}
    # What a cell or a task sets is an input: it stands in the code with its unit.
    known |= {amount for cell in codes for amount in amounts(source(cell))}
    exempt = {next(amounts(text)) for text in EXEMPT.get(chapter, ())}
    prose = [cell for cell in cells(chapter, lang, "markdown") if "papers" not in tags(cell)]
    quoted = {amount for cell in prose for amount in amounts(source(cell))}
    assert sorted((exempt - quoted) | (exempt & known)) == [], "an exemption that nothing needs"
    assert [bad for cell in prose for bad in unfounded(source(cell), known | exempt)] == []


def test_a_number_from_nowhere_is_found() -> None:
    known = {("9.0", "%"), ("5", "pg/mL")}
    assert unfounded("At 5 pg/mL 9.0 % is free.", known) == []
    assert unfounded("About 40 to 1,500 pM ([Sonne 1990](#papers)).", known) == []
    assert unfounded("7 µg/mL (*recalled*). Then 8 %.", known) == ["8 %: Then 8 %."]
    assert unfounded("记忆值 3 nM。取 4–6 nM。", known) == [
        "4 nM: 取 4–6 nM。",
        "6 nM: 取 4–6 nM。",
    ]
    assert unfounded("See [it](#papers). Not 1,200 pM.", known) == ["1200 pM: Not 1,200 pM."]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_is_cited_is_in_the_list_of_papers(chapter: str, lang: str) -> None:
    parts = cells(chapter, lang, "markdown")
    papers = next(source(cell) for cell in parts if "papers" in tags(cell))
    assert '<a id="papers"></a>' in papers
    for cell in parts:
        for name in re.findall(r"\[([^\]]*)\]\(#papers\)", source(cell)):
            for author, year in re.findall(r"([A-Z][\w-]+(?: & \w+)?) (\d{4})", name):
                assert f"{author} {year}" in papers, f"{cell['id']}: {author} {year}"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chinese_is_set_as_chinese(chapter: str) -> None:
    for cell in cells(chapter, "zh", "markdown"):
        if "papers" in tags(cell):
            continue
        text = re.sub(r"`[^`]*`|\]\(#\w+\)|<[^>]*>", "", source(cell))
        han = "\u4e00-\u9fff"
        close = re.findall(rf"[{han}][A-Za-z0-9]|[A-Za-z0-9][{han}]", text)
        assert close == [], f"{cell['id']}: a space is missing"
        assert re.findall(rf"[{han}][,;:?!()]|[,;:?!()][{han}]", text) == [], cell["id"]
