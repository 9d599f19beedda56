"""Dates counted the slow way: one day or one month at a time, no closed forms, no division."""

from __future__ import annotations

import datetime as dt

ONE = dt.timedelta(days=1)
YearMonth = tuple[int, int]


def after(month: YearMonth) -> YearMonth:
    """The next calendar month."""
    year, number = month
    return (year + 1, 1) if number == 12 else (year, number + 1)


def before(month: YearMonth) -> YearMonth:
    """The calendar month before."""
    year, number = month
    return (year - 1, 12) if number == 1 else (year, number - 1)


def month_of(day: dt.date) -> YearMonth:
    """The month of a day."""
    return day.year, day.month


def first_of(month: YearMonth) -> dt.date:
    """The first day of a month."""
    return dt.date(month[0], month[1], 1)


def last_of(month: YearMonth) -> dt.date:
    """The last day of a month."""
    return first_of(after(month)) - ONE


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day number so many months on; where the month is too short, its last day."""
    month, number = month_of(day), day.day
    for _ in range(months):
        month = after(month)
    while True:
        try:
            return dt.date(month[0], month[1], number)
        except ValueError:
            number -= 1


def plus_days(day: dt.date, days: int) -> dt.date:
    """So many days on."""
    for _ in range(days):
        day += ONE
    return day


def aligned(day: dt.date, how: str) -> dt.date:
    """The day itself, the next one, the 1st of its month, or the next 1st."""
    if how == "same_day":
        return day
    day = day if how == "month_start" else day + ONE
    if how == "next_day":
        return day
    step = -ONE if how == "month_start" else ONE
    while day.day != 1:
        day += step
    return day


def months_between(last: YearMonth, resumed: YearMonth) -> int:
    """The whole months strictly between two months."""
    count, month = 0, after(last)
    while month < resumed:
        count, month = count + 1, after(month)
    return count


def days_between(first: dt.date, second: dt.date) -> int:
    """The days from the first to the second; 0 where the second is not later."""
    count = 0
    while first < second:
        count, first = count + 1, first + ONE
    return count


def months_from(first: YearMonth, last: YearMonth) -> list[YearMonth]:
    """All months from the first to the last, both included."""
    found = [first]
    while found[-1] < last:
        found.append(after(found[-1]))
    return found
