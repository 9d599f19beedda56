"""Walks over a compiled table: the rule that answers, what is still possible, which facts still matter."""

from __future__ import annotations

from typing import NamedTuple, cast

from .layers import Row, Table
from .table import Axis, Diagram, Mask
from .vocabulary import Cell

Known = dict[str, Cell]
"""What is known of each fact: the members or the span that its value lies in. A fact not named is open."""


class Decision(NamedTuple):
    """What a table says about a situation that may be known in part."""

    rows: tuple[Row, ...]
    open_facts: tuple[str, ...]
    uncovered: bool

    @property
    def row(self) -> Row | None:
        """The rule that answers, if only one can."""
        return self.rows[0] if len(self.rows) == 1 and not self.uncovered else None


def masks(table: Table, known: Known) -> tuple[Mask, ...]:
    """The atoms that are possible on each axis."""
    return tuple(axis.mask(known.get(axis.fact.id)) for axis in table.axes)


def decide(table: Table, known: Known) -> Decision:
    """Every rule that may answer, nearest reading first, and the facts that choose between them."""
    allowed = masks(table, known)
    rest = table.diagram.restrict(allowed)
    leaves = cast(list[tuple[int, ...]], rest.leaves())
    numbers = sorted({number for leaf in leaves for number in leaf})
    return Decision(
        rows=tuple(table.rows[number] for number in numbers),
        open_facts=tuple(matters(table, rest)),
        uncovered=() in leaves,
    )


def matters(table: Table, rest: Diagram) -> list[str]:
    """The facts whose value can still change the outcome (not only which of two like rules is named)."""

    def outcome(leaf: object) -> object:
        rows = [table.rows[number].rule for number in cast(tuple[int, ...], leaf)]
        return tuple((rule.then, tuple(r.then for r in rule.readings)) for rule in rows)

    return rest.relabel(outcome).tested()


def witness(table_axes: tuple[Axis, ...], box: tuple[Mask, ...]) -> dict[str, str]:
    """One situation inside a box, in words: the first allowed value of each fact that the box narrows."""
    found = {}
    for axis, mask in zip(table_axes, box, strict=True):
        if mask == axis.full:
            continue
        atom = (mask & -mask).bit_length() - 1
        found[axis.fact.id] = axis.members[atom] if axis.members else show(axis, axis.starts[atom])
    return found


def show(axis: Axis, number: int) -> str:
    """A number of an axis as people write it."""
    if axis.fact.kind != "date":
        return str(number)
    import datetime as dt

    return dt.date.fromordinal(number).isoformat()
