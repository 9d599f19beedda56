"""From combinations to finished answers: the days of each, counted from the day of payment where they hang on it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from .answers import HEAD, Answers, Half, Part
from .codes import Pool
from .grid import Grid, Numbers
from .outcomes import Starts, closed_form
from .person import NEEDED, Person
from .situations import derived
from .verdict import Verdict

if TYPE_CHECKING:
    from .columns import Columns

VERDICT_CELLS = {
    "gap_costs": "gap_costs", "back_payment": "back_payment", "rule": "rule", "grade": "grade", "error_code": "code",
    "error": "text", "reason": "reason", "sources": "sources",
}  # fmt: skip
"""Answer columns that are the same for everybody with the same verdict, and the verdict's field."""


FEW = 100
"""Days that are counted faster one by one than by columns."""
TAIL_BITS = 32
TAIL_MASK = (1 << TAIL_BITS) - 1


class Finish:
    """Everything that was finished so far.

    `forms` holds the different ways to count days (verdict and the numbers that its days need), `rests` what belongs
    to the answer columns that need no day, both by the numbers that `Columns.known` gives to a combination. `heads`
    are the finished beginnings of answers; `tails` the finished rests, two for each of `rests`: as they are, and for
    a payment that comes too late.
    """

    def __init__(self, engine: Columns) -> None:
        self.engine = engine
        self.forms: pl.DataFrame | None = None
        self.rests = pl.DataFrame(schema={"ends": pl.Boolean, "gap": pl.Int32})
        self.heads, self.tails = Half(engine.titles[:HEAD]), Half(engine.titles[HEAD:])
        self._grid, self._days, self._starts = Grid(), Pool(), Starts()
        self._by_gap, self._heads = Grid(), Pool()

    def answers(self, pairs: Numbers) -> Answers:
        """The answers that belong to the numbers of `pairs`; any answer for those below 0."""
        pairs = np.maximum(pairs, 0)
        head, tail = (pl.Series(half.astype(np.int32)) for half in (pairs >> TAIL_BITS, pairs & TAIL_MASK))
        return Answers(
            Part(self.heads, self.heads.frame.height, head, self.heads.frame.clear()),
            Part(self.tails, self.tails.frame.height, tail, self.tails.frame.clear()),
        )

    def pairs(self, numbers: Numbers, paid: Numbers | None) -> Numbers:
        """The places of head and tail, as one number, of rows by their places in `engine.known` (below 0: as they are).

        `paid` holds the codes of their days of payment.
        """
        known, engine = self.engine.known, self.engine
        if known is None or self.forms is None or not known.height:
            return numbers.astype(np.int64)
        place = np.maximum(numbers, 0)
        form, rest, by_day = (known[name].to_numpy()[place] for name in ("form", "rest", "by_day"))
        on_day = np.zeros_like(form) if paid is None else np.where(by_day, paid, 0)
        days = self._grid.find(
            [form, on_day],
            [self.forms.height, 1 if paid is None else len(engine.met["pay_date"].values)],
            lambda at: self._count(form[at], on_day[at]),
        )
        gap = self.rests["gap"].fill_null(-1).to_numpy() + 1
        closed = self._days.column("closed", pl.Boolean, lambda cells: cells[0] == "closed").to_numpy()
        late = self.rests["ends"].to_numpy()[rest] & closed[days]
        gaps = gap[rest]
        head = self._by_gap.find(
            [days, gaps],
            [len(self._days), int(gap.max()) + 1],
            lambda at: self._make_heads(days[at], gaps[at]),
        )
        found = (head.astype(np.int64) << TAIL_BITS) | (rest.astype(np.int64) * 2 + late)
        return np.where(numbers < 0, numbers, found)

    def _make_heads(self, days: Numbers, gaps: Numbers) -> list[int]:
        known = len(self._heads)
        numbers = [self._heads.number(pair) for pair in zip(days.tolist(), gaps.tolist(), strict=True)]
        new = self._heads.values[known:]
        if new:
            rows = [(status, str(gap - 1) if gap else None, *days) for (status, *days), gap in
                    ((self._days.values[number], gap) for number, gap in new)]  # fmt: skip
            self.heads.add(pl.DataFrame(rows, schema=self.heads.frame.schema, orient="row"))
        return numbers

    def add_forms(self, frame: pl.DataFrame) -> list[int]:
        """Number new ways to count days."""
        before = 0 if self.forms is None else self.forms.height
        self.forms = frame if self.forms is None else pl.concat([self.forms, frame], rechunk=True)
        return list(range(before, self.forms.height))

    def add_rests(self, frame: pl.DataFrame) -> list[int]:
        """Number new answers but for their days. Needs verdict, gap, deadline, sum and vain."""
        engine = self.engine
        found = frame.select(
            engine.deadlines.look("cell", pl.String, "deadline", _cell).alias("pay_by"),
            engine.sums.look("cell", pl.String, "sum", _cell).alias("cost_yuan"),
            engine.sums.look("cell", pl.String, "vain", _cell).alias("vain"),
            *[
                engine.verdicts.look("cell_" + field, pl.String, "verdict", partial(_cell_of, field)).alias(
                    name
                )
                for name, field in VERDICT_CELLS.items()
                if name in engine.titles
            ],
        )
        before = self.rests.height
        self.rests = pl.concat([self.rests, frame.select("ends", "gap")], rechunk=True)
        twice = found.select(pl.all().repeat_by(2).explode())
        late = pl.int_range(twice.height, eager=True) % 2 == 1
        self.tails.add(twice.with_columns(cost_yuan=pl.when(late).then("vain").otherwise("cost_yuan")))
        return list(range(before, self.rests.height))

    def _count(self, form: Numbers, paid: Numbers) -> list[int]:
        """The numbers of the day cells of some forms on some days of payment (given by the codes of their texts)."""
        assert self.forms is not None
        engine = self.engine
        cells = self.forms.select(pl.all().gather(pl.lit(form)))
        if "pay_date" in engine.given:
            day = pl.Series(engine.met["pay_date"].numbers, dtype=pl.Int32).gather(paid)
            cells = cells.with_columns(pay_date=pl.coalesce(pl.lit(day), pl.col("pay_date")))
        return [self._days.number(row) for row in self._day_cells(derived(cells, engine.profiles))]

    def _day_cells(self, few: pl.DataFrame) -> list[Any]:
        """Closed forms for verdicts with one outcome, the row engine's own count for those with several and for few."""
        said = self.engine.verdicts
        if few.height > FEW:
            cells: list[Any] = closed_form(few, said, self._starts).rows()
            several = said.look(
                "several", pl.Boolean, "verdict", lambda each: self._starts.plan(each) is None
            )
            own = few.select(several).to_series().arg_true()
        else:
            cells, own = [()] * few.height, pl.int_range(few.height, eager=True)
        numbers = few[own].select("verdict", *NEEDED.values()).iter_rows()
        for place, (verdict, *person) in zip(own, numbers, strict=True):
            cells[place] = _counted(said.values[verdict], *person)
        return cells


def _cell(text: str) -> str | None:
    return text or None


def _cell_of(field: str, said: Verdict) -> str | None:
    return getattr(said, field) or None


def _counted(
    said: Verdict, pay: Any, last: Any, year: Any, birth: Any, repair: Any
) -> tuple[str | None, ...]:
    person = Person(_date(pay), last, None, year, _date(birth), repair, None, None)
    return tuple(cell or None for cell in said.days(person))


def _date(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal)
