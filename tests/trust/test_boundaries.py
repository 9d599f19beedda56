"""Both sides of every cut of every numeric axis of every table: a walk through the diagram and a try of every rule."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.people import tables
from tests.trust.naive import Line, alone
from tests.trust.tables import lines
from yibao_cli.policy import layers
from yibao_cli.policy.layers import Table
from yibao_cli.policy.table import Axis
from yibao_cli.policy.vocabulary import LAST_DATE

AROUND = 6
"""How many random surroundings (values of all other facts) each side of a cut is tried in, besides each rule's own."""


def named(table: Table, values: list[Any]) -> set[str]:
    """The rules that a walk ends at, for one value per axis."""
    atoms = [
        axis.members.index(value) if axis.members else axis.atom(value)
        for axis, value in zip(table.axes, values, strict=True)
    ]
    return {table.rows[number].id for number in table.diagram.walk(atoms)}  # type: ignore[attr-defined]


def by_hand(table: Table, values: list[Any], rules: list[Line]) -> set[str]:
    """The rules that trying every one gives."""
    chosen = {axis.fact.id: value for axis, value in zip(table.axes, values, strict=True)}
    return {rule.name for rule in alone(chosen, rules)}


def anywhere(axis: Axis, rng: random.Random, cells: dict[str, Any]) -> Any:
    """A value of an axis: inside the rule's own cell where it has one, at a cut or between two."""
    accepted = cells.get(axis.fact.id)
    if axis.members:
        inside = [m for m in axis.members if accepted is None or m in accepted]
        return rng.choice(inside or list(axis.members))
    low, high = accepted or (axis.fact.span[0], axis.fact.span[1])
    return rng.choice((low, high, rng.randint(low, high), min(high, max(low, rng.choice(axis.starts)))))


def sides(axis: Axis) -> list[tuple[int, int]]:
    """The last value before each cut and the first after it."""
    return [(start - 1, start) for start in axis.starts if start > axis.fact.span[0]]


@pytest.mark.parametrize(("code", "scheme"), tables(), ids=lambda v: str(v))
def test_both_sides_of_every_cut(code: str, scheme: str) -> None:
    rng = random.Random(f"{code}{scheme}")
    table, rules = layers.table(code, scheme), lines(code, scheme)
    own = {rule.name: rule.cells for rule in rules}
    assert len(rules) == len(table.rows)
    walked = cuts = told_apart = 0
    for place, axis in enumerate(table.axes):
        if not axis.members:
            spans = [axis.span(atom) for atom in range(axis.size)]
            assert spans[0][0] == axis.fact.span[0]
            assert spans[-1][1] == axis.fact.span[1]
            assert all(one[1] + 1 == two[0] for one, two in zip(spans, spans[1:], strict=False))
        for pair in () if axis.members else sides(axis):
            cuts += 1
            using = [cells for cells in own.values() if touches_cut(cells.get(axis.fact.id), pair)]
            assert using, (axis.fact.id, pair, "no rule asks for this cut")
            found = []
            for cells in [*using, *[{}] * AROUND]:
                values = [anywhere(each, rng, cells) for each in table.axes]
                for value in pair:
                    values[place] = value
                    have = named(table, values)
                    assert have == by_hand(table, values, rules), (axis.fact.id, values)
                    found.append(have)
                    walked += 1
            told_apart += any(a != b for a, b in zip(found[::2], found[1::2], strict=True))
    assert walked >= 2 * cuts
    assert cuts == 0 or told_apart > 0


def touches_cut(span: Any, pair: tuple[int, int]) -> bool:
    """Whether a cell ends before or begins after a cut."""
    return isinstance(span, tuple) and (span[1] == pair[0] or span[0] == pair[1])


def test_a_walk_at_every_edge_of_time() -> None:
    """The first and the last day of every policy, and the days beside them."""
    for code, scheme in tables():
        table, rules = layers.table(code, scheme), lines(code, scheme)
        place = next(i for i, axis in enumerate(table.axes) if axis.fact.id == "pay_date")
        days = {day for row in table.rows for day in row.days}
        days = {day + n for day in days for n in (-1, 0, 1) if day + n <= LAST_DATE.toordinal()}
        values: list[Any] = [axis.members[0] if axis.members else axis.starts[0] for axis in table.axes]
        for day in sorted(days):
            values[place] = day
            assert named(table, values) == by_hand(table, values, rules), (code, scheme, day)
