"""What is asked of an integrator and what it gives back, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .events import Event, Timeline
from .rates import Array, Rates


class SolveError(RuntimeError):
    """A run could not be finished; the message says where, and what to do.

    Attributes
    ----------
    lane : int
        Which of the runs.
    time : float
        How far it got.
    """

    def __init__(self, message: str, lane: int, time: float) -> None:
        super().__init__(message)
        self.lane = lane
        self.time = time


@dataclass(frozen=True)
class Trajectories:
    """States at the times asked for.

    Attributes
    ----------
    t : (times,)
    states : names, in the order of y
    y : (states, lanes, times)
        At the time of an event, the state after it.
    steps, rejected : (lanes,)
        Steps taken, and how many of them had to be repeated with a smaller size.
    """

    t: Array
    states: tuple[str, ...]
    y: Array
    steps: NDArray[np.int64]
    rejected: NDArray[np.int64]


@dataclass
class Task:
    """What is asked for, checked, and what has been found of it."""

    rates: Rates
    n: int
    y0: Array
    values: dict[str, Array]
    times: Array
    start: float
    rtol: float
    atol: Array
    timeline: Timeline
    wanted: list[int]
    max_steps: int
    found: Array
    steps: NDArray[np.int64]
    rejected: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        rates: Rates,
        y0: ArrayLike,
        values: Mapping[str, ArrayLike],
        times: ArrayLike,
        start: float | None,
        rtol: float,
        atol: ArrayLike,
        events: Sequence[Event],
        wanted: Sequence[str] | None,
        max_steps: int,
    ) -> Task:
        """Check and complete what is asked for."""
        m = len(rates.states)
        t = np.array(times, float)
        if t.ndim != 1 or not len(t) or not np.isfinite(t).all() or (np.diff(t) <= 0).any():
            raise ValueError("times must be finite and increase")
        begin = float(t[0] if start is None else start)
        if not begin <= t[0]:
            raise ValueError(f"the first time, {t[0]:g}, lies before the start, {begin:g}")
        y = np.array(y0, float)
        y = y[:, None] if y.ndim == 1 else y
        if y.ndim != 2 or len(y) != m:
            raise ValueError(f"y0 must have {m} rows, one for each state; shape is {y.shape}")
        given = {name: np.asarray(v, float) for name, v in values.items()}
        scale = np.broadcast_to(np.asarray(atol, float).reshape(-1, 1), (m, 1))
        if not (rtol > 0 and (scale >= 0).all()):
            raise ValueError("rtol must be above 0, and atol not below")
        for event in events:
            early = np.min(event.time)
            if not begin <= early:
                raise ValueError(f"an event at {early:g} lies before the start, {begin:g}")
            for name in (*event.add, *event.put):
                if name not in given and name not in rates.states:
                    raise ValueError(f"an event changes '{name}', which is no state and no value")
        timeline = Timeline(events, rates.thresholds(given))
        arrays = [*given.values(), *(np.asarray(e.time) for e in events), y[0]]
        arrays += [np.asarray(v) for e in events for v in (*e.add.values(), *e.put.values())]
        sizes = {a.shape for a in arrays if a.ndim and a.shape != (1,)}
        if len(sizes) > 1 or any(len(shape) != 1 for shape in sizes):
            raise ValueError(f"lanes do not match: {sorted(sizes)}")
        n = sizes.pop()[0] if sizes else 1
        rows = [rates.states.index(name) for name in (rates.states if wanted is None else wanted)]
        found = np.empty((len(rows), n, len(t)))
        count = np.zeros((2, n), np.int64)
        return cls(
            rates, n, y, given, t, begin, rtol, scale, timeline, rows, max_steps, found, *count
        )

    def trajectories(self) -> Trajectories:
        """Return what has been found."""
        names = tuple(self.rates.states[i] for i in self.wanted)
        return Trajectories(self.times, names, self.found, self.steps, self.rejected)
