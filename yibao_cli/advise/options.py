"""Options side by side: every way to go on, each answered by the same tables, the best ones marked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..case import Case, plain
from ..lang import pick, tr
from .answer import Answer, answer, iso
from .deadlines import last_good_day
from .phrases import NOTHING, outcome_text
from .variations import Way, had, planned, run, ways

Json = dict[str, Any]


def options(result: Answer) -> list[Json]:
    """The ways to go on as JSON; [] while region or scheme are not known.

    Items: id, title, possible, planned, reason, status, pay_by, cost (yuan, null if not on file), resume_date,
    resume_between, full_benefit_date, gap_costs, years, best_by, case (the flags that give the same answer).
    A way that comes out as another one already listed is left out.
    Both years paid together has the flags of the running year, and the cost of both.
    """
    case = result.inquiry.case
    if case.region is None or case.scheme is None:
        return []
    plan, found = flags(planned(case)), []
    seen: list[Json] = []
    base = result if case.pay_date else answer(planned(case))
    for way in ways(base):
        item = _option(way, plan)
        if item["possible"] and item["id"] != "running_year_too":
            if item["case"] in seen:
                continue
            seen.append(item["case"])
        found.append(item)
    _mark(found)
    return found


def flags(case: Case) -> dict[str, str]:
    """The facts of a case as flag values, with the day of the question."""
    return {**case.given(), "as_of": plain(case.as_of)}


def _option(way: Way, plan: dict[str, str]) -> Json:
    answered = run(way)
    if isinstance(answered, str) or way.case is None:
        return _impossible(way, answered if isinstance(answered, str) else way.reason)
    if reason := _refusal(way, answered):
        return _impossible(way, reason)
    low, high = answered.between
    found = list(answered.inquiry.findings.values())
    missing = answered.inquiry.missing
    own = flags(way.case)
    return {
        "id": way.id,
        "title": way.title,
        "possible": True,
        "planned": own == plan,
        "reason": _reason(answered, outcome_text(found)),
        "needs": list(missing),
        "status": answered.status,
        "pay_by": last_good_day(answered),
        "cost": cost_of(way, answered),
        "resume_date": iso(low) if answered.exact else None,
        "resume_between": None if answered.exact or low is None else [iso(low), iso(high)],
        "full_benefit_date": iso(answered.finding.full) if answered.exact and answered.finding else None,
        "gap_costs": _one([each.then.gap_costs for each in found]),
        "years": years(way),
        "best_by": [],
        "case": own,
    }


def _impossible(way: Way, reason: str) -> Json:
    keys = ("pay_by", "cost", "resume_date", "resume_between", "full_benefit_date", "gap_costs", "years")
    return {
        "id": way.id, "title": way.title, "possible": False, "planned": False, "reason": reason, "needs": [],
        "status": "closed", **dict.fromkeys(keys), "best_by": [], "case": flags(way.case) if way.case else {},
    }  # fmt: skip


def _one(values: list[str]) -> str:
    return values[0] if values and set(values) == {values[0]} else "unknown"


def _reason(answered: Answer, text: str) -> str:
    if answered.inquiry.missing:
        names = tr("、", ", ").join("--" + key.replace("_", "-") for key in answered.inquiry.missing)
        return tr(f"{text}（还要知道 {names}）", f"{text} (still to be said: {names})")
    return text


def _refusal(way: Way, answered: Answer) -> str:
    """Why an answered way is none: closed, nothing to pay back, or not offered by the region's text."""
    row = answered.row
    says = pick(row.rule.says) if row is not None and row.rule.says else ""
    if way.id == "running_year_too" and (row is None or not row.rule.then.carries_over):
        return tr(
            "当地文件没有写明。可拨 12393 问：当年度现在还能不能缴，补上当年度后等待期能否从缴费日起算？",
            "Not stated by the region's text. Ask 12393: can the running year still be paid, and does the wait then run from the payment day?",
        )
    if answered.status == "closed":
        return f"{pick(NOTHING)}{tr('。', '. ')}{says}".strip()
    low, end = answered.between[0], answered.inquiry.year_end
    if (
        way.id == "resident_now"
        and row is not None
        and row.rule.then.carries_over
        and low
        and end
        and low > end
    ):
        return tr(
            f"只缴当年度不够：{low} 已在下一年度，下一年度也缴了才从这一天起享受。",
            f"The running year alone is not enough: {low} lies in the next year and counts only if that is paid as well.",
        )
    payment = {each.then.back_payment for each in answered.inquiry.findings.values()}
    if way.id == "pay_back" and payment == {"not_allowed"}:
        return (
            tr("按当地规定，这些月份不能再补缴。", "By the local rule these months can no longer be paid. ")
            + says
        )
    if way.id in ("pay_back", "not_pay_back") and payment == {"not_needed"}:
        return tr("没有需要补缴的月份。", "There are no months to pay back. ") + says
    return ""


def cost_of(way: Way, answered: Answer) -> float | int | None:
    """The total of a way in yuan, or None where an amount is not on file; both years where both are paid."""
    from .cost import cost

    total = cost(answered)["total"]
    if way.id != "running_year_too" or way.case is None or total is None:
        return total  # type: ignore[no-any-return]
    from .variations import next_window

    year, day = next_window(way.case, way.case.pay_date or way.case.as_of)
    # The next year is paid in its own window; a position that was told belongs to the running one.
    second = cost(answer(way.case._replace(benefit_year=year, pay_date=day, window=None)))["total"]
    return None if second is None else float(Decimal(str(total)) + Decimal(str(second)))


def years(way: Way) -> str:
    """Whether the months paid and missed count for the years of cover that retirement asks for."""
    if way.case is None or way.case.scheme == "resident":
        return tr(
            "居民缴费一般不计入职工医保缴费年限，能否折算问当地",
            "resident years as a rule do not count as employee years; ask whether they convert",
        )
    if way.case.back_pay and had(way.case) is not None:
        return tr(
            "从现在起的月份计入；补缴的月份是否计入问当地",
            "months from now on count; ask whether months paid back count",
        )
    return tr("从现在起的月份计入，断缴的月份不计", "months from now on count, the missed ones do not")


def _mark(found: list[Json]) -> None:
    """Mark the earliest day that is sure and the lowest known cost; ties are all marked."""
    possible = [item for item in found if item["possible"] and item["status"] != "needs_facts"]
    sure = {
        item["id"]: item["resume_date"] or (item["resume_between"] or [None, None])[1] for item in possible
    }
    known = {item["id"]: item["cost"] for item in possible if item["cost"] is not None}
    for name, values in (("resume", {k: v for k, v in sure.items() if v}), ("cost", known)):
        best = min(values.values(), default=None)
        for item in possible:
            if best is not None and values.get(item["id"]) == best:
                item["best_by"].append(name)
