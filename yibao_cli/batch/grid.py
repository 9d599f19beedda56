"""What belongs to each combination of codes, as one dense table: read by one gather, filled where it is still empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
import polars as pl

from .codes import firsts

MOST_CELLS = 1 << 24
"""Cells of a table (64 or 128 MB); with more combinations than that nothing is remembered."""
EMPTY = -1
LATER = -3
"""Stands for a number that is not worth making yet; it is not remembered."""

Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]
Make = Callable[[Numbers], Sequence[int] | pl.Series | Numbers]
"""Numbers (not EMPTY) for the rows at some places, in their order."""


class Grid:
    """A table with one axis for every part, which grows with the codes that are met. Codes begin at 0."""

    def __init__(self, dtype: type[np.int32] | type[np.int64] = np.int32) -> None:
        self._dtype = dtype
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._table: Numbers = np.empty((0,), self._dtype)

    def fits(self, widths: Sequence[int], most: int | None = None) -> bool:
        """Whether codes below these widths, and all that were met before, can be remembered (in so many cells)."""
        return prod(self._grown(widths)) <= min(MOST_CELLS, MOST_CELLS if most is None else most)

    def find(self, parts: Sequence[Numbers], widths: Sequence[int], make: Make) -> Numbers:
        """The number that belongs to each row's combination of codes; `make` gives those that are not known yet.

        Each of `parts` holds one code for every row.
        """
        if not self.fits(widths):
            self.clear()
            return self._each_once(parts, make)
        self._grow(widths)
        flat = np.zeros(len(parts[0]), np.int64)
        for part, width in zip(parts, self._table.shape, strict=True):
            flat *= width
            flat += part
        table = self._table.reshape(-1)
        found = table[flat]
        empty = np.flatnonzero(found == EMPTY)
        if len(empty):
            cells, first, numbers = np.unique(flat[empty], return_index=True, return_inverse=True)
            made = np.asarray(make(empty[first]), self._dtype)
            table[cells] = np.where(made == LATER, EMPTY, made)
            found[empty] = made[numbers]
        return found

    def _grown(self, widths: Sequence[int]) -> list[int]:
        old = self._table.shape if self._table.ndim == len(widths) else [1] * len(widths)
        return [max(pair) for pair in zip(old, widths, strict=True)]

    def _grow(self, widths: Sequence[int]) -> None:
        shape = tuple(self._grown(widths))
        if self._table.shape == shape:
            return
        new = np.full(shape, EMPTY, self._dtype)
        if self._table.ndim == len(shape):
            new[tuple(map(slice, self._table.shape))] = self._table
        self._table = new

    def _each_once(self, parts: Sequence[Numbers], make: Make) -> Numbers:
        frame = pl.DataFrame({str(number): part for number, part in enumerate(parts)})
        places, numbers = firsts(frame, frame.columns)
        made: Numbers = np.asarray(make(places.to_numpy()), self._dtype)
        found: Numbers = made[numbers.to_numpy()]
        return found
