"""Columns of texts or small numbers to codes, so that each distinct value is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import polars as pl


def distinct(column: pl.Series) -> tuple[list[Any], pl.Series]:
    """The distinct values of a column in the order of their first place, and for each row the place of its value.

    The column must not hold null.
    """
    values, codes = encoded(column)
    return values.to_list(), codes


def encoded(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """`distinct` with the values as a column."""
    found = column.to_arrow().dictionary_encode()
    return pl.Series(pl.from_arrow(found.dictionary)), pl.Series(pl.from_arrow(found.indices))


def pack(frame: pl.DataFrame, parts: Sequence[str]) -> pl.Series:
    """Columns of whole numbers or truth values (null allowed) as one number a row; equal numbers mean equal rows.

    Parts whose ranges together do not fit into 62 bits are first reduced to codes of their own.
    """
    whole = frame.select(pl.col(name).cast(pl.Int64) for name in parts)
    low, high = whole.select(pl.all().min()).row(0), whole.select(pl.all().max()).row(0)
    expression, size = pl.lit(0, pl.Int64), 1
    for name, least, most in zip(parts, low, high, strict=True):
        if least is None:
            continue
        width = most - least + 2
        size *= width
        expression = expression * width + (pl.col(name) - (least - 1)).fill_null(0)
    if size == 1:
        return pl.repeat(0, frame.height, dtype=pl.Int64, eager=True)
    if size < 1 << 62:
        return whole.select(expression).to_series()
    middle = len(parts) // 2
    halves = [distinct(pack(whole, part))[1] for part in (parts[:middle], parts[middle:])]
    return pack(pl.DataFrame({"a": halves[0], "b": halves[1]}), ["a", "b"])


Make = Callable[[pl.DataFrame], list[int]]


def each_once(
    frame: pl.DataFrame, parts: Sequence[str], make: Make, memory: dict[tuple[Any, ...], int] | None = None
) -> pl.Series:
    """What `make` gives for one row of every distinct combination of the parts, handed to all rows that share it.

    `memory` keeps the results by the parts, where these mean the same in every block.
    """
    places, numbers = firsts(frame, parts)
    made = _numbers(frame, parts, places, make, {} if memory is None else memory)
    return pl.Series("number", made, dtype=pl.UInt32).gather(numbers)


def firsts(frame: pl.DataFrame, parts: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """The place of one row of every distinct combination of the parts; for each row the number of its combination."""
    _, numbers = encoded(pack(frame, parts))
    return numbers.arg_unique().sort(), numbers


def _numbers(
    frame: pl.DataFrame,
    parts: Sequence[str],
    places: pl.Series,
    make: Make,
    memory: dict[tuple[Any, ...], int],
) -> list[int]:
    combinations = frame.select(parts)[places].rows()
    new = [i for i, found in enumerate(combinations) if found not in memory]
    if new:
        made = make(frame[places.gather(new)])
        memory.update(zip([combinations[i] for i in new], made, strict=True))
    return [memory[found] for found in combinations]


def table(values: Sequence[object], dtype: Any) -> pl.Series:
    """A small lookup table."""
    return pl.Series(values, dtype=dtype)


def look(values: Sequence[object] | pl.Series, dtype: Any, place: str | pl.Expr) -> pl.Expr:
    """The entries of a small table at the places of a column; null stays null."""
    entries = values if isinstance(values, pl.Series) else table(values, dtype)
    return pl.lit(entries).gather(pl.col(place) if isinstance(place, str) else place)


class Pool:
    """Distinct values in the order in which they were met; a column of their numbers can be turned back."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Any, int] = {}
        self._columns: dict[str, pl.Series] = {}

    def number(self, value: Any, key: Any = None) -> int:
        """The number of a value; `key` stands for it where it cannot be hashed cheaply."""
        key = value if key is None else key
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.values)
            self.values.append(value)
        return place

    def column(self, name: str, dtype: Any, of: Callable[[Any], object] | None = None) -> pl.Series:
        """What `of` gives for each value (its attribute `name`, if not given), looked at once and kept by the name."""
        known = self._columns.get(name)
        done = 0 if known is None else len(known)
        if known is None or done < len(self.values):
            of = of or attrgetter(name)
            new = pl.Series([of(value) for value in self.values[done:]], dtype=dtype)
            known = self._columns[name] = new if known is None else pl.concat([known, new], rechunk=True)
        return known

    def look(
        self, name: str, dtype: Any, place: str | pl.Expr, of: Callable[[Any], object] | None = None
    ) -> pl.Expr:
        """The entries of `column` at the places of a column of numbers; null stays null."""
        return look(self.column(name, dtype, of), dtype, place)

    def __len__(self) -> int:
        return len(self.values)
