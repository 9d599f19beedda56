"""How a word sounds: pinyin without tones, read off the register of regions. Good enough to guess which place was meant."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cache

from . import regions
from .policy import forgettable

_SYLLABLE = {letter: f"({letter}h?[aeiouv]+(?:ng|n|r)?)" for letter in "bcdfghjklmnpqrstwxyz"} | {
    letter: f"({letter}[aeiouv]*(?:ng|n|r)?)" for letter in "aeo"
}
FIRST, LAST = "\ub0a1", "\ud7f9"
"""The first level of GB 2312: the usual characters, in the order of their pinyin."""


def spelled(text: str) -> str:
    """The pinyin of a text without tones and spaces; a character whose sound is not known stays as it is."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("u\u0308", "v")
    letters = "".join(c for c in plain if not (unicodedata.combining(c) or c.isspace() or c in "'’·"))
    latin = re.sub(r"(?<=[a-z])[1-5]", "", letters)
    return "".join(sound(c) or c for c in latin)


def sound(character: str) -> str:
    """The syllable of a Chinese character, or "" if it is not known."""
    known = sounds()
    if found := known.get(character):
        return found
    code = _code(character)
    if not FIRST <= code <= LAST:
        return ""
    # What stands between two like syllables is read like them.
    codes, syllables = _order()
    place = bisect_left(codes, code)
    around = set(syllables[max(place - 1, 0) : place + 1])
    return around.pop() if len(around) == 1 else ""


@cache
def sounds() -> dict[str, str]:
    """The syllable of every character that the pinyin of a region spells out."""
    found: dict[str, str] = {}
    for region in regions.register().values():
        names = [name for name in region.aliases if len(name) == len(region.initials)]
        pattern = "".join(_SYLLABLE[letter] for letter in region.initials)
        if match := re.fullmatch(pattern, region.pinyin):
            for character, syllable in zip([*names, region.zh][0], match.groups(), strict=False):
                found.setdefault(character, syllable)
    return found


@cache
def _order() -> tuple[list[str], list[str]]:
    coded = ((_code(character), syllable) for character, syllable in sounds().items())
    pairs = sorted(pair for pair in coded if FIRST <= pair[0] <= LAST)
    return [code for code, _ in pairs], [syllable for _, syllable in pairs]


def _code(character: str) -> str:
    """The place of a character in GB 2312 as one comparable character; "" if it has none."""
    try:
        two = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return chr(two[0] * 256 + two[1]) if len(two) == 2 else ""


forgettable(sounds.cache_clear)
forgettable(_order.cache_clear)
