"""What would settle an answer that is a range: which fact, or whose word, and what each reply would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..case import Case
from ..errors import InputError
from ..lang import pick, tr
from ..policy.vocabulary import facts
from .answer import Answer, answer, iso
from .explain import SCHEME_NAMES, question_of
from .inquiry import CALENDAR_FACT
from .phrases import outcome_text

Json = dict[str, Any]
COUNTED = ("continuous_months",)
"""Counts that a person can tell by themselves and that are no dates."""


def settle(result: Answer) -> list[Json]:
    """What would narrow the range, the best first; [] for an exact or closed answer.

    Items: key (null where the law is silent), by (`you` or `12393`), ask, settles (whether every reply ends the range),
    gives: value, label, text, resume_date, resume_between. Every reply was run.
    """
    if result.inquiry.table is None or result.status in ("answered", "closed"):
        return []
    found = [item for key in _open(result) if (item := _fact(key, result)) is not None]
    found.sort(key=lambda item: item.pop("width"))
    return found + list(_law(result))


def _open(result: Answer) -> list[str]:
    keys = list(result.inquiry.missing)
    if CALENDAR_FACT in result.inquiry.decision.open_facts and result.inquiry.situation.calendar:
        keys.append(CALENDAR_FACT)
    return keys


def _replies(key: str, result: Answer) -> Iterator[tuple[object, str]]:
    """The values of an open fact that lead to different cells, and their names."""
    inquiry, known = result.inquiry, facts()
    if key not in known or inquiry.table is None:
        return
    fact = known[key]
    if fact.kind == "yes_no":
        yield True, tr("是", "yes")
        yield False, tr("否", "no")
    elif fact.kind == "enum":
        given = inquiry.situation.known.get(key)
        for member in fact.members_of(inquiry.case.scheme or ""):
            if not isinstance(given, frozenset) or member in given:
                yield member, pick(fact.member_names[member])
    elif key in COUNTED:
        for axis in inquiry.table.axes:
            for atom in range(axis.size if axis.fact.id == key else 0):
                low, high = axis.span(atom)
                yield low, f"{low}.." if high == fact.span[1] else f"{low}..{high}"


def _fact(key: str, result: Answer) -> Json | None:
    gives, widths, exact = [], [], True
    for value, label in _replies(key, result):
        try:
            given = answer(result.inquiry.case._replace(**{key: value}))  # type: ignore[arg-type]
        except InputError:
            continue
        exact = exact and given.status in ("answered", "closed")
        widths.append(_width(given))
        gives.append({"value": value, "label": label, **_given(given)})
    question = question_of(key, result.inquiry)
    by = "12393" if key == CALENDAR_FACT else "you"
    head = {"key": key, "by": by, "ask": question["ask"], "settles": bool(gives) and exact, "gives": gives}
    return {**head, "width": max(widths, default=99_999)}


def _width(result: Answer) -> int:
    low, high = result.between
    if result.status == "closed":
        return 0
    return (high - low).days if low and high else 99_999


def _given(result: Answer) -> Json:
    low, high = result.between
    return {
        "text": outcome_text(list(result.inquiry.findings.values())),
        "resume_date": iso(low) if result.exact else None,
        "resume_between": None if result.exact or low is None else [iso(low), iso(high)],
    }


def _law(result: Answer) -> Iterator[Json]:
    """The question for the authority where no fact of the person is missing but the text names no single day."""
    row, case = result.row, result.inquiry.case
    if row is None or row.rule.then.resume.exact or case.region is None or result.finding is None:
        return
    ends: list[tuple[str, dt.date | None]] = [
        (tr("最早", "earliest"), result.finding.earliest),
        (tr("最晚", "latest"), result.finding.latest),
    ]
    yield {
        "key": None,
        "by": "12393",
        "ask": _question(case, result),
        "settles": True,
        "gives": [
            {
                "value": iso(day),
                "label": label,
                "text": _day_text(day),
                "resume_date": iso(day),
                "resume_between": None,
            }
            for label, day in ends
        ],
    }


def _day_text(day: dt.date | None) -> str:
    return tr(f"{day} 起恢复", f"benefits from {day}") if day else tr("没有已知的上限", "no known latest day")


def _question(case: Case, result: Answer) -> str:
    from .explain import gap_text

    assert case.region is not None
    scheme, gap = pick(SCHEME_NAMES[case.scheme or "flexible"]), gap_text(result.inquiry)
    return tr(
        f"{case.region.zh}{scheme}：{gap or '中断后'}，{case.pay_date} 缴费，从哪一天起恢复待遇？中断期间的费用能报吗？",
        f"{case.region.en}, {scheme}: {gap or 'after the lapse'}; paid on {case.pay_date}, from which day are benefits paid, and are costs in the gap?",
    )
