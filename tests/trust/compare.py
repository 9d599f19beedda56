"""The program's answer and the naive evaluator's, side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

from yibao_cli.advise.answer import answer, to_json
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.case import read
from yibao_cli.errors import InputError

from . import naive

TODAY = dt.date(2026, 11, 22)
KEYS = (
    "status", "gap_months", "missed_years", "wait", "resume_date", "resume_between", "full_benefit_date", "gap_costs",
    "back_payment", "rule",
)  # fmt: skip


def program(raw: dict[str, Any]) -> dict[str, Any] | str:
    """What the program says, or the code with which it refuses."""
    try:
        result = answer(read(raw, TODAY))
    except InputError as error:
        return error.code
    core = to_json(result)["answer"]
    found = {key: core[key] for key in KEYS}
    found["rules"] = sorted(row.id for row in result.inquiry.findings)
    found["missing"] = sorted(result.inquiry.missing)
    return found


def by_hand(raw: dict[str, Any]) -> dict[str, Any] | str:
    """What the naive evaluator says, or `not_covered`. Raises TooOpen."""
    try:
        return naive.evaluate(raw, TODAY)
    except naive.Uncovered:
        return "not_covered"


def facts_difference(raw: dict[str, Any]) -> str:
    """The facts that the program derives otherwise than the naive evaluator; empty if none."""
    inquiry = Inquiry(read(raw, TODAY))
    have = inquiry.situation.known
    want = naive.Member({key: value for key, value in raw.items() if value is not None}, TODAY).possible
    parts = [
        f"{key}: {have.get(key)}, by hand {want.get(key)}"
        for key in {**have, **want}
        if have.get(key) != want.get(key)
    ]
    return "; ".join(parts)


def difference(raw: dict[str, Any]) -> str | None:
    """In which fields the two differ; empty if in none, None if there was nothing to compare.

    Nothing is compared where the program refuses contradicting facts, or too many facts are open to try them all.
    """
    have = program(raw)
    if isinstance(have, str) and have != "not_covered":
        return None
    try:
        want = by_hand(raw)
    except naive.TooOpen:
        return None
    if counted := facts_difference(raw):
        return f"{raw}: facts {counted}"
    if have == want:
        return ""
    if isinstance(have, str) or isinstance(want, str):
        return f"{raw}: program {have}, by hand {want}"
    parts = [f"{key}: {have[key]!r}, by hand {want[key]!r}" for key in have if have[key] != want[key]]
    return f"{raw}: {'; '.join(parts)}"


def rows_difference(raw: dict[str, Any]) -> str:
    """In which cells the row engine of a batch differs from the naive evaluator; empty if in none."""
    from yibao_cli.batch.rows import Rows

    texts = {
        key: ("yes" if value else "no") if isinstance(value, bool) else str(value)
        for key, value in raw.items()
    }
    return cells_difference(raw, Rows(list(texts), {}, TODAY).answer(tuple(texts.values())))


def cells_difference(raw: dict[str, Any], cells: tuple[Any, ...]) -> str:
    """In which answer cells of a batch row an engine differs from the naive evaluator; empty if in none."""
    from yibao_cli.batch.fields import ANSWER

    have = dict(zip(ANSWER, cells, strict=False))
    if have["status"] == "error" and have["error_code"] != "not_covered":
        return ""
    try:
        want = by_hand(raw)
    except naive.TooOpen:
        return ""
    if isinstance(want, str):
        return "" if have["error_code"] == want else f"{raw}: row {have}, by hand {want}"
    low, high = want["resume_between"] or (want["resume_date"], want["resume_date"])
    cells_by_hand = {
        "status": want["status"], "gap_months": want["gap_months"], "wait_months": want["wait"]["months"],
        "wait_days": want["wait"]["days"], "resume_date": low, "resume_latest": high,
        "full_benefit_date": want["full_benefit_date"], "gap_costs": want["gap_costs"],
        "back_payment": want["back_payment"], "rule": want["rule"],
        "error_code": "facts_missing" if want["missing"] else None,
    }  # fmt: skip
    parts = []
    for name, value in cells_by_hand.items():
        text = "" if value is None else str(value)
        if text != str(have[name]):
            parts.append(f"{name}: {have[name]!r}, by hand {text!r}")
    return f"{raw}: {'; '.join(parts)}" if parts else ""
