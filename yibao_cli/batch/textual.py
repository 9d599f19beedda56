"""CSV and JSON lines through the row engine: the run of the default installation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from ..regions import Region
from .cells import damage, holds_identities, plain_value
from .fields import ANSWER, CODE, KEY_ORDER, Texts, faulty
from .headers import _BY_NAME, Header, header, key_of
from .read import Csv, JsonLines, Text, kind_of
from .rows import Rows
from .run import Output, tell
from .summary import Summary
from .values import Fault, Parsed
from .write import RISKY, JsonSink, typed

if TYPE_CHECKING:
    from .run import Job

KNOWN_NAMES = frozenset(_BY_NAME)


def run_text(job: Job) -> Summary:
    """Answer a CSV or JSON lines source row by row."""
    if kind_of(job.source) == "jsonl":
        return _json_lines(job)
    source = Csv(Text(job.source, job.encoding, KNOWN_NAMES), job.delimiter)
    tell(source.encoding, job.source)
    head = header(source.names, job.mapping, job.defaults)
    desk, source.kept = Desk(job, head), head.width
    with ExitStack() as stack:
        out = Output(job, head.kept, stack)
        same = None if head.own else out.line_sink(source.delimiter)
        for block in source.blocks():
            answers, codes = desk.answer(block.cells, block.faults)
            out.summary.add(answers, codes)
            if same and block.lines and RISKY.isdisjoint({cell[:1] for row in block.cells for cell in row}):
                same.lines(block.lines, answers)
            else:
                rows = [row[: head.width] for row in block.cells] if head.own else block.cells
                out.sink.rows([[*row, *found] for row, found in zip(rows, answers, strict=True)])
            if out.bad is not None:
                out.bad.rows(
                    [
                        *(block.raw.get(i, []) + block.cells[i][len(block.raw.get(i, [])) :]),
                        *found[CODE : CODE + 2],
                    ]
                    for i, found in enumerate(answers)
                    if found[CODE]
                )
            out.progress.at(out.summary.rows, block.seen)
        return out.close()


class Desk:
    """Answers blocks of rows of one header, damage and malformed rows included."""

    def __init__(self, job: Job, head: Header) -> None:
        self.keys = [key for key in KEY_ORDER if key in head.places]
        self._places = [head.places[key] for key in self.keys]
        self.engine = Rows(self.keys, job.defaults, job.as_of, job.explain, self._places)
        self._explain = job.explain
        others = [i for i in range(head.width) if i not in self._places]
        self._watched = [(i, head.names[i], holds_identities(head.names[i])) for i in others]
        self._regions = Parsed("region", job.as_of)
        self._region = head.places.get("region")
        self._default = _code(self._regions[job.defaults.get("region", "")])
        self._codes: dict[str, str] = {}

    def answer(
        self, rows: Sequence[Sequence[str]], faults: dict[int, Fault]
    ) -> tuple[list[Texts], list[str]]:
        """The answer and the region code of every row."""
        answers = self.engine.answers(rows)
        for i, fault in faults.items():
            answers[i] = faulty(fault.code, fault.text, self._explain)
        for i, name, identities in self._watched:
            self._look(rows, answers, i, name, identities)
        return answers, self._codes_of(rows)

    def _look(
        self, rows: Sequence[Sequence[str]], answers: list[Texts], i: int, name: str, identities: bool
    ) -> None:
        for place, row in enumerate(rows):
            cell = row[i]
            if ("E+1" in cell or (identities and cell[-3:] == "000")) and answers[place][0] != "error":
                error = damage(name, cell) if identities or cell[-3:] != "000" else None
                if error is not None:
                    fault = Fault.of(error)
                    answers[place] = faulty(fault.code, fault.text, self._explain)

    def _codes_of(self, rows: Sequence[Sequence[str]]) -> list[str]:
        if self._region is None:
            return [self._default] * len(rows)
        known, place = self._codes, self._region
        found = []
        for row in rows:
            text = row[place]
            code = known.get(text)
            if code is None:
                code = known[text] = _code(self._regions[text])
            found.append(code)
        return found


def _code(value: Any) -> str:
    return value.code if isinstance(value, Region) else ""


def _json_lines(job: Job) -> Summary:
    source = JsonLines(job.source, job.encoding, KNOWN_NAMES)
    tell(source.encoding, job.source)
    desk = Objects(job)
    with ExitStack() as stack:
        out: Output | None = None
        for number, record in enumerate(source.records()):
            given = record if isinstance(record, dict) else {"line": ""}
            if out is None:
                out = Output(job, [str(name) for name in given], stack)
            found, code = desk.answer(record)
            out.summary.add([found], [code])
            _give(out, given, found)
            if number % 1024 == 0:
                out.progress.at(number, source.text.bytes.seen)
        assert out is not None
        return out.close()


def _give(out: Output, given: dict[str, Any], found: Texts) -> None:
    cells = [plain_value(given.get(name)) for name in out.names]
    if isinstance(out.sink, JsonSink):
        out.sink.objects([{**given, **typed(out.job.titles(list(given)), found)}])
    else:
        out.sink.rows([[*cells, *found]])
    if out.bad is not None and found[CODE]:
        if isinstance(out.bad, JsonSink):
            out.bad.objects([{**given, **typed(ANSWER[-2:], found[CODE : CODE + 2])}])
        else:
            out.bad.rows([[*cells, *found[CODE : CODE + 2]]])


class Objects:
    """Answers JSON objects, which may differ in their keys from line to line."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._desks: dict[tuple[str, ...], Desk] = {}

    def answer(self, record: dict[str, Any] | Fault) -> tuple[Texts, str]:
        """The answer and the region code of one object."""
        if isinstance(record, Fault):
            return faulty(record.code, record.text, self.job.explain), ""
        names = tuple(map(str, record))
        desk = self._desks.get(names)
        if desk is None:
            desk = self._desks[names] = Desk(
                self.job, header(names, self.job.mapping, self.job.defaults, whole=False)
            )
        row = [plain_value(value) for value in record.values()]
        for name, value in record.items():
            if isinstance(value, list | dict) and key_of(str(name), self.job.mapping):
                return faulty("wrong_type", f"{name[:20]}: list or object", self.job.explain), ""
        answers, codes = desk.answer([row], {})
        return answers[0], codes[0]
