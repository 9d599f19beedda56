"""A policy file as objects: sources, policies with their rules, enrolment windows, standards, local notes."""

# No `from __future__ import annotations`: named tuples compile annotations that are texts, at every start.

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from . import folder, parsed
from .errors import Place
from .nodes import (
    Fields,
    Items,
    choice,
    entries,
    fail,
    fields_of,
    human,
    items_of,
    mapping_of,
    quoted_text,
    text_of,
    year_of,
)  # fmt: skip
from .outcome import Outcome, outcome
from .sources import Source, source
from .vocabulary import FIRST_DATE, LAST_DATE, SCHEMES, Cell, cells, date_of

WHO = ("everyone", "adult", "minor", "student", "elderly", "aided", "poorest")
STANDARDS = (
    "resident_premium", "resident_late_premium", "resident_subsidy", "base", "flexible_base", "flexible_rate",
    "flexible_monthly", "flexible_yearly", "unit_rate", "person_rate", "average_wage", "retirement_years",
)  # fmt: skip
ABOUT = ("share", "limit", "account", "reward", "stop", "retirement", "payment", "continuous", "other")
PURPOSES = ("register", "pay", "query", "transfer", "claim", "ask")
PAPER_FOR = (
    "employer_back_payment",
    "employee",
    "flexible",
    "resident",
    "newborn",
    "transfer",
    "claim",
    "retirement",
)


class Reading(NamedTuple):
    """Another result that a disagreeing source or a second reading of the text would give."""

    says: dict[str, str]
    then: Outcome
    cite: tuple[Source, ...]


class Rule(NamedTuple):
    """One row of a decision table."""

    id: str
    cells: dict[str, Cell]
    then: Outcome
    cite: tuple[Source, ...]
    says: dict[str, str] | None
    warn: tuple[dict[str, str], ...]
    readings: tuple[Reading, ...]
    place: Place


class Policy(NamedTuple):
    """Rules of one text, the schemes they bind and the pay dates on which they hold (inclusive)."""

    schemes: tuple[str, ...]
    first: dt.date
    last: dt.date
    review_by: dt.date | None
    transfer: bool
    binding: bool
    exceptions: dict[str, tuple[dict[str, str], tuple[Source, ...]]]
    rules: tuple[Rule, ...]
    place: Place


class Windows(NamedTuple):
    """The enrolment calendar of one benefit year: spans of days by kind, in the order of time."""

    benefit_year: int
    spans: tuple[tuple[str, dt.date, dt.date], ...]
    cite: tuple[Source, ...]


class Standard(NamedTuple):
    """A dated amount (yuan), rate (0..1) or pair of bounds. `low` is `high` for a single value.

    `floor` tells that a place may charge more: the value is a minimum, not a price.
    """

    id: str
    low: Decimal
    high: Decimal
    first: dt.date
    last: dt.date
    benefit_year: int | None
    who: str
    floor: bool
    note: dict[str, str] | None
    cite: tuple[Source, ...]
    place: Place


class Note(NamedTuple):
    """A local fact that is no rule of resuming: reduced limits, account practice, payment days."""

    about: str
    schemes: tuple[str, ...]
    text: dict[str, str]
    cite: tuple[Source, ...]


class Channel(NamedTuple):
    """A local way to act: an app, site, window or hotline, and what it is for."""

    purposes: tuple[str, ...]
    text: dict[str, str]
    cite: tuple[Source, ...]


class Paper(NamedTuple):
    """A paper that a local list asks for."""

    purposes: tuple[str, ...]
    text: dict[str, str]
    cite: tuple[Source, ...]


class PolicyFile(NamedTuple):
    """Everything of one file. `code` is the six-digit region code (`000000` for national topics)."""

    file: str
    code: str
    zh: str
    en: str
    sources: dict[str, Source]
    policies: tuple[Policy, ...]
    windows: tuple[Windows, ...]
    standards: tuple[Standard, ...]
    notes: tuple[Note, ...]
    channels: tuple[Channel, ...]
    papers: tuple[Paper, ...]


class _Sources:
    """The sources of a file by id, and which of them were cited."""

    def __init__(self, node: Fields) -> None:
        self.known = {key: source(key, value) for key, value in node.items()}
        self.places = node.keys_at
        self.cited: set[str] = set()

    def cite(self, node: Fields) -> tuple[Source, ...]:
        """The sources that an entry names. Raises PolicyError E503 (none), E504 (unknown)."""
        if "cite" not in node or not items_of(node["cite"]):
            fail("E503", "没有依据", node.place, repair="加上 cite: [依据的编号]")
        found = []
        for item in items_of(node["cite"]):
            key = choice_of_source(item, self.known)
            self.cited.add(key)
            found.append(self.known[key])
        return tuple(found)


def choice_of_source(node: Any, known: dict[str, Source]) -> str:
    """The id of a source that the file lists. Raises PolicyError E504."""
    from .nodes import nearest

    key = text_of(node)
    if key not in known:
        fail(
            "E504",
            f"sources 里没有“{key}”",
            key.place,
            repair=f"改成 {nearest(key, list(known))}，或在 sources 里补上",
        )
    return str(key)


def load(path: Path) -> PolicyFile:
    """Read one region or national topic file.

    Raises PolicyError for everything that is not as docs/policy-authors.md describes it.
    """
    file = folder.name(path)
    top = fields_of(parsed.top(path), "region sources", "policies windows standards notes channels papers")
    region = fields_of(top["region"], "code zh en", "aliases")
    sources = _Sources(mapping_of(top["sources"]))
    code = quoted_text(region["code"])
    found = PolicyFile(
        file=file,
        code=code,
        zh=quoted_text(region["zh"]),
        en=quoted_text(region["en"]),
        sources=sources.known,
        policies=tuple(_policy(node, sources) for node in entries(top, "policies")),
        windows=tuple(_windows(node, sources) for node in entries(top, "windows")),
        standards=tuple(_standard(node, sources) for node in entries(top, "standards")),
        notes=tuple(_note(node, sources) for node in entries(top, "notes")),
        channels=tuple(
            Channel(_purposes(node, PURPOSES), _zh_en(node), sources.cite(node))
            for node in entries(top, "channels")
        ),
        papers=tuple(
            Paper(_purposes(node, PAPER_FOR), _zh_en(node), sources.cite(node))
            for node in entries(top, "papers")
        ),
    )
    for key in sources.known.keys() - sources.cited:
        fail("E505", f"依据“{key}”没有被引用", sources.places[key], repair="引用它，或删去")
    return found


def _schemes(node: Fields) -> tuple[str, ...]:
    return tuple(choice(item, SCHEMES) for item in items_of(node["schemes"]))


def _zh_en(node: Fields) -> dict[str, str]:
    return {"zh": quoted_text(node["zh"]), "en": quoted_text(node["en"])}


def _purposes(node: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    fields_of(node, "for zh en cite")
    return tuple(choice(item, known) for item in items_of(node["for"]))


def _policy(node: Any, sources: _Sources) -> Policy:
    fields = fields_of(node, "schemes in_force rules", "transfer binding exceptions")
    schemes = _schemes(fields)
    force = fields_of(fields["in_force"], "from", "to review_by")
    first, last = _period(force)
    review = date_of(text_of(force["review_by"]), force["review_by"]) if "review_by" in force else None
    if not fields["rules"]:
        fail("E305", "政策里没有规则", fields.place, repair="至少写一条规则")
    seen: dict[str, Place] = {}
    rules = []
    for item in items_of(fields["rules"]):
        rule = _rule(item, schemes, sources)
        if rule.id in seen:
            fail("E208", f"规则编号“{rule.id}”重复", seen[rule.id], rule.place, repair="换一个编号")
        seen[rule.id] = rule.place
        rules.append(rule)
    return Policy(
        schemes=schemes,
        first=first,
        last=last,
        review_by=review,
        transfer="transfer" in fields and choice(fields["transfer"], ("yes", "no")) == "yes",
        binding="binding" in fields and choice(fields["binding"], ("yes", "no")) == "yes",
        exceptions=dict(_exceptions(entries(fields, "exceptions"), sources)),
        rules=tuple(rules),
        place=fields.place,
    )


def _period(fields: Fields) -> tuple[dt.date, dt.date]:
    first = date_of(text_of(fields["from"]), fields["from"]) if "from" in fields else FIRST_DATE
    last = date_of(text_of(fields["to"]), fields["to"]) if "to" in fields else LAST_DATE
    if first > last:
        fail("E402", f"起日 {first} 晚于止日 {last}", fields.place, repair="交换 from 和 to")
    return first, last


PROMISES = ("longer_gap", "paying_later", "transfer_cap", "back_payment")


def _exceptions(
    node: Any, sources: _Sources
) -> Iterator[tuple[str, tuple[dict[str, str], tuple[Source, ...]]]]:
    for item in node:
        fields = fields_of(item, "promise reason cite")
        yield choice(fields["promise"], PROMISES), (human(fields["reason"]), sources.cite(fields))


def _rule(node: Any, schemes: tuple[str, ...], sources: _Sources) -> Rule:
    fields = fields_of(node, "id when then cite", "says warn readings")
    when = fields["when"]
    if not isinstance(when, Fields):
        fail("E105", "when 要写“事实: 值”", when.place, repair="没有条件时写 when: {}")
    return Rule(
        id=str(text_of(fields["id"])),
        cells=cells(when, schemes),
        then=outcome(fields["then"]),
        cite=sources.cite(fields),
        says=human(fields["says"]) if "says" in fields else None,
        warn=tuple(human(item) for item in items_of(fields["warn"])) if "warn" in fields else (),
        readings=tuple(_reading(item, sources) for item in entries(fields, "readings")),
        place=fields.place,
    )


def _reading(node: Any, sources: _Sources) -> Reading:
    fields = fields_of(node, "says then cite")
    return Reading(human(fields["says"]), outcome(fields["then"]), sources.cite(fields))


def _windows(node: Any, sources: _Sources) -> Windows:
    fields = fields_of(node, "benefit_year cite", "in extended late closed")
    year = year_of(fields["benefit_year"])
    spans = []
    for kind in ("in", "extended", "late", "closed"):
        for item in items_of(fields[kind]) if kind in fields else ():
            low, dots, high = text_of(item).partition("..")
            first = date_of(low, item) if low else FIRST_DATE
            last = date_of(high, item) if high else (dt.date(year, 12, 31) if dots else first)
            if first > last:
                fail("E402", f"{item} 的起日晚于止日", item.place, repair="交换两个日期")
            spans.append((kind, first, last, item.place))
    spans.sort(key=lambda span: span[1])
    for one, two in zip(spans, spans[1:], strict=False):
        if two[1] <= one[2]:
            fail("E403", f"{one[0]} 与 {two[0]} 的日期重叠", one[3], two[3], repair="让各段日期不重叠")
    if not any(span[0] == "in" for span in spans):
        fail("E202", "参保日历缺少 in（集中参保期）", fields.place, repair="补上 in: 起日..止日")
    return Windows(year, tuple(span[:3] for span in spans), sources.cite(fields))


def _standard(node: Any, sources: _Sources) -> Standard:
    fields = fields_of(node, "id value cite", "from to benefit_year who floor note")
    low, _, high = text_of(fields["value"]).partition("..")
    first, last = _period(fields)
    return Standard(
        id=choice(fields["id"], STANDARDS),
        low=_decimal(low, fields["value"]),
        high=_decimal(high or low, fields["value"]),
        first=first,
        last=last,
        benefit_year=year_of(fields["benefit_year"]) if "benefit_year" in fields else None,
        who=choice(fields["who"], WHO) if "who" in fields else "everyone",
        floor="floor" in fields and choice(fields["floor"], ("yes", "no")) == "yes",
        note=human(fields["note"]) if "note" in fields else None,
        cite=sources.cite(fields),
        place=fields.place,
    )


def _decimal(text: str, node: Any) -> Decimal:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text, re.ASCII):
        fail("E204", f"“{node}”不是金额或费率", node.place, repair="写成 754.60、0.095 或 4588..22938")
    return Decimal(text)


def _note(node: Any, sources: _Sources) -> Note:
    fields = fields_of(node, "about schemes zh en cite")
    return Note(choice(fields["about"], ABOUT), _schemes(fields), _zh_en(fields), sources.cite(fields))


__all__ = ["Items", "PolicyFile", "Rule", "load"]
