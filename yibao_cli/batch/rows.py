"""The row engine: plain Python, each distinct text parsed once, each kind of situation decided once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from .. import case as cases
from ..advise.inquiry import Inquiry
from ..case import Case
from ..errors import InputError
from ..policy.vocabulary import facts
from .fields import KEY_ORDER, Texts, faulty
from .person import NUMBERS, WORDS, Person, case_of, fits, month_only
from .prices import Prices
from .profile import Profile, speaking
from .values import Fault, Parsed
from .verdict import Days, Verdict

MOST_PROFILES = 20_000
"""How many profiles are kept: far more than lists have, and some 200 MB."""
MOST_ANSWERS = 250_000
"""How many answers are kept, some 100 MB."""


@dataclass(slots=True, frozen=True)
class Alike:
    """What rows have in common whose days of payment lie in one class: all of an answer but its days.

    `cost` is the sum to pay, `vain` the sum of a payment that comes too late to bring any benefits.
    """

    said: Verdict
    person: Person
    pay_by: str
    cost: str
    vain: str


class Rows:
    """Answers rows; `places` tells where in a row the texts of `keys` stand. Not safe to share between threads."""

    def __init__(
        self,
        keys: Sequence[str],
        defaults: Mapping[str, str],
        as_of: dt.date,
        explain: bool = False,
        places: Sequence[int] | None = None,
    ) -> None:
        at = dict(zip(keys, range(len(keys)) if places is None else places, strict=True))
        fixed = {key: value for key, value in defaults.items() if value and key not in at}
        self.keys = tuple(key for key in KEY_ORDER if key in at or key in fixed)
        self.as_of, self.explain = as_of, explain
        self._pick: list[int | str] = [at[key] if key in at else fixed[key] for key in self.keys]
        self.memo = [Parsed(key, as_of) for key in self.keys]
        self._words = _picker(at[key] for key in WORDS if key in at)
        self._others = _picker(at[key] for key in at if key not in (*WORDS, "pay_date"))
        self._pay = at.get("pay_date")
        self._fixed_pay = fixed.get("pay_date", "")
        self._days_count = "birth_date" in at or "birth_date" in fixed
        self._known: dict[Any, tuple[dict[str, Any], dict[Any, Texts | Alike]]] = {}
        self._kept = 0
        self._profiles: dict[Any, Profile] = {}
        self._shared: dict[tuple[str, ...], Profile] = {}
        self._at = {key: self.keys.index(key) if key in self.keys else len(self.keys) for key in KEY_ORDER}
        self._numbers = itemgetter(*(self._at[key] for key in NUMBERS))
        self._money = itemgetter(*(self._at[key] for key in ("base", "wage", "rate")))
        self.prices = Prices()

    def answer(self, row: Sequence[str]) -> Texts:
        """The answer cells of one row. Never raises for what a row holds; PolicyError for unusable policies."""
        return self.answers([row])[0]

    def answers(self, rows: Sequence[Sequence[str]]) -> list[Texts]:
        """The answer cells of every row."""
        words_of, others_of, pay, fixed, new = (
            self._words,
            self._others,
            self._pay,
            self._fixed_pay,
            self._new,
        )
        known_to, on_day, found = self._known.get, self._on_day, []
        nothing: tuple[dict[str, Any], dict[Any, Texts | Alike]] = {}, {}
        for row in rows:
            words, paid = words_of(row), fixed if pay is None else row[pay]
            classes, answers = known_to(words, nothing)
            said = answers.get((others_of(row), classes.get(paid, paid)))
            if said is None:
                said = new(row, words, paid)
            found.append(said if said.__class__ is tuple else on_day(said, paid))  # type: ignore[arg-type]
        return found

    def _new(self, row: Sequence[str], words: Any, paid: str) -> Texts | Alike:
        """Answer a row, and remember the answer for all rows that differ from it only in what does not matter."""
        if self._kept >= MOST_ANSWERS:
            self._known.clear()
            self._kept = 0
        texts = [pick if isinstance(pick, str) else row[pick] for pick in self._pick]
        values = [memo[text] for memo, text in zip(self.memo, texts, strict=True)]
        found = self._decide(words, values)
        profile = self._profiles.get(words)
        classes, answers = self._known.setdefault(words, ({}, {}))
        if paid not in classes:
            day = values[self._at["pay_date"]] if paid else None
            alike = day is None or (day.__class__ is dt.date and not self._days_count)
            classes[paid] = profile.pay_class(day) if profile and alike else paid
        # The words of an error may name the day of payment.
        if classes[paid] == paid or found.__class__ is not tuple or found[0] != "error":
            answers[self._others(row), classes[paid]] = found
            self._kept += 1
        return found

    def _decide(self, words: Any, values: list[Any]) -> Texts | Alike:
        """The answer of a row; where that hangs on the day of payment itself, all of it that does not."""
        if Fault in map(type, values):
            fault = next(value for value in values if value.__class__ is Fault)
            return faulty(fault.code, fault.text, self.explain)
        profile = self._profiles.get(words)
        if profile is None:
            profile = self._profiles[words] = self.profile(self._named_words(values))
        values = [*values, None]
        pay, stated, cover, year, birth, repair, continuous, window = self._numbers(values)
        last = cover.last if cover is not None else stated
        person = Person(pay, last, cover, profile.year(year, pay), birth, repair, continuous, window)
        if not (profile.sound and fits(person, stated)) and (refused := self._contradiction(values)):
            return refused
        said = profile.verdicts.get(profile.key(person))
        if said is None:
            said = profile.verdict(person, self._named(values))
        if said.fault:
            return self._uncovered(values)

        def case() -> Case:
            return case_of(self._named(values), self.as_of)

        pay_by = self.prices.pay_by(profile, person, year, case)
        money = self._money(values)

        def cost(status: str) -> str:
            return self.prices.cost(profile, said, status, person, money, case)

        if not said.by_day or pay is None:
            cells = said.days(month_only(person))
            return self._texts(said, person.gap, cells, pay_by, cost(cells[0]))
        usual = "bounded" if said.ends else said.days(person)[0]
        return Alike(said, person, pay_by, cost(usual), cost("closed") if said.ends else "")

    def _on_day(self, alike: Alike, paid: str) -> Texts:
        said, person = alike.said, alike.person
        day = self.memo[self._at["pay_date"]][paid]
        cells = said.days(Person._make((day, *person[1:])))
        cost = alike.vain if said.ends and cells[0] == "closed" else alike.cost
        return self._texts(said, person.gap, cells, alike.pay_by, cost)

    def _texts(self, said: Verdict, gap: int | None, cells: Days, pay_by: str, cost: str) -> Texts:
        status, months, lot, low, high, full = cells
        found = (
            status, "" if gap is None else str(gap), months, lot, low, high, full, said.gap_costs, said.back_payment,
            pay_by, cost, said.rule, said.grade, said.code, said.text,
        )  # fmt: skip
        return (*found, said.reason, said.sources) if self.explain else found

    def _named_words(self, values: list[Any]) -> dict[str, Any]:
        named = zip(self.keys, values, strict=True)
        return {key: value for key, value in named if key in WORDS and value is not None}

    def profile(self, words: dict[str, Any]) -> Profile:
        """The profile of these words, shared by all who get the same table.

        Cities without rules of their own share the table of their province, and words may be written in many ways.
        """
        words = relevant(words)
        speaker = speaking(words["region"].code) if "region" in words else ""
        key = (speaker, *[str(words.get(key)) for key in WORDS[1:]])
        found = self._shared.get(key)
        if found is None:
            if len(self._shared) >= MOST_PROFILES:
                self.forget()
            found = self._shared[key] = Profile(words, self.as_of)
        return found

    def forget(self) -> None:
        """Start anew with profiles and all that is remembered by them, so that memory stays bounded."""
        for memory in (self._profiles, self._shared, self._known):
            memory.clear()
        self._kept, self.prices = 0, Prices()

    def _named(self, values: list[Any]) -> dict[str, Any]:
        return dict(zip(self.keys, values, strict=False))

    def _contradiction(self, values: list[Any]) -> Texts | None:
        """The error of a row whose facts contradict each other; None if they do not."""
        try:
            cases.check(case_of(self._named(values), self.as_of))
        except InputError as error:
            fault = Fault.of(error)
            return faulty(fault.code, fault.text, self.explain)
        return None

    def _uncovered(self, values: list[Any]) -> Texts:
        """The error of a row that no policy on file covers."""
        try:
            _ = Inquiry(case_of(self._named(values), self.as_of)).decision
        except InputError as error:
            fault = Fault.of(error)
            return faulty(fault.code, fault.text, self.explain)
        raise AssertionError("the table that is left and the whole table disagree")


def relevant(words: dict[str, Any]) -> dict[str, Any]:
    """The words that mean anything for this scheme and cause: `schemes` and `only` of policies/vocabulary/facts.yaml."""
    scheme, cause = words.get("scheme"), words.get("cause") or facts()["cause"].assume

    def means_nothing(key: str) -> bool:
        fact = facts().get(key)
        if fact is None or scheme is None:
            return False
        # Whether somebody pays back is asked of first enrolments too where sums are concerned.
        elsewhere = key != "back_pay" and "cause" in fact.only and cause not in fact.only["cause"]
        return scheme not in fact.schemes or elsewhere

    return {key: value for key, value in words.items() if not means_nothing(key)}


def _picker(places: Iterable[int]) -> Callable[[Sequence[str]], Any]:
    """A function that takes the texts at some places out of a row."""
    places = tuple(places)
    return itemgetter(*places) if places else lambda row: ()
