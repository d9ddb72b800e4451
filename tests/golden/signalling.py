"""Makes signalling.json: rates and trajectories of the published reactions, by scipy at 1e-12.

    python tests/golden/signalling.py

Nothing of il6widgets is used. The reactions of Sobotta et al., Front. Physiol. 8 (2017) 775 (model
file MODEL2307050001, CC0), are written as that file has them: amounts in two volumes, constants in
the scales of blots and qPCR, names of its own. LSODA and Radau must agree.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

CYT, NUC = 12.67, 0.5
AGREED = 1e-9  # between LSODA and Radau, relative to the largest value of a state
RTOL = 1e-10  # at which the package is asked to meet `tolerance`
TOLERANCE = 1e-8  # relative to the largest value of a state

# What our model calls a species of the file, the volume it is in, and its value at rest.
SPECIES: dict[str, tuple[str, float, float]] = {
    "JAK1_gp130": ("JAK1_gp130", CYT, 0.555214703828664),
    "pJAK1_gp130": ("pJAK1_gp130", CYT, 0.000488088299181085),
    "pJAK1_pgp130": ("pJAK1_pgp130", CYT, 0.00317810552352697),
    "STAT3": ("STAT3", CYT, 28.925968233862),
    "tpSTAT3": ("pSTAT3", CYT, 0.832161673943926),
    "nSTAT3": ("nSTAT3", NUC, 25.8698324790905),
    **{f"nSOCS3RNA{i}": (f"SOCS3_nascent{i}", NUC, 0.00282883849585856) for i in range(1, 6)},
    "SOCS3RNA": ("SOCS3_mRNA", CYT, 0.000111649083183703),
    "SOCS3": ("SOCS3", CYT, 0.0256011491229785),
    **{f"nFGGRNA{i}": (f"FGG_nascent{i}", NUC, 5.12992148634642e-05) for i in range(1, 6)},
    "FGGRNA": ("FGG_mRNA", CYT, 3.17241502859336e-05),
    "HAMPRNA": ("HAMP_mRNA", CYT, 0.0088558311260624),
}
K = {
    "f_pstat3_imp": 4.97118591633696,
    "fggrna_delay": 0.120779262192917,
    "fggrna_des": 0.00770737484858441,
    "fggrna_hill": 3.93695191003628,
    "fggrna_ka": 49.1555791548272,
    "fggrna_pro": 0.235605753799674,
    "gp130_act_jak1": 0.536999685608035,
    "gp130_deg": 0.00380769499987503,
    "gp130_pro": 0.0024048090188292,
    "hamprna_des": 0.000212368487363527,
    "hamprna_hill": 3.25698024603785,
    "hamprna_ka": 47.320527880784,
    "hamprna_pro": 0.00302893472780248,
    "jak1_act_basal": 0.00431295825104157,
    "jak1_act_il6": 0.009075950890566,
    "jak1_gp130_dea": 0.0781686412907726,
    "jak1_inh_ruxolitinib": 0.00602314686368812,
    "rux_degrade": 0.000970640678908111,
    "scale_fgg": 22.8775641330228,
    "scale_hamp": 3.94026183251109,
    "scale_pgp130": 7.91984491015843,
    "scale_socs3": 62.0532495981734,
    "socs3_assoc": 0.0193431053114474,
    "socs3_des": 0.448649426570848,
    "socs3_pro": 1.69780340390334,
    "socs3rna_delay": 0.303942466148802,
    "socs3rna_des": 0.303904943507411,
    "socs3rna_hill": 1.71329655203901,
    "socs3rna_pro": 0.00170007562435021,
    "stat3_act_gp130": 0.411551346855518,
    "stat3_exp": 1.97083305689239,
    "stat3_imp": 0.0593610691509748,
    "stat3_inh_socs3": 0.618867945822336,
}
NAMES = list(SPECIES)
SIZES = np.array([size for _, size, _ in SPECIES.values()])
REST = np.array([value for *_, value in SPECIES.values()])

Reaction = tuple[dict[str, int], Callable[[dict[str, float], float, float], float]]


def reactions(translated: float) -> list[Reaction]:
    """What each reaction changes by one, and its rate in amount per minute."""
    k = K
    imported = k["stat3_imp"] * (1 + k["f_pstat3_imp"])

    def gene(s: dict[str, float], name: str) -> float:
        ratio = 0.0394632991318074 * k[f"{name}rna_ka"] / (imported * s["tpSTAT3"])
        return k[f"{name}rna_pro"] / (k[f"scale_{name}"] * (ratio ** k[f"{name}rna_hill"] + 1))

    found: list[Reaction] = [
        ({"JAK1_gp130": 1}, lambda s, i, r: CYT * k["gp130_pro"]),
        *(
            ({name: -1}, lambda s, i, r, name=name: CYT * k["gp130_deg"] * s[name])
            for name in ("JAK1_gp130", "pJAK1_gp130", "pJAK1_pgp130")
        ),
        (
            {"JAK1_gp130": -1, "pJAK1_gp130": 1},
            lambda s, i, r: CYT * s["JAK1_gp130"]
            * (k["jak1_act_basal"] + i * k["jak1_act_il6"]) / k["scale_pgp130"]
            / (r * k["jak1_inh_ruxolitinib"] + 1),
        ),
        (
            {"pJAK1_gp130": -1, "pJAK1_pgp130": 1},
            lambda s, i, r: CYT * k["gp130_act_jak1"] * s["pJAK1_gp130"]
            / (r * k["jak1_inh_ruxolitinib"] + 1),
        ),
        *(
            (
                {name: -1, "JAK1_gp130": 1},
                lambda s, i, r, name=name: CYT * k["jak1_gp130_dea"] * s[name],
            )
            for name in ("pJAK1_gp130", "pJAK1_pgp130")
        ),
        *(
            (
                {name: -1, "SOCS3": -1},
                lambda s, i, r, name=name: CYT * k["socs3_assoc"] * s["SOCS3"] * s[name],
            )
            for name in ("JAK1_gp130", "pJAK1_gp130", "pJAK1_pgp130")
        ),
        ({"STAT3": -1, "nSTAT3": 1}, lambda s, i, r: CYT * s["STAT3"] * k["stat3_imp"]),
        ({"nSTAT3": -1, "STAT3": 1}, lambda s, i, r: NUC * s["nSTAT3"] * k["stat3_exp"]),
        (
            {"STAT3": -1, "tpSTAT3": 1},
            lambda s, i, r: CYT * s["STAT3"] * s["pJAK1_pgp130"] * k["stat3_act_gp130"]
            * k["scale_pgp130"] / (s["SOCS3"] * k["stat3_inh_socs3"] + 1),
        ),
        ({"tpSTAT3": -1, "nSTAT3": 1}, lambda s, i, r: CYT * imported * s["tpSTAT3"]),
        (
            {"nSOCS3RNA1": 1},
            lambda s, i, r: NUC * k["socs3rna_pro"]
            * (25.34 * imported * s["tpSTAT3"]) ** k["socs3rna_hill"] / k["scale_socs3"],
        ),
        ({"SOCS3RNA": -1}, lambda s, i, r: CYT * s["SOCS3RNA"] * k["socs3rna_des"]),
        (
            {"SOCS3": 1},
            lambda s, i, r: translated * CYT * s["SOCS3RNA"] * k["socs3_pro"] * k["scale_socs3"],
        ),
        ({"SOCS3": -1}, lambda s, i, r: CYT * s["SOCS3"] * k["socs3_des"]),
        ({"nFGGRNA1": 1}, lambda s, i, r: NUC * gene(s, "fgg")),
        ({"FGGRNA": -1}, lambda s, i, r: CYT * s["FGGRNA"] * k["fggrna_des"]),
        ({"HAMPRNA": 1}, lambda s, i, r: CYT * gene(s, "hamp")),
        ({"HAMPRNA": -1}, lambda s, i, r: CYT * s["HAMPRNA"] * k["hamprna_des"]),
    ]  # fmt: skip
    for name, delay in (("SOCS3RNA", "socs3rna_delay"), ("FGGRNA", "fggrna_delay")):
        chain = [f"n{name}{n}" for n in range(1, 6)] + [name]
        for a, b in itertools.pairwise(chain):
            found.append(({a: -1, b: 1}, lambda s, i, r, a=a, d=delay: NUC * s[a] * K[d]))
    return found


def rates(y: Any, il6: float, ruxolitinib: float, translated: float = 1.0) -> Any:
    """d(concentration)/dt of every species of the file."""
    s = dict(zip(NAMES, y, strict=True))
    change = dict.fromkeys(NAMES, 0.0)
    for turns, rate in reactions(translated):
        amount = rate(s, il6, ruxolitinib)
        for name, n in turns.items():
            change[name] += n * amount
    return np.array([change[name] for name in NAMES]) / SIZES


def course(t: Any, case: dict[str, Any]) -> Any:
    """Integrate one case by two methods, which must agree."""
    stop = case.get("stop", np.inf)
    found = []
    for method in ("LSODA", "Radau"):
        legs, y, now = [], REST, 0.0
        for end in sorted({min(stop, t[-1]), t[-1]}):
            here = t[(t >= now) & (t <= end) if not legs else (t > now) & (t <= end)]
            il6 = case["IL6"] if now < stop else 0.0
            ran = solve_ivp(
                lambda at, y, il6=il6: rates(
                    y, il6, case.get("ruxolitinib", 0.0) * np.exp(-K["rux_degrade"] * at),
                    case.get("translated", 1.0),
                ),
                (now, end), y, method, np.append(here[here < end], end), rtol=1e-12, atol=1e-16,
            )  # fmt: skip
            assert ran.success, ran.message
            legs.append(ran.y if end in here else ran.y[:, :-1])
            y, now = ran.y[:, -1], end
        found.append(np.concatenate(legs, axis=1))
    apart = np.abs(found[0] - found[1]).max(1) / np.abs(found[1]).max(1)
    assert apart.max() < AGREED, dict(zip(NAMES, apart, strict=True))
    return found[0]


def main() -> None:
    ours = [name for name, *_ in SPECIES.values()]
    rng = np.random.default_rng(6)
    points = []
    for _ in range(20):
        y = REST * np.exp(rng.normal(0, 1.5, len(REST)))
        il6, ruxolitinib = float(rng.uniform(0, 100)), float(rng.uniform(0, 1000))
        points.append(
            {"y": y.tolist(), "IL6": il6, "ruxolitinib": ruxolitinib,
             "rates": rates(y, il6, ruxolitinib).tolist()}
        )  # fmt: skip
    t = np.array([0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 360, 1440], float)
    cases = [{"IL6": dose} for dose in (0.0, 1.0, 10.0, 40.0, 100.0)]
    cases += [
        {"IL6": 40.0, "ruxolitinib": 500.0},
        {"IL6": 40.0, "translated": 0.0},
        {"IL6": 40.0, "stop": 5.0},
    ]
    for case in cases:
        case["y"] = course(t, case).tolist()
    path = Path(__file__).with_suffix(".json")
    path.write_text(
        json.dumps(
            {"rtol": RTOL, "tolerance": TOLERANCE, "states": ours, "t": t.tolist(),
             "points": points, "cases": cases},
        )
    )  # fmt: skip
    print(f"{path.name}: {len(points)} points, {len(cases)} courses")


if __name__ == "__main__":
    main()
