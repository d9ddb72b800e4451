"""dose_response(): what a model answers to doses of any input, in one vectorised solve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, UnknownName, suggestion
from .fit import fit
from .inputs import read as read_input
from .model import Model
from .readout import Readout, read_out, readout
from .schedule import Doses, Pulse

Array = NDArray[np.float64]

DECADES = 6
"""Below the top of its range, where a dose axis begins that nobody has named."""
POINTS = 61


class DoseCurve:
    """Responses of a model to doses of one input.

    Attributes
    ----------
    model : Model
    input : str
        What is dosed.
    dose : (n_doses,)
        In `unit`.
    response : (n_doses,), or (*shape, n_doses) where another input is an array
    read : Readout
        What was read, and when.
    unit : str
        Of the doses.
    """

    def __init__(self, model: Model, input: str, dose: Array, response: Array, read: Readout):
        self.model = model
        self.input = input
        self.dose = dose
        self.response = response
        self.read = read
        self.unit = model.parameters[input].unit

    def fit(self, model: str = "4pl", **options: Any) -> Any:
        """Fit a logistic curve; options as for :func:`il6widgets.fit`.

        Returns
        -------
        Fit
            With numbers for one curve, and arrays for many.

        Raises
        ------
        FitError
            When the doses do not carry the curve: no plateau, no response.
        """
        one = self.response.ndim == 1
        curves = self.response if one else self.response.reshape(-1, len(self.dose))
        return fit(self.dose, curves, model, **options)

    def ec(self, percent: float = 50.0) -> Any:
        """Return the dose that brings the response so far from its first value to its extreme.

        Interpolated in the logarithm of the dose, on the way to the extreme response: it needs
        no logistic shape. NaN where no dose does.

        Parameters
        ----------
        percent
            Between 0 and 100.

        Returns
        -------
        float, or an array of the curves
        """
        if not 0 < percent < 100:
            raise InputError(f"percent is {percent}; give a number between 0 and 100")
        curves = self.response.reshape(-1, len(self.dose))
        found = np.array([_reached(self.dose, curve, percent / 100) for curve in curves])
        return found.reshape(self.response.shape[:-1])[()]

    @property
    def hill(self) -> Any:
        """The Hill coefficient from EC10 to EC90: ln 81 over the logarithm of their ratio."""
        return np.log(81) / np.log(self.ec(90) / self.ec(10))

    def frame(self) -> Any:
        """Return a pandas DataFrame: a row a dose, a column a curve."""
        import pandas as pd

        curves = self.response.reshape(-1, len(self.dose))
        name = str(self.read)
        columns = {f"{name} ({k})" if len(curves) > 1 else name: c for k, c in enumerate(curves)}
        return pd.DataFrame({f"{self.input} ({self.unit})": self.dose, **columns})

    def __repr__(self) -> str:
        curves = int(np.prod(self.response.shape[:-1]))
        many = f", {curves} curves" if self.response.ndim > 1 else ""
        return f"<DoseCurve of {self.model.id!r}: {self.read} over {self.input}{many}>"

    def __str__(self) -> str:
        lines = [
            f"{self.model.id}: {self.read} ({self.read.unit(self.model)}) over {self.input} from "
            f"{self.dose[0]:g} to {self.dose[-1]:g} {self.unit}, {len(self.dose)} doses"
        ]
        curves = self.response.reshape(-1, len(self.dose))
        for curve, half in zip(curves, np.ravel(self.ec()), strict=True):
            where = f", EC50 {half:.3g} {self.unit}" if np.isfinite(half) else ""
            lines.append(f"  {curve[0]:.4g} to {curve[-1]:.4g}, at most {curve.max():.4g}{where}")
        return "\n".join(lines)


def dose_response(
    model: Model,
    dose: str,
    over: Any = None,
    read: str = "",
    at: Any = None,
    *,
    t: Any = None,
    rtol: float = 1e-6,
    changes: Mapping[str, Any] | None = None,
    progress: bool | Callable[[int, int], object] = False,
    **names: Any,
) -> DoseCurve:
    """Solve a model for many doses of one input at once.

    Parameters
    ----------
    model
        Of any kind.
    dose
        The input that is dosed: an agonist, an antagonist, a receptor number, a constant.
    over : (n_doses,)
        Doses, as numbers, quantities or a :func:`pulse` of an array; if not given, 61 of them
        over the six decades below the top of the input's range.
    read
        A species, state, output or process.
    at
        When, of a model in time: a time, ``"peak"`` or ``"area"``.
    t
        The run of which a peak or area is read.
    changes, **names
        The other inputs; an array gives one curve for each of its values.

    Returns
    -------
    DoseCurve

    Examples
    --------
    >>> import il6widgets as il6
    >>> m = il6.load("receptor")
    >>> curve = il6.dose_response(m, dose="IL6", over=[0, 0.01, 0.1, 1, 10], read="hexamer")
    >>> curve.response.shape
    (5,)
    """
    given = {**(changes or {}), **names}
    if dose not in model.parameters:
        known = model.parameters
        raise UnknownName(f"{model.id} has no input '{dose}'{suggestion(dose, known)}")
    if dose in given:
        raise InputError(f"{model.id}: '{dose}' is dosed, and given as well; leave out one")
    if not read:
        raise InputError(f"{model.id}: nothing is read; say what, such as read='{_example(model)}'")
    wanted = readout(model, read, at)
    if over is None:
        top = model.parameters[dose].range[1]
        over = np.geomspace(top / 10**DECADES, top, POINTS)
    amounts = over.amount if isinstance(over, Pulse | Doses) else over
    doses = read_input(model, model.parameters[dose], amounts)
    if doses.ndim != 1 or not len(doses):
        raise InputError(f"{model.id}: over has shape {doses.shape}; give a list of doses")
    if isinstance(over, Pulse | Doses):
        given[dose] = replace(over, amount=doses)
    else:
        given[dose] = doses
    others = {
        name: _column(model, name, value) if name != dose else value
        for name, value in given.items()
    }
    response = read_out(model, [wanted], others, t=t, rtol=rtol, progress=progress)[0]
    return DoseCurve(model, dose, doses, np.broadcast_to(response, _shape(response, doses)), wanted)


def _shape(response: Array, doses: Array) -> tuple[int, ...]:
    """The response, also where it does not depend on the dose."""
    return np.broadcast_shapes(response.shape, doses.shape)


def _reached(dose: Array, response: Array, share: float) -> float:
    """Return the first dose at which a share of the way to the extreme is passed."""
    rise = response - response[0]
    top = int(np.abs(rise).argmax())
    if not rise[top]:
        return np.nan
    part = rise[: top + 1] / rise[top]
    k = int(np.argmax(part >= share))  # above 0: the first part is 0
    if not dose[k - 1] > 0:
        return np.nan  # between no dose and the first one there is no logarithm
    ln = np.log(dose[k - 1 : k + 1])
    return float(np.exp(np.interp(share, part[k - 1 : k + 1], ln)))


def _column(model: Model, name: str, value: Any) -> Any:
    """Return what is given with one axis more, so that it spans curves and not doses."""
    if name not in model.parameters:
        return value
    if isinstance(value, Pulse | Doses):
        return replace(value, amount=_column(model, name, value.amount))
    array = read_input(model, model.parameters[name], value)
    return array[..., None] if array.ndim else array


def _example(model: Model) -> str:
    return next(iter(model.outputs), next(iter(model.species)))
