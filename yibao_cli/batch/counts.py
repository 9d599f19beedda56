"""The counts of a summary from blocks of answers."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl

from .answers import Answers, Part
from .codes import Pool
from .summary import KINDS, LISTED, Kind, Summary


class Counts:
    """Adds blocks of answers to a summary."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self._heads, self._tails = Pool(), Pool()

    def add(self, answers: Answers) -> None:
        """Count a block."""
        head = self._numbers(self._heads, answers.head, KINDS[:1])
        tail = self._numbers(self._tails, answers.tail, KINDS[1:])
        width = len(self._tails)
        times = np.bincount(head * width + tail)
        found: Counter[Kind] = Counter()
        for place in np.flatnonzero(times).tolist():
            status, rest = (pool.values[number] for pool, number in zip((self._heads, self._tails), divmod(place, width), strict=True))  # fmt: skip
            found[(*status, *rest)] = int(times[place])
        self.summary.count(found, answers.regions, *self._soon(answers.tail))

    def _numbers(
        self, pool: Pool, part: Part, names: tuple[str, ...]
    ) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        def number(few: pl.DataFrame) -> pl.Series:
            kinds = few.select(pl.col(names).fill_null("")).iter_rows()
            return pl.Series([pool.number(kind) for kind in kinds], dtype=pl.Int32)

        return part.rows("kind", number).to_numpy()

    def _soon(self, part: Part) -> tuple[int, list[tuple[str, int]]]:
        """How many rows have a near deadline, and the nearest of them: the day, and the place in the block."""
        limit = self.summary.limit
        near = part.each("near", lambda few: (few["pay_by"] <= limit).fill_null(False))
        if not near.any():
            return 0, []
        rows = near.gather(part.numbers).arg_true()
        days = part.each("pay_by", lambda few: few["pay_by"]).gather(part.numbers.gather(rows))
        found = pl.DataFrame({"day": days, "row": rows}).bottom_k(LISTED, by=["day", "row"])
        return len(rows), found.rows()
