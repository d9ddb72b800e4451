"""A JupyterLab of the tests' own, and a notebook opened in it."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page

MINUTE = 60_000  # ms
SETTINGS = Path(__file__).parents[2] / "requirements/jupyterlab"
KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}


class Lab:
    """A JupyterLab server on a free port, with its own root folder, configuration and token."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.log = folder / "lab.log"
        self.token = secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = dict(os.environ)
        for name in ("CONFIG", "DATA", "RUNTIME"):
            self.environment[f"JUPYTER_{name}_DIR"] = str(folder / name.lower())
        for name in ("SETTINGS", "WORKSPACES"):
            self.environment[f"JUPYTERLAB_{name}_DIR"] = str(folder / name.lower())
        self.root.mkdir(parents=True)

    def __enter__(self) -> "Lab":
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": self.port,
            "ServerApp.port_retries": 0,
            "ServerApp.root_dir": self.root,
            "IdentityProvider.token": self.token,
            "LabApp.expose_app_in_browser": True,  # as window.jupyterapp, to run commands
            "LabApp.app_settings_dir": SETTINGS,  # no news, as `make lab` has it
            "LabApp.extension_manager": "readonly",
        }
        command += [f"--{name}={value}" for name, value in options.items()]
        with self.log.open("w") as log:
            self._server = subprocess.Popen(
                command, env=self.environment, cwd=self.root, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.ask("GET", "/api/status")
                return self
            except OSError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    raise RuntimeError(f"JupyterLab does not start:\n{self.tail()}") from None
                time.sleep(0.2)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server and its kernels."""
        self.stop()

    def stop(self) -> None:
        """Stop the server; it takes its kernels with it."""
        self._server.terminate()
        try:
            self._server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()

    def tail(self, characters: int = 4000) -> str:
        """The end of what the server wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-characters:]

    def ask(self, method: str, path: str) -> Any:
        """Ask the server's REST interface."""
        request = Request(self.url + path, method=method)
        request.add_header("Authorization", f"token {self.token}")
        with urlopen(request, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def end_sessions(self) -> None:
        """Shut down every kernel."""
        for session in self.ask("GET", "/api/sessions"):
            self.ask("DELETE", f"/api/sessions/{session['id']}")

    def write(self, name: str, cells: Sequence[str]) -> str:
        """Put a notebook of these code cells into the root folder; returns its name there."""
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = KERNELSPEC
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return name

    def copy(self, notebook: Path) -> str:
        """Put a copy of a notebook into the root folder; returns its name there."""
        (self.root / notebook.name).write_bytes(notebook.read_bytes())
        return notebook.name

    def execute(self, name: str) -> None:
        """Run a notebook without a browser, keep its outputs and widgets in it, and trust it.

        What a reader has who opens a published notebook and has not run it.
        """
        self._jupyter("nbconvert", "--execute", "--to=notebook", "--inplace", name)
        self._jupyter("trust", name)

    def convert(self, name: str) -> Path:
        """Make a notebook that has run into HTML; returns the file."""
        self._jupyter("nbconvert", "--to=html", name)
        return (self.root / name).with_suffix(".html")

    def _jupyter(self, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "jupyter", *command],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"jupyter {' '.join(command)}:\n{done.stderr[-4000:]}")

    def open(self, page: Page, name: str, *, mode: str = "doc") -> "Notebook":
        """Open a notebook: alone on the page (`doc`) or in the whole of JupyterLab (`lab`)."""
        page.goto(f"{self.url}/{mode}/tree/{quote(name)}?token={self.token}&reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=MINUTE)
        page.wait_for_function("() => window.jupyterapp?.restored", timeout=MINUTE)
        page.evaluate("() => window.jupyterapp.restored")
        return Notebook(self, page, name)


class Notebook:
    """An open notebook, driven by JupyterLab's own commands."""

    def __init__(self, lab: Lab, page: Page, name: str) -> None:
        self.lab = lab
        self.page = page
        self.name = name

    def command(self, name: str, **arguments: Any) -> Any:
        """Run a command of JupyterLab and wait for it; returns what it says if that is plain."""
        return self.page.evaluate(
            """async ([name, arguments_]) => {
              const late = new Promise((_, refuse) =>
                setTimeout(() => refuse(new Error(`${name} does not end`)), 120000));
              const said = await Promise.race(
                [window.jupyterapp.commands.execute(name, arguments_), late]);
              return ["boolean", "number", "string"].includes(typeof said) ? said : null;
            }""",
            [name, arguments],
        )

    def run(self) -> None:
        """Run all cells; raises with what went wrong if one of them fails."""
        self.wait_ready()
        self.command("notebook:run-all-cells")
        self.wait_idle()
        errors = self.page.locator(".jp-OutputArea-output[data-mime-type*='stderr'], .jp-mod-error")
        if any("Traceback" in text for text in errors.all_inner_texts()):
            raise RuntimeError("\n".join(errors.all_inner_texts()))

    def wait_ready(self) -> None:
        """Wait until the kernel has answered; cells run before that are lost without a word."""
        self.page.evaluate(
            """async () => {
              const {sessionContext} = window.jupyterapp.shell.currentWidget;
              await sessionContext.ready;
              await sessionContext.session.kernel.info;
            }"""
        )
        self.wait_idle()

    def wait_idle(self) -> None:
        """Wait until the kernel has nothing left to do."""
        self.page.wait_for_selector(
            ".jp-Notebook-ExecutionIndicator[data-status='idle']", state="attached", timeout=MINUTE
        )

    def output(self, cell: int) -> str:
        """The text that a code cell shows, counted from 0."""
        return self.page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea").inner_text()

    def shut_down_kernel(self) -> None:
        """End the kernel, as the menu does, and make sure that it is gone."""
        self.command("notebook:shutdown-kernel")
        deadline = time.monotonic() + 20
        while any(s["path"] == self.name for s in self.lab.ask("GET", "/api/sessions")):
            if time.monotonic() > deadline:
                raise RuntimeError("the kernel does not go")
            time.sleep(0.1)

    def theme(self, name: str) -> None:
        """Switch JupyterLab's theme to `light` or `dark`."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name.title()}")
        self.page.wait_for_selector(
            f"body[data-jp-theme-light='{'true' if name == 'light' else 'false'}']",
            state="attached",
        )
