"""Makes certified.json: least-squares optima of dose-response curves to 40 digits.

    python tests/golden/doses/certify.py [FOLDER OF drc_*.csv]

Best of many starts by scipy with a numeric Jacobian, then Newton on the gradient in mpmath.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
from scipy.optimize import least_squares

HERE = Path(__file__).parent
TOLERANCE = 1e-8  # relative, of a fit's parameters
FREE = {"3pl": ["top", "hill", "ec50"], "4pl": ["bottom", "top", "hill", "ec50"]}
FREE["5pl"] = [*FREE["4pl"], "asymmetry"]


def curve(p: dict[str, Any], x: Any, exp: Any, log: Any) -> Any:
    """The logistic as its definition reads; dose 0 is the limit."""
    s = p.get("asymmetry", 1)
    bottom = p.get("bottom", 0)
    if x == 0:
        return bottom if p["hill"] > 0 else p["top"]
    k = exp(log(2) / s) - 1
    return bottom + (p["top"] - bottom) / (1 + k * exp(p["hill"] * log(p["ec50"] / x))) ** s


def rough(model: str, x: Any, y: Any, w: Any) -> dict[str, float]:
    """The lowest of many minima, in double precision."""
    positive = x[x > 0]
    best = None
    names = FREE[model]

    def named(t: Any) -> dict[str, float]:
        values = dict(zip(names, t, strict=True))
        for name in ("ec50", "asymmetry"):
            if name in values:
                values[name] = float(np.exp(np.clip(values[name], -50, 50)))
        return values

    def off(t: Any) -> Any:
        with np.errstate(all="ignore"):
            found = np.array([curve(named(t), v, np.exp, np.log) for v in x])
        return np.sqrt(w) * np.nan_to_num(found - y, nan=1e6, posinf=1e6, neginf=-1e6)

    for hill in (-3.0, -1.0, 1.0, 3.0):
        for ln in np.linspace(np.log(positive.min()), np.log(positive.max()), 4):
            for ln_s in (-1.0, 1.0) if model == "5pl" else (0.0,):
                first = {"bottom": y.min(), "top": y.max(), "hill": hill, "ec50": ln}
                first["asymmetry"] = ln_s
                found = least_squares(off, [first[n] for n in names], x_scale="jac", max_nfev=400)
                values = named(found.x)
                upright = values["top"] > values.get("bottom", 0)
                if upright and (best is None or found.cost < best[0] * (1 - 1e-9)):
                    best = found.cost, values
    assert best is not None
    return best[1]


def certify(model: str, x: Any, y: Any, w: Any = None) -> dict[str, Any]:
    """The optimum and its standard errors, as decimal strings; fails unless Newton converges."""
    w = np.ones(len(y)) if w is None else np.asarray(w, float)
    names, start = FREE[model], rough(model, np.asarray(x), np.asarray(y), w)
    logs = [n for n in names if n in ("ec50", "asymmetry")]
    with mp.workdps(60):

        def values(*t: Any) -> dict[str, Any]:
            return {n: mp.exp(v) if n in logs else v for n, v in zip(names, t, strict=True)}

        def rss(*t: Any) -> Any:
            p = values(*t)
            return sum(
                mp.mpf(float(c))
                * (mp.mpf(float(b)) - curve(p, mp.mpf(float(a)), mp.exp, mp.log)) ** 2
                for a, b, c in zip(x, y, w, strict=True)
            )

        t = mp.matrix([mp.log(start[n]) if n in logs else mp.mpf(start[n]) for n in names])
        p = len(names)
        for _ in range(30):
            with mp.workdps(120):  # differences lose half the digits
                h = mp.mpf(10) ** -30
                step = [mp.matrix([h * (i == j) for j in range(p)]) for i in range(p)]
                gradient = mp.matrix(
                    [(rss(*(t + step[i])) - rss(*(t - step[i]))) / (2 * h) for i in range(p)]
                )
                hessian = mp.matrix(p, p)
                for i in range(p):
                    for j in range(i + 1):
                        up, down = step[i] + step[j], step[i] - step[j]
                        hessian[i, j] = hessian[j, i] = (
                            rss(*(t + up)) - rss(*(t + down)) - rss(*(t - down)) + rss(*(t - up))
                        ) / (4 * h * h)
                move = mp.lu_solve(hessian, -gradient)
            t += move
            if max(abs(m) for m in move) < mp.mpf(10) ** -42:
                break
        else:
            raise ArithmeticError(f"{model}: no convergence from {start}")
        mp.cholesky(hessian)  # raises unless this is a minimum
        best, least = values(*t), rss(*t)
        variance = least / (int((w > 0).sum()) - p)
        rows = []
        for a in x:
            at = mp.mpf(float(a))
            ends = [
                [curve(values(*(t + sign * move)), at, mp.exp, mp.log) for sign in (1, -1)]
                for move in step
            ]
            rows.append([(up - down) / (2 * h) for up, down in ends])
        jacobian = mp.matrix(rows)
        weighted = mp.matrix(
            [[mp.mpf(float(c)) * v for v in r] for c, r in zip(w, rows, strict=True)]
        )
        squares = {"Gauss-Newton": jacobian.T * weighted, "observed Hessian": hessian / 2}
        errors = {}
        for kind, square in squares.items():
            inverse = square**-1
            errors[kind] = {
                name: mp.nstr(
                    mp.sqrt(variance * inverse[i, i]) * (best[name] if name in logs else 1), 15
                )
                for i, name in enumerate(names)
            }
        return {
            **{name: mp.nstr(value, 30) for name, value in best.items()},
            "rss": mp.nstr(least, 30),
            "errors": errors,
        }


def drawn() -> list[dict[str, Any]]:
    """Our own sets, from seeds."""
    skewed = dict(bottom=3, top=90, ec50=2.0)
    plans = [
        ("rises", "4pl", dict(bottom=5, top=95, hill=1.1, ec50=2.5), True, 2, 3.0),
        ("falls", "4pl", dict(bottom=0.4, top=8, hill=-2.9, ec50=3.1), True, 3, 0.4),
        ("shallow", "4pl", dict(bottom=-2, top=40, hill=0.6, ec50=0.03), False, 2, 0.5),
        ("steep", "4pl", dict(bottom=100, top=1000, hill=5.0, ec50=7.0), True, 2, 20.0),
        ("weighted", "4pl", dict(bottom=1, top=300, hill=-1.4, ec50=20.0), True, 2, 0.0),
        ("from zero", "3pl", dict(top=62, hill=1.3, ec50=0.8), True, 2, 2.0),
        ("to zero", "3pl", dict(top=12, hill=-1.7, ec50=4.0), True, 2, 0.5),
        ("skewed", "5pl", dict(skewed, hill=1.8, asymmetry=0.5), True, 3, 0.6),
        ("skewed down", "5pl", dict(skewed, hill=-1.2, asymmetry=3.0), True, 3, 0.6),
    ]
    found = []
    for seed, (name, model, truth, zero, replicates, sigma) in enumerate(plans):
        draw = np.random.default_rng(seed)
        doses = np.round(truth["ec50"] * np.logspace(-1.8, 1.8, 10), 4)
        x = np.repeat([0.0, *doses] if zero else doses, replicates)
        y = np.array([curve(truth, v, np.exp, np.log) for v in x])
        spread = 0.05 * y + 1 if name == "weighted" else np.full(len(y), sigma)
        weights = np.round(1 / spread**2, 6) if name == "weighted" else np.ones(len(y))
        y = np.round(y + draw.normal(0, spread), 3)
        found.append(
            {
                "name": name, "model": model, "dose": x.tolist(), "response": y.tolist(),
                "weights": weights.tolist(), "optimum": certify(model, x, y, weights),
            }
        )  # fmt: skip
    return found


VINCLOZOLIN = ["10509", "10821", "10828", "10904", "11023", "11106"]
DRC = [
    # set, dose, response, group column and the groups of which a 4pl has an inner optimum
    ("ryegrass", "conc", "rootl", None, [None]),
    ("S.alba", "Dose", "DryMatter", "Herbicide", ["Glyphosate", "Bentazone"]),
    ("spinach", "DOSE", "SLOPE", "CURVE", ["1", "2", "3", "4", "5"]),
    ("secalonic", "dose", "rootl", None, [None]),
    ("terbuthylazin", "dose", "rgr", None, [None]),
    ("vinclozolin", "conc", "effect", "exper", VINCLOZOLIN),
    ("lepidium", "conc", "weight", None, [None]),
    ("algae", "conc", "vol", None, [None]),
    ("G.aparine", "dose", "drymatter", "treatment", ["1", "2"]),
]


def from_drc(folder: Path) -> list[dict[str, Any]]:
    """Optima of the drc sets; their data stay where they are."""
    found = []
    for name, dose, response, column, groups in DRC:
        with (folder / f"drc_{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for group in groups:
            mine = [r for r in rows if column is None or r[column] == group]
            x = np.array([float(r[dose]) for r in mine])
            y = np.array([float(r[response]) for r in mine])
            for model in ("3pl", "4pl", "5pl") if name == "ryegrass" else ("4pl",):
                print(name, group, model, flush=True)
                entry = {"set": name, "dose": dose, "response": response, "column": column}
                try:
                    optimum = certify(model, x, y)
                except (ArithmeticError, ValueError) as error:
                    print("   no inner optimum:", error)
                    continue
                found.append({**entry, "group": group, "model": model, "optimum": optimum})
    return found


def main() -> None:
    file = HERE / "certified.json"
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    drc = from_drc(Path(sys.argv[1])) if len(sys.argv) > 1 else before.get("drc", [])
    found = {"tolerance": TOLERANCE, "sets": drawn(), "drc": drc}
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
