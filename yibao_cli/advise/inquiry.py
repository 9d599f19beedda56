"""One question put to the policies: the case, its facts, the table, and what the table says."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import NamedTuple

from ..case import Case
from ..errors import InputError
from ..lang import tr
from ..policy import layers
from ..policy.decide import Decision, decide
from ..policy.layers import Row, Table
from ..policy.model import PolicyFile
from ..policy.outcome import Outcome, Start
from ..policy.vocabulary import facts
from ..situation import FIRST_COUNTED_YEAR, Situation, situation

CALENDAR_FACT = "window"
"""A fact that the place, not the person, has to tell: leaving it open bounds the answer, it does not block it."""


class Finding(NamedTuple):
    """What one outcome means for this person. Days are None where a fact for them is missing.

    `never` tells that the benefits of the year paid for would begin only after it has ended.
    """

    then: Outcome
    earliest: dt.date | None
    latest: dt.date | None
    full: dt.date | None
    stop: dt.date | None
    wait: tuple[int, int] | None
    never: bool

    @property
    def closed(self) -> bool:
        """Whether this payment brings no benefits at all."""
        return self.then.resume.earliest is None or self.never


class Inquiry:
    """A case put to the tables of its region and scheme.

    Raises PolicyError if the policies cannot be used, InputError not_covered for days outside every policy.
    """

    def __init__(self, case: Case, *, assume: bool = True) -> None:
        self.case, self.assume = case, assume

    @cached_property
    def files(self) -> tuple[PolicyFile, ...]:
        """The files of the region's layers, nearest first."""
        return (
            layers.files(self.case.region.code, self.case.scheme)
            if self.case.region and self.case.scheme
            else ()
        )

    @cached_property
    def table(self) -> Table | None:
        """The compiled table, or None while region or scheme are not known."""
        return (
            layers.table(self.case.region.code, self.case.scheme)
            if self.case.region and self.case.scheme
            else None
        )

    @cached_property
    def situation(self) -> Situation:
        """The facts derived from the case."""
        return situation(self.case, self.files, assume=self.assume)

    @cached_property
    def decision(self) -> Decision:
        """The rules that may answer and the facts that still matter."""
        if self.table is None:
            return Decision((), (), False)
        found = decide(self.table, self.situation.known)
        if not found.rows:
            raise InputError(
                "not_covered",
                "pay_date",
                tr(
                    f"收录的政策不覆盖缴费日 {self.case.pay_date}",
                    f"no policy on file covers a payment on {self.case.pay_date}",
                ),
                tr(
                    "职工医保从 2021-12-01、居民医保从 2024-08-01（2025 年度）起有收录",
                    "on file: the employee scheme from 2021-12-01, the resident scheme from 2024-08-01",
                ),
            )
        return found

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The case keys that are not given and still matter, in the order in which they are asked."""
        case = self.case
        needed = [key for key in ("region", "scheme") if getattr(case, key) is None]
        if needed:
            return tuple(needed)
        for fact_id in self.decision.open_facts:
            if fact_id != CALENDAR_FACT:
                needed += [key for key in facts()[fact_id].inputs if not self._given(key)]
            elif self.situation.calendar is None:
                needed += [key for key in ("benefit_year", "pay_date") if not self._given(key)]
        for finding in self.findings.values():
            needed += [key for key in self._for_dates(finding.then) if not self._given(key)]
        order = [
            "cause",
            "previous_scheme",
            "group",
            "birth_date",
            "pay_date",
            "benefit_year",
            "covered",
            "last_covered",
        ]
        unique = dict.fromkeys(needed)
        return tuple(sorted(unique, key=lambda key: order.index(key) if key in order else len(order)))

    def _given(self, key: str) -> bool:
        if key in ("covered", "last_covered"):
            return bool(self.case.covered) or (key == "last_covered" and self.case.last_covered is not None)
        if key == "benefit_year":
            return "benefit_year" in self.situation.anchors
        return getattr(self.case, key) is not None or key in self.situation.assumed

    def _for_dates(self, then: Outcome) -> list[str]:
        needs = {
            "pay_day": "pay_date", "pay_month": "pay_date", "benefit_year": "benefit_year", "birth": "birth_date",
            "cover_end": "last_covered", "enrolment": "covered",
        }  # fmt: skip
        found = []
        for start in (then.resume.earliest, then.resume.latest):
            if start is not None:
                found.append(needs[start.anchor])
                low, high = self.missed_range
                if high is None or start.wait.length(low) != start.wait.length(high):
                    found += ["last_covered", "benefit_year"]
        return found

    @property
    def missed_range(self) -> tuple[int, int | None]:
        """The fewest and the most missed years that the case allows; None is "no bound yet"."""
        missed, year = self.situation.missed_years, self.situation.anchors.get("benefit_year")
        if missed is not None:
            return len(missed), len(missed)
        if self.case.scheme != "resident" or self.case.cause == "first_enrolment":
            return 0, 0
        return 0, max(year.year - FIRST_COUNTED_YEAR, 0) if year else None

    @cached_property
    def findings(self) -> dict[Row, Finding]:
        """What each rule that may answer means for this person."""
        return {row: self.find(row.rule.then) for row in self.decision.rows}

    @property
    def row(self) -> Row | None:
        """The rule that answers, if only one can."""
        return self.decision.row

    def find(self, then: Outcome) -> Finding:
        """The days that an outcome gives in this situation."""
        anchors, repaired = self.situation.anchors, self.case.repair_years or 0
        fewest, most = self.missed_range

        def day(start: Start | None, years: int | None = fewest, full: bool = False) -> dt.date | None:
            if start is None or start.anchor not in anchors:
                return None
            if years is None and start.wait.further:
                return None
            length = (anchors, years or 0, repaired)
            found = start.full_day(*length) if full else start.day(*length)
            # Cover of a year that is paid for before it begins cannot start before its first day.
            ahead = then.ends and start.anchor in ("pay_day", "pay_month") and "benefit_year" in anchors
            return max(found, anchors["benefit_year"]) if ahead else found

        earliest, latest = day(then.resume.earliest), day(then.resume.latest, most)
        if earliest and latest:
            latest = max(earliest, latest)
        never = bool(
            then.ends and not then.carries_over and earliest and self.year_end and earliest > self.year_end
        )
        stop = day(then.stop) if then.stop else anchors.get("cover_end")
        if stop is not None and (not self._broken or (earliest is not None and earliest <= stop)):
            stop = None
        return Finding(
            then=then,
            earliest=earliest,
            latest=latest,
            full=day(then.resume.latest, most, full=True) if then.resume.exact and latest else None,
            stop=stop,
            wait=self._wait(then, fewest, most, repaired),
            never=never,
        )

    @property
    def year_end(self) -> dt.date | None:
        """The last day of the benefit year that is being paid for."""
        start = self.situation.anchors.get("benefit_year")
        return dt.date(start.year, 12, 31) if start else None

    @property
    def _broken(self) -> bool:
        if self.case.scheme == "resident" and self.case.cause != "switched":
            return self.situation.gap_months is None or self.situation.gap_months > 0
        return self.situation.gap_months != 0 and self.case.cause != "first_enrolment"

    @staticmethod
    def _wait(then: Outcome, fewest: int, most: int | None, repaired: int) -> tuple[int, int] | None:
        if then.resume.earliest is None or then.resume.latest is None:
            return None
        low = then.resume.earliest.wait.length(fewest, repaired)
        if most is None:
            return None if then.resume.latest.wait.further else low
        return low if low == then.resume.latest.wait.length(most, repaired) else None
