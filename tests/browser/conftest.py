"""Fixtures: one Chromium and one JupyterLab for all browser tests, a new page for each."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium as browsers
from tests.browser.lab import Lab
from tests.browser.page import SCREENSHOTS, Console

ROOT = Path(__file__).parents[2]


# Scope "package" and not "session": Playwright leaves an event loop running, in which the
# notebooks that are tested after it could not start theirs.
@pytest.fixture(scope="package")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser."""
    found = browsers.find(tmp_path_factory.mktemp("chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.path,
            args=browsers.ARGUMENTS,
            env={**os.environ, **found.environment},
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package", autouse=True)
def bundles() -> None:
    """JavaScript made from the TypeScript as it is now, also where make did not see to it."""
    subprocess.run([sys.executable, "build_js.py"], cwd=ROOT, check=True)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab."""
    with Lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def lab(server: Lab) -> Iterator[Lab]:
    """JupyterLab, whose kernels end with the test."""
    yield server
    server.end_sessions()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page in a browser profile of its own."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def console(page: Page) -> Console:
    """What the page complains of, from its start."""
    return Console(page)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the pictures are."""
    if pictures := sorted(SCREENSHOTS.glob("*.png")):
        terminalreporter.write_line(f"{len(pictures)} screenshots: {SCREENSHOTS}")
