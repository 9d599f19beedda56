"""Breaking Chinese and mixed text into lines without losing a character.

Rich breaks only at spaces and cuts what does not fit; here every Chinese character may end a line, but no line
begins with a closing mark or ends with an opening one, and words and numbers stay whole while they fit.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NO_START = "）。；，、：！？》〉」』】〕”’…%)].,;:!?"
_NO_END = "（《〈「『【〔“‘(["
_JOINT = re.compile(r"[!-~]+[-_/.?&=](?=[!-~])")
"""The part of a long word or address that ends at its last joint."""
_PIECE = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Text without terminal control characters and direction marks, whatever the data held."""
    return _CONTROL.sub("", text.replace("\t", " "))


def cell_len(text: str) -> int:
    """How many terminal cells a text takes: two for a wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@cache
def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, none wider than `width` cells; line breaks in the text are kept.

    Only white space at the end of a line is dropped.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _fill(_units(paragraph), max(width, 2))
    return lines


def _units(paragraph: str) -> list[str]:
    """Pieces that may not be broken: a word or a character with the marks that cling to it."""
    units: list[str] = []
    glue = False
    for piece in _PIECE.findall(paragraph):
        clings = piece[0] in _NO_START and units and not units[-1].isspace()
        if (glue or clings) and units:
            units[-1] += piece
        else:
            units.append(piece)
        glue = piece[-1] in _NO_END
    return units


def _fill(units: list[str], width: int) -> list[str]:
    lines, line, used = [], "", 0
    for unit in units:
        if used + cell_len(unit.rstrip()) <= width:
            line += unit
            used += cell_len(unit)
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = "" if unit.isspace() else unit
        while cell_len(line) > width:
            head = _head(line, width)
            if joint := _JOINT.match(head):
                head = joint.group()
            lines.append(head)
            line = line[len(head) :]
        used = cell_len(line)
    return [*lines, line.rstrip()]


def _head(text: str, width: int) -> str:
    """As much of the text as fits, at least one character."""
    used = 0
    for i, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return text[: max(i, 1)]
    return text
