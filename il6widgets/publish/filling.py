"""Templates with named places, filled each once; every other brace stays."""

from __future__ import annotations

from collections.abc import Mapping


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put a value into every place ``{name}`` of a template.

    Style sheets and formulas keep their braces; what stands in a value after the places of its
    name were filled is not looked at again under that name.
    """
    for name, value in values.items():
        template = value.join(template.split(f"{{{name}}}"))
    return template
