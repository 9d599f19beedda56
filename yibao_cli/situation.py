"""From a case to the facts that rules test: every count is made here, once, and can be shown."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from . import dates
from .case import Case, last_covered
from .dates import Month, month_of
from .policy.decide import Known
from .policy.model import PolicyFile, Windows
from .policy.vocabulary import Cell, facts

FIRST_COUNTED_YEAR = 2025
"""Resident years before 2025 do not count as missed. Source: 国办发〔2024〕38号 (“自2025年起”)."""


class Calendar(NamedTuple):
    """Where the pay date lies in an enrolment calendar; `windows` is None where only the usual season is known."""

    possible: frozenset[str]
    windows: Windows | None
    file: PolicyFile | None


class Situation(NamedTuple):
    """The facts of a case as the tables take them, and the days that dates are counted from."""

    known: Known
    anchors: dict[str, dt.date]
    gap: tuple[Month, ...]
    missed_years: tuple[int, ...] | None
    calendar: Calendar | None
    assumed: tuple[str, ...]

    @property
    def gap_months(self) -> int | None:
        """The length of the gap in months, or None where it cannot be counted yet."""
        span = self.known.get("gap_months")
        return span[0] if isinstance(span, tuple) and span[0] == span[1] else None


def gap_of(last: Month | None, pay: dt.date | None) -> tuple[Month, ...]:
    """The whole months strictly between the last covered month and the month that payment resumes for."""
    return tuple(range(last + 1, month_of(pay))) if last is not None and pay else ()


def missed_of(last: Month | None, benefit_year: int | None) -> tuple[int, ...] | None:
    """The benefit years without any cover between the last covered year and the year being paid for."""
    if last is None or benefit_year is None:
        return None
    return tuple(range(max(last // 12 + 1, FIRST_COUNTED_YEAR), benefit_year))


def in_year(case: Case, pay: dt.date) -> int:
    """The months without cover among the 12 before the payment month. Source: 武汉灵活就业 (一年内累计)."""
    last = last_covered(case)
    months = range(month_of(pay) - 12, month_of(pay))
    if case.covered is None or last is None:
        return sum(1 for m in months if last is not None and m > last)
    first = case.covered[0][0]
    return sum(1 for m in months if m > first and not any(a <= m <= b for a, b in case.covered))


def calendar(files: tuple[PolicyFile, ...], benefit_year: int, pay: dt.date) -> Calendar:
    """The position of a pay date in the nearest calendar on file, else in the usual season.

    The usual season (September to December of the year before, often prolonged to the end of February)
    is what the national authority describes; January and February stay open between in, extended and late.
    """
    if pay > dt.date(benefit_year, 12, 31):
        return Calendar(frozenset(["closed"]), None, None)
    for file in files:
        for windows in file.windows:
            if windows.benefit_year == benefit_year:
                return Calendar(frozenset([position(windows, pay)]), windows, file)
    if pay < dt.date(benefit_year - 1, 9, 1):
        return Calendar(frozenset(["early"]), None, None)
    if pay < dt.date(benefit_year, 1, 1):
        return Calendar(frozenset(["in"]), None, None)
    if pay < dt.date(benefit_year, 3, 1):
        return Calendar(frozenset(["in", "extended", "late"]), None, None)
    return Calendar(frozenset(["late"]), None, None)


def position(windows: Windows, pay: dt.date) -> str:
    """Which part of a calendar a day lies in; days between and after the spans are `late`."""
    if pay < windows.spans[0][1]:
        return "early"
    return next((kind for kind, first, last in windows.spans if first <= pay <= last), "late")


def situation(case: Case, files: tuple[PolicyFile, ...], *, assume: bool = True) -> Situation:
    """Derive every fact that the case allows.

    Assumptions are taken only where the vocabulary has one, and named in `assumed`; with `assume=False`
    (an interview, which can ask) such a fact stays open.
    """
    scheme, pay, last = case.scheme or "", case.pay_date, last_covered(case)
    known: dict[str, Cell | None] = {}
    assumed: list[str] = []
    gap = gap_of(last, pay)
    year = case.benefit_year
    if scheme == "resident" and year is None and case.group == "newborn" and pay:
        year = pay.year
    missed = missed_of(last, year)
    for key in ("cause", "previous_scheme", "group"):
        value = getattr(case, key) or (_assume(key, assumed) if assume else None)
        # A word that the scheme does not have (a previous scheme equal to the present one) says nothing.
        known[key] = frozenset([value]) if value in facts()[key].members_of(scheme) else None
    if pay:
        known["pay_date"] = _one(pay.toordinal())
    if scheme == "resident":
        known |= _resident(case, year, missed)
    if last is not None and pay:
        known["gap_months"] = _one(len(gap))
        known["gap_days"] = _one(max((pay - dates.last_day(last)).days, 0))
        known["gap_months_in_year"] = _one(min(in_year(case, pay), 12))
    known |= _cover(case, assumed, assume)
    for key in ("back_pay", "arrears_in_term"):
        answer = getattr(case, key)
        known[key] = None if answer is None else frozenset(["yes" if answer else "no"])
    place = None
    if scheme == "resident" and case.window:
        known["window"] = frozenset([case.window])
    elif scheme == "resident" and year and pay:
        place = calendar(files, year, pay)
        known["window"] = place.possible
    return Situation(
        known={key: value for key, value in known.items() if value is not None},
        anchors=_anchors(case, year, last),
        gap=gap,
        missed_years=missed,
        calendar=place,
        assumed=tuple(assumed),
    )


def _one(value: int) -> Cell:
    return value, value


def _assume(key: str, assumed: list[str]) -> str | None:
    value = facts()[key].assume
    if value:
        assumed.append(key)
    return value


def _resident(case: Case, year: int | None, missed: tuple[int, ...] | None) -> dict[str, Cell | None]:
    found: dict[str, Cell | None] = {}
    if year is not None:
        found["benefit_year"] = _one(year)
    if missed is not None:
        found["missed_years"] = _one(len(missed))
    elif year is not None:
        found["missed_years"] = (0, max(year - FIRST_COUNTED_YEAR, 0))
    if year is not None and case.pay_date:
        found["benefit_year_month"] = _one((case.pay_date.year - year) * 12 + case.pay_date.month)
    if case.birth_date and case.pay_date:
        found["newborn_days"] = _one((case.pay_date - case.birth_date).days)
    return found


def _cover(case: Case, assumed: list[str], assume: bool) -> dict[str, Cell | None]:
    """How long the cover before the gap was. A short form says nothing about it, so only the assumption is left."""
    most = facts()["continuous_months"].span[1]
    if case.covered:
        first, last = case.covered[-1]
        total = sum(b - a + 1 for a, b in case.covered)
        own = case.continuous_months if case.continuous_months is not None else last - first + 1
        return {"continuous_months": _one(own), "enrolled_months": _one(total)}
    own_months = case.continuous_months
    found: dict[str, Cell | None] = {"continuous_months": None if own_months is None else _one(own_months)}
    usual = int(facts()["enrolled_months"].assume or 0)
    if own_months is not None and own_months >= usual:
        return {**found, "enrolled_months": (own_months, most)}
    if not assume:
        return {**found, "enrolled_months": (own_months or 0, most)}
    assumed.append("enrolled_months")
    return {**found, "enrolled_months": _one(max(usual, own_months or 0))}


def _anchors(case: Case, year: int | None, last: Month | None) -> dict[str, dt.date]:
    anchors: dict[str, dt.date] = {}
    if case.pay_date:
        anchors["pay_day"] = case.pay_date
        anchors["pay_month"] = case.pay_date.replace(day=1)
    if year is not None:
        anchors["benefit_year"] = dt.date(year, 1, 1)
    if case.birth_date:
        anchors["birth"] = case.birth_date
    if last is not None:
        anchors["cover_end"] = dates.first_day(last + 1)
    if case.covered:
        anchors["enrolment"] = dates.first_day(case.covered[0][0])
    return anchors
