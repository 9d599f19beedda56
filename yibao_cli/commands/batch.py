"""`yibao batch`: the flags of the command line turned into a run of the batch engines."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass

from ..errors import InputError
from ..lang import tr


@dataclass(slots=True)
class Request:
    """What the command line asked for; `maps` are `header=key`, `defaults` the facts given as flags."""

    source: str
    output: str
    maps: list[str]
    defaults: dict[str, str]
    as_of: dt.date
    engine: str
    encoding: str | None
    delimiter: str | None
    errors: str | None
    summary: str | None
    explain: bool
    strict: bool


def run(request: Request) -> int:
    """Answer a file and give the exit code. Raises InputError for a mapping that is not `header=key`."""
    from ..batch.run import run as run_batch

    return run_batch(
        request.source,
        request.output,
        engine=request.engine,
        mapping=dict(_pair(item) for item in request.maps),
        defaults=request.defaults,
        encoding=request.encoding,
        delimiter=request.delimiter,
        errors=request.errors,
        explain=request.explain,
        summary=request.summary,
        strict=request.strict,
        as_of=request.as_of,
        progress=sys.stderr is not None and sys.stderr.isatty(),
    )


def _pair(item: str) -> tuple[str, str]:
    header, equals, key = item.rpartition("=")
    if equals and header:
        return header, key
    message = tr(f"--map 要写成 表头=键：{item[:20]}", f"--map takes header=key: {item[:20]!r}")
    raise InputError("bad_map", "map", message, tr("如 参保地=region", "such as 参保地=region"))
