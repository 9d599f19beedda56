"""Frames through the column engine, or through the row engine where that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from .cells import damage, holds_identities
from .fields import KEY_ORDER, faulty
from .headers import Header, header
from .read import flaw, kind_of
from .summary import Summary
from .textual import KNOWN_NAMES
from .values import Fault

if TYPE_CHECKING:
    import polars as pl

    from .answers import Answers
    from .frames import Frame
    from .run import Job


def run_frames(job: Job) -> Summary:
    """Answer a source block by block. Raises InputError not_installed where the extra is missing."""
    from .run import installed, need_extra

    if not installed():
        raise need_extra(kind_of(job.source) if kind_of(job.source) != "csv" else "--engine columns")
    from .run import Output, tell

    source = source_of(job)
    tell(source.encoding, job.source)
    head = header(source.names, job.mapping, job.defaults)
    with ExitStack() as stack:
        out = Output(job, head.kept, stack)
        desk = FrameDesk(job, head)
        if not head.own and job.engine != "rows" and out.line_sink(getattr(source, "delimiter", None)):
            source.wanted = desk.wanted
        writer = stack.enter_context(ThreadPoolExecutor(1))
        last: Future[None] | None = None
        for frame in ahead(source.frames()) if job.source != "-" else source.frames():
            if frame.lines is None:
                frame.cells = frame.cells.select(frame.cells.columns[: head.width])
            mark_empty(frame)
            answers = desk.answer(frame)
            # A block is written while the next one is answered, never more than one at a time.
            if last is not None:
                last.result()
            last = writer.submit(out.give, frame, answers)
        if last is not None:
            last.result()
        return out.close()


def ahead(frames: Iterator[Frame]) -> Iterator[Frame]:
    """The frames, each read while the one before is answered. Not for a pipe, whose end may never come."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, frames, None)
        while (frame := coming.result()) is not None:
            coming = reader.submit(next, frames, None)
            yield frame


def source_of(job: Job) -> Any:
    """The reader of a format."""
    kind = kind_of(job.source)
    if kind == "csv":
        from .frames import CsvFrames

        return CsvFrames(job.source, job.encoding, job.delimiter, KNOWN_NAMES)
    from .sheets import ParquetFrames, XlsxFrames

    return XlsxFrames(job.source) if kind == "xlsx" else ParquetFrames(job.source)


class FrameDesk:
    """Answers frames of one header, damage and malformed rows included."""

    def __init__(self, job: Job, head: Header) -> None:
        from .columns import Columns

        self.keys = [key for key in KEY_ORDER if key in head.places]
        self._places = {key: str(head.places[key]) for key in self.keys}
        self.engine = Columns(self.keys, job.defaults, job.as_of, job.explain, by_row=job.engine == "rows")
        self._explain = job.explain
        others = [i for i in range(head.width) if str(i) not in self._places.values()]
        self._watched = [(str(i), head.names[i], holds_identities(head.names[i])) for i in others]

    def wanted(self) -> dict[int, Any]:
        """The columns without which no row can be answered, and the types that they are best read as."""
        import polars as pl

        found = {int(column): pl.String() for column, _, identities in self._watched if identities}
        return found | {int(place): self.engine.met[key].dtype for key, place in self._places.items()}

    def texts(self, frame: Frame) -> pl.DataFrame:
        """The cells of the facts as texts, named by their keys."""
        import polars as pl

        from .sheets import as_text

        return frame.cells.select(
            (cells if isinstance(cells.dtype, pl.Categorical) else as_text(cells)).alias(key)
            for key, cells in ((key, frame.cells[place]) for key, place in self._places.items())
        )

    def answer(self, frame: Frame) -> Answers:
        """The answers of a frame."""
        import polars as pl

        answers = self.engine.answers(self.texts(frame))
        wrong = {
            place: faulty(fault.code, fault.text, self._explain) for place, fault in frame.faults.items()
        }
        for column, name, identities in self._watched:
            for place, found in self._damaged(frame, column, name, identities):
                if place not in wrong and answers.head.row(place)[0] != "error":
                    wrong[place] = faulty(found.code, found.text, self._explain)
        return answers.with_own(pl.Series(list(wrong), dtype=pl.UInt32), list(wrong.values()))

    def _damaged(self, frame: Frame, column: str, name: str, identities: bool) -> list[tuple[int, Fault]]:
        import polars as pl

        if frame.unharmed and not identities:
            return []
        cells = frame.cells[column]
        if cells.dtype != pl.String:
            return []
        doubtful = cells.str.contains("E+1", literal=True)
        if identities:
            doubtful = doubtful | cells.str.ends_with("000")
        places = doubtful.fill_null(False).arg_true()
        found = []
        for place, cell in zip(places, cells.gather(places), strict=True):
            error = damage(name, cell)
            if error is not None:
                found.append((place, Fault.of(error)))
        return found


def mark_empty(frame: Frame) -> None:
    """Mark the rows that hold nothing at all."""
    import polars as pl

    empty: pl.Series | None
    if frame.lines is not None:
        lines = pl.Series(pl.from_arrow(frame.lines)) if frame.cells.to_series(0).null_count() else None
        empty = None if lines is None else lines.str.strip_chars(frame.delimiter + "\n") == ""
    elif frame.cells.height and frame.cells.to_series(0).null_count():
        empty = frame.cells.select(pl.all_horizontal(pl.all().is_null())).to_series()
    else:
        empty = None
    if empty is not None and empty.any():
        fault = flaw([], 1, False)
        assert fault is not None
        frame.faults |= dict.fromkeys(empty.arg_true().to_list(), fault)
