"""The nearest deadline and the sum as columns, each computed once for all rows that share what it depends on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from .codes import each_once
from .person import case_of
from .situations import is_resident

if TYPE_CHECKING:
    from .block import Block
    from .columns import Columns

MONEY = ("base", "wage", "rate")


def add(block: Block) -> pl.DataFrame:
    """The frame of a block with the numbers `deadline`, `sum` and `vain`, the sum of a payment that comes too late."""
    engine = block.engine
    money = [key for key in MONEY if key in engine.keys]
    frame = block.frame.with_columns(*_deadline_parts(engine), *_sum_parts(engine, money))
    frame = frame.with_columns(_late=pl.col("shut") | pl.col("ends"))
    deadline = [name for name in frame.columns if name.startswith("_dead_")]
    days = each_once(frame, deadline, lambda firsts: _deadlines(block, firsts), engine.memory["deadlines"])
    total = [name for name in frame.columns if name.startswith("_cost_")]

    def sums(closed: str) -> pl.Series:
        of = frame.with_columns(_closed=pl.col(closed))
        return each_once(
            of, ["_closed", *total], lambda firsts: _totals(block, firsts), engine.memory["sums"]
        )

    return frame.with_columns(deadline=days, sum=sums("shut"), vain=sums("_late"))


def _deadlines(block: Block, firsts: pl.DataFrame) -> list[int]:
    engine, found = block.engine, []
    for profile, person, values, _ in block.members(firsts):
        day = engine.rows.prices.pay_by(
            profile, person, values.get("benefit_year"), partial(case_of, values, engine.as_of)
        )
        found.append(engine.deadlines.number(day))
    return found


def _totals(block: Block, firsts: pl.DataFrame) -> list[int]:
    engine, found = block.engine, []
    for profile, person, values, (number, closed) in block.members(firsts, "verdict", "_closed"):
        status = "closed" if closed else "bounded"
        said, money = engine.verdicts.values[number], tuple(values.get(key) for key in MONEY)
        total = engine.rows.prices.cost(
            profile, said, status, person, money, partial(case_of, values, engine.as_of)
        )
        found.append(engine.sums.number(total))
    return found


def _deadline_parts(engine: Columns) -> list[pl.Expr]:
    """What a deadline depends on; nothing at all for a payment that was made in the past."""
    profiles = engine.profiles
    today = profiles.look("today", pl.Int32, "profile", lambda profile: profile.as_of.toordinal())
    past = (pl.col("pay_date") < today).fill_null(False)
    birth = profiles.look("counts_birth", pl.Boolean, "profile") | (pl.col("birth_date") > today)
    cover = profiles.look("counts_cover", pl.Boolean, "profile")
    return [
        past.alias("_dead_past"),
        *[
            pl.when(~past).then(pl.col(column)).alias("_dead_" + column)
            for column in ("profile", "last_covered", "benefit_year", "repair_years", "window")
        ],
        pl.when(~past & birth).then(pl.col("birth_date")).alias("_dead_birth"),
        pl.when(~past & cover).then(pl.col("continuous_months")).alias("_dead_continuous"),
    ]


def _sum_parts(engine: Columns, money: list[str]) -> list[pl.Expr]:
    """What a sum depends on: standards hold between days, arrears count every day."""
    profiles = engine.profiles
    resident = is_resident(profiles)
    arrears = profiles.look("arrears", pl.Boolean, "profile")
    days = engine.price_days()
    stretch = (
        pl.lit(pl.Series(days, dtype=pl.Int32)).search_sorted(pl.col("pay_date"), side="right").cast(pl.Int32)
    )
    chosen = profiles.look("may_pay_back", pl.Boolean, "profile")
    barred = engine.verdicts.look("barred", pl.Boolean, "verdict")
    dated = pl.when(arrears).then(pl.col("pay_date")).otherwise(stretch)
    return [
        profiles.look("price", pl.Int32, "profile", engine.number_of_price).alias("_cost_key"),
        pl.when(pl.col("pay_date").is_not_null()).then(dated).alias("_cost_stretch"),
        pl.when(~resident)
        .then(engine.verdicts.look("pays", pl.Int32, "verdict", engine.number_of_pays))
        .alias("_cost_pays"),
        pl.when(~resident & ~barred & chosen).then(pl.col("gap")).alias("_cost_gap"),
        *[pl.when(~resident).then(pl.col("code_" + key)).alias("_cost_" + key) for key in money],
        *[
            pl.when(resident).then(pl.col(column)).alias("_cost_" + column)
            for column in ("verdict", "year", "repair_years", "window", "fact_place")
        ],
        pl.when(resident).then(pl.col("birth_month") // 12).alias("_cost_birth"),
    ]
