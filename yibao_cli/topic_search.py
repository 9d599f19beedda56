"""Finding a topic by number, id, pinyin, initials, search word, or a question in the reader's own words."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .topics import Topic

Grams = frozenset[str]
FIELD_WEIGHTS = (1.0, 0.9, 0.35)
"""What a word found in the search words and title, in the question and claim, and in the answer is worth."""

UNKNOWN = 2.0
"""How much a piece that no topic speaks of counts against a query: less than a telling one, or chat finds nothing."""
ENOUGH = 0.2
"""The least share of a query that a topic must speak of."""


def rank(query: str, everyone: list[Topic]) -> list[Topic]:
    """The topics that fit a query, best first; all for an empty one, none where nothing fits."""
    text = plain(query)
    if not text:
        return everyone
    if found := [topic for topic in everyone if text in (str(topic.number), plain(topic.id))]:
        return found
    if found := [topic for topic in everyone if text in ("".join(topic.pinyin), initials(topic.pinyin))]:
        return found
    scores = _scores(text, query, everyone)
    enough = max(ENOUGH, 0.5 * max(scores.values(), default=0.0))
    found = sorted((t for t in everyone if scores[t] >= enough), key=lambda t: -scores[t])
    return found or [topic for topic in everyone if text in _runs(topic.pinyin)]


def plain(text: str) -> str:
    """A text without case, width, spaces and punctuation."""
    return re.sub(r"[^\w%‰]|_", "", unicodedata.normalize("NFKC", text).casefold())


def initials(pinyin: tuple[str, ...]) -> str:
    """The first letters of the syllables."""
    return "".join(syllable[0] for syllable in pinyin)


def _runs(pinyin: tuple[str, ...]) -> set[str]:
    """What may be typed of a pinyin: two and more syllables in a row, or three and more of their initials."""
    spans = [pinyin[i:j] for i in range(len(pinyin)) for j in range(i + 2, len(pinyin) + 1)]
    return {"".join(span) for span in spans} | {initials(span) for span in spans if len(span) > 2}


def _scores(text: str, query: str, everyone: list[Topic]) -> dict[Topic, float]:
    """How well each topic fits: the share of the query that it speaks of, and more where a search word is named."""
    asked = grams(query)
    weights = {gram: _rarity(gram, tuple(everyone)) for gram in asked}
    total = sum(weights.values()) or 1.0
    return {topic: _named(text, topic) + _spoken(weights, topic) / total for topic in everyone}


def _named(text: str, topic: Topic) -> float:
    """The bonus for a search word: highest for the word itself, then for a part of one, then for one inside the query."""
    words = [plain(word) for word in topic.words]
    if text in words:
        return 3.0 - 0.1 * words.index(text)
    if text.isascii() or len(text) < 2:
        return 0.0
    titles = [plain(title) for title in topic.title.values()]
    bonus = max((1.2 + 0.3 * len(text) / len(word) for word in words if text in word), default=0.0)
    bonus += 0.5 if any(text in title for title in titles) else 0.0
    inside = [len(word) for word in words if len(word) > 1 and word in text]
    return bonus + 0.04 * max(inside, default=0)


def _spoken(weights: dict[str, float], topic: Topic) -> float:
    fields = list(zip(FIELD_WEIGHTS, _fields(topic), strict=True))
    return sum(
        rarity * max((weight for weight, field in fields if gram in field), default=0.0)
        for gram, rarity in weights.items()
    )


def grams(text: str) -> Grams:
    """The pieces that texts are compared by: pairs of neighbouring Chinese characters, and other words."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    found = {word.removesuffix("s") for word in re.findall(r"[a-z0-9.%‰]{2,}", lowered)}
    for run in re.findall(r"[\u4e00-\u9fff]+", lowered):
        found.update(run[i : i + 2] for i in range(max(len(run) - 1, 1)))
    return frozenset(found)


@lru_cache(maxsize=1024)
def _fields(topic: Topic) -> tuple[Grams, Grams, Grams]:
    return (
        grams(" ".join([*topic.words, *topic.title.values()])),
        grams(" ".join([*topic.asked.values(), *(topic.claim or {}).values()])),
        grams(" ".join(topic.truth.values())),
    )


@lru_cache(maxsize=4096)
def _rarity(gram: str, everyone: tuple[Topic, ...]) -> float:
    """How much a piece tells: the fewer topics speak of it, the more."""
    spoken = sum(any(gram in field for field in _fields(topic)) for topic in everyone)
    if not spoken:
        return UNKNOWN
    return math.log(1 + len(everyone) / (0.5 + spoken))
