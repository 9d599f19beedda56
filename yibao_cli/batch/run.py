"""`yibao batch`: a list of people in, the same list with answers out."""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..console import say, say_error
from ..errors import InputError
from ..lang import tr
from .fields import ANSWER, EXPLAIN
from .progress import Progress, size_of
from .read import kind_of
from .summary import Summary
from .values import Fault
from .values import read as read_value
from .write import ClosedPipe, CsvSink, JsonSink, Sink, Target

if TYPE_CHECKING:
    from .answers import Answers
    from .counts import Counts
    from .frames import Frame

ENGINES = ("auto", "rows", "columns", "spark")
COLUMNS_FROM = 1_500_000
"""Bytes of a CSV file from which the column engine is faster than plain Python (docs/benchmarks.md)."""


@dataclass(slots=True)
class Job:
    """Everything that a batch was asked for."""

    source: str
    output: str
    as_of: dt.date
    engine: str = "auto"
    mapping: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    errors: str | None = None
    explain: bool = False
    summary: str | None = None
    strict: bool = False
    progress: bool = True

    @property
    def added(self) -> tuple[str, ...]:
        """The answer columns of this run."""
        return (*ANSWER, *EXPLAIN) if self.explain else ANSWER

    def titles(self, names: Sequence[str]) -> list[str]:
        """The answer columns' names beside these input columns: one that is taken gets the prefix `yibao_`."""
        return [f"yibao_{name}" if name in names else name for name in self.added]


def run(
    source: str,
    output: str,
    *,
    engine: str = "auto",
    mapping: dict[str, str],
    defaults: dict[str, str],
    encoding: str | None,
    delimiter: str | None,
    errors: str | None,
    explain: bool,
    summary: str | None,
    strict: bool,
    as_of: dt.date,
    progress: bool,
) -> int:
    """Answer a file; the exit code: 0 done, 1 rows with errors and `strict`, 2 input or output that cannot be used.

    Raises PolicyError (unusable policies) and KeyboardInterrupt; neither leaves a half-written file.
    """
    job = Job(
        source,
        output,
        as_of,
        engine,
        mapping,
        defaults,
        encoding,
        delimiter,
        errors,
        explain,
        summary,
        strict,
        progress,
    )
    try:
        done = work(job)
        if job.summary:
            done.write(job.summary)
    except ClosedPipe:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except InputError as error:
        say_error(error)
        return 2
    say(done.text())
    return 1 if strict and done.bad else 0


def work(job: Job) -> Summary:
    """Choose the engine and run it. Raises InputError, ClosedPipe."""
    check(job)
    # Rows live for a moment; searching what is remembered for garbage with every few of them costs a sixth of the time.
    gc.set_threshold(50_000, 20, 1_000)
    kinds = {kind_of(job.source), kind_of(job.output)}
    if job.engine == "spark":
        from .cluster import run_spark

        return run_spark(job)
    if kind_of(job.source) == "jsonl" or (kind_of(job.source) == "csv" and chosen(job, kinds) == "rows"):
        from .textual import run_text

        return run_text(job)
    from .tabular import run_frames

    return run_frames(job)


def check(job: Job) -> None:
    """Refuse what cannot work. Raises InputError unknown_engine, same_file, unknown_key."""
    if job.engine not in ENGINES:
        raise InputError(
            "unknown_engine",
            "--engine",
            tr(f"没有引擎“{job.engine[:20]}”", f"no engine {job.engine[:20]!r}"),
            " ".join(ENGINES),
        )
    files = [os.path.realpath(path) for path in (job.output, job.errors, job.summary) if path and path != "-"]
    if len(set(files)) < len(files):
        raise InputError(
            "same_file",
            "--output",
            tr("两个输出写到同一个文件", "two outputs go to the same file"),
            tr("请用不同的文件名", "use different names"),
        )
    for key, value in job.defaults.items():
        fault = read_value(key, value, job.as_of)
        if isinstance(fault, Fault):
            raise InputError(fault.code, f"--{key.replace('_', '-')}", fault.text)
    if job.delimiter == "\\t":
        job.delimiter = "\t"
    if job.delimiter is not None and (len(job.delimiter) != 1 or job.delimiter in '"\r\n'):
        raise InputError(
            "bad_delimiter",
            "--delimiter",
            tr("分隔符应是一个字符", "the delimiter must be one character"),
            ", ; \\t |",
        )


def chosen(job: Job, kinds: set[str]) -> str:
    """The engine: rows for what is small or plain, columns for what is big or columnar, if it is installed."""
    if job.engine != "auto":
        return job.engine
    if kinds & {"parquet", "xlsx"}:
        return "columns"
    if size_of(job.source) < COLUMNS_FROM * (0.25 if job.source.endswith(".gz") else 1):
        return "rows"
    if installed():
        return "columns"
    say(
        tr(
            "文件较大：pip install 'yibao[batch]' 后会快很多",
            "a big file: it will be much faster after pip install 'yibao[batch]'",
        )
    )
    return "rows"


def installed() -> bool:
    """Whether the column engine's packages are there."""
    from importlib.util import find_spec

    return find_spec("polars") is not None and find_spec("pyarrow") is not None


def need_extra(what: str) -> InputError:
    """The error that says what to install."""
    return InputError(
        "not_installed",
        "--engine",
        tr(f"{what} 需要另外安装", f"{what} needs an extra package"),
        "pip install 'yibao[batch]'",
    )


class Output:
    """The answered list, the list of bad rows, the counts and the progress of one run, opened and closed together."""

    def __init__(self, job: Job, names: Sequence[str], stack: ExitStack) -> None:
        self.job, self.names = job, list(names)
        self.titles = job.titles(self.names)
        self.target = stack.enter_context(Target(job.output))
        self.sink = sink_for(
            job.output, self.target, [*self.names, *self.titles], len(self.titles), kind_of(job.source)
        )
        self.bad: Sink | None = None
        if job.errors:
            target = stack.enter_context(Target(job.errors))
            self.bad = sink_for(job.errors, target, [*self.names, *ANSWER[-2:]], 2)
        self.summary = Summary(job.as_of)
        self._counts: Counts | None = None
        self.progress = Progress(job.progress, size_of(job.source))

    def line_sink(self, delimiter: str | None) -> CsvSink | None:
        """The sink, if lines of a source with this delimiter may be written as they stand."""
        return self.sink if isinstance(self.sink, CsvSink) and self.sink.delimiter == delimiter else None

    def give(self, frame: Frame, answers: Answers) -> None:
        """Write and count a block of answers beside its rows."""
        if frame.lines is not None and isinstance(self.sink, CsvSink):
            self.sink.block(frame.lines, answers)
        else:
            import polars as pl

            cells = frame.cells.select(frame.cells.columns[: len(self.names)])
            own = answers.frame()
            own = own.rename(dict(zip(own.columns, self.titles, strict=True)))
            self.sink.frame(pl.concat([cells, own], how="horizontal"), frame.plain)
        if self.bad is not None:
            self._bad(frame, answers)
        if self._counts is None:
            from .counts import Counts

            self._counts = Counts(self.summary)
        self._counts.add(answers)
        self.progress.at(self.summary.rows, frame.seen)

    def _bad(self, frame: Frame, answers: Answers) -> None:
        assert self.bad is not None
        places = answers.tail.rows("wrong", lambda few: few["error_code"].is_not_null()).arg_true()
        errors = answers.tail.cells(answers.tail.numbers.gather(places)).select(ANSWER[-2:]).fill_null("")
        rows = []
        texts = frame.texts(places, len(self.names))
        for place, cells, error in zip(places, texts, errors.iter_rows(), strict=True):
            raw = frame.raw.get(place, [])
            rows.append([*raw, *cells[len(raw) :], *error])
        self.bad.rows(rows)

    def close(self) -> Summary:
        """Write what is held back and give the counts; the targets are renamed when the stack closes."""
        self.sink.close()
        if self.bad is not None:
            self.bad.close()
        self.progress.done()
        return self.summary


def sink_for(path: str, target: Target, names: Sequence[str], answers: int, source_kind: str = "csv") -> Sink:
    """The writer of a format."""
    kind = kind_of(path)
    if path == "-" and source_kind == "jsonl":
        kind = source_kind
    if kind == "csv":
        return CsvSink(target, names, "\t" if path.casefold().removesuffix(".gz").endswith(".tsv") else ",")
    if kind == "jsonl":
        return JsonSink(target, names, answers)
    from .sheets import ParquetSink, XlsxSink

    return XlsxSink(target, names, answers) if kind == "xlsx" else ParquetSink(target, names, answers)


def tell(encoding: str, source: str) -> None:
    """Say an encoding that is not the usual one."""
    if not encoding.startswith("utf-8"):
        say(tr(f"编码：{encoding}", f"encoding: {encoding}"))
