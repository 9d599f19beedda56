"""CSV as frames for the column engine: blocks of bytes cut at line ends, parsed fast where that cannot go wrong.

A block with quotes, odd line ends, NUL bytes, broken characters or lines of another width goes through Python's own
CSV reader, the same that the row engine uses, so that both engines see the same cells.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, cast

import numpy as np
import polars as pl
import pyarrow as pa

from .cells import plain_value
from .read import Csv, Text, delimiter_of, flaw, header_names
from .values import Fault
from .write import RISKY

BLOCK_BYTES = 24 << 20
"""Bytes of a block: some 300,000 rows. Memory is a multiple of this, whatever the size of the file."""
PIECE = 1 << 17
MARKS = tuple(sorted(mark.encode() for mark in RISKY))
Types = Mapping[int, pl.DataType]
"""Columns by their place, and the types as which they are read."""
Wanted = Callable[[], Types]
FIRST_BYTES = 1 << 16
"""Bytes of the first block, which holds the header and is read line by line."""
BOM = "\ufeff".encode()
BY_BYTES = ("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "big5", "ascii", "latin-1")
"""Encodings in which the bytes of a line end never occur inside a character."""


@dataclass(slots=True)
class Frame:
    """A block of rows: cells as texts in columns named by their place, null is empty.

    `faults` and `raw` are those of `read.Block`; `plain` tells that no cell can begin like a formula,
    `unharmed` that none can hold a number in scientific notation. `lines` holds the rows as they stand in the file,
    where these may be written so, each with the line end before it; only columns that answers depend on are in `cells`
    then.
    """

    cells: pl.DataFrame
    faults: dict[int, Fault] = field(default_factory=dict)
    raw: dict[int, list[str]] = field(default_factory=dict)
    lines: pa.LargeStringArray | None = None
    plain: bool = False
    unharmed: bool = False
    seen: int = 0
    delimiter: str = ","

    def texts(self, places: pl.Series, width: int) -> Iterator[list[str]]:
        """The cells of some rows as texts."""
        if self.lines is not None:
            for line in self.lines.take(places.to_arrow()):
                yield line.as_py().removeprefix("\n").split(self.delimiter)
            return
        for row in self.cells.select(self.cells.columns[:width])[places].iter_rows():
            yield [plain_value(cell) for cell in row]


def frame_of(rows: list[list[str]], width: int) -> pl.DataFrame:
    """Rows as a frame; empty cells become null."""
    names = [str(i) for i in range(width)]
    found = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return found.select(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in names)


class CsvFrames:
    """A CSV source as frames. `names` is the header line. Raises InputError as `read.Csv` does.

    `wanted` gives the columns that are needed beside the whole lines, and their types, where whole lines will do for
    the output.
    """

    def __init__(self, path: str, encoding: str | None, delimiter: str | None, known: frozenset[str]) -> None:
        csv.field_size_limit(sys.maxsize)
        self.text = Text(path, encoding, known)
        self.encoding = self.text.encoding
        self.wanted: Wanted | None = None
        self._lines: Lines | None = None
        if self.encoding not in BY_BYTES or self.text.only_cr:
            self._whole: Csv | None = Csv(self.text, delimiter)
            self.names, self.delimiter = self._whole.names, self._whole.delimiter
            return
        self._whole = None
        self._lines = Lines(self.text)
        first = next((line for line in self._lines if line.strip("\r\n\t ,;|")), "")
        self.delimiter = delimiter or delimiter_of(first)
        self._lines.put_back(first)
        self.names = header_names(next(csv.reader(self._lines, delimiter=self.delimiter)))

    def frames(self) -> Iterator[Frame]:
        """All rows in blocks."""
        width = len(self.names)
        if self._whole is not None:
            for block in self._whole.blocks(100_000):
                yield Frame(frame_of(block.cells, width), block.faults, block.raw, seen=block.seen)
            return
        lines = cast(Lines, self._lines)
        while True:
            if lines.pending:
                yield self._slow(lines, width)
            data = lines.block()
            if not data:
                return
            frame = fast(data, width, self.delimiter, self.wanted and self.wanted())
            if frame is None:
                lines.feed(data)
            else:
                frame.seen = self.text.bytes.seen
                yield frame

    def _slow(self, lines: Lines, width: int) -> Frame:
        """The rest of a block by Python's reader, to the end of the record that its last line belongs to."""
        reader = csv.reader(lines, delimiter=self.delimiter)
        rows: list[list[str]] = []
        frame = Frame(pl.DataFrame())
        while lines.pending:
            cells = next(reader, None)
            if cells is None:
                break
            if len(cells) != width or lines.suspicious:
                fault = flaw(cells, width, "\0" in "".join(cells))
                if fault is not None:
                    frame.faults[len(rows)], frame.raw[len(rows)] = fault, cells
                cells = (cells + [""] * width)[:width]
            rows.append(cells)
        frame.cells, frame.seen = frame_of(rows, width), self.text.bytes.seen
        return frame


class Lines:
    """Blocks of decoded bytes, and the same as lines for Python's CSV reader, which may run into the next block."""

    def __init__(self, text: Text) -> None:
        self._stream = cast(BinaryIO, io.BufferedReader(text.bytes, 1 << 20))
        self._encoding = "utf-8" if text.encoding == "utf-8-sig" else text.encoding
        self._rest, self._first = b"", text.encoding == "utf-8-sig"
        self._held: list[str] = []
        self._size = FIRST_BYTES
        self.suspicious = False

    @property
    def pending(self) -> bool:
        """Whether lines are waiting."""
        return bool(self._held)

    def block(self) -> bytes:
        """The next block as UTF-8, ending at a line end; empty at the end of the file."""
        size, self._size = self._size, BLOCK_BYTES
        pieces: list[bytes | memoryview] = [self._rest]
        while new := self._stream.read(size):
            cut = new.rfind(b"\n") + 1
            pieces.append(memoryview(new)[:cut] if cut else new)
            if cut:
                self._rest = new[cut:]
                return self._utf8(b"".join(pieces))
        self._rest = b""
        return self._utf8(b"".join(pieces))

    def _utf8(self, data: bytes) -> bytes:
        if self._first:
            self._first, data = False, data.removeprefix(BOM)
        return data if self._encoding == "utf-8" else self._decoded(data).encode()

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode(self._encoding)
        except UnicodeDecodeError:
            self.suspicious = True
            return data.decode(self._encoding, "yibao-mark")

    def feed(self, data: bytes) -> None:
        """Hold a block ready as lines."""
        if b"\0" in data:
            self.suspicious = True
        text = self._decoded(data) if self._encoding == "utf-8" else data.decode()
        self._held = list(io.StringIO(text, newline=""))[::-1]

    def put_back(self, line: str) -> None:
        """Hold a line that was taken before its turn."""
        self._held.append(line)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._held:
            data = self.block()
            if not data:
                raise StopIteration
            self.feed(data)
        return self._held.pop()


def fast(data: bytes, width: int, delimiter: str, wanted: Types | None) -> Frame | None:
    """A block by the fast parser; None unless every line is certain to be one plain row of the right width."""
    if not delimiter.isascii() or data.startswith((BOM, b"\n", b"\r")):
        return None
    if b"\r" in data:
        if data.count(b"\r") != data.count(b"\r\n"):
            return None
        data = data.replace(b"\r\n", b"\n")
    if not data.endswith(b"\n"):
        data += b"\n"
    look = Look.at(data, delimiter)
    if look.delimiters != (len(look.ends) - 1) * (width - 1) or look.empty:
        return None
    if look.low and (b'"' in data or b"\0" in data) or b"\xef" in data and b"\xef\xbf\xbd" in data:
        return None
    lines = pa.LargeStringArray.from_buffers(len(look.ends) - 1, pa.py_buffer(look.ends), pa.py_buffer(data))
    unharmed = not look.low or b"+" not in data or b"E+1" not in data
    plain = not _risky(data, delimiter, look.low)
    try:
        # Raises for a broken character in any column, wanted or not.
        cells = _columns(data, width, delimiter, wanted if plain and unharmed else None)
    except pl.exceptions.PolarsError:
        return None
    if cells.height != len(lines):
        return None
    return Frame(
        cells,
        lines=lines if plain and wanted is not None else None,
        plain=plain,
        unharmed=unharmed,
        delimiter=delimiter,
    )


def _columns(data: bytes, width: int, delimiter: str, wanted: Types | None) -> pl.DataFrame:
    return pl.read_csv(
        data, has_header=False, separator=delimiter, quote_char=None, infer_schema=False, raise_if_empty=False,
        schema={str(i): (wanted or {}).get(i, pl.String()) for i in range(width)}, columns=sorted(wanted or ()) or None,
    )  # fmt: skip


class Look(NamedTuple):
    """What is seen of a block that ends with a line end: where its lines end (the first entry is 0), how many
    delimiters it has, whether some line is empty, whether it holds any byte before `,` but line ends and delimiters:
    quotes, NUL, tabs, spaces and plus signs are such, and most lists have none of them.
    """

    ends: np.ndarray[tuple[int], np.dtype[np.int64]]
    delimiters: int
    empty: bool
    low: bool

    @classmethod
    def at(cls, data: bytes, delimiter: str) -> Look:
        """Look at a block."""
        found, delimiters, low = [np.zeros(1, np.int64)], 0, 0
        for start, here in _pieces(data):
            found.append(np.flatnonzero(here == ord("\n")) + start)
            delimiters += int(np.count_nonzero(here == ord(delimiter)))
            low += int(np.count_nonzero(here < ord(",")))
        ends = np.concatenate(found)
        usual = len(ends) - 1 + (delimiters if delimiter < "," else 0)
        return cls(ends, delimiters, bool((np.diff(ends[1:]) == 1).any()), low > usual)


def _risky(data: bytes, delimiter: str, low: bool) -> bool:
    """Whether some cell of a block begins with a character that has to be looked at."""
    marks = tuple(mark for mark in MARKS if mark != delimiter.encode())
    if data.startswith(marks):
        return True
    # Bytes that do not occur at all are found out at the speed of memory.
    firsts = [first for first in {mark[:1] for mark in marks} if (low or first > b",") and first in data]
    for start, here in _pieces(data, 1) if firsts else ():
        ends = ((here == ord("\n")) | (here == ord(delimiter)))[:-1]
        for first in firsts:
            places = np.flatnonzero(ends & (here[1:] == ord(first))) + start + 1
            if any(data.startswith(marks, place) for place in places.tolist()):
                return True
    return False


def _pieces(data: bytes, more: int = 0) -> Iterator[tuple[int, np.ndarray[tuple[int], np.dtype[np.uint8]]]]:
    """A block in pieces, each with its place and so many bytes of the next one.

    A piece and all that is made of it stay in the processor's cache.
    """
    whole = np.frombuffer(data, np.uint8)
    for start in range(0, len(data), PIECE):
        yield start, whole[start : start + PIECE + more]
