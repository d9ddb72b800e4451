"""The view `DoseResponse`: an ordinary bqplot figure whose marks the browser moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import ipywidgets as widgets
import traitlets
from bqplot.axes import Axis
from bqplot.figure import Figure
from bqplot.marks import Label, Lines, Mark, Scatter
from bqplot.scales import LinearScale, LogScale

from ..kinetics.errors import InputError, UnknownName, suggestion
from ..kinetics.units import quantity
from .experiment import Experiment
from .views import View

READ = ("hexamer", "classic", "mixed", "trans")

MARGIN = {"top": 14, "right": 84, "bottom": 44, "left": 56}
"""Room in px: names of the curves at the right, numbers at the left, decades and the unit below."""


class Frame(View):
    """What stands around the figure: title, switch, sentence, numbers; it moves the marks."""

    kind = traitlets.Unicode("dose_response", read_only=True).tag(sync=True)
    marks = traitlets.List(traitlets.Instance(widgets.Widget)).tag(
        sync=True, **widgets.widget_serialization
    )
    parts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    dose = traitlets.Unicode("IL6").tag(sync=True)
    read = traitlets.List(traitlets.Unicode(), list(READ)).tag(sync=True)
    low = traitlets.Float(0.0).tag(sync=True)
    high = traitlets.Float(0.0).tag(sync=True)
    band = traitlets.Bool(False).tag(sync=True)


class DoseResponse(widgets.VBox):
    """Responses of an experiment along one of its values, live in the browser.

    Parameters
    ----------
    x
        The `Experiment` that is looked at.
    dose
        The value along the axis: a total in the fluid, a receptor count, a constant.
    read
        Outputs or species to draw; the first is the whole that the others are part of.
    over
        Least and highest dose, as quantities (``"1 pg/mL"``) or numbers in the model's unit; by
        default the value's own range. Zero has a place of its own at the left.
    band
        Draw every curve as a band over the constants that the literature leaves open.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    UnknownName
        For a dose or a read-out that the model does not have.
    InputError
        For a range that is none.

    Attributes
    ----------
    figure
        A `bqplot.Figure`; marks may be added to it. The browser computes the curves and sends none
        of them back: in Python the marks stay empty, and `Experiment.result` gives the numbers.

    Examples
    --------
    >>> import il6widgets as il6
    >>> d = il6.DoseResponse(il6.Experiment("receptor"), over=("1 pg/mL", "1 ug/mL"), band=True)
    >>> d
    DoseResponse(Experiment('receptor'))
    """

    def __init__(
        self,
        x: Experiment,
        dose: str = "IL6",
        *,
        read: Sequence[str] = READ,
        over: tuple[str | float, str | float] | None = None,
        band: bool = False,
        lang: str = "",
        **layout: Any,
    ) -> None:
        _known(x, [dose], "value", x.model.parameters)
        _known(x, read, "output or species", {**x.model.outputs, **x.model.species})
        low, high = (0.0, 0.0) if over is None else _range(x, dose, over)
        parts = _parts(read)
        shown = {name: part for name, part in parts.items() if isinstance(part, Mark)}
        self.figure = Figure(
            marks=list(shown.values()),
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
        self.frame = Frame(
            x,
            lang=lang,
            marks=list(parts.values()),
            parts=list(parts),
            dose=dose,
            read=list(read),
            low=low,
            high=high,
            band=band,
        )
        super().__init__([self.frame, self.figure], **layout)
        self.add_class("il6")
        self.add_class("il6-dose-response")

    def __repr__(self) -> str:
        return f"DoseResponse({self.frame.experiment!r})"


def _known(x: Experiment, names: Sequence[str], kind: str, known: Collection[str]) -> None:
    """Refuse names that the model does not have."""
    for name in names:
        if name not in known:
            model = x.model.id
            raise UnknownName(f"{model} has no {kind} '{name}'{suggestion(name, known)}")


def _range(x: Experiment, dose: str, over: tuple[str | float, str | float]) -> tuple[float, float]:
    """Read a range of doses in the model's unit."""
    value = x.model.parameters[dose]
    low, high = (
        quantity(end, value.unit, molar_mass=value.molar_mass, name=f"over of {dose}")
        for end in over
    )
    if not 0 < low < high:
        raise InputError(
            f"over={over!r} is no range of doses; the first must be above 0 and below the second, "
            "such as ('1 pg/mL', '100 ng/mL')"
        )
    return low, high


def _parts(read: Sequence[str]) -> dict[str, widgets.Widget]:
    """Make what the browser moves, by name, in the order in which it is drawn."""
    # The browser fixes the scales: no mark stretches them, no padding parts curve and axis.
    scale_x = LogScale(min=1e-3, max=100, allow_padding=False)
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
            tick_values=[1e-3, 1, 100],
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
