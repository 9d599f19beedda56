"""What a table says to one kind of situation: every answer cell that needs no day of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, cast

from ..advise import answer as official
from ..advise.inquiry import Finding, Inquiry
from ..case import Case
from ..dates import first_day
from ..lang import pick, tr
from ..policy import forgettable
from ..policy.layers import Row
from ..policy.outcome import Outcome, Start
from ..situation import Situation
from .person import Person

MOST = 20_000
Days = tuple[str, str, str, str, str, str]
"""The cells status, wait_months, wait_days, resume_date, resume_latest, full_benefit_date."""

_known: dict[Any, dict[Any, Days]] = {}
"""The finished day cells of verdicts that conclude the same."""
Part = tuple[int, Outcome, tuple[int, ...]]
"""A conclusion: its number among all different ones, itself, and the numbers of a person that its days need."""

MOST_FINDINGS = 500_000
_parts: dict[Outcome, Part] = {}
_findings: dict[Any, Finding] = {}
for _memory in (_known, _parts, _findings):
    forgettable(_memory.clear)

ANCHOR_NUMBER = {
    "pay_day": "pay", "pay_month": "pay", "benefit_year": "year", "birth": "birth", "cover_end": "last",
    "enrolment": "cover",
}  # fmt: skip
"""The number of a person that each anchor is computed from."""


def _nothing(person: Person) -> None:
    return None


@dataclass(slots=True, eq=False)
class Verdict:
    """The decision for a kind of situation. `outcomes` are its distinct conclusions, `needs` the numbers they count from.

    `pays` is what the rules that may answer say about paying back, `barred` that all of them rule it out;
    `by_day` tells that some day is counted from the day of payment itself, not from its month,
    `ends` that the benefits of some outcome end with the benefit year that is paid for, `shut` that none brings any;
    `pick` takes the needs of a person.
    A situation that no policy covers has no outcomes and is a fault.
    """

    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...]
    case: Case
    needs: tuple[int, ...]
    parts: tuple[Part, ...]
    gap_costs: str
    back_payment: str
    rule: str
    grade: str
    code: str
    text: str
    reason: str
    sources: str
    fault: bool = False
    known: dict[Any, Days] = field(default_factory=dict)
    pays: frozenset[str] = frozenset()
    barred: bool = False
    by_day: bool = False
    ends: bool = False
    shut: bool = False
    pick: Callable[[Person], Any] = field(init=False)

    def __post_init__(self) -> None:
        self.pick = itemgetter(*self.needs) if self.needs else _nothing

    @property
    def ranges(self) -> bool:
        """Whether the missed years may lie in a range because the last covered month or the year is not known."""
        case, known = self.case, self.case.last_covered is not None or bool(self.case.covered)
        year = case.benefit_year is not None or (case.group == "newborn" and case.pay_date is not None)
        return case.scheme == "resident" and case.cause != "first_enrolment" and not (known and year)

    def days(self, person: Person) -> Days:
        """The cells that depend on the person's days, each distinct combination once."""
        key = self.pick(person)
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= MOST:
                self.known.clear()
            found = self.known[key] = days(self, person)
        return found


def verdict(inquiry: Inquiry) -> Verdict:
    """Keep what an inquiry says about its kind of situation. Raises InputError not_covered."""
    rows = inquiry.decision.rows
    outcomes = tuple(dict.fromkeys(row.rule.then for row in rows))
    missing, row = inquiry.missing, inquiry.row
    says = row.rule.says if row else None
    pays = frozenset(then.back_payment for then in outcomes)
    return Verdict(
        rows=rows,
        outcomes=outcomes,
        missing=missing,
        case=inquiry.case,
        needs=_places(outcomes),
        parts=tuple(map(part, outcomes)),
        gap_costs=official._same([then.gap_costs for then in outcomes]) or "unknown",
        back_payment=official._same([then.back_payment for then in outcomes]) or "unknown",
        rule=row.id if row else "",
        grade=official._grade(inquiry),
        code="facts_missing" if missing else "",
        text=tr("还缺：", "still needed: ") + tr("、", ", ").join(missing) if missing else "",
        reason=pick(says) if says else "",
        sources="；".join(f"{source.title}（{source.issuer}）" for source in official._cited(inquiry)),
        known=_known.setdefault((rows, missing, inquiry.case.scheme, inquiry.case.cause), {}),
        pays=pays,
        barred=bool(pays) and pays <= {"not_allowed", "not_needed"},
        ends=any(then.ends and not then.carries_over for then in outcomes),
        shut=not missing and all(then.resume.earliest is None for then in outcomes),
        by_day=any(start.anchor == "pay_day" for then in outcomes for start in starts_of(then)),
    )


def uncovered(case: Case) -> Verdict:
    """The verdict on a situation outside every policy."""
    return Verdict((), (), (), case, (), (), "", "", "", "", "not_covered", "", "", "", fault=True)


def starts_of(then: Outcome) -> list[Start]:
    """The ways in which the days of an outcome are counted: none, one or two."""
    return [start for start in (then.resume.earliest, then.resume.latest) if start is not None]


def part(then: Outcome) -> Part:
    """An outcome with its number and the numbers that its days need."""
    if then not in _parts:
        _parts[then] = len(_parts), then, _places((then,))
    return _parts[then]


def _places(outcomes: tuple[Outcome, ...]) -> tuple[int, ...]:
    return tuple(sorted(Person._fields.index(name) for name in _needs(outcomes)))


def _needs(outcomes: tuple[Outcome, ...]) -> set[str]:
    found: set[str] = set()
    for then in outcomes:
        for start in starts_of(then):
            found.add(ANCHOR_NUMBER[start.anchor])
            if start.wait.further is not None:
                found |= {"last", "year", "repair"}
        if then.ends:
            found.add("year")
    return found


def days(said: Verdict, person: Person) -> Days:
    """Status, wait and days of a verdict for one person, by the very functions that `check` uses."""
    found = [finding(said, each, person) for each in said.parts]
    status = "needs_facts" if said.missing else official._status(cast(Inquiry, _COMPLETE), found)
    low, high = official._between(found)
    months, lot = official._same([each.wait for each in found]) or (None, 0)
    full = found[0].full if status == "answered" and len(said.rows) == 1 else None
    return status, _text(None if lot else months), _text(lot or None), _text(low), _text(high), _text(full)


class _Complete:
    """An inquiry of which `_status` asks only whether facts are missing: none are."""

    missing = ()


_COMPLETE = _Complete()


def finding(said: Verdict, part: Part, person: Person) -> Finding:
    """What one outcome means for a person: counted once for all who share the numbers that it needs."""
    number, then, needs = part
    key = (number, said.case.scheme, said.case.cause == "first_enrolment", *[person[i] for i in needs])
    found = _findings.get(key)
    if found is None:
        if len(_findings) >= MOST_FINDINGS:
            _findings.clear()
        found = _findings[key] = light(said, person).find(then)
    return found


def light(said: Verdict, person: Person) -> Inquiry:
    """An inquiry that holds just what `find` looks at: days, counts, scheme and cause."""
    case = said.case
    inquiry = Inquiry(
        case if case.repair_years == person.repair else case._replace(repair_years=person.repair)
    )
    missed = person.missed
    gap = {} if person.gap is None else {"gap_months": (person.gap, person.gap)}
    inquiry.__dict__.update(
        missing=said.missing,
        situation=Situation(
            known=gap,  # type: ignore[arg-type]
            anchors=anchors(person),
            gap=(),
            missed_years=None if missed is None else tuple(range(missed)),
            calendar=None,
            assumed=(),
        ),
    )
    return inquiry


def anchors(person: Person) -> dict[str, dt.date]:
    """The days that dates are counted from, as `situation` gives them."""
    found: dict[str, dt.date] = {}
    if person.pay is not None:
        found |= {"pay_day": person.pay, "pay_month": person.pay.replace(day=1)}
    if person.year is not None:
        found["benefit_year"] = dt.date(person.year, 1, 1)
    if person.birth is not None:
        found["birth"] = person.birth
    if person.last is not None:
        found["cover_end"] = first_day(person.last + 1)
    if person.cover is not None:
        found["enrolment"] = first_day(person.cover.first)
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value)
