"""How fast and how exact `equilibrium` is, beside libRoadRunner and eqtk, in the same run.

    python -m benchmarks.equilibrium

Ours is the public call: names read, fluid, membrane and outputs. The others solve the fluid only.
Runs alternate, and a ratio is the median over pairs, so that a busy machine slows both sides.
Writes benchmarks/results/equilibrium.md and .json.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported: one thread for all

import json
import platform
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

import il6widgets as il6
from benchmarks.peers import Array, Eqtk, Fluid, RoadRunner
from il6widgets.kinetics.binding import Binding

TRIES = 3  # eqtk restarts at random where it does not converge; then it is asked again
RESULTS = Path(__file__).parent / "results"
TYPICAL = {
    "IL6": 0.01,
    "sIL6R": 1.0,
    "sgp130": 3.0,
    "sgp130Fc": 10.0,
    "hyperIL6": 0.5,
    "tocilizumab": 10.0,
    "sarilumab": 5.0,
    "siltuximab": 5.0,
    "anti_sIL6R": 1.0,
}  # nM
DRUGS = ["sgp130Fc", "hyperIL6", "tocilizumab", "sarilumab", "siltuximab", "anti_sIL6R"]


def doses(n: int) -> dict[str, Any]:
    """IL-6 from 1 fM to 1 uM, everything else at a typical level."""
    return {**TYPICAL, "IL6": np.logspace(-6, 3, n)}


def patients(n: int, seed: int = 0) -> dict[str, Any]:
    """Every total lognormal around its typical level; each drug given to half of them."""
    draw = np.random.default_rng(seed)
    found = {key: level * np.exp(draw.normal(0, 1, n)) for key, level in TYPICAL.items()}
    for drug in DRUGS:
        found[drug][draw.random(n) < 0.5] = 0.0
    return found


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = run()
    return time.perf_counter() - begin, result


def paired(ours: Callable[[], Any], theirs: Callable[[], Any], pairs: int) -> dict[str, Any]:
    """Medians of alternating runs, after one of each that is not counted."""
    ours()
    theirs()
    times = []
    result = None
    for _ in range(pairs):
        mine, _ = timed(ours)
        other, result = timed(theirs)
        times.append((mine, other))
    ratios = [other / mine for mine, other in times]
    return {
        "ours_ms": 1e3 * float(np.median([mine for mine, _ in times])),
        "theirs_ms": 1e3 * float(np.median([other for _, other in times])),
        "ratio": float(np.median(ratios)),
        "ratio_from_to": [min(ratios), max(ratios)],
        "result": result,
    }


def compare(
    model: il6.Model, fluid: Fluid, inputs: Mapping[str, Any], peer: Any, pairs: int
) -> dict[str, Any]:
    """One row of the table: speed, and how far either side is from conserving the totals."""
    n = len(inputs["IL6"])
    totals = np.array([np.broadcast_to(inputs[name], n) for name in fluid.components])
    row: dict[str, Any] = {"peer": peer.name, "mixtures": n}
    eq = il6.equilibrium(model, **inputs)
    exact = np.array([eq[name] for name in fluid.names])
    row["our_residual"] = eq.residual
    for _ in range(TRIES):
        try:
            row |= paired(lambda: il6.equilibrium(model, **inputs), lambda: peer(totals), pairs)
            break
        except (ValueError, RuntimeError, ZeroDivisionError) as error:
            row["failures"] = [*row.get("failures", []), f"{type(error).__name__}: {error}"[:80]]
    else:
        return row
    found: Array = row.pop("result")
    solved = np.isfinite(found).all(0)
    row["unsolved"] = int((~solved).sum())
    row["residual"] = fluid.residual(found[:, solved], totals[:, solved])
    row["far_off"] = int(_off(found, exact, solved).sum())
    return row


def _off(found: Array, exact: Array, solved: Any) -> Any:
    """Which mixtures have a main species (1e-6 of the largest amount) wrong by 1e-6 or more."""
    main = exact > 1e-6 * exact.max(0)
    wrong = np.abs(found - exact) > 1e-6 * exact
    return (main & wrong).any(0) & solved


def worst_residual(fluid: Fluid, systems: int, seed: int = 1) -> dict[str, Any]:
    """Random systems: 1 fM to 1 mM, 15 % exact zeros, every bond 1e3 to 1e13 /M."""
    draw = np.random.default_rng(seed)
    binding = Binding(fluid.composition)
    m, n_species = fluid.composition.shape
    bonds = fluid.composition.sum(0)[m:, None] - 1
    worst, refused, seconds, part = 0.0, 0, 0.0, 50_000
    for _ in range(0, systems, part):
        totals = 10 ** draw.uniform(-15, -3, (m, part))
        totals[draw.random(totals.shape) < 0.15] = 0
        ln_beta = np.zeros((n_species, part))
        ln_beta[m:] = bonds * draw.uniform(3, 13, (n_species - m, part)) * np.log(10)
        spent, solved = timed(lambda t=totals, b=ln_beta: binding.solve(t, b))
        seconds += spent
        rebuilt = fluid.composition @ solved.amounts
        here = totals > 0
        worst = max(worst, float(np.abs(rebuilt[here] / totals[here] - 1).max()))
        refused += int((rebuilt[~here] != 0).sum())
    return {
        "systems": systems,
        "largest_residual": worst,
        "zeros_that_are_not_zero": refused,
        "seconds": seconds,
    }


def machine() -> dict[str, str]:
    """What the numbers were measured on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].split(":")[1].strip() if names else cpu
    from importlib.metadata import version

    packages = ["il6widgets", "numpy", "eqtk", "libroadrunner"]
    found = {"cpu": f"{cpu}, {os.cpu_count()} cores", "python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except ModuleNotFoundError:
            found[package] = "from source"
    if hasattr(os, "getloadavg"):
        found["load"] = f"{os.getloadavg()[0]:.1f}"
    return found


def table(report: Mapping[str, Any]) -> str:
    """The report as Markdown."""
    lines = [
        "# Equilibrium: speed and accuracy",
        "",
        ", ".join(f"{key} {value}" for key, value in report["machine"].items()) + ".",
        "",
        "Ours is the public call `equilibrium(model, ...)`: fluid, membrane and outputs; the",
        "others solve the fluid. Ratios are medians over alternating pairs. Residual: their",
        "largest relative error of a total. Off: mixtures in which a species above 1e-6 of the",
        "largest is wrong by 1e-6 or more. Unsolved: mixtures for which it raised.",
        "",
        "| against | mixtures | theirs, ms | ours, ms | **ratio** | from to | residual | off "
        "| unsolved |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in report["rows"]:
        name = row["peer"]
        if "failures" in row:
            name += f" (failed {len(row['failures'])} times: {row['failures'][-1]})"
        if "ratio" not in row:
            lines.append(f"| {name} | {row['mixtures']} ||||||||")
            continue
        low, high = row["ratio_from_to"]
        lines.append(
            f"| {name} | {row['mixtures']} | {row['theirs_ms']:.3g} | {row['ours_ms']:.3g} "
            f"| **{row['ratio']:.3g}** | {low:.3g} to {high:.3g} | {row['residual']:.1g} "
            f"| {row['far_off']} | {row['unsolved']} |"
        )
    random = report["random"]
    ours = max(row["our_residual"] for row in report["rows"])
    lines += [
        "",
        f"Our largest residual in these runs: {ours:.1g}.",
        "",
        f"{random['systems']:,} random systems (1 fM to 1 mM, 15 % exact zeros, bonds of 1e3 to "
        f"1e13 /M): largest residual {random['largest_residual']:.1g}, "
        f"{random['zeros_that_are_not_zero']} zeros that are not zero, "
        f"{random['seconds']:.3g} s.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    warnings.filterwarnings("ignore", module="eqtk")
    model = il6.load("receptor")
    fluid = Fluid(model)
    few, many = doses(200), patients(10_000)
    report: dict[str, Any] = {"machine": machine(), "rows": []}
    runs: list[tuple[Mapping[str, Any], Any, int]] = [
        (few, RoadRunner(fluid, "simulate"), 3),
        (few, RoadRunner(fluid, "steadyState"), 15),
        (few, Eqtk(fluid, "A + G", 1e-7), 15),
        (few, Eqtk(fluid, "N + logK", 1e-7), 15),
        (few, Eqtk(fluid, "N + logK", 1e-12), 15),
        (many, Eqtk(fluid, "A + G", 1e-7), 3),
        (many, Eqtk(fluid, "N + logK", 1e-7), 3),
        (many, Eqtk(fluid, "N + logK", 1e-12), 3),
    ]
    for inputs, peer, pairs in runs:
        report["rows"].append(compare(model, fluid, inputs, peer, pairs))
    report["random"] = worst_residual(fluid, 1_000_000)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "equilibrium.json").write_text(json.dumps(report, indent=1) + "\n")
    text = table(report)
    (RESULTS / "equilibrium.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
