"""Makes ode.json: trajectories by closed forms, or by scipy at 1e-12 from rates written by hand.

    python tests/golden/ode.py

Nothing of il6widgets is used. Every system is written twice: as formulas, for the package, and as
a Python function, for scipy. Where there is no closed form, Radau and LSODA must agree.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
from scipy.integrate import solve_ivp

AGREED = 2e-9  # between Radau and LSODA, relative to the largest value of a state
RTOL = 1e-8  # at which the package is asked to meet `tolerance`
TOLERANCE = 20 * RTOL  # relative to the largest value of a state

Function = Callable[[float, Any, dict[str, float]], list[float]]

# Sobotta et al., Front. Physiol. 8 (2017) 775, the core model, with rates scaled to its states.
SOBOTTA: dict[str, Any] = {
    "states": ["J", "pJ", "pJp", "S", "pS", "N", "r1", "r2", "r3", "r4", "r5", "m", "X"],
    "initial": [
        0.555214703828664, 4.880879e-4, 3.178106e-3, 28.925968233862, 0.832161673943926,
        25.8698324790905, *[2.828838e-3] * 5, 1.116491e-4, 0.0256011491229785,
    ],
    "values": {
        "IL6": 0.0, "ruxolitinib": 0.0,
        "synthesis": 0.0024048090188292, "turnover": 0.00380769499987503,
        "basal": 0.00431295825104157 / 7.91984, "active": 0.009075950890566 / 7.91984,
        "second": 0.536999685608035, "back": 0.0781686412907726,
        "blocked": 0.00602314686368812, "removal": 0.0193431053114474,
        "phosphorylation": 0.411551346855518 * 7.91984, "feedback": 0.618867945822336,
        "entry": 0.0593610691509748, "exit": 1.97083305689239,
        "active_entry": 0.0593610691509748 * (1 + 4.97118591633696),
        "transcription": 0.00170007562435021 / 62.05325, "n": 1.71329655203901,
        "delay": 0.303942466148802, "mRNA_loss": 0.303904943507411,
        "translation": 1.69780340390334 * 62.05325, "loss": 0.448649426570848, "v": 12.67 / 0.5,
    },
    "rates": [
        "synthesis - turnover * J - (basal + active * IL6) * J / (1 + blocked * ruxolitinib)"
        " + back * pJ + back * pJp - removal * X * J",
        "(basal + active * IL6) * J / (1 + blocked * ruxolitinib) - turnover * pJ - back * pJ"
        " - second * pJ / (1 + blocked * ruxolitinib) - removal * X * pJ",
        "second * pJ / (1 + blocked * ruxolitinib) - turnover * pJp - back * pJp"
        " - removal * X * pJp",
        "exit * N / v - entry * S - phosphorylation * S * pJp / (1 + feedback * X)",
        "phosphorylation * S * pJp / (1 + feedback * X) - active_entry * pS",
        "v * entry * S + v * active_entry * pS - exit * N",
        "transcription * (v * active_entry * pS) ** n - delay * r1",
        "delay * r1 - delay * r2",
        "delay * r2 - delay * r3",
        "delay * r3 - delay * r4",
        "delay * r4 - delay * r5",
        "delay * r5 / v - mRNA_loss * m",
        "translation * m - loss * X - removal * X * (J + pJ + pJp)",
    ],
}  # fmt: skip


def sobotta(_: float, y: Any, p: dict[str, float]) -> list[float]:
    """The same, from the table of processes."""
    j, pj, pjp, s, ps, n, *r, m, x = y
    block = 1 + p["blocked"] * p["ruxolitinib"]
    v1 = (p["basal"] + p["active"] * p["IL6"]) * j / block
    v2 = p["second"] * pj / block
    v3 = p["phosphorylation"] * s * pjp / (1 + p["feedback"] * x)
    import_s, import_ps, export = p["entry"] * s, p["active_entry"] * ps, p["exit"] * n
    removed = [p["removal"] * x * part for part in (j, pj, pjp)]
    chain = [p["transcription"] * (p["v"] * import_ps) ** p["n"], *(p["delay"] * q for q in r)]
    return [
        p["synthesis"] - p["turnover"] * j - v1 + p["back"] * (pj + pjp) - removed[0],
        v1 - v2 - (p["turnover"] + p["back"]) * pj - removed[1],
        v2 - (p["turnover"] + p["back"]) * pjp - removed[2],
        export / p["v"] - import_s - v3,
        v3 - import_ps,
        p["v"] * (import_s + import_ps) - export,
        *(a - b for a, b in pairwise(chain)),
        chain[-1] / p["v"] - p["mRNA_loss"] * m,
        p["translation"] * m - p["loss"] * x - sum(removed),
    ]


ROBERTSON: dict[str, Any] = {
    "states": ["A", "B", "C"],
    "initial": [1.0, 0.0, 0.0],
    "values": {"k1": 0.04, "k2": 3e7, "k3": 1e4},
    "rates": [
        "k3 * B * C - k1 * A",
        "k1 * A - k3 * B * C - k2 * B ** 2",
        "k2 * B ** 2",
    ],
}


def robertson(_: float, y: Any, p: dict[str, float]) -> list[float]:
    """Three reactions with rates nine orders of magnitude apart."""
    a, b, c = y
    first, second, third = p["k1"] * a, p["k2"] * b * b, p["k3"] * b * c
    return [third - first, first - second - third, second]


LOTKA_VOLTERRA: dict[str, Any] = {
    "states": ["prey", "hunter"],
    "initial": [10.0, 5.0],
    "values": {"birth": 1.1, "hunt": 0.4, "feed": 0.1, "death": 0.4},
    "rates": [
        "birth * prey - hunt * prey * hunter",
        "feed * prey * hunter - death * hunter",
    ],
}


def lotka_volterra(_: float, y: Any, p: dict[str, float]) -> list[float]:
    """Oscillations without damping."""
    x, z = y
    return [x * (p["birth"] - p["hunt"] * z), z * (p["feed"] * x - p["death"])]


SWITCH: dict[str, Any] = {
    "states": ["x", "y"],
    "initial": [0.1, 0.0],
    "values": {"b": 0.05, "v": 2.0, "K": 0.8, "n": 4.0, "d": 1.0, "vm": 0.6, "Km": 0.05, "s": 0.3},
    "rates": [
        "b + s + v * hill(x, K, n) - d * x",
        "x ** 2 - michaelis_menten(y, Km) * vm - min(y, 0.5) * abs(x - 3)",
    ],
}


def switch(_: float, y: Any, p: dict[str, float]) -> list[float]:
    """Positive feedback through a Hill function; a saturated loss."""
    x, z = y
    on = p["v"] * x ** p["n"] / (p["K"] ** p["n"] + x ** p["n"])
    loss = p["vm"] * z / (p["Km"] + z)
    return [
        p["b"] + p["s"] + on - p["d"] * x,
        x * x - loss - (z if z < 0.5 else 0.5) * abs(x - 3),
    ]


CHAIN: dict[str, Any] = {
    "states": ["A", "B", "C"],
    "initial": [2.0, 0.0, 0.0],
    "values": {"p": 3.0, "q": 0.5},
    "rates": ["-p * A", "p * A - q * B", "q * B"],
}


def chain(t: Any) -> list[Any]:
    """Bateman's solution of A -> B -> C."""
    p, q = mp.mpf(3), mp.mpf("0.5")
    a = 2 * mp.exp(-p * t)
    b = 2 * p / (q - p) * (mp.exp(-p * t) - mp.exp(-q * t))
    return [a, b, 2 - a - b]


INPUT: dict[str, Any] = {
    "states": ["y"],
    "initial": [1.0],
    "values": {"on": 3.0, "off": 7.0, "level": 4.0, "k": 0.8},
    "rates": ["piecewise(level, time >= on and time < off, 0.25) - k * y"],
}


def piecewise_input(t: Any) -> list[Any]:
    """A linear loss with an input that is 4 from 3 to 7, 0.25 before and after."""
    k, y, now = mp.mpf("0.8"), mp.mpf(1), mp.mpf(0)
    for until, level in ((3, mp.mpf("0.25")), (7, mp.mpf(4)), (mp.inf, mp.mpf("0.25"))):
        step = min(mp.mpf(t), until) - now
        if step > 0:
            y = level / k + (y - level / k) * mp.exp(-k * step)
            now += step
    return [y]


MOVING: dict[str, Any] = {
    "states": ["y"],
    "initial": [1.0],
    "values": {"k": 1e4},
    "rates": ["-k * (y - exp(-time)) - exp(-time)"],
}

DOSES: dict[str, Any] = {
    "states": ["gut", "blood"],
    "initial": [0.0, 0.0],
    "values": {"ka": 1.2, "ke": 0.15, "infusion": 0.0},
    "rates": ["-ka * gut", "ka * gut + infusion - ke * blood"],
}
DOSE_EVENTS: list[dict[str, Any]] = [
    {"time": 0.0, "add": {"gut": 10.0}, "put": {}},
    {"time": 6.0, "add": {"gut": 10.0}, "put": {}},
    {"time": 8.0, "add": {"infusion": 2.0}, "put": {}},
    {"time": 12.5, "add": {"gut": 5.0}, "put": {"infusion": 0.0}},
]


def doses(t: Any) -> list[Any]:
    """Doses into the gut at 0, 6 and 12.5, an infusion from 8 to 12.5: superposed."""
    ka, ke = mp.mpf("1.2"), mp.mpf("0.15")
    gut = blood = mp.mpf(0)
    for at, dose in ((0, 10), (6, 10), (mp.mpf("12.5"), 5)):
        if t >= at:
            s = mp.mpf(t) - at
            gut += dose * mp.exp(-ka * s)
            blood += dose * ka / (ka - ke) * (mp.exp(-ke * s) - mp.exp(-ka * s))
    if t > 8:
        end = min(mp.mpf(t), mp.mpf("12.5"))
        given = 2 / ke * (1 - mp.exp(-ke * (end - 8)))
        blood += given * mp.exp(-ke * (mp.mpf(t) - end))
    return [gut, blood]


def integrate(function: Function, values: dict[str, float], case: dict[str, Any]) -> Any:
    """States at the times of a case, from time to time by two methods that must agree."""
    times = case["times"]
    happens = {event["time"]: event["put"] for event in case["events"]}
    size = np.maximum(np.abs(case["initial"]), 1e-2)
    found = []
    for method in case["methods"]:
        p, y, now, states = dict(values), np.array(case["initial"]), 0.0, []
        for until in sorted({*times, *happens}):
            if until > now:
                leg = solve_ivp(
                    function, (now, until), y, method, args=(p,), rtol=1e-12, atol=1e-14 * size
                )
                assert leg.success
                y, now = leg.y[:, -1], until
            p |= happens.get(until, {})
            if until in times:
                states.append(y)
        found.append(np.array(states).T)
    peak = np.abs(found[0]).max(1, keepdims=True)
    worst = float((np.abs(found[0] - found[1]) / peak).max())
    assert worst < AGREED, (case["name"], worst)
    return found[0]


SYSTEMS = {
    "sobotta": SOBOTTA,
    "robertson": ROBERTSON,
    "lotka_volterra": LOTKA_VOLTERRA,
    "switch": SWITCH,
    "chain": CHAIN,
    "input": INPUT,
    "moving": MOVING,
    "doses": DOSES,
}
BY_HAND: dict[str, Function] = {
    "sobotta": sobotta,
    "robertson": robertson,
    "lotka_volterra": lotka_volterra,
    "switch": switch,
}
CLOSED: dict[str, Callable[[Any], list[Any]]] = {
    "chain": chain,
    "input": piecewise_input,
    "moving": lambda t: [mp.exp(-t)],
    "doses": doses,
}
SMOOTH, STIFF = ("DOP853", "LSODA"), ("Radau", "LSODA")
MINUTES = [0.0, 0.5, 1, 2, 5, 8, 10, 13.2, 15, 20, 30, 40, 60, 90, 120, 180, 240]
PULSE = [
    {"time": 2.0, "add": {}, "put": {"IL6": 40.0}},
    {"time": 7.0, "add": {}, "put": {"IL6": 0}},
]
CASES: list[dict[str, Any]] = [
    {"system": "sobotta", "name": "IL-6 40", "values": {"IL6": 40.0}, "times": MINUTES},
    {"system": "sobotta", "name": "IL-6 1, ruxolitinib 500", "times": MINUTES,
     "values": {"IL6": 1.0, "ruxolitinib": 500.0}},
    {"system": "sobotta", "name": "a pulse of IL-6", "times": MINUTES, "events": PULSE},
    {"system": "sobotta", "name": "no SOCS3 translation", "times": MINUTES,
     "values": {"IL6": 40.0, "translation": 0.0}},
    {"system": "sobotta", "name": "nothing but the time asked for", "times": [33.0],
     "values": {"IL6": 10.0}},
    {"system": "robertson", "name": "Robertson", "times": [0.0, 0.4, 4, 40, 400, 4e3, 4e4, 4e5],
     "methods": STIFF},
    {"system": "lotka_volterra", "name": "Lotka-Volterra", "times": list(np.linspace(0, 30, 31))},
    {"system": "switch", "name": "on", "times": list(np.linspace(0, 20, 21))},
    {"system": "switch", "name": "off", "times": list(np.linspace(0, 20, 21)),
     "values": {"s": 0.0}},
    {"system": "chain", "name": "Bateman", "times": list(np.linspace(0, 12, 25))},
    {"system": "input", "name": "piecewise input", "times": list(np.linspace(0, 12, 25))},
    {"system": "moving", "name": "Prothero-Robinson", "times": list(np.linspace(0, 5, 11))},
    {"system": "doses", "name": "doses and an infusion", "events": DOSE_EVENTS,
     "times": [0.0, 0.25, 1, 3, 5.99, 6, 6.5, 8, 9, 12.5, 13, 20, 48]},
]  # fmt: skip


def main() -> None:
    cases = []
    for given in CASES:
        case = {"events": [], "methods": SMOOTH, "values": {}, **given}
        system = SYSTEMS[case["system"]]
        case["initial"] = system["initial"]
        if case["system"] in CLOSED:
            with mp.workdps(30):
                columns = [CLOSED[case["system"]](mp.mpf(t)) for t in case["times"]]
            expected = np.array(columns, float).T
        else:
            values = system["values"] | case["values"]
            expected = integrate(BY_HAND[case["system"]], values, case)
        del case["methods"], case["initial"]
        cases.append({**case, "expected": expected.tolist()})
    golden = {
        "about": "Trajectories (ode.py beside this); the tolerance is relative to the peak of a "
        "state, at this rtol and an atol of a millionth of it.",
        "rtol": RTOL,
        "tolerance": TOLERANCE,
        "systems": SYSTEMS,
        "cases": cases,
    }
    text = json.dumps(golden, indent=1)
    Path(__file__).with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
