"""Targets: written beside the goal and renamed at the end, so that a killed run leaves no half file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from ..console import escaped
from ..errors import InputError
from ..lang import tr
from .cells import neutral
from .fields import ANSWER, CODE, WHOLE, Texts

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from .answers import Answers

RISKY = frozenset("=+-@\t\r＝＋－＠ \u3000")
"""First characters of cells that `neutral` has to look at."""


MOST_ENDINGS = 50_000
AT_ONCE = 1 << 16
"""Bytes that are handed to the system at once: it finds room for small pieces several times faster than for large ones."""
SLICE = 8_192
"""Rows that are written at once."""


class ClosedPipe(Exception):
    """The reader of our output has gone: there is nobody left to tell."""


def cannot_write(path: str, error: OSError) -> InputError:
    """One clear error for a full disk, a missing folder, a forbidden target."""
    reason = error.strerror or type(error).__name__
    return InputError(
        "cannot_write",
        "--output",
        tr(f"写不了 {path}：{reason}", f"cannot write {path}: {reason}"),
        tr(
            "原来的文件没有改动；请检查磁盘空间和权限",
            "the old file is untouched; check free space and permissions",
        ),
    )


class Target:
    """Where output bytes go. A file is replaced only when all is written; `-` is stdout, devices are written directly.

    As a context manager it commits on success and leaves nothing behind on failure.
    Raises InputError cannot_write, ClosedPipe.
    """

    def __init__(self, path: str) -> None:
        self.path, self._temporary, self._goal = path, "", ""
        try:
            self.stream = self._open()
        except OSError as error:
            raise cannot_write(path, error) from None

    def _open(self) -> BinaryIO:
        if self.path == "-":
            return sys.stdout.buffer
        goal = os.path.realpath(self.path)
        if os.path.exists(goal) and not stat.S_ISREG(os.stat(goal).st_mode):
            return open(goal, "wb")
        if os.path.exists(goal) and not os.access(goal, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        handle, self._temporary = tempfile.mkstemp(
            ".tmp", f".{Path(goal).name[:60]}.", os.path.dirname(goal) or "."
        )
        self._goal = goal
        raw = os.fdopen(handle, "wb")
        return cast(BinaryIO, gzip.GzipFile("", "wb", 6, raw, 0)) if goal.endswith(".gz") else raw

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes."""
        view = memoryview(data)
        try:
            for start in range(0, len(view), AT_ONCE):
                self.stream.write(view[start : start + AT_ONCE])
        except BrokenPipeError:
            raise ClosedPipe from None
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def commit(self) -> None:
        """Put the finished file in its place."""
        try:
            self.stream.flush()
            if self.path != "-":
                raw = cast(Any, getattr(self.stream, "fileobj", None))
                self.stream.close()
                if raw is not None:
                    raw.close()
            if self._temporary:
                self._keep_mode()
                os.replace(self._temporary, self._goal)
                self._temporary = ""
        except BrokenPipeError:
            raise ClosedPipe from None
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def _keep_mode(self) -> None:
        if os.path.exists(self._goal):
            shutil.copymode(self._goal, self._temporary)
            return
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(self._temporary, 0o666 & ~mask)

    def abandon(self) -> None:
        """Leave the old file as it was and nothing beside it."""
        if self.path != "-":
            with suppress(OSError):
                self.stream.close()
        if self._temporary:
            with suppress(OSError):
                os.unlink(self._temporary)

    def __enter__(self) -> Target:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.abandon()


class Sink(Protocol):
    """A format being written."""

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows that are as wide as the header."""

    def frame(self, cells: pl.DataFrame, plain: bool) -> None:
        """Append a block of columns; `plain` tells that no input cell can begin like a formula."""

    def close(self) -> None:
        """Write what is still held back."""


class CsvSink:
    """CSV: UTF-8 with a byte order mark, LF, cells that a spreadsheet would run made harmless."""

    def __init__(self, target: Target, names: Sequence[str], delimiter: str = ",") -> None:
        self.target, self._buffer, self.delimiter = target, io.StringIO(newline=""), delimiter
        self._writer = csv.writer(self._buffer, delimiter=delimiter, lineterminator="\n")
        self._endings: dict[Texts, str] = {}
        self.target.write("\ufeff".encode())
        self.rows([names])

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows."""
        rows = list(rows)
        if not RISKY.isdisjoint({cell[:1] for row in rows for cell in row}):
            rows = [[neutral(cell) if cell[:1] in RISKY else cell for cell in row] for row in rows]
        self._writer.writerows(rows)
        text = self._buffer.getvalue()
        if "\r" in text:
            text = self._with_returns(rows)
        self.target.write(text.encode())
        self._empty()

    def lines(self, lines: Sequence[str], answers: Sequence[Texts]) -> None:
        """Append rows that are given as lines without anything to quote or to make harmless, with their answers."""
        d, ending, known = self.delimiter, self._ending, self._endings
        if len(known) > MOST_ENDINGS:
            known.clear()
        found = []
        for line, answer in zip(lines, answers, strict=True):
            # Only an error and what comes after it may hold any text at all.
            plain = not answer[CODE] and len(answer) == len(ANSWER)
            found.append(
                f"{line}{d}{d.join(answer)}" if plain else f"{line}{d}{known.get(answer) or ending(answer)}"
            )
        self.target.write(("\n".join(found) + "\n").encode())

    def block(self, lines: pa.LargeStringArray, answers: Answers) -> None:
        """Append a block of lines without anything to quote or to make harmless, with their answers.

        Each line but the first begins with the end of the one before it.
        """
        import numpy as np
        import polars as pl
        import pyarrow as pa
        from pyarrow.compute import binary_join_element_wise as join

        # Making a scalar of a Python text would import pandas where it is installed.
        none, endings = pl.Series([""]).to_arrow().cast(pa.large_string())[0], []
        for part in (answers.head, answers.tail):
            texts = part.each("text", self._joined).to_arrow().cast(pa.large_string())
            endings.append((texts, part.numbers.to_arrow()))
        # Few enough at once to stay in the processor's cache.
        for first in range(0, len(lines), SLICE):
            rows = slice(first, first + SLICE)
            both = join(lines[rows], *[texts.take(numbers[rows]) for texts, numbers in endings], none)
            _, offsets, data = both.buffers()
            self.target.write(memoryview(data)[: np.frombuffer(offsets, np.int64)[len(both)]])
        self.target.write(b"\n")

    def _joined(self, cells: pl.DataFrame) -> pl.Series:
        import polars as pl

        texts = [self.delimiter + self._quoted(name).fill_null("") for name in cells.columns]
        return cells.select(pl.concat_str(texts)).to_series()

    def _quoted(self, name: str) -> pl.Expr:
        import polars as pl

        cell = pl.col(name)
        return cell if name in ANSWER[:CODE] else cell.map_elements(self._cell, return_dtype=pl.String)

    def _ending(self, answer: Texts) -> str:
        self._endings[answer] = text = self.delimiter.join(map(self._cell, answer))
        return text

    def _cell(self, text: str) -> str:
        """A cell made harmless, in quotes where it needs them."""
        text = neutral(text)
        special = '"' in text or self.delimiter in text or "\n" in text or "\r" in text
        return '"' + text.replace('"', '""') + '"' if special else text

    def _with_returns(self, rows: Iterable[Sequence[str]]) -> str:
        # With LF as the line end Python's writer leaves a lone CR unquoted, which would split the row on reading.
        self._empty()
        quoting = csv.writer(
            self._buffer, delimiter=self.delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL
        )
        for row in rows:
            (quoting if any("\r" in cell for cell in row) else self._writer).writerow(row)
        return self._buffer.getvalue()

    def _empty(self) -> None:
        self._buffer.seek(0)
        self._buffer.truncate()

    def frame(self, cells: pl.DataFrame, plain: bool) -> None:
        """Append a block of columns."""
        if not plain:
            cells = harmless(cells)
        data = io.BytesIO()
        cells.write_csv(data, include_header=False, separator=self.delimiter, date_format="%Y-%m-%d")
        self.target.write(data.getvalue())

    def close(self) -> None:
        """Nothing is held back."""


class JsonSink:
    """JSON lines: the input's values and the answer's, numbers as numbers, empty answers as null."""

    def __init__(self, target: Target, names: Sequence[str], answers: int) -> None:
        self.target, self.names, self.answers = target, list(names), answers

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows; the last `answers` cells of each are answer cells."""
        inputs, own = self.names[: -self.answers], self.names[-self.answers :]
        self.objects(
            {**dict(zip(inputs, row, strict=False)), **typed(own, row[-self.answers :])} for row in rows
        )

    def frame(self, cells: pl.DataFrame, plain: bool) -> None:
        """Append a block of columns."""
        self.rows([["" if cell is None else str(cell) for cell in row] for row in cells.iter_rows()])

    def objects(self, found: Iterable[dict[str, Any]]) -> None:
        """Append whole objects."""
        text = escaped("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in found))
        self.target.write(text.encode("utf-8", "replace"))

    def close(self) -> None:
        """Nothing is held back."""


def harmless(cells: pl.DataFrame) -> pl.DataFrame:
    """The text columns with every cell that a spreadsheet would run made harmless, by the same function as the rows."""
    import polars as pl

    changed = []
    for column in cells.iter_columns():
        if column.dtype != pl.String:
            continue
        places = column.str.contains("^[ \u3000]*[=+\\-@\t\r＝＋－＠]").fill_null(False).arg_true()
        if len(places):
            changed.append(column.scatter(places, [neutral(cell) for cell in column.gather(places)]))
    return cells.with_columns(changed)


def typed(names: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """Answer cells as JSON values: whole numbers, yuan, texts, null for an empty cell."""
    return {name: _value(name.removeprefix("yibao_"), cell) for name, cell in zip(names, cells, strict=True)}


def _value(name: str, cell: str) -> Any:
    if not cell:
        return None
    if name in WHOLE:
        return int(cell)
    return float(cell) if name == "cost_yuan" else cell
