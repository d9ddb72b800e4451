"""The solution of a model in time: read it by name, at a time, as a peak, an area or a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import simpson

from .errors import InputError, UnknownName, suggestion
from .events import Event
from .inputs import Inputs
from .model import Model
from .motion import Motion, free, motion
from .schedule import over_time, times

Array = NDArray[np.float64]


class Peak(NamedTuple):
    """The highest value of a course, and when it is reached."""

    value: Any
    time: Any


@dataclass(frozen=True)
class Found:
    """What an integrator gave: courses (lanes or 1, times) by name, and the steps it took."""

    method: str
    rtol: float
    arrays: dict[str, Array]
    steps: NDArray[np.int64]
    rejected: NDArray[np.int64]


def readable(model: Model, moving: Motion, name: str) -> bool:
    """Whether a solution of the model can be asked for a name."""
    return name in moving.wanted or name in model.species or name in model.parameters


class Solution:
    """A model over time; read it by name.

    ``sol["pSTAT3"]`` is a state, ``sol["SOCS3_mRNA_fold"]`` an output, ``sol["IL6"]`` an input as
    it was given: shape ``(n_times,)``, or ``(n, n_times)`` where an input was an array of n.

    Attributes
    ----------
    model : Model
    t : (n_times,)
        In the model's unit of time.
    shape : tuple of int
        Of the runs: ``()`` for one.
    inputs : Inputs
        The values before the first event, and the choices.
    stats : dict
        The method, its tolerance, and the steps that it took.
    """

    def __init__(
        self,
        model: Model,
        t: Array,
        shape: tuple[int, ...],
        inputs: Inputs,
        values: Mapping[str, Array],
        events: Sequence[Event],
        found: Found,
        again: Callable[[Any], Solution],
    ) -> None:
        self.model = model
        self.t = t
        self.shape = shape
        self.inputs = inputs
        self._values = values
        self._events = events
        self._found = found
        self._again = again

    def __getitem__(self, name: str) -> Array:
        """Return a state, input, output, rule, or the rate of a process over time.

        At the time of a dose or pulse, the value after it.

        Raises
        ------
        UnknownName
            With the nearest name that exists.
        """
        n = int(np.prod(self.shape))
        course = np.broadcast_to(self._course(name), (n, len(self.t)))
        return course.reshape(*self.shape, len(self.t))

    def _course(self, name: str) -> Array:
        kept, moving = self._found.arrays, motion(self.model)
        if name in kept:
            return kept[name]
        if name in moving.wanted:
            missing = [s for s in moving.moving([name]) if s not in kept]
            if missing:
                raise self._dropped(name)
            kept[name] = moving.read(name, kept, self._values, self._events, self.t)
            return kept[name]
        if name in moving.states:
            raise self._dropped(name)
        for key in (free(name), name):  # a name that is read is the free species
            if key in self._values:
                return over_time(key, self._values[key], self._events, self.t)
        known = self.names
        raise UnknownName(f"{self.model.id} has nothing called '{name}'{suggestion(name, known)}")

    def _dropped(self, name: str) -> UnknownName:
        kept = ", ".join(self._found.arrays)
        return UnknownName(
            f"{self.model.id}: '{name}' was not kept, only {kept}; name it in outputs=[…] and "
            "solve again"
        )

    def flux(self, process: str) -> Array:
        """Return the rate of a process over time, in amount per volume and time."""
        known = [p.id for p in self.model.processes]
        if process not in known:
            raise UnknownName(
                f"{self.model.id} has no process '{process}'{suggestion(process, known)}"
            )
        return self[process]

    @property
    def names(self) -> tuple[str, ...]:
        """The states and outputs, in the order of the model."""
        return (*self.model.states, *self.model.outputs)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and readable(self.model, motion(self.model), name)

    def unit(self, name: str) -> str:
        """Return the unit of what is read by a name."""
        model = self.model
        for table in (model.outputs, model.species, model.parameters):
            if name in table:
                return table[name].unit
        return next(p.unit for p in model.processes if p.id == name)

    def at(self, time: Any) -> dict[str, Any]:
        """Return every state and output at one time: numbers, or arrays of the runs.

        Parameters
        ----------
        time
            In the model's unit, or a quantity; between the times of the solution the model is
            solved again, not interpolated.
        """
        when = self._time(time, "at")
        here = np.flatnonzero(self.t == when)
        solution = self if len(here) else self._again([when])
        column = int(here[0]) if len(here) else 0
        return {name: solution[name][..., column][()] for name in solution._kept()}

    def _kept(self) -> list[str]:
        moving, kept = motion(self.model), self._found.arrays
        return [n for n in self.names if n in kept or set(moving.moving([n])) <= kept.keys()]

    def peak(self, name: str) -> Peak:
        """Return the highest value of a course and its time.

        A parabola through the highest point and its neighbours finds the top between the times,
        where no dose or pulse has bent the course.
        """
        y = np.atleast_2d(self[name].reshape(-1, len(self.t)))
        top = y.argmax(axis=1)
        lane = np.arange(len(y))
        value, time = y[lane, top], self.t[top]
        inner = (top > 0) & (top < len(self.t) - 1)
        low, high = self.t[np.maximum(top - 1, 0)], self.t[np.minimum(top + 1, len(self.t) - 1)]
        for event in self._events:
            bend = np.asarray(event.time, float)
            inner &= ~((low <= bend) & (bend <= high))
        i, k = lane[inner], top[inner]
        left, right = self.t[k - 1] - self.t[k], self.t[k + 1] - self.t[k]
        below, above = y[i, k - 1] - y[i, k], y[i, k + 1] - y[i, k]
        # y = y_k + b s + a s^2 through three points; flat tops stay where they are.
        a = (below / left - above / right) / (left - right)
        b = below / left - a * left
        step = np.where(a < 0, -b / np.where(a < 0, 2 * a, 1.0), 0.0)
        value[inner] += step * (b + a * step)
        time[inner] += step
        return Peak(value.reshape(self.shape)[()], time.reshape(self.shape)[()])

    def area(self, name: str, start: Any = None, stop: Any = None) -> Any:
        """Return the area under a course by Simpson's rule, in its unit times that of time.

        Parameters
        ----------
        start, stop
            A window; its ends go to the nearest times of the solution.
        """
        ends = (self.t[0], self.t[-1])
        low, high = (
            end if given is None else self._time(given, "area")
            for given, end in zip((start, stop), ends, strict=True)
        )
        first, last = (int(np.abs(self.t - end).argmin()) for end in (low, high))
        if not first < last:
            raise InputError(
                f"{self.model.id}: the window from {low:g} to {high:g} holds fewer than two times "
                f"of the solution ({ends[0]:g} to {ends[1]:g}); widen it, or solve at more times"
            )
        window = slice(first, last + 1)
        return np.asarray(simpson(self[name][..., window], x=self.t[window], axis=-1))[()]

    def _time(self, given: Any, what: str) -> float:
        found = times(self.model, given, what)
        if found.ndim:
            raise InputError(f"{self.model.id}: {what} takes one time; it was given {found}")
        return float(found)

    @property
    def stats(self) -> dict[str, Any]:
        """The method, its tolerance, and the steps: a number for one run, arrays for more."""
        found = self._found
        return {
            "method": found.method,
            "rtol": found.rtol,
            "runs": int(np.prod(self.shape)),
            "steps": found.steps.reshape(self.shape)[()],
            "rejected": found.rejected.reshape(self.shape)[()],
        }

    def frame(self) -> Any:
        """Return a pandas DataFrame: a row for every run and time.

        Its columns are the run and the inputs that differ between runs, if there is more than one,
        the time, and every state and output.
        """
        import pandas as pd

        n, m = int(np.prod(self.shape)), len(self.t)
        columns: dict[str, Any] = {}
        if self.shape:
            columns["run"] = np.repeat(np.arange(n), m)
            columns |= {name: np.repeat(lanes, m) for name, lanes in self._given().items()}
        columns["t"] = np.tile(self.t, n)
        columns |= {name: self[name].reshape(-1) for name in self._kept()}
        return pd.DataFrame(columns)

    def _given(self) -> dict[str, Array]:
        """Return the inputs, pulses and doses that differ between the runs."""
        values = self.inputs.values
        given = {
            name: np.broadcast_to(v, self.shape).reshape(-1) for name, v in values.items() if v.ndim
        }
        for event in self._events:
            for name, change in (*event.add.items(), *event.put.items()):
                if np.size(change) > 1 and name in values:
                    given.setdefault(name, np.asarray(change, float))
        return {f"{name} (given)" if name in self.names else name: v for name, v in given.items()}

    def __repr__(self) -> str:
        n = int(np.prod(self.shape))
        many = f"{n} runs" if self.shape else "one run"
        return f"<Solution of {self.model.id!r}, {many}, {len(self.t)} times>"

    def __str__(self) -> str:
        assert self.model.time
        unit, found = self.model.time.unit, self._found
        choices = "".join(f", {k} {v}" for k, v in self.inputs.choices.items())
        n = int(np.prod(self.shape))
        steps = f"{int(np.median(found.steps))} steps" + (" in the median run" if n > 1 else "")
        lines = [
            f"{self.model.id}{choices}: {n} run{'s' * (n > 1)}, {len(self.t)} times from "
            f"{self.t[0]:g} to {self.t[-1]:g} {unit}; {found.method}, rtol {found.rtol:g}, {steps}"
        ]
        words = {**self.model.species, **self.model.outputs}
        lines.append(f"  {'':28} {'start':>10} {'end':>10} {'peak':>10}  at {unit}")
        for name in self._kept():
            course = self[name].reshape(-1, len(self.t))
            peak = self.peak(name)
            at = np.ravel(peak.time)
            when = f"{at[0]:.4g}" if at.size == 1 else f"{at.min():.4g} to {at.max():.4g}"
            numbers = (course[:, 0].max(), course[:, -1].max(), np.max(peak.value))
            shown = " ".join(f"{x:10.4g}" for x in numbers)
            lines.append(f"  {name:28} {shown}  {when}  {self.unit(name)}  {words[name].label()}")
        if n > 1:
            lines.append("  (of all runs, the highest)")
        return "\n".join(lines)
