"""Many answers, each different beginning and each different rest of one held once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from .fields import ANSWER, Texts

HEAD = ANSWER.index("gap_costs")
"""How many answer columns belong to the beginning: the status, the gap and the days. What follows needs no day."""


class Half:
    """Cells of some answer columns, texts with null for an empty one, each different row once. A row keeps its place."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.frame = pl.DataFrame(schema=dict.fromkeys(titles, pl.String))
        self._made: dict[str, pl.Series] = {}

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows."""
        self.frame = pl.concat([self.frame, frame.select(self.frame.columns)], rechunk=True)

    def made(self, name: str, make: Callable[[pl.DataFrame], pl.Series]) -> pl.Series:
        """What `make` gives for each row; `name` is its name, by which it is kept."""
        known, frame = self._made.get(name), self.frame
        done = 0 if known is None else len(known)
        if known is None or done < frame.height:
            new = make(frame[done:])
            known = self._made[name] = new if known is None else pl.concat([known, new], rechunk=True)
        return known


@dataclass(frozen=True, slots=True)
class Part:
    """One half of many answers: for each row the place of its cells in the first `size` rows of `half`, then in `own`."""

    half: Half
    size: int
    numbers: pl.Series
    own: pl.DataFrame

    def each(self, name: str, make: Callable[[pl.DataFrame], pl.Series]) -> pl.Series:
        """What `make` gives for each different row, in the order of the numbers; made once while the half lives."""
        known = self.half.made(name, make)[: self.size]
        return pl.concat([known, make(self.own)], rechunk=True) if self.own.height else known

    def rows(self, name: str, make: Callable[[pl.DataFrame], pl.Series]) -> pl.Series:
        """What `make` gives, for each row."""
        return self.each(name, make).gather(self.numbers)

    def row(self, place: int) -> tuple[Any, ...]:
        """The cells of one row."""
        number = self.numbers[place]
        return self.half.frame.row(number) if number < self.size else self.own.row(number - self.size)

    def frame(self) -> pl.DataFrame:
        """The cells of each row."""
        return self.cells(self.numbers)

    def cells(self, numbers: pl.Series) -> pl.DataFrame:
        """The cells of some different rows."""
        every = pl.concat([self.half.frame[: self.size], self.own], rechunk=True)
        return every.select(pl.all().gather(pl.lit(numbers)))

    def with_own(self, rows: pl.Series, own: pl.DataFrame, places: Sequence[int]) -> Part:
        """Some rows with cells of their own, which stand at some places in `own`; the others as they are."""
        first = self.size + self.own.height
        numbers = self.numbers.scatter(rows, pl.Series(places, dtype=pl.Int32) + first)
        return replace(self, numbers=numbers, own=pl.concat([self.own, own.select(self.own.columns)]))


@dataclass(frozen=True, slots=True)
class Answers:
    """The beginnings and the rests of answers; `regions` counts the rows by the code of their region (None: not known)."""

    head: Part
    tail: Part
    regions: Counter[str | None] = field(default_factory=Counter)

    def frame(self) -> pl.DataFrame:
        """One answer a row."""
        return pl.concat([self.head.frame(), self.tail.frame()], how="horizontal")

    def with_own(self, rows: pl.Series, own: Sequence[Texts]) -> Answers:
        """Some rows with answers of their own, in their order; the others as they are."""
        if not own:
            return self
        places = {cells: place for place, cells in enumerate(dict.fromkeys(own))}
        titles = [*self.head.own.columns, *self.tail.own.columns]
        cells = [[cell or None for cell in each] for each in places]
        frame = pl.DataFrame(cells, schema=dict.fromkeys(titles, pl.String), orient="row")
        numbers = [places[each] for each in own]
        head, tail = (part.with_own(rows, frame, numbers) for part in (self.head, self.tail))
        return replace(self, head=head, tail=tail)
