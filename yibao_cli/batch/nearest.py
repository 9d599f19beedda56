"""The nearest deadline of a row: the sweep of `advise.deadlines`, on the table that is left for a profile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple, cast

from .. import dates
from ..advise.deadlines import kind
from ..advise.inquiry import Finding, Inquiry
from ..advise.sweep import MONTHS_AHEAD, Payment
from ..case import Case
from ..dates import DAY
from ..policy.outcome import Outcome
from .person import Person
from .profile import Profile
from .verdict import Verdict, finding, part


class Found(NamedTuple):
    """All that `deadlines.kind` asks of an inquiry: what an outcome means for a person."""

    said: Verdict
    person: Person

    def find(self, then: Outcome) -> Finding:
        """What an outcome means, found once for all who share the numbers that it needs."""
        return finding(self.said, part(then), self.person)


class Nearest:
    """The payments of one row on any day from `as_of` on.

    Inside a stretch in which the enrolment calendar does not move, every code only grows with the day, and so does
    the day on which benefits begin: two days with the same verdict and the same closed outcomes have no change in between.
    """

    def __init__(self, profile: Profile, person: Person, stated_year: int | None, case: Case) -> None:
        self.profile, self.person, self.stated, self.case = profile, person, stated_year, case
        self._seen: dict[dt.date, tuple[Verdict, Person, Hashable]] = {}

    def day(self) -> dt.date | None:
        """The last day before paying gives a worse outcome; None if that does not happen within 24 months."""
        person, as_of = self.person, self.case.as_of
        floors = [
            as_of,
            *([dates.first_day(person.last)] if person.last is not None else []),
            *([person.birth] if person.birth else []),
        ]
        first, last = max(floors), dates.add_months(as_of, MONTHS_AHEAD)
        if first > last:
            return None
        starts = [first, *(day for day in self._edges(first, last) if first < day <= last)]
        ends = [day - DAY for day in starts[1:]] + [last]
        for start, end in zip(starts, ends, strict=True):
            stretches = ([(start - DAY, start)] if start != first else []) + [(start, end)]
            for low, high in stretches:
                for before in self._changes(low, high):
                    if self._worse(before):
                        return before
        return None

    def _edges(self, first: dt.date, last: dt.date) -> list[dt.date]:
        if self.profile.scheme != "resident":
            return []
        years = range(first.year, last.year + 1)
        found = {dt.date(year, month, 1) for year in years for month in (1, 3, 9)}
        for file in self.profile.files:
            for windows in file.windows:
                for _, low, high in windows.spans:
                    found |= {low, high + DAY}
        return sorted(found)

    def _at(self, day: dt.date) -> tuple[Verdict, Person, Hashable]:
        if day not in self._seen:
            profile = self.profile
            person = self.person._replace(pay=day, year=profile.year(self.stated, day))
            said = profile.verdicts.get(profile.key(person)) or self._judge(person, day)
            closed = profile.closed(said, person)
            self._seen[day] = said, person, (id(said), closed)
        return self._seen[day]

    def _judge(self, person: Person, day: dt.date) -> Verdict:
        case = self.case._replace(pay_date=day)
        return self.profile.keep(self.profile.key(person), case)

    def _changes(self, low: dt.date, high: dt.date) -> Iterator[dt.date]:
        if low == high or self._at(low)[2] == self._at(high)[2]:
            return
        if high - low == DAY:
            yield low
            return
        middle = low + (high - low) // 2
        yield from self._changes(low, middle)
        yield from self._changes(middle, high)

    def _worse(self, day: dt.date) -> bool:
        before, after = self._payment(day), self._payment(day + DAY)
        return before.key != after.key and kind(before, after) == "worse"

    def _payment(self, day: dt.date) -> Payment:
        said, person, _ = self._at(day)
        found = Found(said, person)
        return Payment(day, cast(Inquiry, found), (), {row: found.find(row.rule.then) for row in said.rows})


def pay_by(profile: Profile, person: Person, stated_year: int | None, case: Case) -> str:
    """The nearest deadline as text; it does not depend on the pay date of the row. Empty if there is none."""
    found = Nearest(profile, person, stated_year, case).day()
    return found.isoformat() if found else ""


def key(profile: Profile, person: Person, stated_year: int | None) -> tuple[Any, ...]:
    """What the nearest deadline of a row depends on."""
    birth = person.birth if person.birth and (profile.counts_birth or person.birth > profile.as_of) else None
    continuous = person.continuous if profile.counts_cover else None
    cover = person.cover.ledger if person.cover else None
    return id(profile), person.last, cover, stated_year, birth, person.repair, continuous, person.window
