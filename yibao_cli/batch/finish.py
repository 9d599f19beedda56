"""From combinations to finished answers: the days of each, counted from the day of payment where they hang on it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from .answers import Answers
from .codes import Pool, firsts, look
from .grid import Grid
from .outcomes import CELLS, Starts, closed_form
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


class Finish:
    """Everything that was finished so far.

    `forms` holds the different ways to count days (verdict and the numbers that its days need), `rests` the answer
    columns that need no day, both by the numbers that `Columns.known` gives to a combination.
    """

    def __init__(self, engine: Columns) -> None:
        self.engine = engine
        self.forms: pl.DataFrame | None = None
        self.rests: pl.DataFrame | None = None
        self._grid, self._days, self._starts = Grid(), Pool(), Starts()

    def answers(self, numbers: pl.Series, paid: pl.Series | None) -> Answers:
        """The answers of rows by their places in `engine.known` and the codes of their days of payment."""
        known, engine = self.engine.known, self.engine
        if known is None or self.rests is None or self.forms is None or not known.height:
            nothing = pl.DataFrame(schema=dict.fromkeys(engine.titles, pl.String))
            return Answers(nothing, pl.repeat(0, len(numbers), dtype=pl.Int32, eager=True))
        place = pl.lit(numbers.clip(lower_bound=0))
        rows = known.select(pl.all().gather(place))
        on_day = pl.lit(0, pl.Int32) if paid is None else pl.when("by_day").then(pl.lit(paid)).otherwise(0)
        pairs = rows.select("form", on_day.alias("paid"))
        widths = [self.forms.height, 1 if paid is None else len(engine.met["pay_date"].values)]
        days = self._grid.find(pairs, widths, lambda at: self._count(pairs[at]))
        rows = rows.select("rest", days=pl.lit(days))
        places, different = firsts(rows, rows.columns)
        return Answers(self._finished(rows[places]), different)

    def _finished(self, few: pl.DataFrame) -> pl.DataFrame:
        assert self.rests is not None
        days = pl.DataFrame(self._days.values, schema=dict.fromkeys(CELLS, pl.String), orient="row")
        both = [self.rests.select(pl.all().gather(few["rest"])), days.select(pl.all().gather(few["days"]))]
        found = pl.concat(both, how="horizontal")
        total = pl.when(pl.col("ends") & (pl.col("status") == "closed")).then("vain").otherwise("cost_yuan")
        return found.with_columns(total.alias("cost_yuan")).select(self.engine.titles)

    def add_forms(self, frame: pl.DataFrame) -> list[int]:
        """Number new ways to count days."""
        before = 0 if self.forms is None else self.forms.height
        self.forms = frame if self.forms is None else pl.concat([self.forms, frame], rechunk=True)
        return list(range(before, self.forms.height))

    def add_rests(self, frame: pl.DataFrame) -> list[int]:
        """Number new answers but for their days. Needs verdict, gap, deadline, sum and vain."""
        engine = self.engine
        said: list[Verdict] = engine.verdicts.values
        deadlines, sums = ([each or None for each in pool.values] for pool in (engine.deadlines, engine.sums))
        found = frame.select(
            pl.col("ends"),
            pl.col("gap").cast(pl.String).alias("gap_months"),
            look(deadlines, pl.String, "deadline").alias("pay_by"),
            look(sums, pl.String, "sum").alias("cost_yuan"),
            look(sums, pl.String, "vain").alias("vain"),
            *[
                look([getattr(each, field) or None for each in said], pl.String, "verdict").alias(name)
                for name, field in VERDICT_CELLS.items()
                if name in engine.titles
            ],
        )
        before = 0 if self.rests is None else self.rests.height
        self.rests = found if self.rests is None else pl.concat([self.rests, found], rechunk=True)
        return list(range(before, self.rests.height))

    def _count(self, pairs: pl.DataFrame) -> list[int]:
        """The numbers of the day cells of some forms on some days of payment (ordinals by the codes of their texts)."""
        assert self.forms is not None
        engine = self.engine
        cells = self.forms.select(pl.all().gather(pairs["form"]))
        if "pay_date" in engine.given:
            day = pl.Series(engine.met["pay_date"].numbers, dtype=pl.Int32).gather(pairs["paid"])
            cells = cells.with_columns(pay_date=pl.coalesce(pl.lit(day), pl.col("pay_date")))
        found = self._day_cells(derived(cells, engine.profiles.values))
        return [self._days.number(row) for row in found.iter_rows()]

    def _day_cells(self, few: pl.DataFrame) -> pl.DataFrame:
        """Closed forms for verdicts with one outcome, the row engine's own count for those with several."""
        said: list[Verdict] = self.engine.verdicts.values
        several = [self._starts.plan(i, each) is None for i, each in enumerate(said)]
        cells = closed_form(few, said, self._starts)
        many = few.select(look(several, pl.Boolean, "verdict")).to_series()
        if not many.any():
            return cells
        counted = [
            _several(said[verdict], *numbers)
            for verdict, *numbers in few.filter(many).select("verdict", *NEEDED.values()).iter_rows()
        ]
        found = pl.DataFrame(counted, schema=dict.fromkeys(CELLS, pl.String), orient="row")
        return (
            Answers(cells, pl.int_range(cells.height, dtype=pl.Int32, eager=True))
            .with_own(many, found)
            .frame()
        )


def _several(said: Verdict, pay: Any, last: Any, year: Any, birth: Any, repair: Any) -> list[str | None]:
    person = Person(_date(pay), last, None, year, _date(birth), repair, None, None)
    return [cell or None for cell in said.days(person)]


def _date(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal)
