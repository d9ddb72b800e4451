"""What happens to a run from outside: doses, pulses, and times at which a formula switches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Event:
    """A change at a time; the solver stops there exactly, and goes on with what has changed.

    Parameters
    ----------
    time
        A number, or one for each lane.
    add
        What is added to states or values: a dose, an infusion that sets in.
    put
        What states or values become: the end of a pulse, a knock-out.

    Examples
    --------
    >>> Event(5.0, put={"IL6": 0.0})
    Event(time=5.0, add={}, put={'IL6': 0.0})
    """

    time: ArrayLike
    add: Mapping[str, ArrayLike] = field(default_factory=dict)
    put: Mapping[str, ArrayLike] = field(default_factory=dict)


class Timeline:
    """The stops of every lane in order of time: events, and times at which a formula switches.

    Among equal times, events keep the order in which they were given.
    """

    def __init__(self, events: Sequence[Event], switches: Sequence[ArrayLike]) -> None:
        self.events = list(events)
        self._times = [np.asarray(e.time, float) for e in events]
        self._times += [np.asarray(s, float) for s in switches]

    @property
    def changed(self) -> set[str]:
        """Names of all states and values that an event changes."""
        return {name for e in self.events for name in (*e.add, *e.put)}

    def load(self, lanes: NDArray[np.intp]) -> tuple[Array, NDArray[np.intp]]:
        """Return times, (stops, lanes), ascending, and which stop each is."""
        rows = [np.broadcast_to(t[lanes] if t.size > 1 else t, lanes.shape) for t in self._times]
        times = np.array(rows, float).reshape(len(rows), len(lanes))
        order = np.argsort(times, axis=0, kind="stable")
        return np.take_along_axis(times, order, axis=0), order
