"""Rodas5P, a stiff Rosenbrock method, over lanes: many runs at once, each with steps of its own.

The method: G. Steinebach, "Construction of Rosenbrock-Wanner method Rodas5P and numerical
benchmarks within the Julia Differential Equations package", BIT Numer. Math. 63 (2023) 27: eight
stages, order 5, an embedded error estimate, dense output of order 4, stiffly accurate. The form is
that of Hairer & Wanner, "Solving Ordinary Differential Equations II", IV.7, without products of
matrix and vector. `js/src/kinetics/rosenbrock.ts` does the same for one lane.

Lanes that are done make room for the next ones, so any number of runs needs the memory of one
width of lanes and its results.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .events import Event
from .rates import Array, Call, Rates, run
from .rodas5p import ABSCISSAE, DENSE, GAMMA, PREVIOUS, STAGES, TIME_SLOPES
from .trajectories import SolveError, Task, Trajectories

Lanes = NDArray[np.intp]

WIDTH = 3000  # lanes at a time: calls into numpy are long enough, and arrays still in the cache
FEW = 128  # lanes that cost less to drag along than to leave out
MAX_STEPS = 50_000
EPSILON = 2.0**-52
TINY_PIVOT = 1e-8  # of the smallest pivot that a decaying system can have, 1 / (gamma h)


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
    width: int = WIDTH,
    max_steps: int = MAX_STEPS,
    report: Callable[[int], object] | None = None,
) -> Trajectories:
    """Integrate dy/dt = f(y, p, t) for every lane.

    Parameters
    ----------
    rates
        The system.
    y0 : (states,) or (states, lanes)
        The state at `start`.
    values
        The values in the formulas, by name: a number, or one for each lane.
    times
        Where the solution is wanted, increasing.
    start
        Where `y0` holds; the first of `times` if not given.
    rtol, atol
        Error allowed in a step, root mean square over the states of
        error / (atol + rtol |y|); `atol` may be one number for each state.
    events
        Changes of states and values; the solver stops there exactly.
    wanted
        Names of the states to return, all if not given.
    width
        How many lanes are integrated at the same time.
    max_steps
        How many steps a lane may take.
    report
        Called now and then with how many lanes are done.

    Returns
    -------
    Trajectories

    Raises
    ------
    SolveError
        When the steps of a lane become too small, or too many.
    ValueError
        When times do not increase, an event lies before the start, or shapes do not match.

    Examples
    --------
    >>> from il6widgets.kinetics.differentiate import system
    >>> from il6widgets.kinetics.formula import Graph
    >>> graph = Graph({"A": ("species", "A"), "k": ("value", "k")}, frozenset())
    >>> decay = graph.add("-k * A", "example", frozenset({"species", "value"}))
    >>> rates = Rates(graph.nodes, system(graph.nodes, ["A"], [decay]))
    >>> found = solve(rates, [1.0], {"k": np.array([0.1, 0.2])}, [0.0, 5.0, 10.0])
    >>> found.y[0].round(5).tolist()
    [[1.0, 0.60653, 0.36788], [1.0, 0.36788, 0.13534]]
    """
    task = Task.of(rates, y0, values, times, start, rtol, atol, events, wanted, max_steps)
    with np.errstate(all="ignore"):
        _Run(task, min(width, task.n)).go(report)
    return task.trajectories()


def _of(array: ArrayLike, lanes: Lanes) -> Any:
    """What some lanes have of an array, or the number that all have."""
    a = np.asarray(array, float)
    return a[..., lanes] if a.ndim and a.shape[-1] > 1 else a if a.ndim == 2 else a.reshape(-1)[0]


class _Run:
    """Lanes on their way: columns of arrays, `lane` says which run a column holds."""

    def __init__(self, task: Task, width: int) -> None:
        self.task = task
        rates = task.rates
        self.next = width  # the first lane that has not begun
        events = task.timeline
        by_lane = {name for name, v in task.values.items() if v.size > 1}
        self.by_lane = by_lane | (events.changed & set(task.values))
        self.end = float(task.times[-1])

        lanes = np.arange(width)
        m = len(rates.states)
        self.y = np.empty((m, width))
        self.values = {name: np.empty(width) for name in sorted(self.by_lane)}
        self.lane = lanes.copy()
        self.t = np.empty(width)
        self.h = np.ones(width)
        self.stop = np.empty(width)
        self.at_stop = np.zeros(width, np.intp)  # how many stops are behind a lane
        self.position = np.zeros(width, np.intp)  # how many times have been written
        self.steps = np.zeros(width, np.int64)
        self.rejected = np.zeros(width, np.int64)
        self.fresh = np.ones(width, bool)  # the step size is not known yet
        self.last_rejected = np.zeros(width, bool)
        self.live = np.ones(width, bool)
        self.stops, self.order = events.load(lanes)
        self.thresholds = [np.empty(width) for _ in rates.switches]
        # A number for all lanes, or an array: found out on a first lane.
        probe = {n: np.full(1, v.flat[0]) if n in self.by_lane else v for n, v in self._given(0)}
        switches = rates.switched(np.zeros(1), rates.thresholds(probe))
        self.static = {
            node: np.empty(width) if np.ndim(value) else np.asarray(value, float)
            for node, value in rates.statics(probe, switches).items()
        }
        self._bind()
        self._load(lanes, lanes)

    def _given(self, lane: int) -> list[tuple[str, Array]]:
        lanes = np.array([lane])
        return [(name, np.asarray(_of(v, lanes))) for name, v in self.task.values.items()]

    def _bind(self) -> None:
        """Make buffers as wide as there are lanes, and the calls that work on them."""
        rates, (m, width) = self.task.rates, self.y.shape
        entries, tail = rates.elimination.entries, len(rates.elimination.pattern)
        self.stage = np.empty((m, width))  # what the rates are computed of
        self.clock = np.empty(width)
        self.f = np.empty((m, width))
        self.ft = np.zeros((m, width))
        self.w = np.zeros((len(entries), width))
        self.u = np.empty((len(STAGES), m, width))
        self.scratch = np.empty((m, width))
        bind = partial(_bound, self.stage, self.clock, self.static)
        self.rates = bind(rates.rates, self.f)
        self.jacobian = bind(rates.jacobian, self.w)
        self.dfdt = bind(rates.dfdt, self.ft)
        written = {place for _, _, (_, place) in rates.jacobian.steps}
        self.empty = [self.w[i] for i in range(m) if i not in written] + [self.w[tail:]]
        product = np.empty(width)
        self.factor = _factor(rates, self.w, product)
        self.solves = [_solve(rates, self.w, b, product) for b in self.u]

    def _load(self, columns: Lanes, lanes: Lanes) -> None:
        """Begin the runs `lanes` in some columns."""
        task = self.task
        self.lane[columns] = lanes
        self.y[:, columns] = _of(task.y0, lanes)
        for name, value in self.values.items():
            value[columns] = _of(task.values[name], lanes)
        self.t[columns] = task.start
        self.stops[:, columns], self.order[:, columns] = task.timeline.load(lanes)
        self.at_stop[columns] = self.position[columns] = 0
        self.steps[columns] = self.rejected[columns] = 0
        self.live[columns] = True
        given = {name: _of(v, lanes) for name, v in task.values.items()}
        for known, new in zip(self.thresholds, task.rates.thresholds(given), strict=True):
            known[columns] = new
        self._arrive(columns)
        self._refresh(columns)

    def _arrive(self, columns: Lanes) -> None:
        """Some lanes stand at a stop: apply what happens there, and look for the next one."""
        task, waiting = self.task, columns
        while len(self.stops) and len(waiting):
            waiting = waiting[self.at_stop[waiting] < len(self.stops)]
            k = self.at_stop[waiting]
            here = self.stops[k, waiting] <= self.t[waiting]
            waiting, k = waiting[here], k[here]
            for which in np.unique(self.order[k, waiting]):
                if which < len(task.timeline.events):
                    self._apply(
                        task.timeline.events[which], waiting[self.order[k, waiting] == which]
                    )
            self.at_stop[waiting] += 1
        self.stop[columns] = self.end
        if len(self.stops):
            ahead = columns[self.at_stop[columns] < len(self.stops)]
            self.stop[ahead] = np.minimum(self.stops[self.at_stop[ahead], ahead], self.end)
        # At a stop, a time that is asked for gets the state after it.
        now = columns[self.position[columns] < len(task.times)]
        now = now[task.times[self.position[now]] == self.t[now]]
        task.found[:, self.lane[now], self.position[now]] = self.y[task.wanted][:, now]
        self.position[now] += 1
        done = columns[self.t[columns] >= self.end]
        self.live[done] = False
        self.stop[done], self.h[done] = np.inf, 1.0
        task.steps[self.lane[done]] = self.steps[done]
        task.rejected[self.lane[done]] = self.rejected[done]
        self.fresh[columns] = True
        self.last_rejected[columns] = False

    def _apply(self, event: Event, columns: Lanes) -> None:
        for changes, put in ((event.add, False), (event.put, True)):
            for name, change in changes.items():
                states = self.task.rates.states
                array = self.y[states.index(name)] if name in states else self.values[name]
                size = _of(change, self.lane[columns])
                array[columns] = size if put else array[columns] + size

    def _refresh(self, columns: Lanes) -> None:
        """Compute the static nodes of some lanes, up to their next stop."""
        rates = self.task.rates
        stop = np.where(self.live[columns], self.stop[columns], self.t[columns])
        middle = self.t[columns] + 0.5 * (stop - self.t[columns])
        switches = rates.switched(middle, [t[columns] for t in self.thresholds])
        values = {
            name: self.values[name][columns] if name in self.values else v.reshape(-1)[0]
            for name, v in self.task.values.items()
        }
        for node, value in rates.statics(values, switches).items():
            self.static[node][() if self.static[node].ndim == 0 else columns] = value

    def go(self, report: Callable[[int], object] | None) -> None:
        """Step until all lanes are done."""
        while True:
            self._step()
            done = np.flatnonzero(~self.live)
            ahead = self.task.n - self.next
            if report:
                report(self.next - int(np.count_nonzero(self.live)))
            if ahead and len(done) > len(self.live) // 16:
                fill = done[:ahead]
                self._load(fill, self.next + np.arange(len(fill)))
                self.next += len(fill)
            elif not ahead and len(done) == len(self.live):
                return
            elif not ahead and len(done) > max(len(self.live) // 8, FEW):
                self._keep(np.flatnonzero(self.live))

    def _keep(self, columns: Lanes) -> None:
        """Go on with some columns only."""
        for name, array in vars(self).items():
            if (
                isinstance(array, np.ndarray)
                and array.shape[-1] == len(self.live)
                and name != "live"
            ):
                setattr(self, name, np.ascontiguousarray(array[..., columns]))
        self.values = {name: a[columns] for name, a in self.values.items()}
        self.static = {i: a[columns] if a.ndim else a for i, a in self.static.items()}
        self.thresholds = [a[columns] for a in self.thresholds]
        self.live = self.live[columns]
        self._bind()

    def _step(self) -> None:
        task, y, u, f, stage = self.task, self.y, self.u, self.f, self.stage
        moving = bool(task.rates.dfdt.steps)  # the time stands in a rate
        np.copyto(stage, y)
        np.copyto(self.clock, self.t)
        run(self.rates)
        run(self.jacobian)
        if moving:
            run(self.dfdt)
        if self.fresh.any():
            self._first_size(np.flatnonzero(self.fresh))
        rest = self.stop - self.t
        lands = self.h >= 0.999 * rest
        h = np.where(lands, rest, self.h)
        inverse = 1.0 / h
        for rows in self.empty:
            rows[:] = 0.0
        diagonal = self.w[: len(y)]
        np.subtract(diagonal, inverse / GAMMA, diagonal)
        for call in self.factor:
            call()
        # W is J - 1/(gamma h), so that the right-hand sides are negative.
        for i, (weights, previous) in enumerate(zip(STAGES, PREVIOUS, strict=True)):
            if i == 0:
                np.negative(f, u[0])
            else:
                if i < 6:
                    np.matmul(weights, u[:i].reshape(i, -1), out=stage.reshape(-1))
                    np.add(stage, y, stage)
                else:
                    np.add(stage, u[i - 1], stage)
                np.add(self.t, ABSCISSAE[i] * h, self.clock)
                run(self.rates)
                np.matmul(previous, u[:i].reshape(i, -1), out=u[i].reshape(-1))
                np.multiply(u[i], inverse, u[i])
                np.subtract(u[i], f, u[i])
            if moving and TIME_SLOPES[i]:
                np.multiply(self.ft, TIME_SLOPES[i] * h, self.scratch)
                np.subtract(u[i], self.scratch, u[i])
            for call in self.solves[i]:
                call()
        new = np.add(stage, u[7], stage)
        error = self._error(new, inverse)
        accepted = (error <= 1.0) & self.live
        factor = np.clip(0.9 * error**-0.2, 0.2, 6.0)
        factor[self.last_rejected] = np.minimum(factor[self.last_rejected], 1.0)
        self.steps += self.live
        self.rejected += self.live & ~accepted
        self.last_rejected = self.live & ~accepted
        landed = accepted & lands
        t = np.where(landed, self.stop, np.where(accepted, self.t + h, self.t))
        self._write(t, landed, h)
        np.copyto(y, new, where=accepted)
        self.h = np.where(self.live, h * factor, 1.0)
        self.t = t
        self._check()
        if landed.any():
            columns = np.flatnonzero(landed)
            self._arrive(columns)
            if len(self.stops):
                self._refresh(columns)

    def _first_size(self, columns: Lanes) -> None:
        """A hundredth of the time in which the state changes by itself, within bounds."""
        y, f = self.y[:, columns], self.f[:, columns]
        scale = self.task.atol + self.task.rtol * np.abs(y)
        size, speed = (np.sqrt(np.mean((a / scale) ** 2, axis=0)) for a in (y, f))
        rest = self.stop[columns] - self.t[columns]
        guess = np.where(speed > 0, 0.01 * size / speed, 0.1 * rest)
        least = np.maximum(1e-6 * rest, 4 * EPSILON * np.abs(self.t[columns]))
        self.h[columns] = np.clip(guess, least, np.maximum(0.1 * rest, least))
        self.h[~self.live] = 1.0
        self.fresh[columns] = False

    def _error(self, new: Array, inverse: Array) -> Array:
        """The error of the step in units of what is allowed; large where the step is worthless."""
        scale = np.maximum(np.abs(self.y), np.abs(new), out=self.scratch)
        scale *= self.task.rtol
        scale += self.task.atol
        top = np.maximum.reduce(scale, axis=0)
        part = np.divide(self.u[7], scale, out=scale)
        error = np.sqrt(np.einsum("in,in->n", part, part) / len(new))
        pivots = self.w[: len(new)]
        worst = np.maximum(np.maximum.reduce(pivots, axis=0), -np.minimum.reduce(pivots, axis=0))
        sound = np.isfinite(error) & (top < np.inf) & (worst * inverse * TINY_PIVOT < GAMMA)
        return np.where(sound, np.maximum(error, 1e-10), 1e6)

    def _write(self, t: Array, landed: NDArray[np.bool_], h: Array) -> None:
        """Dense output at the times that the step has passed; a stop itself is left to arriving."""
        task = self.task
        upto = np.searchsorted(task.times, t, "right")
        if landed.any():
            upto[landed] = np.searchsorted(task.times, t[landed], "left")
        count = np.maximum(upto - self.position, 0)
        total = int(count.sum())
        if not total:
            return
        column = np.repeat(np.arange(len(t)), count)
        first = np.repeat(np.cumsum(count) - count, count)
        at = self.position[column] + np.arange(total) - first
        theta = (task.times[at] - self.t[column]) / h[column]
        left = 1.0 - theta
        place = self.lane[column] * len(task.times) + at
        for row, i in enumerate(task.wanted):
            y0, y1 = self.y[i].take(column), self.stage[i].take(column)
            k0, k1, k2 = np.matmul(DENSE, self.u[:, i]).take(column, axis=1)
            bend = left * (k0 + theta * (k1 + theta * k2))
            task.found[row].reshape(-1)[place] = left * y0 + theta * (y1 + bend)
        self.position += count

    def _check(self) -> None:
        """Give up on a lane whose steps vanish, or never end."""
        stuck = self.live & ((self.t + self.h == self.t) | (self.h < 1e-100)) & ~self.fresh
        endless = self.live & (self.steps >= self.task.max_steps)
        for bad, what in (
            (stuck, "the step size fell to nothing"),
            (endless, f"{self.task.max_steps} steps were not enough"),
        ):
            if bad.any():
                column = int(np.argmax(bad))
                lane, time = int(self.lane[column]), float(self.t[column])
                part = np.abs(self.u[7, :, column]) / (
                    self.task.atol[:, 0] + self.task.rtol * np.abs(self.y[:, column])
                )
                name = self.task.rates.states[int(np.argmax(np.nan_to_num(part, nan=np.inf)))]
                raise SolveError(
                    f"run {lane} of {self.task.n} stopped at time {time:.6g}: {what}; "
                    f"'{name}' is the hardest. It may grow without bound: check its rate and the "
                    "values of this run, end earlier, or loosen rtol",
                    lane,
                    time,
                )


def _bound(stage: Array, clock: Array, static: dict[int, Any], tape: Any, out: Array) -> list[Call]:
    return tape.bind(stage, clock, static, out)


def _factor(rates: Rates, w: Array, product: Array) -> list[Call]:
    """The calls that turn the entries of a matrix into those of its factors."""
    rows = list(w)
    calls: list[Call] = []
    for k, lower, updates, upper in rates.elimination.factor:
        calls.append(partial(np.reciprocal, rows[k], rows[k]))
        calls += [partial(np.multiply, rows[i], rows[k], rows[i]) for i in lower]
        for target, a, b in updates:
            calls.append(partial(np.multiply, rows[a], rows[b], product))
            calls.append(partial(np.subtract, rows[target], product, rows[target]))
        calls += [partial(np.multiply, rows[j], rows[k], rows[j]) for j in upper]
    return calls


def _solve(rates: Rates, w: Array, b: Array, product: Array) -> list[Call]:
    """The calls that solve for one right-hand side, in place."""
    rows, right = list(w), list(b)
    calls: list[Call] = []
    elimination = rates.elimination
    for part in (elimination.forward, elimination.backward):
        for target, place, source in part:
            calls.append(partial(np.multiply, rows[place], right[source], product))
            calls.append(partial(np.subtract, right[target], product, right[target]))
        if part is elimination.forward:
            calls.append(partial(np.multiply, b, w[: len(b)], b))
    return calls
