"""The national acts that plans, papers, channels and money lines cite by id."""

from __future__ import annotations

from functools import cache

from ..policy import folder, forgettable, parsed
from ..policy.nodes import fields_of
from ..policy.sources import Source, source


@cache
def acts() -> dict[str, Source]:
    """All national acts by id. Source: policies/vocabulary/acts.yaml. Raises PolicyError if it cannot be used."""
    top = fields_of(parsed.top(folder.root() / "vocabulary" / "acts.yaml"), "acts")
    return {key: source(key, node) for key, node in top["acts"].items()}


def act(key: str) -> Source:
    """One national act."""
    return acts()[key]


forgettable(acts.cache_clear)
