"""`yibao batch`: the flags of the command line turned into a run of the batch engines."""

from __future__ import annotations

import datetime as dt
import sys

from ..errors import InputError
from ..lang import tr


def run(
    source: str,
    output: str,
    maps: list[str],
    defaults: dict[str, str],
    as_of: dt.date,
    *,
    explain: bool,
    strict: bool,
    engine: str,
    encoding: str | None,
    delimiter: str | None,
    errors: str | None,
    summary: str | None,
) -> int:
    """Answer a file and give the exit code. Raises InputError for a mapping that is not `header=key`."""
    from ..batch.run import run as run_batch

    mapping = {}
    for item in maps:
        header, equals, key = item.rpartition("=")
        if not equals or not header:
            message = tr(f"--map 要写成 表头=键：{item[:20]}", f"--map takes header=key: {item[:20]!r}")
            raise InputError("bad_map", "map", message, tr("如 参保地=region", "such as 参保地=region"))
        mapping[header] = key
    return run_batch(
        source,
        output,
        engine=engine,
        mapping=mapping,
        defaults=defaults,
        encoding=encoding,
        delimiter=delimiter,
        errors=errors,
        explain=explain,
        summary=summary,
        strict=strict,
        as_of=as_of,
        progress=sys.stderr is not None and sys.stderr.isatty(),
    )
