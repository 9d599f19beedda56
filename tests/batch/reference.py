"""What `check` says to one row, cell by cell: the definition that every engine has to meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from yibao_cli import case as cases
from yibao_cli.advise.answer import answer, to_json
from yibao_cli.advise.cost import cost
from yibao_cli.advise.deadlines import deadlines
from yibao_cli.batch.fields import ANSWER, KEY_ORDER
from yibao_cli.batch.values import Fault
from yibao_cli.errors import InputError


def reference(row: Mapping[str, str], today: dt.date) -> tuple[str, ...]:
    """The answer cells of one row of facts, from the same functions that `check --json` uses."""
    raw = {key: row[key] for key in KEY_ORDER if row.get(key, "").strip()}
    try:
        result = answer(cases.read(raw, today))
    except InputError as error:
        fault = Fault.of(error)
        return ("error", *[""] * (len(ANSWER) - 3), fault.code, fault.text)
    core = to_json(result)["answer"]
    low, high = core["resume_between"] or (core["resume_date"], core["resume_date"])
    worse = [item["pay_by"] for item in deadlines(result) if item["kind"] == "worse"]
    missing = result.inquiry.missing
    cells = {
        "status": core["status"],
        "gap_months": core["gap_months"],
        "wait_months": core["wait"]["months"],
        "wait_days": core["wait"]["days"],
        "resume_date": low,
        "resume_latest": high,
        "full_benefit_date": core["full_benefit_date"],
        "gap_costs": core["gap_costs"],
        "back_payment": core["back_payment"],
        "pay_by": min(worse, default=None),
        "cost_yuan": cost(result)["total"],
        "rule": core["rule"],
        "grade": core["grade"],
        "error_code": "facts_missing" if missing else None,
        "error": "还缺：" + "、".join(missing) if missing else None,
    }
    return tuple("" if cells[name] is None else str(cells[name]) for name in ANSWER)
