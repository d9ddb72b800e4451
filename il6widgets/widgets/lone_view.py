"""A view that belongs to no experiment and brings its own code."""

from __future__ import annotations

import json
from importlib.resources import files

import anywidget
import traitlets


class LoneView(anywidget.AnyWidget):
    """A view without an experiment: it follows its own `lang`, else the language of its page.

    A subclass sets `_esm`, `page_script` and `kind`; its texts begin with `texts`.
    """

    page_script = ""
    """The script of a page without Jupyter."""
    texts = ""
    """How the names of its texts begin; ``{texts}.title`` names a page of it."""

    kind = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Enum(["", "en", "zh"], "").tag(sync=True)

    def title(self, lang: str) -> str:
        """Return the name of the view; empty where it has none."""
        file = files("il6widgets") / "locale" / f"{lang}.json"
        return json.loads(file.read_text("utf-8")).get(f"{self.texts}.title", "")
