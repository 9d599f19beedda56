"""`yibao policies show`: one region's file as tables for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .. import parse
from ..advise.explain import ALIGN_NAMES, ANCHOR_NAMES, wait_text
from ..console import Exit
from ..lang import pick, tr
from ..policy import layers
from ..policy.model import Policy, PolicyFile, Rule
from ..policy.outcome import Start
from ..policy.sources import Source, best
from ..policy.vocabulary import LAST_DATE, Cell, facts
from ..render.screen import Screen


def show_policy(query: str, screen: Screen, as_of: dt.date) -> int:
    """One region's file as tables: rules per policy, calendars, amounts, notes, sources."""
    if query.strip() in ("000000", "全国", "国家", "national", "nation"):
        for scheme in ("employee", "resident"):
            _show_file(layers.national_file(scheme), screen, as_of)
        return Exit.OK
    region = parse.region("region", query)
    file = layers.region_file(region.code)
    if file is None:
        screen.line(
            tr(
                f"没有收录{region.zh}自己的规定，由上一级回答。",
                f"Nothing of {region.en} itself is on file; the layer above answers.",
            )
        )
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
        screen.points(
            [
                f"{source.id} [{source.grade(as_of)}] {source.title}  {tr('，', ', ').join(filter(None, about))}"
            ]
        )


def _cites(cite: Iterable[Source]) -> str:
    return " ".join(source.id for source in cite)


def _policy_title(policy: Policy) -> str:
    last = "" if policy.last == LAST_DATE else str(policy.last)
    return f"{' '.join(policy.schemes)}  {policy.first}..{last}"


def cell_text(fact_id: str, cell: Cell, scheme: str | None = None) -> str:
    """A cell as the author wrote it."""
    fact = facts()[fact_id]
    if isinstance(cell, frozenset):
        every = fact.members_of(scheme) if scheme else fact.members
        members = [m for m in every if m in cell]
        if len(members) > len(every) // 2 and len(every) > 2:
            return "not " + "/".join(m for m in every if m not in cell)
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

    def start(item: Start | None) -> str:
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
