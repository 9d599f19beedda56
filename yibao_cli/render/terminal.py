"""An answer on the terminal: headline first, then what to do, why, and what it rests on."""

from __future__ import annotations

from typing import Any

from ..advise.answer import Answer, to_json
from ..lang import pick, tr
from .labels import BASIS, BEST, STATES, STATUSES, STEP_PARTS
from .screen import Screen
from .texts import (
    amount_text,
    fact_rows,
    headline_text,
    money,
    receipt_text,
    resume_text,
    share_text,
    source_text,
)

Json = dict[str, Any]

COLORS = {
    "answered": "black on green",
    "bounded": "black on yellow",
    "closed": "white on red",
    "needs_facts": "black on yellow",
}
"""The ground of a status; with a ground of their own letters can be read on light and dark terminals alike."""


def show(result: Answer, screen: Screen, *, explain: bool = False, options: bool = False) -> None:
    """Print an answer. `explain` adds the trace, `options` the ways to choose from."""
    data = to_json(result)
    headline(result, data, screen)
    picture(result, screen)
    facts(result, data, screen)
    open_questions(data, screen)
    for section in (periods, readings, deadlines):
        section(data, screen)
    if options:
        choices(data, screen)
    for section in (cost, steps, documents, benefits, contacts):
        section(data, screen)
    warnings(data, screen)
    sources(data, screen)
    if explain:
        trace(data, screen)
    receipt(data, screen)


def headline(result: Answer, data: Json, screen: Screen) -> None:
    """Status and the answer in one sentence."""
    status = data["answer"]["status"]
    name = pick(STATUSES[status])
    screen.status(tr(f"【{name}】", f"[{name}] "), headline_text(result, data), COLORS[status])


def picture(result: Answer, screen: Screen) -> None:
    """The timeline, while there is anything to draw."""
    from . import timeline

    if drawn := timeline.text(result, min(screen.width, 100), screen.plain):
        screen.line()
        for row in drawn.split("\n"):
            screen.line(row)
        screen.line()


def facts(result: Answer, data: Json, screen: Screen) -> None:
    """The situation as understood and what the rule says about it."""
    if rows := fact_rows(result, data):
        screen.pairs([(row.name, row.text) for row in rows])


def periods(data: Json, screen: Screen) -> None:
    """What part of normal benefits is paid when."""
    rows = []
    for period in data["answer"]["periods"]:
        first, last = period["from"], period["to"]
        days = f"{first} – {last}" if last else tr(f"{first} 起", f"from {first}")
        rows.append((days, share_text(period["share"])))
    if len(rows) > 1:
        screen.heading(tr("各时段的待遇（占正常待遇的比例）", "Benefits by period (part of normal benefits)"))
        screen.table((tr("时段", "Period"), tr("基金支付", "Fund pays")), rows)


def readings(data: Json, screen: Screen) -> None:
    """What disagreeing sources would give."""
    if data["readings"]:
        screen.heading(tr("另一种口径", "Another reading"))
        for item in data["readings"]:
            days = resume_text(item)
            screen.points([f"{item['says'].rstrip('。.')} → {days}" if days != "-" else item["says"]])


def deadlines(data: Json, screen: Screen) -> None:
    """Until when to pay for which outcome."""
    if data["deadlines"]:
        screen.heading(tr("什么时候缴", "When to pay"))
        headers = (
            tr("最迟", "Pay by"),
            tr("还剩", "Left"),
            tr("在此之前缴", "Until then"),
            tr("之后缴", "After it"),
        )
        rows = [
            (
                item["pay_by"],
                tr(f"{item['days_left']} 天", f"{item['days_left']} days"),
                f"{item['outcome']['text']}\n{item['count']}",
                item["after"]["text"],
            )
            for item in data["deadlines"][:4]
        ]
        screen.table(headers, rows)


def choices(data: Json, screen: Screen) -> None:
    """The ways to choose from: side by side where there is room, one below the other elsewhere."""
    if not data["options"]:
        return
    screen.heading(tr("几种办法比一比", "Options compared"))
    if screen.width >= 100:
        headers = (
            tr("办法", "Option"),
            tr("最迟", "Pay by"),
            tr("费用(元)", "Cost (yuan)"),
            tr("恢复", "Resumes"),
            tr("说明", "Remark"),
        )
        screen.table(headers, [_choice(item) for item in data["options"]])
    else:
        marks = ["●" if item["possible"] else "○" for item in data["options"]]
        screen.points([_choice_text(item) for item in data["options"]], marks)
    for item in data["whatif"]:
        screen.points([item["text"]])


def _choice(item: Json) -> tuple[str, ...]:
    marks = tr("、", ", ").join(pick(BEST[key]) for key in item["best_by"])
    cost_text = money(item["cost"]) if item["possible"] else "-"
    remark = tr("；", "; ").join(filter(None, [f"★{marks}" if marks else "", item["reason"] or ""]))
    return item["title"], item["pay_by"] or "-", cost_text, resume_text(item), remark


def _choice_text(item: Json) -> str:
    title, pay_by, cost_text, _, remark = _choice(item)
    if not item["possible"]:
        return tr(f"{title}：不可行。{remark}", f"{title}: not possible. {remark[:1].upper()}{remark[1:]}")
    by = tr(f"最迟 {pay_by}，", f"pay by {pay_by}, ") if item["pay_by"] else ""
    return tr(f"{title}：{remark}（{by}费用 {cost_text}）", f"{title}: {remark} ({by}cost {cost_text})")


def cost(data: Json, screen: Screen) -> None:
    """Money, each line with its formula."""
    if data["cost"]["lines"]:
        screen.heading(tr("要花多少钱（元）", "What it costs (yuan)"))
        rows = [
            (
                line["what"],
                amount_text(line),
                tr("；", "; ").join(filter(None, [line["formula"], line["ask"]])),
            )
            for line in data["cost"]["lines"]
        ]
        screen.table((tr("项目", "Item"), tr("金额", "Amount"), tr("算法", "How")), rows)


def steps(data: Json, screen: Screen) -> None:
    """What to do, numbered."""
    if data["steps"]:
        screen.heading(tr("怎么办", "What to do"))
        for step in data["steps"]:
            screen.points([step["text"]], [f"{step['n']}."])
            colon = tr("：", ": ")
            parts = [f"{pick(name)}{colon}{step[key]}" for key, name in STEP_PARTS.items() if step.get(key)]
            details = tr("；", "; ").join(parts)
            if details:
                screen.points([details], ["  "])


def documents(data: Json, screen: Screen) -> None:
    """Which papers to take, as a list to tick."""
    if data["documents"]:
        screen.heading(tr("带什么材料", "Papers"))
        screen.points(
            [
                item["text"] + tr("（{}）", " ({})").format(pick(BASIS[item["basis"]]))
                for item in data["documents"]
            ],
            ["[ ]"] * len(data["documents"]),
        )


def benefits(data: Json, screen: Screen) -> None:
    """What stays and what stops in the gap."""
    if data["benefits"]:
        screen.heading(tr("中断期间哪些还在、哪些停了", "What stays and what stops in the gap"))
        rows = [(item["what"], pick(STATES[item["state"]]), item["text"]) for item in data["benefits"]]
        screen.table((tr("权益", "Benefit"), tr("现状", "State"), tr("说明", "Remark")), rows)


def contacts(data: Json, screen: Screen) -> None:
    """Where to act and whom to ask, with the words."""
    if data["channels"]:
        screen.heading(tr("办理渠道", "Channels"))
        screen.points([item["text"] for item in data["channels"]])
    if data["ask"]:
        screen.heading(tr("拿不准就问", "Whom to ask"))
        colon = tr("：", ": ")
        screen.points([f"{item['number']} {item['about']}{colon}{item['say']}" for item in data["ask"]])


def open_questions(data: Json, screen: Screen) -> None:
    """The facts that still matter."""
    if data["questions_open"]:
        screen.heading(tr("还需要知道", "Still needed"))
        screen.points([f"{item['flag']}  {item['ask']} {item['why']}" for item in data["questions_open"]])


def warnings(data: Json, screen: Screen) -> None:
    """What to know before relying on the answer."""
    if data["warnings"]:
        screen.heading(tr("请注意", "Please note"))
        screen.points(data["warnings"], ["!"] * len(data["warnings"]))


def sources(data: Json, screen: Screen) -> None:
    """The sources with grade and date."""
    if data["sources"]:
        screen.heading(tr("依据", "Sources"))
        for source in data["sources"]:
            screen.points([" ".join(filter(None, [source_text(source), source["url"]]))])


def trace(data: Json, screen: Screen) -> None:
    """The way from the case to the answer."""
    screen.heading(tr("推导过程", "How the answer was reached"))
    numbers = [f"{i}." for i in range(1, len(data["trace"]) + 1)]
    screen.points([item["text"] for item in data["trace"]], numbers)


def receipt(data: Json, screen: Screen) -> None:
    """Version, policies and day of the answer."""
    screen.line()
    screen.line(receipt_text(data, short=True))
