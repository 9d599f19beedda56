"""What users may rely on across a whole table, proven over every pair of neighbouring situations.

longer_gap: a longer gap never gives an earlier resume date. transfer_cap: where a text claims the transfer
rule, no wait is over 6 months. back_payment: paying the gap back never hurts. Exceptions are written in the
policy with their reason and source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import cast

from .errors import Problem
from .layers import Row, Table
from .outcome import Start

PAY = dt.date(2026, 6, 17)
"""A day in the middle of a month and of a year, so that every anchor and alignment shows its effect."""


def worst_day(row: Row, missed_years: int = 0) -> dt.date:
    """The latest resume date that a rule allows for a payment on `PAY`; no date at all counts as the latest."""
    return _day(row.rule.then.resume.latest, missed_years)


def _day(start: Start | None, missed_years: int) -> dt.date:
    if start is None:
        return dt.date.max
    anchors = {
        "pay_day": PAY,
        "pay_month": PAY.replace(day=1),
        "benefit_year": dt.date(PAY.year, 1, 1),
        "birth": PAY.replace(day=1),
        "cover_end": PAY.replace(day=1),
        "enrolment": dt.date(PAY.year, 1, 1),
    }
    return start.full_day(anchors, missed_years)


def broken(table: Table, code: str) -> Iterator[Problem]:
    """Every broken promise of a table that its policies do not except, once per pair of rules."""
    yield from _transfer_cap(table)
    for axis_name, promise, what in (
        ("gap_months", "longer_gap", "断得更久反而更早恢复"),
        ("missed_years", "longer_gap", "多断一年反而更早恢复"),
        ("back_pay", "back_payment", "补缴反而更晚恢复"),
    ):
        yield from _neighbours(table, axis_name, promise, what)


def _transfer_cap(table: Table) -> Iterator[Problem]:
    for row in table.rows:
        latest = row.rule.then.resume.latest
        capped = row.policy.transfer and "transfer_cap" not in row.policy.exceptions
        if capped and latest is not None and latest.wait.length()[0] > 6:
            message = f"{row.id} 的等待期超过 6 个月"
            yield Problem("E306", message, (row.rule.place,), "改短，或写明例外和依据")


def _neighbours(table: Table, fact: str, promise: str, what: str) -> Iterator[Problem]:
    names = [axis.fact.id for axis in table.axes]
    if fact not in names:
        return
    at = names.index(fact)
    diagram = table.diagram
    seen: set[tuple[int, int]] = set()
    for node in list(diagram.nodes()):
        if diagram.level[node] != at:
            continue
        children = diagram.children[node]
        for less, more in zip(children, children[1:], strict=False):
            if less == more:
                continue
            for low, high in _leaf_pairs(table, less, more):
                # Two rules of different layers were never written to be compared: a range stands beside a date.
                if (low, high) in seen or table.rows[low].rank != table.rows[high].rank:
                    continue
                seen.add((low, high))
                yield from _compare(table, low, high, promise, what)


def _leaf_pairs(table: Table, one: int, two: int) -> Iterator[tuple[int, int]]:
    """The pairs of rules that two sub-diagrams give for the same remaining facts."""
    diagram, seen, todo = table.diagram, set(), [(one, two)]
    while todo:
        pair = todo.pop()
        if pair in seen:
            continue
        seen.add(pair)
        a, b = pair
        levels = diagram.level[a], diagram.level[b]
        if min(levels) == len(table.axes):
            left, right = cast(tuple[int, ...], diagram.value[a]), cast(tuple[int, ...], diagram.value[b])
            if left and right:
                yield left[0], right[0]
            continue
        level = min(levels)
        for i in range(table.axes[level].size):
            todo.append(
                (
                    diagram.children[a][i] if levels[0] == level else a,
                    diagram.children[b][i] if levels[1] == level else b,
                )
            )


def _compare(table: Table, low: int, high: int, promise: str, what: str) -> Iterator[Problem]:
    one, two = table.rows[low], table.rows[high]
    if one.policy.exceptions.keys() & {promise} or two.policy.exceptions.keys() & {promise}:
        return
    if not (one.rule.then.resume.exact and two.rule.then.resume.exact):
        return
    # Less of a gap, fewer missed years or a back-payment on the side of `one`: it must not be later.
    if worst_day(one, 1) > worst_day(two, 1):
        yield Problem(
            "E306",
            f"{what}：{one.id} → {two.id}",
            (one.rule.place, two.rule.place),
            f"改正规则，或在政策里写 exceptions: [{{promise: {promise}, reason: …, cite: […]}}]",
        )
