"""Where the results of a long run are kept as they come: in memory, or in files on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Shelf:
    """Arrays that are filled chunk by chunk, and a note of the chunks that are in.

    Parameters
    ----------
    shapes
        By name, the shape of the whole array; its first axis is the one of the chunks.
    chunks
        How many there are.
    folder
        Where the arrays are files; they are in memory if it is left out. What is in a folder
        already is taken up again.

    Attributes
    ----------
    done : (chunks,) of bool
    """

    def __init__(
        self, shapes: Mapping[str, tuple[int, ...]], chunks: int, folder: Path | None
    ) -> None:
        self._folder = folder
        self._arrays: dict[str, Array] = {}
        if folder is None:
            self._arrays = {name: np.empty(shape) for name, shape in shapes.items()}
            self.done = np.zeros(chunks, bool)
            return
        folder.mkdir(parents=True, exist_ok=True)
        # The folder's name tells all inputs apart, so a file in it has the shape asked for.
        for name, shape in shapes.items():
            if not (folder / f"{name}.npy").is_file():
                # Fortran order: all patients of one time lie together, and are read together.
                part = folder / f"{name}.part"
                open_memmap(part, "w+", float, shape, fortran_order=True).flush()
                part.replace(folder / f"{name}.npy")  # whole, or not there
        note = folder / "done.npy"
        self.done = np.load(note) if note.is_file() else np.zeros(chunks, bool)

    def put(self, index: int, first: int, chunk: Mapping[str, Array]) -> None:
        """Put a chunk in its place, from row `first` on, and then note that it is there."""
        for name, rows in chunk.items():
            # Opened for each chunk: a mapping that stays would fill the memory it is to spare.
            whole = self._arrays.get(name)
            if whole is None and self._folder:
                whole = open_memmap(self._folder / f"{name}.npy", "r+")
            assert whole is not None
            whole[first : first + len(rows)] = rows
            if isinstance(whole, np.memmap):
                whole.flush()
        self.done[index] = True
        if self._folder:
            part = self._folder / "done.part.npy"
            np.save(part, self.done)
            part.replace(self._folder / "done.npy")

    def array(self, name: str) -> Array:
        """Return a whole array; one on disk is read as it is asked for."""
        if self._folder:
            return open_memmap(self._folder / f"{name}.npy", "r")
        return self._arrays[name]


def column(rows: Array, k: int) -> Array:
    """Return one column of an array, without mapping what is on disk into memory."""
    if isinstance(rows, np.memmap) and rows.filename and rows.flags.f_contiguous:
        n = len(rows)
        return np.fromfile(rows.filename, float, n, offset=rows.offset + 8 * n * k)
    return rows[:, k]
