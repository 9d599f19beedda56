"""Sentences and pairs that every form of an answer shows, made from the answer once."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..advise.answer import Answer
from ..advise.explain import SCHEME_NAMES, calendar_text, gap_text, missed_text, wait_text
from ..lang import pick, plural, tr
from ..policy.vocabulary import facts
from .labels import BACK, COSTS, LAYERS, ROWS

Json = dict[str, Any]


def headline_text(result: Answer, data: Json) -> str:
    """The answer in one sentence."""
    core = data["answer"]
    if core["status"] == "answered":
        day, full = core["resume_date"], core["full_benefit_date"]
        if full and full != day:
            share = next((p["share"] for p in core["periods"] if p["from"] == day), None)
            part = f"{share:.0%}" if share else ""
            return tr(
                f"{day} 起医保基金开始支付（先按正常待遇的 {part}），{full} 起恢复正常待遇",
                f"The fund pays again from {day} ({part} of normal benefits at first), in full from {full}",
            )
        return tr(f"{day} 起医保基金恢复支付", f"The fund pays again from {day}")
    low, high = core["resume_between"] or (None, None)
    if core["status"] == "closed":
        return tr("这样缴费换不来待遇", "This payment brings no benefits")
    if low and high:
        return tr(f"最早 {low}、最迟 {high} 恢复", f"Benefits resume between {low} and {high}")
    if low:
        return tr(
            f"最早 {low} 恢复，最迟的日子法规没有写明",
            f"Benefits resume on {low} at the earliest; no latest day is written",
        )
    return tr("还不能计算，请补充下面的信息", "Not computable yet: please add the facts below")


class FactRow(NamedTuple):
    """One line about the situation or the rule: which, its name, its text."""

    key: str
    name: str
    text: str


def fact_rows(result: Answer, data: Json) -> list[FactRow]:
    """The situation as understood and what the rule says about it; lines without a text are left out."""
    texts = {**_situation(result), **_outcome(result, data["answer"]), **_rule(result, data["answer"])}
    return [FactRow(key, pick(ROWS[key]), text) for key, text in texts.items() if text]


def _situation(result: Answer) -> dict[str, str]:
    case, inquiry = result.inquiry.case, result.inquiry
    place, resident = case.region, case.scheme == "resident"
    named = tr(f"{place.zh} {place.pinyin}", f"{place.en} {place.zh}") if place else ""
    return {
        "region": f"{named} {place.code}" if place else "",
        "scheme": pick(SCHEME_NAMES[case.scheme]) if case.scheme else "",
        "pay_date": str(case.pay_date or ""),
        "gap": "" if resident and case.cause != "switched" else gap_text(inquiry),
        "missed_years": missed_text(inquiry) if resident else "",
        "window": calendar_text(inquiry) if resident else "",
    }


def _outcome(result: Answer, core: Json) -> dict[str, str]:
    if not result.inquiry.findings:
        return {}
    wait = wait_text(*result.wait) if result.wait and any(result.wait) else tr("没有等待期", "none")
    stop = core["stop_date"]
    case = result.inquiry.case
    no_gap = core["gap_months"] == 0 and (case.scheme != "resident" or case.cause == "switched")
    texts = {
        "wait": "" if result.wait is None else wait,
        "stop": tr(f"{stop} 起", f"from {stop}") if stop else "",
        "gap_costs": "" if no_gap else pick(COSTS[core["gap_costs"]]),
        "back_payment": pick(BACK[core["back_payment"]]),
    }
    # While facts are missing "unknown" is about the person, not about the law.
    if core["status"] == "needs_facts":
        for key in ("gap_costs", "back_payment"):
            if core[key] == "unknown":
                texts[key] = tr("要看还缺的信息", "depends on the missing facts")
    return texts


def _rule(result: Answer, core: Json) -> dict[str, str]:
    if not core["rule"]:
        return {}
    says = result.row.rule.says if result.row else None
    grade = tr(f"等级 {core['grade']}", f"grade {core['grade']}")
    return {
        "rule": f"{pick(LAYERS[core['layer']])} {core['rule']}  {grade}",
        "says": pick(says) if says else "",
    }


def given(key: str, value: Any) -> str:
    """A fact of the case as text."""
    if isinstance(value, dict):
        return f"{value['name']} {value['code']}"
    if key in ("scheme", "previous_scheme"):
        return pick(SCHEME_NAMES[value])
    if key in facts() and facts()[key].kind == "enum":
        return pick(facts()[key].member_names[value])
    return tr("是", "yes") if value is True else tr("否", "no") if value is False else str(value)


def lead_text(data: Json) -> str:
    """The nearest loss in one sentence; "" where nothing is about to be lost."""
    nearest = next((item for item in data["deadlines"] if item["kind"] == "worse"), None)
    if nearest is None:
        return ""
    left, day = nearest["days_left"], nearest["pay_by"]
    return tr(
        f"还剩 {left} 天：{day} 是保住“{nearest['outcome']['text']}”的最后一天（{nearest['count']}）。",
        f"{plural(left, 'day')} left: {day} is the last day for “{nearest['outcome']['text']}” ({nearest['count']}).",
    )


def resume_text(item: Json) -> str:
    """The resume day of an option or reply, or its range."""
    if item.get("resume_date"):
        return str(item["resume_date"])
    return " – ".join(day or "?" for day in item.get("resume_between") or []) or "-"


def money(amount: float | None) -> str:
    """Yuan with fen, or that the amount is not on file."""
    return tr("未收录", "not on file") if amount is None else f"{amount:,.2f}"


def amount_text(line: Json) -> str:
    """The amount of a money line, or its bounds."""
    low, high = line.get("low"), line.get("high")
    if line["amount"] is not None or low is None:
        return money(line["amount"])
    return tr(f"{money(low)} 起", f"from {money(low)}") if high is None else f"{money(low)} – {money(high)}"


def share_text(share: float | None) -> str:
    """The part of normal benefits that is paid."""
    return tr("未定", "not settled") if share is None else f"{share:.0%}"


def source_text(source: Json) -> str:
    """A source in one line: grade, title, issuer, number, dates."""
    published = (
        tr(f"{source['published']} 发布", f"published {source['published']}") if source["published"] else ""
    )
    checked = tr(f"{source['checked']} 核对", f"checked {source['checked']}")
    about = filter(None, [source["issuer"], source["number"], published, checked])
    return f"[{source['grade']}] {source['title']} - {tr('，', ', ').join(about)}"


def receipt_text(data: Json, short: bool = False) -> str:
    """Version, policies (by the first 12 figures if short) and day of the answer, what grades mean, and what it is not."""
    made = data["receipt"]
    policies = made["policies"].removeprefix("sha256:")[:12] if short else made["policies"]
    return tr(
        f"yibao {made['yibao']}，政策 {policies}，截至 {made['as_of']}。等级：A 官方文本，B 官方指南或多方一致，C 单一来源，U 未证实。仅供参考，不是法律意见。",
        f"yibao {made['yibao']}, policies {policies}, as of {made['as_of']}. Grades: A official text, B official guide or several sources, C one source, U unconfirmed. Information, not legal advice.",
    )
