"""How fast `fit` is beside scipy's `curve_fit` in a loop, and how often its intervals are right.

    python -m benchmarks.fit

Both start from the data alone. `curve_fit` is given what a careful user gives it: the logarithm of
the ec50 as parameter, and a start from the extremes and the middle dose.
Writes benchmarks/results/fit.md and .json.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported: one thread for all

import json
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import curve_fit
from scipy.special import expit

from benchmarks.equilibrium import RESULTS, machine, paired
from il6widgets.kinetics.fit import fit

Array = NDArray[np.float64]
EXPERIMENTS = 10_000
DESIGNS = {  # doses over the ec50, replicates, noise in % of the span, hill
    "9 doses in triplicate": (np.logspace(-2, 2, 9), 3, 8.0, 1.0),
    "10 doses once": (np.logspace(-1.7, 1.7, 10), 1, 4.0, 1.3),
    "7 doses in duplicate, falling": (np.logspace(-1.5, 1.5, 7), 2, 5.0, -1.2),
}


def logistic(x: Any, bottom: Any, top: Any, hill: Any, ln_ec50: Any) -> Any:
    with np.errstate(divide="ignore"):
        return bottom + (top - bottom) * expit(hill * (np.log(x) - ln_ec50))


def curves(n: int, seed: int = 0) -> tuple[Array, Array]:
    """Rising and falling curves of many ec50, dose 0 and 9 doses in duplicate, 4 % noise."""
    draw = np.random.default_rng(seed)
    x = np.repeat([0.0, *np.logspace(-2, 2, 9)], 2)
    hill = draw.choice([-1, 1], (n, 1)) * np.exp(draw.normal(0.2, 0.3, (n, 1)))
    y = logistic(x, 10, 110, hill, draw.normal(0, 1, (n, 1)))
    return x, y + draw.normal(0, 4, y.shape)


def by_curve_fit(x: Array, y: Array) -> Array:
    """Residual sum of squares of each curve; NaN where it raised."""
    found = np.full(len(y), np.nan)
    middle = np.log(np.median(x[x > 0]))
    for i, mine in enumerate(y):
        rising = mine[x == x.max()].mean() > mine[x == x.min()].mean()
        start = [mine.min(), mine.max(), 1.0 if rising else -1.0, middle]
        try:
            best, _ = curve_fit(logistic, x, mine, p0=start)
        except RuntimeError:
            continue
        found[i] = ((logistic(x, *best) - mine) ** 2).sum()
    return found


def speed(n: int, pairs: int) -> dict[str, Any]:
    """One row: n curves in one call against as many calls."""
    x, y = curves(n)
    row = paired(lambda: fit(x, y), lambda: by_curve_fit(x, y), pairs)
    theirs, ours = row.pop("result"), fit(x, y).stats.rss
    row |= {
        "curves": n,
        "they_raised": int(np.isnan(theirs).sum()),
        "they_are_worse": int(np.nansum(theirs > ours * (1 + 1e-6))),
        "we_are_worse": int(np.nansum(ours > theirs * (1 + 1e-6))),
        "we_refused": int(np.isnan(ours).sum()),
    }
    return row


def coverage(name: str, seed: int = 1) -> dict[str, Any]:
    """How often the 95 % interval of the ec50 holds the truth, in simulated experiments."""
    doses, replicates, noise, hill = DESIGNS[name]
    draw = np.random.default_rng(seed)
    x = np.repeat(doses, replicates)
    y = logistic(x, 0, 100, hill, 0.0) + draw.normal(0, noise, (EXPERIMENTS, len(x)))
    found = fit(x, y)
    fitted = np.isfinite(found.ec50)
    row: dict[str, Any] = {"design": name, "noise": noise, "refused": int((~fitted).sum())}
    for method in ("profile", "delta"):
        told = found.interval("ec50", method=method)
        held = (told.low <= 1) & (1 <= told.high)
        row[method] = float(held[fitted].mean())
        row[f"{method}_open"] = int((told.open[fitted] != "").sum())
    return row


def table(report: Mapping[str, Any]) -> str:
    """The report as Markdown."""
    lines = [
        "# Fits: speed and coverage",
        "",
        ", ".join(f"{key} {value}" for key, value in report["machine"].items()) + ".",
        "",
        "4PL fits in one call of `fit`, against scipy's `curve_fit` in a loop (log ec50, a start",
        "from the data's extremes). Medians over alternating pairs. Worse: a residual sum of",
        "squares larger by 1e-6 or more.",
        "",
        "| curves | curve_fit, ms | ours, ms | **ratio** | from to | it raised | it is worse "
        "| ours worse | ours refused |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in report["speed"]:
        low, high = row["ratio_from_to"]
        lines.append(
            f"| {row['curves']} | {row['theirs_ms']:.3g} | {row['ours_ms']:.3g} "
            f"| **{row['ratio']:.3g}** | {low:.3g} to {high:.3g} | {row['they_raised']} "
            f"| {row['they_are_worse']} | {row['we_are_worse']} | {row['we_refused']} |"
        )
    lines += [
        "",
        f"Truth inside the 95 % interval of the ec50, {EXPERIMENTS:,} simulated experiments each",
        "(chance alone: ± 0.4 %). Open: intervals with a side that the data do not close.",
        "",
        "| design | noise, % of span | **profile** | open | delta (on ln ec50) | refused |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['design']} | {row['noise']:g} | **{100 * row['profile']:.2f} %** "
        f"| {row['profile_open']} | {100 * row['delta']:.2f} % | {row['refused']} |"
        for row in report["coverage"]
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    warnings.filterwarnings("ignore", message="Covariance of the parameters")
    report = {
        "machine": machine() | {"scipy": version("scipy")},
        "speed": [speed(n, pairs) for n, pairs in ((1, 21), (10, 11), (100, 7), (1000, 7))],
        "coverage": [coverage(name) for name in DESIGNS],
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "fit.json").write_text(json.dumps(report, indent=1) + "\n")
    text = table(report)
    (RESULTS / "fit.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
