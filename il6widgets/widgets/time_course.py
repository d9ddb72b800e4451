"""The view `TimeCourse`: runs of a model over time, on a bqplot figure that the browser moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets
from bqplot.scales import LinearScale

from ..kinetics.errors import InputError
from .chart import Chart, Frame, readable
from .experiment import Experiment


class TimeFrame(Frame):
    """Title, sliders of time, pins, sentence and numbers of a time course."""

    page_script = "time_course.page.js"
    kind = traitlets.Unicode("time_course", read_only=True).tag(sync=True)
    log = traitlets.Bool(False, help="The y axis is logarithmic").tag(sync=True)
    pins = traitlets.List(help="Inputs of the runs that are kept to compare with").tag(sync=True)
    window = traitlets.List(help="From when to when peak and area are read").tag(sync=True)


class TimeCourse(Chart[TimeFrame]):
    """An experiment over time, live in the browser.

    Parameters
    ----------
    x
        The `Experiment` that is looked at; its model moves in time.
    read
        Outputs or species to draw, of one unit; peak and area are those of the first.
    log
        Draw the y axis in decades.
    lang
        ``"en"`` or ``"zh"``; set for the experiment, so that all its views agree.

    Raises
    ------
    UnknownName
        For a read-out that the model does not have.
    InputError
        For an equilibrium, and for read-outs of several units.

    Examples
    --------
    >>> import il6widgets as il6
    >>> il6.TimeCourse(il6.Experiment("signalling", IL6="40 ng/mL"))
    TimeCourse(Experiment('signalling'))
    """

    def __init__(
        self,
        x: Experiment,
        *,
        read: Sequence[str] | None = None,
        log: bool = False,
        lang: str = "",
        **layout: Any,
    ) -> None:
        if not x.model.time:
            raise InputError(
                f"{x.model.id} is an equilibrium, which has no course in time; use DoseResponse"
            )
        self._compose(
            x,
            TimeFrame,
            LinearScale(min=0, max=x.end, allow_padding=False),
            readable(x, read),
            name="il6-time-course",
            settings={"log": log, "lang": lang},
            layout=layout,
        )
