"""A still figure of an exhibit, as SVG and PNG: for where no script runs, and for print."""

from __future__ import annotations

import html
import io
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from ..kinetics.errors import InputError
from ..kinetics.model import Language
from ..widgets.biomarker import Biomarker
from ..widgets.chart import Frame, readable
from ..widgets.disease_ladder import DiseaseLadder
from ..widgets.evidence_map import EvidenceMap
from ..widgets.lone_view import LoneView
from ..widgets.views import View
from .drawing import LANGUAGES, Drawing
from .drawing_lone import evidence, ladder, marker
from .drawing_models import course, curve

CHINESE = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC"),
    *("Microsoft YaHei", "SimHei", "WenQuanYi Micro Hei", "Heiti SC"),
)
"""Fonts for Chinese, the first that is installed is taken."""


_LONE: dict[type[LoneView], Callable[[Any], Drawing]] = {
    DiseaseLadder: ladder,
    EvidenceMap: evidence,
    Biomarker: marker,
}


def drawing(views: Sequence[View | LoneView]) -> Drawing:
    """Return what a figure of these views shows: that of the first which has one of its own.

    A model in time is drawn over time, an equilibrium over the dose of IL-6.

    Parameters
    ----------
    views
        Of one exhibit.
    """
    for view in views:
        for kind, make in _LONE.items():
            if isinstance(view, kind):
                return make(view)
    shown = next(view for view in views if isinstance(view, View))
    read = next((view.read for view in views if isinstance(view, Frame) and view.read), None)
    x = shown.experiment
    names = readable(x, read)
    in_time = any(view.kind != "dose_response" for view in views if view.kind != "controls")
    return course(x, names) if x.model.time and in_time else curve(x, names)


def figure(
    drawing: Drawing, title: str, lang: Language, kinds: Sequence[str] = ("svg", "png")
) -> dict[str, bytes]:
    """Draw a figure.

    The text of the SVG stays text, so that it can be read out and searched. A PNG is in Chinese
    only where this machine has a font for it, and in English elsewhere.

    Parameters
    ----------
    drawing
        What it shows.
    title
        Its name for screen readers, in `lang`.
    lang
        ``"en"`` or ``"zh"``.
    kinds
        Which of the two to draw.

    Returns
    -------
    dict
        The contents of the files, by kind.

    Raises
    ------
    InputError
        Where matplotlib is missing.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
        from matplotlib.font_manager import fontManager
    except ImportError as error:
        raise InputError("a still figure needs matplotlib; install il6widgets[wiki]") from error
    installed = {font.name for font in fontManager.ttflist}
    chinese = next((name for name in CHINESE if name in installed), None)
    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "il6widgets",  # the same figure gives the same bytes
        "font.family": [*([chinese] if chinese and lang == "zh" else []), "DejaVu Sans"],
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    made: dict[str, bytes] = {}
    for kind in kinds:
        words = lang if kind == "svg" or chinese else "en"
        with mpl.rc_context(style), warnings.catch_warnings():
            # The reader's own font draws what this machine has none for.
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            made_of = Figure(figsize=(8, 5), layout="constrained")
            drawing.draw(made_of.subplots(), words)
            out = io.BytesIO()
            nothing = {"Date": None} if kind == "svg" else {"Software": None}
            made_of.savefig(out, format=kind, dpi=150, metadata=nothing)
        made[kind] = out.getvalue()
    if "svg" in made:
        made["svg"] = _described(made["svg"].decode(), title, drawing.alt, lang).encode()
    return made


def _described(svg: str, title: str, alt: Callable[[Language], str], lang: Language) -> str:
    """Give a picture its name and its words, in the language of the page first."""
    name = f'<title id="name">{html.escape(title)}</title>'
    words = [f'<desc id="alt" xml:lang="{lang}">{html.escape(alt(lang))}</desc>']
    words += [
        f'<desc xml:lang="{other}">{html.escape(alt(other))}</desc>'
        for other in LANGUAGES
        if other != lang
    ]
    said = 'role="img" aria-labelledby="name" aria-describedby="alt"'
    start = svg.index("<svg ")
    end = svg.index(">", start) + 1
    head = svg[start:end].replace("<svg ", f"<svg {said} ", 1)
    return "\n".join([svg[:start] + head, name, *words, svg[end:]])
