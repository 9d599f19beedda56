"""The two cells that walk further than the decision: the nearest deadline and the sum to pay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from ..advise.answer import Answer
from ..advise.cost import cost
from ..advise.inquiry import Inquiry
from ..case import Case
from ..policy.decide import Decision
from . import nearest
from .person import Person
from .profile import Profile
from .verdict import Verdict

MOST = 200_000


class Prices:
    """Remembers deadlines and sums by what they depend on, and computes each of them once."""

    def __init__(self) -> None:
        self._days: dict[Any, str] = {}
        self._sums: dict[Any, str] = {}

    def pay_by(
        self, profile: Profile, person: Person, stated_year: int | None, case: Callable[[], Case]
    ) -> str:
        """The last day before paying gives a worse outcome; empty for a payment made before `as_of`, and without one."""
        if profile.table is None or (person.pay is not None and person.pay < profile.as_of):
            return ""
        key = nearest.key(profile, person, stated_year)
        found = self._days.get(key)
        if found is None:
            found = _keep(self._days, key, nearest.pay_by(profile, person, stated_year, case()))
        return found

    def cost(
        self,
        profile: Profile,
        said: Verdict,
        status: str,
        person: Person,
        money: Any,
        case: Callable[[], Case],
    ) -> str:
        """The sum to pay now in yuan, empty where it is not on file; `money` is base, wage and rate."""
        key = _cost_key(profile, said, status, person, money)
        found = self._sums.get(key)
        if found is None:
            found = _keep(self._sums, key, total(profile, said, status, case()))
        return found


def _keep(memory: dict[Any, str], key: Any, value: str) -> str:
    if len(memory) >= MOST:
        memory.clear()
    memory[key] = value
    return value


def _cost_key(profile: Profile, said: Verdict, status: str, person: Person, money: Any) -> tuple[Any, ...]:
    """Standards hold between days, so the pay date counts by the stretch it lies in; arrears count every day."""
    pay = person.pay
    stretch: Any = pay if pay is None or profile.arrears else bisect_right(profile.price_days, pay)
    common = (profile.price_key, status == "closed", stretch)
    if profile.scheme != "resident":
        return (*common, said.pays, person.gap if counts_gap(profile, said) else None, money)
    place = profile.calendar(person)
    window = place.possible if place else person.window
    return (*common, id(said), person.year, person.birth and person.birth.year, person.repair, window)


def counts_gap(profile: Profile, said: Verdict) -> bool:
    """Whether the missed months can enter a sum: not where they cannot be paid or the person chose not to."""
    return not said.barred and profile.may_pay_back


def total(profile: Profile, said: Verdict, status: str, case: Case) -> str:
    """`cost(...)["total"]` for a case whose verdict is known."""
    inquiry = Inquiry(case)
    if profile.table is not None:
        one = len(said.rows) == 1 and not said.rule
        inquiry.__dict__.update(
            table=profile.table, files=profile.files, decision=Decision(said.rows, (), one)
        )
    result = Answer(
        inquiry=inquiry, status=status, finding=None, between=(None, None), wait=None, grade=said.grade,
        periods=[], readings=[], warnings=[], trace=[], sources=[],
    )  # fmt: skip
    found = cost(result)["total"]
    return "" if found is None else str(found)
