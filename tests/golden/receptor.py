"""Makes receptor.json: the receptor model solved by bracketing in 60 digits, transcribed by hand.

Nothing of il6widgets is used: complexes and constants are written out again below, and the totals
are met one inside the other by bracketing, not by Newton. Run it from the root of the repository:
python tests/golden/receptor.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from mpmath import exp, log, mp, mpf, nstr

mp.dps = 60
EXACT = mpf("1e-50")

BUFFER = {"Kd_IL6R": 5.5, "Kd_gp130": 0.05, "membrane_cooperativity": 0.05, "Kd_sgp130Fc": 0.01}
WEAK = {"Kd_IL6R": 20, "Kd_gp130": 15, "membrane_cooperativity": 1, "Kd_sgp130Fc": 0.1}
CELLS = {
    "hepatocyte": (4500, 8000, 30),
    "HepG2": (1200, 3000, 30),
    "monocyte": (1500, 1500, 4),
    "neutrophil": (1000, 3000, 8),
    "CD4_T": (300, 600, 2),
    "endothelium": (50, 3000, 30),
    "synoviocyte": (0, 5000, 30),
}
FLUID = [
    "IL6", "sIL6R", "sgp130", "sgp130Fc", "hyperIL6",
    "tocilizumab", "sarilumab", "siltuximab", "anti_sIL6R",
]  # fmt: skip
CONSTANTS = {
    "Kd_hexamer": 30.0, "sgp130Fc_sites": 1, "antibody_sites": 2, "Kd_tocilizumab": 1.24,
    "Kd_sarilumab": 0.0619, "Kd_siltuximab": 0.015, "Kd_anti_sIL6R": 1.24,
}  # fmt: skip


def root(total, wanted):
    """The free amount at which `total(free)` is `wanted`; total rises and is never below free.

    Regula falsi (Anderson-Bjorck) on logarithms, where the function is nearly straight.
    """
    goal = log(wanted)

    def f(u):
        return log(total(exp(u))) - goal

    high, f_high = goal, f(goal)
    low = goal
    f_low = f_high
    while f_low > 0:
        low -= f_low + 1
        f_low = f(low)
    for _ in range(400):
        if abs(f_low) < EXACT:
            return exp(low)
        if abs(f_high) < EXACT:
            return exp(high)
        middle = high - f_high * (high - low) / (f_high - f_low)
        f_middle = f(middle)
        if f_middle > 0:
            share = 1 - f_middle / f_high
            f_low *= share if share > 0 else mpf("0.5")
            high, f_high = middle, f_middle
        else:
            share = 1 - f_middle / f_low if f_low else mpf(1)
            f_high *= share if share > 0 else mpf("0.5")
            low, f_low = middle, f_middle
    raise RuntimeError("no root found")


def fluid(t, k):
    """Free species. IL-6 and sIL-6R given, every decoy and antibody follows in closed form."""
    n, nf = k["antibody_sites"], k["sgp130Fc_sites"]
    out = {}

    def antibody(total, free, kd):
        """Molecules with no, one, two sites taken when `free` ligand surrounds them."""
        one = n * free / kd
        two = (free / kd) ** 2 if n == 2 else mpf(0)
        bare = total / (1 + one + two)
        return bare, bare * one, bare * two

    def decoys(pair, hyper):
        """sgp130 and sgp130Fc around so many pairs and hyper-IL-6; also what they hold."""
        g = t["sgp130"] / (1 + (pair + hyper) / k["Kd_gp130"])
        kf = k["Kd_sgp130Fc"]
        site = (pair + hyper) / kf
        f = t["sgp130Fc"] / ((1 + site) ** 2 if nf == 2 else 1 + site)
        double = 1 if nf == 2 else 0
        return {
            "sgp130": g,
            "sgp130Fc": f,
            "IL6_sIL6R_sgp130": g * pair / k["Kd_gp130"],
            "hyperIL6_sgp130": g * hyper / k["Kd_gp130"],
            "IL6_sIL6R_sgp130Fc": f * nf * pair / kf,
            "hyperIL6_sgp130Fc": f * nf * hyper / kf,
            "IL6_sIL6R_2_sgp130Fc": double * f * (pair / kf) ** 2,
            "hyperIL6_2_sgp130Fc": double * f * (hyper / kf) ** 2,
            "IL6_sIL6R_hyperIL6_sgp130Fc": double * 2 * f * pair * hyper / kf**2,
        }

    def holds(d):
        pair = d["IL6_sIL6R_sgp130"] + d["IL6_sIL6R_sgp130Fc"] + 2 * d["IL6_sIL6R_2_sgp130Fc"]
        return pair + d["IL6_sIL6R_hyperIL6_sgp130Fc"]

    def hyper_of(pair):
        if not t["hyperIL6"]:
            return mpf(0)

        def total(h):
            d = decoys(pair, h)
            held = d["hyperIL6_sgp130"] + d["hyperIL6_sgp130Fc"] + 2 * d["hyperIL6_2_sgp130Fc"]
            return h + held + d["IL6_sIL6R_hyperIL6_sgp130Fc"]

        return root(total, t["hyperIL6"])

    def receptor_of(free):
        """Free sIL-6R at so much free IL-6."""
        if not t["sIL6R"]:
            return mpf(0)

        def total(r):
            pair = free * r / k["Kd_IL6R"]
            amount = r + pair + (holds(decoys(pair, hyper_of(pair))) if pair else 0)
            for name in ("tocilizumab", "sarilumab", "anti_sIL6R"):
                _, one, two = antibody(t[name], r, k[f"Kd_{name}"])
                amount += one + 2 * two
            return amount

        return root(total, t["sIL6R"])

    def il6():
        if not t["IL6"]:
            return mpf(0)

        def total(free):
            r = receptor_of(free)
            pair = free * r / k["Kd_IL6R"]
            _, one, two = antibody(t["siltuximab"], free, k["Kd_siltuximab"])
            held = holds(decoys(pair, hyper_of(pair))) if pair else 0
            return free + pair + held + one + 2 * two

        return root(total, t["IL6"])

    free = il6()
    r = receptor_of(free)
    pair = free * r / k["Kd_IL6R"]
    h = hyper_of(pair)
    out |= {"IL6": free, "sIL6R": r, "IL6_sIL6R": pair, "hyperIL6": h, **decoys(pair, h)}
    for name in ("tocilizumab", "sarilumab", "anti_sIL6R"):
        bare, one, two = antibody(t[name], r, k[f"Kd_{name}"])
        out |= {name: bare, f"{name}_sIL6R": one, f"{name}_sIL6R_2": two}
    bare, one, two = antibody(t["siltuximab"], free, k["Kd_siltuximab"])
    out |= {"siltuximab": bare, "IL6_siltuximab": one, "IL6_2_siltuximab": two}
    return out


def membrane(n_r, n_g, k, f):
    """Receptors of one cell in a fluid whose free species are given."""
    n = k["antibody_sites"]
    pair_kd = k["Kd_gp130"] / k["membrane_cooperativity"]
    per_r = {
        "IL6_IL6R": f["IL6"] / k["Kd_IL6R"],
        **{f"{a}_IL6R": n * f[a] / k[f"Kd_{a}"] for a in ("tocilizumab", "sarilumab")},
        **{
            f"{a}_sIL6R_IL6R": (n - 1) * f[f"{a}_sIL6R"] / (2 * k[f"Kd_{a}"])
            for a in ("tocilizumab", "sarilumab")
        },
    }

    def all_of(r, g):
        out = {"IL6R": r, "gp130": g} | {name: r * x for name, x in per_r.items()}
        m = out["IL6_IL6R_gp130"] = out["IL6_IL6R"] * g / k["Kd_2D"]
        s = out["IL6_sIL6R_gp130"] = f["IL6_sIL6R"] * g / pair_kd
        h = out["hyperIL6_gp130"] = f["hyperIL6"] * g / pair_kd
        kh = k["Kd_hexamer"]
        out |= {
            "hexamer_mm": m * m / kh, "hexamer_ms": 2 * m * s / kh, "hexamer_ss": s * s / kh,
            "hexamer_mh": 2 * m * h / kh, "hexamer_sh": 2 * s * h / kh, "hexamer_hh": h * h / kh,
        }  # fmt: skip
        return out

    def gp130_total(o):
        single = o["gp130"] + o["IL6_IL6R_gp130"] + o["IL6_sIL6R_gp130"] + o["hyperIL6_gp130"]
        return single + 2 * sum(o[f"hexamer_{x}"] for x in ("mm", "ms", "ss", "mh", "sh", "hh"))

    def g_of(r):
        if not n_g:
            return mpf(0)
        return root(lambda g: gp130_total(all_of(r, g)), n_g)

    def total(r):
        o = all_of(r, g_of(r))
        single = r + sum(o[name] for name in per_r) + o["IL6_IL6R_gp130"]
        return single + 2 * o["hexamer_mm"] + o["hexamer_ms"] + o["hexamer_mh"]

    r = root(total, n_r) if n_r else mpf(0)
    return all_of(r, g_of(r))


def cases():
    """Presets, sets, drugs, zeros and extremes; values in nM and molecules per cell."""
    nM = {"storm": 3110.5 / 21000, "blood": 5.186 / 21000, "dish": 10 / 21}
    blood = {"sIL6R": 50 / 55, "sgp130": 3.0}
    for cell in CELLS:
        for constants in (BUFFER, WEAK):
            yield cell, constants, {"IL6": nM["storm"], **blood}, {}
    yield "hepatocyte", BUFFER, {"IL6": nM["blood"], **blood}, {}
    yield "hepatocyte", WEAK, {"IL6": nM["dish"], **blood}, {}
    yield "hepatocyte", BUFFER, {"IL6": nM["dish"]}, {}
    yield "synoviocyte", BUFFER, {"IL6": nM["dish"], "sIL6R": 9.0}, {}
    drugs = {"tocilizumab": 60.0, "sarilumab": 5.0, "siltuximab": 0.1, "anti_sIL6R": 1.0}
    every = {"IL6": 0.4, **blood, **drugs, "sgp130Fc": 0.5, "hyperIL6": 0.2}
    for sites in ({}, {"sgp130Fc_sites": 2}, {"antibody_sites": 1}):
        yield "monocyte", BUFFER, every, sites
    yield "monocyte", BUFFER, {"sIL6R": 1.0, "hyperIL6": 0.05}, {}
    yield "hepatocyte", BUFFER, {"IL6": 1e-6, "sIL6R": 1e6, "sgp130": 1e6}, {}
    yield "hepatocyte", BUFFER, {"IL6": 1e6, "sIL6R": 1e6, "sgp130": 1e6, "sgp130Fc": 1e6}, {}
    yield "hepatocyte", BUFFER, {"IL6": 1.0, "siltuximab": 0.5}, {}
    draw = random.Random(6)
    for _ in range(12):
        totals = {s: 10 ** draw.uniform(-6, 6) for s in FLUID if draw.random() > 0.15}
        yield draw.choice(list(CELLS)), draw.choice([BUFFER, WEAK]), totals, {}


def main() -> None:
    found = []
    for cell, constants, given, sites in cases():
        n_r, n_g, kd_2d = CELLS[cell]
        constant = {**CONSTANTS, **constants, **sites, "Kd_2D": kd_2d}
        totals = {s: given.get(s, 0.0) for s in FLUID}
        k = {key: mpf(value) for key, value in constant.items()}
        free = fluid({key: mpf(value) for key, value in totals.items()}, k)
        cells = membrane(mpf(n_r), mpf(n_g), k, free)
        species = {key: nstr(value, 20) for key, value in (free | cells).items()}
        inputs = {**totals, "IL6R": n_r, "gp130": n_g, **constant}
        found.append({"inputs": inputs, "species": species})
        print(len(found), cell, flush=True)
    golden = {
        "format": 1,
        "model": "receptor",
        "made_by": "tests/golden/receptor.py: nested bracketing, mpmath, 60 digits",
        "tolerance": {"relative": 1e-10, "absolute": 0},
        "cases": found,
    }
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
