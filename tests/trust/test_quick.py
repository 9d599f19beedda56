"""The quick checks that only mutants would need: edges of the date module."""

from __future__ import annotations

from tests.trust import quick


def test_dates_by_vectors() -> None:
    quick.dates_by_vectors()
