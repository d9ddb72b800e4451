"""Templates with named places, filled each once; every other brace stays."""

from __future__ import annotations

import re
from collections.abc import Mapping


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put a value into every place ``{name}`` of a template.

    Style sheets and formulas keep their braces, and so do the values: a title may be called
    ``{contents}``.
    """
    return re.sub(r"\{(\w+)\}", lambda place: values.get(place[1], place[0]), template)
