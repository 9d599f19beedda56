"""What a timeline shows, before it is drawn: stretches of days by kind, and marked days."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..advise.answer import Answer
from ..case import Case, last_covered
from ..dates import DAY, add_months, first_day, last_day, month_of
from ..lang import tr

KINDS = {
    "covered": {"zh": "有医保", "en": "covered"},
    "gap": {"zh": "断缴，不报销", "en": "gap, nothing paid"},
    "claimable": {"zh": "断缴，可追溯报销", "en": "gap, claimable afterwards"},
    "unknown": {"zh": "断缴，能否报销未知", "en": "gap, unknown whether paid"},
    "wait": {"zh": "等待恢复，不报销", "en": "waiting, nothing paid"},
    "maybe": {"zh": "可能已恢复（规定不明）", "en": "perhaps resumed (not settled)"},
    "partial": {"zh": "部分待遇", "en": "partial benefits"},
    "full": {"zh": "恢复正常待遇", "en": "normal benefits"},
}
SHOWN_BEFORE, SHOWN_AT_MOST = 3, 30
"""Months shown before the gap, and in all."""


class Bar(NamedTuple):
    """Days of one kind, both ends included."""

    kind: str
    first: dt.date
    last: dt.date


class Mark(NamedTuple):
    """A day with a name; days of the same date are one mark."""

    day: dt.date
    text: str


class Picture(NamedTuple):
    """Bars without holes from `first` to `last`, and marks in the order of time."""

    first: dt.date
    last: dt.date
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]

    def where(self, day: dt.date) -> float:
        """The place of a day's beginning, 0 at the left end and 1 at the right."""
        return (day - self.first).days / ((self.last - self.first).days + 1)


def picture(result: Answer) -> Picture | None:
    """The timeline of an answer; None while there is no day to show anything from."""
    case, low = result.inquiry.case, result.between[0]
    if case.pay_date is None or result.inquiry.table is None or not result.inquiry.findings:
        return None
    covered = last_covered(case)
    start = (
        first_day(covered + 1)
        if covered is not None
        else min(filter(None, [case.birth_date, low, case.pay_date]))
    )
    marks = _marks(result)
    days = [case.as_of, case.pay_date, start, *(mark.day for mark in marks)]
    first = add_months(min(start, case.as_of), -SHOWN_BEFORE if covered is not None else 0).replace(day=1)
    last = last_day(month_of(max(days)) + 2)
    first = max(first, first_day(month_of(max(days)) - SHOWN_AT_MOST))
    last = min(last, _year_end(result) or last)
    stretches = _paint(result, start, last)
    bars = _cut(stretches, first, max(last, *days))
    return Picture(first, max(last, *days), bars, tuple(mark for mark in marks if mark.day >= first))


def _year_end(result: Answer) -> dt.date | None:
    live = [each for each in result.inquiry.findings.values() if not each.closed]
    ends = bool(live) and all(each.then.ends and not each.then.carries_over for each in live)
    return result.inquiry.year_end if ends else None


def _paint(result: Answer, start: dt.date, last: dt.date) -> list[Bar]:
    """Stretches in the order of painting: a later one covers what lies under it."""
    case, (low, high) = result.inquiry.case, result.between
    assert case.pay_date is not None
    costs = {each.then.gap_costs for each in result.inquiry.findings.values()}
    kind = {"covered": "claimable", "not_covered": "gap"}.get(
        next(iter(costs)) if len(costs) == 1 else "", "unknown"
    )
    found = [Bar("covered", dt.date(1900, 1, 1), start - DAY)] if last_covered(case) is not None else []
    found += _ledger_gaps(case)
    found.append(Bar(kind, start, last))
    stop = result.finding.stop if result.finding else None
    if stop and stop > start:
        found.append(Bar("covered", start, stop - DAY))
    # Who pays before the old cover has ended is covered until then.
    uncovered = max(case.pay_date, start, stop or start)
    if result.status == "closed":
        return [*found, Bar("gap", uncovered, last)]
    if low is None:
        return found
    # Where the gap is claimable it lasts until benefits resume.
    if kind != "claimable":
        found.append(Bar("wait", uncovered, low - DAY))
    full = result.finding.full if result.finding and result.exact else high
    found.append(Bar("partial" if result.exact else "maybe", low, (full or last + DAY) - DAY))
    if full:
        found.append(Bar("full", full, last))
    return found


def _ledger_gaps(case: Case) -> list[Bar]:
    spans = case.covered or ()
    return [
        Bar("gap", first_day(a[1] + 1), first_day(b[0]) - DAY) for a, b in zip(spans, spans[1:], strict=False)
    ]


def _cut(stretches: list[Bar], first: dt.date, last: dt.date) -> tuple[Bar, ...]:
    """The topmost kind of every day between two borders, joined to bars."""
    borders = {first, last + DAY}
    for bar in stretches:
        borders |= {day for day in (bar.first, bar.last + DAY) if first < day <= last}
    found: list[Bar] = []
    days = sorted(borders)
    for low, beyond in zip(days, days[1:], strict=False):
        kind = next((bar.kind for bar in reversed(stretches) if bar.first <= low <= bar.last), None)
        if kind is None:
            continue
        if found and found[-1].kind == kind and found[-1].last + DAY == low:
            found[-1] = Bar(kind, found[-1].first, beyond - DAY)
        else:
            found.append(Bar(kind, low, beyond - DAY))
    return tuple(found)


def _marks(result: Answer) -> list[Mark]:
    case, (low, high) = result.inquiry.case, result.between
    named: list[tuple[dt.date | None, str]] = [
        (case.as_of, tr("今天", "today")),
        (case.pay_date, tr("缴费", "payment")),
    ]
    worse = (item for item in result.sections.get("deadlines", ()) if item["kind"] == "worse")
    if (nearest := next(worse, None)) and nearest["days_left"] <= 400:
        text = tr(
            f"最迟缴费日（还剩 {nearest['days_left']} 天）",
            f"last day to pay ({nearest['days_left']} days left)",
        )
        named.append((dt.date.fromisoformat(nearest["pay_by"]), text))
    full = result.finding.full if result.finding else None
    if result.exact:
        named.append(
            (
                low,
                tr("恢复报销", "benefits resume") if full == low else tr("开始部分报销", "partial benefits"),
            )
        )
        if full != low:
            named.append((full, tr("恢复正常待遇", "normal benefits")))
    elif result.status != "closed":
        named += [(low, tr("最早恢复", "earliest resume")), (high, tr("最晚恢复", "latest resume"))]
    days = sorted({day for day, _ in named if day})
    return [Mark(day, tr("、", ", ").join(text for other, text in named if other == day)) for day in days]
