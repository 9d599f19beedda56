"""The date module against shared vectors and against an independent library."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from yibao_cli import dates

VECTORS = sorted((Path(__file__).parent / "dates").glob("*.csv"))


@pytest.mark.parametrize("path", VECTORS, ids=[path.stem for path in VECTORS])
def test_vectors(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        anchor = dt.date.fromisoformat(row["anchor"])
        found = dates.count(anchor, int(row["months"]), int(row["days"]), row["align"])  # type: ignore[arg-type]
        assert found.isoformat() == row["expected"], row


def test_month_addition_agrees_with_dateutil() -> None:
    rng = random.Random(20261122)
    first = dt.date(1950, 1, 1).toordinal()
    for _ in range(100_000):
        day = dt.date.fromordinal(first + rng.randrange(55_000))
        months, days = rng.randrange(0, 241), rng.randrange(0, 400)
        expected = day + relativedelta(months=months)
        assert dates.add_months(day, months) == expected
        assert dates.clamps(day, months) == (expected.day != day.day)
        assert dates.count(day, months, days, "next_day") == expected + relativedelta(days=days + 1)
        assert dates.count(day, months, days, "month_start") == expected + relativedelta(
            days=days
        ) + relativedelta(day=1)
        assert dates.count(day, months, days, "next_month") == expected + relativedelta(
            days=days
        ) + relativedelta(months=1, day=1)


def test_months_as_numbers() -> None:
    for month in range(2000 * 12, 2100 * 12):
        assert dates.month_of(dates.first_day(month)) == dates.month_of(dates.last_day(month)) == month
        assert dates.last_day(month) + dates.DAY == dates.first_day(month + 1)
    assert dates.month_text(2026 * 12 + 4) == "2026-05"


def test_beyond_the_calendar() -> None:
    with pytest.raises(OverflowError):
        dates.count(dt.date(9999, 12, 31), 1)
