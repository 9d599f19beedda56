"""The one place that knows Rich: a screen with headings, tables that lose nothing, and plain lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rich.box import ASCII, SQUARE, Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..lang import tr
from .wrap import cell_len, clean, wrap

NARROW = 70
"""Below this many columns tables are stacked: a line a value, named by its heading."""

MAX_WIDTH = 120


class Screen:
    """A console without markup, emoji or highlighting. `ascii_only` draws boxes that every console has."""

    def __init__(self, *, color: bool = True, ascii_only: bool = False, width: int | None = None) -> None:
        self.console = Console(
            markup=False,
            emoji=False,
            highlight=False,
            no_color=not color or None,
            width=width,
            file=sys.stdout,
        )
        if not color:
            self.console.no_color = True
        self.width = min(self.console.width, MAX_WIDTH)
        encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
        legacy = self.console.legacy_windows or not encoding.startswith("utf")
        self.plain = bool(ascii_only or legacy or os.environ.get("YIBAO_ASCII"))
        self.box: Box = ASCII if self.plain else SQUARE

    def line(self, text: str = "", style: str = "") -> None:
        """A paragraph."""
        for row in wrap(text, self.width) if text else [""]:
            self.console.print(Text(row, style=style), soft_wrap=True)

    def status(self, tag: str, text: str, style: str) -> None:
        """A bold paragraph whose first words, the tag, stand on a ground of their own colour."""
        for i, row in enumerate(wrap(tag + text, self.width)):
            shown = Text(row, style="bold")
            if i == 0:
                shown.stylize(style, 0, len(tag.rstrip()))
            self.console.print(shown, soft_wrap=True)

    def heading(self, text: str) -> None:
        """The title of a section."""
        self.line()
        self.line(text, "bold")

    def points(self, texts: Sequence[str], marks: Sequence[str] | None = None, style: str = "") -> None:
        """A list: one mark and a hanging indent each."""
        for i, text in enumerate(texts):
            mark = f"{marks[i] if marks else '-'} "
            indent = cell_len(mark)
            for k, row in enumerate(wrap(text, self.width - indent)):
                self.console.print(
                    Text((mark if k == 0 else " " * indent) + row, style=style), soft_wrap=True
                )

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """A table of two columns, name and value."""
        self.table(("", ""), rows)

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table. Columns are as wide as their content while that fits; the widest ones give way and wrap."""
        cells = [[clean(str(value)) for value in row] for row in rows]
        if not cells:
            return
        if self.width < NARROW and (len(headers) > 2 or not any(headers)):
            self._stacked(headers, cells)
            return
        widths = self._widths(headers, cells)
        if sum(widths) > self.width - 3 * len(widths) - 1:
            self._stacked(headers, cells)
            return
        table = Table(
            box=self.box, show_header=any(headers), show_lines=len(headers) > 2, header_style="bold"
        )
        for header, width in zip(headers, widths, strict=True):
            table.add_column("\n".join(wrap(header, width)), width=width, no_wrap=True, overflow="fold")
        for row in cells:
            table.add_row(*(Text("\n".join(wrap(v, w))) for v, w in zip(row, widths, strict=True)))
        self.console.print(table)

    def _stacked(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            if not any(headers):
                name, value = row
                self.points([_named(name, value)], ["*"])
                continue
            for i, (header, value) in enumerate(zip(headers, row, strict=True)):
                if value:
                    self.points([_named(header, value)], ["*" if i == 0 else " "])

    def _widths(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
        """Content widths, the widest cut down step by step until the table fits."""
        columns = list(zip(*[headers, *rows], strict=True))
        widths = [
            max(max(cell_len(line) for line in value.split("\n")) for value in column) for column in columns
        ]
        widths = [max(width, 2) for width in widths]
        room = self.width - 3 * len(widths) - 1
        while sum(widths) > room and max(widths) > 8:
            widest = widths.index(max(widths))
            second = max([w for i, w in enumerate(widths) if i != widest], default=8)
            widths[widest] = max(widths[widest] - (sum(widths) - room), min(second, widths[widest] - 1), 8)
        return widths


def _named(name: str, value: str) -> str:
    return f"{name}{tr('：', ': ')}{value}" if name else value
