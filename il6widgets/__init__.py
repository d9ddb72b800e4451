"""Interactive widgets about interleukin-6 on a compact kinetics core.

``import il6widgets as il6`` loads numpy and nothing of Jupyter; widgets and units come when first
asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .kinetics.equilibrium import Equilibrium, equilibrium
from .kinetics.errors import InputError, ModelError, UnknownName
from .kinetics.model import Model
from .kinetics.reading import catalogue, load
from .kinetics.schedule import doses, pulse
from .kinetics.trajectories import SolveError

if TYPE_CHECKING:
    from .kinetics.solution import Solution
    from .kinetics.solve import solve
    from .publish.html import to_html
    from .widgets.dose_response import DoseResponse
    from .widgets.experiment import Experiment
    from .widgets.explore import explore
    from .widgets.views import Controls, ReceptorBinding

_LATER = {
    "Controls": "widgets.views",
    "DoseResponse": "widgets.dose_response",
    "Experiment": "widgets.experiment",
    "ReceptorBinding": "widgets.views",
    "Solution": "kinetics.solution",
    "explore": "widgets.explore",
    "solve": "kinetics.solve",
    "to_html": "publish.html",
}

__all__ = [
    "Controls",
    "DoseResponse",
    "Equilibrium",
    "Experiment",
    "InputError",
    "Model",
    "ModelError",
    "ReceptorBinding",
    "Solution",
    "SolveError",
    "UnknownName",
    "catalogue",
    "doses",
    "equilibrium",
    "explore",
    "load",
    "pulse",
    "solve",
    "to_html",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("il6widgets")
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
