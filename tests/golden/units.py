"""Makes units.json: conversions worked out in exact fractions, without any units library.

Run it from the root of the repository: python tests/golden/units.py
"""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path

# In mol/L for amounts, g/L for masses.
AMOUNT = {"fM": F(1, 10**15), "pM": F(1, 10**12), "nM": F(1, 10**9), "uM": F(1, 10**6)}
MASS = {
    "pg/mL": F(1, 10**9), "ng/mL": F(1, 10**6), "ug/mL": F(1, 10**3), "mg/mL": F(1),
}  # fmt: skip
MOLAR_MASS = {"IL-6": 21000, "sIL-6R": 55000, "sgp130": 100000, "tocilizumab": 148000}


def main() -> None:
    cases = []
    numbers = ["1", "40", "0.5", "3110.5", "1e-3"]
    for i, mass in enumerate(MOLAR_MASS.values()):
        number = numbers[i]
        for written, factor in {**AMOUNT, **MASS}.items():
            for unit, to in {**AMOUNT, **MASS}.items():
                value = F(number) * factor / to
                if written in MASS and unit in AMOUNT:
                    value /= mass
                elif written in AMOUNT and unit in MASS:
                    value *= mass
                case = {"typed": f"{number} {written}", "unit": unit, "expected": float(value)}
                cases.append(case | {"molar_mass": mass})
    cases.append({"typed": "4500", "unit": "1/cell", "expected": 4500.0})
    golden = {
        "format": 1,
        "made_by": "tests/golden/units.py: exact fractions",
        "tolerance": {"relative": 1e-14},
        "cases": cases,
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
