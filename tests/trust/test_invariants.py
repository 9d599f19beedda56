"""Every invariant over people of every rule of every table and over random members."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest

from tests.people import of_table, tables
from tests.trust.invariants import INVARIANTS, Invariant
from tests.trust.members import everyone
from yibao_cli.policy import layers

RANDOM = 900
COSTLY = {"both_languages": 12, "without_file": 3, "irrelevant": 2, "as_of": 2}
"""Checks that take long look at every n-th person only; the long run looks at everybody."""


@cache
def people() -> list[dict[str, Any]]:
    """One person for each rule of each table, and random members."""
    made = [
        raw
        for code, scheme in tables()
        for _, found in of_table(layers.table(code, scheme), code, most=1)
        for raw in found
    ]
    return made + everyone(31, RANDOM)


def outcomes(item: Invariant, cases: list[dict[str, Any]], seed: int) -> list[str]:
    """What each comparison of an invariant over these people said."""
    rng = random.Random(seed)
    return [text for raw in cases for text in item.check(raw, rng)]


@pytest.mark.parametrize("item", INVARIANTS, ids=[item.check.__name__ for item in INVARIANTS])
def test_invariant(item: Invariant) -> None:
    said = outcomes(item, people()[:: COSTLY.get(item.check.__name__, 1)], 5)
    faults = [text for text in said if text]
    assert not faults, f"{len(faults)} of {len(said)}: {item.en}\n" + "\n".join(faults[:4])
    assert len(said) > 100, f"only {len(said)} comparisons"
