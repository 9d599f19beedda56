"""Deadlines: the last day of each outcome, found by sweeping the pay date, with the count behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..dates import DAY, month_of
from ..lang import plural, tr
from .answer import Answer, iso
from .explain import calendar_text, gap_text, missed_text
from .inquiry import Finding
from .phrases import COST_RANK, outcome_json, same, span
from .sweep import Payment, Sweep

Json = dict[str, Any]


def deadlines(result: Answer) -> list[Json]:
    """Every day of the next 24 months after which paying gives another outcome; the nearest loss comes first.

    A payment that was made before `as_of` has no deadlines. Items: pay_by, days_left, outcome, after, count, kind.
    """
    sweep = _sweep(result)
    found = [_deadline(sweep, before, after) for before, after in _ahead(sweep)]
    return sorted(found, key=lambda item: (item["kind"] != "worse", item["pay_by"]))


def last_good_day(result: Answer) -> str | None:
    """The first of the deadlines after which paying gives a worse outcome, without the texts about it."""
    changes = _ahead(_sweep(result))
    return next((iso(before.day) for before, after in changes if kind(before, after) == "worse"), None)


def _sweep(result: Answer) -> Sweep:
    case = result.inquiry.case
    paid = case.pay_date is not None and case.pay_date < case.as_of
    return Sweep(case, None if paid else result.inquiry.table)


def _ahead(sweep: Sweep) -> Iterator[tuple[Payment, Payment]]:
    return (pair for pair in sweep.changes() if pair[0].day >= sweep.case.as_of)


def _deadline(sweep: Sweep, before: Payment, after: Payment) -> Json:
    return {
        "pay_by": before.day.isoformat(),
        "days_left": (before.day - sweep.case.as_of).days,
        "outcome": _outcome(before),
        "after": _outcome(after),
        "count": count(sweep, before, after),
        "kind": kind(before, after),
    }


def _outcome(payment: Payment) -> Json:
    return outcome_json([row.id for row in payment.findings], list(payment.findings.values()))


def kind(before: Payment, after: Payment) -> str:
    """``worse``, ``better`` or ``other``: the new outcome against what the old rules would give one day later."""
    if not before.findings or not after.findings:
        return "other"
    was_closed, closed = (all(each.closed for each in p.findings.values()) for p in (before, after))
    if was_closed or closed:
        return "worse" if closed > was_closed else "better" if closed < was_closed else "other"
    old = _rank([after.inquiry.find(row.rule.then) for row in before.findings])
    new = _rank(list(after.findings.values()))
    if any(n > o for n, o in zip(new, old, strict=True)):
        return "worse"
    return "better" if new < old else "other"


def _rank(found: list[Finding]) -> tuple[int, ...]:
    """Smaller is better in every part: latest resume day, latest full day, earliest day, best and worst costs."""
    low, high = span(found)
    far = dt.date.max
    full = [each.full or each.latest or far for each in found]
    costs = [COST_RANK[each.then.gap_costs] for each in found]
    days = (high or far, max(full), low or far)
    return *(day.toordinal() for day in days), min(costs), max(costs)


def count(sweep: Sweep, before: Payment, after: Payment) -> str:
    """The count that turns the outcome, with the person's own numbers on the last good day."""
    assert sweep.table is not None
    moved = [i for i, (a, b) in enumerate(zip(before.atoms, after.atoms, strict=True)) if a != b]
    turning = [
        i
        for i in moved
        if sweep.rows((*before.atoms[:i], after.atoms[i], *before.atoms[i + 1 :])) != tuple(before.findings)
    ]
    texts = [_count_of(sweep.table.axes[i].fact.id, before, after) for i in turning or moved]
    if not moved:
        texts = [_year_end(before, after)]
    return tr("；", "; ").join(dict.fromkeys(filter(None, texts)))


def _count_of(fact: str, before: Payment, after: Payment) -> str:
    inquiry, day, case = before.inquiry, before.day, before.inquiry.case
    if fact == "gap_months":
        return gap_text(inquiry)
    if fact == "gap_months_in_year":
        low, high = (same_span(p, fact) for p in (before, after))
        return tr(
            f"缴费月之前 12 个月内累计未缴 {low} 个月（次日起为 {high} 个月）",
            f"{plural(low, 'month')} not paid within the 12 before the payment month ({high} from the next day on)",
        )
    if fact == "gap_days":
        days = same_span(before, fact)
        return tr(f"停保满 {days} 天", f"{days} days after the end of the cover")
    if fact == "newborn_days" and case.birth_date:
        return tr(
            f"出生（{case.birth_date}）后第 {(day - case.birth_date).days} 天",
            f"day {(day - case.birth_date).days} after the birth on {case.birth_date}",
        )
    if fact == "window":
        return calendar_text(inquiry)
    if fact in ("missed_years", "benefit_year"):
        return missed_text(inquiry)
    if fact == "benefit_year_month" and case.benefit_year:
        months = month_of(day) - case.benefit_year * 12 + 1
        return tr(
            f"{case.benefit_year} 年度第 {months} 个月",
            f"month {months} of the benefit year {case.benefit_year}",
        )
    return tr(f"{day + DAY} 起换用另一版规定", f"another version of the rules applies from {day + DAY}")


def same_span(payment: Payment, fact: str) -> int:
    """The counted value of a fact in a payment; -1 where it is not counted."""
    known = payment.inquiry.situation.known.get(fact)
    return known[0] if isinstance(known, tuple) else -1


def _year_end(before: Payment, after: Payment) -> str:
    end = after.inquiry.year_end
    late = same([each.earliest for each in after.findings.values()])
    begin = before.inquiry.year_end and same([each.earliest for each in before.findings.values()])
    if end is None or late is None:
        return ""
    return tr(
        f"{before.day} 缴费，{begin} 开始；再晚就到 {late}，已过 {end.year} 年度（{end} 止）",
        f"paid on {before.day} benefits begin on {begin}; a day later it is {late}, after the year {end.year} has ended ({end})",
    )
