"""One person for the naive evaluator: the facts as JSON has them, and all that is counted from them by walking.

Like the evaluator it shares no code with `yibao_cli`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from . import walks
from .tables import Values, calendars, limits, numbers_in, region_code, vocabulary, words


@dataclass
class Member:
    """One person's facts, read from a case as JSON has it, and what is counted from them."""

    raw: dict[str, Any]
    today: dt.date
    possible: dict[str, Values] = field(default_factory=dict)
    anchors: dict[str, dt.date] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)
    gap: int | None = None
    missed: int | None = None
    year: int | None = None
    last: walks.YearMonth | None = None
    pay: dt.date | None = None
    calendar_known: bool = False

    def __post_init__(self) -> None:
        self.code = region_code(str(self.raw["region"]))
        self.scheme = str(self.raw["scheme"])
        self.pay = self._day("pay_date")
        self.birth = self._day("birth_date")
        self.covered = self._covered()
        if self.covered:
            self.last = self.covered[-1][1]
        elif self.raw.get("last_covered"):
            year, month = numbers_in(str(self.raw["last_covered"]))
            self.last = (year, month)
        self._words()
        self._years()
        self._gaps()
        self._cover()
        self._window()
        self._anchors()

    def _day(self, key: str) -> dt.date | None:
        text = str(self.raw.get(key) or "")
        if not text:
            return None
        if text in ("today", "今天"):
            return self.today
        year, month, day = numbers_in(text)
        return dt.date(year, month, day)

    def _covered(self) -> list[tuple[walks.YearMonth, walks.YearMonth]]:
        spans = []
        for part in filter(None, str(self.raw.get("covered") or "").split(";")):
            found = numbers_in(part)
            spans.append(((found[0], found[1]), (found[-2], found[-1])))
        joined: list[tuple[walks.YearMonth, walks.YearMonth]] = []
        for first, last in sorted(spans):
            if joined and walks.after(joined[-1][1]) == first:
                joined[-1] = (joined[-1][0], last)
            else:
                joined.append((first, last))
        return joined

    def _words(self) -> None:
        for key in ("cause", "previous_scheme", "group", "back_pay", "arrears_in_term"):
            value = self.raw.get(key)
            if isinstance(value, bool):
                value = "yes" if value else "no"
            if value is None and (assume := vocabulary()[key].get("assume")):
                value = assume
                self.assumed.add(key)
            # A word that the scheme does not have, such as a previous scheme equal to the present one, says nothing.
            if value in words(key, self.scheme):
                self.possible[key] = frozenset([value])

    def _years(self) -> None:
        if self.raw.get("benefit_year"):
            self.year = int(self.raw["benefit_year"])
        elif self.scheme == "resident" and self.raw.get("group") == "newborn" and self.pay:
            self.year = self.pay.year
        if self.year is not None and self.last is not None:
            self.missed = sum(1 for year in range(2025, self.year) if year > self.last[0])
        if self.scheme != "resident" or self.year is None:
            return
        self.possible["benefit_year"] = (self.year, self.year)
        most = max(self.year - 2025, 0)
        self.possible["missed_years"] = (0, most) if self.missed is None else (self.missed, self.missed)
        if self.pay:
            count = 1 if self.pay.year == self.year else 1 + 12 * (self.pay.year - self.year)
            count += self.pay.month - 1
            low, high = limits("benefit_year_month")
            self.possible["benefit_year_month"] = (min(max(count, low), high),) * 2  # type: ignore[assignment]

    def _gaps(self) -> None:
        if self.pay:
            self.possible["pay_date"] = (self.pay.toordinal(), self.pay.toordinal())
        if self.scheme == "resident" and self.birth and self.pay:
            old = walks.days_between(self.birth, self.pay)
            old = min(old, limits("newborn_days")[1])
            self.possible["newborn_days"] = (old, old)
        if self.last is None or self.pay is None:
            return
        self.gap = walks.months_between(self.last, walks.month_of(self.pay))
        lot = walks.days_between(walks.last_of(self.last), self.pay)
        without = self._missing_in_year()
        self.possible |= {
            "gap_months": (self.gap, self.gap), "gap_days": (lot, lot), "gap_months_in_year": (without, without),
        }  # fmt: skip

    def _missing_in_year(self) -> int:
        assert self.pay
        assert self.last
        month, without = walks.month_of(self.pay), 0
        for _ in range(12):
            month = walks.before(month)
            if self.covered:
                begun = month > self.covered[0][0]
                without += begun and not any(first <= month <= last for first, last in self.covered)
            else:
                without += month > self.last
        return without

    def _cover(self) -> None:
        told = self.raw.get("continuous_months")
        most = limits("enrolled_months")[1]
        if self.covered:
            own = len(walks.months_from(*self.covered[-1])) if told is None else int(told)
            total = sum(len(walks.months_from(*span)) for span in self.covered)
            self.possible |= {"continuous_months": (own, own), "enrolled_months": (total, total)}
            return
        if told is not None:
            self.possible["continuous_months"] = (int(told), int(told))
        usual = int(vocabulary()["enrolled_months"]["assume"])
        if told is not None and int(told) >= usual:
            self.possible["enrolled_months"] = (int(told), most)
        else:
            self.possible["enrolled_months"] = (usual, usual)
            self.assumed.add("enrolled_months")

    def _window(self) -> None:
        if self.scheme != "resident":
            return
        if self.raw.get("window"):
            self.possible["window"] = frozenset([str(self.raw["window"])])
        elif self.year is not None and self.pay:
            self.calendar_known = True
            self.possible["window"] = frozenset(self._places(self.year, self.pay))

    def _places(self, year: int, pay: dt.date) -> list[str]:
        if pay.year > year:
            return ["closed"]
        for spans in calendars(self.code, year):
            if all(pay < first for _, first, _ in spans):
                return ["early"]
            return [kind for kind, first, last in spans if first <= pay <= last][:1] or ["late"]
        if pay < dt.date(year - 1, 9, 1):
            return ["early"]
        if pay.year < year:
            return ["in"]
        if pay.year == year and pay.month in (1, 2):
            return ["in", "extended", "late"]
        return ["late"]

    def _anchors(self) -> None:
        if self.pay:
            self.anchors["pay_day"] = self.pay
            self.anchors["pay_month"] = walks.first_of(walks.month_of(self.pay))
        if self.year is not None:
            self.anchors["benefit_year"] = dt.date(self.year, 1, 1)
        if self.birth:
            self.anchors["birth"] = self.birth
        if self.last is not None:
            self.anchors["cover_end"] = walks.first_of(walks.after(self.last))
        if self.covered:
            self.anchors["enrolment"] = walks.first_of(self.covered[0][0])

    def given(self, key: str) -> bool:
        """Whether a key of the case needs no question any more."""
        if key == "covered":
            return bool(self.covered)
        if key == "last_covered":
            return self.last is not None
        if key == "benefit_year":
            return self.year is not None
        return self.raw.get(key) is not None or key in self.assumed

    @property
    def missed_range(self) -> tuple[int, int | None]:
        """The fewest and most missed years; None is no bound."""
        if self.missed is not None:
            return self.missed, self.missed
        if self.scheme != "resident" or self.raw.get("cause") == "first_enrolment":
            return 0, 0
        return 0, None if self.year is None else max(self.year - 2025, 0)
