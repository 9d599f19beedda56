"""What it costs: the money section of an answer, every line with its formula, its source and the days it holds on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..lang import tr
from . import cost_resident, cost_unit
from .acts import act
from .answer import Answer
from .choose import NEAR_RETIREMENT
from .cost_flexible import flexible
from .formulas import (
    bounds_from_wage,
    clamp_base,
    flexible_monthly,
    late_fee,
    resident_cost,
    retirement_shortfall,
)
from .money import Json, Sums, cite, exactly, in_force, line, number, yuan
from .standards import find

__all__ = [
    "bounds_from_wage",
    "clamp_base",
    "cost",
    "flexible_monthly",
    "late_fee",
    "resident_cost",
    "retirement_shortfall",
]


def cost(result: Answer) -> dict[str, Any]:
    """The money section as JSON: yuan, rounded half up to the fen; the sources are added to `result.sources`.

    null means "not on file" or "no such payment" (the lines say which), never 0; 0 stands only where the law makes
    somebody else pay.

    - `monthly`: the running premium of one month from the payment on; unit and person together for the employee
      scheme; at the lower bound of the base where a flexible worker gave no `--base` (the line says so).
    - `back_payment`: the premiums of the missed months, without late fee; null where they cannot be paid or the
      person chose not to.
    - `late_fee`: 0.05 % a day on an employer's arrears, an estimate; always null for flexible workers and residents.
    - `total`: what has to be paid now for the chosen way. Employer: arrears and late fee. Flexible: the missed months
      if they are paid back (the current month, `monthly`, comes on top), else the first month. Resident: the year's
      premium and one more for each repaired year.
    - `lines`: what, formula with numbers, amount (or low and high), payer, counted (whether it enters the sums),
      sources, as_of (the days the amount holds on), ask (the question for what is not on file).
    """
    case = result.inquiry.case
    if case.group == "unemployment_benefit" and case.scheme in (None, "employee", "flexible"):
        sums = _unemployed(result)
    elif case.region is None or case.scheme is None:
        sums = Sums()
    else:
        sums = {"employee": cost_unit.unit, "flexible": flexible, "resident": cost_resident.resident}[
            case.scheme
        ](result)
    sums.lines += _retirement(result, sums)
    return {
        "currency": "CNY",
        "monthly": number(sums.monthly),
        "back_payment": number(sums.back_payment),
        "late_fee": number(sums.late_fee),
        "total": number(sums.total),
        "rounding": tr("每笔四舍五入到分", "each sum is rounded half up to the fen"),
        "lines": sums.lines,
    }


def _unemployed(result: Answer) -> Sums:
    nothing = Decimal(0)
    text = tr(
        "领取失业保险金期间，保费由失业保险基金支付，个人不缴费",
        "while unemployment benefit is drawn the unemployment fund pays the premium and you pay nothing",
    )
    paid_by_fund = line(
        tr("职工医保保费", "Premium of the employee scheme"),
        text,
        exactly(nothing),
        payer="fund",
        sources=cite(result, act("law-2010"), act("handling-2023")),
        as_of="2011-07-01..",
    )
    return Sums(monthly=nothing, total=nothing, lines=[paid_by_fund])


def _retirement(result: Answer, sums: Sums) -> list[Json]:
    """For people near retirement: the local years, and what a missing month costs. Months paid so far are not asked."""
    case, found = result.inquiry.case, find(result, "retirement_years")
    if (
        case.scheme == "resident"
        or found is None
        or case.birth_date is None
        or case.as_of.year - case.birth_date.year < NEAR_RETIREMENT
    ):
        return []
    years = f"{found.low:f}" if found.one is not None else f"{found.low:f}–{found.high:f}"
    each = yuan(sums.monthly) if sums.monthly else tr("每月保费", "the monthly premium")
    text = tr(
        f"（{years} 年 × 12 - 已缴月数）× {each}，按月继续缴；能否一次性缴清看当地",
        f"({years} years × 12 - months paid) × {each}, paid on month by month; whether one sum is offered is local",
    )
    return [
        line(
            tr("退休年限不够时的差额", "Missing years at retirement"),
            text,
            None,
            counted=False,
            sources=cite(result, act("law-2010"), *(source for item in found.items for source in item.cite)),
            as_of=in_force(*found.items),
            ask=tr(
                "请带上已缴月数问 12393 差多少、能否一次性缴",
                "ask 12393 with the months you have paid how many are missing and whether one sum is possible",
            ),
        )
    ]
