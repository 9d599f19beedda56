"""Text sources: CSV and JSON lines as blocks of rows, nothing lost, every flaw named in its row."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import InputError
from ..lang import tr
from . import encoding as encodings
from .values import Fault

BLOCK = 4_096
"""Rows in a block."""
SAMPLE, LONGEST_SAMPLE = 1 << 20, 1 << 26
DELIMITERS = ",\t;|"
Note = Callable[[str], None]


@dataclass(slots=True)
class Block:
    """Rows in the order of the file, each as wide as the header, and the faults of rows that are malformed, by place.

    `raw` holds the cells of malformed rows as they were; `seen` the bytes read so far; `lines` the rows as they stand
    in the file, where these hold nothing but cells and delimiters.
    """

    cells: list[list[str]]
    faults: dict[int, Fault] = field(default_factory=dict)
    raw: dict[int, list[str]] = field(default_factory=dict)
    seen: int = 0
    lines: list[str] | None = None


def open_bytes(path: str) -> BinaryIO:
    """The bytes of a source, unpacked. Raises InputError no_file or cannot_read."""
    try:
        if path == "-":
            return sys.stdin.buffer
        if path.endswith(".gz"):
            return cast(BinaryIO, gzip.open(path, "rb"))
        return open(path, "rb")
    except FileNotFoundError:
        raise InputError("no_file", "IN", tr(f"没有文件 {path}", f"no such file: {path}"), "") from None
    except OSError as error:
        raise InputError(
            "cannot_read",
            "IN",
            tr(f"读不了 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}"),
            "",
        ) from None


class _Bytes(io.RawIOBase):
    """A sample that was read ahead, then the rest; counts what has passed."""

    def __init__(self, sample: bytes, rest: BinaryIO) -> None:
        self._sample, self._rest, self.seen = io.BytesIO(sample), rest, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._sample.readinto(buffer) or cast(Any, self._rest).readinto(buffer) or 0
        self.seen += found
        return cast(int, found)


def sample_of(stream: BinaryIO) -> bytes:
    """The beginning of a stream, long enough to tell its encoding: until other than ASCII characters are met."""
    sample = stream.read(SAMPLE)
    while sample.isascii() and len(sample) < LONGEST_SAMPLE and (more := stream.read(SAMPLE)):
        sample += more
    return sample


class Text:
    """A decoded text source. `encoding` is what was found or asked for."""

    def __init__(self, path: str, encoding: str | None, known: frozenset[str]) -> None:
        try:
            self.stream = open_bytes(path)
            sample = sample_of(self.stream)
        except (OSError, EOFError) as error:
            raise InputError(
                "cannot_read", "IN", tr(f"读不了 {path}：{error}", f"cannot read {path}: {error}"), ""
            ) from None
        if not sample.strip(b"\xef\xbb\xbf\r\n\t "):
            raise InputError(
                "empty_file",
                "IN",
                tr(f"{path} 是空文件", f"{path} is empty"),
                tr("第一行要有列名", "the first line must name the columns"),
            )
        self.encoding = encodings.named(encoding) if encoding else encodings.detect(sample, known)
        self.only_cr = b"\r" in sample and b"\n" not in sample
        self.bytes = _Bytes(sample, self.stream)

    def lines(self) -> io.TextIOWrapper:
        """The decoded lines, line ends kept; bytes that cannot be decoded become U+FFFD."""
        return io.TextIOWrapper(
            io.BufferedReader(self.bytes, 1 << 18), self.encoding, errors="yibao-mark", newline=""
        )


class Csv:
    """A CSV source. `names` is the header line; rows follow in blocks.

    Raises InputError empty_file, no_file, cannot_read, unknown_encoding.
    """

    def __init__(self, text: Text, delimiter: str | None) -> None:
        csv.field_size_limit(sys.maxsize)
        self.text, self.encoding = text, text.encoding
        self._nul, self._unbroken = False, encodings.broken_bytes()
        self._lines, self._held = self.text.lines(), list[str]()
        first = next((line for line in self._lines if line.strip("\r\n\t ,;|")), "")
        self.delimiter = delimiter or delimiter_of(first)
        self._held.append(first)
        self._reader = csv.reader(self._fed(), delimiter=self.delimiter)
        self.names = header_names(next(self._reader))
        self.kept = len(self.names)

    def _fed(self) -> Iterator[str]:
        """The lines that were read ahead, then the others."""
        while True:
            line = self._held.pop() if self._held else next(self._lines, None)
            if line is None:
                return
            if "\0" in line:
                self._nul = True
            yield line

    def blocks(self, size: int = BLOCK) -> Iterator[Block]:
        """All rows. Empty lines are rows too: the numbers stay those that a spreadsheet shows."""
        while lines := list(islice(self._lines, size)):
            block = self._plain(lines)
            if block is None:
                self._held = lines[::-1]
                block = self._read()
            block.seen = self.text.bytes.seen
            yield block

    def _plain(self, lines: list[str]) -> Block | None:
        """Lines as rows, without a CSV reader, where every line is certain to be one well-formed row."""
        text = "".join(lines)
        if '"' in text or "\0" in text or "\ufffd" in text:
            return None
        if "\r" in text:
            if text.count("\r") != text.count("\r\n"):
                return None
            text = text.replace("\r\n", "\n")
        found = text.removesuffix("\n").split("\n")
        cells = [line.split(self.delimiter) for line in found]
        plain = set(map(len, cells)) == {len(self.names)} and all(map(itemgetter(0), cells))
        return Block(cells, lines=found) if plain else None

    def _read(self) -> Block:
        """The lines that are held, to the end of the record that the last of them belongs to, by the CSV reader."""
        width, kept, block = len(self.names), self.kept, Block([])
        while self._held and (cells := next(self._reader, None)) is not None:
            if len(cells) != width or self._nul or self._broken() or not (cells[0] or any(cells[:kept])):
                self._flawed(cells, width, block)
                cells = (cells + [""] * width)[:width]
            block.cells.append(cells)
        return block

    def _broken(self) -> bool:
        # Bytes are decoded ahead of the rows: once one was broken, every later row is looked at.
        return encodings.broken_bytes() != self._unbroken

    def _flawed(self, cells: list[str], width: int, block: Block) -> None:
        fault = flaw(cells, width, self._nul, self.kept)
        self._nul = False
        if fault is not None:
            block.faults[len(block.cells)], block.raw[len(block.cells)] = fault, cells


def header_names(cells: list[str]) -> list[str]:
    """The names of a header line; nameless columns at its end are none."""
    names = [name.strip().lstrip("\ufeff") for name in cells]
    while len(names) > 1 and not names[-1]:
        names.pop()
    return names


def flaw(cells: list[str], width: int, nul: bool, kept: int | None = None) -> Fault | None:
    """What is wrong with the form of a row; None if nothing is (surplus empty cells at the end are nothing).

    `kept` counts the columns before the answers of an earlier run, which do not make a row less empty.
    """
    if not any(cells[:kept]):
        return Fault("empty_row", tr("空行", "the row is empty"))
    if nul and any("\0" in cell for cell in cells):
        return Fault(
            "nul_byte",
            tr("行中有 NUL 字节，文件可能损坏", "the row holds a NUL byte: the file may be damaged"),
        )
    if any("\ufffd" in cell for cell in cells):
        return Fault(
            "bad_encoding",
            tr(
                "行中有无法解码的字节；用 --encoding 指明编码",
                "bytes that cannot be decoded; name the encoding with --encoding",
            ),
        )
    if len(cells) < width:
        return Fault(
            "short_row",
            tr(f"只有 {len(cells)} 列，应有 {width} 列", f"{len(cells)} cells where the header has {width}"),
        )
    if any(cells[width:]):
        return Fault(
            "long_row",
            tr(f"有 {len(cells)} 列，应有 {width} 列", f"{len(cells)} cells where the header has {width}"),
        )
    return None


def delimiter_of(line: str) -> str:
    """The delimiter of a header line: the candidate that occurs most outside quotes, a comma if none does."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


class JsonLines:
    """A JSON lines source: one object a line; blank lines are rows too. Values become texts, `raw` keeps the objects."""

    def __init__(self, path: str, encoding: str | None, known: frozenset[str]) -> None:
        self.text = Text(path, encoding, known)
        self.encoding = self.text.encoding

    def records(self) -> Iterator[dict[str, Any] | Fault]:
        """One object, or the fault of the line, for every line."""
        for line in self.text.lines():
            if not line.strip("\ufeff\r\n\t "):
                yield Fault("empty_row", tr("空行", "the row is empty"))
                continue
            try:
                found = json.loads(line.lstrip("\ufeff"))
            except (ValueError, RecursionError):
                yield Fault("not_json", tr("不是合法的 JSON", "not a JSON object"))
                continue
            yield (
                found
                if isinstance(found, dict)
                else Fault("not_json", tr("每行应是一个 JSON 对象", "each line must be a JSON object"))
            )


def kind_of(path: str) -> str:
    """``csv``, ``jsonl``, ``parquet`` or ``xlsx`` by the suffix; ``-`` is CSV. Raises InputError unknown_format."""
    name = Path(path).name.casefold().removesuffix(".gz")
    if path == "-" or name.endswith((".csv", ".tsv", ".txt")):
        return "csv"
    for kind in ("jsonl", "parquet", "xlsx"):
        if name.endswith("." + kind) and (kind == "jsonl" or not path.casefold().endswith(".gz")):
            return kind
    if name.endswith(".ndjson"):
        return "jsonl"
    raise InputError(
        "unknown_format",
        "IN",
        tr(f"看不出 {Path(path).name} 是什么格式", f"cannot tell the format of {Path(path).name}"),
        ".csv .csv.gz .jsonl .parquet .xlsx",
    )
