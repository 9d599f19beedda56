"""Short texts for outcomes: one line that says from when the fund pays and what of the gap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ..lang import pick, tr
from .explain import wait_text
from .inquiry import Finding

Json = dict[str, Any]

GAP_COSTS = {
    "covered": {"zh": "中断期间费用可报", "en": "costs in the gap are payable"},
    "not_covered": {"zh": "中断期间费用不报", "en": "costs in the gap are not paid"},
    "by_employer": {"zh": "中断期间费用由单位承担", "en": "the employer bears the costs in the gap"},
    "unknown": {"zh": "中断期间费用能否报销未知", "en": "whether costs in the gap are paid is unknown"},
}
COST_RANK = {"covered": 0, "by_employer": 1, "unknown": 2, "not_covered": 3}
"""How well each treatment of the gap's costs leaves the person, best first."""

NOTHING = {"zh": "这笔钱换不来待遇", "en": "this payment brings no benefits"}


def same(values: Sequence[Any]) -> Any:
    """The value that all have, or None."""
    return values[0] if values and all(value == values[0] for value in values) else None


def span(found: Sequence[Finding]) -> tuple[dt.date | None, dt.date | None]:
    """The earliest and the latest day on which the fund may pay again; the latest is None where it is open."""
    live = [each for each in found if not each.closed]
    early = [each.earliest for each in live if each.earliest]
    late = [each.latest for each in live if each.latest]
    return min(early, default=None), max(late, default=None) if len(late) == len(live) == len(found) else None


def when(low: dt.date | None, high: dt.date | None) -> str:
    """``2026-12-31 恢复`` or the range of days."""
    if low is None:
        return tr("恢复日未知", "resume date unknown")
    if low == high:
        return tr(f"{low} 起恢复", f"benefits from {low}")
    if high is None:
        return tr(f"最早 {low} 恢复，最晚未知", f"benefits from {low} at the earliest, no known latest day")
    return tr(f"{low} 至 {high} 之间恢复", f"benefits from a day between {low} and {high}")


def outcome_text(found: Sequence[Finding]) -> str:
    """One line for what a payment gives."""
    if not found:
        return tr("收录的政策不覆盖这一天", "no policy on file covers that day")
    if all(each.closed for each in found):
        return pick(NOTHING)
    parts = [when(*span(found))]
    wait = same([each.wait for each in found])
    if wait is not None:
        parts.insert(
            0,
            tr(f"等 {wait_text(*wait)}", f"{wait_text(*wait)} of waiting")
            if any(wait)
            else tr("不用等待", "no wait"),
        )
    share = same([each.then.resume.earliest.share if each.then.resume.earliest else 1.0 for each in found])
    full = same([each.full for each in found])
    if share is not None and share < 1 and full:
        parts.append(
            tr(f"先按 {share:.0%}，{full} 起足额", f"at {share:.0%} until normal benefits from {full}")
        )
    parts.append(pick(GAP_COSTS[same([each.then.gap_costs for each in found]) or "unknown"]))
    return tr("，", ", ").join(parts)


def outcome_json(rules: Sequence[str], found: Sequence[Finding]) -> Json:
    """An outcome as JSON: text, rules, status, wait, gap costs and the days if paid on that day."""
    low, high = span(found)
    closed = bool(found) and all(each.closed for each in found)
    exact = len(found) >= 1 and low == high and low is not None
    months, days = same([each.wait for each in found]) or (None, None)
    full = same([each.full for each in found])
    return {
        "text": outcome_text(found),
        "rule": rules[0] if len(rules) == 1 else None,
        "rules": list(rules),
        "status": "closed" if closed else "answered" if exact else "bounded" if found else "not_covered",
        "wait": {"months": None if days else months, "days": days or None},
        "gap_costs": same([each.then.gap_costs for each in found]) or "unknown",
        "resume_date": low.isoformat() if exact and low else None,
        "resume_between": None
        if exact or closed or low is None
        else [low.isoformat(), high.isoformat() if high else None],
        "full_benefit_date": full.isoformat() if full and not closed else None,
    }
