"""`yibao regions`, `yibao policies …` and `yibao schema`: looking at what is on file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .. import parse, regions
from ..console import Exit, say, write_json
from ..lang import pick, tr
from ..policy import layers
from ..policy.model import Policy, PolicyFile, Rule
from ..policy.sources import best, worst
from ..policy.vocabulary import LAST_DATE, SCHEMES, Cell, facts
from ..render.screen import Screen

Json = dict[str, Any]


def list_regions(query: str | None, as_json: bool, screen: Screen | None, as_of: dt.date) -> int:
    """Regions that match a query (all with a file, without one) and what is on file for each."""
    found = regions.find(query) if query else [r for r in regions.register().values() if r.code in layers.region_paths()]
    if query and not found:
        parse.region("region", query)
    rows = [region_json(region, as_of) for region in found]
    if as_json:
        write_json({"schema": "yibao/regions/1", "regions": rows})
    elif screen:
        headers = (tr("代码", "Code"), tr("统筹区", "Region"), tr("拼音", "Pinyin"), tr("本地收录", "On file"), tr("等级", "Grade"), tr("核对", "Checked"))
        screen.table(headers, [_region_row(row) for row in rows])
        screen.line(tr("没有收录的险种按省级或全国规定回答，并会说明。", "Schemes not on file are answered by the province or the nation, and the answer says so."))
    return Exit.OK


def region_json(region: regions.Region, as_of: dt.date) -> Json:
    """What is on file for one region."""
    file = layers.region_file(region.code)
    schemes: Json = {}
    for scheme in SCHEMES:
        own = [rule for policy in (file.policies if file else ()) if scheme in policy.schemes for rule in policy.rules]
        schemes[scheme] = {"rules": len(own), "grade": worst([best(list(r.cite), as_of) for r in own]) if own else None}
    checked = [source.checked for source in file.sources.values()] if file else []
    return {
        "code": region.code,
        "name": region.zh,
        "pinyin": region.pinyin,
        "schemes": schemes,
        "checked": min(checked).isoformat() if checked else None,
        "benefit_years": sorted({w.benefit_year for w in file.windows}) if file else [],
    }


def _region_row(row: Json) -> tuple[str, ...]:
    short = {"employee": tr("职工", "employee"), "flexible": tr("灵活", "flexible"), "resident": tr("居民", "resident")}
    own = [short[s] for s, on_file in row["schemes"].items() if on_file["rules"]]
    grades = [on_file["grade"] for on_file in row["schemes"].values() if on_file["grade"]]
    return (row["code"], row["name"], row["pinyin"], tr("、", ", ").join(own) or "-", worst(grades) if grades else "-", row["checked"] or "-")


def check_policies(as_json: bool) -> int:
    """Prove every table and print what was shown; problems go to stderr, exit code 1."""
    from ..policy.prove import check_all

    report = check_all()
    for problem in report.problems:
        say(str(problem))
    if as_json:
        figures = {name: getattr(report, name) for name in ("files", "tables", "rules", "situations", "days", "dated_values")}
        problems = [{"code": p.code, "message": p.message, "places": [str(x) for x in p.places], "repair": p.repair, "witness": p.witness} for p in report.problems]
        write_json({"schema": "yibao/proof/1", **figures, "problems": problems})
    elif report.problems:
        say(tr(f"共 {len(report.problems)} 个问题", f"{len(report.problems)} problem(s)"))
    else:
        print_report(report)
    return Exit.FINDINGS if report.problems else Exit.OK


def print_report(report: Any) -> None:
    """The figures of a proof."""
    import sys

    sys.stdout.write(
        tr(
            f"通过：{report.files} 个文件，{report.tables} 张表，{report.rules} 条规则，{report.dated_values} 个带日期的数值；"
            f"{report.situations} 种情形、{report.days} 天都有且只有一个回答，各项承诺成立。\n",
            f"Proven: {report.files} files, {report.tables} tables, {report.rules} rules, {report.dated_values} dated values; "
            f"each of {report.situations} situations on {report.days} days has exactly one answer, and the promises hold.\n",
        )
    )


def show_policy(query: str, screen: Screen, as_of: dt.date) -> int:
    """One region's file as tables: rules per policy, calendars, amounts, notes, sources."""
    if query.strip() in ("000000", "全国", "国家", "national", "nation"):
        for scheme in ("employee", "resident"):
            _show_file(layers.national_file(scheme), screen, as_of)
        return Exit.OK
    region = parse.region("region", query)
    file = layers.region_file(region.code)
    if file is None:
        screen.line(tr(f"没有收录{region.zh}自己的规定，由上一级回答。", f"Nothing of {region.en} itself is on file; the layer above answers."))
        return Exit.OK
    _show_file(file, screen, as_of)
    return Exit.OK


def _show_file(file: PolicyFile, screen: Screen, as_of: dt.date) -> None:
    screen.line(f"{tr(file.zh, file.en)} {file.code}  {file.file}", "bold")
    for policy in file.policies:
        screen.heading(_policy_title(policy))
        headers = (tr("规则", "Rule"), tr("情形", "When"), tr("结论", "Then"), tr("依据", "Sources"))
        screen.table(headers, [_rule_row(rule, as_of) for rule in policy.rules])
    for windows in file.windows:
        names = facts()["window"].member_names
        spans = [f"{pick(names[kind])} {first}..{last}" for kind, first, last in windows.spans]
        screen.points([f"{windows.benefit_year}: " + tr("；", "; ").join(spans)])
    if file.standards:
        screen.heading(tr("标准", "Standards"))
        for item in file.standards:
            value = str(item.low) if item.low == item.high else f"{item.low}..{item.high}"
            when = str(item.benefit_year or f"{item.first}..{'' if item.last == LAST_DATE else item.last}")
            note = pick(item.note) if item.note else ""
            screen.points([f"{item.id} {value} {when} {item.who} {note} [{_cites(item.cite)}]"])
    for title, texts in (
        (tr("说明", "Notes"), [pick(n.text) for n in file.notes]),
        (tr("渠道", "Channels"), [pick(c.text) for c in file.channels]),
        (tr("材料", "Papers"), [pick(p.text) for p in file.papers]),
    ):
        if texts:
            screen.heading(title)
            screen.points(texts)
    screen.heading(tr("依据", "Sources"))
    for source in file.sources.values():
        about = [source.issuer, source.number, source.published, source.url]
        screen.points([f"{source.id} [{source.grade(as_of)}] {source.title}  {tr('，', ', ').join(filter(None, about))}"])


def _cites(cite: Any) -> str:
    return " ".join(source.id for source in cite)


def _policy_title(policy: Policy) -> str:
    last = "" if policy.last == LAST_DATE else str(policy.last)
    return f"{' '.join(policy.schemes)}  {policy.first}..{last}"


def cell_text(fact_id: str, cell: Cell) -> str:
    """A cell as the author wrote it."""
    fact = facts()[fact_id]
    if isinstance(cell, frozenset):
        members = [m for m in fact.members if m in cell]
        if len(cell) > len(fact.members) // 2 and len(fact.members) > 2:
            return "not " + "/".join(m for m in fact.members if m not in cell)
        return "/".join(members)
    low, high = cell
    if fact.kind == "date":
        return f"{dt.date.fromordinal(low)}..{dt.date.fromordinal(high)}"
    if low == high:
        return str(low)
    return f"{'' if low == fact.span[0] else low}..{'' if high == fact.span[1] else high}"


def _rule_row(rule: Rule, as_of: dt.date) -> tuple[str, ...]:
    when = "\n".join(f"{key}: {cell_text(key, cell)}" for key, cell in rule.cells.items())
    return (rule.id, when, then_text(rule), f"[{best(list(rule.cite), as_of)}] {_cites(rule.cite)}")


def then_text(rule: Rule) -> str:
    """The outcome of a rule in words."""
    from ..advise.explain import ALIGN_NAMES, ANCHOR_NAMES, wait_text

    def start(item: Any) -> str:
        if item is None:
            return "?"
        months, days = item.wait.length()
        text = pick(ANCHOR_NAMES[item.anchor]) + (f" + {wait_text(months, days)}" if months or days else "")
        if item.wait.further:
            text += tr(" + 变动等待期", " + variable wait")
        if item.align != "same_day":
            text += f" → {pick(ALIGN_NAMES[item.align])}"
        if item.full_after:
            text += f" ({item.share:.0%}, {wait_text(item.full_after.months, item.full_after.days)})"
        return text

    then = rule.then
    if then.resume.earliest is None:
        resume = tr("不能参保", "closed")
    elif then.resume.exact:
        resume = start(then.resume.earliest)
    else:
        resume = f"{start(then.resume.earliest)} ~ {start(then.resume.latest)}"
    says = f"\n{pick(rule.says)}" if rule.says else ""
    return f"{resume}\ngap_costs: {then.gap_costs}, back_payment: {then.back_payment}{says}"
