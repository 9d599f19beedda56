"""What is counted for each row, on columns: the counts of `situation` and the codes that verdicts depend on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from ..policy.vocabulary import facts
from ..situation import FIRST_COUNTED_YEAR
from .calendar_columns import first_of, month_of
from .codes import look
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


def derived(frame: pl.DataFrame, profiles: list[Profile]) -> pl.DataFrame:
    """Add what the numbers give: the months and days of the anchors, the year paid for, gap and missed years."""
    newborn = look([p.scheme == "resident" and p.group == "newborn" for p in profiles], pl.Boolean, "profile")
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


def odd(faulty: pl.Expr, profiles: list[Profile]) -> pl.Expr:
    """The rows that have no closed form: faults, ledgers, words or days that may contradict each other."""
    unsound = look([not p.sound for p in profiles], pl.Boolean, "profile")
    early = (pl.col("pay_month") < pl.col("last_covered")) | (pl.col("pay_date") < pl.col("birth_date"))
    return faulty | unsound | early.fill_null(False)


def coded(frame: pl.DataFrame, profiles: list[Profile]) -> pl.DataFrame:
    """Add the columns `fact_*`: rows that are equal in them and in `profile` have the same verdict."""
    resident = look([p.scheme == "resident" for p in profiles], pl.Boolean, "profile")
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
        tests = [any(axis.fact.id == fact for axis in p.tests) for p in profiles]
        if not any(tests):
            continue
        cuts = {start for p in profiles for axis in p.tests if axis.fact.id == fact for start in axis.starts}
        if fact == "enrolled_months":
            cuts.add(int(facts()[fact].assume or 0))
        atom = (
            pl.lit(pl.Series(sorted(cuts), dtype=pl.Int32))
            .search_sorted(pl.col(column), side="right")
            .cast(pl.Int32)
        )
        asked = look(tests, pl.Boolean, "profile") & pl.col(column).is_not_null()
        parts.append(pl.when(asked).then(atom).alias("fact_" + fact))
    return frame.with_columns(parts)
