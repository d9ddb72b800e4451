"""Progress of long work: a bar, a function of one's own, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[int], object]
"""Called with how many are done."""


@contextmanager
def reporting(progress: bool | Callable[[int, int], object], total: int) -> Iterator[Report]:
    """Give a function that is told how many of `total` are done.

    Parameters
    ----------
    progress
        True for a bar, or a function of the number that is done and of the total.
    """
    if callable(progress):
        yield lambda done: progress(done, total)
    elif progress:
        from tqdm.auto import tqdm  # a bar of the notebook in a notebook, of text elsewhere

        with tqdm(total=total, unit="run") as bar:
            yield lambda done: bar.update(done - bar.n)
    else:
        yield lambda done: None
