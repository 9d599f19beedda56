"""What a saved sheet says, ready for a template: texts in the chosen language, no layout."""

from __future__ import annotations

import shlex
from typing import Any

from ..advise.answer import Answer, to_json
from ..advise.explain import SCHEME_NAMES
from ..lang import current, pick, plural, tr
from ..policy.vocabulary import facts
from .bars import KINDS, picture
from .terminal import COSTS, STATUS, fact_rows, headline_text

Json = dict[str, Any]

BASIS = {
    "official_list": {"zh": "官方清单", "en": "official list"},
    "local_list": {"zh": "当地清单", "en": "local list"},
    "may_be_asked": {"zh": "可能被要求", "en": "may be asked"},
}
STATES = {
    "yes": {"zh": "保留", "en": "stays"},
    "no": {"zh": "停止", "en": "stops"},
    "unknown": {"zh": "要问", "en": "ask"},
}
BEST = {"resume": {"zh": "恢复最早", "en": "earliest"}, "cost": {"zh": "花费最少", "en": "cheapest"}}
CASE_NAMES = {
    "region": {"zh": "参保地", "en": "region"},
    "scheme": {"zh": "险种", "en": "scheme"},
    "covered": {"zh": "参保月份", "en": "covered months"},
    "last_covered": {"zh": "最后参保月", "en": "last covered month"},
    "pay_date": {"zh": "缴费日", "en": "payment day"},
    "back_pay": {"zh": "补缴", "en": "paying back"},
    "cause": {"zh": "原因", "en": "cause"},
    "previous_scheme": {"zh": "原险种", "en": "previous scheme"},
    "previous_region": {"zh": "原参保地", "en": "previous region"},
    "group": {"zh": "特殊人群", "en": "group"},
    "birth_date": {"zh": "出生日期", "en": "date of birth"},
    "benefit_year": {"zh": "待遇年度", "en": "benefit year"},
    "repair_years": {"zh": "缴费修复年数", "en": "years repaired"},
    "continuous_months": {"zh": "断前连续月数", "en": "unbroken months before"},
    "window": {"zh": "参保期位置", "en": "enrolment window"},
    "arrears_in_term": {"zh": "在责令期限内补缴", "en": "paid within the ordered term"},
    "base": {"zh": "缴费基数", "en": "base"},
    "wage": {"zh": "工资", "en": "wage"},
    "rate": {"zh": "费率", "en": "rate"},
    "as_of": {"zh": "提问日", "en": "day of the question"},
}
STEP_PARTS = {
    "who": {"zh": "谁办", "en": "who"},
    "where": {"zh": "在哪", "en": "where"},
    "channel": {"zh": "渠道", "en": "how"},
    "limit": {"zh": "时限", "en": "limit"},
    "due": {"zh": "预计完成", "en": "due"},
    "fee": {"zh": "费用", "en": "fee"},
    "keep": {"zh": "留存", "en": "keep"},
    "check": {"zh": "核对", "en": "check"},
}


def sheet(result: Answer) -> Json:
    """Everything that a template shows: the answer's JSON as `data`, and beside it names and sentences."""
    data, shown = to_json(result), picture(result)
    core = data["answer"]
    place = result.inquiry.case.region
    named = (place.zh if current() == "zh" else place.en) if place else ""
    return {
        "data": data,
        "core": core,
        "language": {"zh": "zh-CN", "en": "en"}[current()],
        "title": tr(f"{named}医保断缴：什么时候恢复", f"Medical insurance after a lapse: {named}").strip(
            ": "
        ),
        "status": pick(STATUS[core["status"]][1]),
        "headline": headline_text(result, data),
        "facts": fact_rows(result, data),
        "given_rows": [(pick(CASE_NAMES[key]), given(key, value)) for key, value in data["case"].items()],
        "marks": [(i, mark.day.isoformat(), mark.text) for i, mark in enumerate(shown.marks, 1)]
        if shown
        else [],
        "legend": [(kind, pick(KINDS[kind])) for kind in dict.fromkeys(bar.kind for bar in shown.bars)]
        if shown
        else [],
        "lead": lead_text(data),
        "receipt": receipt_text(data),
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
    if line["amount"] is None and line.get("low") is not None:
        return f"{money(line['low'])} – {money(line.get('high')) if line.get('high') is not None else '?'}"
    return money(line["amount"])


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


def receipt_text(data: Json) -> str:
    """Version, policies and day of the answer, what grades mean, and what it is not."""
    made = data["receipt"]
    return tr(
        f"yibao {made['yibao']}，政策 {made['policies']}，截至 {made['as_of']}。等级：A 官方文本，B 官方指南或多方一致，C 单一来源，U 未证实。仅供参考，不是法律意见。",
        f"yibao {made['yibao']}, policies {made['policies']}, as of {made['as_of']}. Grades: A official text, B official guide or several sources, C one source, U unconfirmed. Information, not legal advice.",
    )


def command(case: Json) -> str:
    """The command line that gives the same answer."""
    flags = " ".join(f"--{key.replace('_', '-')} {shlex.quote(str(value))}" for key, value in case.items())
    return f"yibao check {flags}"


def helpers() -> Json:
    """The functions and names that templates may use."""
    return {
        "tr": tr, "pick": pick, "costs": COSTS, "basis": BASIS, "states": STATES, "best": BEST, "step_parts": STEP_PARTS,
        "resume_text": resume_text, "money": money, "amount_text": amount_text, "share_text": share_text,
        "source_text": source_text, "command": command,
    }  # fmt: skip
