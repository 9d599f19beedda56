"""Sentences and pairs that every form of an answer shows, made from the answer once."""

from __future__ import annotations

from typing import Any

from ..advise.answer import Answer
from ..advise.explain import SCHEME_NAMES, calendar_text, gap_text, missed_text, wait_text
from ..lang import pick, plural, tr
from ..policy.vocabulary import facts
from .labels import BACK, COSTS, LAYERS

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


def fact_rows(result: Answer, data: Json) -> list[tuple[str, str]]:
    """The situation and the rule as pairs of a name and a text."""
    case, core = result.inquiry.case, data["answer"]
    rows = []
    if case.region:
        place = tr(f"{case.region.zh} {case.region.pinyin}", f"{case.region.en} {case.region.zh}")
        rows.append((tr("统筹区", "Region"), f"{place} {case.region.code}"))
    if case.scheme:
        rows.append((tr("险种", "Scheme"), pick(SCHEME_NAMES[case.scheme])))
    resident = case.scheme == "resident"
    for name, text in (
        (tr("缴费日", "Payment"), str(case.pay_date or "")),
        (tr("中断", "Gap"), "" if resident and case.cause != "switched" else gap_text(result.inquiry)),
        (tr("断保年度", "Missed years"), missed_text(result.inquiry) if resident else ""),
        (tr("参保期", "Window"), calendar_text(result.inquiry) if resident else ""),
    ):
        if text:
            rows.append((name, text))
    if result.inquiry.findings:
        if result.wait is not None:
            wait = wait_text(*result.wait) if any(result.wait) else tr("没有等待期", "none")
            rows.append((tr("等待期", "Wait"), wait))
        if core["stop_date"]:
            rows.append(
                (tr("待遇停止", "Benefits stop"), tr(f"{core['stop_date']} 起", f"from {core['stop_date']}"))
            )
        # While facts are missing "unknown" is about the person, not about the law.
        undecided = core["status"] == "needs_facts"
        for title, names, key in (
            (tr("中断期间费用", "Costs in the gap"), COSTS, "gap_costs"),
            (tr("补缴", "Back-payment"), BACK, "back_payment"),
        ):
            missing = undecided and core[key] == "unknown"
            answer = (
                tr("要看还缺的信息", "depends on the missing facts") if missing else pick(names[core[key]])
            )
            rows.append((title, answer))
    if core["rule"]:
        rows.append(
            (
                tr("依据", "Rests on"),
                f"{pick(LAYERS[core['layer']])} {core['rule']}  {tr('等级', 'grade')} {core['grade']}",
            )
        )
        says = result.row.rule.says if result.row else None
        if says:
            rows.append((tr("规定", "Rule"), pick(says)))
    return rows


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
