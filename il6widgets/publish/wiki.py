"""What a wiki needs beside a page: a frame, a still figure, numbers, words for every wiki."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from ipywidgets import Widget

from ..kinetics.model import Language
from ..widgets.experiment import STATIC, Experiment
from ..widgets.lone_view import LoneView
from .drawing import LANGUAGES
from .figure import drawing, figure
from .filling import fill
from .html import owner_of, shown_in, to_html

HEIGHT = 900
"""Height of the frame until the page tells its own, px."""

ELEMENT = "il6-exhibit.js"
"""The module of the element ``<il6-exhibit>``."""


def kit(
    widgets: Sequence[Widget],
    folder: Path,
    name: str,
    lang: Language,
    *,
    theme: Literal["auto", "light", "dark"] = "auto",
    title: str = "",
    url: str = "",
) -> list[Path]:
    """Write a page with the frame, the figure, the numbers and the how-to that a wiki needs.

    Parameters
    ----------
    widgets
        What is shown.
    folder
        Made if it is not there.
    name
        Of the exhibit.
    lang
        ``"en"`` or ``"zh"``.
    theme
        ``"auto"``, ``"light"`` or ``"dark"``.
    title
        By default the model's, or the view's.
    url
        Where the page will be served from; the frame names the file itself if it is left out.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        Where matplotlib, which draws the still figure, is missing; nothing is written then.
    """
    views = [view for view, _ in shown_in(widgets)]
    x = next((found for view in views if (found := owner_of(view))), None)
    lone = next((view for view in views if isinstance(view, LoneView)), None)
    named = x.model if x else lone
    assert named
    titles = {one: title or named.title(one) for one in LANGUAGES}
    stem = name.replace(":", "-").lower()
    place = url or f"{stem}.html"
    drawn = drawing(views)
    written: dict[str, str | bytes] = {
        f"{stem}.{kind}": picture for kind, picture in figure(drawn, titles[lang], lang).items()
    }
    # Whole numbers stay whole beside others.
    table = pd.DataFrame(dict(drawn.columns), dtype=object)
    page = to_html(widgets, lang=lang, theme=theme, title=title)
    written |= {
        f"{stem}.html": page,
        f"{stem}.frame.html": frame(place, titles[lang]) + "\n",
        f"{stem}.sized-frame.html": sized_frame(place, titles[lang]) + "\n",
        f"{stem}.csv": table.to_csv(index=False, lineterminator="\n"),
        f"{stem}.json": json.dumps(state(x, lone), ensure_ascii=False, indent=1) + "\n",
        ELEMENT: (STATIC / ELEMENT).read_text("utf-8"),
    }
    if x:
        written[f"{stem}.inputs.csv"] = x.parameters(lang).to_csv(lineterminator="\n")
    for one in LANGUAGES:
        filled = {
            "title": titles[one],
            "place": place,
            "stem": stem,
            "frame": frame(place, titles[one]),
            "alt": drawn.alt(one),
            "version": version("il6widgets"),
            "model": f"{x.model.id} ({x.model.hash})" if x else "–",
        }
        text = (files("il6widgets") / "publish" / f"wiki.{one}.md").read_text("utf-8")
        written[f"how-to.{one}.md"] = fill(text, filled)
        written[f"{stem}.alt.{one}.txt"] = drawn.alt(one) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for file, contents in written.items():
        raw = contents if isinstance(contents, bytes) else contents.encode()
        (folder / file).write_bytes(raw)
    return [folder / file for file in sorted(written)]


def frame(place: str, title: str) -> str:
    """Return the frame that shows a page; its scripts run, and it reaches nothing else."""
    return (
        f'<iframe src="{escape(place)}" title="{escape(title)}" sandbox="allow-scripts" '
        f'loading="lazy" width="100%" height="{HEIGHT}" style="border:0" data-il6></iframe>'
    )


def sized_frame(place: str, title: str) -> str:
    """Return the frame with the script that makes it as high as its page says it is."""
    script = (STATIC / "frame.js").read_text("utf-8").strip()
    return f"{frame(place, title)}\n<script>{script}</script>"


def state(x: Experiment | None, lone: LoneView | None) -> dict[str, Any]:
    """Return what is shown, and how to have it again."""
    about = {
        "version": version("il6widgets"),
        "licence": "text and figures CC BY 4.0, code BSD-3-Clause",
    }
    if x:
        return {
            "model": x.model.id,
            "hash": x.model.hash,
            "choices": x.inputs.choices(),
            "values": x.inputs.values(),
            "link": x.link(),
            "code": x.code(),
            **about,
        }
    assert lone
    known = {"layout", "tabbable", "tooltip"}
    settings = {k for k in lone.traits(sync=True) if k[0] != "_" and k not in known}
    return {**{key: getattr(lone, key) for key in sorted(settings)}, **about}
