"""The column engine: texts to codes, codes to combinations, days by column arithmetic. Same answers as the row engine.

Every distinct text is parsed by the row engine's own parsers. Rows that share their codes, and whose days of payment
lie between two days on which something changes, are one combination: it is decided once, and found again by one gather.
What has no closed form (ledgers, contradictions, faults) is answered by the row engine itself.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from ..regions import Region
from .answers import Answers
from .block import ODD, Block
from .codes import Pool
from .fields import ANSWER, EXPLAIN
from .finish import Finish
from .grid import LATER, Grid, Numbers
from .keys import ODD_TEXT, Key
from .person import MONEY, NUMBERS, WORDS
from .profile import Profile
from .rows import MOST_PROFILES, Rows
from .situations import Cuts
from .values import Parsed
from .verdict import Verdict

MOST_KNOWN = 1_000_000
"""How many combinations are remembered, some 100 MB."""
SPARSE = 64
"""Cells for each row so far that a table of all codes may have."""
FEW = 250
"""New combinations are left to the row engine for this time if there are fewer than one in so many of those known."""
MOST_LATE = 1_000
"""Rows of a block that may be left so."""
OTHERS = [key for key in (*NUMBERS, *MONEY) if key not in ("pay_date", "previous_region")]
"""The keys beside words and the day of payment that an answer may depend on."""
AT_ONCE = 60_000
"""Rows that are looked at together, however big a block is: many columns are worked out for each of them."""
Codes = dict[str, Numbers]
"""The codes of each key's texts, one for every row."""


class Columns:
    """Answers frames whose columns are the texts of `keys`. Not safe to share between threads."""

    def __init__(
        self,
        keys: Sequence[str],
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
        self._words = [key for key in WORDS if key in self.given]
        self._others = [key for key in OTHERS if key in self.given]
        self._rest = [key for key in self.given if key not in WORDS]
        self._days_count = "birth_date" in self.keys
        self._regions = Parsed("region", as_of)
        self._region = defaults.get("region", "")
        self.forget()

    def forget(self) -> None:
        """Start anew with all that is remembered between blocks."""
        self.rows.forget()
        self.met = {key: Key(key, memo) for key, memo in zip(self.keys, self.rows.memo, strict=True)}
        self.constant = {key: self.met[key].code(text) for key, text in self.fixed.items()}
        self.profiles, self.verdicts, self.places = Pool(), Pool(), Pool()
        self.deadlines, self.sums, self._classes = Pool(), Pool(), Pool()
        self.cuts = Cuts(self.profiles)
        self._speakers, self._prices, self._pays = Pool(), Pool(), Pool()
        self.finish = Finish(self)
        self.memory: dict[str, dict[tuple[Any, ...], int]] = {
            name: {} for name in ("places", "verdicts", "deadlines", "sums", "forms", "rests")
        }
        self._state: tuple[int, tuple[str, ...]] = (0, ())
        self._priced, self._price_days = 0, list[int]()
        self._by_words, self._by_codes = Grid(), Grid(np.int64)
        self._by_class, self._by_all = Grid(), Grid()
        self._profiles: list[int] = []
        self._rows, self._patient = 0, True
        self.known: pl.DataFrame | None = None

    @property
    def _full(self) -> bool:
        known = 0 if self.known is None else self.known.height
        return (
            len(self.profiles) >= MOST_PROFILES
            or known >= MOST_KNOWN
            or any(key.full for key in self.met.values())
        )

    def answer(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The answer columns of a frame, row by row, all of them texts; empty cells are null, both ways."""
        return self.answers(frame).frame()

    def answers(self, frame: pl.DataFrame) -> Answers:
        """The answers of a frame."""
        if self._full:
            self.forget()
        self._rows += frame.height
        places = {key: self.met[key].places(frame[key]) for key in self.given}
        pairs: Numbers = np.full(frame.height, ODD, np.int64)
        if frame.height and self.given and not self._all_by_row:
            pairs = self._pairs({key: self.met[key].codes(at) for key, at in places.items()})
        found = self.finish.answers(pairs)
        found = replace(found, regions=self._count_regions(places.get("region"), frame.height))
        odd = pl.Series(np.flatnonzero(pairs < 0))
        if not len(odd):
            return found
        texts = frame[odd].select(pl.col(key).cast(pl.String).fill_null("") for key in self.given)
        return found.with_own(odd, self.rows.answers(texts.rows()))

    def _pairs(self, codes: Codes) -> Numbers:
        """For each row the places of its beginning and its rest (see `finish`), or a number below 0: by the row engine."""
        nothing = np.zeros(len(codes[self.given[0]]), np.int32)
        of_words = [codes[key] for key in self._words] or [nothing]

        def number_words(at: Numbers) -> range:
            before = len(self._profiles)
            for row in zip(*[part[at].tolist() for part in of_words], strict=True):
                self._profiles.append(ODD if self._words and ODD_TEXT in row else self._profile(row))
            return range(before, len(self._profiles))

        words = self._by_words.find(of_words, self._widths(self._words) or [1], number_words)
        widths = [len(self._profiles), *self._widths(self._rest)]
        if self._by_codes.fits(widths, SPARSE * self._rows):
            parts = [words, *[codes[key] for key in self._rest]]
            pairs = self._by_codes.find(parts, widths, lambda at: self._finished(_at(codes, at), words[at]))
        else:
            self._by_codes.clear()
            pairs = self._finished(codes, words)
        late = np.flatnonzero(pairs == LATER)
        if len(late) > MOST_LATE:
            self._patient = False
            pairs[late] = self._finished(_at(codes, late), words[late])
            self._patient = True
        return pairs

    def _widths(self, keys: Sequence[str]) -> list[int]:
        return [len(self.met[key].values) for key in keys]

    def _profile(self, codes: Sequence[int]) -> int:
        words = {
            key: self.met[key].values[code]
            for key, code in (*zip(self._words, codes, strict=False), *self.constant.items())
            if key in WORDS
        }
        profile = self.rows.profile({key: value for key, value in words.items() if value is not None})
        return self.profiles.number(profile, id(profile))

    def _finished(self, codes: Codes, words: Numbers) -> Numbers:
        """`_pairs` of rows, all of which are looked at."""
        if len(words) > AT_ONCE:
            parts = [slice(start, start + AT_ONCE) for start in range(0, len(words), AT_ONCE)]
            return np.concatenate([self._finished(_at(codes, part), words[part]) for part in parts])
        profile = np.array(self._profiles, np.int32)[words]
        odd = profile == ODD
        for key in self._rest:
            odd |= codes[key] == ODD_TEXT
        pairs: Numbers = np.full(len(odd), ODD, np.int64)
        sound = np.flatnonzero(~odd)
        if len(sound):
            codes = _at(codes, sound)
            pairs[sound] = self.finish.pairs(self._combinations(codes, profile[sound]), codes.get("pay_date"))
        return pairs

    def _combinations(self, codes: Codes, profile: Numbers) -> Numbers:
        """For each row its place in `known`, ODD for those that are left to the row engine, LATER for this time."""
        days = ["pay_date"] if "pay_date" in self.given else []
        paid = [codes[key] for key in days]
        group = self._by_class.find(
            [profile, *paid],
            [len(self.profiles), *self._widths(days)],
            lambda at: self._make_classes(profile[at], *[each[at] for each in paid]),
        )
        widths = [len(self.profiles), len(self._classes), *self._widths(self._others)]
        if not self._by_all.fits(widths):
            self.known = None
        return self._by_all.find(
            [profile, group, *[codes[key] for key in self._others]],
            widths,
            lambda at: self._decide(pl.DataFrame({**_at(codes, at), "profile": profile[at]})),
        )

    def _make_classes(self, profile: Numbers, *paid: Numbers) -> list[int]:
        found = []
        for number, *day_code in zip(profile.tolist(), *[each.tolist() for each in paid], strict=True):
            day = self.met["pay_date"].values[day_code[0]] if day_code else None
            group = day if self._days_count else self.profiles.values[number].pay_class(day)
            found.append(self._classes.number(group, (group,)))
        return found

    def _decide(self, few: pl.DataFrame) -> pl.Series:
        """Decide new combinations, of which `few` holds the codes, and remember them."""
        before = 0 if self.known is None else self.known.height
        if self._patient and few.height * FEW <= before:
            return pl.repeat(LATER, few.height, dtype=pl.Int32, eager=True)
        odd, found = Block(self, few).decided()
        self.known = found if self.known is None else pl.concat([self.known, found], rechunk=True)
        places = (~odd).cum_sum().cast(pl.Int32) + (before - 1)
        return pl.select(pl.when(pl.lit(odd)).then(ODD).otherwise(pl.lit(places))).to_series().cast(pl.Int32)

    def _count_regions(self, places: pl.Series | None, height: int) -> Counter[str | None]:
        """How many rows each region has, by its code; None where it is not known."""
        found: Counter[str | None] = Counter()
        if places is None:
            found[self.region_code(self._region)] = height
        else:
            times = np.bincount(places.drop_nulls().to_numpy())
            for place in np.flatnonzero(times).tolist():
                found[self.region_code(self.met["region"].texts[place])] += int(times[place])
            found[self.region_code("")] += places.null_count()
        return +found

    def region_code(self, text: str) -> str | None:
        """The code of a region as it is written; None where it is not known."""
        found = self._regions[text]
        return found.code if isinstance(found, Region) else None

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

    def number_of_speaker(self, profile: Profile) -> int:
        """The number of the region whose table answers."""
        return self._speakers.number(profile.speaker)

    def number_of_price(self, profile: Profile) -> int:
        """The number of what the sums of a profile depend on."""
        return self._prices.number(profile.price_key)

    def number_of_pays(self, said: Verdict) -> int:
        """The number of what a verdict says about paying back."""
        return self._pays.number(said.pays)


def _at(codes: Codes, places: Numbers | slice) -> Codes:
    return {key: each[places] for key, each in codes.items()}
