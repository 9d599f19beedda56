"""The facts of one row as the engines hold them, and the case they make."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from ..case import Case
from ..dates import Month
from .values import Cover

WORDS = ("region", "scheme", "cause", "previous_scheme", "group", "back_pay", "arrears_in_term", "as_of")
"""Keys with few distinct values: together they choose a profile."""

NUMBERS = (
    "pay_date", "last_covered", "covered", "benefit_year", "birth_date", "repair_years", "continuous_months", "window",
)  # fmt: skip
"""Keys that the counted facts and the days come from."""

NEEDED = {
    "pay": "pay_date", "last": "last_covered", "year": "year", "birth": "birth_date", "repair": "repair_years",
}  # fmt: skip
"""The numbers of a person that days may depend on, and their columns."""

MONEY = ("base", "wage", "rate", "previous_region")
"""Keys that no rule of resuming tests."""


class Person(NamedTuple):
    """The numbers of one row; `year` is the benefit year that the dates are counted from, `last` the last covered month."""

    pay: dt.date | None
    last: Month | None
    cover: Cover | None
    year: int | None
    birth: dt.date | None
    repair: int | None
    continuous: int | None
    window: str | None

    @property
    def missed(self) -> int | None:
        """How many benefit years were missed; None where that cannot be counted."""
        from ..situation import FIRST_COUNTED_YEAR

        if self.last is None or self.year is None:
            return None
        return max(self.year - max(self.last // 12 + 1, FIRST_COUNTED_YEAR), 0)

    @property
    def gap(self) -> int | None:
        """The whole months between the last covered month and the month of payment."""
        if self.last is None or self.pay is None:
            return None
        return max(self.pay.year * 12 + self.pay.month - self.last - 2, 0)


def case_of(values: dict[str, Any], as_of: dt.date) -> Case:
    """The case of a row from its parsed values."""
    found = {key: value for key, value in values.items() if value is not None}
    if "covered" in found:
        found["covered"] = found["covered"].ledger
    return Case(**{**found, "as_of": found.get("as_of", as_of)})


def fits(person: Person, stated: Month | None) -> bool:
    """Whether the days of a row plainly agree with each other; if not, `case.check` has the word.

    `stated` is the row's own last_covered, which must be the end of its ledger.
    """
    if person.cover is not None and stated is not None and person.cover.last != stated:
        return False
    if person.pay is None:
        return True
    if person.last is not None and person.pay.year * 12 + person.pay.month - 1 < person.last:
        return False
    return person.birth is None or person.pay >= person.birth


def month_only(person: Person) -> Person:
    """The same person paying on the first of the month: for days that are counted from the month."""
    return person if person.pay is None else person._replace(pay=person.pay.replace(day=1))
