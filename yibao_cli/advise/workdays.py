"""Working days of mainland China: official holidays and make-up days where they are known, weekends beyond."""

from __future__ import annotations

import datetime as dt

from ..dates import DAY

TRANSFER_DAYS = 10 + 5
"""10 working days of the old place and 5 of the new one. Source: 医保办发〔2021〕43号 art. 10."""


def workday(day: dt.date) -> tuple[bool, bool]:
    """Whether a day is a working day, and whether the holiday calendar of its year is known."""
    try:
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day)), True
    except (ImportError, NotImplementedError):
        return day.weekday() < 5, False


def add_workdays(start: dt.date, count: int) -> tuple[dt.date, bool]:
    """The last of `count` working days after `start`, and whether every year on the way has a known calendar."""
    day, known = start, True
    while count:
        day += DAY
        working, certain = workday(day)
        count -= working
        known = known and certain
    return day, known


def transfer_due(start: dt.date) -> tuple[dt.date, bool]:
    """When a transfer applied for on `start` should be done, and whether that is more than an estimate."""
    return add_workdays(start, TRANSFER_DAYS)
