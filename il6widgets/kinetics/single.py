"""One run by scipy: rates in plain Python numbers, which for one lane are faster than arrays."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp

from .events import Event
from .rates import Array, Rates, Tape
from .trajectories import SolveError, Task, Trajectories

Instruction = tuple[Callable[[Any, Any], Any], int, int, int]


class Single:
    """The rates of one lane between two stops, as scipy wants them.

    Parameters
    ----------
    rates
        The system.
    values
        A number for every value in the formulas.
    time
        A time between the two stops: conditions on the time are held as they stand there.

    Examples
    --------
    >>> from il6widgets.kinetics.differentiate import system
    >>> from il6widgets.kinetics.formula import Graph
    >>> graph = Graph({"A": ("species", "A"), "k": ("value", "k")}, frozenset())
    >>> decay = graph.add("-k * A", "example", frozenset({"species", "value"}))
    >>> single = Single(Rates(graph.nodes, system(graph.nodes, ["A"], [decay])), {"k": 0.5}, 0.0)
    >>> single(0.0, np.array([3.0])), single.jacobian(0.0, np.array([3.0]))
    ([-1.5], array([[-0.5]]))
    """

    def __init__(self, rates: Rates, values: Mapping[str, ArrayLike], time: float) -> None:
        self._rates = rates
        self._values = values
        self._switches = rates.switched(time, rates.thresholds(values))
        static = rates.statics(values, self._switches)
        self._rate = _Line(rates.rates, static, len(rates.states))
        entries = rates.elimination.entries[: len(rates.elimination.pattern)]
        self._matrix = _Line(rates.jacobian, static, len(entries))
        self._at = tuple(np.array(entries).T)

    def __call__(self, t: float, y: Array) -> list[float]:
        """Return dy/dt."""
        try:
            return self._rate(t, y)
        except (ArithmeticError, ValueError):  # Python has no infinite quotients
            return self._rates(y, self._values, t, self._switches).tolist()

    def jacobian(self, t: float, y: Array) -> Array:
        """Return the Jacobian."""
        try:
            entries = self._matrix(t, y)
        except (ArithmeticError, ValueError):
            return self._rates.matrix(y, self._values, t, self._switches)
        found = np.zeros((len(y), len(y)))
        found[self._at] = entries
        return found


class _Line:
    """A tape on one list of numbers: results first, then the states, the time, and the rest."""

    def __init__(self, tape: Tape, static: Mapping[int, Any], results: int) -> None:
        self._results = results
        used = [p for _, places, to in tape.steps for p in (*places, to)]
        states = 1 + max((i for kind, i in used if kind == "state"), default=-1)
        numbers = [float(static[i]) for i in tape.static]
        first = results + states + 1
        where = {("static", node): first + k for k, node in enumerate(tape.static)}
        registers = first + len(numbers)

        def slot(place: tuple[str, int]) -> int:
            kind, i = place
            match kind:
                case "result":
                    return i
                case "state":
                    return results + i
                case "time":
                    return results + states
                case "register":
                    return registers + i
                case _:
                    return where[place]

        self._states = states
        self._rest = numbers + [0.0] * tape.registers
        self._code: list[Instruction] = []
        for head, places, to in tape.steps:
            at = [slot(p) for p in places]
            if len(at) == 3:  # the last two go in as a pair
                pair = registers + tape.registers + sum(f is _pair for f, *_ in self._code)
                self._code.append((_pair, at[1], at[2], pair))
                self._rest.append(0.0)
                at = [at[0], pair]
            self._code.append((SCALAR[head], at[0], at[-1], slot(to)))

    def __call__(self, t: float, y: Array) -> list[float]:
        v = [0.0] * self._results + y.tolist()[: self._states] + [t, *self._rest]
        for function, a, b, to in self._code:
            v[to] = function(v[a], v[b])
        return v[: self._results]


def _pair(a: float, b: float) -> tuple[float, float]:
    return a, b


def _power(base: float, exponent: float) -> float:
    return 0.0 if base < 0 and exponent % 1 else base**exponent


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _hill(x: float, rest: tuple[float, float]) -> float:
    return 0.0 if x <= 0 else 1.0 / (1.0 + (rest[0] / x) ** rest[1])


def _slope(p: float, rest: tuple[float, float]) -> float:
    x, n = rest
    return n * p / x if x else float(n == 1)


SCALAR: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": _power,
    "min": lambda a, b: a if a < b else b,
    "max": lambda a, b: a if a > b else b,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "share": _share,
    "hill": _hill,
    "slope": _slope,
    "if": lambda condition, rest: rest[0] if condition else rest[1],
    # Of one operand, which comes twice.
    "neg": lambda a, _: -a,
    "exp": lambda a, _: math.exp(a),
    "log": lambda a, _: math.log(a),
    "sqrt": lambda a, _: math.sqrt(a),
    "abs": lambda a, _: abs(a),
    "copy": lambda a, _: a,
}


def solve(
    rates: Rates,
    y0: ArrayLike,
    values: Mapping[str, ArrayLike],
    times: ArrayLike,
    *,
    start: float | None = None,
    rtol: float = 1e-6,
    atol: ArrayLike = 1e-9,
    events: Sequence[Event] = (),
    wanted: Sequence[str] | None = None,
    method: str = "LSODA",
) -> Trajectories:
    """Integrate one lane by scipy; parameters and result as for :func:`.rosenbrock.solve`.

    Parameters
    ----------
    method
        ``"LSODA"``, ``"BDF"`` or ``"Radau"``.

    Raises
    ------
    SolveError
        With what scipy says.
    """
    task = Task.of(rates, y0, values, times, start, rtol, atol, events, wanted, 0)
    if task.n != 1:
        raise ValueError(f"one run by scipy, or many by rosenbrock.solve: there are {task.n}")
    if method not in ("LSODA", "BDF", "Radau"):
        raise ValueError(f"no method '{method}'; it has LSODA, BDF, Radau")
    given: dict[str, Any] = {name: float(v.flat[0]) for name, v in task.values.items()}
    y, now, end, steps = task.y0[:, 0].copy(), task.start, float(task.times[-1]), 0
    stops, order = (a[:, 0] for a in task.timeline.load(np.zeros(1, np.intp)))
    k = 0
    while True:
        while k < len(stops) and stops[k] <= now:
            if order[k] < len(task.timeline.events):
                _apply(task.timeline.events[order[k]], rates.states, y, given)
            k += 1
        task.found[:, 0, task.times == now] = y[task.wanted, None]
        if now >= end:
            break
        until = min(float(stops[k]), end) if k < len(stops) else end
        inside = (task.times > now) & (task.times < until)
        single = Single(rates, given, 0.5 * (now + until))
        leg = solve_ivp(
            single, (now, until), y, method, np.append(task.times[inside], until),
            jac=single.jacobian, rtol=max(rtol, 1e-13), atol=task.atol[:, 0],
        )  # fmt: skip
        if not leg.success or not np.isfinite(leg.y).all():
            reached = float(leg.t[-1]) if len(leg.t) else now
            raise SolveError(
                f"the run stopped at time {reached:.6g}: {leg.message} ({method}). A state may "
                "grow without bound: check the rates and the values, end earlier, or loosen rtol",
                0,
                reached,
            )
        task.found[:, 0, inside] = leg.y[task.wanted, :-1]
        steps += leg.nfev
        y, now = leg.y[:, -1], until
    task.steps[0] = steps
    return task.trajectories()


def _apply(event: Event, states: list[str], y: Array, values: dict[str, Any]) -> None:
    for changes, keep in ((event.add, 1.0), (event.put, 0.0)):
        for name, change in changes.items():
            number = float(np.asarray(change, float).flat[0])
            if name in states:
                row = states.index(name)
                y[row] = keep * y[row] + number
            else:
                values[name] = keep * values[name] + number
