"""The texts of one key as codes: texts with the same code mean the same to every answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from ..regions import Region
from .grid import EMPTY, Numbers
from .person import NUMBERS
from .profile import speaking
from .situations import number
from .values import Cover, Fault, Parsed

ODD_TEXT = 0
"""The code of texts whose rows are left to the row engine: faults and ledgers."""
MOST = 200_000
"""Distinct texts beyond which a key starts anew."""


class Key:
    """What was met of one key: `values` by their codes, `numbers` as columns hold them."""

    def __init__(self, key: str, memo: Parsed) -> None:
        self.key, self._memo = key, memo
        self.values: list[Any] = [None]
        self.numbers: list[int | None] = [None]
        self.texts: dict[int, str] = {}
        self._codes: Numbers = np.empty(0, np.int32)
        self._by_value: dict[Any, int] = {}
        self.dtype = pl.Categorical(pl.Categories.random())
        # Categories live as long as some column that uses them.
        self._alive = pl.Series(dtype=self.dtype)

    @property
    def full(self) -> bool:
        """Whether so many texts were met that everything should be forgotten."""
        return len(self.texts) > MOST

    def places(self, column: pl.Series) -> pl.Series:
        """The number of each text of a column; null stays null."""
        if column.dtype not in (pl.String, self.dtype):
            column = column.cast(pl.String)
        column = column.cast(self.dtype)
        places = column.to_physical()
        met = places.drop_nulls().to_numpy()
        if len(met) and (most := int(met.max())) >= len(self._codes):
            self._codes = np.append(self._codes, np.full(most + 1 - len(self._codes), EMPTY, np.int32))
        if (self._codes[met] == EMPTY).any():
            new = column.filter(pl.Series(self._codes)[places] == EMPTY).unique()
            for place, text in zip(new.to_physical(), new.cast(pl.String), strict=True):
                self.texts[place], self._codes[place] = text, self.code(text)
        return places

    def codes(self, places: pl.Series) -> Numbers:
        """The codes of texts by their numbers; null is an empty text."""
        known = self._codes
        if places.null_count():
            known = np.append(known, np.int32(self.code("")))
            places = places.fill_null(len(known) - 1)
        found: Numbers = known[places.to_numpy()]
        return found

    def code(self, text: str) -> int:
        """The code of a text."""
        value = self._memo[text]
        if isinstance(value, Fault | Cover):
            return ODD_TEXT
        # Regions without rules of their own get the table of the next one above them.
        alike = speaking(value.code) if isinstance(value, Region) else value
        code = self._by_value.get(alike)
        if code is None:
            code = self._by_value[alike] = len(self.values)
            self.values.append(value)
            self.numbers.append(number(self.key, value) if self.key in NUMBERS else None)
        return code
