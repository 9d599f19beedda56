"""Prices that may be known only between bounds, and the lines of the money section that show them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from ..lang import pick, tr
from ..policy.model import Standard
from ..policy.sources import Source
from ..policy.vocabulary import FIRST_DATE, LAST_DATE
from .answer import Answer
from .formulas import fen

Json = dict[str, Any]


class Price(NamedTuple):
    """Yuan between two bounds; `high` None is "no upper bound on file". Equal bounds are an exact price."""

    low: Decimal
    high: Decimal | None

    @property
    def exact(self) -> Decimal | None:
        """The price, if it is known to the fen."""
        return self.low if self.low == self.high else None

    def times(self, count: int) -> Price:
        """So many times the price."""
        return Price(self.low * count, None if self.high is None else self.high * count)

    def plus(self, other: Price) -> Price:
        """The sum of two prices."""
        both = None if self.high is None or other.high is None else self.high + other.high
        return Price(self.low + other.low, both)


class Sums:
    """The figures above the lines; None is "not on file" or "no such payment"."""

    def __init__(
        self, monthly: Decimal | None = None, total: Decimal | None = None, lines: Sequence[Json] = ()
    ) -> None:
        self.monthly, self.total = monthly, total
        self.back_payment: Decimal | None = None
        self.late_fee: Decimal | None = None
        self.lines = list(lines)


def exactly(amount: Decimal) -> Price:
    """A price known to the fen."""
    return Price(amount, amount)


def line(
    what: str,
    formula: str,
    price: Price | None,
    *,
    payer: str = "person",
    counted: bool = True,
    chosen: Decimal | None = None,
    sources: list[str] | None = None,
    as_of: str | None = None,
    ask: str | None = None,
) -> Json:
    """One line of the money section.

    `amount` is the exact price, or `chosen` (the lower bound that a person may pay by); null if neither is known.
    `low` and `high` appear where the price is a range. `payer` is ``person``, ``employer`` or ``fund``.
    `counted` tells whether the line enters the sums above.
    """
    amount = chosen if chosen is not None else price.exact if price else None
    found: Json = {
        "what": what,
        "formula": formula,
        "amount": number(amount),
        "payer": payer,
        "counted": counted,
    }
    if price is not None and price.exact is None:
        found |= {"low": number(price.low), "high": number(price.high)}
    return {**found, "sources": sources or [], "as_of": as_of, "ask": ask}


def number(amount: Decimal | None) -> int | float | None:
    """An amount as a JSON number with exact fen; null stays null."""
    if amount is None:
        return None
    rounded = fen(amount)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def yuan(amount: Decimal) -> str:
    """An amount as people write it: 754.60, and 400 without fen."""
    rounded = fen(amount)
    return f"{rounded:,.0f}" if rounded == rounded.to_integral_value() else f"{rounded:,.2f}"


def percent(rate: Decimal) -> str:
    """A rate as people write it: 0.095 is 9.5%."""
    return f"{(rate * 100).normalize():f}%"


def cite(result: Answer, *sources: Source) -> list[str]:
    """The ids of the sources, which are added to the answer's own list where they are not there yet."""
    for source in sources:
        if not any((s.id, s.title) == (source.id, source.title) for s in result.sources):
            result.sources.append(source)
    return list(dict.fromkeys(source.id for source in sources))


def notes(*standards: Standard) -> str:
    """What the place adds to the amounts, in brackets; empty where it adds nothing."""
    found = list(dict.fromkeys(pick(item.note) for item in standards if item.note))
    return tr(f"（{'；'.join(found)}）", f" ({'; '.join(found)})") if found else ""


def in_force(*standards: Standard) -> str:
    """From when to when the amounts hold: ``2026-07-01..``, or the benefit year."""
    found = []
    for item in standards:
        if item.benefit_year is not None:
            text = tr(f"{item.benefit_year} 年度", f"benefit year {item.benefit_year}")
        else:
            first = "" if item.first == FIRST_DATE else item.first.isoformat()
            last = "" if item.last == LAST_DATE else item.last.isoformat()
            text = f"{first}..{last}"
        found.append(text)
    return tr("；", "; ").join(dict.fromkeys(found))
