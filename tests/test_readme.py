"""Every Python block of the README runs, and prints what the README says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```(?:\n+```text\n(.*?)```)?", TEXT, re.DOTALL)


def test_there_are_four_hello_worlds():
    assert len(BLOCKS) == 4


@pytest.mark.parametrize(("code", "printed"), BLOCKS, ids=["jupyter", "core", "time", "wiki"])
def test_block_runs(code, printed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    if printed:
        assert out.getvalue() == printed


def test_everything_that_the_readme_links_to_is_there():
    root = Path(__file__).parents[1]
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (root / link).exists()] == []
