"""The command line, as a shell sees it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import il6widgets as il6
from il6widgets.publish.cli import main


def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "il6widgets", *arguments], capture_output=True, text=True
    )


def test_models_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in il6.catalogue())
    assert main(["show", "receptor"]) == 0
    assert "5.5 nM" in capsys.readouterr().out


def test_a_run_prints_the_numbers_of_python(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", "receptor", "IL6=40 ng/mL", "cell=monocyte", "--read", "hexamer", "--csv"])
    name, value = capsys.readouterr().out.split()
    m = il6.load("receptor")
    assert name == "hexamer"
    expected = il6.equilibrium(m, IL6="40 ng/mL", cell="monocyte")["hexamer"]
    assert float(value) == pytest.approx(expected, rel=1e-8)
    main(
        ["run", "signalling", "IL6=40 ng/mL", "--until", "1 h", "--times", "3", "--read", "pSTAT3",
         "--csv"]
    )  # fmt: skip
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "t (min),pSTAT3"
    sol = il6.solve(il6.load("signalling"), [0, 30, 60], IL6="40 ng/mL")
    found = [float(row.split(",")[1]) for row in rows[1:]]
    assert found == pytest.approx(sol["pSTAT3"], rel=1e-8)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "receptr"], "no model is called 'receptr'; did you mean 'receptor'?"),
        (["run", "receptor", "IL6"], "'IL6' is no input; write NAME=VALUE"),
        (["run", "receptor", "IL6=-1"], "cannot be negative"),
        (["run", "receptor", "--read", "hexamers"], "hexamer"),
        (["export", "receptor:Bufer", "-o", "x.html"], "no view is called 'Bufer'"),
        (["export", "DiseaseLader", "-o", "x.html"], "did you mean 'DiseaseLadder'?"),
        (["export", "DiseaseLadder", "levle=3", "-o", "x.html"], "did you mean 'level'?"),
        (["export", "DiseaseLadder", "level=much", "-o", "x.html"], "'much' is no level"),
        (["export", "EvidenceMap", "chosen=plague", "-o", "x.html"], "the map has no 'plague'"),
        (["check", "nothing.html"], "nothing.html"),
        (["course", "build", "--notebooks", "nowhere"], "nowhere has no notebooks"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_no_traceback(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.startswith("il6widgets: ")
    assert "Traceback" not in said


def test_a_page_is_exported_twice_with_the_same_bytes_and_checked(tmp_path: Path) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        done = shell("export", "receptor:ReceptorBinding", "fluid=joint", "-o", str(page))
        assert done.returncode == 0, done.stderr
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert shell("check", str(pages[0])).returncode == 0
    text = pages[0].read_text("utf-8")
    for was, now, said in (
        ('"value":5.5', '"value":6.5', "the models and inputs in the page"),
        ("use strict", "use  strict", "script 1 is not the one"),
    ):
        assert was in text
        pages[1].write_text(text.replace(was, now, 1), "utf-8")
        done = shell("check", str(pages[1]))
        assert done.returncode == 1
        assert said in done.stderr


def test_a_page_of_another_model_file_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    main(["export", "receptor:Buffer", "-o", str(page)])
    text = page.read_text("utf-8")
    real = il6.load("receptor").hash
    page.write_text(text.replace(real, "0" * 12), "utf-8")
    done = shell("check", str(page))
    assert done.returncode == 1
    assert f"model receptor is {'0' * 12} in the page, and {real} here" in done.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_wiki_gets_page_frame_figure_numbers_and_how_to(tmp_path: Path, lang: str) -> None:
    main(["wiki", "receptor:Buffer", "fluid=blood", "--lang", lang, "--out", str(tmp_path)])
    for name in ("receptor-buffer.frame.html", "receptor-buffer.sized-frame.html"):
        frame = (tmp_path / name).read_text("utf-8")
        assert 'sandbox="allow-scripts"' in frame
        assert 'src="receptor-buffer.html"' in frame
    wikis = ("MediaWiki", "Confluence", "DokuWiki", "XWiki", "BookStack", "Wiki.js", "GitLab")
    words = (*wikis, "Notion", "SharePoint", "Obsidian", "TiddlyWiki", "CC BY 4.0")
    for one in ("en", "zh"):
        how = (tmp_path / f"how-to.{one}.md").read_text("utf-8")
        assert [word for word in words if word not in how] == []
        assert (tmp_path / f"receptor-buffer.alt.{one}.txt").read_text("utf-8").strip() in how
        assert "{" not in how.replace("{{ :file.html |link }}", "")
    table = (tmp_path / "receptor-buffer.inputs.csv").read_text("utf-8").splitlines()
    assert table[0] == "id,label,value,unit,status,sources"
    state = json.loads((tmp_path / "receptor-buffer.json").read_text("utf-8"))
    again = il6.Experiment("receptor")
    again.follow(state["link"])
    assert again.inputs.values() == state["values"]


def test_a_still_figure_has_the_numbers_of_the_model_and_its_words_in_both_languages(
    tmp_path: Path,
) -> None:
    main(["wiki", "receptor", "cell=monocyte", "--lang", "zh", "--out", str(tmp_path)])
    rows = list(csv.DictReader((tmp_path / "receptor.csv").read_text("utf-8").splitlines()))
    doses = [float(row["IL6 (nM)"]) for row in rows]
    m = il6.load("receptor", cell="monocyte")
    expected = il6.equilibrium(m, IL6=np.array(doses))["hexamer"]
    assert [float(row["hexamer (1/cell)"]) for row in rows] == pytest.approx(expected, rel=1e-9)
    svg = (tmp_path / "receptor.svg").read_bytes()
    found = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    assert found.findtext(f"{name}title") == m.title("zh")
    said = [one.text for one in found.findall(f"{name}desc")]
    assert said == [
        (tmp_path / f"receptor.alt.{lang}.txt").read_text("utf-8").strip() for lang in ("zh", "en")
    ]
    # The greatest response on the page is the one in the words.
    assert f"{max(expected):.3g}" in (said[1] or "")
    assert "六聚体" in svg.decode()
    assert (tmp_path / "receptor.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("name", "setting", "told"),
    [
        ("DiseaseLadder", "level=40", "CAR-T"),
        ("EvidenceMap", "chosen=covid", "randomised"),
        ("Biomarker", "marker=depression_il6", "depression"),
    ],
)
def test_a_view_without_a_model_is_exported_checked_and_drawn_the_same_every_time(
    tmp_path: Path, name: str, setting: str, told: str
) -> None:
    for one in ("a", "b"):
        assert main(["wiki", name, setting, "--out", str(tmp_path / one)]) == 0
    files = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert len(files) == 12
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file
    stem = name.lower()
    assert told in (tmp_path / "a" / f"{stem}.alt.en.txt").read_text("utf-8")
    key, value = setting.split("=")
    state = json.loads((tmp_path / "a" / f"{stem}.json").read_text("utf-8"))
    assert str(state[key]).removesuffix(".0") == value
    assert main(["check", str(tmp_path / "a" / f"{stem}.html")]) == 0


def test_a_figure_without_matplotlib_names_the_way_out_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["wiki", "receptor", "--out", str(tmp_path / "kit")]) == 2
    assert "install il6widgets[wiki]" in capsys.readouterr().err
    assert not (tmp_path / "kit").exists()
