"""What belongs to each combination of codes, as one dense table: read by one gather, filled where it is still empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np
import polars as pl

from .codes import firsts

MOST_CELLS = 1 << 24
"""Cells of a table (64 MB); with more combinations than that nothing is remembered."""
EMPTY = -1

Make = Callable[[pl.Series], Sequence[int] | pl.Series]
"""Numbers (not EMPTY) for the rows at some places, in their order."""


class Grid:
    """A table with one axis for every part, which grows with the codes that are met. Codes begin at 0."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._table: np.ndarray[tuple[int, ...], np.dtype[np.int32]] = np.empty((0,), np.int32)

    def fits(self, widths: Sequence[int]) -> bool:
        """Whether codes below these widths, and all that were met before, can be remembered."""
        return prod(self._grown(widths)) <= MOST_CELLS

    def find(self, frame: pl.DataFrame, widths: Sequence[int], make: Make) -> pl.Series:
        """The number that belongs to each row's combination of codes; `make` gives those that are not known yet."""
        if not self.fits(widths):
            self.clear()
            return _each_once(frame, make)
        self._grow(widths)
        flat = np.zeros(frame.height, np.int64)
        for part, width in zip(frame.iter_columns(), self._table.shape, strict=True):
            flat = flat * width + part.to_numpy()
        table = self._table.reshape(-1)
        found = table[flat]
        empty = np.flatnonzero(found == EMPTY)
        if len(empty):
            cells, first = np.unique(flat[empty], return_index=True)
            table[cells] = np.asarray(make(pl.Series(empty[first])), np.int32)
            found[empty] = table[flat[empty]]
        return pl.Series(found)

    def _grown(self, widths: Sequence[int]) -> list[int]:
        old = self._table.shape if self._table.ndim == len(widths) else [1] * len(widths)
        return [max(pair) for pair in zip(old, widths, strict=True)]

    def _grow(self, widths: Sequence[int]) -> None:
        shape = tuple(self._grown(widths))
        if self._table.shape == shape:
            return
        new = np.full(shape, EMPTY, np.int32)
        if self._table.ndim == len(shape):
            new[tuple(map(slice, self._table.shape))] = self._table
        self._table = new


def _each_once(frame: pl.DataFrame, make: Make) -> pl.Series:
    places, numbers = firsts(frame, frame.columns)
    return pl.Series(make(places), dtype=pl.Int32).gather(numbers)
