"""Whom to ask: the hotlines with area code, and a sentence to read out that is built from the case."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..case import last_covered
from ..dates import month_text
from ..lang import pick, plural, tr
from ..policy import folder, forgettable
from ..regions import Region
from .answer import Answer
from .explain import SCHEME_NAMES, missed_text

Json = dict[str, Any]

MEDICAL, TAX, LABOUR = "12393", "12366", "12333"


@cache
def area_codes() -> dict[str, str]:
    """Telephone area codes by region code. Source: policies/vocabulary/area_codes.csv."""
    rows = folder.rows(folder.root() / "vocabulary" / "area_codes.csv")
    return {row["code"]: row["area_code"] for row in rows}


forgettable(area_codes.cache_clear)


def number(region: Region | None, hotline: str) -> str:
    """``028-12393``; without the area code where it is not certain."""
    if region is None:
        return hotline
    area = area_codes().get(region.code) or area_codes().get(region.code[:4] + "00")
    return f"{area}-{hotline}" if area else hotline


def contacts(result: Answer, money: Json, route: str) -> list[Json]:
    """The hotlines to ring, each with what it is about and a sentence to read out. `money` is the money section."""
    found = [_contact(result, MEDICAL, tr("政策和待遇", "policy and benefits"), _medical(result))]
    if (old := result.inquiry.case.previous_region) is not None:
        found.append(_old_place(result, old))
    if (unknown := _tax(result, money)) is not None:
        found.append(_contact(result, TAX, tr("缴费", "payment"), [unknown]))
    if route == "unemployment-benefit":
        about = tr("失业保险金", "unemployment benefit")
        found.append(_contact(result, LABOUR, about, [_labour()]))
    return found


def _contact(result: Answer, hotline: str, about: str, questions: list[str]) -> Json:
    asked = " ".join(questions) if tr("zh", "en") == "en" else "".join(questions)
    return {
        "number": number(result.inquiry.case.region, hotline),
        "about": about,
        "say": f"{story(result)}{asked}",
    }


def _old_place(result: Answer, old: Region) -> Json:
    last = last_covered(result.inquiry.case)
    until = tr(f"，缴到 {month_text(last)}", f" until {month_text(last)}") if last is not None else ""
    say = tr(
        f"我原来在{old.zh}参保{until}。请问是否已停保，有没有欠费，转移接续申请多少个工作日办结？",
        f"I was insured in {old.en}{until}. Has that cover been stopped, is anything owed, and how many working days does the transfer take?",
    )
    return {"number": number(old, MEDICAL), "about": tr("原参保地", "the old place"), "say": say}


def story(result: Answer) -> str:
    """The case in one sentence, as it is told on the telephone."""
    case, situation = result.inquiry.case, result.inquiry.situation
    place = tr(case.region.zh, case.region.en) if case.region else tr("（参保地）", "(place)")
    scheme = pick(SCHEME_NAMES[case.scheme]) if case.scheme else tr("医保", "medical insurance")
    parts = [tr(f"我在{place}参加{scheme}", f"I am in the {place} {scheme}")]
    last = last_covered(case)
    if last is not None:
        parts.append(tr(f"最后参保月是 {month_text(last)}", f"my last covered month is {month_text(last)}"))
    if case.scheme == "resident":
        if situation.missed_years:
            parts.append(missed_text(result.inquiry))
    elif situation.gap_months:
        parts.append(
            tr(f"中断 {situation.gap_months} 个月", f"a gap of {plural(situation.gap_months, 'month')}")
        )
    if case.pay_date:
        parts.append(tr(f"缴费日 {case.pay_date}", f"I pay on {case.pay_date}"))
    if "benefit_year" in situation.anchors:
        year = situation.anchors["benefit_year"].year
        parts.append(tr(f"缴 {year} 年度", f"for the year {year}"))
    return tr("，", ", ").join(parts) + tr("。", ". ")


def _medical(result: Answer) -> list[str]:
    findings = list(result.inquiry.findings.values())
    if result.status == "answered" and result.between[0] is not None:
        day = result.between[0]
        found = [tr(f"请核对：是不是从 {day} 起恢复报销？", f"Please confirm: do benefits start on {day}?")]
    else:
        found = [
            tr(
                "请问从哪天起恢复报销，有没有等待期？",
                "From which day do benefits start again, and is there a wait?",
            )
        ]
    if not findings or any(each.then.gap_costs == "unknown" for each in findings):
        found.append(tr("中断期间的医疗费能不能报？", "Are costs in the gap paid?"))
    if not findings or any(each.then.back_payment == "unknown" for each in findings):
        found.append(
            tr("断缴的时间能不能补，最晚什么时候补？", "Can the missed time be paid back, and until when?")
        )
    place = result.inquiry.situation.calendar
    if place is not None and place.windows is None:
        found.append(tr("集中参保期从哪天到哪天？", "From which day to which does the enrolment window run?"))
    found.append(tr("依据是哪份文件？", "Which document says so?"))
    return found


def _tax(result: Answer, money: Json) -> str | None:
    if not any(line["amount"] is None and line["ask"] for line in money["lines"]):
        return None
    if result.inquiry.case.scheme == "resident":
        return tr("请问我这一档现在要缴多少钱？", "How much does my tier pay now?")
    return tr(
        "请问现在的缴费基数和费率是多少，我要缴多少钱？",
        "What are the base and the rate today, and how much do I pay?",
    )


def _labour() -> str:
    return tr(
        "请问我能不能领失业保险金，领取期间职工医保从哪个月开始由基金缴？",
        "May I draw unemployment benefit, and from which month does the fund pay my medical insurance?",
    )
