"""People who share region, scheme, cause and group: the part of the table that is left for them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import cache
from typing import Any, cast

from .. import dates
from ..advise.inquiry import Inquiry
from ..case import Case, check
from ..errors import InputError
from ..policy import forgettable, layers
from ..policy.layers import Table
from ..policy.model import PolicyFile
from ..policy.table import Axis
from ..situation import Calendar, calendar, situation
from .coders import Coder, coder
from .person import Person, case_of
from .verdict import Verdict, finding, starts_of, uncovered, verdict

WORD_FACTS = ("cause", "previous_scheme", "group", "back_pay", "arrears_in_term")


@cache
def speaking(code: str) -> str:
    """The region whose table answers for a region: the nearest one with a file, so that tables are compiled once."""
    return next((each for each in layers.chain(code)[:-1] if each in layers.region_paths()), layers.NATION)


@cache
def _calendar(code: str, scheme: str, year: int, pay: dt.date) -> Calendar:
    return calendar(layers.files(code, scheme), year, pay)


class Profile:
    """The table that is left once the words of a row are known, and its verdicts by the codes of the counted facts."""

    def __init__(self, words: dict[str, Any], as_of: dt.date) -> None:
        self.words, self.as_of = words, words.get("as_of") or as_of
        case = case_of(words, as_of)
        self.scheme, self.group = case.scheme, case.group
        self.sound = _sound(case)
        self.speaker = speaking(case.region.code) if case.region else ""
        self.counts_birth = self.counts_cover = False
        self.files: tuple[PolicyFile, ...] = ()
        self.table: Table | None = None
        self.tests: list[Axis] = []
        self._coders: list[Coder] = []
        self._by_day, self._steps = True, list[int]()
        self.price_days: list[dt.date] = []
        self._places: dict[tuple[int, dt.date], Calendar] = {}
        self.verdicts: dict[tuple[Any, ...], Verdict] = {}
        if case.region and case.scheme and self.sound:
            self._restrict(case, self.speaker, case.scheme)
        self.arrears = case.cause == "employer_arrears"
        self.may_pay_back = self.arrears or case.back_pay is not False
        named = ("scheme", "cause", "group", "back_pay", "arrears_in_term", "as_of")
        self.price_key = (self.speaker, *[str(words.get(key)) for key in named])
        self.placed = self.scheme == "resident" and self.table is not None

    def closed(self, said: Verdict, person: Person) -> tuple[bool, ...]:
        """Which outcomes bring nothing to this person: that alone can change while the verdict stays."""
        if not said.ends:
            return ()
        return tuple(finding(said, part, person).closed for part in said.parts)

    def _restrict(self, case: Case, code: str, scheme: str) -> None:
        whole = layers.table(code, scheme)
        self.files = layers.files(code, scheme)
        known = situation(case, self.files).known
        allowed = [
            axis.mask(known.get(axis.fact.id) if axis.fact.id in WORD_FACTS else None) for axis in whole.axes
        ]
        rest = whole.diagram.restrict(allowed)
        # Only building needs the index of nodes; thousands of profiles are kept.
        rest._known.clear()
        self.table = Table(scheme, whole.rows, whole.axes, rest)
        tested = set(self.table.diagram.tested())
        reached = {number for leaf in self.table.diagram.leaves() for number in cast(tuple[int, ...], leaf)}
        starts = [start for number in reached for start in starts_of(whole.rows[number].rule.then)]
        self.counts_birth = "newborn_days" in tested or any(start.anchor == "birth" for start in starts)
        self.counts_cover = bool(tested & {"continuous_months", "enrolled_months"})
        self.tests = [axis for axis in whole.axes if axis.fact.id in tested]
        self._by_day = bool(tested & {"gap_days", "newborn_days"}) or case.cause == "employer_arrears"
        self.price_days = _price_days(self.files)
        self._steps = [day.toordinal() for day in self._turns()]
        found = (coder(axis, scheme == "resident", self.calendar) for axis in self.tests)
        self._coders = [code for code in found if code is not None]

    def _turns(self) -> list[dt.date]:
        """The days on which something may change for this profile without a new month having begun."""
        found = {*self.price_days, self.as_of}
        for file in self.files:
            for windows in file.windows:
                for _, first, last in windows.spans:
                    found |= {first, last + dates.DAY}
        cuts = {start for axis in self.tests if axis.fact.id == "pay_date" for start in axis.starts}
        return sorted(found | {dt.date.fromordinal(cut) for cut in cuts})

    def pay_class(self, pay: dt.date | None) -> int | None:
        """The same number for pay dates between which nothing but days counted from the day of payment can change.

        That holds for people without a birth date, with which a payment may be too early.
        """
        if pay is None:
            return None
        if self._by_day:
            return pay.toordinal()
        return dates.month_of(pay) * 4096 + bisect_right(self._steps, pay.toordinal())

    def year(self, stated: int | None, pay: dt.date | None) -> int | None:
        """The benefit year of a row: as stated; a newborn's is the year of payment."""
        if stated is None and pay is not None and self.scheme == "resident" and self.group == "newborn":
            return pay.year
        return stated

    def calendar(self, person: Person) -> Calendar | None:
        """Where the pay date lies in the enrolment calendar, where that is asked at all."""
        if not self.placed or person.window or not person.year or person.pay is None:
            return None
        asked = (person.year, person.pay)
        found = self._places.get(asked)
        if found is None:
            found = self._places[asked] = _calendar(self.speaker, "resident", *asked)
        return found

    def key(self, person: Person) -> tuple[Any, ...]:
        """What the verdict on a person depends on."""
        place = self.calendar(person) if self.placed else None
        return (
            person.pay is None, person.last is None, person.cover is None, person.year is None, person.birth is None,
            None if place is None else id(place.windows),
            person.year if person.last is None else None,
            *[code(person) for code in self._coders],
        )  # fmt: skip

    def verdict(self, person: Person, values: dict[str, Any]) -> Verdict:
        """The verdict on a person, each kind of situation once."""
        key = self.key(person)
        return self.verdicts.get(key) or self.keep(key, case_of(values, self.as_of))

    def keep(self, key: tuple[Any, ...], case: Case) -> Verdict:
        """Put one representative of a kind of situation to the table that is left, and remember what it says."""
        found = self.verdicts[key] = self.judge(case)
        return found

    def judge(self, case: Case) -> Verdict:
        """What the table says to a case of this profile."""
        inquiry = Inquiry(case)
        if self.table is not None:
            inquiry.__dict__.update(table=self.table, files=self.files)
        try:
            return verdict(inquiry)
        except InputError as error:
            if error.code != "not_covered":
                raise
            return uncovered(inquiry.case)


def _price_days(files: tuple[PolicyFile, ...]) -> list[dt.date]:
    """The days on which some standard on file begins or has ended."""
    standards = [each for file in files for each in file.standards]
    return sorted({each.first for each in standards} | {each.last + dates.DAY for each in standards})


def _sound(case: Case) -> bool:
    try:
        check(case)
    except InputError:
        return False
    return True


for cached in (speaking, _calendar):
    forgettable(cached.cache_clear)
