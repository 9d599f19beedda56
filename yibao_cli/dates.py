"""Calendar arithmetic of the policies: one addition to an anchor, then one alignment.

Everything is a closed form of year, month and day, so that the scalar, the column and the cluster
implementations can follow the same shared vectors (`tests/dates/*.csv`).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

Align = Literal["same_day", "next_day", "month_start", "next_month"]
ALIGNS: tuple[Align, ...] = ("same_day", "next_day", "month_start", "next_month")

Month = int
"""A calendar month as one number: ``year * 12 + month - 1``."""

DAY = dt.timedelta(days=1)


def month_of(day: dt.date) -> Month:
    """The calendar month that a day lies in."""
    return day.year * 12 + day.month - 1


def first_day(month: Month) -> dt.date:
    """The first day of a calendar month."""
    return dt.date(month // 12, month % 12 + 1, 1)


def last_day(month: Month) -> dt.date:
    """The last day of a calendar month."""
    return first_day(month + 1) - DAY


def month_text(month: Month) -> str:
    """``2026-05`` for a calendar month."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day number `months` later; a day that the month does not have becomes its last day."""
    month = month_of(day) + months
    year, index = divmod(month, 12)
    return dt.date(year, index + 1, min(day.day, _days(year, index)))


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days(year: int, index: int) -> int:
    """How many days month `index` (0 to 11) of a year has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and index == 1 else _LENGTHS[index]


def clamps(day: dt.date, months: int) -> bool:
    """Whether `add_months` had to fall back to the last day of a shorter month."""
    return add_months(day, months).day != day.day


def align(day: dt.date, how: Align) -> dt.date:
    """Move a day to where benefits may start: same day, next day, 1st of this month, 1st of the next month."""
    if how == "same_day":
        return day
    if how == "next_day":
        return day + DAY
    if how == "month_start":
        return day.replace(day=1)
    return first_day(month_of(day) + 1)


def count(anchor: dt.date, months: int = 0, days: int = 0, how: Align = "same_day") -> dt.date:
    """`align(anchor + months + days)`: the only way in which a policy date is ever computed.

    Raises OverflowError beyond year 9999.
    """
    try:
        return align(add_months(anchor, months) + days * DAY, how)
    except ValueError as error:
        raise OverflowError(str(error)) from None
