"""The register of regions: names, pinyin, initials and codes, and finding one of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .policy import folder, forgettable

if TYPE_CHECKING:
    from difflib import SequenceMatcher

_SUFFIXES = (
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "地区", "省", "市", "盟", "县", "区",
)  # fmt: skip


LONGEST = 16
"""No name or pinyin has so many letters; what is longer, such as an address, is no slip of the pen."""


class Region(NamedTuple):
    """A pooling area (统筹区). `short` is the name without 省, 市 and the like."""

    code: str
    zh: str
    pinyin: str
    initials: str
    aliases: tuple[str, ...]
    short: str

    @property
    def en(self) -> str:
        """The name for English readers."""
        return self.pinyin.capitalize()

    @property
    def province(self) -> bool:
        """Whether this is a province, an autonomous region, a municipality or 兵团."""
        return self.code.endswith("0000")


@cache
def register() -> dict[str, Region]:
    """All regions by code. Source: policies/vocabulary/divisions.csv."""
    return {
        row["code"]: Region(
            row["code"],
            row["zh"],
            row["pinyin"],
            row["initials"],
            tuple(filter(None, row["aliases"].split("|"))),
            _short(row["zh"]),
        )
        for row in folder.rows(folder.root() / "vocabulary" / "divisions.csv")
    }


def _short(zh: str) -> str:
    for suffix in _SUFFIXES:
        if zh.endswith(suffix) and len(zh) - len(suffix) >= 2:
            return zh[: -len(suffix)]
    return zh


def find(query: str) -> list[Region]:
    """The regions that a name, a part of it, full pinyin, initials or a code may mean, best kind of match first.

    Only the best kind is returned: an exact name hides names that merely contain it. No match gives [].
    """
    text = query.strip().casefold().replace(" ", "").replace("'", "")
    if not text:
        return []
    everyone = list(register().values())
    kinds = (
        lambda r: text in (r.code, r.zh.casefold(), r.short.casefold(), *(a.casefold() for a in r.aliases)),
        lambda r: text == r.pinyin,
        lambda r: text == r.initials,
        lambda r: len(text) >= 2 and not text.isascii() and text in r.zh,
        lambda r: len(text) >= 2 and text.isascii() and text.isalpha() and r.pinyin.startswith(text),
        lambda r: len(text) >= 2 and text.isdigit() and r.code.startswith(text),
    )
    for matches in kinds:
        if found := [region for region in everyone if matches(region)]:
            return found
    return []


def suggest(query: str, limit: int = 5) -> list[Region]:
    """Regions that are written or sound like the query, tones ignored; those that sound the same come first."""
    from difflib import SequenceMatcher

    from .pinyin import spelled

    typed = _short(query.strip().casefold())
    if len(typed) > LONGEST:
        return []
    looks, sounds = SequenceMatcher(None, "", typed), SequenceMatcher(None, "", spelled(typed))

    letters = set(typed)
    scores: dict[str, tuple[bool, float, bool]] = {}
    for region in register().values():
        names = (region.short, region.zh, region.pinyin, *region.aliases)
        alike = [_ratio(looks, name) for name in names if not letters.isdisjoint(name)]
        written, heard = max(alike, default=0.0), _ratio(sounds, region.pinyin)
        if written >= 0.5 or heard >= 0.75:
            scores[region.code] = heard == 1, written + heard, region.zh[0] == typed[:1]
    best = sorted(scores, key=lambda code: scores[code], reverse=True)
    return [register()[code] for code in best[:limit]]


def _ratio(matcher: SequenceMatcher[str], name: str) -> float:
    """How much of a name matches, 0 to 1; what cannot reach a half is not looked at closely."""
    matcher.set_seq1(name)
    return matcher.ratio() if matcher.real_quick_ratio() >= 0.5 and matcher.quick_ratio() >= 0.5 else 0.0


forgettable(register.cache_clear)
