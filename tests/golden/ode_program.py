"""Makes ode_program.json: the formulas of ode.json as graphs, and Python's own trajectories.

    python -m tests.golden.ode_program

The TypeScript half runs the graphs; both halves are the same method and must agree closely.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from il6widgets.kinetics.differentiate import System, system
from il6widgets.kinetics.events import Event
from il6widgets.kinetics.formula import Graph, Node
from il6widgets.kinetics.rates import Rates
from il6widgets.kinetics.rosenbrock import solve
from il6widgets.kinetics.trajectories import Trajectories

HERE = Path(__file__).parent
RTOL = 1e-6


def compiled(given: dict[str, Any]) -> tuple[list[Node], System]:
    """The graph of a system of ode.json, with its derivatives."""
    leaves = {name: ("species", name) for name in given["states"]}
    leaves |= {name: ("value", name) for name in given["values"]}
    graph = Graph(leaves | {"time": ("time", "time")}, frozenset())
    allow = frozenset({"species", "value", "time"})
    rates = [graph.add(formula, "ode.json", allow) for formula in given["rates"]]
    return graph.nodes, system(graph.nodes, given["states"], rates)


def solved(golden: dict[str, Any], case: dict[str, Any], rtol: float) -> Trajectories:
    """A case of ode.json by the package."""
    given = golden["systems"][case["system"]]
    return solve(
        Rates(*compiled(given)),
        given["initial"],
        given["values"] | case["values"],
        case["times"],
        start=0.0,
        rtol=rtol,
        atol=1e-6 * rtol,
        events=[Event(**event) for event in case["events"]],
    )


def made(golden: dict[str, Any]) -> dict[str, Any]:
    """What ode_program.json holds."""
    systems = {}
    for name, given in golden["systems"].items():
        nodes, derived = compiled(given)
        systems[name] = {"graph": nodes, **derived}
    found = [solved(golden, case, RTOL) for case in golden["cases"]]
    return {
        "about": "Graphs of ode.json, and trajectories by Python at this rtol (ode_program.py); "
        "the tolerance is relative to the peak of a state.",
        "rtol": RTOL,
        "tolerance": 1e-9,
        "systems": systems,
        "found": [case.y[:, 0].tolist() for case in found],
        "steps": [int(case.steps[0]) for case in found],
    }


if __name__ == "__main__":
    text = json.dumps(made(json.loads((HERE / "ode.json").read_text(encoding="utf-8"))))
    (HERE / "ode_program.json").write_text(text + "\n", encoding="utf-8")
