"""Many answers, each different one once."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Answers:
    """`few` holds the different answers, one a row, texts with null for an empty cell; `numbers` the place of each row's."""

    few: pl.DataFrame
    numbers: pl.Series

    def frame(self) -> pl.DataFrame:
        """One answer a row."""
        return self.few.select(pl.all().gather(pl.lit(self.numbers)))

    def with_own(self, which: pl.Series, own: pl.DataFrame) -> Answers:
        """The rows of `which` (truth values) with answers of their own, in order; the others as they are."""
        if not own.height:
            return self
        numbers = pl.select(
            pl.when(pl.lit(which))
            .then(pl.lit(which).cum_sum().cast(pl.Int32) + (self.few.height - 1))
            .otherwise(pl.lit(self.numbers))
        ).to_series()
        return Answers(pl.concat([self.few, own]), numbers)
