"""How fast `solve` is beside libRoadRunner, COPASI and scipy, one core each.

    python -m benchmarks.solve

2,000 parameter sets of `signalling` at 200 times, two outputs. The others run one set after the
other, each as its own manual advises: built once, values set anew. Accuracy is measured against
scipy's Radau at 1e-11 on some of the sets. Also: from how many runs on all side by side are
faster than one after the other, and that time grows with the number of runs and memory does not.
Writes benchmarks/results/solve.md and .json.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported: one thread for all

import json
import resource
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

import il6widgets as il6
from benchmarks.equilibrium import RESULTS, machine, paired
from benchmarks.moving_peers import Copasi, Moving, Plain, RoadRunner

Array = NDArray[np.float64]
READ = ["pSTAT3", "SOCS3"]
TIMES = np.linspace(0, 180, 200)
SETS = 2000
RTOL = 1e-6
PEERS = ((RoadRunner, 2000, RTOL), (RoadRunner, 500, 1e-8), (Copasi, 50, RTOL), (Plain, 50, RTOL))
PAIRS = 5
TRUE = 40  # sets of which the truth is known
VARIED = (
    "JAK1_by_IL6", "gp130_by_JAK1", "receptor_dephosphorylation", "STAT3_by_receptor",
    "SOCS3_block", "SOCS3_translation", "SOCS3_removal", "pSTAT3_import", "STAT3_import",
)  # fmt: skip


def draw(moving: Moving, n: int, seed: int = 0) -> Array:
    """Constants within a factor of about two of their values, IL-6 from 1 to 100 ng/mL."""
    rng = np.random.default_rng(seed)
    sets = np.tile(moving.default, (n, 1))
    for name in VARIED:
        sets[:, moving.values.index(name)] *= np.exp(rng.normal(0, 0.35, n))
    sets[:, moving.values.index("IL6")] = 10 ** rng.uniform(0, 2, n)
    return sets


def ours(model: il6.Model, moving: Moving, sets: Array, **options: Any) -> il6.Solution:
    varied = {name: sets[:, moving.values.index(name)] for name in ("IL6", *VARIED)}
    return il6.solve(model, TIMES, rtol=RTOL, outputs=READ, changes=varied, **options)


def error(found: Array, truth: Array) -> float:
    """The largest error of an output, relative to its peak in that run."""
    return float((np.abs(found - truth).max(2) / truth.max(2)).max())


def compared(model: il6.Model, moving: Moving) -> list[dict[str, Any]]:
    sets = draw(moving, SETS)
    few = sets[:TRUE]
    varied = {name: few[:, moving.values.index(name)] for name in ("IL6", *VARIED)}
    exact = il6.solve(model, TIMES, rtol=1e-11, outputs=READ, changes=varied, method="Radau")
    truth = np.stack([exact[name] for name in READ], 1)
    mine = ours(model, moving, few)
    own = error(np.stack([mine[name] for name in READ], 1), truth)
    rows = []
    for kind, n, rtol in PEERS:
        peer = kind(moving, READ, rtol)
        some = sets[:n]
        off = error(peer(few, TIMES), truth)
        row = paired(lambda some=some: ours(model, moving, some),
                     lambda peer=peer, some=some: peer(some, TIMES), PAIRS)  # fmt: skip
        row.pop("result")
        # Ours at its own width, 2,000 runs, whatever the peer was given.
        whole = min(_seconds(lambda: ours(model, moving, sets)) for _ in range(3)) / SETS
        row |= {"peer": f"{kind.name}, rtol {rtol:g}", "runs": n, "off": off, "our_off": own}
        row |= {"their_run_ms": row["theirs_ms"] / n, "our_run_ms": 1e3 * whole}
        row["per_run"] = row["their_run_ms"] / row["our_run_ms"]
        rows.append(row)
    return rows


def _seconds(run: Any) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def routed(model: il6.Model, moving: Moving) -> list[dict[str, float]]:
    """One after the other by scipy, or all side by side."""
    rows = []
    for n in (1, 2, 4, 8, 12, 16, 32, 64):
        sets = draw(moving, n)
        row: dict[str, float] = {"runs": n}
        for method in ("LSODA", "Rodas5P"):
            ours(model, moving, sets, method=method)
            row[method] = 1e3 * min(
                _seconds(lambda method=method, sets=sets: ours(model, moving, sets, method=method))
                for _ in range(3)
            )
        rows.append(row)
    return rows


def grown(model: il6.Model, moving: Moving) -> list[dict[str, float]]:
    rows = []
    for n in (1_000, 10_000, 100_000):
        sets = draw(moving, n)
        varied = {name: sets[:, moving.values.index(name)] for name in ("IL6", *VARIED)}
        seconds = _seconds(
            lambda varied=varied: il6.solve(
                model, TIMES[::20], rtol=RTOL, outputs=READ[:1], changes=varied
            )
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append({"runs": n, "seconds": seconds, "ms_a_run": 1e3 * seconds / n, "peak_MB": peak})
    return rows


def table(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    lines = [
        "# Models in time: speed and accuracy",
        "",
        ", ".join(f"{key} {value}" for key, value in report["machine"].items()) + ".",
        "",
        "`signalling` at 200 times, pSTAT3 and SOCS3, ours at rtol 1e-6, one core. Ratio: time of",
        "a run of theirs over one of ours in a call of 2,000. Paired: the same runs in alternating",
        "calls, as many as the peer was given. Off: largest error of an output relative to its",
        f"peak in {TRUE} runs, against Radau at 1e-11.",
        "",
        "| against | runs | theirs, ms a run | ours | **ratio** | paired | off | ours off |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in report["compared"]:
        lines.append(
            f"| {r['peer']} | {r['runs']} | {r['their_run_ms']:.3g} | {r['our_run_ms']:.3g} "
            f"| **{r['per_run']:.3g}** | {r['ratio']:.3g} | {r['off']:.1g} | {r['our_off']:.1g} |"
        )
    lines += [
        "",
        "From how many runs on they are solved side by side (times of a call, ms; `solve` chooses",
        f"side by side above {report['few']}):",
        "",
        "| runs | one after the other, LSODA | side by side, Rodas5P |",
        "|---|---|---|",
    ]
    lines += [f"| {r['runs']} | {r['LSODA']:.3g} | {r['Rodas5P']:.3g} |" for r in report["routed"]]
    lines += [
        "",
        "One output at 10 times, memory of the whole process at its peak:",
        "",
        "| runs | s | ms a run | peak, MB |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {r['runs']:,} | {r['seconds']:.3g} | {r['ms_a_run']:.3g} | {r['peak_MB']:.0f} |"
        for r in report["grown"]
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    from il6widgets.kinetics.solve import FEW

    model = il6.load("signalling")
    moving = Moving(model)
    report = {
        "machine": machine(),
        "few": FEW,
        "grown": grown(model, moving),
        "routed": routed(model, moving),
        "compared": compared(model, moving),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "solve.json").write_text(json.dumps(report, indent=1) + "\n")
    text = table(report)
    (RESULTS / "solve.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
