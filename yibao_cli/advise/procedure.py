"""What to do: the plan of a case with its papers, channels, benefits in the gap, and whom to ask."""

from __future__ import annotations

from typing import Any

from ..lang import pick, tr
from ..policy.layers import NATION
from .answer import Answer
from .benefits import benefits, unbroken
from .choose import related, route_of
from .contacts import MEDICAL, contacts, number
from .money import cite
from .routes import NationalPaper, Route, Step, channels, papers, route
from .workdays import transfer_due

Json = dict[str, Any]

CLAIM_PAPERS = ("claim-receipt", "claim-items", "claim-diagnosis", "claim-records")


def procedure(result: Answer, route_id: str | None = None) -> Json:
    """The plan as JSON sections; texts in the chosen language, sources are added to `result.sources`.

    - `route`, `route_title`: the route that fits the case, or `route_id` if one is asked for.
    - `steps`: n, who, where, text, channel, limit, fee, keep, check, due (ISO day or null), sources.
    - `documents`: text, for, basis (official_list, local_list, may_be_asked), sources.
    - `channels`: text, for (list of purposes), layer, sources; the nearest layer first, national ones last.
    - `benefits`: id, what, state (yes, no, unknown), text, ask (hotline or null), sources.
    - `ask`: number, about, say.
    - `related`: route, title, when: other plans that may be needed.

    Never fails for facts that are missing. Raises PolicyError if a file cannot be used.
    """
    plan = route(route_id or route_of(result))
    active = [step for step in plan.steps if _applies(result, step)]
    money = result.sections.get("cost")
    if money is None:
        from .cost import cost

        money = cost(result)
    return {
        "route": plan.id,
        "route_title": pick(plan.title),
        "steps": [_step(result, step, n) for n, step in enumerate(active, 1)],
        "documents": _documents(result, plan, active),
        "channels": _channels(result, active),
        "benefits": benefits(result, number(result.inquiry.case.region, MEDICAL)),
        "ask": contacts(result, money, plan.id),
        "related": [
            {"route": key, "title": pick(route(key).title), "when": pick(route(key).when)}
            for key in related(result, plan.id)
        ],
    }


def _applies(result: Answer, step: Step) -> bool:
    found = [each.then for each in result.inquiry.findings.values()]
    if step.only == "back_pay":
        payable = any(then.back_payment not in ("not_allowed", "not_needed") for then in found)
        return (
            payable and result.inquiry.case.back_pay is not False and result.inquiry.situation.gap_months != 0
        )
    if step.only == "gap_covered":
        return any(then.gap_costs == "covered" for then in found) and not unbroken(result)
    return True


def _step(result: Answer, step: Step, n: int) -> Json:
    due, limit = None, pick(step.limit) if step.limit else None
    if step.due == "transfer":
        day, known = transfer_due(result.inquiry.case.pay_date or result.inquiry.case.as_of)
        due = day.isoformat()
        if not known:
            limit = (limit or "") + tr(
                "（节假日安排未公布，办结日只按周末推算，是估计）",
                " (holidays not published yet: the date counts weekends only, an estimate)",
            )
    return {
        "n": n,
        "who": pick(step.who),
        "where": pick(step.where),
        "text": pick(step.text),
        "channel": tr("；", "; ").join(pick(channels()[key].name) for key in step.channel) or None,
        "limit": limit,
        "fee": pick(step.fee) if step.fee else None,
        "keep": pick(step.keep) if step.keep else None,
        "check": pick(step.check) if step.check else None,
        "due": due,
        "sources": cite(result, *step.cite),
    }


def _documents(result: Answer, plan: Route, active: list[Step]) -> list[Json]:
    """National papers of the plan, then what local lists ask for, then what no list has."""
    claims = any(step.only == "gap_covered" for step in active)
    keys = [*plan.papers, *(key for key in CLAIM_PAPERS if claims and key not in plan.papers)]
    national = [(key, papers()[key]) for key in keys]
    listed = [_paper(result, key, paper, plan) for key, paper in national if paper.basis != "may_be_asked"]
    asked = [_paper(result, key, paper, plan) for key, paper in national if paper.basis == "may_be_asked"]
    purposes = {purpose for purpose in plan.local_papers if purpose != "claim" or claims}
    local = [
        {
            "text": pick(paper.text),
            "for": pick(plan.title),
            "basis": "local_list",
            "sources": cite(result, *paper.cite),
        }
        for file in result.inquiry.files
        for paper in file.papers
        if purposes & set(paper.purposes)
    ]
    return [*listed, *local, *asked]


def _paper(result: Answer, key: str, paper: NationalPaper, plan: Route) -> Json:
    purpose = tr("手工报销", "manual claim") if key in CLAIM_PAPERS else pick(plan.title)
    return {
        "text": pick(paper.text),
        "for": purpose,
        "basis": paper.basis,
        "sources": cite(result, *paper.cite),
    }


def _channels(result: Answer, active: list[Step]) -> list[Json]:
    """Local channels first, nearest layer first, then the national ones that the steps name."""
    local = [
        {
            "text": pick(channel.text),
            "for": list(channel.purposes),
            "layer": _layer(file.code),
            "sources": cite(result, *channel.cite),
        }
        for file in result.inquiry.files
        for channel in file.channels
    ]
    used = dict.fromkeys([key for step in active for key in step.channel] + ["hotline-medical"])
    national = [
        {
            "text": pick(channels()[key].text),
            "for": list(channels()[key].purposes),
            "layer": "nation",
            "sources": cite(result, *channels()[key].cite),
        }
        for key in used
    ]
    return [*local, *national]


def _layer(code: str) -> str:
    """``city``, ``province`` or ``nation``; the four municipalities are pooling areas and count as cities."""
    if code == NATION:
        return "nation"
    return "province" if code.endswith("0000") and code[:2] not in ("11", "12", "31", "50") else "city"
