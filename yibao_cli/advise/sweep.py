"""What paying on any day would give: the pay date swept over the compiled table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator
from typing import NamedTuple, cast

from .. import dates
from ..case import Case, last_covered
from ..policy.decide import masks
from ..policy.layers import Row, Table
from ..policy.table import Mask
from .inquiry import Finding, Inquiry

MONTHS_AHEAD = 24
"""How far deadlines are looked for."""


class Payment(NamedTuple):
    """A payment on one day: the atoms that its facts lie in, the rules that may answer, what they mean."""

    day: dt.date
    inquiry: Inquiry
    atoms: tuple[Mask, ...]
    findings: dict[Row, Finding]

    @property
    def key(self) -> Hashable:
        """What makes an outcome: rules, waits, shares, gap costs and closedness, never the moving resume date."""
        if self.findings and all(each.closed for each in self.findings.values()):
            return "closed"
        return tuple((row.id, each.then, each.wait, each.closed) for row, each in self.findings.items())


class Sweep:
    """The payments of one case on the days from `first` to `last`; both are None where nothing can be swept."""

    def __init__(self, case: Case, table: Table | None, months: int = MONTHS_AHEAD) -> None:
        self.case, self.table = case, table
        # Residents pay ahead while last year's cover still runs; everybody else pays after it.
        covered = last_covered(case) if case.scheme != "resident" else None
        floors = [
            case.as_of,
            *([dates.first_day(covered)] if covered is not None else []),
            *filter(None, [case.birth_date]),
        ]
        self.first, self.last = max(floors), dates.add_months(case.as_of, months)
        self._payments: dict[dt.date, Payment] = {}
        self._rows: dict[tuple[Mask, ...], tuple[Row, ...]] = {}

    def rows(self, atoms: tuple[Mask, ...]) -> tuple[Row, ...]:
        """The rules that may answer where the facts lie in these atoms."""
        if atoms not in self._rows and self.table is not None:
            leaves = cast(list[tuple[int, ...]], self.table.diagram.restrict(atoms).leaves())
            self._rows[atoms] = tuple(
                self.table.rows[i] for i in sorted({i for leaf in leaves for i in leaf})
            )
        return self._rows[atoms]

    def at(self, day: dt.date) -> Payment:
        """The payment on one day."""
        if day not in self._payments:
            assert self.table is not None
            inquiry = Inquiry(self.case._replace(pay_date=day))
            atoms = masks(self.table, inquiry.situation.known)
            found = {row: inquiry.find(row.rule.then) for row in self.rows(atoms)}
            self._payments[day] = Payment(day, inquiry, atoms, found)
        return self._payments[day]

    def cuts(self) -> list[dt.date]:
        """Every day on which a tested fact can enter another atom: month starts, calendar edges, day counts, versions."""
        if self.table is None:
            return []
        month = dates.month_of(self.first)
        found = {dates.first_day(m) for m in range(month + 1, dates.month_of(self.last) + 1)}
        covered = last_covered(self.case)
        origins = {"pay_date": 0}
        if covered is not None:
            origins["gap_days"] = dates.last_day(covered).toordinal()
        if self.case.birth_date:
            origins["newborn_days"] = self.case.birth_date.toordinal()
        for axis in self.table.axes:
            if (origin := origins.get(axis.fact.id)) is not None:
                found |= {dt.date.fromordinal(origin + start) for start in axis.starts}
        if any(axis.fact.id == "window" for axis in self.table.axes):
            for file in Inquiry(self.case).files:
                for windows in file.windows:
                    for _, low, high in windows.spans:
                        found |= {low, high + dates.DAY}
        return sorted(day for day in found if self.first < day <= self.last)

    def changes(self, *, backwards: bool = False) -> Iterator[tuple[Payment, Payment]]:
        """The last day of each outcome and the day after it, in the order of time or the last one first.

        Between two cuts no fact changes its atom; only the end of a benefit year can then turn an outcome into
        nothing, once and for good, so both ends of the stretch tell whether to look inside.
        """
        if self.table is None or self.first > self.last:
            return
        starts = [self.first, *self.cuts()]
        stretches = []
        for start, following in zip(starts, [*starts[1:], self.last + dates.DAY], strict=True):
            stretches += [(start - dates.DAY, start), (start, following - dates.DAY)]
        for low, high in reversed(stretches[1:]) if backwards else stretches[1:]:
            found = self._between(low, high)
            yield from reversed(list(found)) if backwards else found

    def _between(self, low: dt.date, high: dt.date) -> Iterator[tuple[Payment, Payment]]:
        before, after = self.at(low), self.at(high)
        if low == high or before.key == after.key:
            return
        if high - low == dates.DAY:
            yield before, after
            return
        middle = low + (high - low) // 2
        yield from self._between(low, middle)
        yield from self._between(middle, high)
