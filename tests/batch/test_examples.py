"""The examples of docs/batch.md run, and every frame library gets the same answers."""

from __future__ import annotations

import datetime as dt
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.batch.runs import ROOT, environment
from yibao_cli.batch import evaluate

EXAMPLES = sorted((ROOT / "docs" / "examples" / "batch").glob("with_*.py"))
ROWS: dict[str, list[Any]] = {
    "参保地": ["成都", "福州"], "险种": ["灵活就业", "职工"], "最后缴费月": ["2026-03", None],
    "缴费日": [dt.date(2026, 9, 1), dt.date(2026, 12, 1)], "是否补缴": [True, None],
}  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_run(path: Path) -> None:
    library = path.stem.removeprefix("with_")
    if importlib.util.find_spec("pyspark" if library == "spark" else library) is None:
        pytest.skip(f"{library} is not installed")
    if library == "spark":
        pytest.skip("tests/batch/test_spark.py starts Spark once for all")
    done = subprocess.run(
        [sys.executable, str(path)],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert any(word in done.stdout for word in ("answered", "bounded"))


def test_all_libraries_get_the_same_answers() -> None:
    import polars as pl
    import pyarrow as pa

    as_of = dt.date(2026, 11, 22)
    frames: list[Any] = [pl.DataFrame(ROWS), pa.table(ROWS)]
    if importlib.util.find_spec("pandas"):
        import pandas as pd

        frames.append(pd.DataFrame(ROWS))
    if importlib.util.find_spec("duckdb"):
        import duckdb

        frames.append(duckdb.from_arrow(pa.table(ROWS)))
    found = [
        evaluate(frame, as_of=as_of, explain=True).drop_columns(list(ROWS)).to_pylist() for frame in frames
    ]
    assert found[0][0]["status"] == "answered"
    assert found[0][0]["resume_date"] == dt.date(2027, 3, 1)
    assert all(each == found[0] for each in found)


def test_frames_without_rows_and_with_taken_names() -> None:
    import pyarrow as pa

    taken = pa.table({**{key: values[:1] for key, values in ROWS.items()}, "status": ["在职"]})
    assert evaluate(taken)["status"].to_pylist() == ["在职"]
    assert evaluate(taken)["yibao_status"].to_pylist() == ["answered"]
    assert evaluate(taken.slice(0, 0)).num_rows == 0
