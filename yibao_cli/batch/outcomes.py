"""The days of verdicts as columns: every way to count a day is a row of one small table, the rest is arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from ..dates import ALIGNS
from ..policy.outcome import ANCHORS, Start, Wait
from .calendar_columns import count, text_of
from .codes import Pool, look
from .verdict import Verdict, starts_of

CELLS = ("status", "wait_months", "wait_days", "resume_date", "resume_latest", "full_benefit_date")
STATUSES = ("needs_facts", "closed", "answered", "bounded")
NONE = 0
"""The first row of the table of starts: no such day."""
NO_FLOOR = 10_000
FLAGS = ("exact", "ends", "ahead", "missing")
PAY_ANCHORS = tuple(ANCHORS.index(name) for name in ("pay_day", "pay_month"))
ANCHOR_DAYS = {
    "pay_day": ("pay_month", "pay_dom"), "pay_month": ("pay_month", None), "benefit_year": ("year_month", None),
    "birth": ("birth_month", "birth_dom"), "cover_end": ("next_month", None),
}  # fmt: skip
"""The columns that hold the month of an anchor and its day of the month (None is the 1st)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A verdict with one outcome in closed form: the numbers of its starts and what its status depends on.

    `ends` tells that cover ends with the year paid for, `ahead` that it never starts before that year.
    """

    low: int
    high: int
    full: int
    exact: bool
    ends: bool
    ahead: bool
    missing: bool


NO_PLAN = Plan(0, 0, 0, False, False, False, False)


class Starts:
    """The table of all ways to count a day that were met so far."""

    def __init__(self) -> None:
        self.pool = Pool()
        self.pool.number(None, ())
        self._plans: dict[int, Plan | None] = {}
        self._columns: tuple[int, dict[str, pl.Series]] = (0, {})

    def plan(self, said: Verdict) -> Plan | None:
        """The closed form of a verdict; None if it has several outcomes or counts years that are not known."""
        if id(said) not in self._plans:
            self._plans[id(said)] = self._make(said) if _simple(said) else None
        return self._plans[id(said)]

    def look(self, verdicts: Pool, name: str, dtype: Any) -> pl.Expr:
        """A part of the plan of each row's verdict; 0 or False for a verdict without one."""
        return verdicts.look(
            "plan_" + name, dtype, "verdict", lambda said: getattr(self.plan(said) or NO_PLAN, name)
        )

    def _make(self, said: Verdict) -> Plan:
        then = said.outcomes[0]
        low, high = then.resume.earliest, then.resume.latest
        full = None
        if then.resume.exact and high is not None and len(said.rows) == 1:
            full = high if high.full_after is None else Start(high.anchor, high.full_after, high.align)
        exact, ahead = then.resume.exact, then.ends is not None
        return Plan(
            self._of(low), self._of(high), self._of(full), exact, said.ends, ahead, bool(said.missing)
        )

    def _of(self, start: Start | None) -> int:
        return NONE if start is None else self.pool.number(start, (start.anchor, start.wait, start.align))

    def columns(self) -> dict[str, pl.Series]:
        """The table: one entry a start in every column."""
        if self._columns[0] != len(self.pool):
            self._columns = len(self.pool), self._made_columns()
        return self._columns[1]

    def _made_columns(self) -> dict[str, pl.Series]:
        starts: list[Start | None] = self.pool.values
        waits = [start.wait if start else Wait() for start in starts]
        further = [wait.further for wait in waits]
        whole: dict[str, list[int]] = {
            "anchor": [ANCHORS.index(start.anchor) if start else -1 for start in starts],
            "align": [ALIGNS.index(start.align) if start else 0 for start in starts],
            "months": [wait.months for wait in waits],
            "days": [wait.days for wait in waits],
            "after": [each.after if each else 0 for each in further],
            "more_months": [each.months if each else 0 for each in further],
            "more_days": [each.days if each else 0 for each in further],
            "repair": [int(each.repair) if each else 0 for each in further],
            "floor_years": [
                NO_FLOOR if each is None or each.floor_years is None else each.floor_years for each in further
            ],
            "floor_months": [each.floor_months if each else 0 for each in further],
        }
        return {name: pl.Series(values, dtype=pl.Int32) for name, values in whole.items()}


def _simple(said: Verdict) -> bool:
    if len(said.outcomes) != 1:
        return False
    grows = any(start.wait.further is not None for start in starts_of(said.outcomes[0]))
    return not grows or not said.ranges


def length(columns: dict[str, pl.Series], start: str) -> tuple[pl.Expr, pl.Expr]:
    """`Wait.length` on columns: months and days of the start numbered by a column."""

    def of(name: str) -> pl.Expr:
        return look(columns[name], pl.Int32, start)

    if not any(columns[name].max() for name in ("more_months", "more_days", "floor_months")):
        return of("months"), of("days")
    missed, repaired = pl.col("missed").fill_null(0), pl.col("repair_years").fill_null(0)
    extra = (missed - of("after")).clip(lower_bound=0)
    extra = pl.max_horizontal(extra - repaired * of("repair"), pl.lit(0, pl.Int32))
    months, days = of("months") + extra * of("more_months"), of("days") + extra * of("more_days")
    floored = (
        pl.when(missed >= of("floor_years"))
        .then(pl.max_horizontal(months, of("floor_months")))
        .otherwise(months)
    )
    return floored, days


def day(columns: dict[str, pl.Series], start: str, months: str, days: str) -> pl.Expr:
    """`Start.day` on columns, as an ordinal; null where there is no start or its anchor is not known."""
    anchor = look(columns["anchor"], pl.Int32, start)
    month: Any = pl.lit(None, pl.Int32)
    dom: Any = pl.lit(1, pl.Int32)
    for name, (of_month, of_day) in ANCHOR_DAYS.items():
        here = anchor == ANCHORS.index(name)
        month = pl.when(here).then(pl.col(of_month)).otherwise(month)
        if of_day is not None:
            dom = pl.when(here).then(pl.col(of_day)).otherwise(dom)
    found = count(month, dom, pl.col(months), pl.col(days), look(columns["align"], pl.Int32, start))
    ahead = pl.col("_ahead") & anchor.is_in(PAY_ANCHORS) & (pl.col("year_start") > found)
    return pl.when(ahead.fill_null(False)).then(pl.col("year_start")).otherwise(found)


def closed_form(frame: pl.DataFrame, verdicts: Pool, starts: Starts) -> pl.DataFrame:
    """The six day cells of rows whose verdicts have a plan. Needs the columns of `situations` and `verdict`."""
    frame = frame.with_columns(
        *[starts.look(verdicts, name, pl.Int32).alias("_" + name) for name in ("low", "high", "full")],
        *[starts.look(verdicts, name, pl.Boolean).alias("_" + name) for name in FLAGS],
    )
    columns = starts.columns()
    for name in ("low", "high", "full"):
        months, days = length(columns, "_" + name)
        frame = frame.with_columns(months.alias(f"_{name}_months"), days.alias(f"_{name}_days"))
    frame = frame.with_columns(
        day(columns, "_" + name, f"_{name}_months", f"_{name}_days").alias(f"_{name}_day")
        for name in ("low", "high", "full")
    )
    frame = frame.with_columns(
        pl.when(pl.col("_low_day") > pl.col("_high_day"))
        .then("_low_day")
        .otherwise("_high_day")
        .alias("_high_day")
    )
    never = pl.col("_ends") & (pl.col("_low_day") > pl.col("year_end"))
    frame = frame.with_columns(_closed=(pl.col("_low") == NONE) | never.fill_null(False))
    status = pl.when("_missing").then(0).when("_closed").then(1).when("_exact").then(2).otherwise(3)
    frame = frame.with_columns(_status=status)
    same = (pl.col("_low_months") == pl.col("_high_months")) & (pl.col("_low_days") == pl.col("_high_days"))
    waits = (pl.col("_low") != NONE) & (pl.col("_high") != NONE) & same
    by_days = pl.col("_low_days") > 0
    none = pl.lit(None, pl.Int32)
    answered = pl.col("_status") == STATUSES.index("answered")
    return frame.select(
        look(STATUSES, pl.String, "_status").alias("status"),
        pl.when(waits & ~by_days)
        .then(pl.col("_low_months"))
        .otherwise(none)
        .cast(pl.String)
        .alias("wait_months"),
        pl.when(waits & by_days).then(pl.col("_low_days")).otherwise(none).cast(pl.String).alias("wait_days"),
        text_of(pl.when(pl.col("_closed")).then(none).otherwise(pl.col("_low_day"))).alias("resume_date"),
        text_of(pl.when(pl.col("_closed")).then(none).otherwise(pl.col("_high_day"))).alias("resume_latest"),
        text_of(pl.when(answered).then(pl.col("_full_day")).otherwise(none)).alias("full_benefit_date"),
    )
