"""Still figures of a model: over time, or over the dose of IL-6."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..kinetics.dose_response import dose_response
from ..kinetics.model import Language
from ..widgets.experiment import Experiment
from .drawing import Drawing, line, token


def course(x: Experiment, names: list[str]) -> Drawing:
    """Return the course of an experiment over time."""
    model, sol = x.model, x.result()
    assert model.time
    every = {**model.outputs, **model.species}
    lines = {name: np.asarray(sol[name]) for name in names}
    unit = every[names[0]].unit
    first, span = lines[names[0]], model.time.unit
    peak = int(np.argmax(first))

    def alt(lang: Language) -> str:
        head = _head(x, every[names[0]], lang)
        said = {
            "en": f"{head} over {sol.t[-1]:g} {span}: from {first[0]:.3g} to {first[-1]:.3g} "
            f"{unit}, at most {first[peak]:.3g} {unit} at {sol.t[peak]:.3g} {span}.",
            "zh": f"{head}，{sol.t[-1]:g} {span} 内：从 {first[0]:.3g} 到 {first[-1]:.3g} {unit}，"
            f"最高 {first[peak]:.3g} {unit}，在 {sol.t[peak]:.3g} {span}。",
        }
        return said[lang]

    def draw(axes: Any, lang: Language) -> None:
        for number, (name, values) in enumerate(lines.items()):
            axes.plot(sol.t, values, label=every[name].label(lang), **line(number))
        axes.axvline(x.at, color=token("rule"), linewidth=1)
        axes.set_xlabel(span)
        axes.set_ylabel(unit)
        axes.set_xlim(0, sol.t[-1])
        axes.legend(frameon=False)

    columns = {f"t ({span})": sol.t} | {
        f"{name} ({unit})": values for name, values in lines.items()
    }
    return Drawing(columns, alt, draw)


def curve(x: Experiment, names: list[str]) -> Drawing:
    """Return the responses of an experiment to doses of IL-6."""
    model = x.model
    every = {**model.outputs, **model.species}
    changes: dict[str, Any] = {**x.inputs.choices(), **x.inputs.values()}
    now = changes.pop("IL6")
    timed = {"at": x.at, "t": [0, x.end]} if model.time else {}
    curves = {n: dose_response(model, "IL6", read=n, changes=changes, **timed) for n in names}
    first = curves[names[0]]
    dose, unit = first.dose, every[names[0]].unit
    top = int(np.argmax(first.response))

    def alt(lang: Language) -> str:
        head = _head(x, every[names[0]], lang)
        half = float(first.ec(50))
        most = f"{first.response[top]:.3g} {unit}"
        said = {
            "en": f"{head} against IL-6 from {dose[0]:.2g} to {dose[-1]:.2g} {first.unit}: half "
            f"of its rise at {half:.3g} {first.unit}, at most {most}. Now IL-6 is {now:.3g} "
            f"{first.unit}.",
            "zh": f"{head}，IL-6 从 {dose[0]:.2g} 到 {dose[-1]:.2g} {first.unit}："
            f"{half:.3g} {first.unit} 时升到一半，最高 {most}。现在 IL-6 为 {now:.3g} "
            f"{first.unit}。",
        }
        return said[lang]

    def draw(axes: Any, lang: Language) -> None:
        for number, (name, one) in enumerate(curves.items()):
            axes.semilogx(dose, one.response, label=every[name].label(lang), **line(number))
        axes.axvline(now, color=token("rule"), linewidth=1)
        axes.set_xlabel(f"IL-6 ({first.unit})")
        axes.set_ylabel(unit)
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)

    columns = {f"IL6 ({first.unit})": dose}
    columns |= {f"{name} ({unit})": one.response for name, one in curves.items()}
    return Drawing(columns, alt, draw)


def _head(x: Experiment, read: Any, lang: Language) -> str:
    title, name = x.model.title(lang), read.label(lang)
    return f"{title}。{name}" if lang == "zh" else f"{title}. {name[:1].upper()}{name[1:]}"
