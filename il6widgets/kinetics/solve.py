"""solve(): a model in time, for one set of inputs or for many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import rosenbrock, single
from .dosing import dosing
from .errors import InputError, UnknownName, suggestion
from .events import Event
from .inputs import resolve
from .model import Model
from .motion import Motion, motion
from .progress import Report, reporting
from .schedule import schedule, times
from .solution import Found, Solution, readable
from .trajectories import SolveError, Trajectories

Array = NDArray[np.float64]

METHODS = ("LSODA", "BDF", "Radau", "Rodas5P")
FEW = 8
"""Up to so many runs one after the other by scipy are faster than all side by side
(`benchmarks/solve.py` shows where it changes)."""
PIECE = 64 * 1024**2
"""Bytes of states at a time, where only some outputs are kept."""
MOST = 2 * 1024**3
"""Bytes that a result may take: more is a slip, or wants `outputs`."""
RELATIVE_TO_SCALE = 1e-3
"""How small, next to `rtol` of its largest value, an error of a state may be whatever it is."""


def solve(
    model: Model,
    t: Any,
    *,
    rtol: float = 1e-6,
    outputs: Sequence[str] | None = None,
    changes: Mapping[str, Any] | None = None,
    method: str | None = None,
    progress: bool | Callable[[int, int], object] = False,
    doses: Any = None,
    **names: Any,
) -> Solution:
    """Run a model in time.

    The run begins at time 0, or at the first of `t` where that is earlier.

    Parameters
    ----------
    model
        Of kind ``ode`` or ``coupled``.
    t : (n_times,)
        Increasing times, in the model's unit or as quantities such as ``"30 min"``.
    rtol
        Relative error allowed in a step; what counts as nothing is set by the range of each state.
    outputs
        States, outputs or processes to keep, where the result would be large; all if not given.
    changes
        Inputs as a dict, for names that are no Python keyword.
    method
        ``"LSODA"``, ``"BDF"`` or ``"Radau"`` by scipy, one run after the other; ``"Rodas5P"``, all
        side by side; the faster one if not given.
    progress
        True for a bar, or a function that is called with the runs that are done and their number.
    doses
        :func:`il6widgets.doses` of the drug, or a list of them, where the model has one.
    **names
        Any start of a state, input, parameter or choice: a number, a quantity as text, an array,
        a :func:`pulse`, or :func:`doses` for a state. Arrays broadcast together.

    Returns
    -------
    Solution
        Read by name: ``(n_times,)``, or ``(n, n_times)`` where an input is an array of n.

    Raises
    ------
    UnknownName, InputError
        Naming the input, the rule and the way out.
    SolveError
        When a run could not be finished.

    Examples
    --------
    >>> import il6widgets as il6
    >>> m = il6.load("signalling")
    >>> sol = il6.solve(m, [0, 15, 30, 60], IL6=il6.pulse("40 ng/mL", stop="30 min"))
    >>> sol["pSTAT3"].shape
    (4,)
    """
    moving = _motion(model)
    at = _times(model, t)
    begin = min(0.0, float(at[0]))
    if not 0 < rtol <= 0.1:
        raise InputError(f"{model.id}: rtol is {rtol:g}; it must be above 0, and 0.1 at most")
    given = {**(changes or {}), **names}
    plain, events = schedule(model, given)
    inputs = resolve(model, plain)
    events += dosing(model, doses, inputs.values, float(at[-1]))
    shape = _shape(model, inputs.shape, events)
    n = int(np.prod(shape))
    events = [_flat(event, shape) for event in events]
    for event in events:
        if np.min(event.time, initial=begin) < begin:
            raise InputError(
                f"{model.id}: a dose or pulse at {np.min(event.time):g} lies before "
                f"the run, which begins at {begin:g}; begin `t` earlier, or shift it"
            )
    flat = {name: _lanes(value, shape) for name, value in inputs.values.items()}
    values, events = moving.drive(flat, events, n)
    work = _Work(
        model, moving, at, begin, rtol, _method(model, method, n), values, tuple(events), n, outputs
    )
    with reporting(progress, n) as report:
        found = work.run(report)
    again = partial(solve, model, rtol=rtol, changes=given, method=method, doses=doses)
    return Solution(model, at, shape, inputs, values, events, found, again)


@dataclass(frozen=True)
class _Work:
    """What is to be run, lane by lane."""

    model: Model
    motion: Motion
    t: Array
    begin: float
    rtol: float
    method: str
    values: dict[str, Array]
    events: tuple[Event, ...]
    n: int
    outputs: Sequence[str] | None

    def run(self, report: Report) -> Found:
        """Run all lanes, in pieces where only some outputs are kept."""
        motion, n = self.motion, self.n
        kept = list(motion.states if self.outputs is None else dict.fromkeys(self.outputs))
        for name in kept:
            if not readable(self.model, motion, name):
                known = [*motion.states, *motion.wanted]
                raise UnknownName(
                    f"{self.model.id} has nothing called '{name}'{suggestion(name, known)}"
                )
        self._afford(len(kept))
        states = kept if self.outputs is None else motion.moving(kept)
        piece = n
        if self.outputs is not None:
            room = PIECE // (8 * max(len(states), 1) * len(self.t))
            piece = max(rosenbrock.WIDTH, room)
        found = Found(self.method, self.rtol, {}, np.zeros(n, np.int64), np.zeros(n, np.int64))
        for first in range(0, n, piece):
            lanes = slice(first, min(first + piece, n))
            ran = self._piece(lanes, states, lambda done, first=first: report(first + done))
            self._store(found, kept, lanes, ran)
        report(n)
        return found

    def _store(self, found: Found, kept: list[str], lanes: slice, ran: Trajectories) -> None:
        states = {name: nonnegative(y) for name, y in zip(ran.states, ran.y, strict=True)}
        found.steps[lanes], found.rejected[lanes] = ran.steps, ran.rejected
        whole = ran.y.shape[1] == self.n
        values, events = self.values, self.events
        if not whole:
            values, events = self._of(lanes)
        for name in kept:
            if name in states:
                array = states[name]
            elif name in self.motion.wanted:
                array = self.motion.read(name, states, values, events, self.t)
            else:
                continue  # an input: it is known anyway
            if whole:
                found.arrays[name] = array
            else:
                room = found.arrays.setdefault(name, np.empty((self.n, len(self.t))))
                room[lanes] = array

    def _of(self, lanes: slice) -> tuple[dict[str, Array], list[Event]]:
        """Return values and events of some lanes."""

        def some(array: Any) -> Any:
            return array[lanes] if np.size(array) == self.n > 1 else array

        events = [
            Event(
                some(e.time),
                {k: some(v) for k, v in e.add.items()},
                {k: some(v) for k, v in e.put.items()},
            )
            for e in self.events
        ]
        return {name: some(v) for name, v in self.values.items()}, events

    def _piece(self, lanes: slice, states: Sequence[str], report: Report) -> Trajectories:
        n = lanes.stop - lanes.start
        values, events = self._of(lanes)
        try:
            if self.method == "Rodas5P":
                return self._integrate(rosenbrock.solve, values, events, n, states, report=report)
            ran = []
            for lane in range(lanes.start, lanes.stop):
                one = self._of(slice(lane, lane + 1))
                ran.append(self._integrate(single.solve, *one, 1, states, method=self.method))
                report(lane + 1 - lanes.start)
        except SolveError as error:
            raise SolveError(
                f"{self.model.id}: {error}", lanes.start + error.lane, error.time
            ) from error
        return Trajectories(
            self.t,
            tuple(states),
            np.concatenate([r.y for r in ran], axis=1),
            np.concatenate([r.steps for r in ran]),
            np.concatenate([r.rejected for r in ran]),
        )

    def _integrate(
        self,
        integrator: Callable[..., Trajectories],
        values: dict[str, Array],
        events: Sequence[Event],
        n: int,
        states: Sequence[str],
        **options: Any,
    ) -> Trajectories:
        motion = self.motion
        start = [np.broadcast_to(values[name], n) for name in motion.states]
        return integrator(
            motion.rates,
            np.array(start),
            motion.needed(values),
            self.t,
            start=self.begin,
            rtol=self.rtol,
            atol=RELATIVE_TO_SCALE * self.rtol * motion.scales,
            events=[motion.seen(event) for event in events],
            wanted=states,
            **options,
        )

    def _afford(self, kept: int) -> None:
        size = 8 * kept * self.n * len(self.t)
        if size > MOST:
            raise InputError(
                f"{self.model.id}: {kept} results of {self.n} runs at {len(self.t)} times take "
                f"{size / 1024**3:.1f} GiB; name those that you need by outputs=[…], or ask for "
                "fewer times or runs"
            )


def nonnegative(y: Array) -> Array:
    """Put to 0 what the tolerance let fall below it."""
    np.maximum(y, 0.0, out=y, where=y < 0)
    return y


def _motion(model: Model) -> Motion:
    if model.kind == "equilibrium":
        raise InputError(
            f"{model.id} is a model of kind equilibrium, which has no time; use equilibrium()"
        )
    return motion(model)


def _times(model: Model, t: Any) -> Array:
    found = times(model, t, "t")
    if found.ndim != 1 or not len(found) or (np.diff(found) <= 0).any():
        raise InputError(
            f"{model.id}: t has shape {found.shape}; give one or more times that increase, such as "
            "[0, 15, 30]"
            if found.ndim != 1 or not len(found)
            else f"{model.id}: t does not increase at {found[1:][np.diff(found) <= 0][0]:g}; give "
            "times in order, each once"
        )
    return found


def _method(model: Model, method: str | None, n: int) -> str:
    if method is None:
        return "LSODA" if n <= FEW else "Rodas5P"
    if method not in METHODS:
        raise InputError(f"{model.id}: no method {method!r}{suggestion(method, METHODS)}")
    return method


def _shape(model: Model, shape: tuple[int, ...], events: Sequence[Event]) -> tuple[int, ...]:
    arrays = [e.time for e in events] + [
        v for e in events for v in (*e.add.values(), *e.put.values())
    ]
    try:
        return np.broadcast_shapes(shape, *(np.shape(a) for a in arrays))
    except ValueError as error:
        shapes = ", ".join(str(np.shape(a)) for a in arrays if np.shape(a))
        raise InputError(
            f"{model.id}: the arrays of pulses and doses, {shapes}, do not fit to the others, "
            f"{shape}; give all the same length"
        ) from error


def _lanes(array: Any, shape: tuple[int, ...]) -> Array:
    """Return (1,) for one number, (n,) otherwise."""
    found = np.asarray(array, float)
    return np.broadcast_to(found, shape).reshape(-1) if found.ndim else found.reshape(1)


def _flat(event: Event, shape: tuple[int, ...]) -> Event:
    return Event(
        _lanes(event.time, shape),
        {k: _lanes(v, shape) for k, v in event.add.items()},
        {k: _lanes(v, shape) for k, v in event.put.items()},
    )
