"""The quick checks that only mutants would need: edges of dates and of numbers in outcomes."""

from __future__ import annotations

from tests.trust import quick


def test_dates_by_vectors() -> None:
    quick.dates_by_vectors()


def test_numbers_in_outcomes() -> None:
    quick.numbers_in_outcomes()
