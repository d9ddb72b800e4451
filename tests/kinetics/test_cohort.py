"""Virtual populations: the same bits however they are run, spread as asked, nothing lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import distributed
import numpy as np
import pytest

import il6widgets as il6
from il6widgets.kinetics.cohort import CHUNK

M = il6.load("patient")
T = [0, 28, 56, 84]
SPREAD = dict(
    CL=il6.lognormal(0.3, cv=0.39), V1=il6.lognormal(3.5, cv=0.37), Vm=il6.lognormal(7.5, cv=0.54)
)  # Frey 2010, between patients
GIVEN = dict(
    t=T, outputs=["serum", "CRP"], doses=il6.doses("8 mg/kg", every=28, count=3, route="iv")
)


MANY = 2 * CHUNK + 100


def people(n: int = MANY, executor: Any = None, **more: Any) -> Any:
    """A population under tocilizumab."""
    return il6.cohort(M, n, 7, executor, **{**GIVEN, **SPREAD, **more})


def same(one: Any, other: Any) -> None:
    for name in ("serum", "CRP"):
        assert np.array_equal(one[name], other[name])
    for name, values in one.drawn.items():
        assert np.array_equal(values, other.drawn[name])


def test_one_worker_or_three_give_the_same_bits() -> None:
    here = people()
    with ThreadPoolExecutor(3) as threads:
        same(here, people(executor=threads))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        same(here, people(executor=processes))


def test_fewer_patients_are_the_first_of_more() -> None:
    few, many = people(CHUNK + 10), people()
    for name, values in few.drawn.items():
        assert np.array_equal(values, many.drawn[name][: CHUNK + 10])


def test_a_patient_is_what_solve_gives_for_its_draw() -> None:
    found = people(20)
    one = {name: float(values[13]) for name, values in found.drawn.items()}
    sol = il6.solve(M, T, changes=one, doses=GIVEN["doses"], rtol=1e-8)
    assert found["serum"][13] == pytest.approx(sol["serum"], rel=1e-4, abs=1e-4)
    assert found["CRP"][13] == pytest.approx(sol["CRP"], rel=1e-3, abs=1e-3)


def test_values_are_spread_and_correlated_as_asked() -> None:
    found = il6.cohort(
        M, 4000, t=[0], outputs=["CRP"], correlation={("CL", "V1"): 0.6},
        CL=il6.lognormal(0.3, cv=0.39), V1=il6.normal(3.5, 0.5), weight=il6.uniform(50, 90),
    ).drawn  # fmt: skip
    logs = np.log(found["CL"])
    assert np.median(found["CL"]) == pytest.approx(0.3, rel=0.03)
    assert logs.std() == pytest.approx(np.sqrt(np.log(1 + 0.39**2)), rel=0.05)
    assert (found["V1"].mean(), found["V1"].std()) == pytest.approx((3.5, 0.5), rel=0.05)
    assert 50 <= found["weight"].min() < 51 < 89 < found["weight"].max() <= 90
    assert np.corrcoef(logs, found["V1"])[0, 1] == pytest.approx(0.6, abs=0.04)
    assert np.corrcoef(logs, found["weight"])[0, 1] == pytest.approx(0, abs=0.06)


def test_a_singular_correlation_is_fine_and_a_contradiction_is_not() -> None:
    both: dict[str, Any] = dict(CL=il6.lognormal(0.3, cv=0.3), V1=il6.lognormal(3.5, cv=0.3))
    found = il6.cohort(M, 50, t=[0], outputs=["CRP"], correlation={("CL", "V1"): 1.0}, **both).drawn
    assert np.corrcoef(np.log(found["CL"]), np.log(found["V1"]))[0, 1] == pytest.approx(1)
    three = {("CL", "V1"): 0.9, ("CL", "Vm"): 0.9, ("V1", "Vm"): -0.9}
    with pytest.raises(il6.InputError, match="contradict each other"):
        people(10, correlation=three)


class Dying(ThreadPoolExecutor):
    """Loses the worker of every second chunk."""

    def submit(self, fn: Callable[..., Any], /, *given: Any, **more: Any) -> Future[Any]:
        index = given[1]
        if index % 2:
            lost: Future[Any] = Future()
            lost.set_exception(RuntimeError("worker gone"))
            return lost
        return super().submit(fn, *given, **more)


def test_a_worker_that_dies_loses_nothing() -> None:
    with Dying(2) as executor:
        same(people(), people(executor=executor))


def test_a_process_that_is_killed_loses_nothing() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pid = pool.submit(os.getpid).result()
        os.kill(pid, signal.SIGKILL)
        same(people(), people(executor=pool))


def test_dask_workers_give_the_same_bits_and_one_may_be_killed() -> None:
    here = people()
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        same(here, people(executor=client.get_executor()))
        killed: list[int] = []

        def kill(done: int, _: int) -> None:
            if done and not killed:
                # In the middle: the nanny of the worker starts another one.
                pids: Any = client.run(os.getpid)
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        same(here, people(executor=client.get_executor(), progress=kill))
        assert killed


def test_a_run_that_was_cut_off_goes_on_from_disk(tmp_path: Path) -> None:
    class Cut(Exception):
        pass

    def stop(done: int, _: int) -> None:
        if done >= CHUNK:
            raise Cut

    with pytest.raises(Cut):
        people(store=tmp_path, progress=stop)
    (note,) = tmp_path.glob("*/done.npy")
    kept = int(np.load(note).sum())
    assert kept >= 1
    told: list[int] = []
    whole = people(store=tmp_path, progress=lambda done, _: told.append(done))
    same(people(), whole)
    assert told[0] == CHUNK * kept
    again: list[int] = []
    people(store=tmp_path, progress=lambda done, _: again.append(done))
    assert again == [MANY]


def test_what_is_on_disk_is_read_as_if_it_were_here(tmp_path: Path) -> None:
    here, there = people(), people(store=tmp_path)
    np.testing.assert_array_equal(here.percentiles("CRP"), there.percentiles("CRP"))
    np.testing.assert_array_equal(here.responders("CRP", 1.0), there.responders("CRP", 1.0))
    assert here.percentiles("CRP") == pytest.approx(np.percentile(here["CRP"], (5, 50, 95), axis=0))


def test_percentiles_and_responders() -> None:
    found = people(200)
    low, middle, high = found.percentiles("CRP")
    assert np.all(low <= middle)
    assert np.all(middle <= high)
    share = found.responders("CRP", 1.0)
    assert share[0] == 0
    assert share[1] == pytest.approx(np.mean(found["CRP"][:, 1] < 1))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (dict(n=0), "n is 0"),
        (dict(n=2.5), "n is 2.5"),
        (dict(CLL=il6.lognormal(1, 1)), "no input 'CLL'.*CL"),
        (dict(outputs=[]), "outputs is empty"),
        (dict(outputs=["CRPP"]), "nothing called 'CRPP'"),
        (dict(V1=il6.uniform(5, 3)), "put the least first"),
        (dict(V1=il6.lognormal(3, cv=-1)), "spread is -1"),
        (dict(correlation={("CL", "Q"): 0.5}), "'Q' has no distribution"),
        (dict(correlation={("CL", "V1"): 2}), "lies from -1 to 1"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, Any], message: str) -> None:
    with pytest.raises(il6.InputError, match=message):
        il6.cohort(M, **{**dict(n=10), **GIVEN, **SPREAD, **given})


def test_a_model_with_another_choice_is_another_model(tmp_path: Path) -> None:
    other = il6.load("patient", drug="siltuximab")
    given: dict[str, Any] = dict(
        n=5, t=T, outputs=["occupancy"], doses=GIVEN["doses"], V1=il6.lognormal(3.1, cv=0.1)
    )
    for store in (None, tmp_path):
        taken = il6.cohort(M, store=store, **given)["occupancy"]
        free = il6.cohort(other, store=store, **given)["occupancy"]
        assert np.all(taken[:, 1] > 0.9)
        assert np.all(free == 0)  # it binds IL-6, not the receptor
