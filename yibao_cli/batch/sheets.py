"""Spreadsheets and Parquet: sources as frames, and sinks."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from ..errors import InputError
from ..lang import tr
from .cells import neutral
from .fields import WHOLE
from .frames import Frame, frame_of
from .read import header_names
from .write import Target

SHEET_ROWS = 1_048_576
DAYS = ("resume_date", "resume_latest", "full_benefit_date", "pay_by")
BATCH = 200_000


def unreadable(path: str, error: Exception) -> InputError:
    """One clear error for a file that is not what its suffix says."""
    reason = type(error).__name__
    return InputError(
        "cannot_read",
        "IN",
        tr(f"读不了 {path}（{reason}）", f"cannot read {path} ({reason})"),
        tr(
            "文件可能已损坏、加了密码，或后缀不对",
            "it may be damaged, locked by a password or of another format",
        ),
    )


class XlsxFrames:
    """The first sheet of a workbook, every cell as the text that it shows; real dates become YYYY-MM-DD."""

    encoding = "utf-8"

    def __init__(self, path: str) -> None:
        try:
            import fastexcel

            sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
            cells = sheet.to_polars()
        except ImportError:
            from .run import need_extra

            raise need_extra("xlsx") from None
        except Exception as error:  # the reader's own error types are not public
            raise unreadable(path, error) from None
        if not cells.height:
            raise InputError("empty_file", "IN", tr(f"{path} 是空表", f"{path} is empty"), "")
        self.names = header_names([text or "" for text in cells.row(0)])
        self._cells = cells.select(
            pl.nth(i).str.strip_suffix(" 00:00:00").alias(str(i)) for i in range(len(self.names))
        ).slice(1)

    def frames(self) -> Iterator[Frame]:
        """All rows in blocks."""
        for start in range(0, self._cells.height, BATCH):
            part = self._cells.slice(start, BATCH)
            part = part.select(
                pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in part.columns
            )
            yield Frame(part)


class ParquetFrames:
    """A Parquet file in blocks; columns keep their types."""

    encoding = "utf-8"

    def __init__(self, path: str) -> None:
        try:
            from pyarrow import parquet

            self._file = parquet.ParquetFile(path)
        except ImportError:
            from .run import need_extra

            raise need_extra("parquet") from None
        except FileNotFoundError:
            raise InputError("no_file", "IN", tr(f"没有文件 {path}", f"no such file: {path}"), "") from None
        except Exception as error:  # pyarrow raises several types for damaged files
            raise unreadable(path, error) from None
        self.names = list(self._file.schema_arrow.names)

    def frames(self) -> Iterator[Frame]:
        """All rows in blocks."""
        import pyarrow as pa

        for batch in self._file.iter_batches(BATCH):
            cells = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
            yield Frame(cells.rename(dict(zip(cells.columns, map(str, range(cells.width)), strict=True))))


def as_text(column: pl.Series) -> pl.Series:
    """A typed column as the texts that the parsers take: days without a time, whole floats without a point."""
    kind = column.dtype
    if kind == pl.String:
        return column
    if kind == pl.Boolean:
        return column.replace_strict([True, False], ["yes", "no"], return_dtype=pl.String)
    if kind == pl.Datetime:
        return column.cast(pl.String).str.replace(r" 00:00:00(\.0+)?(\+00:00)?$", "")
    if kind.is_float():
        whole = column.cast(pl.Int64, strict=False)
        same = (whole.cast(kind) == column).fill_null(False)
        return pl.select(
            pl.when(same).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
        ).to_series()
    return column.cast(pl.String)


def typed(answers: pl.DataFrame) -> pl.DataFrame:
    """The answer columns with types: whole numbers, days, yuan; everything else text."""

    def cast(name: str) -> pl.Expr:
        base = name.removeprefix("yibao_")
        if base in WHOLE:
            return pl.col(name).cast(pl.Int32)
        if base in DAYS:
            return pl.col(name).str.to_date("%Y-%m-%d")
        return pl.col(name).cast(pl.Float64) if base == "cost_yuan" else pl.col(name)

    return answers.select(cast(name) for name in answers.columns)


def unique_names(names: Sequence[str]) -> list[str]:
    """Column names for formats that allow each only once."""
    found: list[str] = []
    for name in names:
        new, number = name, 2
        while new in found:
            new, number = f"{name}_{number}", number + 1
        found.append(new)
    return found


class ParquetSink:
    """A Parquet file, written block by block; the schema is that of the first block."""

    def __init__(self, target: Target, names: Sequence[str], answers: int) -> None:
        self._target, self._names, self._answers = target, unique_names(names), answers
        self._writer: Any = None

    def frame(self, cells: pl.DataFrame, plain: bool) -> None:
        """Append a block; its last columns are the answers."""
        from pyarrow import parquet

        cells = cells.rename(dict(zip(cells.columns, self._names, strict=True)))
        own = self._names[-self._answers :]
        table = cells.with_columns(typed(cells.select(own))).to_arrow()
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._target.stream, table.schema)
        self._writer.write_table(table)

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows of texts."""
        self.frame(frame_of([list(row) for row in rows], len(self._names)), True)

    def close(self) -> None:
        """Write the footer; a file without rows gets its columns all the same."""
        if self._writer is None:
            self.rows([])
        self._writer.close()


class XlsxSink:
    """A workbook with one sheet of text cells, so that no formula runs and no long number is rounded."""

    def __init__(self, target: Target, names: Sequence[str], answers: int) -> None:
        try:
            import xlsxwriter
        except ImportError:
            from .run import need_extra

            raise need_extra("xlsx") from None
        self._target, self._held, self._row = target, io.BytesIO(), 0
        options: dict[str, bool | str] = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        if target.path != "-":
            # What the writer keeps while it runs holds people's rows: it stays in the folder that the user named.
            options["tmpdir"] = os.path.dirname(os.path.realpath(target.path))
        self._book = xlsxwriter.Workbook(self._held, options)
        self._sheet = self._book.add_worksheet()
        self._text = self._book.add_format({"num_format": "@"})
        self._sheet.freeze_panes(1, 0)
        self.rows([names])

    def frame(self, cells: pl.DataFrame, plain: bool) -> None:
        """Append a block."""
        self.rows(cells.select(as_text(cells[name]) for name in cells.columns).fill_null("").iter_rows())

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows of texts."""
        for row in rows:
            if self._row == SHEET_ROWS:
                raise InputError(
                    "too_many_rows",
                    "--output",
                    tr(
                        f"一张 xlsx 表最多 {SHEET_ROWS:,} 行",
                        f"an xlsx sheet holds at most {SHEET_ROWS:,} rows",
                    ),
                    tr("请输出 .csv 或 .parquet", "write .csv or .parquet instead"),
                )
            for column, cell in enumerate(row):
                if cell:
                    self._sheet.write_string(self._row, column, neutral(cell)[:32_767], self._text)
            self._row += 1

    def close(self) -> None:
        """Write the workbook."""
        self._book.close()
        self._target.write(self._held.getvalue())
