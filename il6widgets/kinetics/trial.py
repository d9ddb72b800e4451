"""A trial on virtual patients: how often it finds the better arm, and what a wrong choice costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

from .cohort import Population
from .errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """What trials of several sizes find.

    Attributes
    ----------
    n : (n_sizes,)
        Patients an arm.
    power : (n_sizes,)
        The share of trials that find the treated arm better, at the level asked for.
    wrong : (n_sizes,)
        The share that find it worse.
    regret : (n_sizes,)
        What choosing the arm with the better mean costs on average, in the unit of `judged`: the
        mean of the truly better arm against that of the chosen one.
    """

    n: NDArray[np.int64]
    power: Array
    wrong: Array
    regret: Array


def trial(
    treated: Population,
    control: Population,
    end_point: str,
    n: int | Sequence[int],
    *,
    judged: str = "CRP",
    at: int = -1,
    lower_is_better: bool = True,
    assay_cv: float = 0.2,
    alpha: float = 0.05,
    repeats: int = 2000,
    seed: int = 1,
) -> Trial:
    """Return how often trials of a size find the treated arm better.

    Patients of each arm are drawn from its population with replacement; the end point is measured
    with a lognormal error and the arms are compared by the Mann–Whitney test, two-sided.

    Parameters
    ----------
    treated, control
        Populations of :func:`cohort` that kept the end point.
    end_point
        The output by which the trial decides, ``"CRP"`` or ``"IL6"``.
    n
        Patients an arm, one number or several.
    judged
        The output by which patients fare well or ill, on which regret is counted.
    at
        Index of the time at which both are read; the last by default.
    lower_is_better
        Whether less of the end point, and of what is judged, is better.
    assay_cv
        Error of the assay, coefficient of variation; a design value.
    alpha
        Level of the test.
    repeats
        Trials a size; power is known to about ``0.5 / sqrt(repeats)``.
    seed
        A whole number.

    Raises
    ------
    UnknownName
        When a population kept no such output.
    InputError
        For fewer than two patients an arm, a level that is none, or a negative error.

    Examples
    --------
    >>> import il6widgets as il6
    >>> m, kept = il6.load("patient"), dict(t=[0, 28], outputs=["CRP"], CL=il6.lognormal(0.3, 0.4))
    >>> with_ = il6.cohort(m, 200, doses=il6.doses("8 mg/kg", route="iv"), **kept)
    >>> without = il6.cohort(m, 200, **kept)
    >>> il6.trial(with_, without, "CRP", n=[5, 20]).power[-1] > 0.9
    np.True_
    """
    sizes = np.atleast_1d(np.asarray(n))
    if sizes.ndim != 1 or np.any(sizes != np.floor(sizes)) or np.any(sizes < 2):
        raise InputError(f"n is {n!r}; give whole numbers of patients an arm, 2 or more")
    if not 0 < alpha < 1:
        raise InputError(f"alpha is {alpha}; give a level between 0 and 1, such as 0.05")
    if not 0 <= assay_cv < np.inf:
        raise InputError(f"assay_cv is {assay_cv}; give 0 or more, such as 0.2")
    sign = 1.0 if lower_is_better else -1.0
    arms = [sign * population[end_point][:, at] for population in (treated, control)]
    fares = [sign * float(np.mean(population[judged][:, at])) for population in (treated, control)]
    draw = np.random.default_rng(seed)
    spread = float(np.sqrt(np.log1p(assay_cv**2)))

    def measured(arm: Array, size: int) -> Array:
        drawn = arm[draw.integers(len(arm), size=(repeats, size))]
        return drawn * np.exp(spread * draw.standard_normal(drawn.shape))

    power, wrong, regret = [], [], []
    for size in sizes.astype(int):
        a, b = (measured(arm, size) for arm in arms)
        found = mannwhitneyu(a, b, axis=1, method="asymptotic").pvalue < alpha
        better = a.mean(axis=1) < b.mean(axis=1)
        power.append(np.mean(found & better))
        wrong.append(np.mean(found & ~better))
        chosen = np.where(better, fares[0], fares[1])
        regret.append(np.mean(chosen - min(fares)))
    return Trial(sizes.astype(np.int64), np.array(power), np.array(wrong), np.array(regret))
