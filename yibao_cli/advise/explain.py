"""Why an answer is what it is: the counts with the user's own numbers, other readings, warnings, questions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .. import dates
from ..case import last_covered
from ..dates import Month, month_text
from ..lang import pick, plural, tr
from ..policy.layers import NATION, Row
from ..policy.vocabulary import SCHEMES, Fact, facts
from .inquiry import Finding, Inquiry

Json = dict[str, Any]

NEW_LAW = dt.date(2027, 1, 1)
"""医疗保障法 (2026-08-28, 主席令第80号) is in force from this day and leaves the numbers to the provinces (art. 13)."""

SCHEME_NAMES = {
    "employee": {"zh": "职工医保（单位缴费）", "en": "employee scheme (paid by an employer)"},
    "flexible": {"zh": "职工医保（灵活就业）", "en": "employee scheme (flexible worker)"},
    "resident": {"zh": "城乡居民医保", "en": "resident scheme"},
}


def months_text(months: tuple[Month, ...]) -> str:
    """``2026-03、04、05`` with the year given where it changes; long runs as ``first … last``."""
    if len(months) > 8:
        return f"{month_text(months[0])} … {month_text(months[-1])}"
    found = [month_text(m) if i == 0 or m % 12 == 0 else f"{m % 12 + 1:02d}" for i, m in enumerate(months)]
    return tr("、", ", ").join(found)


def gap_text(inquiry: Inquiry) -> str:
    """The counted gap with the user's own months."""
    gap, last = inquiry.situation.gap, last_covered(inquiry.case)
    if last is None or inquiry.case.pay_date is None:
        return ""
    if not gap:
        return tr("没有空月，参保没有中断", "no missing month: the cover is unbroken")
    return tr(
        f"{months_text(gap)} 共 {len(gap)} 个月未缴",
        f"{months_text(gap)}: {plural(len(gap), 'month')} not paid",
    )


def missed_text(inquiry: Inquiry) -> str:
    """The missed resident years."""
    missed = inquiry.situation.missed_years
    if missed is None:
        return ""
    if not missed:
        return tr("没有断保的年度", "no benefit year missed")
    years = tr("、", ", ").join(map(str, missed))
    return tr(
        f"{years} 共断保 {len(missed)} 个年度", f"{years}: {plural(len(missed), 'benefit year')} missed"
    )


def trace(inquiry: Inquiry) -> list[Json]:
    """The way from the case to the answer, one step after the other."""
    if inquiry.table is None:
        return []
    steps = [
        {
            "step": "layers",
            "text": tr("依次查：", "consulted: ") + " → ".join(_file_name(file) for file in inquiry.files),
        }
    ]
    resident = inquiry.case.scheme == "resident"
    for step, text in (
        ("gap", gap_text(inquiry)),
        ("missed_years", missed_text(inquiry) if resident else ""),
    ):
        if text:
            steps.append({"step": step, "text": text})
    if text := calendar_text(inquiry):
        steps.append({"step": "window", "text": text})
    for row in inquiry.findings:
        says = pick(row.rule.says) if row.rule.says else ""
        steps.append({"step": "rule", "text": f"{row.id} ({row.rule.place}) {says}".strip()})
    if inquiry.row is not None:
        steps += [{"step": "count", "text": text} for text in count_text(inquiry, inquiry.row)]
    return steps


def _file_name(file: Any) -> str:
    return tr(file.zh, file.en)


def calendar_text(inquiry: Inquiry) -> str:
    """Where the payment day lies in the enrolment calendar, and how that is known."""
    place = inquiry.situation.calendar
    if place is None:
        return ""
    names = facts()["window"].member_names
    spot = tr("或", " or ").join(pick(names[m]) for m in names if m in place.possible)
    if inquiry.year_end and inquiry.case.pay_date and inquiry.case.pay_date > inquiry.year_end:
        return tr(f"{inquiry.year_end.year} 年度已经结束", f"the year {inquiry.year_end.year} is over")
    if place.windows is None or place.file is None:
        return tr(
            f"当地该年度的参保日历未收录，按全国惯例（上年 9–12 月，常延长到 2 月底）判断：{spot}",
            f"no local calendar on file for that year; by the usual season (September to December of the year before, often to the end of February): {spot}",
        )
    spans = tr("；", "; ").join(
        f"{pick(names[kind])} {_span(first, last)}" for kind, first, last in place.windows.spans
    )
    return tr(
        f"{place.file.zh} {place.windows.benefit_year} 年度日历（{spans}）：{spot}",
        f"calendar of {place.file.en} for {place.windows.benefit_year} ({spans}): {spot}",
    )


def _span(first: dt.date, last: dt.date) -> str:
    from ..policy.vocabulary import FIRST_DATE

    return f"{'' if first == FIRST_DATE else first}..{last}"


ANCHOR_NAMES = {
    "pay_day": {"zh": "缴费日", "en": "payment day"},
    "pay_month": {"zh": "缴费月首日", "en": "first of the payment month"},
    "benefit_year": {"zh": "待遇年度首日", "en": "first day of the benefit year"},
    "birth": {"zh": "出生日", "en": "birth"},
    "cover_end": {"zh": "原参保结束次日", "en": "day after the old cover"},
    "enrolment": {"zh": "首次参保月首日", "en": "first month of the enrolment"},
}
ALIGN_NAMES = {
    "same_day": {"zh": "当日", "en": "same day"},
    "next_day": {"zh": "次日", "en": "next day"},
    "month_start": {"zh": "当月 1 日", "en": "1st of that month"},
    "next_month": {"zh": "次月 1 日", "en": "1st of the next month"},
}


def wait_text(months: int, days: int) -> str:
    """A counted length in words."""
    if days:
        return tr(f"{days} 天", f"{days} days")
    return tr(f"{months} 个月", f"{plural(months, 'month')}")


def count_text(inquiry: Inquiry, row: Row) -> list[str]:
    """The date arithmetic with the user's own dates."""
    anchors, missed = inquiry.situation.anchors, len(inquiry.situation.missed_years or ())
    resume, found = row.rule.then.resume, []
    for start in dict.fromkeys(filter(None, (resume.earliest, resume.latest))):
        if start.anchor not in anchors:
            continue
        day = anchors[start.anchor]
        months, days = start.wait.length(missed, inquiry.case.repair_years or 0)
        end = start.day(anchors, missed, inquiry.case.repair_years or 0)
        added = f" + {wait_text(months, days)}" if months or days else ""
        align = pick(ALIGN_NAMES[start.align])
        moved = tr(f"（{align}）", f" ({align})") if start.align != "same_day" else ""
        found.append(f"{pick(ANCHOR_NAMES[start.anchor])} {day}{added}{moved} = {end}")
        if dates.clamps(day, months):
            found.append(
                tr("该月没有这一天，取月末最后一天", "that month lacks the day number; its last day is taken")
            )
    return found


def readings(inquiry: Inquiry) -> list[Json]:
    """What the other readings of the answering rule would give; a reading with the same days is left out."""
    found = []
    for row, own in inquiry.findings.items():
        for reading in row.rule.readings:
            other = inquiry.find(reading.then)
            if _days(other) == _days(own):
                continue
            found.append(
                {
                    "says": pick(reading.says),
                    "resume_date": other.earliest.isoformat()
                    if other.earliest and other.then.resume.exact
                    else None,
                    "resume_between": None
                    if other.then.resume.exact
                    else [day.isoformat() if day else None for day in (other.earliest, other.latest)],
                    "gap_costs": other.then.gap_costs,
                    "sources": [source.id for source in reading.cite],
                }
            )
    return found


def _days(found: Finding) -> tuple[object, ...]:
    return found.earliest, found.latest, found.full, found.then.gap_costs


def warnings(inquiry: Inquiry, status: str) -> list[str]:
    """Everything the reader must know before relying on the answer."""
    if inquiry.table is None or inquiry.case.region is None:
        return []
    found = [_assumption(key, inquiry) for key in inquiry.situation.assumed if _matters(key, inquiry)]
    if inquiry.row is not None:
        found += [pick(text) for text in inquiry.row.rule.warn]
    found += (
        _about_layer(inquiry) + _about_calendar(inquiry) + _about_age(inquiry) + _about_year(inquiry, status)
    )
    if any(row.rule.readings for row in inquiry.findings) and readings(inquiry):
        found.append(
            tr(
                "各地口径不一，另一种算法的结果一并列出。",
                "Authorities disagree; the other reading's result is shown as well.",
            )
        )
    return list(dict.fromkeys(found))


def _matters(key: str, inquiry: Inquiry) -> bool:
    """Whether another value of an assumed fact could change the outcome."""
    from ..policy.decide import decide

    if inquiry.table is None:
        return False
    known = {fact: cell for fact, cell in inquiry.situation.known.items() if fact != key}
    return key in decide(inquiry.table, known).open_facts


def _assumption(key: str, inquiry: Inquiry) -> str:
    fact = facts()[key]
    if key == "enrolled_months":
        return tr(
            "假定首次参保的等待期早已过完；如果中断发生在首次等待期内，请用 --covered 写出全部参保月份。",
            "Assumed: the wait of the first enrolment was over long ago; if the break fell into it, give all covered months with --covered.",
        )
    name = pick(fact.member_names[fact.assume or ""])
    return tr(
        f"没有说明“{pick(fact.ask)}”，按“{name}”回答（--{key.replace('_', '-')}）。",
        f"Not said: “{pick(fact.ask)}”; answered for “{name}” (--{key.replace('_', '-')}).",
    )


def _about_layer(inquiry: Inquiry) -> list[str]:
    row, region = inquiry.row, inquiry.case.region
    if row is None or region is None or row.rank < 0:
        return []
    if row.file.code == NATION:
        return [
            tr(
                f"没有收录{region.zh}对这种情形的规定，按全国规定回答。",
                f"No rule of {region.en} for this situation is on file; answered by national law.",
            )
        ]
    if row.file.code != region.code:
        return [
            tr(
                f"没有收录{region.zh}自己的规定，按{row.file.zh}的规定回答。",
                f"No rule of {region.en} itself is on file; answered by {row.file.en}.",
            )
        ]
    return []


def _about_calendar(inquiry: Inquiry) -> list[str]:
    place, region = inquiry.situation.calendar, inquiry.case.region
    if place is None or place.windows is not None or region is None or not inquiry.findings:
        return []
    if inquiry.year_end and inquiry.case.pay_date and inquiry.case.pay_date > inquiry.year_end:
        return []
    year = inquiry.situation.anchors["benefit_year"].year
    return [
        tr(
            f"{region.zh} {year} 年度的集中参保期未收录，请查当地《关于做好{year}年度城乡居民基本医疗保险参保缴费工作的通知》核对起止日期。",
            f"The enrolment window of {region.en} for {year} is not on file; check its dates in the local notice on resident enrolment for {year}.",
        )
    ]


def _about_age(inquiry: Inquiry) -> list[str]:
    found = []
    as_of = inquiry.case.as_of
    cited = [source for row in inquiry.findings for source in row.rule.cite]
    if any(source.stale(as_of) for source in cited):
        found.append(
            tr(
                "依据超过一年没有核对，可能已变。",
                "A source has not been checked for over a year and may have changed.",
            )
        )
    if (
        cited
        and all(source.kind in ("page", "press") for source in cited)
        and len({s.issuer for s in cited}) == 1
    ):
        found.append(
            tr(
                "这条规则只有一个二手来源，办理前请向医保部门核实。",
                "This rule rests on one secondary page; confirm it with the authority before you act.",
            )
        )
    old = min(
        (source.published or "9999" for source in cited if source.kind not in ("law", "regulation")),
        default="9999",
    )
    if old[:4].isdigit() and int(old[:4]) <= as_of.year - 3:
        found.append(
            tr(
                f"依据是 {old[:4]} 年的文本，可能已有新规定。",
                f"The text is of {old[:4]}; a newer one may exist.",
            )
        )
    days = [day for each in inquiry.findings.values() for day in (each.earliest, each.latest) if day]
    if max([inquiry.case.pay_date or as_of, *days]) >= NEW_LAW:
        found.append(
            tr(
                "《医疗保障法》2027-01-01 起施行，待遇起算由各省规定（第 13 条）；届时请核对本规则是否有变。",
                "The Medical Security Law is in force from 2027-01-01 and leaves the start of benefits to the provinces (art. 13); recheck this rule then.",
            )
        )
    return found


def too_late(inquiry: Inquiry) -> list[str]:
    """Why a payment brings nothing: the year it is for would be over before its benefits begin."""
    end = inquiry.year_end
    days = [each.earliest for each in inquiry.findings.values() if each.never and each.earliest]
    return [
        tr(
            f"按规则要到 {day} 才开始，而 {end.year} 年度到 {end} 结束：这笔钱换不来待遇，请改缴下一年度。",
            f"Benefits would start on {day}, but the year {end.year} ends on {end}: this payment brings nothing; pay for the next year instead.",
        )
        for day in days
        if end
    ]


def _about_year(inquiry: Inquiry, status: str) -> list[str]:
    found = _before_the_year(inquiry) + too_late(inquiry)
    for each in inquiry.findings.values():
        if each.then.carries_over and each.earliest and inquiry.year_end and each.earliest > inquiry.year_end:
            found.append(
                tr(
                    f"{each.earliest} 已在下一年度：只有下一年度的保费也缴了，才从这一天起享受。",
                    f"{each.earliest} lies in the next year: it holds only if the next year's premium is paid too.",
                )
            )
    return found


def _before_the_year(inquiry: Inquiry) -> list[str]:
    """A wait that the text counts from a payment made after the window but before the year: say the other count too."""
    year, row = inquiry.situation.anchors.get("benefit_year"), inquiry.row
    start = row.rule.then.resume.earliest if row else None
    if year is None or start is None or start.anchor != "pay_day" or start.wait.length() == (0, 0):
        return []
    if inquiry.case.pay_date is None or inquiry.case.pay_date >= year:
        return []
    missed, repaired = len(inquiry.situation.missed_years or ()), inquiry.case.repair_years or 0
    other = start.day({**inquiry.situation.anchors, "pay_day": year}, missed, repaired)
    return [
        tr(
            f"缴费日在 {year.year} 年度开始之前：条文从缴费之日起算；如果当地从 1 月 1 日起算，则是 {other}，请先核实。",
            f"The payment lies before the year {year.year}: the text counts from the payment day; if the place counts from 1 January it is {other}. Confirm it first.",
        )
    ]


def question_of(key: str, inquiry: Inquiry) -> Json:
    """One open question, with the reason and the flag that answers it."""
    flag = "--" + key.replace("_", "-")
    if key == "region":
        return {
            "key": key,
            "flag": flag,
            "ask": tr("在哪个统筹区（城市）参保？", "In which region (city) are you enrolled?"),
            "why": tr("规则由各统筹区制定。", "Rules are made by each region."),
        }
    if key == "scheme":
        return {
            "key": key,
            "flag": flag,
            "ask": tr("参加（或要恢复）哪种医保？", "Which scheme do you resume?"),
            "why": tr("三种参保身份的规则不同。", "The three schemes have different rules."),
            "choices": list(SCHEMES),
        }
    fact = facts().get(key) or _derived_from(key, inquiry)
    found: Json = {"key": key, "flag": flag, "ask": pick(fact.ask), "why": pick(fact.why)}
    if key in facts() and facts()[key].kind == "enum":
        found["choices"] = list(facts()[key].members_of(inquiry.case.scheme or ""))
    return found


def _derived_from(key: str, inquiry: Inquiry) -> Fact:
    """The fact for which a key is needed that is none itself: one that is open now, if there is one."""
    found = [fact for fact in facts().values() if key in fact.inputs]
    return next((fact for fact in found if fact.id in inquiry.decision.open_facts), found[0])
