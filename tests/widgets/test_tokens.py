"""The design tokens are legible and stay apart for colour-blind readers, in light and dark."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import il6widgets

Array = NDArray[np.float64]

TOKENS = json.loads(
    (Path(il6widgets.__file__).parent / "widgets" / "tokens.json").read_text("utf8")
)
THEMES = ("light", "dark")

# Where a token may stand; things inside the cell may also stand on the nucleus.
SURFACES = ("surface", "panel", "fluid", "cytosol")
INSIDE = ("jak", "stat3", "pstat3", "socs3")

# WCAG 2.2: text 4.5, graphics 3.0. `socs3` is text in light only.
TEXT = ("il6r", "sil6r", "mixed", "pstat3", "run-b", "ink", "ink2", "focus", "warn", "error")
GRAPHICS = (
    *("il6", "gp130", "sgp130", "sgp130fc", "antibody", "jak", "stat3", "socs3"),
    *("rule", "membrane"),
)

SCENE = ("il6", "il6r", "sil6r", "gp130", "sgp130", "sgp130fc", "antibody", "jak")
PATHWAY = ("il6", "il6r", "sil6r", "gp130", "jak", "stat3", "pstat3", "socs3")
ROUTES = ("il6r", "sil6r", "mixed")
ALL = tuple(dict.fromkeys((*SCENE, *PATHWAY)))

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB (doi:10.1109/TVCG.2009.113).
VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> Array:
    """Linear RGB of #RRGGBB."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio of two colours."""
    high, low = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b)), reverse=True)
    return float((high + 0.05) / (low + 0.05))


def lab(rgb: Array) -> Array:
    """CIELAB (D65) of linear sRGB."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    t = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Array, two: Array) -> float:
    """Colour difference after Sharma, Wu and Dalal 2005 (doi:10.1002/col.20070)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    c_mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(c_mean7 / (c_mean7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dl, dc = l2 - l1, c2 - c1
    grey = c1 * c2 == 0
    dh = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    dh_chord = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh) / 2)
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = h1 + h2 if grey else (h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    turn = 60 * np.exp(-(((h - 275) / 25) ** 2))
    rt = -np.sin(np.radians(turn)) * 2 * np.sqrt(c**7 / (c**7 + 25**7))
    x, y, z = dl / sl, dc / sc, dh_chord / sh
    return float(np.sqrt(x * x + y * y + z * z + rt * y * z))


def smallest(theme: str, names: tuple[str, ...], vision: str) -> float:
    """Smallest difference of any two tokens as this vision sees them."""
    seen = [lab(VISION[vision] @ linear(TOKENS[theme][name])) for name in names]
    return min(ciede2000(a, b) for a, b in combinations(seen, 2))


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    [
        # From the test data of Sharma, Wu and Dalal 2005, table 1: pairs 1, 7, 13, 17, 25 and 33.
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(
    one: tuple[float, ...], two: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(one), np.array(two)) == pytest.approx(difference, abs=1e-4)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [*TEXT, *GRAPHICS])
def test_a_token_is_legible_on_every_surface_it_may_stand_on(theme: str, name: str) -> None:
    colours = TOKENS[theme]
    surfaces = (*SURFACES, "nucleus") if name in INSIDE else SURFACES
    worst = min(contrast(colours[name], colours[surface]) for surface in surfaces)
    text = name in TEXT or (name == "socs3" and theme == "light")
    assert worst >= (4.5 if text else 3.0)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "warn"])
def test_words_are_legible_on_a_warning(theme: str, name: str) -> None:
    assert contrast(TOKENS[theme][name], TOKENS[theme]["warnbg"]) >= 4.5


# What was designed, normal / protan / deutan / tritan: a change of a colour must be a decision.
DESIGNED = {
    ("light", SCENE): (20.9, 15.4, 14.4, 15.6),
    ("dark", SCENE): (18.3, 15.5, 15.4, 16.1),
    ("light", PATHWAY): (18.8, 13.9, 13.2, 15.0),
    ("dark", PATHWAY): (16.8, 15.3, 15.8, 16.1),
    ("light", ROUTES): (17.0, 15.4, 16.6, 15.9),
    ("dark", ROUTES): (25.1, 22.3, 24.6, 26.0),
    ("light", ALL): (18.8, 13.9, 11.4, 11.7),
    ("dark", ALL): (16.1, 15.3, 15.3, 15.7),
}


@pytest.mark.parametrize(("theme", "names"), DESIGNED)
@pytest.mark.parametrize("place", range(4))
def test_no_two_molecules_look_alike_to_any_eye(
    theme: str, names: tuple[str, ...], place: int
) -> None:
    vision = tuple(VISION)[place]
    distance = smallest(theme, names, vision)
    assert distance >= (11 if names == ALL else 13)
    assert distance == pytest.approx(DESIGNED[theme, names][place], abs=0.1)


def test_both_themes_name_the_same_tokens() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()
    forced = [name for names in TOKENS["forced"].values() for name in names]
    assert sorted(forced) == sorted(TOKENS["light"])
    assert set(TOKENS["alias"].values()) <= TOKENS["light"].keys()
