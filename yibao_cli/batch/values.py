"""Texts to values, each distinct text once: the parsers of a case behind a bounded memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ..case import _value
from ..console import mask
from ..dates import Month
from ..errors import InputError
from ..lang import tr
from ..parse import Ledger, day
from .cells import plain

MOST = 200_000
"""How many distinct texts of one column are remembered; beyond it the memory starts anew."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A value or a row that cannot be used: a stable code and the words for it."""

    code: str
    text: str

    @classmethod
    def of(cls, error: InputError) -> Fault:
        """The fault of an input error: the column, what is wrong, what to do; identity numbers are masked."""
        hint = f"{tr('；', '; ')}{error.hint}" if error.hint else ""
        return cls(error.code, mask(f"{error.field}: {error.message}{hint}").replace("\n", " "))


@dataclass(frozen=True, slots=True)
class Cover:
    """A ledger and what is counted in it: first month, last month, the last unbroken run, all months."""

    ledger: Ledger
    first: Month
    last: Month
    run: int
    total: int


class Parsed(dict[str, Any]):
    """The values of one column by their texts: None for an empty cell, a Fault for one that cannot be read."""

    def __init__(self, key: str, as_of: dt.date) -> None:
        super().__init__()
        self.key, self.as_of = key, as_of

    def __missing__(self, text: str) -> Any:
        if len(self) >= MOST:
            self.clear()
        self[text] = value = read(self.key, text, self.as_of)
        return value


def read(key: str, text: str, as_of: dt.date) -> Any:
    """One cell. Never raises: a text that cannot be read becomes a Fault."""
    text = plain(text)
    if not text.strip():
        return None
    try:
        value: Any = day(key, text, as_of) if key == "as_of" else _value(key, text, as_of)
    except InputError as error:
        return Fault.of(error)
    if key == "covered":
        first, last = value[-1]
        return Cover(value, value[0][0], last, last - first + 1, sum(b - a + 1 for a, b in value))
    return value
