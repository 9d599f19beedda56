"""An answer on the terminal: headline first, then what to do, why, and what it rests on."""

from __future__ import annotations

from typing import Any

from ..advise.answer import Answer, to_json
from ..advise.explain import SCHEME_NAMES, calendar_text, gap_text, missed_text, wait_text
from ..lang import pick, tr
from .screen import Screen

Json = dict[str, Any]

# Colours with a ground of their own can be read on light and dark terminals alike.
STATUS = {
    "answered": ("black on green", {"zh": "有确定答案", "en": "exact"}),
    "bounded": ("black on yellow", {"zh": "只能给出范围", "en": "a range only"}),
    "closed": ("white on red", {"zh": "这样缴费没有待遇", "en": "no benefits this way"}),
    "needs_facts": ("black on yellow", {"zh": "还缺信息", "en": "facts are missing"}),
}
COSTS = {
    "covered": {"zh": "可以报销（按规定追溯）", "en": "covered, claimable afterwards"},
    "not_covered": {"zh": "不能报销，自己承担", "en": "not covered, yours to pay"},
    "by_employer": {"zh": "由单位承担", "en": "owed by the employer"},
    "unknown": {"zh": "没有查到规定，请问 12393", "en": "no rule found: ask 12393"},
}
BACK = {
    "required": {"zh": "必须补缴", "en": "required"},
    "optional": {"zh": "可以补缴（自愿）", "en": "optional"},
    "not_allowed": {"zh": "不能补缴", "en": "not possible"},
    "not_needed": {"zh": "不需要补缴", "en": "not needed"},
    "unknown": {"zh": "没有查到规定，请问 12393", "en": "no rule found: ask 12393"},
}
LAYERS = {
    "city": {"zh": "本地规定", "en": "local rule"},
    "province": {"zh": "省级规定", "en": "provincial rule"},
    "nation": {"zh": "全国规定", "en": "national rule"},
}


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


def headline(result: Answer, data: Json, screen: Screen) -> None:
    """Status and the answer in one sentence."""
    color, name = STATUS[data["answer"]["status"]]
    status = tr(f"【{pick(name)}】", f"[{pick(name)}] ")
    screen.status(status, headline_text(result, data), color)


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
        screen.pairs(rows)


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


def periods(data: Json, screen: Screen) -> None:
    """What part of normal benefits is paid when."""
    rows = []
    for period in data["answer"]["periods"]:
        share = period["share"]
        text = tr("未定", "not settled") if share is None else f"{share:.0%}"
        first, last = period["from"], period["to"]
        rows.append((f"{first} – {last}" if last else tr(f"{first} 起", f"from {first}"), text))
    if len(rows) > 1:
        screen.heading(tr("各时段的待遇（占正常待遇的比例）", "Benefits by period (part of normal benefits)"))
        screen.table((tr("时段", "Period"), tr("基金支付", "Fund pays")), rows)


def readings(data: Json, screen: Screen) -> None:
    """What disagreeing sources would give."""
    if data["readings"]:
        screen.heading(tr("另一种口径", "Another reading"))
        for item in data["readings"]:
            days = item["resume_date"] or " – ".join(day or "?" for day in item["resume_between"] or [])
            screen.points([f"{item['says']} → {days}" if days else item["says"]])


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
    between = item["resume_between"] or []
    resume = item["resume_date"] or " – ".join(day or "?" for day in between) or "-"
    best = {"resume": tr("恢复最早", "earliest"), "cost": tr("花费最少", "cheapest")}
    marks = tr("、", ", ").join(best[key] for key in item["best_by"])
    cost_text = (
        "-"
        if not item["possible"]
        else tr("未知", "unknown")
        if item["cost"] is None
        else f"{item['cost']:.2f}"
    )
    remark = tr("；", "; ").join(filter(None, [f"★{marks}" if marks else "", item["reason"] or ""]))
    return item["title"], item["pay_by"] or "-", cost_text, resume, remark


def _choice_text(item: Json) -> str:
    title, pay_by, cost_text, _, remark = _choice(item)
    if not item["possible"]:
        return tr(f"{title}：不可行。{remark}", f"{title}: not possible. {remark}")
    by = tr(f"最迟 {pay_by}，", f"pay by {pay_by}, ") if item["pay_by"] else ""
    return tr(f"{title}：{remark}（{by}费用 {cost_text}）", f"{title}: {remark} ({by}cost {cost_text})")


def cost(data: Json, screen: Screen) -> None:
    """Money, each line with its formula."""
    if data["cost"]["lines"]:
        screen.heading(tr("要花多少钱（元）", "What it costs (yuan)"))
        rows = [
            (line["what"], _amount(line), tr("；", "; ").join(filter(None, [line["formula"], line["ask"]])))
            for line in data["cost"]["lines"]
        ]
        screen.table((tr("项目", "Item"), tr("金额", "Amount"), tr("算法", "How")), rows)


def _amount(line: Json) -> str:
    if line["amount"] is not None:
        return f"{line['amount']:.2f}"
    if line.get("low") is not None and line.get("high") is not None:
        return f"{line['low']:.2f} – {line['high']:.2f}"
    if line.get("low") is not None:
        return tr(f"{line['low']:.2f} 起", f"from {line['low']:.2f}")
    return tr("未收录", "not on file")


def steps(data: Json, screen: Screen) -> None:
    """What to do, numbered."""
    if data["steps"]:
        screen.heading(tr("怎么办", "What to do"))
        names = (
            ("who", tr("谁办", "who")), ("where", tr("在哪", "where")), ("channel", tr("渠道", "how")),
            ("limit", tr("时限", "limit")), ("due", tr("预计完成", "due")), ("fee", tr("费用", "fee")),
            ("keep", tr("留存", "keep")), ("check", tr("核对", "check")),
        )  # fmt: skip
        for step in data["steps"]:
            screen.points([step["text"]], [f"{step['n']}."])
            colon = tr("：", ": ")
            details = tr("；", "; ").join(f"{name}{colon}{step[key]}" for key, name in names if step.get(key))
            if details:
                screen.points([details], ["  "])


def documents(data: Json, screen: Screen) -> None:
    """Which papers to take, as a list to tick."""
    if data["documents"]:
        basis = {
            "official_list": tr("官方清单", "official list"),
            "local_list": tr("当地清单", "local list"),
            "may_be_asked": tr("可能被要求", "may be asked"),
        }
        screen.heading(tr("带什么材料", "Papers"))
        screen.points(
            [
                tr(f"{item['text']}（{basis[item['basis']]}）", f"{item['text']} ({basis[item['basis']]})")
                for item in data["documents"]
            ],
            ["[ ]"] * len(data["documents"]),
        )


def benefits(data: Json, screen: Screen) -> None:
    """What stays and what stops in the gap."""
    if data["benefits"]:
        states = {"yes": tr("保留", "stays"), "no": tr("停止", "stops"), "unknown": tr("要问", "ask")}
        screen.heading(tr("中断期间哪些还在、哪些停了", "What stays and what stops in the gap"))
        rows = [(item["what"], states[item["state"]], item["text"]) for item in data["benefits"]]
        screen.table((tr("权益", "Benefit"), "", tr("说明", "Remark")), rows)


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
            about = [source["issuer"], source["number"], source["published"], source["url"]]
            checked = tr(f"核对于 {source['checked']}", f"checked {source['checked']}")
            screen.points(
                [
                    f"[{source['grade']}] {source['title']}  {tr('，', ', ').join(filter(None, [*about, checked]))}"
                ]
            )


def trace(data: Json, screen: Screen) -> None:
    """The way from the case to the answer."""
    screen.heading(tr("推导过程", "How the answer was reached"))
    numbers = [f"{i}." for i in range(1, len(data["trace"]) + 1)]
    screen.points([item["text"] for item in data["trace"]], numbers)


def receipt(data: Json, screen: Screen) -> None:
    """Version, policies and day of the answer."""
    given = data["receipt"]
    screen.line()
    screen.line(
        tr(
            f"yibao {given['yibao']}，政策 {given['policies'][7:19]}，截至 {given['as_of']}。等级 A 官方文本 B 官方指南或多方一致 C 单一来源 U 未证实。仅供参考，不是法律意见。",
            f"yibao {given['yibao']}, policies {given['policies'][7:19]}, as of {given['as_of']}. Grades: A official text, B official guide or several sources, C one source, U unconfirmed. Information, not legal advice.",
        )
    )
