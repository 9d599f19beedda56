"""What-if: the nearest changes that would improve an answer, each found by running it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..case import Case
from ..dates import DAY, add_months
from ..errors import InputError
from ..lang import pick, plural, tr
from ..policy.vocabulary import facts
from .answer import Answer, answer, iso
from .deadlines import kind
from .options import flags
from .phrases import COST_RANK, outcome_text
from .sweep import Sweep
from .variations import attempt, had, into, planned, repairable

Json = dict[str, Any]
MOST = 6
"""How many changes are shown at most."""

Change = tuple[int, str, Case]
"""How far a change is from the case, its text, and the changed case."""


def whatif(result: Answer) -> list[Json]:
    """The changes that improve the answer, nearest first; each was run. [] while region or scheme are not known.

    Items: change, text (change and outcome), outcome, still_possible (whether the changed pay date is not past), days_earlier (null if not exact),
    resume_date, resume_between, gap_costs, case (the flags that give the same answer).
    """
    if result.inquiry.table is None:
        return []
    base = planned(result.inquiry.case)
    own = result if base == result.inquiry.case else answer(base)
    found = []
    for _, text, case in sorted(_changes(base, own), key=lambda change: change[0]):
        try:
            changed = attempt(case)
        except InputError:
            continue
        if better(changed, own):
            found.append(_item(text, case, changed, own))
    return found[:MOST]


def better(new: Answer, old: Answer) -> bool:
    """Whether an answer is worse in nothing that is sure and better in something: last day, full day, gap costs.

    Where those are all the same, an earlier first day decides.
    """
    one, two = _rank(new), _rank(old)
    if one[:3] == two[:3]:
        return one[3] < two[3]
    return all(a <= b for a, b in zip(one[:3], two[:3], strict=True))


def _rank(result: Answer) -> tuple[int, int, int, int]:
    low, high = result.between
    found = list(result.inquiry.findings.values())
    far = dt.date.max
    full = max((each.full or each.latest or far for each in found if not each.closed), default=far)
    costs = max((COST_RANK[each.then.gap_costs] for each in found), default=3)
    return (high or far).toordinal(), full.toordinal(), costs, (low or far).toordinal()


def _item(text: str, case: Case, changed: Answer, own: Answer) -> Json:
    low, high = changed.between
    before = own.between[1]
    outcome = outcome_text(list(changed.inquiry.findings.values()))
    return {
        "change": text,
        "text": tr(f"{text}：{outcome}", f"{text}: {outcome}"),
        "outcome": outcome,
        "still_possible": case.pay_date is None or case.pay_date >= case.as_of,
        "days_earlier": (before - low).days if changed.exact and own.exact and before and low else None,
        "resume_date": iso(low) if changed.exact else None,
        "resume_between": None if changed.exact or low is None else [iso(low), iso(high)],
        "gap_costs": max(
            (each.then.gap_costs for each in changed.inquiry.findings.values()), key=COST_RANK.__getitem__
        ),
        "case": flags(case),
    }


def _changes(base: Case, own: Answer) -> Iterator[Change]:
    """Neighbouring cases: what the person chooses first, then the pay date, then who pays, then what was assumed."""
    if base.scheme != "resident" and had(base) is not None and not base.back_pay:
        yield (
            1,
            tr("如果把中断的月份补上", "if the missed months were paid back"),
            base._replace(back_pay=True),
        )
    if base.scheme == "resident":
        for years in range((base.repair_years or 0) + 1, repairable(own) + 1):
            text = tr(f"如果做 {years} 年的缴费修复", f"if {plural(years, 'year')} were repaired")
            yield 1 + years, text, base._replace(repair_years=years)
    if base.cause == "employer_arrears" and not base.arrears_in_term:
        text = tr("如果单位在责令期限内补缴", "if the employer paid within the ordered term")
        yield 2, text, base._replace(back_pay=True, arrears_in_term=True)
    yield from _other_days(base, own)
    if base.scheme == "employee" and base.cause in (None, "missed"):
        text = tr("如果是单位欠缴并由单位补缴", "if it was the employer who owed the months and paid them")
        yield 500, text, base._replace(cause="employer_arrears", back_pay=True)
    for scheme, text in (
        ("employee", tr("如果由单位参保", "if an employer enrolled you")),
        ("flexible", tr("如果以灵活就业身份缴费并补缴", "if you paid as a flexible worker and paid the gap")),
    ):
        other = into(base, scheme) if base.scheme != scheme else None
        if other is not None:
            yield 600, text, other._replace(back_pay=True) if scheme == "flexible" and had(base) else other
    if base.group is None:
        group = facts()["group"]
        for member in group.members_of(base.scheme or ""):
            if member not in ("general", "newborn"):
                name = pick(group.member_names[member])
                yield (
                    700,
                    tr(f"如果属于“{name}”", f"if your group were “{name}”"),
                    base._replace(group=member),
                )


def _other_days(base: Case, own: Answer) -> Iterator[Change]:
    """The nearest earlier day that kept a better outcome, and the nearest later one that opens one."""
    assert base.pay_date is not None
    pay = base.pay_date
    back = Sweep(base._replace(as_of=add_months(pay, -12)), own.inquiry.table, 12)
    for before, after in back.changes(backwards=True):
        if kind(before, after) == "worse":
            yield 10 + (pay - before.day).days, _earlier(pay, before.day), base._replace(pay_date=before.day)
            break
    ahead = Sweep(base._replace(as_of=pay), own.inquiry.table)
    for before, after in ahead.changes():
        if kind(before, after) == "better":
            day = before.day + DAY
            text = tr(f"如果改在 {day} 缴费", f"if you paid on {day} instead")
            yield 10 + (day - pay).days, text, base._replace(pay_date=day)
            break


def _earlier(pay: dt.date, day: dt.date) -> str:
    days = (pay - day).days
    return tr(f"如果早 {days} 天、在 {day} 缴费", f"if you had paid {plural(days, 'day')} earlier, on {day}")
