"""Rates of change, lowered from an expression graph to straight lines of numpy calls.

Lanes are many runs side by side: an array holds one state, or one rate, of all of them.
`js/src/kinetics/rates.ts` lowers the same graph for one lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .differentiate import System
from .elimination import Elimination
from .formula import EVALUATE, OPERATIONS, Node, evaluate, reached

Array = NDArray[np.float64]
Call = Callable[[], Any]
Place = tuple[str, int]
"""Where a number lies: ``("static", node)``, ``("state", i)``, ``("time", 0)``, ``("register", r)``
or ``("result", j)``."""

COMPARISONS = ("<", "<=", ">", ">=")


class Rates:
    """dy/dt = f(y, p, t), its Jacobian and df/dt, ready to be run.

    A node is *static* if neither a state nor the time stands in it: it is computed once for a run,
    not at every step. So is a comparison of the time with something static (a *switch*): the
    solver stops where it switches, and between two stops it does not change.

    Parameters
    ----------
    nodes
        The expression graph.
    system
        From :func:`~il6widgets.kinetics.differentiate.system`, or from a program.

    Examples
    --------
    >>> from il6widgets.kinetics.differentiate import system
    >>> from il6widgets.kinetics.formula import Graph
    >>> graph = Graph({"A": ("species", "A"), "k": ("value", "k")}, frozenset())
    >>> decay = graph.add("-k * A", "example", frozenset({"species", "value"}))
    >>> rates = Rates(graph.nodes, system(graph.nodes, ["A"], [decay]))
    >>> rates([3.0], {"k": 0.5})
    array([-1.5])
    """

    def __init__(self, nodes: Sequence[Node], system: System) -> None:
        self.states = list(system["states"])
        rows = {("species", name): i for i, name in enumerate(self.states)}
        self.nodes = [list(node) for node in nodes]
        self.switches: dict[int, tuple[str, int, int]] = {}
        places: list[Place] = []
        pure: list[bool] = []  # static without a switch
        for index, (head, *rest) in enumerate(nodes):
            place: Place = ("static", index)
            if head == "species" and (head, rest[0]) in rows:
                place = ("state", rows[head, rest[0]])
            elif head == "time":
                place = ("time", 0)
            elif head in OPERATIONS:
                kinds = [places[i][0] for i in rest]
                if head in COMPARISONS and any(
                    kinds[a] == "time" and pure[rest[1 - a]] for a in (0, 1)
                ):
                    self.switches[index] = (head, rest[0], rest[1])
                    self.nodes[index] = ["switch", index]
                elif any(kind != "static" for kind in kinds):
                    place = ("node", index)
            places.append(place)
            static = place[0] == "static" and index not in self.switches
            pure.append(static if head not in OPERATIONS else static and all(pure[i] for i in rest))
        self._places = places

        m = len(self.states)
        self.elimination = Elimination(m, ((i, j) for i, j, _ in system["jacobian"]))
        self.rates = self._tape([(i, node) for i, node in enumerate(system["rates"])])
        self.jacobian = self._tape(
            [(self.elimination.pattern[i, j], node) for i, j, node in system["jacobian"]]
        )
        self.dfdt = self._tape([(i, node) for i, node in system["dfdt"]])
        used = {*self.rates.static, *self.jacobian.static, *self.dfdt.static}
        self.static = sorted(used)
        # Only switches on which a rate hangs make the solver stop.
        above = {s for s in reached(self.nodes, self.static) if s in self.switches}
        self.switches = {i: s for i, s in self.switches.items() if i in above}

    def _tape(self, wanted: list[tuple[int, int]]) -> Tape:
        return Tape(self.nodes, self._places, wanted)

    def statics(
        self, values: Mapping[str, ArrayLike], switches: Mapping[int, ArrayLike]
    ) -> dict[int, Any]:
        """Compute the static nodes: a number each, or one for each lane."""

        def leaf(kind: str, name: Any) -> Any:
            return switches[name] if kind == "switch" else values[name]

        found = evaluate(self.nodes, self.static, leaf)
        return dict(zip(self.static, found, strict=True))

    def thresholds(self, values: Mapping[str, ArrayLike]) -> list[Any]:
        """Compute the times at which a formula switches: a number each, or one for each lane."""
        wanted = [b if self._places[a][0] == "time" else a for _, a, b in self.switches.values()]
        return evaluate(self.nodes, wanted, lambda _, name: np.asarray(values[name], float))

    def switched(self, time: ArrayLike, thresholds: Sequence[Any]) -> dict[int, Any]:
        """Return how the switches stand at a time that is none of theirs."""
        found = {}
        for (index, (head, a, _)), threshold in zip(self.switches.items(), thresholds, strict=True):
            sides = (time, threshold) if self._places[a][0] == "time" else (threshold, time)
            found[index] = np.asarray(EVALUATE[head](*sides), float)
        return found

    def __call__(
        self,
        y: ArrayLike,
        values: Mapping[str, ArrayLike],
        time: ArrayLike = 0.0,
        switches: Mapping[int, ArrayLike] | None = None,
    ) -> Array:
        """Evaluate the rates, (states,) or (states, lanes).

        Switches stand as they do at the time, unless they are given (from :meth:`switched`).
        """
        return self._once(self.rates, len(self.states), y, values, time, switches)

    def matrix(
        self,
        y: ArrayLike,
        values: Mapping[str, ArrayLike],
        time: ArrayLike = 0.0,
        switches: Mapping[int, ArrayLike] | None = None,
    ) -> Array:
        """Evaluate the Jacobian, (states, states) or (states, states, lanes)."""
        m, entries = len(self.states), self.elimination.entries
        flat = self._once(self.jacobian, len(entries), y, values, time, switches)
        found = np.zeros((m, m, *flat.shape[1:]))
        for (i, j), entry in zip(entries, flat, strict=True):
            found[i, j] = entry
        return found

    def by_time(
        self,
        y: ArrayLike,
        values: Mapping[str, ArrayLike],
        time: ArrayLike = 0.0,
        switches: Mapping[int, ArrayLike] | None = None,
    ) -> Array:
        """Evaluate df/dt, (states,) or (states, lanes)."""
        return self._once(self.dfdt, len(self.states), y, values, time, switches)

    def _once(
        self,
        tape: Tape,
        size: int,
        y: ArrayLike,
        values: Mapping[str, ArrayLike],
        time: ArrayLike,
        switches: Mapping[int, ArrayLike] | None,
    ) -> Array:
        state = np.asarray(y, float)
        arrays = [np.shape(v) for v in values.values()]
        shape = np.broadcast_shapes(state.shape[1:], np.shape(time), *arrays)
        n = int(np.prod(shape))
        state = np.ascontiguousarray(
            np.broadcast_to(state.reshape(len(state), -1), (len(state), n))
        )
        clock = np.ascontiguousarray(np.broadcast_to(np.asarray(time, float), (n,)))
        flat = {k: np.reshape(v, -1) if np.ndim(v) else v for k, v in values.items()}
        stands = self.switched(clock, self.thresholds(flat)) if switches is None else switches
        static = self.statics(flat, stands)
        found = np.zeros((size, n))
        run(tape.bind(state, clock, static, found))
        return found.reshape(size, *shape)


class Tape:
    """Some nodes of a graph as a straight line of operations on registers.

    Attributes
    ----------
    steps : list of (head, places of the operands, place of the result)
    static : list of int
        The static nodes that are read.
    registers : int
        How many intermediate results live at the same time.
    """

    def __init__(
        self, nodes: Sequence[Node], places: Sequence[Place], wanted: Sequence[tuple[int, int]]
    ) -> None:
        self.steps: list[tuple[str, tuple[Place, ...], Place]] = []
        order: list[int] = []
        seen: set[int] = set()

        def visit(index: int) -> None:
            if places[index][0] == "node" and index not in seen:
                seen.add(index)
                for operand in nodes[index][1:]:
                    visit(operand)
                order.append(index)

        result: dict[int, int] = {}
        for row, index in wanted:
            visit(index)
            if places[index][0] == "node":
                result.setdefault(index, row)
        last: dict[int, int] = {}
        for at, index in enumerate(order):
            last |= dict.fromkeys(nodes[index][1:], at)

        here = {index: places[index] for _, index in wanted}
        free: list[int] = []
        self.registers = 0
        for at, index in enumerate(order):
            head, *operands = nodes[index]
            used = tuple(here.setdefault(i, places[i]) for i in operands)
            # A ufunc may write over what it reads; the others read their operands more than once.
            done = [here[i][1] for i in {*operands} if last[i] == at and here[i][0] == "register"]
            if head in ELEMENTWISE:
                free += done
            if index in result:
                here[index] = ("result", result[index])
            else:
                if not free:
                    free.append(self.registers)
                    self.registers += 1
                here[index] = ("register", free.pop())
            if head not in ELEMENTWISE:
                free += done
            self.steps.append((head, used, here[index]))
        for row, index in wanted:
            if here[index] != ("result", row):
                self.steps.append(("copy", (here[index],), ("result", row)))
        read = {place[1] for _, used, _ in self.steps for place in used if place[0] == "static"}
        self.static = sorted(read)

    def bind(
        self, state: Array, time: Array, static: Mapping[int, Any], result: Array
    ) -> list[Call]:
        """Return the calls that read `state`, `time` and `static`, and write rows of `result`."""
        registers = np.empty((self.registers, state.shape[1]))
        source = {
            "static": {i: np.asarray(static[i], float) for i in self.static},
            "state": state,
            "time": time[None],
            "register": registers,
            "result": result,
        }
        calls = []
        for head, used, (kind, at) in self.steps:
            operands = [source[k][i] for k, i in used]
            if head == "**" and operands[1].ndim == 0 and operands[1] == 2:
                head, operands = "*", [operands[0], operands[0]]
            calls.append(partial(APPLY[head], *operands, source[kind][at]))
        return calls


def run(calls: list[Call]) -> None:
    """Run bound calls in order; division by zero is infinite, and the solver sees it."""
    with np.errstate(all="ignore"):
        for call in calls:
            call()


# What follows writes into its last argument; the others are arrays of lanes, or single numbers.


def _power(base: Array, exponent: Array, out: Array) -> None:
    np.power(base, exponent, out)
    if np.minimum.reduce(base, axis=None) < 0:
        none = (base < 0) & (exponent != np.floor(exponent)) & ~np.isnan(exponent)
        np.copyto(out, 0.0, where=none)


def _share(part: Array, whole: Array, out: Array) -> None:
    np.divide(part, whole, out)
    if not whole.all():
        np.copyto(out, 0.0, where=whole == 0)


def _hill(x: Array, k: Array, n: Array, out: Array) -> None:
    np.maximum(x, 0.0, out=out)
    np.divide(k, out, out)
    np.power(out, n, out)
    np.add(out, 1.0, out)
    np.reciprocal(out, out)
    if np.isnan(np.add.reduce(out)):
        np.copyto(out, 0.0, where=x <= 0)


def _slope(p: Array, x: Array, n: Array, out: Array) -> None:
    np.multiply(n, p, out)
    np.divide(out, x, out)
    if not x.all():
        np.copyto(out, np.equal(n, 1.0), where=x == 0)


def _least(a: Array, b: Array, out: Array) -> None:
    np.minimum(a, b, out=out)


def _most(a: Array, b: Array, out: Array) -> None:
    np.maximum(a, b, out=out)


def _choose(condition: Array, a: Array, b: Array, out: Array) -> None:
    np.copyto(out, b)
    np.copyto(out, a, where=condition != 0)


APPLY: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "neg": np.negative,
    "min": _least,
    "max": _most,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "copy": np.positive,
    "**": _power,
    "share": _share,
    "hill": _hill,
    "slope": _slope,
    "if": _choose,
}
ELEMENTWISE = frozenset(head for head, call in APPLY.items() if isinstance(call, np.ufunc))
