"""A view that belongs to no experiment and brings its own code."""

from __future__ import annotations

import anywidget
import traitlets

from .locale import texts


class LoneView(anywidget.AnyWidget):
    """A view without an experiment: it follows its own `lang`, else the language of its page.

    A subclass sets `_esm`, `page_script` and `kind`.
    """

    page_script = ""
    """The script of a page without Jupyter."""

    kind = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Enum(["", "en", "zh"], "").tag(sync=True)

    def title(self, lang: str) -> str:
        """Return the name of the view, for a page that shows nothing else."""
        return texts(lang).get(f"{self.texts}.title", "")

    texts = ""
    """How the names of its texts begin."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
