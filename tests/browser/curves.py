"""A dose-response as it stands on the screen, read off its figure, and held against Python."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator

import il6widgets as il6

MODEL = il6.load("receptor")
HALF = 0.5  # px
FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")

# d3 puts ticks half a pixel to the right and below, so that their lines are crisp.
CRISP = 0.5

READ = """el => {
  const at = (svg, x, y) => {
    const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    return [p.x, p.y];
  };
  const named = {};
  const bands = {};
  for (const g of el.querySelectorAll(".svg-figure g.curve")) {
    const line = g.querySelector("path.line");
    const area = g.querySelector("path.area");
    const name = g.querySelector(".curve_label").textContent;
    const points = (path) => [...path.getAttribute("d").matchAll(/([ML])([^,ML]+),([^,MLZ]+)/g)]
      .map(([, , x, y]) => at(path, Number(x), Number(y)));
    if (!line.getAttribute("d")) continue;
    if (area.getAttribute("d")) bands[name] = points(area);
    else (named[name] ??= []).push(points(line));
  }
  const ticks = (anchor) => [...el.querySelectorAll(`.axis[text-anchor=${anchor}] .tick`)]
    .map((g) => [g.querySelector("text").textContent, ...at(g.querySelector("line"), 0, 0)]);
  return {curves: named, bands, x: ticks("middle"), y: ticks("end")};
}"""


def number(shown: str) -> float:
    """A number as it stands on the screen: thousands, a true minus, 10⁻³, 1 × 10⁻⁷."""
    text = shown.replace(",", "").replace("\u00a0", "").replace(" ", "").strip()
    found = re.fullmatch(r"(?:(.+)×)?10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", text)
    if found:
        return float(found[1] or 1) * 10.0 ** int(found[2].translate(FIGURES))
    return float(text.translate(FIGURES))


def digits(shown: str) -> float:
    """Half a unit of the last digit that is shown: how far the number behind it may be."""
    mantissa = shown.split("×")[0].replace(",", "").replace("\u00a0", "").strip()
    decimals = len(mantissa.partition(".")[2])
    power = number(shown) / float(mantissa.translate(FIGURES)) if "×" in shown else 1
    return 0.5 * 10.0**-decimals * power


@dataclass(frozen=True)
class Chart:
    """A dose-response as it stands on the screen, in pixels, with what its axes say."""

    curves: dict[str, list[list[tuple[float, float]]]]
    bands: dict[str, list[tuple[float, float]]]
    doses: list[tuple[float, float]]
    """Numbers along the x axis and where they stand; zero is not among them."""
    zero: float
    """Where zero stands."""
    counts: list[tuple[float, float]]
    """Numbers along the y axis and where they stand."""

    def curve(self, name: str) -> list[tuple[float, float]]:
        """The points of the curve of the inputs as they are."""
        (only,) = self.curves[name]
        return only

    def measured(self, name: str) -> list[float]:
        """The points of a curve, each from the corner of the axes, as one list of numbers."""
        corner = (self.zero, self.height(0))
        return [a - b for point in self.curve(name) for a, b in zip(point, corner, strict=True)]

    def dose(self, x: float) -> float:
        """The dose at a place, read off the axis."""
        (first, left), (last, right) = self.doses[0], self.doses[-1]
        decades = math.log10(last / first)
        return first * 10 ** (decades * (x - left) / (right - left))

    def across(self, dose: float) -> float:
        """Where a dose stands."""
        (first, left), (last, right) = self.doses[0], self.doses[-1]
        return left + (right - left) * math.log(dose / first) / math.log(last / first)

    def height(self, count: float) -> float:
        """Where a number of the y axis stands."""
        (low, bottom), (high, top) = self.counts[0], self.counts[-1]
        return bottom + (top - bottom) * (count - low) / (high - low)

    def at(self, name: str, x: float) -> float:
        """Where a curve runs at a place, between the points of its line."""
        line = self.curve(name)
        for (x0, y0), (x1, y1) in pairwise(line):
            if x0 <= x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        raise LookupError(f"'{name}' does not reach {x}")


def read_chart(figure: Locator) -> Chart:
    """The dose-response in a figure, as it is drawn now."""
    read = figure.evaluate(READ)
    doses = [(t, x - CRISP) for t, x, _ in read["x"]]
    return Chart(
        curves={k: [[(p[0], p[1]) for p in line] for line in v] for k, v in read["curves"].items()},
        bands={k: [(p[0], p[1]) for p in v] for k, v in read["bands"].items()},
        doses=[(number(t), x) for t, x in doses if t != "0"],
        zero=next(x for t, x in doses if t == "0"),
        counts=[(number(t), y - CRISP) for t, _, y in read["y"]],
    )


def responses(inputs: Mapping[str, float], doses: Any, name: str) -> np.ndarray:
    """A read-out along IL-6 (nM), computed by Python."""
    return np.asarray(il6.equilibrium(MODEL, changes={**inputs, "IL6": np.asarray(doses)})[name])


def assert_geometry(chart: Chart, inputs: Mapping[str, float], per_nm: float) -> None:
    """The curve lies where the axes say, to half a pixel: at both ends and at every point."""
    for name in ("hexamer", "classic", "mixed", "trans"):
        line = chart.curve(name)
        assert line[0][0] == pytest.approx(chart.zero, abs=HALF)
        assert line[-1][0] == pytest.approx(chart.doses[-1][1], abs=HALF)
        right = [point for point in line if point[0] >= chart.doses[0][1] - HALF]
        assert len(right) > 90
        doses = [chart.dose(x) / per_nm for x, _ in right]
        wanted = responses(inputs, doses, name)
        away = [abs(y - chart.height(w)) for (_, y), w in zip(right, wanted, strict=True)]
        assert max(away) <= HALF, name
        zero = chart.height(float(responses(inputs, [0.0], name)[0]))
        assert line[0][1] == pytest.approx(zero, abs=HALF)
    # The axis is drawn with a break; its line ends where the curve ends.
    rule = [point for name in ("C1", "C2") for point in chart.curves[name][0]]
    assert max(x for x, _ in rule) == pytest.approx(chart.curve("hexamer")[-1][0], abs=HALF)
    assert min(x for x, _ in rule) == pytest.approx(chart.curve("hexamer")[0][0], abs=HALF)
