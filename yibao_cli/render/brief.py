"""The short form of an answer for `check --brief`: the same facts as the full form, about twelve lines of 80 columns."""

from __future__ import annotations

from typing import Any

from ..advise.answer import Answer, to_json
from ..advise.explain import too_late
from ..lang import pick, plural, tr
from .labels import STATUSES
from .screen import Screen
from .terminal import COLORS
from .texts import fact_rows, headline_text, resume_text

Json = dict[str, Any]


def show(result: Answer, screen: Screen) -> None:
    """Print status and day, situation, costs, nearest deadline, first step, one source and whom to ask."""
    data = to_json(result)
    status = data["answer"]["status"]
    name = pick(STATUSES[status])
    screen.status(tr(f"【{name}】", f"[{name}] "), headline_text(result, data), COLORS[status])
    for title, text in rows(result, data):
        screen.line(f"{title}{tr('：', ': ')}{text}" if title else text)


def rows(result: Answer, data: Json) -> list[tuple[str, str]]:
    """Pairs of a title and a text, those without a text left out."""
    found = [
        (tr("情况", "Case"), _case(result, data)),
        (tr("中断", "Gap"), _joined(result, data, "gap", "missed_years")),
        ("", _named(result, data, "wait", "gap_costs", "back_payment")),
        (tr("原因", "Why"), _closed(result, data)),
        (tr("最迟", "Pay by"), _deadline(data)),
        (tr("另一种口径", "Another reading"), _reading(data)),
        (tr("还需要", "Still needed"), tr("、", ", ").join(item["flag"] for item in data["questions_open"])),
        (tr("先办", "Do first"), data["steps"][0]["text"] if data["steps"] else ""),
        (tr("依据", "Source"), _source(data)),
        (tr("请问", "Ask"), _ask(data)),
        (tr("其余", "More"), _rest(data)),
    ]
    return [(title, text) for title, text in found if text]


def _case(result: Answer, data: Json) -> str:
    paid = _joined(result, data, "pay_date")
    payment = tr(f"{paid} 缴费", f"paid {paid}") if paid else ""
    return tr("，", ", ").join(filter(None, [_joined(result, data, "region", "scheme"), payment]))


def _closed(result: Answer, data: Json) -> str:
    """Why a payment brings nothing."""
    if result.status != "closed":
        return ""
    return " ".join(too_late(result.inquiry)) or _joined(result, data, "says")


def _joined(result: Answer, data: Json, *keys: str) -> str:
    return tr("，", ", ").join(row.text for row in fact_rows(result, data) if row.key in keys)


def _named(result: Answer, data: Json, *keys: str) -> str:
    colon = tr("：", ": ")
    parts = [f"{row.name}{colon}{row.text}" for row in fact_rows(result, data) if row.key in keys]
    return tr("；", "; ").join(parts)


def _deadline(data: Json) -> str:
    """The nearest day after which something is lost, with what is lost."""
    nearest = next((item for item in data["deadlines"] if item["kind"] == "worse"), None)
    if nearest is None:
        return ""
    day, left = nearest["pay_by"], nearest["days_left"]
    until, after = nearest["outcome"]["text"], nearest["after"]["text"]
    return tr(
        f"{day}（还剩 {left} 天）：{until}；之后：{after}",
        f"{day} ({plural(left, 'day')} left): {until}; after it: {after}",
    )


def _reading(data: Json) -> str:
    days = dict.fromkeys(resume_text(item) for item in data["readings"])
    return tr("；", "; ").join(day for day in days if day != "-")


def _source(data: Json) -> str:
    """The first source of the rule that answers, and how many more there are."""
    if not data["sources"]:
        return ""
    first, more = data["sources"][0], len(data["sources"]) - 1
    named = tr("，", ", ").join(filter(None, [first["title"], first["published"]]))
    return f"[{first['grade']}] {named}" + (tr(f"；另 {more} 份", f"; {more} more") if more else "")


def _ask(data: Json) -> str:
    return tr("；", "; ").join(f"{item['number']} {item['about']}" for item in data["ask"])


def _rest(data: Json) -> str:
    count = len(data["warnings"])
    notes = tr(f"{count} 条“请注意”、", f"{plural(count, 'note')}, ") if count else ""
    return tr(
        f"{notes}费用、步骤、材料见完整回答（去掉 --brief）。不是法律意见。",
        f"{notes}costs, steps, papers: leave out --brief. Not legal advice.",
    )
