"""The row engine: plain Python, each distinct text parsed once, each kind of situation decided once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from .. import case as cases
from ..advise.inquiry import Inquiry
from ..case import Case
from ..errors import InputError
from ..policy.vocabulary import facts
from .fields import KEY_ORDER, Texts, faulty
from .person import NUMBERS, WORDS, Person, case_of, fits
from .prices import Prices
from .profile import Profile, speaking
from .values import Fault, Parsed
from .verdict import Verdict

MOST_PROFILES = 20_000
"""How many profiles are kept: far more than lists have, and some 200 MB."""


class Rows:
    """Answers rows that are given as the texts of `keys`, in that order. Not safe to share between threads."""

    def __init__(
        self, keys: Iterable[str], defaults: Mapping[str, str], as_of: dt.date, explain: bool = False
    ) -> None:
        given = list(keys)
        fixed = {key: value for key, value in defaults.items() if value and key not in given}
        self.keys = tuple(key for key in KEY_ORDER if key in given or key in fixed)
        self.as_of, self.explain = as_of, explain
        self._pick: list[int | str] = [given.index(key) if key in given else fixed[key] for key in self.keys]
        self.memo = [Parsed(key, as_of) for key in self.keys]
        self._profiles: dict[tuple[str, ...], Profile] = {}
        self._shared: dict[tuple[str, ...], Profile] = {}
        self._words = _picker(self.keys, WORDS)
        self._at = {key: self.keys.index(key) if key in self.keys else len(self.keys) for key in KEY_ORDER}
        self._numbers = itemgetter(*(self._at[key] for key in NUMBERS))
        self._money = itemgetter(*(self._at[key] for key in ("base", "wage", "rate")))
        self.prices = Prices()
        self._plain = given == list(self.keys)

    def answer(self, texts: tuple[str, ...]) -> Texts:
        """The answer cells of one row. Never raises for what a row holds; PolicyError for unusable policies."""
        if not self._plain:
            texts = tuple([pick if pick.__class__ is str else texts[pick] for pick in self._pick])  # type: ignore[index]
        values = [memo[text] for memo, text in zip(self.memo, texts, strict=True)]
        if Fault in map(type, values):
            fault = next(value for value in values if value.__class__ is Fault)
            return faulty(fault.code, fault.text, self.explain)
        profile = self._profiles.get(self._words(texts))
        if profile is None:
            profile = self._profile(texts, values)
        values.append(None)
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
        return self._cells(profile, said, person, values, year)

    def _cells(
        self, profile: Profile, said: Verdict, person: Person, values: list[Any], year: int | None
    ) -> Texts:
        status, months, lot, low, high, full = said.days(person)

        def case() -> Case:
            return case_of(self._named(values), self.as_of)

        pay_by = self.prices.pay_by(profile, person, year, case)
        cost = self.prices.cost(profile, said, status, person, self._money(values), case)
        gap = person.gap
        found = (
            status, "" if gap is None else str(gap), months, lot, low, high, full, said.gap_costs, said.back_payment,
            pay_by, cost, said.rule, said.grade, said.code, said.text,
        )  # fmt: skip
        return (*found, said.reason, said.sources) if self.explain else found

    def _profile(self, texts: tuple[str, ...], values: list[Any]) -> Profile:
        words = {
            key: value
            for key, value in zip(self.keys, values, strict=True)
            if key in WORDS and value is not None
        }
        found = self._profiles[self._words(texts)] = self.profile(words)
        return found

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
        self._profiles.clear()
        self._shared.clear()
        self.prices = Prices()

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


def _picker(keys: tuple[str, ...], wanted: tuple[str, ...]) -> Callable[[tuple[str, ...]], Any]:
    """A function that takes the wanted keys' texts out of a row's texts."""
    places = [keys.index(key) for key in wanted if key in keys]
    return itemgetter(*places) if places else lambda texts: ()
