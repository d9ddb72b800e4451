"""A bqplot figure whose marks the browser moves, and the frame around it: what charts share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

import ipywidgets as widgets
import traitlets
from bqplot.axes import Axis
from bqplot.figure import Figure
from bqplot.marks import Label, Lines, Mark, Scatter
from bqplot.scales import LinearScale, LogScale

from ..kinetics.errors import InputError, UnknownName, suggestion
from ..kinetics.model import Model
from .experiment import Experiment
from .views import View

MARGIN = {"top": 14, "right": 84, "bottom": 44, "left": 56}
"""Room in px: names of the curves at the right, numbers at the left, ticks and the unit below."""

FIRST = (("pSTAT3", "SOCS3"), ("pSTAT3N_dimer", "SOCS3"), ("hexamer", "classic", "mixed", "trans"))
"""What is read where nobody says what: the first of these that a model has."""


class Frame(View):
    """What stands around a figure; it moves the marks.

    A subclass has a `kind` and its own settings.
    """

    marks = traitlets.List(traitlets.Instance(widgets.Widget)).tag(
        sync=True, **widgets.widget_serialization
    )
    parts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    read = traitlets.List(traitlets.Unicode()).tag(sync=True)


F = TypeVar("F", bound=Frame)


class Chart(widgets.VBox, Generic[F]):
    """A frame and the figure below it.

    Attributes
    ----------
    figure
        A `bqplot.Figure`; marks may be added to it. The browser computes the curves and sends none
        of them back: in Python the marks stay empty, and `Experiment.result` gives the numbers.
    """

    frame: F
    figure: Figure

    def _compose(
        self,
        x: Experiment,
        kind: type[F],
        scale: LinearScale | LogScale,
        read: Sequence[str],
        *,
        name: str,
        settings: dict[str, Any],
        layout: dict[str, Any],
    ) -> None:
        """Make figure and frame, and put them together."""
        parts = _parts(read, scale)
        self.figure = Figure(
            marks=[part for part in parts.values() if isinstance(part, Mark)],
            axes=[parts["axis_x"], parts["axis_y"]],
            fig_margin=MARGIN,
            padding_x=0,
            padding_y=0,
            animation_duration=0,
            display_toolbar=False,
            layout=widgets.Layout(width="100%", height="300px", min_width="0"),
        )
        self.figure.add_class("il6")
        self.figure.add_class("il6-figure")
        self.frame = kind(
            x, marks=list(parts.values()), parts=list(parts), read=list(read), **settings
        )
        widgets.VBox.__init__(self, [self.frame, self.figure], **layout)
        self.add_class("il6")
        self.add_class(name)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.frame.experiment!r})"


def readable(x: Experiment, read: Sequence[str] | None) -> list[str]:
    """Return what is to be drawn, checked; what suits the model if nothing is named.

    Raises
    ------
    UnknownName
        For a name that the model does not have.
    InputError
        When nothing is named, or what is named has several units: one axis has one.
    """
    model = x.model
    names = {**model.outputs, **model.species}
    if read is None:
        read = next((r for r in FIRST if all(n in names for n in r)), None) or _first(model)
    known(x, read, "output or species", names)
    units = dict.fromkeys(names[n].unit for n in read)
    if not read or len(units) > 1:
        told = f"{', '.join(read)} are in {', '.join(units)}" if read else "read names nothing"
        raise InputError(f"{model.id}: {told}; give read-outs of one unit, one axis has one")
    return list(read)


def _first(model: Model) -> tuple[str, ...]:
    """The first output that is no rule, or the first state."""
    outputs = [key for key, o in model.outputs.items() if not o.rule]
    return tuple([*outputs, *model.states][:1])


def known(x: Experiment, names: Sequence[str], kind: str, has: Collection[str]) -> None:
    """Refuse names that the model does not have."""
    for name in names:
        if name not in has:
            model = x.model.id
            raise UnknownName(f"{model} has no {kind} '{name}'{suggestion(name, has)}")


def _parts(read: Sequence[str], scale_x: LinearScale | LogScale) -> dict[str, widgets.Widget]:
    """Make what the browser moves, by name, in the order in which it is drawn."""
    # The browser fixes the scales: no mark stretches them, no padding parts curve and axis.
    scale_y = LinearScale(min=0, max=1, allow_padding=False)
    scales = {"x": scale_x, "y": scale_y}
    quiet: dict[str, Any] = {
        "scales": scales,
        "preserve_domain": {"x": True, "y": True},
        "interactions": {},
    }

    # Colours, dashes and widths of curves come from the browser, which has them for every view.
    def line(**more: Any) -> Lines:
        return Lines(**quiet, **more)

    def words(align: str, weight: str) -> Label:
        offset = 8 if align == "start" else -8
        return Label(
            x=[],
            y=[],
            text=[],
            colors=["var(--ink)"],
            align=align,
            x_offset=offset,
            font_weight=weight,
            default_size=12,
            apply_clip=False,
            **quiet,
        )

    def dots(marker: str, **more: Any) -> Scatter:
        return Scatter(
            x=[],
            y=[],
            marker=marker,
            stroke_width=1.5,
            apply_clip=False,
            **{"colors": ["var(--ink)"], "stroke": "var(--surface)", "default_size": 72, **more},
            **quiet,
        )

    tick = {"font-size": "12px"}
    return {
        "scale_x": scale_x,
        "scale_y": scale_y,
        "axis_x": Axis(
            scale=scale_x,
            grid_lines="none",
            tick_values=[scale_x.min, scale_x.max],
            tick_style=tick,
            label_location="end",
            label_offset="34px",
        ),
        "axis_y": Axis(
            scale=scale_y,
            side="left",
            grid_lines="solid",
            tick_values=[0, 0.5, 1],
            tick_style=tick,
        ),
        **{f"band:{name}": line(labels=[name], fill="between") for name in read},
        "rule": line(colors=["var(--rule)"], stroke_width=1, apply_clip=False),
        "sets": line(stroke_width=1.25),
        # The whole is drawn last, over its parts.
        **{f"curve:{name}": line(labels=[name]) for name in reversed(read)},
        "drop": line(colors=["var(--ink2)"], stroke_width=1.25, line_style="dash_dotted"),
        "cursor": line(colors=["var(--ink)"], stroke_width=1.5),
        "half": dots("diamond", colors=["var(--surface)"], stroke="var(--ink)", default_size=90),
        "dots:circle": dots("circle"),
        "dots:diamond": dots("diamond"),
        "dots:triangle-up": dots("triangle-up"),
        "notes:end": words("start", "normal"),
        "words:end": words("start", "bold"),
        "notes:left": words("end", "normal"),
        "notes:right": words("start", "normal"),
        "words:left": words("end", "bold"),
        "words:right": words("start", "bold"),
    }
