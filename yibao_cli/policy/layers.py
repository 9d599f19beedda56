"""City over province over nation: which files speak for a region, and their rules as one compiled table."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

from . import folder, forgettable
from .model import Policy, PolicyFile, Rule, load
from .table import Axis, Diagram, axes, compile_boxes
from .vocabulary import Cell, Span, facts

NATION = "000000"
NATIONAL_FILE = {"employee": "employee", "flexible": "employee", "resident": "resident"}


class Row:
    """A rule with the policy and the file that it comes from, and its layer.

    Layer 0 is the nearest; -1 is a statute that no local text can set aside (`binding: yes`).
    """

    __slots__ = ("file", "policy", "rank", "rule", "scheme")

    def __init__(self, file: PolicyFile, policy: Policy, rule: Rule, rank: int, scheme: str) -> None:
        self.file, self.policy, self.rule, self.rank, self.scheme = file, policy, rule, rank, scheme

    @property
    def id(self) -> str:
        """The rule's full name: region code, scheme, rule."""
        return f"{self.file.code}.{self.scheme}.{self.rule.id}"

    @property
    def days(self) -> Span:
        """The pay dates on which the rule is in force, as ordinals."""
        first, last = self.policy.first.toordinal(), self.policy.last.toordinal()
        own = self.rule.cells.get("pay_date")
        return (max(first, own[0]), min(last, own[1])) if isinstance(own, tuple) else (first, last)

    @property
    def box(self) -> dict[str, Cell]:
        """The rule's cells and the days on which it is in force."""
        return {**self.rule.cells, "pay_date": self.days}


class Table(NamedTuple):
    """All rules that may speak for one region and scheme, nearest layer first, and their diagram.

    A leaf is a tuple of row numbers: one where the table is sound, none where no rule answers.
    """

    scheme: str
    rows: tuple[Row, ...]
    axes: tuple[Axis, ...]
    diagram: Diagram


def chain(code: str) -> tuple[str, ...]:
    """A region code and its parents, nearest first: 510107, 510100, 510000, 000000."""
    return tuple(dict.fromkeys([code, code[:4] + "00", code[:2] + "0000", NATION]))


@cache
def region_paths() -> dict[str, Path]:
    """The region files by code."""
    place = folder.root() / "regions"
    names = sorted(os.listdir(place)) if place.is_dir() else []
    return {name[:6]: place / name for name in names if name[0] in "0123456789" and name.endswith(".yaml")}


@cache
def region_file(code: str) -> PolicyFile | None:
    """The file of one region, or None if there is none."""
    path = region_paths().get(code)
    return load(path) if path else None


@cache
def national_file(scheme: str) -> PolicyFile:
    """The national layer of a scheme."""
    return load(folder.root() / "national" / f"{NATIONAL_FILE[scheme]}.yaml")


@cache
def files(code: str, scheme: str) -> tuple[PolicyFile, ...]:
    """The files that speak for a region, nearest first; the national one is always last."""
    local = [found for each in chain(code)[:-1] if (found := region_file(each))]
    return (*local, national_file(scheme))


@cache
def table(code: str, scheme: str) -> Table:
    """The compiled table of a region and a scheme. Raises PolicyError if a file cannot be used."""
    return compile_files(files(code, scheme), scheme)


def compile_files(sources: tuple[PolicyFile, ...], scheme: str) -> Table:
    """Compile the rules of these files for one scheme, nearest first."""
    rows = tuple(
        Row(file, policy, rule, -1 if policy.binding else rank, scheme)
        for rank, file in enumerate(sources)
        for policy in file.policies
        if scheme in policy.schemes
        for rule in policy.rules
    )
    boxes = [row.box for row in rows]
    axis_list = axes(list(facts().values()), scheme, boxes)
    masks = [tuple(axis.mask(box.get(axis.fact.id)) for axis in axis_list) for box in boxes]
    diagram = compile_boxes(axis_list, masks, [row.rank for row in rows], tuple)
    return Table(scheme, rows, axis_list, diagram)


for cached in (region_paths, region_file, national_file, files, table, facts):
    forgettable(cached.cache_clear)
