"""The facts that rules may test, and the cells in which they test them."""

# No `from __future__ import annotations`: named tuples compile annotations that are texts, at every start.

import datetime as dt
from functools import cache
from typing import NamedTuple

from . import folder, parsed
from .nodes import Fields, Items, Text, choice, fail, fields_of, human, items_of, nearest, text_of

SCHEMES = ("employee", "flexible", "resident")
KINDS = ("enum", "yes_no", "count", "date")
FIRST_DATE, LAST_DATE = dt.date(2000, 1, 1), dt.date(2100, 12, 31)

Span = tuple[int, int]
"""Inclusive bounds; dates as proleptic ordinals."""

Cell = frozenset[str] | Span
"""What a rule accepts of one fact: members of an enum (or `yes`/`no`), or a span of numbers."""


class Fact(NamedTuple):
    """One fact. `members` is empty for counts and dates, `span` holds their whole range."""

    id: str
    kind: str
    members: tuple[str, ...]
    member_names: dict[str, dict[str, str]]
    members_by_scheme: dict[str, tuple[str, ...]]
    span: Span
    schemes: tuple[str, ...]
    only: dict[str, frozenset[str]]
    inputs: tuple[str, ...]
    assume: str | None
    ask: dict[str, str]
    why: dict[str, str]

    def members_of(self, scheme: str) -> tuple[str, ...]:
        """The members that mean anything in one scheme, in their written order."""
        return self.members_by_scheme.get(scheme, self.members)


@cache
def facts() -> dict[str, Fact]:
    """All facts by id, in the order in which tables test them. Source: policies/vocabulary/facts.yaml."""
    top = fields_of(parsed.top(folder.root() / "vocabulary" / "facts.yaml"), "facts")
    return {fact_id: _fact(fact_id, node) for fact_id, node in top["facts"].items()}


def _fact(fact_id: str, node: Fields) -> Fact:
    fields = fields_of(node, "kind from ask why", "members members_by_scheme range schemes only assume")
    kind = choice(fields["kind"], KINDS)
    names = {key: human(value) for key, value in fields["members"].items()} if kind == "enum" else {}
    members = tuple(names) if kind == "enum" else ("yes", "no") if kind == "yes_no" else ()
    span = (0, 0)
    if kind == "count":
        low, _, high = text_of(fields["range"]).partition("..")
        span = (int(low), int(high))
    elif kind == "date":
        span = (FIRST_DATE.toordinal(), LAST_DATE.toordinal())
    return Fact(
        id=fact_id,
        kind=kind,
        members=members,
        member_names=names,
        members_by_scheme={
            key: tuple(choice(item, members) for item in items_of(value))
            for key, value in fields.get("members_by_scheme", {}).items()
        },
        span=span,
        schemes=tuple(choice(item, SCHEMES) for item in items_of(fields["schemes"]))
        if "schemes" in fields
        else SCHEMES,
        only={key: frozenset(items_of(value)) for key, value in fields.get("only", {}).items()},
        inputs=tuple(str(text_of(item)) for item in items_of(fields["from"])),
        assume=str(fields["assume"]) if "assume" in fields else None,
        ask=human(fields["ask"]),
        why=human(fields["why"]),
    )


def cell(fact: Fact, node: Text | Items | Fields) -> Cell:
    """One cell of a rule: a member or a list of members, ``not: [...]``, `yes`/`no`, ``n``, ``a..b``, ``a..``, ``..b``.

    Raises PolicyError E203 (no such member), E204 (not a whole number or date), E205 (empty span), E206 (wrong form).
    """
    if fact.members:
        return _members(fact, node)
    if isinstance(node, Fields | Items):
        fail("E206", f"{fact.id} 只能写一个数或一段（如 1..3）", node.place, repair="写成 a..b、a.. 或 ..b")
    low, dots, high = node.partition("..")
    first = _number(fact, low, node) if low else fact.span[0]
    last = _number(fact, high, node) if high else (fact.span[1] if dots else first)
    if not (low or high):
        fail("E206", f"{fact.id} 的格子是空的", node.place, repair="删去这一格，或写成 a..b")
    if first > last:
        fail("E205", f"{node} 是空的：起点大于终点", node.place, repair=f"改成 {high}..{low}")
    if not fact.span[0] <= first <= last <= fact.span[1]:
        fail(
            "E204",
            f"{node} 超出 {fact.id} 的范围",
            node.place,
            repair=f"范围是 {fact.span[0]}..{fact.span[1]}",
        )
    return first, last


def _members(fact: Fact, node: Text | Items | Fields) -> frozenset[str]:
    if isinstance(node, Fields):
        excluded = fields_of(node, "not")["not"]
        return frozenset(fact.members) - {choice(item, fact.members) for item in items_of(excluded)}
    return frozenset(choice(item, fact.members) for item in items_of(node))


def _number(fact: Fact, text: str, node: Text) -> int:
    if fact.kind == "date":
        return date_of(text, node).toordinal()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or digits[0] == "0" != text:
        fail("E204", f"“{text}”不是整数", node.place, repair="写成不带前导零的整数")
    return int(text)


def date_of(text: str, node: Text) -> dt.date:
    """A day written YYYY-MM-DD. Raises PolicyError E401."""
    try:
        if len(text) != 10 or text[4] + text[7] != "--":
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        fail("E401", f"“{text}”不是日期", node.place, repair="写成 2026-01-31 这样的日期")


def cells(node: Fields, scheme_list: tuple[str, ...]) -> dict[str, Cell]:
    """All cells of a rule.

    Raises PolicyError E201 (unknown fact) and E304 (a fact that means nothing in this scheme or for this cell).
    """
    known = facts()
    found: dict[str, Cell] = {}
    for key, value in node.items():
        if key not in known:
            fail(
                "E201", f"没有“{key}”这个事实", node.keys_at[key], repair=f"改成 {nearest(key, list(known))}"
            )
        found[key] = cell(known[key], value)
    for key, value in node.items():
        fact = known[key]
        for scheme in scheme_list:
            if scheme not in fact.schemes:
                fail("E304", f"{key} 不适用于 {scheme}", value.place, repair="删去这一格，或分成两条政策")
        for other, allowed in fact.only.items():
            own = found.get(other)
            possible = {m for scheme in scheme_list for m in known[other].members_of(scheme)}
            if stray := sorted((own if isinstance(own, frozenset) else possible) - allowed):
                repair = f"加上 {other}: [{', '.join(sorted(allowed))}]"
                fail("E304", f"{key} 在 {other} = {stray[0]} 时没有意义", value.place, repair=repair)
    return found
