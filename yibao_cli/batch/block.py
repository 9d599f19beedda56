"""New combinations on their way through the column engine: all of an answer that does not hang on the day of payment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from . import walks
from .calendar_columns import first_of
from .codes import each_once, look
from .keys import ODD_TEXT
from .person import NEEDED, NUMBERS, Person
from .profile import Profile
from .situations import coded, derived, odd
from .verdict import Verdict

if TYPE_CHECKING:
    from .columns import Columns

ODD = -2
"""Stands for a combination that is left to the row engine."""
Member = tuple[Profile, Person, dict[str, Any], tuple[Any, ...]]
"""A row as the row engine sees it: profile, numbers, parsed values; and its entries in some more columns."""


class Block:
    """Rows of codes, named by their keys, beside the column `profile`."""

    def __init__(self, engine: Columns, codes: pl.DataFrame) -> None:
        self.engine = engine
        codes = codes.with_columns(pl.lit(code, pl.Int32).alias(key) for key, code in engine.constant.items())
        faulty = pl.any_horizontal(pl.col(key) == ODD_TEXT for key in engine.keys)
        numbers = [
            look(engine.met[key].numbers, pl.Int32, "code_" + key).alias(key)
            if key in engine.keys
            else pl.lit(None, pl.Int32).alias(key)
            for key in NUMBERS
        ]
        frame = codes.with_columns(faulty.alias("faulty")).rename({key: "code_" + key for key in engine.keys})
        frame = derived(frame.with_columns(numbers), engine.profiles)
        self.odd = frame.select(odd(pl.col("faulty"), engine.profiles)).to_series()
        self.frame = frame.filter(~self.odd)

    def decided(self) -> tuple[pl.Series, pl.DataFrame]:
        """Which rows are left to the row engine; for the others the numbers of their form and rest (see `finish`)."""
        self.frame = coded(self.frame, self.engine.profiles, self.engine.cuts)
        self._places()
        self._verdicts()
        self._uncovered()
        self.frame = walks.add(self)
        return self.odd, self._forms().select("form", "rest", "by_day")

    def _forms(self) -> pl.DataFrame:
        """Rows count their days alike that share a verdict and the numbers that its days need."""
        engine = self.engine
        needs = {
            name: engine.verdicts.look("needs_" + name, pl.Boolean, "verdict", partial(_needs, Person._fields.index(field)))
            for field, name in NEEDED.items()
        }  # fmt: skip
        # From the month of payment alone every day of it counts the same; the day itself is left to `finish`.
        months = first_of(pl.col("pay_month"))
        numbers = {name: pl.col(name) for name in NEEDED.values()} | {"pay_date": months}
        frame = self.frame.with_columns(
            pl.when(needs[name]).then(number).alias("_need_" + name) for name, number in numbers.items()
        )
        finish, memory = engine.finish, engine.memory
        kept = ["profile", "verdict", "by_day", *NUMBERS]
        form = each_once(
            frame, ["verdict", *[name for name in frame.columns if name.startswith("_need_")]],
            lambda few: finish.add_forms(few.with_columns(pay_date=pl.coalesce("_need_pay_date", "pay_date")).select(kept)), memory["forms"],
        )  # fmt: skip
        parts = ["verdict", "gap", "deadline", "sum", "vain"]
        rest = each_once(frame, parts, finish.add_rests, memory["rests"])
        return frame.with_columns(form=form, rest=rest)

    def members(self, few: pl.DataFrame, *extra: str) -> Iterator[Member]:
        """Rows of the frame as the row engine sees them, and their entries in some more columns."""
        keys, profiles, met = self.engine.keys, self.engine.profiles.values, self.engine.met
        known = [met[key].values for key in keys]
        wanted = ["profile", *["code_" + key for key in keys], *extra]
        for row in few.select(wanted).iter_rows():
            values = {key: of[code] for key, of, code in zip(keys, known, row[1:], strict=False)}
            profile = profiles[row[0]]
            pay, last, _, year, birth, repair, continuous, window = (values.get(key) for key in NUMBERS)
            person = Person(pay, last, None, profile.year(year, pay), birth, repair, continuous, window)
            yield profile, person, values, row[1 + len(keys) :]

    def _places(self) -> None:
        """Look each pay date up in the enrolment calendar of its region and year."""
        profiles, places = self.engine.profiles, self.engine.places
        asked = profiles.look("placed", pl.Boolean, "profile") & pl.col("window").is_null()
        asked = asked & pl.col("year").is_not_null() & pl.col("pay_date").is_not_null()
        speakers = profiles.look("speaker", pl.Int32, "profile", self.engine.number_of_speaker)
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

        parts = ["_speaker", "_year", "_day"]
        found = each_once(self.frame, parts, make, self.engine.memory["places"])
        self.frame = self.frame.with_columns(found.alias("fact_place"))

    def _verdicts(self) -> None:
        engine = self.engine

        def make(few: pl.DataFrame) -> list[int]:
            return [
                engine.number_of_verdict(profile.verdict(person, values))
                for profile, person, values, _ in self.members(few)
            ]

        parts = [name for name in self.frame.columns if name.startswith("fact_")]
        found = each_once(self.frame, ["profile", *parts], make, engine.verdict_memory(parts))
        self.frame = self.frame.with_columns(found.alias("verdict"))
        self.frame = self.frame.with_columns(
            engine.verdicts.look(name, pl.Boolean, "verdict").alias(name)
            for name in ("fault", "by_day", "ends", "shut")
        )

    def _uncovered(self) -> None:
        """Rows outside every policy are left to the row engine, whose words for that depend on the row."""
        outside = self.frame["fault"]
        if outside.any():
            places = (~self.odd).cum_sum().cast(pl.Int64) - 1
            self.odd = self.odd | (outside.gather(places.clip(lower_bound=0)) & ~self.odd)
            self.frame = self.frame.filter(~outside)


def _needs(place: int, said: Verdict) -> bool:
    return place in said.needs
