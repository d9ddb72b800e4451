"""Keeps the machine's Jupyter out of the tests, and the tests out of it."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Slow machines are no reason to fail, and a failure must be met again at the next run.
settings.register_profile("il6widgets", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("il6widgets")


def pytest_configure(config: pytest.Config) -> None:
    """Give Jupyter and IPython an empty home that goes with the run."""
    home = tempfile.TemporaryDirectory(prefix="il6widgets-")
    config.add_cleanup(home.cleanup)
    for variable in (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    ):
        folder = Path(home.name, variable.lower())
        folder.mkdir()
        os.environ[variable] = str(folder)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    os.environ["MPLBACKEND"] = "agg"
