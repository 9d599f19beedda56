"""The answer: what `check` shows in every form, as one object that turns into the JSON of docs/json.md."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from .. import __version__
from ..case import Case, plain
from ..dates import DAY
from ..lang import pick, tr
from ..policy import folder
from ..policy.layers import NATION, Row
from ..policy.sources import Source, best, worst
from . import explain
from .inquiry import Finding, Inquiry

SCHEMA = "yibao/answer/1"

Json = dict[str, Any]


class Answer:
    """Everything that is said about one case; what nobody asks for is never worked out.

    `inquiry` is kept for the walks that ask further, `sections` holds what they found; `said` are parts that are
    known already.
    """

    def __init__(self, inquiry: Inquiry, status: str, **said: Any) -> None:
        self.inquiry, self.status = inquiry, status
        self.sections: Json = {}
        self.__dict__.update(said)

    @property
    def row(self) -> Row | None:
        """The rule that answers."""
        return self.inquiry.row

    @property
    def exact(self) -> bool:
        """Whether the resume date is known to the day."""
        return self.status == "answered"

    @cached_property
    def findings(self) -> list[Finding]:
        """What each rule that may answer means for this person."""
        return list(self.inquiry.findings.values())

    @cached_property
    def finding(self) -> Finding | None:
        """What the answer means, if only one rule can answer."""
        return self.findings[0] if len(self.findings) == 1 else None

    @cached_property
    def between(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day on which benefits may resume; None where it is open."""
        return _between(self.findings)

    @cached_property
    def wait(self) -> tuple[int, int] | None:
        """Months and days of waiting, if all rules that may answer agree."""
        return _same([each.wait for each in self.findings])  # type: ignore[no-any-return]

    @cached_property
    def grade(self) -> str:
        """The grade of the weakest source."""
        return _grade(self.inquiry)

    @cached_property
    def periods(self) -> list[Json]:
        """What part of normal benefits is paid when."""
        return _periods(self.inquiry, self.findings, self.status)

    @cached_property
    def readings(self) -> list[Json]:
        """What other readings of the rule would give."""
        return explain.readings(self.inquiry)

    @cached_property
    def warnings(self) -> list[str]:
        """What the reader must know before relying on the answer."""
        return explain.warnings(self.inquiry, self.status)

    @cached_property
    def trace(self) -> list[Json]:
        """The way from the case to the answer."""
        return explain.trace(self.inquiry)

    @cached_property
    def sources(self) -> list[Source]:
        """What the answer rests on; sections add their own."""
        return _cited(self.inquiry)


def answer(case: Case) -> Answer:
    """The answer to a case, complete or not.

    Raises PolicyError (policies that cannot be used) and InputError not_covered.
    """
    inquiry = Inquiry(case)
    return Answer(inquiry, _status(inquiry, list(inquiry.findings.values())))


def _status(inquiry: Inquiry, findings: list[Finding]) -> str:
    if inquiry.missing:
        return "needs_facts"
    if all(each.closed for each in findings):
        return "closed"
    one_day = {(each.earliest, each.latest) for each in findings}
    if len(one_day) == 1 and all(each.then.resume.exact for each in findings):
        return "answered"
    return "bounded"


def _between(findings: list[Finding]) -> tuple[dt.date | None, dt.date | None]:
    live = [each for each in findings if not each.closed]
    early = [each.earliest for each in live if each.earliest]
    late = [each.latest for each in live if each.latest]
    # A day that cannot be counted yet may lie on either side: no bound may be claimed then.
    low = min(early) if early and len(early) == len(live) else None
    return low, max(late) if late and len(late) == len(live) else None


def _same(values: list[Any]) -> Any:
    return values[0] if values and all(value == values[0] for value in values) else None


def _cited(inquiry: Inquiry) -> list[Source]:
    found: dict[tuple[str, str], Source] = {}
    for row in inquiry.findings:
        for source in (*row.rule.cite, *(s for reading in row.rule.readings for s in reading.cite)):
            found[source.id, source.title] = source
    place = inquiry.situation.calendar if inquiry.findings else None
    for source in place.windows.cite if place and place.windows else ():
        found[source.id, source.title] = source
    return list(found.values())


def _grade(inquiry: Inquiry) -> str:
    as_of = inquiry.case.as_of
    grades = [best(list(row.rule.cite), as_of) for row in inquiry.findings]
    for row in inquiry.findings:
        review = row.policy.review_by
        if review and as_of >= review:
            grades.append("C")
    place = inquiry.situation.calendar if inquiry.findings else None
    if place:
        grades.append(best(list(place.windows.cite), as_of) if place.windows else "B")
    return worst(grades)


def _periods(inquiry: Inquiry, findings: list[Finding], status: str) -> list[Json]:
    """What part of normal benefits is paid when; a gap whose costs are unknown counts as unpaid."""
    if status not in ("answered", "bounded"):
        return []
    low, high = _between(findings)
    stop = _same([each.stop for each in findings])
    costs = _same([each.then.gap_costs for each in findings])
    spans: list[tuple[dt.date | None, float | None]] = []
    if stop is not None:
        spans.append((stop, 1.0 if costs == "covered" else 0.0))
    one = findings[0]
    if status == "answered" and one.then.resume.earliest:
        if one.full and one.earliest != one.full:
            spans.append((one.earliest, one.then.resume.earliest.share))
        spans.append((one.full or one.earliest, 1.0))
    else:
        spans += [(low, None), *([(high, 1.0)] if high else [])]
    ends = [day - DAY for day, _ in spans[1:] if day] + [_cover_ends(findings, inquiry)]
    return [
        {"from": day.isoformat(), "to": end.isoformat() if end else None, "share": share}
        for (day, share), end in zip(spans, ends, strict=True)
        if day and (end is None or day <= end)
    ]


def _cover_ends(findings: list[Finding], inquiry: Inquiry) -> dt.date | None:
    if not findings or not all(each.then.ends for each in findings):
        return None
    # Where a late year's wait runs on into the next, so does the cover (if the next year is paid too).
    last = [each.earliest.year for each in findings if each.then.carries_over and each.earliest]
    end = inquiry.year_end
    return dt.date(max(last), 12, 31) if last and end and max(last) > end.year else end


def layer(row: Row) -> str:
    """``city``, ``province`` or ``nation``; the four municipalities are pooling areas themselves and count as cities."""
    if row.file.code == NATION:
        return "nation"
    municipality = row.file.code[:2] in ("11", "12", "31", "50")
    return "province" if row.file.code.endswith("0000") and not municipality else "city"


def iso(day: dt.date | None) -> str | None:
    """A day as JSON has it."""
    return day.isoformat() if day else None


def to_json(result: Answer) -> Json:
    """The answer as a JSON object, schema `yibao/answer/1`."""
    inquiry, row, finding = result.inquiry, result.row, result.finding
    low, high = result.between
    live = result.status == "answered"
    outcomes = [each.then for each in inquiry.findings.values()]
    missed = inquiry.situation.missed_years
    months, days = result.wait or (None, None)
    core = {
        "status": result.status,
        "gap_months": inquiry.situation.gap_months,
        "missed_years": len(missed) if missed is not None and inquiry.case.scheme == "resident" else None,
        "stop_date": iso(_same([each.stop for each in inquiry.findings.values()])),
        "wait": {"months": None if days else months, "days": days or None},
        "resume_date": iso(low) if live else None,
        "resume_between": [iso(low), iso(high)] if not live and (low or high) else None,
        "full_benefit_date": iso(finding.full) if live and finding else None,
        "periods": result.periods,
        "gap_costs": _same([each.gap_costs for each in outcomes]) or "unknown",
        "back_payment": _same([each.back_payment for each in outcomes]) or "unknown",
        "rule": row.id if row else None,
        "layer": layer(row) if row else None,
        "grade": result.grade,
    }
    return {
        "schema": SCHEMA,
        "case": case_json(inquiry.case),
        "answer": core,
        **{key: result.sections.get(key, empty) for key, empty in EMPTY_SECTIONS.items()},
        "readings": result.readings,
        "questions_open": questions(result),
        "trace": result.trace,
        "warnings": result.warnings,
        "sources": [source_json(source, inquiry.case.as_of) for source in result.sources],
        "receipt": {
            "yibao": __version__,
            "policies": folder.receipt(file.file for file in inquiry.files),
            "as_of": inquiry.case.as_of.isoformat(),
        },
    }


EMPTY_SECTIONS: Json = {
    "cost": {
        "currency": "CNY",
        "monthly": None,
        "back_payment": None,
        "late_fee": None,
        "total": None,
        "lines": [],
    },
    "deadlines": [],
    "options": [],
    "steps": [],
    "documents": [],
    "channels": [],
    "benefits": [],
    "ask": [],
    "route": None,
    "route_title": None,
    "related": [],
    "whatif": [],
    "settle": [],
}


def case_json(case: Case) -> Json:
    """The facts as understood, with region code and name."""
    found: Json = dict(case.given())
    for key in ("region", "previous_region"):
        if place := getattr(case, key):
            found[key] = {"code": place.code, "name": place.zh if tr("zh", "en") == "zh" else place.en}
    for key in ("back_pay", "arrears_in_term", "benefit_year", "repair_years", "continuous_months"):
        if getattr(case, key) is not None:
            found[key] = getattr(case, key)
    return {**found, "as_of": plain(case.as_of)}


def source_json(source: Source, as_of: dt.date) -> Json:
    """A source as JSON; what is not known is null."""
    return {
        "id": source.id,
        "title": source.title,
        "issuer": source.issuer,
        "number": source.number,
        "kind": source.kind,
        "published": source.published,
        "checked": source.checked.isoformat(),
        "url": source.url,
        "grade": source.grade(as_of),
    }


def questions(result: Answer) -> list[Json]:
    """The facts that still matter, each with the question, the reason and the flag that answers it."""
    from ..policy.vocabulary import facts
    from .explain import question_of

    found = [question_of(key, result.inquiry) for key in result.inquiry.missing]
    place = result.inquiry.situation.calendar
    if result.inquiry.findings and "window" in result.inquiry.decision.open_facts and place:
        window = facts()["window"]
        found.append({"key": "window", "flag": "--window", "ask": pick(window.ask), "why": pick(window.why)})
    return found
