"""The command line: models shown and run, exhibits exported, pages checked, the course built."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

import il6widgets as il6

from ..kinetics.errors import InputError
from ..kinetics.solve import SolveError
from .exhibits import LONE, VIEWS, exhibit, pairs


def main(given: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, or 2 after one sentence that says what was wrong.

    Parameters
    ----------
    given
        The arguments; those of the process by default.
    """
    asked = _parser().parse_args(given)
    try:
        return asked.run(asked) or 0
    except (InputError, SolveError, TypeError, OSError) as error:
        message = error.args[0] if isinstance(error, KeyError) and error.args else error
        print(f"il6widgets: {message}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="il6widgets", description="Interleukin-6 signalling: models, pages, the course."
    )
    parser.add_argument("--version", action="version", version=version("il6widgets"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("list", help="name the models and the views")
    one.set_defaults(run=_list)

    one = commands.add_parser("show", help="print a model: its chemistry, numbers and sources")
    one.add_argument("model", metavar="MODEL")
    one.set_defaults(run=_show)

    one = commands.add_parser("run", help="solve a model and print what it gives")
    one.add_argument("model", metavar="MODEL")
    one.add_argument("inputs", metavar="NAME=VALUE", nargs="*")
    one.add_argument("--until", metavar="T", help="of a model in time: how long, '60' or '2 h'")
    one.add_argument("--times", type=int, default=61, help="at how many times (61)")
    one.add_argument("--read", metavar="NAME", action="append", help="what to print; may repeat")
    one.add_argument("--csv", action="store_true", help="as comma-separated values")
    one.set_defaults(run=_run)

    one = commands.add_parser("export", help="write an exhibit as one live page")
    _exhibit(one)
    one.add_argument("-o", "--out", metavar="FILE", required=True)
    one.set_defaults(run=_export)

    one = commands.add_parser("wiki", help="write a page with all that a wiki needs")
    _exhibit(one)
    one.add_argument("--out", metavar="DIR", required=True)
    one.add_argument("--url", default="", help="where the page will be served from")
    one.set_defaults(run=_wiki)

    one = commands.add_parser("course", help="build the course as a site")
    one.add_argument("what", choices=["build"])
    one.add_argument("--notebooks", metavar="DIR", default="notebooks")
    one.add_argument("--out", metavar="DIR", default="site")
    one.set_defaults(run=_course)

    one = commands.add_parser("check", help="is a page what it says it is?")
    one.add_argument("page", metavar="FILE")
    one.set_defaults(run=_check)
    return parser


def _exhibit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "exhibit", metavar="EXHIBIT", help="receptor, receptor:Buffer, DiseaseLadder, …"
    )
    parser.add_argument("inputs", metavar="NAME=VALUE", nargs="*")
    parser.add_argument("--lang", choices=["en", "zh"], default="en")
    parser.add_argument("--theme", choices=["auto", "light", "dark"], default="auto")
    parser.add_argument("--title", default="")


def _list(_: argparse.Namespace) -> None:
    for name in il6.catalogue():
        print(f"{name:12}{il6.load(name).title.en}")
    print("views of a model:", ", ".join(VIEWS))
    print("views of their own:", ", ".join(LONE))


def _show(asked: argparse.Namespace) -> None:
    print(il6.load(asked.model))


def _run(asked: argparse.Namespace) -> None:
    model = il6.load(asked.model)
    changes = pairs(asked.inputs)
    if model.time is None:
        eq = il6.equilibrium(model, changes=changes)
        names = asked.read or [*model.species, *model.outputs]
        columns = {name: np.atleast_1d(np.asarray(eq[name])) for name in names}
    else:
        end = il6.solve(model, [0, asked.until or model.time.end], changes=changes).t[-1]
        sol = il6.solve(model, np.linspace(0, end, max(2, asked.times)), changes=changes)
        names = asked.read or [*model.states, *model.outputs]
        columns = {f"t ({model.time.unit})": sol.t} | {name: sol[name] for name in names}
    if asked.csv:
        print(",".join(columns))
        for row in zip(*columns.values(), strict=True):
            print(",".join(f"{x:.9g}" for x in row))
        return
    for name, column in columns.items():
        print(f"{name:24}" + " ".join(f"{x:.5g}" for x in column[-1:]))


def _export(asked: argparse.Namespace) -> None:
    views = exhibit(asked.exhibit, asked.inputs)
    il6.to_html(views, asked.out, lang=asked.lang, theme=asked.theme, title=asked.title)
    print(asked.out)


def _wiki(asked: argparse.Namespace) -> None:
    from .wiki import kit

    views = exhibit(asked.exhibit, asked.inputs)
    look = {"theme": asked.theme, "title": asked.title, "url": asked.url}
    for file in kit(views, Path(asked.out), asked.exhibit, asked.lang, **look):
        print(file)


def _course(asked: argparse.Namespace) -> None:
    from .course import build

    for file in build(Path(asked.notebooks), Path(asked.out)):
        print(file)


def _check(asked: argparse.Namespace) -> int:
    from .check import check

    wrong = check(asked.page)
    for sentence in wrong:
        print(f"{asked.page}: {sentence}", file=sys.stderr)
    if not wrong:
        print(json.dumps({"page": asked.page, "ok": True}))
    return 1 if wrong else 0
