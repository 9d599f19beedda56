"""The difference of two tables: exactly the situations whose outcome changes, found by walking both by hand."""

from __future__ import annotations

import itertools
import random
from typing import cast

from yibao_cli.policy import layers
from yibao_cli.policy.diff import changes, on_day
from yibao_cli.policy.layers import Row
from yibao_cli.policy.table import axes, compile_boxes
from yibao_cli.policy.vocabulary import Cell, facts


def answer(rows: list[Row], situation: dict[str, object]) -> object:
    hits = [
        row
        for row in rows
        if all(holds(cell, situation[key]) for key, cell in row.rule.cells.items() if key != "pay_date")
    ]
    nearest = min((row.rank for row in hits), default=0)
    found = [row for row in hits if row.rank == nearest]
    return (found[0].rule.then, tuple(r.then for r in found[0].rule.readings)) if found else None


def holds(cell: Cell, value: object) -> bool:
    return value in cell if isinstance(cell, frozenset) else cell[0] <= cast(int, value) <= cell[1]


def inside(box: dict[str, Cell], situation: dict[str, object]) -> bool:
    return all(holds(cell, situation[key]) for key, cell in box.items())


def test_two_days() -> None:
    """Beijing's flexible rule is not on file for 2024: just the situations that it answers differ."""
    rng = random.Random(3)
    for code, scheme, one, two in (
        ("110000", "flexible", 739000, 739900),
        ("310000", "employee", 738500, 739900),
        ("430000", "resident", 739000, 739900),
    ):
        table = layers.table(code, scheme)
        old, new = on_day(table, one), on_day(table, two)
        found = list(changes(old, new, scheme))
        boxes = [{k: c for k, c in row.rule.cells.items() if k != "pay_date"} for row in [*old, *new]]
        axis_list = axes(list(facts().values()), scheme, boxes)
        points = list(itertools.product(*(range(axis.size) for axis in axis_list)))
        for point in rng.sample(points, min(len(points), 3000)):
            situation = {
                axis.fact.id: axis.members[atom] if axis.members else axis.starts[atom]
                for axis, atom in zip(axis_list, point, strict=True)
            }
            differs = answer(old, situation) != answer(new, situation)
            assert any(inside(change.box, situation) for change in found) == differs


def test_the_same_table_does_not_differ() -> None:
    table = layers.table("510100", "flexible")
    assert not list(changes(list(table.rows), list(table.rows), "flexible"))
    assert compile_boxes((), [], [], tuple).leaves() == [()]
