"""One frame on its way through the column engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from ..regions import Region
from . import walks
from .codes import distinct, each_once, firsts, look, table
from .outcomes import CELLS, closed_form
from .person import NUMBERS, WORDS, Person
from .profile import Profile, speaking
from .situations import coded, derived, number, odd
from .values import Cover, Fault
from .verdict import Verdict

if TYPE_CHECKING:
    from .columns import Columns

Member = tuple[Profile, Person, dict[str, Any], tuple[Any, ...]]
"""A row as the row engine sees it: profile, numbers, parsed values; and its entries in some more columns."""

VERDICT_CELLS = {
    "gap_costs": "gap_costs", "back_payment": "back_payment", "rule": "rule", "grade": "grade", "error_code": "code",
    "error": "text", "reason": "reason", "sources": "sources",
}  # fmt: skip
"""Answer columns that are the same for everybody with the same verdict, and the verdict's field."""


NEEDED = {
    "pay": "pay_date",
    "last": "last_covered",
    "year": "year",
    "birth": "birth_date",
    "repair": "repair_years",
}
"""The columns of the numbers that days may depend on (ledgers are answered by the row engine)."""


class Block:
    """`frame` holds the rows that columns can do, `odd` tells which of the given rows are the others."""

    def __init__(self, engine: Columns, texts: pl.DataFrame) -> None:
        self.engine = engine
        self.values: dict[str, list[Any]] = {}
        frame = self._read(texts)
        frame = frame.with_columns(self._profiles(frame).alias("profile"))
        frame = derived(frame, engine.profiles.values)
        self.odd = frame.select(odd(pl.col("faulty"), engine.profiles.values)).to_series()
        self.frame = frame.filter(~self.odd) if self.odd.any() else frame

    def _read(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Parse every distinct text once: the codes of all keys, and the numbers."""
        found: list[pl.Series] = []
        faulty = pl.repeat(False, texts.height, dtype=pl.Boolean, eager=True)
        for key, memo in zip(self.engine.keys, self.engine.rows.memo, strict=True):
            known, codes = distinct(texts[key])
            values = self.values[key] = [memo[text] for text in known]
            found.append(codes.alias("code_" + key))
            if key in NUMBERS:
                found.append(
                    table([number(key, value) for value in values], pl.Int32).gather(codes).alias(key)
                )
            wrong = [value.__class__ is Fault or value.__class__ is Cover for value in values]
            if any(wrong):
                faulty = faulty | table(wrong, pl.Boolean).gather(codes)
        absent = [pl.lit(None, pl.Int32).alias(key) for key in NUMBERS if key not in self.engine.keys]
        return pl.DataFrame([*found, faulty.alias("faulty")]).with_columns(absent)

    def _profiles(self, frame: pl.DataFrame) -> pl.Series:
        engine = self.engine
        given = [key for key in WORDS if key in engine.keys]
        if not given:
            return pl.repeat(
                engine.number_of(engine.rows.profile({})), frame.height, dtype=pl.UInt32, eager=True
            )
        shared = [look(_alike(key, self.values[key]), pl.Int32, "code_" + key).alias(key) for key in given]
        words = frame.select(*shared, *["code_" + key for key in given])

        def make(few: pl.DataFrame) -> list[int]:
            numbers = []
            for row in few.select("code_" + key for key in given).iter_rows():
                found = {key: self.values[key][code] for key, code in zip(given, row, strict=True)}
                sound = not any(value.__class__ is Fault for value in found.values())
                chosen = {key: value for key, value in found.items() if value is not None} if sound else {}
                numbers.append(engine.number_of(engine.rows.profile(chosen)))
            return numbers

        return each_once(words, given, make)

    def members(self, few: pl.DataFrame, *extra: str) -> Iterator[Member]:
        """Rows of the frame as the row engine sees them, and their entries in some more columns."""
        keys, profiles = self.engine.keys, self.engine.profiles.values
        wanted = ["profile", *["code_" + key for key in keys], *extra]
        for row in few.select(wanted).iter_rows():
            values = {key: self.values[key][code] for key, code in zip(keys, row[1:], strict=False)}
            profile = profiles[row[0]]
            pay, last, _, year, birth, repair, continuous, window = (values.get(key) for key in NUMBERS)
            person = Person(pay, last, None, profile.year(year, pay), birth, repair, continuous, window)
            yield profile, person, values, row[1 + len(keys) :]

    def answers(self) -> pl.DataFrame:
        """The answer columns of the rows that columns can do; rows outside every policy join the odd ones."""
        self.frame = coded(self.frame, self.engine.profiles.values)
        self._places()
        self._verdicts()
        self._uncovered()
        if not self.frame.height:
            return pl.DataFrame(schema=dict.fromkeys(self.engine.titles, pl.String))
        self._days()
        self.frame = walks.add(self)
        gap = pl.col("gap").cast(pl.String).alias("gap_months")
        return self.frame.select(gap if name == "gap_months" else pl.col(name) for name in self.engine.titles)

    def _places(self) -> None:
        """Look each pay date up in the enrolment calendar of its region and year."""
        profiles, places = self.engine.profiles.values, self.engine.places
        asked = look([p.placed for p in profiles], pl.Boolean, "profile") & pl.col("window").is_null()
        asked = asked & pl.col("year").is_not_null() & pl.col("pay_date").is_not_null()
        speakers = look(self.engine.speaker_numbers(), pl.Int32, "profile")
        self.frame = self.frame.with_columns(
            _speaker=pl.when(asked).then(speakers),
            _year=pl.when(asked).then(pl.col("year")),
            _day=pl.when(asked).then(pl.col("pay_date")),
        )

        def make(few: pl.DataFrame) -> list[int]:
            found = []
            for profile, person, _, (day,) in self.members(few, "_day"):
                place = profile.calendar(person) if day is not None else None
                key = (place.possible, id(place.windows)) if place else ()
                found.append(places.number(place, key))
            return found

        self.frame = self.frame.with_columns(
            each_once(self.frame, ["_speaker", "_year", "_day"], make, self.engine.memory["places"]).alias(
                "fact_place"
            )
        )

    def _verdicts(self) -> None:
        engine = self.engine

        def make(few: pl.DataFrame) -> list[int]:
            return [
                engine.number_of_verdict(profile.verdict(person, values))
                for profile, person, values, _ in self.members(few)
            ]

        parts = [name for name in self.frame.columns if name.startswith("fact_")]
        self.frame = self.frame.with_columns(
            each_once(self.frame, ["profile", *parts], make, engine.verdict_memory(parts)).alias("verdict")
        )
        said: list[Verdict] = engine.verdicts.values
        cells = {name: field for name, field in VERDICT_CELLS.items() if name in engine.titles}
        self.frame = self.frame.with_columns(
            look([each.fault for each in said], pl.Boolean, "verdict").alias("uncovered"),
            *[
                look([getattr(each, field) or None for each in said], pl.String, "verdict").alias(name)
                for name, field in cells.items()
            ],
        )

    def _uncovered(self) -> None:
        outside = self.frame["uncovered"]
        if not outside.any():
            return
        places = (~self.odd).cum_sum().cast(pl.Int64) - 1
        self.odd = self.odd | (outside.gather(places.clip(lower_bound=0)) & ~self.odd)
        self.frame = self.frame.filter(~outside)

    def _days(self) -> None:
        """The day cells, counted once for all rows that share a verdict and the numbers that its days depend on."""
        said: list[Verdict] = self.engine.verdicts.values
        needed = {
            name: pl.when(
                look([Person._fields.index(name) in each.needs for each in said], pl.Boolean, "verdict")
            )
            for name in NEEDED
        }
        rows = self.frame.with_columns(
            found.then(pl.col(NEEDED[name])).alias("_need_" + name) for name, found in needed.items()
        )
        places, numbers = firsts(rows, ["verdict", *["_need_" + name for name in NEEDED]])
        cells = self._day_cells(self.frame[places])
        self.frame = self.frame.with_columns(cells[numbers])

    def _day_cells(self, few: pl.DataFrame) -> pl.DataFrame:
        """Closed forms for verdicts with one outcome, the row engine's own count for those with several."""
        said: list[Verdict] = self.engine.verdicts.values
        starts = self.engine.starts
        several = [starts.plan(i, each) is None for i, each in enumerate(said)]
        cells = closed_form(few, said, starts)
        many = few.select(look(several, pl.Boolean, "verdict")).to_series()
        if not many.any():
            return cells
        counted = [
            [cell or None for cell in said[number].days(person)]
            for _, person, _, (number,) in self.members(few.filter(many), "verdict")
        ]
        found = pl.DataFrame(counted, schema=dict.fromkeys(CELLS, pl.String), orient="row")
        return merged(many, cells.filter(~many), found)


def merged(other: pl.Series, kept: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Two frames as one: the rows of `others` where `other` holds, those of `kept` elsewhere, both in order."""
    order = pl.DataFrame({"other": other}).select(
        pl.when("other")
        .then(pl.col("other").cum_sum().cast(pl.Int64) - 1 + kept.height)
        .otherwise((~pl.col("other")).cum_sum().cast(pl.Int64) - 1)
        .alias("order")
    )
    return pl.concat([kept, others])[order["order"]]


def _alike(key: str, values: list[Any]) -> list[int | None]:
    """Equal numbers for words that mean the same to a profile: regions by the table that answers for them."""
    seen: dict[Any, int] = {}
    found: list[int | None] = []
    for value in values:
        if value is None:
            found.append(None)
        else:
            word = speaking(value.code) if isinstance(value, Region) else value
            found.append(seen.setdefault(word, len(seen)))
    return found
