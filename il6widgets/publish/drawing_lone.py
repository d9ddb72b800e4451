"""Still figures of the views that need no model: levels, evidence, a marker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import norm

from ..kinetics.model import Language
from ..widgets.biomarker import Biomarker
from ..widgets.disease_ladder import DiseaseLadder
from ..widgets.evidence_map import EvidenceMap
from ..widgets.locale import texts
from .drawing import Drawing, token

GRADES = (
    *("recalled", "model", "cells", "animal", "observational", "uncontrolled", "human"),
    *("genetic", "randomised"),
)
"""Of evidence, the weakest first."""


def ladder(view: DiseaseLadder) -> Drawing:
    """Return the levels with their intervals; dotted where they are recalled."""
    content = view.content
    levels = sorted(content["levels"], key=lambda level: level["value"])
    unit = content["unit"]

    def alt(lang: Language) -> str:
        low, high = (
            f"{one['label'][lang]} {one['value']:g} {unit}" for one in (levels[0], levels[-1])
        )
        said = {
            "en": f"{view.title(lang)}: IL-6 in {len(levels)} states, from {low} to {high}.",
            "zh": f"{view.title(lang)}：{len(levels)} 种状态的 IL-6，从{low}到{high}。",
        }
        return said[lang]

    def draw(axes: Any, lang: Language) -> None:
        for place, one in enumerate(levels):
            guess = one["status"] != "measured"
            ends = one.get("interval", [one["value"]] * 2)
            dashes = ":" if guess else "-"
            axes.plot(ends, [place] * 2, color=token("il6"), linewidth=3, linestyle=dashes)
            face = "none" if guess else token("il6")
            axes.plot(one["value"], place, "o", color=token("il6"), markerfacecolor=face)
        axes.set_xscale("log")
        axes.set_xlim(*content["scale"])
        axes.set_yticks(range(len(levels)), [one["label"][lang] for one in levels])
        axes.set_xlabel(f"IL-6 ({unit})")
        axes.axvline(view.level, color=token("rule"), linewidth=1)

    columns = {
        "label": [one["label"]["en"] for one in levels],
        f"IL6 ({unit})": [one["value"] for one in levels],
        "low": [one.get("interval", [""])[0] for one in levels],
        "high": [one.get("interval", [""])[-1] for one in levels],
        "interval": [one.get("kind", "") for one in levels],
        "status": [one["status"] for one in levels],
        "sources": [_sources(content, one) for one in levels],
    }
    return Drawing(columns, alt, draw)


def evidence(view: EvidenceMap) -> Drawing:
    """Return the links by grade and verdict."""
    nodes = {node["id"]: node["label"] for node in view.content["nodes"]}
    links = sorted(view.content["links"], key=lambda link: GRADES.index(link["grade"]))

    def name(link: Any, lang: Language) -> str:
        return f"{nodes[link['from']][lang]} → {nodes[link['to']][lang]}"

    def alt(lang: Language) -> str:
        strong = sum(link["grade"] in ("randomised", "genetic") for link in links)
        said = {
            "en": f"{view.title(lang)}: {len(links)} links between drugs, mechanisms and "
            f"diseases, {strong} of them on randomised trials or genetics.",
            "zh": f"{view.title(lang)}：药物、机制和疾病之间 {len(links)} 条联系，"
            f"其中 {strong} 条有随机试验或遗传学证据。",
        }
        return said[lang]

    def draw(axes: Any, lang: Language) -> None:
        look = {"for": ("o", "stat3"), "mixed": ("s", "il6"), "against": ("X", "error")}
        for verdict, (marker, colour) in look.items():
            own = [(n, link) for n, link in enumerate(links) if link["verdict"] == verdict]
            axes.plot(
                [GRADES.index(link["grade"]) for _, link in own], [n for n, _ in own], marker,
                color=token(colour), label=texts(lang)[f"evidence.verdict.{verdict}"],
            )  # fmt: skip
        axes.set_yticks(range(len(links)), [name(link, lang) for link in links], fontsize=8)
        grades = [texts(lang)[f"evidence.grade.{grade}"] for grade in GRADES]
        axes.set_xticks(range(len(GRADES)), grades, rotation=35, ha="right")
        axes.legend(frameon=False)

    columns = {
        "link": [name(link, "en") for link in links],
        "grade": [link["grade"] for link in links],
        "verdict": [link["verdict"] for link in links],
        "sources": [_sources(view.content, link) for link in links],
    }
    return Drawing(columns, alt, draw)


def marker(view: Biomarker) -> Drawing:
    """Return the two distributions and the cut-off."""
    one = next(m for m in view.content["markers"] if m["id"] == view.marker)
    # The area under the ROC of two normal distributions of one width, d apart, is Φ(d/√2).
    d = one.get("d") or float(np.sqrt(2) * norm.ppf(one.get("again", one.get("auc"))))
    cut = d / 2 if view.cut is None else view.cut
    at = np.linspace(-4, d + 4, 161)
    found, calm = float(norm.sf(cut - d)), float(norm.cdf(cut))

    def alt(lang: Language) -> str:
        share = {"found": f"{found:.0%}", "calm": f"{calm:.0%}"}
        told = texts(lang)["marker.picture"].format(**share)
        return f"{one['label'][lang]}{': ' if lang == 'en' else '：'}{told}"

    def draw(axes: Any, lang: Language) -> None:
        for mean, key, colour in ((0, "well", "stat3"), (d, "ill", "il6")):
            axes.plot(
                at, norm.pdf(at - mean), color=token(colour), label=texts(lang)[f"marker.{key}"]
            )
        axes.axvline(cut, color=token("rule"), linewidth=1)
        axes.set_xlabel(texts(lang)["marker.axis"])
        axes.set_yticks([])
        axes.legend(frameon=False)

    columns = {"SD": at, "well": norm.pdf(at), "ill": norm.pdf(at - d)}
    return Drawing(columns, alt, draw)


def _sources(content: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    return "; ".join(content["references"][key]["text"] for key in one["source"])
