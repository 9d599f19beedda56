"""What a saved sheet says, ready for a template: texts in the chosen language, no layout."""

from __future__ import annotations

import shlex
from typing import Any

from ..advise.answer import Answer, to_json
from ..lang import current, pick, tr
from . import labels
from .bars import KINDS, picture
from .texts import (
    amount_text,
    fact_rows,
    given,
    headline_text,
    lead_text,
    money,
    receipt_text,
    resume_text,
    share_text,
    source_text,
)

Json = dict[str, Any]


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
        "status": pick(labels.STATUSES[core["status"]]),
        "headline": headline_text(result, data),
        "facts": [(row.name, row.text) for row in fact_rows(result, data)],
        "given_rows": [(pick(labels.FACTS[key]), given(key, value)) for key, value in data["case"].items()],
        "marks": [(i, mark.day.isoformat(), mark.text) for i, mark in enumerate(shown.marks, 1)]
        if shown
        else [],
        "legend": [(kind, pick(KINDS[kind])) for kind in dict.fromkeys(bar.kind for bar in shown.bars)]
        if shown
        else [],
        "lead": lead_text(data),
        "receipt": receipt_text(data),
    }


def command(case: Json) -> str:
    """The command line that gives the same answer."""
    flags = " ".join(f"--{key.replace('_', '-')} {shlex.quote(str(value))}" for key, value in case.items())
    return f"yibao check {flags}"


def helpers() -> Json:
    """The functions and names that templates may use."""
    return {
        "tr": tr, "pick": pick, "costs": labels.COSTS, "basis": labels.BASIS, "states": labels.STATES,
        "best": labels.BEST, "step_parts": labels.STEP_PARTS,
        "resume_text": resume_text, "money": money, "amount_text": amount_text, "share_text": share_text,
        "source_text": source_text, "command": command,
    }  # fmt: skip
