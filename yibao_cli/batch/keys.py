"""The texts of one key as codes: texts with the same code mean the same to every answer."""

from __future__ import annotations

from typing import Any

import polars as pl

from ..regions import Region
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
        self._by_text: dict[str, int] = {}
        self._by_value: dict[Any, int] = {}

    @property
    def full(self) -> bool:
        """Whether so many texts were met that everything should be forgotten."""
        return len(self._by_text) > MOST

    def codes(self, texts: pl.Series) -> pl.Series:
        """The codes of texts."""
        return pl.Series([self.code(text) for text in texts], dtype=pl.Int32)

    def code(self, text: str) -> int:
        """The code of a text."""
        code = self._by_text.get(text)
        if code is None:
            code = self._by_text[text] = self._new(self._memo[text])
        return code

    def _new(self, value: Any) -> int:
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
