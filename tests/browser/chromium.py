"""Finds the Chromium that the tests drive, and gives it fonts, Chinese among them.

The browser is `CHROMIUM` if that is set, else one on PATH, else the one that the npm package
`@sparticuz/chromium` carries. Nothing is ever downloaded here.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

from build_js import node

PACKAGES = Path(__file__).parents[2] / "js/node_modules"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses root without it; it sees our own pages only
    "--disable-dev-shm-usage",  # containers have little of it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # no call home, so that a closed network does not slow it
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]


@dataclass(frozen=True)
class Chromium:
    """A browser to start: the program, and what must be in its environment."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)


def find(scratch: Path) -> Chromium:
    """Find the browser; `scratch` is a folder for what has to be written for it."""
    fonts = {"FONTCONFIG_FILE": str(font_configuration(scratch))}
    if named := os.environ.get("CHROMIUM"):
        path = shutil.which(named)
        if path is None:
            raise FileNotFoundError(f"CHROMIUM is '{named}', which is no program; unset or mend it")
        return Chromium(Path(path), fonts)
    for name in (*NAMES, *APPLICATIONS):
        if path := shutil.which(name):
            return Chromium(Path(path), fonts)
    carried = unpacked()
    return Chromium(carried.path, carried.environment | fonts)


def unpacked() -> Chromium:
    """Unpack the browser of the npm package, beside it, once."""
    packed = PACKAGES / "@sparticuz/chromium/bin"
    if not sys.platform.startswith("linux") or not packed.is_dir():
        raise FileNotFoundError(
            "no Chromium here: install one, or set CHROMIUM to its path (on Linux "
            "'python build_js.py install --dev' brings one)"
        )
    folder = PACKAGES / ".chromium"
    program = folder / "chromium"
    if not program.exists():
        folder.mkdir(exist_ok=True)
        part = folder / "chromium.part"
        decompress(packed / "chromium.br", part)
        part.chmod(0o755)
        part.rename(program)  # last, so that a half-written browser is never taken for one
    needs = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    if "not found" not in needs:
        return Chromium(program)
    libraries = folder / "libraries"
    if not libraries.exists():
        archive = folder / "libraries.tar"
        decompress(packed / "al2023.tar.br", archive)
        with tarfile.open(archive) as tar:
            tar.extractall(libraries, filter="data")
        archive.unlink()
    found = [str(path) for path in (libraries / "lib", libraries) if path.is_dir()]
    others = [path for path in [os.environ.get("LD_LIBRARY_PATH")] if path]
    return Chromium(program, {"LD_LIBRARY_PATH": os.pathsep.join(found + others)})


def decompress(source: Path, target: Path) -> None:
    """Decompress a Brotli file, with Node."""
    node(str(Path(__file__).with_name("unpack.mjs")), str(source), str(target), cwd=PACKAGES)


def font_configuration(scratch: Path) -> Path:
    """Write a fontconfig file: the machine's fonts, and npm's for a machine that has none."""
    file = scratch / "fonts.conf"
    file.write_text(
        f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{PACKAGES / "dejavu-fonts-ttf/ttf"}</dir>
  <dir>{PACKAGES / "@embedpdf/fonts-sc/fonts"}</dir>
  <cachedir>{scratch / "fontconfig"}</cachedir>
</fontconfig>
""",
        encoding="utf-8",
    )
    return file
