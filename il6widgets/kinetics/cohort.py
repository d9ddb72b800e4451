"""Virtual populations: chunks fixed by their index, run here or on anything that submits."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .distributions import Distribution, root
from .errors import InputError, UnknownName, suggestion
from .model import Model
from .progress import reporting
from .shelf import Shelf, column
from .solve import solve
from .trajectories import SolveError

Array = NDArray[np.float64]

CHUNK = 1_700
"""Patients of a chunk. It is part of what a seed means: another number gives other patients."""

AHEAD = 16
"""Chunks that may wait for a worker or for being fetched, so that memory stays bounded."""


@dataclass(frozen=True)
class Population:
    """A population that was run.

    Attributes
    ----------
    t : (n_times,)
    drawn : dict of str to (n,)
        What was drawn for every patient, in the model's units.
    results : dict of str to (n, n_times)
        By output.
    """

    model: Model
    t: Array
    drawn: dict[str, Array]
    results: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        """Return an output, (n, n_times)."""
        if name not in self.results:
            known = list(self.results)
            raise UnknownName(f"the cohort kept no '{name}'{suggestion(name, known)}")
        return self.results[name]

    def __len__(self) -> int:
        return len(next(iter(self.results.values())))

    def percentiles(self, name: str, percent: Sequence[float] = (5, 50, 95)) -> Array:
        """Return percentiles of an output over the population, (len(percent), n_times)."""
        # One time after the other: what is kept on disk need not fit into memory.
        rows = self[name]
        found = [np.percentile(column(rows, k), percent) for k in range(len(self.t))]
        return np.array(found).T

    def responders(self, name: str, below: float) -> Array:
        """Return the share of patients whose output is below a number, (n_times,)."""
        rows = self[name]
        return np.array([float(np.mean(column(rows, k) < below)) for k in range(len(self.t))])


def cohort(
    model: Model,
    n: int = 10_000,
    seed: int = 1,
    executor: Any = None,
    *,
    t: Any = None,
    outputs: Sequence[str] = ("serum", "occupancy", "IL6", "CRP"),
    doses: Any = None,
    correlation: Mapping[tuple[str, str], float] | None = None,
    store: str | Path | None = None,
    progress: bool | Callable[[int, int], object] = False,
    **distributions: Any,
) -> Population:
    """Run a virtual population.

    The same seed gives the same numbers bit for bit, whatever runs them and however many workers
    there are: patients are drawn and solved in chunks that are fixed by their index.

    Parameters
    ----------
    model
        Of kind ode, such as ``patient``.
    n
        How many patients.
    seed
        A whole number.
    executor
        Anything with ``submit``: a ``concurrent.futures`` executor, loky, Dask's
        ``client.get_executor()``; here, one chunk after the other, if not given. A chunk whose
        worker dies is run here.
    t : (n_times,)
        Times in the model's unit; 200 over the length of a run if not given.
    outputs
        What is kept: ``n * n_times`` numbers each.
    doses
        As for :func:`solve`.
    correlation
        By pairs of names, of the normal draws behind the values: ``{("CL", "V1"): 0.5}``.
    store
        A folder that keeps every chunk; a run that was cut off goes on from there, and the
        results are read from it when they are asked for, so that memory stays bounded.
    progress
        True for a bar, or a function that is called with the patients that are done and `n`.
    **distributions
        By input: :func:`lognormal`, :func:`normal`, :func:`uniform`, or a value or choice that is
        the same for all.

    Raises
    ------
    InputError, UnknownName
        Naming what is wrong.
    SolveError
        When a patient could not be solved.

    Examples
    --------
    >>> import il6widgets as il6
    >>> people = il6.cohort(il6.load("patient"), n=20, CL=il6.lognormal(0.3, cv=0.39),
    ...                     doses=il6.doses("8 mg/kg", route="iv"), outputs=["CRP"], t=[0, 28])
    >>> people["CRP"].shape
    (20, 2)
    """
    if int(n) != n or n < 1:
        raise InputError(f"n is {n}; give a whole number of patients, 1 or more")
    if model.time is None:
        raise InputError(f"{model.id} does not move in time; a cohort needs a model that does")
    if not outputs:
        raise InputError("outputs is empty; name at least one, such as 'CRP'")
    times = np.linspace(0, model.time.end, 200) if t is None else np.asarray(t, float)
    spread = {k: v for k, v in distributions.items() if isinstance(v, Distribution)}
    for name in spread:
        if name not in model.parameters:
            raise UnknownName(
                f"{model.id} has no input '{name}'{suggestion(name, model.parameters)}"
            )
    names = sorted(spread)
    task = _Task(
        model, seed, times, tuple(outputs), doses,
        {k: v for k, v in distributions.items() if k not in spread},
        spread, root(names, correlation or {}),
    )  # fmt: skip
    sizes = [min(CHUNK, n - first) for first in range(0, n, CHUNK)]
    kept = (*(f"drawn {name}" for name in names), *outputs)
    shapes = {key: (n,) if key.startswith("drawn ") else (n, len(times)) for key in kept}
    shelf = Shelf(shapes, len(sizes), None if store is None else Path(store) / task.name(n))
    missing = [i for i in range(len(sizes)) if not shelf.done[i]]
    with reporting(progress, n) as report:
        done = n - sum(sizes[i] for i in missing)
        report(done)
        for i, chunk in _run(task, missing, sizes, executor):
            shelf.put(i, i * CHUNK, chunk)
            done += sizes[i]
            report(done)
    drawn = {name: shelf.array(f"drawn {name}") for name in names}
    return Population(model, times, drawn, {name: shelf.array(name) for name in outputs})


@dataclass(frozen=True)
class _Task:
    """All that a worker needs to know."""

    model: Model
    seed: int
    t: Array
    outputs: tuple[str, ...]
    doses: Any
    fixed: dict[str, Any]
    spread: dict[str, Distribution]
    root: Array

    def name(self, n: int) -> str:
        """Return a name that only the same population has."""
        told = [self.model.hash, sorted(self.model.chosen.items()), n, self.seed,
                self.t.tolist(), self.outputs, repr(self.doses),
                repr(sorted(self.fixed.items())), repr(sorted(self.spread.items())),
                self.root.tolist(), CHUNK]  # fmt: skip
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def run_chunk(task: _Task, index: int, size: int) -> dict[str, Array]:
    """Draw and solve one chunk; the same whoever runs it."""
    model = _known(task.model)
    draw = np.random.Generator(np.random.Philox(key=[task.seed, index]))
    names = sorted(task.spread)
    # All of a chunk is drawn, so that a smaller last chunk is the beginning of a whole one.
    z = draw.standard_normal((CHUNK, len(names)))[:size] @ task.root.T
    drawn = {name: task.spread[name].of(model, name, z[:, i]) for i, name in enumerate(names)}
    given: dict[str, Any] = {**task.fixed, **drawn}
    if not drawn:
        first = next(iter(model.parameters))
        value = given.get(first, model.parameters[first].value)
        given[first] = np.full(size, float(value))
    sol = solve(
        model, task.t, outputs=list(task.outputs), changes=given, method="Rodas5P",
        doses=task.doses,
    )  # fmt: skip
    kept = {name: np.broadcast_to(sol[name], (size, len(task.t))) for name in task.outputs}
    return {**{f"drawn {k}": v for k, v in drawn.items()}, **kept}


_met: dict[tuple[Any, ...], Model] = {}


def _known(model: Model) -> Model:
    """Return one object for a model, so that a worker compiles it once, not at every chunk."""
    return _met.setdefault((model.hash, *sorted(model.chosen.items())), model)


def _run(task: _Task, missing: Sequence[int], sizes: Sequence[int], executor: Any) -> Any:
    """Yield chunks with their index, in order."""
    if executor is None:
        for i in missing:
            yield i, run_chunk(task, i, sizes[i])
        return
    waiting = iter(missing)
    futures: deque[tuple[int, Any]] = deque()

    def submit() -> None:
        i = next(waiting, None)
        if i is None:
            return
        try:
            futures.append((i, executor.submit(run_chunk, task, i, sizes[i])))
        except RuntimeError:  # the pool is broken already
            futures.append((i, None))

    try:
        for _ in range(AHEAD):
            submit()
        while futures:
            i, future = futures.popleft()
            try:
                chunk = future.result() if future else run_chunk(task, i, sizes[i])
            except (InputError, SolveError):
                raise
            except Exception:  # a worker died: every engine says so in its own way
                chunk = run_chunk(task, i, sizes[i])
            submit()
            yield i, chunk
    finally:
        for _, future in futures:
            if future:
                future.cancel()
