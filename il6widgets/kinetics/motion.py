"""A model in time, lowered once: its rates, what drives them, and what they are read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .events import Event
from .formula import Node, evaluate, reached
from .mixture import Mixture
from .model import Model
from .program import compile
from .rates import Rates
from .schedule import over_time

Array = NDArray[np.float64]


class Motion:
    """What is needed to run a model in time.

    Attributes
    ----------
    states : tuple of str
    rates : Rates
    scales : (states,)
        The largest value that each state is expected to reach.
    wanted : dict of str to int
        The node of every state, rule, output and process.
    """

    def __init__(self, model: Model) -> None:
        program = compile(model)
        system = program["system"]
        self.states: tuple[str, ...] = tuple(system["states"])
        self.scales = np.array(program["scales"])
        self._mixture = Mixture(program) if model.kind == "coupled" else None
        self._totals = {n for c in program["compartments"] for n in c["components"]}
        # The total of a species and its free amount may both stand in one formula.
        self.nodes: list[Node] = [
            ["species", free(node[1])]
            if node[0] == "species" and node[1] not in self.states
            else list(node)
            for node in program["graph"]
        ]
        self.rates = Rates(self.nodes, system)
        self.wanted: dict[str, int] = {o["id"]: o["node"] for o in program["outputs"]}
        self.wanted |= {p["id"]: p["rate"] for p in program["processes"]}
        ends = [*system["rates"], *(n for *_, n in system["jacobian"])]
        ends += [n for _, n in system["dfdt"]]
        self._leaves = self.leaves(ends)

    def leaves(self, wanted: Sequence[int]) -> set[str]:
        """Return the names of the values and states that some nodes are made of."""
        nodes = (self.nodes[i] for i in reached(self.nodes, wanted))
        return {name for kind, name, *_ in nodes if kind in ("value", "total", "species")}

    def moving(self, names: Sequence[str]) -> list[str]:
        """Return the states that are needed to know some states, outputs or processes."""
        used = self.leaves([self.wanted[n] for n in names if n in self.wanted]) | {*names}
        return [state for state in self.states if state in used]

    def bind(self, values: dict[str, Array], n: int) -> dict[str, Array]:
        """Return the values with the free amounts of what binds, where an equilibrium drives."""
        if not self._mixture:
            return values
        found, _ = self._mixture.solve(values, n)
        size = 1 if all(values[name].size == 1 for name in values) else n
        return values | {free(name): amount[:size] for name, amount in found.items()}

    def drive(
        self, values: Mapping[str, Array], events: Sequence[Event], n: int
    ) -> tuple[dict[str, Array], list[Event]]:
        """Solve the equilibrium, and again at every event that changes what binds.

        Returns
        -------
        values
            What holds before the first event, free amounts included.
        events
            With the free amounts from then on.
        """
        start = self.bind(dict(values), n)
        if not self._mixture:
            return start, list(events)
        driven = []
        for event in events:
            found = event
            if not event.put.keys() <= {*self.states}:
                at = np.asarray(event.time, float).reshape(-1, 1)
                now = {
                    name: over_time(name, value, events, at).reshape(-1)
                    for name, value in values.items()
                }
                free = {k: v for k, v in self.bind(now, n).items() if k not in values}
                found = Event(event.time, event.add, {**event.put, **free})
            driven.append(found)
        return start, driven

    def needed(self, values: Mapping[str, Array]) -> dict[str, Array]:
        """Return the values that stand in a rate."""
        return {name: v for name, v in values.items() if name in self._leaves}

    def seen(self, event: Event) -> Event:
        """Return an event with only those of its changes that a rate or a state feels."""
        put = {k: v for k, v in event.put.items() if k in self._leaves or k in self.states}
        return Event(event.time, event.add, put)

    def read(
        self,
        name: str,
        states: Mapping[str, Array],
        values: Mapping[str, Array],
        events: Sequence[Event],
        t: Array,
    ) -> Array:
        """Evaluate an output, a rule or the rate of a process: (lanes or 1, times)."""

        def leaf(kind: str, name: str) -> Array:
            if kind == "time":
                return t[None, :]
            return states[name] if name in states else over_time(name, values[name], events, t)

        (found,) = evaluate(self.nodes, [self.wanted[name]], leaf)
        return np.asarray(found, float)


def free(name: str) -> str:
    return f"free {name}"


@lru_cache(maxsize=64)
def motion(model: Model) -> Motion:
    """Return a model in time, lowered when first asked for."""
    return Motion(model)
