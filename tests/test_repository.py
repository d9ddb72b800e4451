"""What the repository must not say, and what its files must agree on."""

import json
import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = ["lab", "test", "benchmarks"]  # each holds all of the one before

# Every mirror must do, nobody else's machine is like ours, and the brief is not the reader's.
FORBIDDEN = {
    "a host of a package registry": r"pythonhosted\.org|pypi\.org|npmjs\.(org|com)|npmmirror\.com",
    "a path of somebody's machine": r"(?<![\w.~)}\]/])/(work|root|home|Users|tmp/w)/\w",
    "the brief": r"\.\./shared\b|\bshared/(design|science|site|visual)\b|\bthe CEO\b",
}


def sources() -> dict[str, str]:
    """Every text that git keeps or would keep, by its path."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in filter(None, names.split("\0")):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or a file about to be deleted
    return texts


@pytest.mark.parametrize("thing", FORBIDDEN)
def test_no_file_names(thing: str) -> None:
    pattern = re.compile(FORBIDDEN[thing])
    texts = sources()
    assert "pyproject.toml" in texts
    assert [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ] == []


def locked(name: str) -> dict[str, Requirement]:
    """What a lock file of Python holds, by name; fails unless all of it is pinned and hashed."""
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    found = {}
    for entry in re.sub(r"^#.*\n?", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines():
        line, *hashes = entry.split(" --hash=sha256:")
        requirement = Requirement(line.strip())
        assert hashes, f"{requirement.name} has no hash in requirements/{name}.txt"
        assert [clause.operator for clause in requirement.specifier] == ["=="], line
        found[requirement.name.lower()] = requirement
    return found


def test_every_dependency_is_locked_at_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    lab = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["lab"],
        *groups["build"],
        *project["build-system"]["requires"],
    ]
    wanted = {
        "lab": lab,
        "test": [*lab, *groups["test"]],
        "benchmarks": [*lab, *groups["test"], *groups["benchmarks"]],
    }
    assert list(wanted) == LOCKS
    for lock, requirements in wanted.items():
        pins = locked(lock)
        for requirement in map(Requirement, requirements):
            pin = pins.get(requirement.name.lower())
            assert pin is not None, f"{requirement} is not locked: run 'make lock'"
            version = next(iter(pin.specifier)).version
            assert requirement.specifier.contains(version), f"{pin} is not {requirement}"


def test_the_lock_files_of_python_agree() -> None:
    for smaller, larger in pairwise(LOCKS):
        few, many = locked(smaller), locked(larger)
        for name, one in few.items():
            assert many[name].specifier == one.specifier, name
            # What the larger one needs everywhere, or on more systems, the smaller one may need on
            # some only.
            wide = str(many[name].marker or "")
            assert wide == "" or str(one.marker) in [wide, *wide.split(" or ")], name


def test_the_lock_file_of_npm_is_in_step_and_names_no_registry() -> None:
    package = json.loads((ROOT / "js/package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "js/package-lock.json").read_text(encoding="utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert lock[""].get(kind) == package.get(kind)
        for name, version in package.get(kind, {}).items():
            assert lock[f"node_modules/{name}"]["version"] == version  # exact: no ^, no ~
    packages = {name: entry for name, entry in lock.items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    # npm leaves out a platform's binary that a mirror lacks, and then `npm ci` fails everywhere.
    there = {name.rpartition("node_modules/")[2] for name in packages}
    assert [
        f"{name} needs {needed}"
        for name, entry in packages.items()
        for needed in {**entry.get("dependencies", {}), **entry.get("optionalDependencies", {})}
        if needed not in there
    ] == []


def test_node_is_asked_for_in_one_range() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    in_hook = re.search(r'^NODE = "(.*)"$', (ROOT / "build_js.py").read_text(), re.MULTILINE)
    assert in_hook is not None
    assert in_hook[1] in groups["dependency-groups"]["build"]
