"""The texts of one key as codes: texts with the same code mean the same to every answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from ..regions import Region
from .grid import Numbers
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
        self.texts: list[str] = []
        self._codes: Numbers = np.empty(0, np.int32)
        self._by_value: dict[Any, int] = {}
        self._categories = pl.Categories.random()
        self.dtype = pl.Categorical(self._categories)
        # Categories live as long as some column that uses them.
        self._alive = pl.Series(dtype=self.dtype)

    @property
    def full(self) -> bool:
        """Whether so many texts were met that everything should be forgotten."""
        return len(self.texts) > MOST

    def places(self, column: pl.Series) -> pl.Series:
        """The place in `texts` of each text of a column; null stays null."""
        if column.dtype not in (pl.String, self.dtype):
            column = column.cast(pl.String)
        places = column.cast(self.dtype).to_physical()
        met = self._categories.to_series()[len(self.texts) :]
        if len(met):
            self.texts += met.to_list()
            self._codes = np.append(self._codes, np.array([self.code(text) for text in met], np.int32))
        return places

    def codes(self, places: pl.Series) -> Numbers:
        """The codes of the texts at some places; null is an empty text."""
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
