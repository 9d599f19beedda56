"""The diagram against brute force on random tables: decisions, overlaps, holes and relevance."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from yibao_cli.policy.table import Axis, Diagram, compile_boxes
from yibao_cli.policy.vocabulary import Fact

TABLES = 2000


def fact(name: str, members: tuple[str, ...] = (), span: tuple[int, int] = (0, 9)) -> Fact:
    kind = "enum" if members else "count"
    return Fact(name, kind, members, {}, {}, span, ("flexible",), {}, (), None, {}, {})


def random_table(rng: random.Random) -> tuple[tuple[Axis, ...], list[tuple[int, ...]], list[int], Diagram]:
    axes = []
    for i in range(rng.randint(1, 4)):
        if rng.random() < 0.5:
            members = tuple("abcd"[: rng.randint(2, 4)])
            axes.append(Axis(fact(f"f{i}", members), members=members))
        else:
            starts = tuple(sorted({0, *(rng.randint(1, 9) for _ in range(rng.randint(1, 3)))}))
            axes.append(Axis(fact(f"f{i}"), starts=starts))
    boxes = [
        tuple(axis.full if rng.random() < 0.4 else rng.randint(1, axis.full) for axis in axes)
        for _ in range(rng.randint(0, 6))
    ]
    ranks = [rng.randint(0, 2) for _ in boxes]
    return tuple(axes), boxes, ranks, compile_boxes(tuple(axes), boxes, ranks, tuple)


def by_hand(point: tuple[int, ...], boxes: list[tuple[int, ...]], ranks: list[int]) -> tuple[int, ...]:
    hits = [
        i
        for i, box in enumerate(boxes)
        if all(mask >> atom & 1 for mask, atom in zip(box, point, strict=True))
    ]
    nearest = min((ranks[i] for i in hits), default=0)
    return tuple(i for i in hits if ranks[i] == nearest)


def points(axes: tuple[Axis, ...]) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(axis.size) for axis in axes)))


def test_decisions_overlaps_and_holes() -> None:
    """Every situation of every random table gets the rules that trying them by hand gives."""
    rng = random.Random(20261122)
    for _ in range(TABLES):
        axes, boxes, ranks, diagram = random_table(rng)
        truth = {point: by_hand(point, boxes, ranks) for point in points(axes)}
        assert {point: diagram.walk(point) for point in truth} == truth
        assert set(diagram.leaves()) == set(truth.values())
        covered: dict[tuple[int, ...], Any] = {}
        for box, leaf in diagram.paths():
            for point in itertools.product(
                *([i for i in range(a.size) if m >> i & 1] for a, m in zip(axes, box, strict=True))
            ):
                assert point not in covered
                covered[point] = leaf
        assert covered == truth


def test_relevance_and_reach() -> None:
    """Under partial knowledge exactly those facts are still tested that can still change the decision."""
    rng = random.Random(1122)
    for _ in range(TABLES):
        axes, boxes, ranks, diagram = random_table(rng)
        allowed = tuple(rng.randint(1, axis.full) for axis in axes)
        inside = [p for p in points(axes) if all(m >> a & 1 for m, a in zip(allowed, p, strict=True))]
        truth = {point: by_hand(point, boxes, ranks) for point in inside}
        matters = {
            axes[k].fact.id
            for k in range(len(axes))
            for p in inside
            for other in range(axes[k].size)
            if (q := (*p[:k], other, *p[k + 1 :])) in truth and truth[q] != truth[p]
        }
        rest = diagram.restrict(allowed)
        assert set(rest.tested()) == matters
        assert set(rest.leaves()) == set(truth.values())


def test_reduced_and_shared() -> None:
    """No node has equal children, and no two nodes are the same: the diagram is canonical."""
    rng = random.Random(7)
    for _ in range(200):
        *_, diagram = random_table(rng)
        inner = [n for n in diagram.nodes() if diagram.level[n] < len(diagram.axes)]
        assert all(len(set(diagram.children[n])) > 1 for n in inner)
        keys = [(diagram.level[n], diagram.children[n], diagram.value[n]) for n in diagram.nodes()]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("cell", "expected"), [((0, 9), 0b111), ((2, 4), 0b010), ((2, 5), 0b110), ((0, 1), 0b001)]
)
def test_masks_of_spans(cell: tuple[int, int], expected: int) -> None:
    axis = Axis(fact("n"), starts=(0, 2, 5))
    assert axis.mask(cell) == expected
    assert axis.mask(None) == axis.full
