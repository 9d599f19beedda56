"""The timeline of an answer in characters, for consoles of 60 to 120 columns."""

from __future__ import annotations

from ..advise.answer import Answer
from ..dates import first_day, month_of, month_text
from ..lang import pick
from .bars import KINDS, Picture, picture
from .wrap import cell_len, wrap

BLOCKS = {
    "covered": "▓", "gap": "▁", "claimable": "▃", "unknown": "┄", "wait": "─", "maybe": "?", "partial": "▄", "full": "█",
}  # fmt: skip
PLAIN = {
    "covered": "=", "gap": ".", "claimable": "+", "unknown": "~", "wait": "-", "maybe": "?", "partial": "%", "full": "#",
}  # fmt: skip


def text(result: Answer, width: int, ascii: bool = False) -> str:
    """The timeline as lines of at most `width` cells (60 to 120 are sensible); "" while there is nothing to show.

    `ascii` draws the bar with ASCII only; without it all characters are ones that GBK has, one cell wide.
    """
    shown = picture(result)
    if shown is None:
        return ""
    signs = PLAIN if ascii else BLOCKS
    rows = [_months(shown, width), _bar(shown, width, signs), _digits(shown, width)]
    numbers = [f"{i} {mark.day} {mark.text}" for i, mark in enumerate(shown.marks, 1)]
    kinds = dict.fromkeys(bar.kind for bar in shown.bars)
    legend = [f"{signs[kind] * 2} {pick(KINDS[kind])}" for kind in kinds]
    return "\n".join([*rows, *_flow(numbers, width), *_flow(legend, width)])


def _column(shown: Picture, where: float, width: int) -> int:
    return min(int(where * width), width - 1)


def _months(shown: Picture, width: int) -> str:
    """Month names over the bar: years first, then the other months where there is room."""
    row = [" "] * (width + 8)
    months = range(month_of(shown.first), month_of(shown.last) + 1)
    for month in sorted(months, key=lambda m: (m % 12 != 0, m != months[0], m)):
        column = _column(shown, shown.where(first_day(month)), width)
        label = month_text(month) if month in (months[0], month - month % 12) else f"{month % 12 + 1:02d}"
        around = row[max(column - 1, 0) : column + len(label) + 1]
        if column + len(label) <= width and not "".join(around).strip():
            row[column : column + len(label)] = label
    return "".join(row).rstrip()


def _bar(shown: Picture, width: int, signs: dict[str, str]) -> str:
    days = (shown.last - shown.first).days + 1
    row = [" "] * width
    for bar in shown.bars:
        low, high = (bar.first - shown.first).days, (bar.last - shown.first).days + 1
        for column in range(width):
            if low * width <= (column + 0.5) * days < high * width:
                row[column] = signs[bar.kind]
    for bar in shown.bars:
        # A stretch shorter than a column is drawn all the same.
        if signs[bar.kind] not in row:
            row[_column(shown, shown.where(bar.first), width)] = signs[bar.kind]
    return "".join(row).rstrip()


def _digits(shown: Picture, width: int) -> str:
    row = [" "] * width
    for number, mark in enumerate(shown.marks, 1):
        column = _column(shown, shown.where(mark.day), width)
        while column < width - 1 and row[column] != " ":
            column += 1
        row[column] = str(number)
    return "".join(row).rstrip()


def _flow(items: list[str], width: int) -> list[str]:
    """Items side by side while they fit, never broken unless one alone is too long."""
    rows: list[str] = []
    for item in items:
        if rows and cell_len(rows[-1]) + 3 + cell_len(item) <= width:
            rows[-1] += "   " + item
        else:
            rows += wrap(item, width)
    return rows
