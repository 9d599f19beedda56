"""Plans as data: the numbered steps, papers and channels of one route, read strictly and one file at a time."""

# No `from __future__ import annotations`: named tuples compile annotations that are texts, at every start.

from functools import cache
from typing import Any, NamedTuple

from ..policy import folder, forgettable, parsed
from ..policy.model import PAPER_FOR, PURPOSES
from ..policy.nodes import Fields, Text, choice, fields_of, human, items_of, quoted_text
from ..policy.sources import Source
from .acts import acts

BASIS = ("official_list", "local_list", "may_be_asked")
ONLY = ("always", "back_pay", "gap_covered")
DUE = ("transfer",)

Texts = dict[str, str]


class Step(NamedTuple):
    """One thing to do. `only` names the situation it belongs to, `due` the date that can be computed for it."""

    who: Texts
    where: Texts
    text: Texts
    channel: tuple[str, ...]
    limit: Texts | None
    fee: Texts | None
    keep: Texts | None
    check: Texts | None
    due: str | None
    only: str
    cite: tuple[Source, ...]


class NationalPaper(NamedTuple):
    """A paper of the national lists, or one that no list has (`basis` may_be_asked)."""

    basis: str
    text: Texts
    cite: tuple[Source, ...]


class NationalChannel(NamedTuple):
    """A national way to act; `name` is its short form."""

    purposes: tuple[str, ...]
    name: Texts
    text: Texts
    cite: tuple[Source, ...]


class Route(NamedTuple):
    """A plan: its steps, its national papers by id, and the purposes for which local papers are added."""

    id: str
    title: Texts
    when: Texts
    steps: tuple[Step, ...]
    papers: tuple[str, ...]
    local_papers: tuple[str, ...]


def route_ids() -> tuple[str, ...]:
    """The ids of all routes on file."""
    return tuple(sorted(path.stem for path in (folder.root() / "national" / "routes").glob("*.yaml")))


@cache
def route(route_id: str) -> Route:
    """One route. Source: policies/national/routes/<id>.yaml. Raises PolicyError if it cannot be used."""
    path = folder.root() / "national" / "routes" / f"{route_id}.yaml"
    top = fields_of(parsed.top(path), "title when steps papers local_papers")
    shared = shared_steps()
    return Route(
        id=route_id,
        title=human(top["title"]),
        when=human(top["when"]),
        steps=tuple(
            shared[choice(item, list(shared))] if isinstance(item, Text) else _step(item)
            for item in top["steps"]
        ),
        papers=tuple(choice(item, list(papers())) for item in top["papers"]),
        local_papers=tuple(choice(item, PAPER_FOR) for item in top["local_papers"]),
    )


@cache
def shared_steps() -> dict[str, Step]:
    """Steps that many routes share. Source: policies/vocabulary/steps.yaml."""
    return {key: _step(node) for key, node in _vocabulary("steps").items()}


@cache
def papers() -> dict[str, NationalPaper]:
    """Papers by id. Source: policies/vocabulary/papers.yaml."""
    found = {}
    for key, node in _vocabulary("papers").items():
        fields = fields_of(node, "basis zh en cite")
        found[key] = NationalPaper(choice(fields["basis"], BASIS), _zh_en(fields), cited(fields))
    return found


@cache
def channels() -> dict[str, NationalChannel]:
    """National channels by id. Source: policies/vocabulary/channels.yaml."""
    found = {}
    for key, node in _vocabulary("channels").items():
        fields = fields_of(node, "for name zh en cite")
        purposes = tuple(choice(item, PURPOSES) for item in items_of(fields["for"]))
        found[key] = NationalChannel(purposes, human(fields["name"]), _zh_en(fields), cited(fields))
    return found


def cited(fields: Fields) -> tuple[Source, ...]:
    """The national acts that an entry names. Raises PolicyError E203 for an unknown one."""
    return tuple(acts()[choice(item, list(acts()))] for item in items_of(fields["cite"]))


def _vocabulary(name: str) -> Fields:
    top = fields_of(parsed.top(folder.root() / "vocabulary" / f"{name}.yaml"), name)
    entries = top[name]
    return fields_of(entries, "", " ".join(entries))


def _zh_en(fields: Fields) -> Texts:
    return {"zh": quoted_text(fields["zh"]), "en": quoted_text(fields["en"])}


def _step(node: Any) -> Step:
    fields = fields_of(node, "who where text cite", "channel limit fee keep check due only")

    def maybe(key: str) -> Texts | None:
        return human(fields[key]) if key in fields else None

    return Step(
        who=human(fields["who"]),
        where=human(fields["where"]),
        text=human(fields["text"]),
        channel=tuple(choice(item, list(channels())) for item in items_of(fields["channel"]))
        if "channel" in fields
        else (),
        limit=maybe("limit"),
        fee=maybe("fee"),
        keep=maybe("keep"),
        check=maybe("check"),
        due=choice(fields["due"], DUE) if "due" in fields else None,
        only=choice(fields["only"], ONLY) if "only" in fields else "always",
        cite=cited(fields),
    )


for cached in (route, shared_steps, papers, channels):
    forgettable(cached.cache_clear)
