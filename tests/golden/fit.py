"""Makes fit.json: data that carry no curve, each by how it is made, and Student's t by mpmath.

Fits that succeed are in doses/certified.json. Run it from the root of the repository:
python tests/golden/fit.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mpmath import betainc, mp

mp.dps = 30
DOSES = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
RISES = [1.0, 4.0, 20.0, 55.0, 85.0, 95.0]


def refusals() -> list[dict[str, Any]]:
    """Data, the reason in the browser, and what the sentence in Python has in it."""
    six = [1.0] * 6
    cases: list[tuple[str, list[float], list[float], list[float], str, str]] = [
        ("all weights 0", DOSES, RISES, [0.0] * 6, "empty", "no point has a weight above 0"),
        ("three points", DOSES[:3], RISES[:3], six[:3], "few_points", "3 points cannot carry 4"),
        ("one dose", [1.0] * 6, RISES, six, "one_dose", "all 6 points are at dose 1"),
        ("only dose 0", [0.0] * 6, RISES, six, "one_dose", "all 6 points are at dose 0"),
        ("all zeros", DOSES, [0.0] * 6, six, "flat", "the response is 0 at every dose"),
        (
            "three doses twice",
            [1.0, 1.0, 3.0, 3.0, 10.0, 10.0],
            RISES,
            six,
            "few_doses",
            "3 different doses cannot carry 4",
        ),
        # a power of the dose has no plateau to either side
        ("a power", DOSES, [3 * d**0.8 for d in DOSES], six, "no_plateau", "no plateau: the"),
        # between the doses 1 and 3, and nowhere else
        ("a step", DOSES, [0.0] * 3 + [1.0] * 3, six, "step", "no dose on the slope"),
        ("half a step", DOSES, [0.0, 0.0, 0.5, 1.0, 1.0, 1.0], six, "lone", "only one dose, 1,"),
    ]
    keys = ("name", "dose", "response", "weights", "reason", "says")
    return [dict(zip(keys, case, strict=True)) for case in cases]


def student(dof: int, level: str) -> str:
    """The t within which the share `level` lies, from the incomplete beta function."""
    half, share = mp.mpf(1) / 2, mp.mpf(level)
    low, high = mp.mpf(0), mp.mpf(1)  # of t^2 / (t^2 + dof)
    for _ in range(110):
        middle = (low + high) / 2
        inside = betainc(half, mp.mpf(dof) / 2, 0, middle, regularized=True)
        low, high = (middle, high) if inside < share else (low, middle)
    return mp.nstr(mp.sqrt(dof * low / (1 - low)), 20)


def main() -> None:
    golden = {
        "t_tolerance": 1e-10,
        "refusals": refusals(),
        "t": [
            {"dof": dof, "level": float(level), "t": student(dof, level)}
            for dof in (1, 2, 3, 4, 7, 18, 29, 300)
            for level in ("0.5", "0.95", "0.99")
        ],
    }
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
