"""The column engine: texts to codes, codes to verdicts, days by column arithmetic. Same answers as the row engine.

Every distinct text is parsed by the row engine's own parsers and every distinct situation is decided by its
profiles; what has no closed form (ledgers, contradictions, faults) is answered by the row engine itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from ..regions import Region
from .block import Block, merged
from .codes import Pool, distinct
from .fields import ANSWER, EXPLAIN
from .outcomes import Starts
from .profile import Profile
from .rows import MOST_PROFILES, Rows
from .values import Parsed
from .verdict import Verdict


class Columns:
    """Answers frames whose columns are the texts of `keys`. Not safe to share between threads."""

    def __init__(
        self,
        keys: Iterable[str],
        defaults: Mapping[str, str],
        as_of: dt.date,
        explain: bool = False,
        by_row: bool = False,
    ) -> None:
        self.given = tuple(keys)
        self.rows = Rows(self.given, defaults, as_of, explain)
        self.keys, self.as_of = self.rows.keys, as_of
        self.fixed = {key: defaults[key] for key in self.keys if key not in self.given}
        self.titles = (*ANSWER, *EXPLAIN) if explain else ANSWER
        self._all_by_row = by_row
        self.forget()
        self._regions = Parsed("region", as_of)
        self._region = defaults.get("region", "")
        self._speakers, self._prices, self._pays = Pool(), Pool(), Pool()

    def forget(self) -> None:
        """Start anew with all that is remembered between blocks."""
        self.rows.forget()
        self.profiles, self.verdicts, self.places = Pool(), Pool(), Pool()
        self.deadlines, self.sums = Pool(), Pool()
        self.starts = Starts()
        self.memory: dict[str, dict[tuple[Any, ...], int]] = {
            name: {} for name in ("places", "verdicts", "deadlines", "sums")
        }
        self._state: tuple[int, tuple[str, ...]] = (0, ())
        self._priced, self._price_days = 0, list[int]()

    def answer(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The answer columns of a frame, row by row, all of them texts; empty cells are null, both ways."""
        if not frame.height:
            return pl.DataFrame(schema=dict.fromkeys(self.titles, pl.String))
        if len(self.profiles) >= MOST_PROFILES:
            self.forget()
        if self._all_by_row:
            return self._by_row(frame)
        texts = frame.select(
            pl.col(key).fill_null("") if key in self.given else pl.lit(self.fixed[key]).alias(key)
            for key in self.keys
        )
        block = Block(self, texts)
        if block.frame.height == 0:
            return self._by_row(frame)
        good = block.answers()
        return self._together(frame, block.odd, good) if block.odd.any() else good

    def _together(self, frame: pl.DataFrame, odd: pl.Series, good: pl.DataFrame) -> pl.DataFrame:
        """The rows that columns can do, and those that the row engine does, in the old order."""
        return merged(odd, good, self._by_row(frame.filter(odd)))

    def _by_row(self, frame: pl.DataFrame) -> pl.DataFrame:
        texts = frame.select(pl.col(key).fill_null("") for key in self.given)
        answers = [[cell or None for cell in self.rows.answer(row)] for row in texts.iter_rows()]
        return pl.DataFrame(answers, schema=dict.fromkeys(self.titles, pl.String), orient="row")

    def region_codes(self, frame: pl.DataFrame) -> pl.Series:
        """The region code of every row, null where it is not known."""
        if "region" not in frame.columns:
            return pl.repeat(self._code(self._region), frame.height, dtype=pl.String, eager=True)
        known, codes = distinct(frame["region"].fill_null(""))
        return pl.Series([self._code(text) for text in known], dtype=pl.String).gather(codes)

    def _code(self, text: str) -> str | None:
        found = self._regions[text]
        return found.code if isinstance(found, Region) else None

    def number_of(self, profile: Profile) -> int:
        """A profile's place in the list of all of them."""
        return self.profiles.number(profile, id(profile))

    def number_of_verdict(self, said: Verdict) -> int:
        """A verdict's place in the list of all of them."""
        return self.verdicts.number(said, id(said))

    def verdict_memory(self, parts: list[str]) -> dict[tuple[Any, ...], int]:
        """The verdicts by codes; forgotten when new profiles may have brought new bounds between the codes."""
        state = (len(self.profiles), tuple(parts))
        if state != self._state:
            self._state, self.memory["verdicts"] = state, {}
        return self.memory["verdicts"]

    def price_days(self) -> list[int]:
        """The ordinals of all days on which some standard begins or has ended."""
        if len(self.profiles) != self._priced:
            self._priced = len(self.profiles)
            days = {day.toordinal() for profile in self.profiles.values for day in profile.price_days}
            if sorted(days) != self._price_days:
                self._price_days, self.memory["sums"] = sorted(days), {}
        return self._price_days

    def speaker_numbers(self) -> list[int]:
        """For each profile the number of the region whose table answers."""
        return [self._speakers.number(profile.speaker) for profile in self.profiles.values]

    def price_numbers(self) -> list[int]:
        """For each profile the number of what its sums depend on."""
        return [self._prices.number(profile.price_key) for profile in self.profiles.values]

    def pay_numbers(self) -> list[int]:
        """For each verdict the number of what it says about paying back."""
        return [self._pays.number(said.pays) for said in self.verdicts.values]
