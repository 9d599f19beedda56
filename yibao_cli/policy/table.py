"""A decision table compiled into a reduced, hash-consed diagram.

An axis is one fact, cut into atoms at every bound that a rule uses. A rule is a box: one bit mask of atoms
per axis. The diagram is ordered by axis and reduced, so a node is there exactly if the fact still matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from .vocabulary import Cell, Fact

Mask = int
"""A set of atoms of one axis: bit i is atom i."""


class Axis(NamedTuple):
    """One fact cut into atoms. `starts` are the first numbers of the atoms (numbers), `members` the words (enums)."""

    fact: Fact
    members: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many atoms there are."""
        return len(self.members) or len(self.starts)

    @property
    def full(self) -> Mask:
        """All atoms."""
        return (1 << (len(self.members) or len(self.starts))) - 1

    def mask(self, accepted: Cell | None) -> Mask:
        """The atoms that a cell, or a set or span of possible values, touches; all of them for None."""
        if accepted is None:
            return self.full
        if isinstance(accepted, frozenset):
            return sum(1 << i for i, member in enumerate(self.members) if member in accepted)
        low, high = accepted
        first, last = self.atom(low), self.atom(high)
        return ((1 << (last - first + 1)) - 1) << first

    def atom(self, value: int) -> int:
        """The atom that a number lies in; numbers outside the range count as its ends."""
        return min(max(bisect_right(self.starts, value) - 1, 0), len(self.starts) - 1)

    def span(self, atom: int) -> tuple[int, int]:
        """The inclusive numbers of an atom."""
        end = self.starts[atom + 1] - 1 if atom + 1 < len(self.starts) else self.fact.span[1]
        return self.starts[atom], end


def axes(facts: Sequence[Fact], scheme: str, boxes: Sequence[dict[str, Cell]]) -> tuple[Axis, ...]:
    """The axes of a table: only facts that some rule tests, each cut where a rule cuts it."""
    found = []
    for fact in facts:
        used = [box[fact.id] for box in boxes if fact.id in box]
        if not used:
            continue
        if fact.members:
            found.append(Axis(fact, members=fact.members_of(scheme)))
            continue
        cuts = {fact.span[0]}
        for low, high in (span for span in used if isinstance(span, tuple)):
            cuts |= {low, high + 1} if high < fact.span[1] else {low}
        found.append(Axis(fact, starts=tuple(sorted(cuts))))
    return tuple(found)


Node = int
Leaf = Hashable


class Diagram:
    """An ordered, reduced diagram. Node n tests axis `level[n]`; a leaf has level `len(axes)` and holds a value."""

    def __init__(self, axes: tuple[Axis, ...]) -> None:
        self.axes, self.root = axes, 0
        self.level: list[int] = []
        self.children: list[tuple[Node, ...]] = []
        self.value: list[Leaf] = []
        self._known: dict[Hashable, Node] = {}

    def leaf(self, value: Leaf) -> Node:
        """The one leaf that holds `value`."""
        return self._node(("leaf", value), len(self.axes), (), value)

    def node(self, level: int, children: tuple[Node, ...]) -> Node:
        """The one node with these children; a node whose children are all the same is that child."""
        if all(child == children[0] for child in children):
            return children[0]
        return self._node((level, children), level, children, None)

    def _node(self, key: Hashable, level: int, children: tuple[Node, ...], value: Leaf) -> Node:
        if key not in self._known:
            self._known[key] = len(self.level)
            self.level.append(level)
            self.children.append(children)
            self.value.append(value)
        return self._known[key]

    def walk(self, atoms: Sequence[int]) -> Leaf:
        """The value for one atom per axis."""
        node = self.root
        while self.level[node] < len(self.axes):
            node = self.children[node][atoms[self.level[node]]]
        return self.value[node]

    def restrict(self, allowed: Sequence[Mask]) -> Diagram:
        """The diagram over the allowed atoms only, reduced again: what it still tests is what still matters."""
        result = Diagram(self.axes)
        done: dict[Node, Node] = {}

        def copy(node: Node) -> Node:
            if node not in done:
                level = self.level[node]
                if level == len(self.axes):
                    done[node] = result.leaf(self.value[node])
                else:
                    kept = [copy(c) for i, c in enumerate(self.children[node]) if allowed[level] >> i & 1]
                    # Atoms that are not allowed repeat an allowed one, so that they never make a difference.
                    it = iter(kept)
                    children = tuple(
                        next(it) if allowed[level] >> i & 1 else kept[0] for i in range(self.axes[level].size)
                    )
                    done[node] = result.node(level, children)
            return done[node]

        result.root = copy(self.root)
        return result

    def relabel(self, label: Callable[[Leaf], Leaf]) -> Diagram:
        """The diagram of `label(value)`, reduced again."""
        result = Diagram(self.axes)
        done: dict[Node, Node] = {}

        def copy(node: Node) -> Node:
            if node not in done:
                if self.level[node] == len(self.axes):
                    done[node] = result.leaf(label(self.value[node]))
                else:
                    done[node] = result.node(self.level[node], tuple(copy(c) for c in self.children[node]))
            return done[node]

        result.root = copy(self.root)
        return result

    def nodes(self) -> Iterator[Node]:
        """All nodes that can be reached from the root, the root first."""
        seen, todo = {self.root}, [self.root]
        while todo:
            node = todo.pop()
            yield node
            for child in self.children[node]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)

    def leaves(self) -> list[Leaf]:
        """All values that can be reached, in the order of their first path."""
        found: dict[Leaf, None] = {}
        seen: set[Node] = set()

        def visit(node: Node) -> None:
            if node in seen:
                return
            seen.add(node)
            if self.level[node] == len(self.axes):
                found[self.value[node]] = None
            for child in self.children[node]:
                visit(child)

        visit(self.root)
        return list(found)

    def tested(self) -> list[str]:
        """The facts that still matter, in table order."""
        levels = {self.level[node] for node in self.nodes()}
        return [axis.fact.id for i, axis in enumerate(self.axes) if i in levels]

    def paths(self, limit: int = 1_000_000) -> Iterator[tuple[tuple[Mask, ...], Leaf]]:
        """Disjoint boxes that cover the whole domain, each with its value."""
        yield from self._paths(self.root, tuple(axis.full for axis in self.axes), [limit])

    def _paths(
        self, node: Node, box: tuple[Mask, ...], left: list[int]
    ) -> Iterator[tuple[tuple[Mask, ...], Leaf]]:
        level = self.level[node]
        if level == len(self.axes):
            left[0] -= 1
            if left[0] >= 0:
                yield box, self.value[node]
            return
        masks: dict[Node, Mask] = {}
        for i, child in enumerate(self.children[node]):
            masks[child] = masks.get(child, 0) | 1 << i
        for child, mask in masks.items():
            yield from self._paths(child, (*box[:level], mask, *box[level + 1 :]), left)


def compile_boxes(
    axis_list: tuple[Axis, ...],
    boxes: Sequence[tuple[Mask, ...]],
    ranks: Sequence[int],
    decide: Callable[[tuple[int, ...]], Leaf],
) -> Diagram:
    """The diagram of `decide(the boxes that hold)`, where boxes of a lower rank hide those of a higher one.

    `boxes[i]` has one mask per axis; `decide` gets the indices of the boxes of the nearest rank that hold.
    """
    diagram = Diagram(axis_list)
    depth = len(axis_list)
    tests = [[k for k in range(depth) if box[k] != axis_list[k].full] for box in boxes]
    # Sets of boxes are numbers: bit i is box i.
    bits = [1 << i for i in range(len(boxes))]
    holding = [
        [
            sum(bit for bit, box in zip(bits, boxes, strict=True) if box[k] >> atom & 1)
            for atom in range(axis.size)
        ]
        for k, axis in enumerate(axis_list)
    ]
    settled = [
        sum(bit for bit, levels in zip(bits, tests, strict=True) if not levels or levels[-1] < level)
        for level in range(depth + 1)
    ]
    near = [
        sum(bit for bit, own in zip(bits, ranks, strict=True) if own <= rank) for rank in sorted(set(ranks))
    ]
    done: dict[tuple[int, int], Node] = {}

    def build(level: int, alive: int) -> Node:
        # A box that nothing can exclude any more hides every box of a higher rank.
        if sure := alive & settled[level]:
            alive &= next(boxes for boxes in near if sure & boxes)
        if level == depth:
            return diagram.leaf(decide(tuple(i for i, bit in enumerate(bits) if alive & bit)))
        key = (level, alive)
        if key not in done:
            if not alive & ~settled[level]:
                done[key] = build(depth, alive)
            else:
                children = tuple(build(level + 1, alive & holds) for holds in holding[level])
                done[key] = diagram.node(level, children)
        return done[key]

    diagram.root = build(0, (1 << len(boxes)) - 1)
    return diagram
