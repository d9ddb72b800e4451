"""Imports run models ← kinetics ← widgets ← publish, in Python and in TypeScript."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS = ["models", "kinetics", "widgets", "publish"]
INTERFACES = {"anywidget", "bqplot", "ipywidgets", "traitlets", "IPython"}
TS_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


def layer(parts: tuple[str, ...]) -> int:
    """Which layer a path below the top folder is in; -1 for none."""
    return LAYERS.index(parts[0]) if parts and parts[0] in LAYERS else -1


def python_imports(file: Path, package: Path) -> Iterator[tuple[str, ...]]:
    """What a module imports, as parts of dotted names; `from . import x` counts as `.x`."""
    here = (package.name, *file.parent.relative_to(package).parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) - node.level + 1] if node.level else ()
            module = tuple(node.module.split(".")) if node.module else ()
            yield from ((*start, *module, alias.name) for alias in node.names)


def wrong_way(root: Path) -> list[str]:
    """Every import that runs against the layers, as a sentence with the offending path."""
    found = []
    package, source = root / "il6widgets", (root / "js/src").resolve()
    for file in sorted(package.rglob("*.py")):
        own = layer(file.relative_to(package).parts)
        for name in python_imports(file, package):
            inside = name[0] == package.name
            above = inside and layer(name[1:]) > own
            drawn = not inside and name[0] in INTERFACES and own <= LAYERS.index("kinetics")
            if own >= 0 and (above or drawn):
                found.append(f"{file.relative_to(root)} imports {'.'.join(name)}")
    for file in sorted(source.rglob("*.ts")):
        own = layer(file.relative_to(source).parts)
        for target in TS_IMPORT.findall(file.read_text(encoding="utf-8")):
            path = (file.parent / target).resolve()
            inside = path.is_relative_to(source)
            if inside and layer(path.relative_to(source).parts) > own >= 0:
                found.append(f"js/src/{file.relative_to(source)} imports {target}")
    return found


def test_imports_run_one_way() -> None:
    assert (ROOT / "il6widgets/kinetics").is_dir()
    assert (ROOT / "js/src/kinetics").is_dir()
    assert wrong_way(ROOT) == []


def test_an_import_that_runs_the_wrong_way_is_named(tmp_path: Path) -> None:
    wrong = {
        "il6widgets/kinetics/a.py": "def f():\n    from ..widgets import scene\n",
        "il6widgets/kinetics/b.py": "import anywidget\n",
        "il6widgets/kinetics/c.py": "import il6widgets.publish.page\n",
        "il6widgets/widgets/d.py": "from .. import publish\nfrom ..kinetics import binding\n",
        "js/src/kinetics/e.ts": 'import type { View } from "../widgets/view.ts";\n',
        "js/src/widgets/f.ts": 'export * from "../kinetics/e.ts";\nimport("../publish/page.ts");\n',
    }
    for name, text in wrong.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert wrong_way(tmp_path) == [
        "il6widgets/kinetics/a.py imports il6widgets.widgets.scene",
        "il6widgets/kinetics/b.py imports anywidget",
        "il6widgets/kinetics/c.py imports il6widgets.publish.page",
        "il6widgets/widgets/d.py imports il6widgets.publish",
        "js/src/kinetics/e.ts imports ../widgets/view.ts",
        "js/src/widgets/f.ts imports ../publish/page.ts",
    ]
