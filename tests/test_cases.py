"""Every worked case, each with the source or reason it rests on, through the library."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.check_cases import faults, lines
from yibao_cli.advise.answer import to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read

FOLDER = Path(__file__).parent / "cases"
CASES = [
    line for path in sorted([*FOLDER.glob("*.jsonl"), *FOLDER.glob("*/*.jsonl")]) for line in lines(path)
]


@pytest.mark.parametrize("line", CASES, ids=[line["id"] for line in CASES])
def test_worked_case(line: dict[str, Any]) -> None:
    result = to_json(advise(read(line["case"], dt.date(2026, 11, 22))))
    assert not faults(result, line["expect"]), line["why"]


def test_ids_are_unique() -> None:
    ids = [line["id"] for line in CASES]
    assert sorted(ids) == sorted(set(ids))
