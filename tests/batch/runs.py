"""Running `yibao batch` as people do, and reading what it wrote."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = "姓名,参保地,险种,最后缴费月,缴费日,是否补缴"
GOOD = "张三,成都,灵活就业,2026-03,2026-09-01,是"
IDENTITY = "11010119900307001X"


def command(*args: str) -> list[str]:
    """The command line of one run."""
    return [sys.executable, "-m", "yibao_cli", "batch", *args, "--as-of", "2026-11-22"]


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: this checkout, UTF-8."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def batch(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One run to its end."""
    return subprocess.run(
        command(*args), input=stdin, capture_output=True, env=environment(), timeout=120, check=False
    )


def cells(data: bytes) -> list[list[str]]:
    """A written CSV as rows of cells; it has to begin with a byte order mark."""
    assert data.startswith(b"\xef\xbb\xbf")
    csv.field_size_limit(sys.maxsize)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def dicts(data: bytes) -> list[dict[str, str]]:
    """A written CSV as one mapping a row."""
    head, *rows = cells(data)
    return [dict(zip(head, row, strict=True)) for row in rows]
