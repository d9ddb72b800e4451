"""Installs lock files for this Python, with uv, from the mirrors that pip knows.

    .venv/bin/python requirements/install.py requirements/lab.txt

pip reads a mirror from PIP_INDEX_URL or pip.conf; uv reads neither. So where uv has been told of no
index of its own, what pip knows is passed on. Every package is held by a hash, so that no index
can slip in another one.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

# What pip calls it, and what uv calls it. uv separates indexes by spaces and links by commas.
NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
OWN = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_CONFIG_FILE")


def pip_settings() -> dict[str, str]:
    """What pip would use for `pip install`: later sections of its list win, as in pip itself."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    settings: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in settings:
            settings[section][name] = str(ast.literal_eval(value))
    return settings["global"] | settings["install"] | settings[":env:"]


def uv_has_an_index() -> bool:
    """Whether uv was told of an index in its own way: then pip's settings are not its business."""
    folders = [Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"), Path("/etc")]
    files = [folder / "uv/uv.toml" for folder in folders]
    return any(name in os.environ for name in OWN) or any(
        "index" in file.read_text(encoding="utf-8") for file in files if file.is_file()
    )


def mirrors(settings: dict[str, str]) -> dict[str, str]:
    """The environment variables that tell uv what pip knows."""
    found = {NAMES[name]: value for name, value in settings.items() if name in NAMES and value}
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = ",".join(found["UV_FIND_LINKS"].split())
    if "UV_INDEX" in found:
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip does: look in all of them
    return found


def main(locks: list[str]) -> None:
    """Install what the lock files name, each package checked by its hash."""
    environment = dict(os.environ)
    if not uv_has_an_index():
        environment = mirrors(pip_settings()) | environment
    files = [argument for lock in locks for argument in ("--requirement", lock)]
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "pip", "install", "--python", sys.executable, "--require-hashes", *files]
    raise SystemExit(subprocess.run(command, env=environment).returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
