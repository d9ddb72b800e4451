"""Every claim is examined in a chapter, by an exhibit that computes or a card, with its sources."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import il6widgets
from il6widgets.kinetics.bibliography import shipped

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CLAIMS: dict[str, Any] = tomllib.loads((NOTEBOOKS / "claims.toml").read_text("utf-8"))
TABLE = NOTEBOOKS / "claims.md"


def chapters(lang: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Name and cells of every chapter."""
    for path in sorted((NOTEBOOKS / lang).glob("*.ipynb")):
        yield path.stem, json.loads(path.read_text("utf-8"))["cells"]


def tags(cells: list[dict[str, Any]], kind: str) -> set[str]:
    """What is tagged `kind:…` in a chapter."""
    found = {tag for cell in cells for tag in cell["metadata"].get("tags", [])}
    return {tag.removeprefix(f"{kind}:") for tag in found if tag.startswith(f"{kind}:")}


def words(cells: list[dict[str, Any]]) -> str:
    """The text of a chapter."""
    return "\n".join("".join(cell["source"]) for cell in cells)


def papers(cells: list[dict[str, Any]]) -> list[str]:
    """The papers that a chapter lists."""
    for cell in cells:
        if "papers" in cell["metadata"].get("tags", []):
            return re.findall(r"^- \*\*([^*]+)\*\*", "".join(cell["source"]), re.MULTILINE)
    return []


def homes() -> dict[str, str]:
    """The chapter in which each claim is examined."""
    return {claim: name for name, cells in chapters("en") for claim in tags(cells, "claim")}


def table() -> str:
    """Claim, chapter, exhibit or card, dispute and papers, from the tags of the notebooks."""
    lines = [
        "# Claims",
        "",
        "Made from the tags of the notebooks by `python -m tests.test_claims`.",
        "",
        "| claim | chapter | shown by | box | papers of the chapter |",
        "|---|---|---|---|---|",
    ]
    found = dict(chapters("en"))
    home = homes()
    for claim, facts in CLAIMS.items():
        cells = found[home[claim]]
        shown = sorted(set(facts["shown"]) & (tags(cells, "exhibit") | {"card"}))
        box = "disputed" if claim in tags(cells, "disputed") else "but" if "but" in facts else ""
        row = (f"{claim} {facts['claim']['en']}", home[claim], ", ".join(shown), box)
        lines.append(f"| {' | '.join(row)} | {', '.join(papers(cells))} |")
    return "\n".join(lines) + "\n"


def test_all_72_claims_have_a_chapter_and_no_other_is_tagged() -> None:
    assert list(CLAIMS) == [f"C{n:02}" for n in range(1, 73)]
    assert set(homes()) == set(CLAIMS)


def test_each_is_shown_by_a_widget_that_there_is_or_a_card() -> None:
    found, home = dict(chapters("en")), homes()
    for claim, facts in CLAIMS.items():
        assert set(facts["shown"]) <= {*il6widgets.__all__, "card"}, claim
        there = tags(found[home[claim]], "exhibit") | {"card"}
        assert set(facts["shown"]) & there, f"{claim}: chapter {home[claim]} shows none of them"


def test_what_speaks_against_a_claim_is_said_where_it_is_made() -> None:
    home = homes()
    for lang in ("en", "zh"):
        found = dict(chapters(lang))
        for claim, facts in CLAIMS.items():
            if "but" in facts:
                text = words(found[home[claim]])
                assert facts["but"][lang] in text, f"{claim}, {lang}: '{facts['but'][lang]}'"


def test_every_chapter_has_papers_and_they_are_the_same_in_both_languages() -> None:
    for (name, en), (_, zh) in zip(chapters("en"), chapters("zh"), strict=True):
        assert len(papers(en)) >= 3, name
        assert papers(en) == papers(zh), name


def test_every_paper_is_in_the_bibliography() -> None:
    known = {reference.text.split(",", 1)[0] for reference in shipped().values()}
    for name, cells in chapters("en"):
        for paper in papers(cells):
            assert re.sub(r" & \S+", "", paper) in known, f"{name}: {paper}"


def test_the_table_is_that_of_the_notebooks() -> None:
    assert TABLE.read_text("utf-8") == table(), "remake it: python -m tests.test_claims"


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
