"""Reads the NIST sets beside it, with their 27 models as written in each file (complex-safe)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent
exp, sin, cos, pi = np.exp, np.sin, np.cos, np.pi


def _gauss(b: Any, x: Any) -> Any:
    peaks = b[2] * exp(-((x - b[3]) ** 2) / b[4] ** 2) + b[5] * exp(-((x - b[6]) ** 2) / b[7] ** 2)
    return b[0] * exp(-b[1] * x) + peaks


def _lanczos(b: Any, x: Any) -> Any:
    return b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x)


def _chwirut(b: Any, x: Any) -> Any:
    return exp(-b[0] * x) / (b[1] + b[2] * x)


def _cubic(b: Any, x: Any) -> Any:
    above = b[0] + b[1] * x + b[2] * x**2 + b[3] * x**3
    return above / (1 + b[4] * x + b[5] * x**2 + b[6] * x**3)


def _rising(b: Any, x: Any) -> Any:
    return b[0] * (1 - exp(-b[1] * x))


def _enso(b: Any, x: Any) -> Any:
    year = b[1] * cos(2 * pi * x / 12) + b[2] * sin(2 * pi * x / 12)
    first = b[4] * cos(2 * pi * x / b[3]) + b[5] * sin(2 * pi * x / b[3])
    second = b[7] * cos(2 * pi * x / b[6]) + b[8] * sin(2 * pi * x / b[6])
    return b[0] + year + first + second


MODELS: dict[str, Callable[[Any, Any], Any]] = {
    "Bennett5": lambda b, x: b[0] * (b[1] + x) ** (-1 / b[2]),
    "BoxBOD": _rising,
    "Chwirut1": _chwirut,
    "Chwirut2": _chwirut,
    "DanWood": lambda b, x: b[0] * x ** b[1],
    "ENSO": _enso,
    "Eckerle4": lambda b, x: b[0] / b[1] * exp(-0.5 * ((x - b[2]) / b[1]) ** 2),
    "Gauss1": _gauss,
    "Gauss2": _gauss,
    "Gauss3": _gauss,
    "Hahn1": _cubic,
    "Kirby2": lambda b, x: (b[0] + b[1] * x + b[2] * x**2) / (1 + b[3] * x + b[4] * x**2),
    "Lanczos1": _lanczos,
    "Lanczos2": _lanczos,
    "Lanczos3": _lanczos,
    "MGH09": lambda b, x: b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3]),
    "MGH10": lambda b, x: b[0] * exp(b[1] / (x + b[2])),
    "MGH17": lambda b, x: b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]),
    "Misra1a": _rising,
    "Misra1b": lambda b, x: b[0] * (1 - (1 + b[1] * x / 2) ** (-2)),
    "Misra1c": lambda b, x: b[0] * (1 - (1 + 2 * b[1] * x) ** (-0.5)),
    "Misra1d": lambda b, x: b[0] * b[1] * x / (1 + b[1] * x),
    "Nelson": lambda b, x: b[0] - b[1] * x[0] * exp(-b[2] * x[1]),  # of log y
    "Rat42": lambda b, x: b[0] / (1 + exp(b[1] - b[2] * x)),
    "Rat43": lambda b, x: b[0] / (1 + exp(b[1] - b[2] * x)) ** (1 / b[3]),
    "Roszman1": lambda b, x: b[0] - b[1] * x - np.arctan(b[2] / (x - b[3])) / pi,
    "Thurber": _cubic,
}


@dataclass(frozen=True)
class Certified:
    """One set: what was measured, where to start, and where a fit must end."""

    name: str
    x: np.ndarray
    y: np.ndarray
    starts: np.ndarray
    values: np.ndarray
    errors: np.ndarray
    rss: float

    def model(self, b: Any) -> Any:
        return MODELS[self.name](b, self.x)

    def slopes(self, b: Any) -> Any:
        """Derivatives (p, n) by complex step: exact to rounding."""
        small = 1e-30
        steps = np.asarray(b)[:, None] + 1j * small * np.eye(len(b))
        return np.array([self.model(column).imag / small for column in steps.T])


def read(name: str) -> Certified:
    """The set of this name; Nelson's y is its logarithm, as NIST states."""
    text = (FOLDER / f"{name}.dat").read_text(encoding="ascii")
    lines = [line.split("=")[1] for line in text.splitlines() if re.match(r"\s+b\d =", line)]
    start_1, start_2, values, errors = np.array([line.split() for line in lines], float).T
    rss = re.search(r"Residual Sum of Squares:\s*(\S+)", text)
    assert rss is not None
    rows = re.split(r"Data: +y +x.*\n", text)[1].splitlines()
    y, *x = np.array([row.split() for row in rows if row.strip()], float).T
    if name == "Nelson":
        y = np.log(y)
    where = np.array(x) if len(x) > 1 else x[0]
    return Certified(
        name, where, y, np.array([start_1, start_2]), values, errors, float(rss.group(1))
    )
