"""How fast `cohort` is beside a libRoadRunner loop, on two Dask workers, and what memory it takes.

    python -m benchmarks.cohort

10,000 patients under tocilizumab (clearance, volume and target-mediated clearance as Frey 2010
found them to vary) for 12 weeks, 8 mg/kg every 4 weeks, concentration and CRP at 199 times.
libRoadRunner runs the same model with the same draws, one patient after the other, built once,
with a dose between two simulations, as its manual advises. Writes benchmarks/results/cohort.md.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported: one thread for all

import json
import subprocess
import sys
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

import il6widgets as il6
from benchmarks.equilibrium import RESULTS, machine
from benchmarks.moving_peers import Moving, RoadRunner

Array = NDArray[np.float64]
TIMES = np.linspace(0, 84, 199)
EVERY, COUNT, DOSE = 28, 3, 560.0
READ = ("central", "CRP")
PATIENTS = 10_000
SPREAD: dict[str, Any] = {
    "CL": il6.lognormal(0.3, cv=0.39),
    "V1": il6.lognormal(3.5, cv=0.37),
    "Vm": il6.lognormal(7.5, cv=0.54),
}


def ours(n: int, executor: Any = None, **more: Any) -> Any:
    given = il6.doses(f"{DOSE} mg", every=EVERY, count=COUNT, route="iv")
    return il6.cohort(
        il6.load("patient"), n, 1, executor, t=TIMES, outputs=READ, doses=given, **SPREAD, **more
    )


class Dosed(RoadRunner):
    """libRoadRunner with a dose between two simulations."""

    def __call__(self, sets: Array, times: Array) -> Array:
        found = np.empty((len(sets), len(READ), len(times)))
        central = self.moving.states.index("central")
        steps = int(np.searchsorted(times, EVERY - 1e-9))
        for lane, values in enumerate(sets):
            self.runner.reset()
            self.runner.model.setGlobalParameterValues(self.order, values)
            state = self.moving.start.copy()
            for i in range(COUNT):
                state[central] += DOSE
                self.runner.model.setFloatingSpeciesConcentrations(state)
                ran = np.asarray(
                    self.runner.simulate(times[i * steps], times[(i + 1) * steps], steps + 1)
                )
                found[lane, :, i * steps : (i + 1) * steps + 1] = ran.T
                state = np.asarray(self.runner.model.getFloatingSpeciesConcentrations())
        return found


def seconds(run: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


def beside_roadrunner() -> dict[str, float]:
    """The same patients in both; ours first and last, so that a machine that warms up tells."""
    moving = Moving(il6.load("patient"))
    ours(500)
    first, people = seconds(lambda: ours(PATIENTS))
    sets = np.tile(moving.default, (PATIENTS, 1))
    for name, values in people.drawn.items():
        sets[:, moving.values.index(name)] = values
    peer = Dosed(moving, READ, 1e-6)
    peer(sets[:50], TIMES)
    theirs, found = seconds(lambda: peer(sets, TIMES))
    last, _ = seconds(lambda: ours(PATIENTS))
    off = {}
    for i, name in enumerate(READ):
        # At a dose one tells the moment before it, the other the moment after.
        rows = np.mod(TIMES, EVERY) > 1e-6
        a, b = people[name][:, rows], found[:, i, rows]
        off[name] = float((np.abs(a - b).max(1) / np.abs(b).max(1)).max())
    mine = (first + last) / 2
    return {"ours_s": mine, "theirs_s": theirs, "ratio": theirs / mine, **off}


def on_dask() -> dict[str, float]:
    """One worker process and two, a thread each; the cluster is there before the clock starts."""
    from distributed import Client, LocalCluster

    found: dict[str, float] = {}
    for workers in (1, 2, 1, 2):
        with (
            LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
            ) as cluster,
            Client(cluster) as client,
        ):
            executor = client.get_executor()
            ours(1_700 * 2 * workers, executor)
            took, _ = seconds(lambda executor=executor: ours(PATIENTS, executor))
        key = f"workers_{workers}_s"
        found[key] = min(took, found.get(key, took))
    found["ratio"] = found["workers_1_s"] / found["workers_2_s"]
    return found


MEMORY = """
import resource, tempfile
from benchmarks.cohort import ours
with tempfile.TemporaryDirectory() as folder:
    ours({n}, store=folder).percentiles("CRP")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def memory() -> list[dict[str, float]]:
    """The peak of a process of its own, whose results are kept on disk."""
    rows = []
    for n in (1_000, 10_000, 100_000):
        took, ran = seconds(
            lambda n=n: subprocess.run(
                [sys.executable, "-c", MEMORY.format(n=n)],
                capture_output=True, text=True, check=True, cwd=os.getcwd(),
            )
        )  # fmt: skip
        rows.append({"patients": n, "seconds": took, "peak_MB": float(ran.stdout)})
    return rows


def table(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    a, d, m = report["roadrunner"], report["dask"], report["memory"]
    slope = 1e6 * (m[-1]["peak_MB"] - m[-2]["peak_MB"]) / (m[-1]["patients"] - m[-2]["patients"])
    lines = [
        "# Virtual populations: speed and memory",
        "",
        ", ".join(f"{key} {value}" for key, value in report["machine"].items()) + ".",
        "",
        f"{PATIENTS:,} patients for 12 weeks at {len(TIMES)} times, three doses, one core:",
        "",
        "| libRoadRunner, s | ours, s | **ratio** | drug: largest difference | CRP |",
        "|---|---|---|---|---|",
        f"| {a['theirs_s']:.3g} | {a['ours_s']:.3g} | **{a['ratio']:.3g}** "
        f"| {a['central']:.1g} | {a['CRP']:.1g} |",
        "",
        "The same on Dask, worker processes of one thread each:",
        "",
        "| one worker, s | two workers, s | **ratio** |",
        "|---|---|---|",
        f"| {d['workers_1_s']:.3g} | {d['workers_2_s']:.3g} | **{d['ratio']:.3g}** |",
        "",
        "Kept on disk, percentiles read from there; peak of a process of its own:",
        "",
        "| patients | s | peak, MB |",
        "|---|---|---|",
        *(f"| {r['patients']:,} | {r['seconds']:.3g} | {r['peak_MB']:.0f} |" for r in m),
        "",
        f"That is {slope:.0f} MB more for a million patients more.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    report = {
        "machine": machine(),
        "memory": memory(),
        "roadrunner": beside_roadrunner(),
        "dask": on_dask(),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "cohort.json").write_text(json.dumps(report, indent=1) + "\n")
    text = table(report)
    (RESULTS / "cohort.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
