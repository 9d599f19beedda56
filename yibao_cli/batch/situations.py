"""What is counted for each row, on columns: the counts of `situation` and the codes that verdicts depend on."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import polars as pl

from ..policy.vocabulary import facts
from ..situation import FIRST_COUNTED_YEAR
from .calendar_columns import first_of, month_of
from .codes import Pool
from .profile import Profile

COUNTED = {
    "pay_date": "pay_date", "benefit_year": "year", "missed_years": "missed", "gap_months": "gap",
    "newborn_days": "_newborn_days", "benefit_year_month": "_year_month", "gap_days": "_gap_days",
    "gap_months_in_year": "_in_year", "continuous_months": "continuous_months", "enrolled_months": "continuous_months",
}  # fmt: skip
"""The column from which the atom of each counted fact is taken."""


def number(key: str, value: Any) -> int | None:
    """A parsed number of a row as columns hold it: days as ordinals, months as month numbers, words by their place."""
    if isinstance(value, dt.date):
        return value.toordinal()
    if key == "window" and isinstance(value, str):
        return facts()["window"].members.index(value)
    return value if isinstance(value, int) else None


class Cuts:
    """The numbers at which the atoms of each counted fact begin, for all profiles that were met so far."""

    def __init__(self, profiles: Pool) -> None:
        self._profiles, self._seen = profiles, 0
        self._cuts: dict[str, set[int]] = {}

    def of(self, fact: str) -> list[int] | None:
        """The cuts of one fact; None if nobody asks for it."""
        for profile in self._profiles.values[self._seen :]:
            for axis in profile.tests:
                self._cuts.setdefault(axis.fact.id, set()).update(axis.starts)
        self._seen = len(self._profiles)
        found = self._cuts.get(fact)
        return None if found is None else sorted(found)


def is_resident(profiles: Pool) -> pl.Expr:
    """Whether the profile of a row is one of residents."""
    return profiles.look("resident", pl.Boolean, "profile", lambda profile: profile.scheme == "resident")


def derived(frame: pl.DataFrame, profiles: Pool) -> pl.DataFrame:
    """Add what the numbers give: the months and days of the anchors, the year paid for, gap and missed years."""
    newborn = is_resident(profiles) & profiles.look(
        "newborn", pl.Boolean, "profile", lambda profile: profile.group == "newborn"
    )
    frame = frame.with_columns(
        pay_month=month_of(pl.col("pay_date")),
        birth_month=month_of(pl.col("birth_date")),
        next_month=pl.col("last_covered") + 1,
    )
    stated = pl.col("benefit_year")
    frame = frame.with_columns(
        pay_dom=pl.col("pay_date") - first_of(pl.col("pay_month")) + 1,
        birth_dom=pl.col("birth_date") - first_of(pl.col("birth_month")) + 1,
        year=pl.when(stated.is_null() & newborn).then(pl.col("pay_month") // 12).otherwise(stated),
        gap=(pl.col("pay_month") - pl.col("next_month")).clip(lower_bound=0),
    )
    first = pl.max_horizontal(pl.col("last_covered") // 12 + 1, pl.lit(FIRST_COUNTED_YEAR, pl.Int32))
    known = pl.col("last_covered").is_not_null() & pl.col("year").is_not_null()
    return frame.with_columns(
        year_month=pl.col("year") * 12,
        year_start=first_of(pl.col("year") * 12),
        year_end=first_of(pl.col("year") * 12 + 12) - 1,
        missed=pl.when(known).then((pl.col("year") - first).clip(lower_bound=0)).otherwise(None),
    )


def odd(faulty: pl.Expr, profiles: Pool) -> pl.Expr:
    """The rows that have no closed form: faults, ledgers, words or days that may contradict each other."""
    unsound = ~profiles.look("sound", pl.Boolean, "profile")
    early = (pl.col("pay_month") < pl.col("last_covered")) | (pl.col("pay_date") < pl.col("birth_date"))
    return faulty | unsound | early.fill_null(False)


def coded(frame: pl.DataFrame, profiles: Pool, cuts: Cuts) -> pl.DataFrame:
    """Add the columns `fact_*`: rows that are equal in them and in `profile` have the same verdict."""
    resident = is_resident(profiles)
    pay, last, year = pl.col("pay_date"), pl.col("last_covered"), pl.col("year")
    frame = frame.with_columns(
        _newborn_days=pl.when(resident).then(pay - pl.col("birth_date")),
        _year_month=pl.col("pay_month") - year * 12 + 1,
        _gap_days=(pay - (first_of(last + 1) - 1)).clip(lower_bound=0),
        _in_year=pl.min_horizontal(pl.col("gap"), pl.lit(12, pl.Int32)),
        fact_given=pay.is_null().cast(pl.Int32)
        + year.is_null() * 2
        + pl.col("birth_date").is_null() * 4
        + last.is_null() * 8,
        fact_years=pl.when(last.is_null()).then(year),
        fact_window=pl.col("window"),
    )
    parts = []
    for fact, column in COUNTED.items():
        starts = cuts.of(fact)
        if starts is None:
            continue
        if fact == "enrolled_months":
            starts = sorted({*starts, int(facts()[fact].assume or 0)})
        atom = (
            pl.lit(pl.Series(starts, dtype=pl.Int32))
            .search_sorted(pl.col(column), side="right")
            .cast(pl.Int32)
        )
        tests = profiles.look("tests_" + fact, pl.Boolean, "profile", partial(_tests, fact))
        asked = tests & pl.col(column).is_not_null()
        parts.append(pl.when(asked).then(atom).alias("fact_" + fact))
    return frame.with_columns(parts)


def _tests(fact: str, profile: Profile) -> bool:
    return any(axis.fact.id == fact for axis in profile.tests)
