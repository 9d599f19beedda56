"""Comparing two compiled tables: the situations, as readable boxes, whose answer differs.

Both tables are compiled over the union of their cuts, so that the same atoms mean the same numbers on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from .layers import Row, Table
from .table import Axis, Diagram, Mask, axes, compile_boxes
from .vocabulary import Cell, facts


class Change(NamedTuple):
    """A box of situations and the rules that answer it on the two sides (None: no rule)."""

    box: dict[str, Cell]
    old: Row | None
    new: Row | None


def on_day(table: Table, day: int) -> list[Row]:
    """The rows in force on a pay date (a proleptic ordinal)."""
    return [row for row in table.rows if row.days[0] <= day <= row.days[1]]


def changes(old: list[Row], new: list[Row], scheme: str) -> Iterator[Change]:
    """Every box of situations in which the outcome (not only the rule's name) differs."""
    old_boxes, new_boxes = [_box(row) for row in old], [_box(row) for row in new]
    axis_list = axes(list(facts().values()), scheme, [*old_boxes, *new_boxes])
    left, right = _compile(axis_list, old, old_boxes), _compile(axis_list, new, new_boxes)
    yield from _pairs(left, right, left.root, right.root, tuple(axis.full for axis in axis_list), old, new)


def _box(row: Row) -> dict[str, Cell]:
    return {key: cell for key, cell in row.rule.cells.items() if key != "pay_date"}


def _compile(axis_list: tuple[Axis, ...], rows: list[Row], boxes: list[dict[str, Cell]]) -> Diagram:
    masks = [tuple(axis.mask(box.get(axis.fact.id)) for axis in axis_list) for box in boxes]
    return compile_boxes(axis_list, masks, [row.rank for row in rows], tuple)


def _pairs(
    left: Diagram, right: Diagram, a: int, b: int, box: tuple[Mask, ...], old: list[Row], new: list[Row]
) -> Iterator[Change]:
    depth = len(left.axes)
    level = min(left.level[a], right.level[b])
    if level == depth:
        one = _row(cast(tuple[int, ...], left.value[a]), old)
        two = _row(cast(tuple[int, ...], right.value[b]), new)
        if _outcome(one) != _outcome(two):
            yield Change(_cells(left.axes, box), one, two)
        return
    groups: dict[tuple[int, int], Mask] = {}
    for atom in range(left.axes[level].size):
        pair = (
            left.children[a][atom] if left.level[a] == level else a,
            right.children[b][atom] if right.level[b] == level else b,
        )
        groups[pair] = groups.get(pair, 0) | 1 << atom
    for (x, y), mask in groups.items():
        yield from _pairs(left, right, x, y, (*box[:level], mask, *box[level + 1 :]), old, new)


def _row(leaf: tuple[int, ...], rows: list[Row]) -> Row | None:
    return rows[leaf[0]] if leaf else None


def _outcome(row: Row | None) -> object:
    return (row.rule.then, tuple(reading.then for reading in row.rule.readings)) if row else None


def _cells(axis_list: tuple[Axis, ...], box: tuple[Mask, ...]) -> dict[str, Cell]:
    """A box as cells; a set of atoms of a number that is no single span is shown by its ends."""
    found: dict[str, Cell] = {}
    for axis, mask in zip(axis_list, box, strict=True):
        if mask == axis.full:
            continue
        atoms = [i for i in range(axis.size) if mask >> i & 1]
        if axis.members:
            found[axis.fact.id] = frozenset(axis.members[i] for i in atoms)
        else:
            found[axis.fact.id] = (axis.span(atoms[0])[0], axis.span(atoms[-1])[1])
    return found
