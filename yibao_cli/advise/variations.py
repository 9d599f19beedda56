"""Other ways to pay: each is the same person's case with some facts changed, or a reason why it cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..case import Case, check
from ..errors import InputError
from ..lang import tr
from ..policy.layers import files
from ..policy.vocabulary import facts
from ..situation import calendar, missed_of
from .answer import Answer, answer


class Way(NamedTuple):
    """One way to go on. `case` is None where `reason` already tells that it cannot be."""

    id: str
    title: str
    case: Case | None
    reason: str = ""


def ways(result: Answer) -> Iterator[Way]:
    """Every way that people ask about, in the order in which they are shown; the case needs a region and a scheme."""
    base = planned(result.inquiry.case)
    yield from _employer(base)
    yield from _back_pay(base, result)
    newborn = tr("新生儿只能参加居民医保。", "A newborn can only join the resident scheme.")
    yield Way(
        "new_employer", tr("由新单位参保", "Join through a new employer"), into(base, "employee"), newborn
    )
    yield Way(
        "flexible", tr("以灵活就业身份缴费", "Pay as a flexible worker"), into(base, "flexible"), newborn
    )
    yield from _repair(base, result)
    yield from _resident(base)


def planned(case: Case) -> Case:
    """The case with a pay date: the one given, else the day of the question."""
    return case if case.pay_date else case._replace(pay_date=case.as_of)


def attempt(case: Case) -> Answer:
    """The answer to a changed case. Raises InputError if its facts contradict each other or no policy covers it."""
    check(case)
    return answer(case)


def had(case: Case) -> str | None:
    """The scheme of the cover that was interrupted; None for a first enrolment."""
    if case.cause == "first_enrolment":
        return None
    return case.previous_scheme if case.cause == "switched" and case.previous_scheme else case.scheme


def into(case: Case, scheme: str) -> Case | None:
    """The case of going on in `scheme`: who comes from elsewhere has switched. None where the group forbids it."""
    before = had(case)
    if case.group == "newborn" and scheme != "resident":
        return None
    changed: dict[str, Any] = {"scheme": scheme}
    if before is not None and case.cause != "moved":
        changed |= {"cause": "switched", "previous_scheme": before}
        if before == scheme:
            kept = case.cause if case.cause in facts()["cause"].members_of(scheme) else None
            changed |= {"cause": None if kept == "switched" else kept, "previous_scheme": None}
    if case.group and case.group not in facts()["group"].members_of(scheme):
        changed["group"] = None
    if scheme == "resident":
        changed |= {"back_pay": None, "arrears_in_term": None, "base": None, "wage": None, "rate": None}
    else:
        changed |= {"benefit_year": None, "repair_years": None, "window": None}
        if before is None:
            changed["back_pay"] = None
        elif case.cause == "employer_arrears" and scheme == "flexible":
            changed["back_pay"] = False
        elif case.back_pay is None:
            # Who pays alone can pay the gap as well; a new employer owes the new months only.
            changed["back_pay"] = scheme == "flexible"
    if scheme != "employee":
        changed["arrears_in_term"] = None
    return case._replace(**changed)


def _employer(base: Case) -> Iterator[Way]:
    title = tr("由欠缴的单位补缴", "The employer in arrears pays the missed months")
    if base.scheme == "employee" and base.cause == "employer_arrears":
        yield Way("employer_back_pays", title, base._replace(back_pay=True))
        return
    reason = tr(
        "只有在职期间单位欠缴的月份，才由单位补缴；如果是这种情形，用 --scheme employee --cause employer_arrears 再问一次。",
        "Only months that an employer owed for a worker are paid back by the employer; if so, ask again with --scheme employee --cause employer_arrears.",
    )
    yield Way("employer_back_pays", title, None, reason)


def _back_pay(base: Case, result: Answer) -> Iterator[Way]:
    yes, no = (
        tr("补缴中断的月份", "Pay the missed months back"),
        tr("不补缴，从现在起缴", "Do not pay back, go on from now"),
    )
    if base.scheme == "resident":
        reason = tr("居民医保往年的保费不能补缴。", "Past years of the resident scheme cannot be paid back.")
        yield Way("pay_back", yes, None, reason)
        return
    if had(base) is None:
        yield Way(
            "pay_back", yes, None, tr("首次参保，没有可补的月份。", "A first enrolment has no missed months.")
        )
        return
    if base.cause == "employer_arrears":
        reason = tr(
            "单位欠缴的月份由单位补缴，个人不能自己补。",
            "Months that the employer owes are paid by the employer, not by the person.",
        )
        yield Way("pay_back", yes, None, reason)
    else:
        yield Way("pay_back", yes, base._replace(back_pay=True))
    yield Way("not_pay_back", no, base._replace(back_pay=False))


def _repair(base: Case, result: Answer) -> Iterator[Way]:
    title = tr("做缴费修复，缩短变动等待期", "Repair: extra premiums shorten the variable wait")
    if base.scheme != "resident":
        reason = tr(
            "缴费修复只用于居民医保的变动等待期。",
            "Repair exists for the variable wait of the resident scheme only.",
        )
        yield Way("repair", title, None, reason)
        return
    most = repairable(result)
    if not most:
        yield Way(
            "repair", title, None, tr("没有可以修复的变动等待期。", "There is no variable wait to repair.")
        )
        return
    yield Way("repair", title, base._replace(repair_years=most))
    yield Way("wait", tr("不修复，等待期满再享受", "Do not repair, wait"), base._replace(repair_years=None))


def repairable(result: Answer) -> int:
    """How many years of repair can shorten the wait of this answer at most."""
    missed = len(missed_of_case(result) or ())
    found = [0]
    for row in result.inquiry.findings:
        for start in (row.rule.then.resume.earliest, row.rule.then.resume.latest):
            if start is None or start.wait.further is None:
                continue
            base = start.wait.length(missed, 0)
            years = [
                n
                for n in range(1, missed + 1)
                if start.wait.length(missed, n) < start.wait.length(missed, n - 1)
            ]
            if base > start.wait.length(missed, missed):
                found.append(max(years))
    return max(found)


def missed_of_case(result: Answer) -> tuple[int, ...] | None:
    """The missed benefit years of an answer's case."""
    from ..case import last_covered

    case = result.inquiry.case
    return result.inquiry.situation.missed_years or missed_of(last_covered(case), case.benefit_year)


def _resident(base: Case) -> Iterator[Way]:
    pay, now = base.pay_date or base.as_of, into(base, "resident")
    if now is None or base.region is None:
        return
    running = now._replace(
        benefit_year=pay.year, window=base.window if base.benefit_year == pay.year else None
    )
    yield Way(
        "resident_now",
        tr(f"现在缴 {pay.year} 年度居民医保", f"Pay the resident year {pay.year} now"),
        running,
    )
    if base.group == "newborn":
        return
    year, day = next_window(base, pay)
    following = now._replace(
        benefit_year=year, pay_date=day, window=base.window if base.benefit_year == year else None
    )
    if had(base) in (None, "resident"):
        title = tr(
            f"{pay.year} 年度和 {year} 年度一起缴", f"Pay the running year {pay.year} as well as {year}"
        )
        yield Way("running_year_too", title, running)
    yield Way(
        "resident_next_window",
        tr(f"在集中参保期缴 {year} 年度居民医保", f"Pay the resident year {year} in its enrolment window"),
        following,
    )


def next_window(case: Case, pay: dt.date) -> tuple[int, dt.date]:
    """The next benefit year whose window can still be used, and the first day for it from `pay` on."""
    assert case.region is not None
    speaking = files(case.region.code, "resident")
    for year in range(pay.year + 1, pay.year + 3):
        day = pay
        place = calendar(speaking, year, day)
        if place.possible == {"early"}:
            spans = place.windows.spans if place.windows else ()
            day = max(
                pay, min((low for kind, low, _ in spans if kind == "in"), default=dt.date(year - 1, 9, 1))
            )
            place = calendar(speaking, year, day)
        if "in" in place.possible:
            return year, day
    return pay.year + 1, pay


def run(way: Way) -> Answer | str:
    """The answer of a way, or the reason why it cannot be."""
    if way.case is None:
        return way.reason
    try:
        return attempt(way.case)
    except InputError as error:
        return error.message
