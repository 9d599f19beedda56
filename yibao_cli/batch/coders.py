"""How each counted fact of a row becomes a code: the counts of `situation`, without building it.

A code is the place among the bounds that the rules use; None stands for "not known", a negative number for a span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from .. import dates
from ..policy.table import Axis
from ..policy.vocabulary import facts
from ..situation import Calendar
from .person import Person

Coder = Callable[[Person], Any]
Place = Callable[[Person], Calendar | None]


def coder(axis: Axis, resident: bool, place: Place) -> Coder | None:
    """The code of one axis for a person; None for axes that hold words. `place` looks into the enrolment calendar."""
    if axis.fact.id == "window":
        return _window(place)
    if axis.fact.id == "enrolled_months":
        return _enrolled(axis.starts)
    if axis.fact.id == "newborn_days" and not resident:
        return lambda person: None
    make = COUNTS.get(axis.fact.id)
    return None if make is None else make(axis.starts)


def _pay_date(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        return None if person.pay is None else bisect_right(starts, person.pay.toordinal())

    return code


def _gap_months(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        pay, last = person.pay, person.last
        if pay is None or last is None:
            return None
        gap = pay.year * 12 + pay.month - last - 2
        return bisect_right(starts, gap if gap > 0 else 0)

    return code


def _benefit_year(starts: tuple[int, ...]) -> Coder:
    return lambda person: None if person.year is None else bisect_right(starts, person.year)


def _missed_years(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        missed = person.missed
        return None if missed is None else bisect_right(starts, missed)

    return code


def _gap_days(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        if person.pay is None or person.last is None:
            return None
        return bisect_right(starts, max((person.pay - dates.last_day(person.last)).days, 0))

    return code


def _in_year(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        if person.pay is None or person.last is None:
            return None
        if person.cover is None:
            return bisect_right(starts, min(person.gap or 0, 12))
        pay, ledger = dates.month_of(person.pay), person.cover.ledger
        months = (month for month in range(pay - 12, pay) if month > ledger[0][0])
        return bisect_right(starts, sum(1 for month in months if not any(a <= month <= b for a, b in ledger)))

    return code


def _newborn_days(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        if person.birth is None or person.pay is None:
            return None
        return bisect_right(starts, (person.pay - person.birth).days)

    return code


def _year_month(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        if person.year is None or person.pay is None:
            return None
        return bisect_right(starts, (person.pay.year - person.year) * 12 + person.pay.month)

    return code


def _continuous(starts: tuple[int, ...]) -> Coder:
    def code(person: Person) -> int | None:
        months = person.continuous
        if months is None and person.cover is not None:
            months = person.cover.run
        return None if months is None else bisect_right(starts, months)

    return code


def _enrolled(starts: tuple[int, ...]) -> Coder:
    usual = int(facts()["enrolled_months"].assume or 0)

    def code(person: Person) -> int:
        if person.cover is not None:
            return bisect_right(starts, person.cover.total)
        if person.continuous is not None and person.continuous >= usual:
            return -bisect_right(starts, person.continuous)
        return bisect_right(starts, max(usual, person.continuous or 0))

    return code


def _window(place: Place) -> Coder:
    def code(person: Person) -> Any:
        if person.window:
            return person.window
        found = place(person)
        return None if found is None else found.possible

    return code


COUNTS: dict[str, Callable[[tuple[int, ...]], Coder]] = {
    "pay_date": _pay_date,
    "benefit_year": _benefit_year,
    "missed_years": _missed_years,
    "gap_months": _gap_months,
    "newborn_days": _newborn_days,
    "benefit_year_month": _year_month,
    "gap_days": _gap_days,
    "gap_months_in_year": _in_year,
    "continuous_months": _continuous,
}
"""The coders of facts that are plain counts."""
