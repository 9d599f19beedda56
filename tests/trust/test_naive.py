"""The program against a second, naive evaluator: made people, worked cases, random members, and the row engine."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.targets import command
from tests.people import of_table, tables
from tests.trust import members, naive, walks
from tests.trust.compare import TODAY, cells_difference, difference, rows_difference
from yibao_cli import dates
from yibao_cli.policy import layers

CASES = Path(__file__).parents[1] / "cases"
SHARES, EACH = int(os.environ.get("YIBAO_SHARES", "8")), int(os.environ.get("YIBAO_EACH", "2500"))
"""20,000 random members in all; fewer where every mutant of the program is tried."""


def worked() -> list[dict[str, Any]]:
    """The facts of every worked case."""
    files = sorted(CASES.rglob("*.jsonl"))
    return [
        json.loads(line)["case"]
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def wrong(cases: list[dict[str, Any]]) -> tuple[list[str], int]:
    """The differences, and how many cases were left out of the comparison."""
    found = [difference(raw) for raw in cases]
    return [text for text in found if text], sum(text is None for text in found)


def test_slow_dates_agree_with_closed_forms() -> None:
    rng = random.Random(20261122)
    for _ in range(4000):
        day = dt.date(2019, 1, 1) + rng.randrange(4500) * walks.ONE
        months, days, how = rng.randrange(61), rng.randrange(400), rng.choice(dates.ALIGNS)
        slow = walks.aligned(walks.plus_days(walks.plus_months(day, months), days), how)
        assert slow == dates.count(day, months, days, how), (day, months, days, how)


@pytest.mark.parametrize("code", sorted({code for code, _ in tables()}))
def test_people_of_every_rule(code: str) -> None:
    for scheme in naive.SCHEMES:
        for row, found in of_table(layers.table(code, scheme), code, most=3):
            faults, _ = wrong(found)
            assert not faults, (row.id, faults)


def test_worked_cases() -> None:
    cases = worked()
    faults, left_out = wrong([raw for raw in cases if "region" in raw and "scheme" in raw])
    assert not faults
    assert len(cases) > 500
    assert left_out < 5


@pytest.mark.parametrize("share", range(SHARES))
def test_random_members(share: int) -> None:
    faults, left_out = wrong(members.everyone(1000 + share, EACH))
    assert not faults, f"{len(faults)} of {EACH} differ\n" + "\n".join(faults[:3])
    assert left_out < EACH // 50


def test_members_with_many_open_facts() -> None:
    """Where half of the facts are missing, the questions that are left are the very ones that can change the answer."""
    faults, left_out = wrong(members.everyone(77, 600, open_facts=0.5))
    assert not faults, "\n".join(faults[:3])
    assert left_out < 300


def test_row_engine() -> None:
    cases = [*members.everyone(5000, 2500), *worked()]
    faults = [text for raw in cases if (text := rows_difference(raw))]
    assert not faults, "\n".join(faults[:3])


def test_column_engine(tmp_path: Path) -> None:
    """Members through a file and the columns of a batch, cell by cell."""
    pytest.importorskip("polars")
    cases = members.everyone(6000, 2500)
    names = list(dict.fromkeys(key for raw in cases for key in raw))
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        yes_no = {True: "yes", False: "no"}
        writer.writerows(
            {k: yes_no[v] if isinstance(v, bool) else v for k, v in raw.items()} for raw in cases
        )
    words = ["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", "columns"]
    code, _, err = command([*words, "--as-of", TODAY.isoformat()])
    assert code == 0, err
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert len(rows) == len(cases) + 1
    faults = [
        text
        for raw, row in zip(cases, rows[1:], strict=True)
        if (text := cells_difference(raw, tuple(row[len(names) :])))
    ]
    assert not faults, "\n".join(faults[:3])


def test_the_comparison_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is read wrongly by one side is noticed."""
    cases = members.everyone(3, 300)
    assert not wrong(cases)[0]
    monkeypatch.setattr(walks, "months_between", lambda last, resumed: 1)
    assert len(wrong(cases)[0]) > 50
    assert TODAY.isoformat() == "2026-11-22"
