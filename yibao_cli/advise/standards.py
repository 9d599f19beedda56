"""Which standard on file holds for a payment: nearest layer first, in force on the pay date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from ..case import Case
from ..policy.model import PolicyFile, Standard
from .answer import Answer

OLD = 70
"""From this age on a person belongs to every local "elderly" tier; between 50 and 69 it depends on the place."""


class Found(NamedTuple):
    """Standards of one id in the nearest layer that has any in force; rank 0 is the nearest layer."""

    items: tuple[Standard, ...]
    file: PolicyFile
    rank: int

    @property
    def low(self) -> Decimal:
        """The least value among them."""
        return min(item.low for item in self.items)

    @property
    def high(self) -> Decimal:
        """The greatest value among them."""
        return max(item.high for item in self.items)

    @property
    def one(self) -> Decimal | None:
        """The value, if all of them agree on one."""
        return self.low if self.low == self.high else None


def find(result: Answer, key: str) -> Found | None:
    """The standards `key` of the nearest layer that has one for this case; None if no layer has."""
    day = result.inquiry.case.pay_date or result.inquiry.case.as_of
    anchor = result.inquiry.situation.anchors.get("benefit_year")
    for rank, file in enumerate(result.inquiry.files):
        items = tuple(s for s in file.standards if s.id == key and _holds(s, day, anchor))
        if items:
            return Found(items, file, rank)
    return None


def _holds(standard: Standard, day: dt.date, benefit_year: dt.date | None) -> bool:
    if standard.benefit_year is not None:
        return standard.benefit_year == (benefit_year or day).year
    if standard.id.startswith("resident_") and benefit_year is not None:
        # A resident amount that is dated by its text belongs to the benefit year, not to the day of payment.
        day = max(benefit_year, day)
    return standard.first <= day <= standard.last


def last_known(result: Answer, key: str) -> Standard | None:
    """The newest standard `key` that is on file but not in force, to be named and not to be used."""
    for file in result.inquiry.files:
        items = [s for s in file.standards if s.id == key]
        if items:
            return max(items, key=lambda s: (s.benefit_year or 0, s.last))
    return None


def tier(found: Found, case: Case, benefit_year: int) -> tuple[Standard, ...]:
    """The entries whose `who` may be this person, by group and by age in the benefit year; none if no entry fits.

    A group that was not named counts as general, as everywhere in an answer.
    """
    wanted = _tiers(case, benefit_year)
    exact = tuple(item for item in found.items if item.who in wanted)
    if case.group == "aided" or (exact and (len(wanted) == 1 or case.group == "student")):
        return exact
    everyone = tuple(item for item in found.items if item.who == "everyone")
    if exact or everyone or not wanted <= {"adult", "elderly"}:
        return (*exact, *everyone)
    return tuple(item for item in found.items if item.who == "adult")


def _tiers(case: Case, benefit_year: int) -> frozenset[str]:
    if case.group == "newborn":
        return frozenset({"minor"})
    if case.group == "aided":
        return frozenset({"aided", "poorest"})
    age = benefit_year - case.birth_date.year if case.birth_date else None
    if case.group == "student":
        return frozenset({"student"} if age is not None and age > 18 else {"student", "minor"})
    if age is None:
        return frozenset({"adult", "minor", "elderly"})
    if age <= 18:
        # Whoever turns 18 in that year is a minor in some places and an adult in others.
        return frozenset({"minor"} if age < 18 else {"minor", "adult"})
    if age < 50:
        return frozenset({"adult"})
    return frozenset({"elderly"} if age >= OLD else {"adult", "elderly"})
