"""Edges of dates and of numbers in outcomes that no worked case meets."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from yibao_cli import dates
from yibao_cli.policy.errors import PolicyError
from yibao_cli.policy.outcome import outcome
from yibao_cli.policy.strict import read

TESTS = Path(__file__).parents[1]


def test_dates_by_vectors() -> None:
    """The shared vectors, defaults and edges of the date module."""

    for path in (TESTS / "dates").glob("*.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            found = dates.count(
                dt.date.fromisoformat(row["anchor"]), int(row["months"]), int(row["days"]), row["align"]
            )  # type: ignore[arg-type]
            assert found.isoformat() == row["expected"], row
    day = dt.date(2026, 1, 31)
    assert dates.count(day) == day
    assert dates.count(day, 1) == dt.date(2026, 2, 28)
    assert dates.clamps(day, 1)
    assert not dates.clamps(day, 2)
    assert dates.month_text(2026 * 12) == "2026-01"
    assert dates.month_text(99 * 12 + 11) == "0099-12"
    assert dt.timedelta(days=1) == dates.DAY
    assert dates.last_day(2024 * 12 + 1) == dt.date(2024, 2, 29)
    try:
        dates.count(dt.date(9999, 12, 31), 1)
    except OverflowError:
        return
    raise AssertionError("no overflow")


def test_numbers_in_outcomes() -> None:
    """What a wait may be: whole numbers from 0 to 1200 without leading zeros, and nothing else."""

    def months(text: str) -> int | None:
        form = "{resume: {from: pay_day, wait: {months: %s}}, gap_costs: covered, back_payment: optional}"
        try:
            found = outcome(read(form % text, "x.yaml")).resume.earliest
        except PolicyError:
            return None
        return found.wait.months if found else None

    assert [months(text) for text in ("0", "6", "1200")] == [0, 6, 1200]
    assert [months(text) for text in ("1201", "06", "00", "x", "-1", "1.5", "六", "９", "1e2")] == [None] * 9


def test_the_last_day_of_february() -> None:
    """The leap years of the calendar, the ends of centuries among them."""
    for year, day in (
        (1900, 28),
        (1996, 29),
        (2000, 29),
        (2023, 28),
        (2024, 29),
        (2026, 28),
        (2100, 28),
        (2400, 29),
    ):
        assert dates.add_months(dt.date(year, 1, 31), 1).day == day
    assert [dates.add_months(dt.date(2025, 12, 31), n).day for n in range(13)] == [
        31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    ]  # fmt: skip
