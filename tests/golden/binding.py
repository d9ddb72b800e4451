"""Makes binding.json: equilibria to 50 digits, by a method that shares nothing with the package.

    python tests/golden/binding.py

Newton on the convex function sum(x) - totals . u in mpmath, damped so that it always descends
(Sun & Tran-Dinh, Math. Program. 178, 2019, 145), from two starts far apart. The function has one
minimum, so a point at which every total is met to 1e-40 is the answer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mpmath as mp

DIGITS = 60
CERTIFIED = mp.mpf(10) ** -40  # relative residual of every total

Rows = Sequence[Sequence[int]]

# IL-6 and what binds it: components by composition, as the literature draws the complexes.
COMPONENTS = ["IL6", "IL6R", "sIL6R", "gp130", "sgp130", "mab_IL6", "mab_IL6R", "sgp130Fc"]
COMPLEXES = [
    {"IL6": 1, "IL6R": 1},
    {"IL6": 1, "sIL6R": 1},
    {"IL6": 1, "IL6R": 1, "gp130": 1},
    {"IL6": 1, "sIL6R": 1, "gp130": 1},
    {"IL6": 2, "IL6R": 2, "gp130": 2},
    {"IL6": 2, "IL6R": 1, "sIL6R": 1, "gp130": 2},
    {"IL6": 2, "sIL6R": 2, "gp130": 2},
    {"IL6": 1, "sIL6R": 1, "sgp130": 1},
    {"IL6": 1, "sIL6R": 1, "sgp130Fc": 1},
    {"IL6": 2, "sIL6R": 2, "sgp130Fc": 1},
    {"mab_IL6": 1, "IL6": 1},
    {"mab_IL6": 1, "IL6": 2},
    {"mab_IL6R": 1, "IL6R": 1},
    {"mab_IL6R": 1, "IL6R": 2},
    {"mab_IL6R": 1, "sIL6R": 1},
    {"mab_IL6R": 1, "sIL6R": 2},
    {"mab_IL6R": 1, "IL6R": 1, "sIL6R": 1},
]
NETWORKS: dict[str, list[list[int]]] = {
    "pair": [[1, 0, 1], [0, 1, 1]],
    "dimer": [[1, 2]],
    "polymer": [[1, 2, 3, 4, 7, 12]],
    "two_sites": [[1, 0, 1, 1], [0, 1, 1, 2]],
    "rivals": [[1, 0, 0, 1, 1], [0, 1, 0, 1, 0], [0, 0, 1, 0, 1]],
    "threesome": [[1, 0, 0, 1, 1, 1, 1], [0, 1, 0, 1, 1, 0, 1], [0, 0, 1, 0, 1, 1, 3]],
    "il6": [
        [int(i == k) for k in range(len(COMPONENTS))] + [c.get(name, 0) for c in COMPLEXES]
        for i, name in enumerate(COMPONENTS)
    ],
}


def exact(
    composition: Rows,
    totals: Sequence[float],
    ln_beta: Sequence[float],
    start: Sequence[Any] | None = None,
) -> list[Any]:
    """Amounts of all species to 40 digits or more; `start` is a guess of ln of the free ones."""
    with mp.workdps(DIGITS):
        here = [i for i, c in enumerate(totals) if c > 0]
        species = {
            j: [(p, composition[i][j]) for p, i in enumerate(here) if composition[i][j]]
            for j, b in enumerate(ln_beta)
            if b != -mp.inf
            and all(c > 0 or not row[j] for c, row in zip(totals, composition, strict=True))
        }
        c = [mp.mpf(float(totals[i])) for i in here]
        ln_b = {j: mp.mpf(float(ln_beta[j])) for j in species}
        if start is None:  # so low that every species is far below every total
            low = min(map(mp.log, c), default=0) - max(0, *ln_b.values(), 0)
            start = [low] * len(totals)
        u = [mp.mpf(start[i]) for i in here]
        x: dict[int, Any] = {}
        for _ in range(600):
            x = {j: mp.exp(ln_b[j] + sum(n * u[p] for p, n in held)) for j, held in species.items()}
            lack = list(c)
            hessian = [[mp.mpf(0)] * len(here) for _ in here]
            for j, held in species.items():
                for p, n in held:
                    lack[p] -= n * x[j]
                    for q, k in held:
                        hessian[p][q] += n * k * x[j]
            if all(abs(r) < CERTIFIED * t for r, t in zip(lack, c, strict=True)):
                return [x.get(j, mp.mpf(0)) for j in range(len(ln_beta))]
            step = _solve(hessian, list(lack))
            longest = max(abs(sum(n * step[p] for p, n in held)) for held in species.values())
            damping = mp.log1p(longest) / longest if longest > mp.mpf(10) ** -9 else 1
            u = [v + damping * s for v, s in zip(u, step, strict=True)]
        raise ArithmeticError(f"no equilibrium for {list(totals)}")


def _solve(h: list[list[Any]], r: list[Any]) -> list[Any]:
    """Solve h d = r, symmetric and positive definite, by elimination."""
    n = len(r)
    for k in range(n):
        for i in range(k + 1, n):
            if h[i][k]:
                f = h[i][k] / h[k][k]
                for q in range(k, n):
                    h[i][q] -= f * h[k][q]
                r[i] -= f * r[k]
    for k in reversed(range(n)):
        r[k] = (r[k] - sum(h[k][q] * r[q] for q in range(k + 1, n))) / h[k][k]
    return r


def _mixtures() -> list[dict[str, Any]]:
    """The inputs: network, totals and ln_beta of every case."""
    draw = random.Random(20)
    found: list[dict[str, Any]] = []

    def add(name: str, network: str, totals: Sequence[float], bonds: Sequence[float]) -> None:
        """`bonds` are log10 of the association constant of one bond, one for each complex."""
        rows = NETWORKS[network]
        held = [sum(column) for column in zip(*rows, strict=True)]
        ln_beta = [0.0] * len(rows)
        for n, bond in zip(held[len(rows) :], bonds, strict=True):
            ln_beta.append((n - 1) * bond * float(mp.log(10)))
        found.append({"name": name, "network": network, "totals": list(totals), "ln_beta": ln_beta})

    def any_total() -> float:
        return 10 ** draw.uniform(-15, -3)

    complexes = {name: len(rows[0]) - len(rows) for name, rows in NETWORKS.items()}
    usual = [9, 9, 9.5, 9.5, 9.4, 9.5, 9.4, 9.5, 9.5, 9.5, 10.5, 10.4, 9.9, 10.5, 9.8, 9.7, 9.8]
    blood = [2e-13, 2e-10, 1e-9, 5e-10, 3e-9, 1e-8, 1e-8, 1e-9]
    for il6 in (1e-15, 1e-12, 1e-10, 1e-8, 1e-6, 1e-3):
        add(f"dose {il6:g} M", "il6", [il6, *blood[1:]], usual)
    add("no drug", "il6", [*blood[:5], 0, 0, 0], usual)
    add("nothing at all", "il6", [0.0] * 8, usual)
    add("one molecule alone", "il6", [0, 0, 1e-9, 0, 0, 0, 0, 0], usual)
    add("one site for sgp130Fc", "il6", blood, [*usual[:9], -mp.inf, *usual[10:]])
    for k in range(10):
        totals = [0.0 if draw.random() < 0.15 else any_total() for _ in range(8)]
        add(f"extreme {k}", "il6", totals, [draw.uniform(3, 13) for _ in usual])
    for network, n in complexes.items():
        m = len(NETWORKS[network])
        for bond in (3, 8, 13):
            add(f"{network} equal, bond 1e{bond}", network, [1e-3] * m, [bond] * n)
        level = any_total()
        near = [level * (1 + draw.choice([-1, 1]) * 10 ** draw.uniform(-15, -3)) for _ in range(m)]
        add(f"{network} nearly equal", network, near, [13] * n)
        apart = [1e-15, 1e-3, 1e-6, 1e-9, 1e-12, 1e-4, 1e-14, 1e-5][:m]
        add(f"{network} far apart", network, apart, [13] * n)
    return found


def main() -> None:
    cases = []
    for case in _mixtures():
        rows = NETWORKS[case["network"]]
        found = exact(rows, case["totals"], case["ln_beta"])
        again = exact(
            rows,
            case["totals"],
            case["ln_beta"],
            [-60 - max(case["ln_beta"]) - 9 * i for i in range(len(rows))],
        )
        with mp.workdps(DIGITS):
            assert all(abs(p - q) <= mp.mpf("1e-28") * p for p, q in zip(found, again, strict=True))
            case["ln_beta"] = [b if b != -mp.inf else None for b in case["ln_beta"]]
            case["amounts"] = [mp.nstr(value, 30) if value else "0" for value in found]
        cases.append(case)
    golden = {
        "about": "Equilibria by mpmath (binding.py beside this); ln_beta null: does not form.",
        "tolerance": 1e-11,
        "networks": NETWORKS,
        "cases": cases,
    }
    text = json.dumps(golden, indent=1)
    Path(__file__).with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
