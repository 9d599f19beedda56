"""Days as column arithmetic: the closed forms of `dates`, by small tables over the months and days of 1900 to 2300."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from functools import cache

import polars as pl

from .. import dates
from .codes import look

FIRST_YEAR, LAST_YEAR = 1900, 2300
FIRST_MONTH = FIRST_YEAR * 12
FIRST_DAY = dt.date(FIRST_YEAR, 1, 1).toordinal()


@cache
def month_starts() -> pl.Series:
    """The ordinal of the first day of each month, by month number from FIRST_MONTH on."""
    lengths = month_lengths()
    return (lengths.cum_sum() - lengths + FIRST_DAY).cast(pl.Int32)


@cache
def month_lengths() -> pl.Series:
    """How many days each month has, by month number from FIRST_MONTH on."""
    months = range(FIRST_MONTH, LAST_YEAR * 12)
    return pl.Series([monthrange(month // 12, month % 12 + 1)[1] for month in months], dtype=pl.Int32)


@cache
def day_months() -> pl.Series:
    """The month that each day lies in, by ordinal from FIRST_DAY on."""
    lengths = month_lengths()
    months = pl.int_range(FIRST_MONTH, FIRST_MONTH + len(lengths), dtype=pl.Int32, eager=True)
    return months.repeat_by(lengths).explode()


@cache
def day_texts() -> pl.Series:
    """Each day as YYYY-MM-DD, by ordinal from FIRST_DAY on."""
    last = dt.date(LAST_YEAR, 1, 1) - dates.DAY
    return pl.date_range(dt.date(FIRST_YEAR, 1, 1), last, eager=True).dt.to_string("%Y-%m-%d")


def first_of(month: pl.Expr) -> pl.Expr:
    """The ordinal of the first day of a month."""
    return look(month_starts(), pl.Int32, month - FIRST_MONTH)


def month_of(day: pl.Expr) -> pl.Expr:
    """The month of an ordinal."""
    return look(day_months(), pl.Int32, day - FIRST_DAY)


def text_of(day: pl.Expr) -> pl.Expr:
    """An ordinal as YYYY-MM-DD; null stays null."""
    return look(day_texts(), pl.String, day - FIRST_DAY)


def count(month: pl.Expr, day: pl.Expr, months: pl.Expr, days: pl.Expr, align: pl.Expr) -> pl.Expr:
    """`dates.count` on columns: the anchor as month and day of the month, `align` as its place in `dates.ALIGNS`."""
    goal = month + months
    last = look(month_lengths(), pl.Int32, goal - FIRST_MONTH)
    moved = first_of(goal) + pl.min_horizontal(day, last) - 1 + days
    inside = month_of(moved)
    return (
        pl.when(align == 0)
        .then(moved)
        .when(align == 1)
        .then(moved + 1)
        .when(align == 2)
        .then(first_of(inside))
        .otherwise(first_of(inside + 1))
    )
