"""The view `DoseResponse`: an ordinary bqplot figure whose marks the browser moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets
from bqplot.scales import LogScale

from ..kinetics.errors import InputError
from ..kinetics.units import quantity
from .chart import Chart, Frame, known, readable
from .experiment import Experiment


class DoseFrame(Frame):
    """Title, switch, sentence and numbers of a dose-response."""

    page_script = "dose_response.page.js"
    kind = traitlets.Unicode("dose_response", read_only=True).tag(sync=True)
    dose = traitlets.Unicode("IL6").tag(sync=True)
    low = traitlets.Float(0.0).tag(sync=True)
    high = traitlets.Float(0.0).tag(sync=True)
    band = traitlets.Bool(False).tag(sync=True)


class DoseResponse(Chart[DoseFrame]):
    """Responses of an experiment along one of its values, live in the browser.

    Parameters
    ----------
    x
        The `Experiment` that is looked at.
    dose
        The value along the axis: a total in the fluid, a receptor count, a constant.
    read
        Outputs or species to draw, of one unit; the first is the whole that the others are part of.
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
        read: Sequence[str] | None = None,
        over: tuple[str | float, str | float] | None = None,
        band: bool = False,
        lang: str = "",
        **layout: Any,
    ) -> None:
        known(x, [dose], "value", x.model.parameters)
        low, high = (0.0, 0.0) if over is None else _range(x, dose, over)
        self._compose(
            x,
            DoseFrame,
            LogScale(min=1e-3, max=100, allow_padding=False),
            readable(x, read),
            name="il6-dose-response",
            settings={"dose": dose, "low": low, "high": high, "band": band, "lang": lang},
            layout=layout,
        )


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
