"""What a wiki needs beside a page: how to put it there, its numbers, and words for every wiki."""

from __future__ import annotations

import csv
import io
import json
from html import escape
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..widgets.experiment import Experiment
from .filling import fill
from .html import to_html

HEIGHT = 900
"""Height of the frame until the page tells its own, px."""


def kit(
    x: Experiment, views: list[Any], folder: Path, name: str, lang: str, url: str = ""
) -> list[Path]:
    """Write a page with the frame, the numbers and the how-to that a wiki needs.

    Parameters
    ----------
    x
        The experiment.
    views
        What is shown of it.
    folder
        Made if it is not there.
    name
        Of the exhibit.
    lang
        ``"en"`` or ``"zh"``.
    url
        Where the page will be served from; the frame names the file itself if it is left out.

    Returns
    -------
    list of Path
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = name.replace(":", "-").lower()
    place = url or f"{stem}.html"
    title = x.model.title(lang)  # pyright: ignore[reportArgumentType]
    to_html(views, folder / f"{stem}.html", lang=lang)  # pyright: ignore[reportArgumentType]
    text = (files("il6widgets") / "publish" / f"wiki.{lang}.md").read_text("utf-8")
    filled = {
        "title": title,
        "place": place,
        "frame": frame(place, title),
        "version": version("il6widgets"),
        "model": f"{x.model.id} ({x.model.hash})",
    }
    written = {
        f"{stem}.frame.html": frame(place, title) + "\n",
        f"{stem}.csv": numbers(x),
        f"{stem}.json": json.dumps(state(x), ensure_ascii=False, indent=1) + "\n",
        "how-to.md": fill(text, filled),
    }
    for file, contents in written.items():
        (folder / file).write_text(contents, "utf-8")
    return [folder / f"{stem}.html", *(folder / file for file in written)]


def frame(place: str, title: str) -> str:
    """Return the frame that shows a page; its scripts run, and it reaches nothing else."""
    return (
        f'<iframe src="{escape(place)}" title="{escape(title)}" sandbox="allow-scripts" '
        f'loading="lazy" width="100%" height="{HEIGHT}" style="border:0"></iframe>'
    )


def numbers(x: Experiment) -> str:
    """Return the inputs as comma-separated values, with unit, standing and source."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["id", "label", "value", "unit", "status", "sources"])
    for key, value in x.inputs.values().items():
        p = x.model.parameters[key]
        moved = value != p.value
        sources = "; ".join(x.model.references[s].text for s in p.source)
        row = [key, p.label.en, repr(value), p.unit, "set by hand" if moved else p.status]
        table.writerow([*row, "" if moved else sources])
    return out.getvalue()


def state(x: Experiment) -> dict[str, Any]:
    """Return what is shown: model, inputs, and how to have it again."""
    return {
        "model": x.model.id,
        "hash": x.model.hash,
        "version": version("il6widgets"),
        "choices": x.inputs.choices(),
        "values": x.inputs.values(),
        "link": x.link(),
        "code": x.code(),
        "licence": "text and figures CC BY 4.0, code BSD-3-Clause",
    }
