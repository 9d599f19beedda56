"""The formulas of contributions, one pure function each. Money is yuan; every sum is rounded once, half up, to the fen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

FEN, YUAN = Decimal("0.01"), Decimal(1)
LOW_SHARE, HIGH_SHARE = Decimal("0.6"), Decimal(3)
LATE_FEE_A_DAY = Decimal("0.0005")
"""0.05 % a day, owed by employers only. Source: 社会保险法 art. 86 (the older 2‰ is superseded)."""

YEARLY_WAGE_FROM = Decimal(30_000)
"""An average wage on file above this is a yearly one: no area's monthly average comes near it."""


def fen(amount: Decimal) -> Decimal:
    """Round half up to the fen."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def clamp_base(base: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """A contribution base inside its bounds, yuan a month."""
    return min(max(base, low), high)


def bounds_from_wage(yearly_wage: Decimal) -> tuple[Decimal, Decimal]:
    """60 % and 300 % of the area's monthly average wage, in whole yuan, rounded after multiplying.

    Source: 国办发〔2019〕13号; 82,255 a year gives the published 4,113 and 20,564.
    """
    low, high = (yearly_wage * share / 12 for share in (LOW_SHARE, HIGH_SHARE))
    return low.quantize(YUAN, ROUND_HALF_UP), high.quantize(YUAN, ROUND_HALF_UP)


def contribution(base: Decimal, rate: Decimal, months: int = 1) -> Decimal:
    """`base * rate` of so many months."""
    return fen(base * rate) * months


def flexible_monthly(base: Decimal, rate: Decimal) -> Decimal:
    """What a flexible worker pays a month."""
    return contribution(base, rate)


def late_fee(principal: Decimal, days: int) -> Decimal:
    """The late fee on one sum that an employer owes for so many days. No cap is applied."""
    return fen(principal * LATE_FEE_A_DAY * max(days, 0))


def late_fees(monthly: Decimal, days: Iterable[int]) -> Decimal:
    """The late fee on equal monthly sums, each with its own days; rounded once, at the end."""
    return fen(sum((monthly * LATE_FEE_A_DAY * max(each, 0) for each in days), Decimal(0)))


def resident_cost(premium: Decimal, repair_years: int = 0, repair_premium: Decimal | None = None) -> Decimal:
    """A resident's premium, and one more individual premium (`premium` unless given) for each repaired year.

    Source: 国办发〔2024〕38号 (the price is the individual standard of the year of repair).
    """
    return fen(premium + repair_years * (premium if repair_premium is None else repair_premium))


def retirement_shortfall(
    required_years: int, paid_months: int, base: Decimal, rate: Decimal
) -> tuple[int, Decimal]:
    """The months still missing for retirement cover, and their price as a lump sum at today's base and rate.

    The required years are local law (社会保险法 art. 27 names none); paying on month by month costs `base * rate` each.
    """
    missing = max(12 * required_years - paid_months, 0)
    return missing, contribution(base, rate, missing)
