"""The same kernel on a real local Spark session."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch.members import NAMES, Members
from tests.batch.test_engines import AS_OF
from yibao_cli.batch import evaluate, evaluate_spark

pytest.importorskip("pyspark", reason="pyspark is not installed (pip install 'yibao[spark]')")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
ROWS = int(os.environ.get("YIBAO_SPARK_ROWS", "2000"))


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # else workers take the python3 of the path
    found = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", False)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 700)
        .getOrCreate()
    )
    found.sparkContext.setLogLevel("ERROR")
    yield found
    found.stop()


def test_spark_says_what_the_columns_say(session: Any, tmp_path: Path) -> None:
    import polars as pl

    rows = [(number, *cells) for number, cells in enumerate(Members(5).rows(ROWS))]
    frame = pl.DataFrame(rows, schema=["number", *NAMES], orient="row")
    want = pl.DataFrame(pl.from_arrow(evaluate(frame, as_of=AS_OF, explain=True)))
    frame.write_parquet(tmp_path / "in.parquet")
    answered = evaluate_spark(session.read.parquet(str(tmp_path / "in.parquet")), as_of=AS_OF, explain=True)
    answered.repartition(3).write.parquet(str(tmp_path / "out"))
    have = pl.read_parquet(tmp_path / "out" / "*.parquet").sort("number")
    assert have.columns == want.columns
    for name in want.columns:
        assert have[name].to_list() == want[name].to_list(), name


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_command_answers_and_counts_as_the_column_engine_does(
    session: Any, tmp_path: Path, kind: str
) -> None:
    import polars as pl

    from yibao_cli.batch.run import Job, work

    frame = pl.DataFrame(list(Members(6).rows(300)), schema=NAMES, orient="row")
    source = tmp_path / f"in.{kind}"
    if kind == "csv":
        frame.write_csv(source)
    else:
        frame.write_parquet(source)
    found = {
        engine: work(Job(str(source), str(tmp_path / f"{engine}.{kind}"), AS_OF, engine=engine)).to_json()
        for engine in ("spark", "columns")
    }
    for counts in found.values():
        del counts["deadlines_within_30_days"]  # rows of a cluster have no numbers
    assert found["spark"] == found["columns"]
    assert found["spark"]["rows"] == 300
