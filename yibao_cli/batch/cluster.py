"""The column engine on a Spark cluster: the very same kernel, sent to the workers through `mapInArrow`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..lang import tr
from .fields import WHOLE

if TYPE_CHECKING:
    import pyarrow as pa

    from .library import Kernel
    from .run import Job
    from .summary import Summary


def _spark() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputError(
            "not_installed",
            "--engine",
            tr("Spark 需要另外安装", "Spark needs an extra package"),
            "pip install 'yibao[spark]'",
        ) from None
    return SparkSession


def evaluate(
    frame: Any,
    *,
    as_of: dt.date | None,
    mapping: Mapping[str, str],
    explain: bool,
    defaults: Mapping[str, str],
) -> Any:
    """A Spark DataFrame with the answer columns beside the given ones; nothing runs before it is used."""
    from .library import kernel

    chosen = kernel(frame.columns, as_of, mapping, defaults, explain)
    return frame.mapInArrow(worker(chosen), schema_of(frame, chosen))


def worker(chosen: Kernel) -> Any:
    """The function that each worker runs over its batches."""

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import polars as pl
        import pyarrow as arrow

        from yibao_cli import lang
        from yibao_cli.policy import folder

        lang.use(chosen.language)
        if str(folder.root()) != chosen.policies and Path(chosen.policies).is_dir():
            folder.use(Path(chosen.policies))
        engine, places = chosen.engine()
        for batch in batches:
            given = pl.DataFrame(
                pl.from_arrow(arrow.Table.from_batches([batch]).select(list(places.values())))
            )
            answers = chosen.answer(engine, places, given).to_arrow()
            table = arrow.Table.from_batches([batch])
            for name, column in zip(answers.column_names, answers.columns, strict=True):
                table = table.append_column(name, narrow(column))
            yield from table.to_batches()

    return work


def narrow(column: Any) -> Any:
    """Texts with the offsets that every Spark version reads."""
    import pyarrow as pa

    return (
        column.cast(pa.string())
        if pa.types.is_large_string(column.type) or "view" in str(column.type)
        else column
    )


def schema_of(frame: Any, chosen: Kernel) -> Any:
    """The Spark schema of the result: the frame's own fields, then the answers with their types."""
    from pyspark.sql import types

    from .sheets import DAYS

    def kind(name: str) -> Any:
        base = name.removeprefix("yibao_")
        if base in WHOLE:
            return types.IntegerType()
        if base in DAYS:
            return types.DateType()
        return types.DoubleType() if base == "cost_yuan" else types.StringType()

    return types.StructType(
        [*frame.schema.fields, *[types.StructField(name, kind(name)) for name in chosen.titles]]
    )


def run_spark(job: Job) -> Summary:
    """Read a path of the cluster, answer it there and write a path of the cluster: `.parquet` and `.csv`, no stdout.

    Spark itself reads and writes, so a target is a folder, and malformed CSV lines are read as Spark reads them.
    """
    from .read import kind_of

    kinds = (kind_of(job.source), kind_of(job.output))
    if "-" in (job.source, job.output) or not set(kinds) <= {"csv", "parquet"} or job.errors:
        raise InputError(
            "spark_paths",
            "--engine",
            tr(
                "spark 引擎只读写 .csv 和 .parquet 路径，也没有 --errors",
                "the spark engine reads and writes .csv and .parquet paths, without --errors",
            ),
            tr("其他情形请用 --engine columns", "for all else use --engine columns"),
        )
    session = _spark().builder.appName("yibao").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    if kinds[0] == "csv":
        options = {"header": True, "multiLine": True, "escape": '"', "encoding": job.encoding or "UTF-8"}
        frame = session.read.options(**options).csv(job.source, sep=job.delimiter or ",")
    else:
        frame = session.read.parquet(job.source)
    found = evaluate(frame, as_of=job.as_of, mapping=job.mapping, explain=job.explain, defaults=job.defaults)
    if kinds[1] == "csv":
        found.write.option("header", True).option("escape", '"').mode("overwrite").csv(job.output)
        answered = session.read.options(header=True, multiLine=True, escape='"').csv(job.output)
    else:
        found.write.mode("overwrite").parquet(job.output)
        answered = session.read.parquet(job.output)
    return counted(job, frame.columns, answered)


def counted(job: Job, names: list[str], answered: Any) -> Summary:
    """The counts of an answered table. Rows of a cluster have no numbers, so near deadlines are not listed."""
    from .library import kernel
    from .summary import KINDS, Summary

    def counts(*columns: str) -> Iterator[tuple[tuple[str, ...], int]]:
        for row in answered.groupBy(*columns).count().collect():
            yield tuple(row[name] or "" for name in columns), row["count"]

    engine, places = kernel(names, job.as_of, job.mapping, job.defaults, job.explain).engine()
    regions: Counter[str | None] = Counter()
    for text, count in counts(places["region"]) if "region" in places else ():
        regions[engine.region_code(*text)] += count
    kinds = Counter({(a, b, c, d): count for (a, b, c, d), count in counts(*KINDS)})
    if "region" not in places:
        regions[engine.region_code(job.defaults.get("region", ""))] += kinds.total()
    summary = Summary(job.as_of)
    summary.count(kinds, regions, 0, ())
    return summary
