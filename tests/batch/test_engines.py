"""Every engine says what `check` says, cell by cell."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from tests.batch.members import NAMES, Members
from tests.batch.reference import reference
from yibao_cli.batch.fields import ANSWER
from yibao_cli.batch.rows import Rows

AS_OF = dt.date(2026, 11, 22)
CASES = sorted((Path(__file__).parents[1] / "cases").rglob("*.jsonl"))


def differences(row: dict[str, str], have: tuple[str, ...], want: tuple[str, ...]) -> str:
    """The facts of a row and the cells that differ, empty if none does."""
    cells = [f"{name}: {a!r} is not {b!r}" for name, a, b in zip(ANSWER, have, want, strict=True) if a != b]
    return f"{ {k: v for k, v in row.items() if v} }: {cells}" if cells else ""


def test_random_members_match_check() -> None:
    rows = list(Members(int(os.environ.get("YIBAO_SEED", "1"))).rows(1500))
    engine = Rows(NAMES[1:], {}, AS_OF)
    wrong = []
    statuses = set()
    for cells in rows:
        row = dict(zip(NAMES, cells, strict=True))
        have = engine.answer(tuple(cells[1:]))
        statuses.add(have[0])
        if found := differences(row, have, reference(row, AS_OF)):
            wrong.append(found)
    assert statuses == {"answered", "bounded", "closed", "needs_facts", "error"}
    assert not wrong, f"{len(wrong)} rows differ\n" + "\n".join(wrong[:5])


def test_columns_match_rows_cell_by_cell() -> None:
    import polars as pl

    from yibao_cli.batch.columns import Columns

    rows = list(Members(9).rows(int(os.environ.get("YIBAO_ROWS", "20000"))))
    by_row, by_column = (engine(NAMES[1:], {}, AS_OF, True) for engine in (Rows, Columns))
    wrong = []
    for start in range(0, len(rows), 7_000):
        part = rows[start : start + 7_000]
        answers = by_column.answer(pl.DataFrame(part, schema=NAMES, orient="row"))
        for cells, have in zip(part, answers.iter_rows(), strict=True):
            want = by_row.answer(tuple(cells[1:]))
            if tuple(cell or "" for cell in have) != want:
                wrong.append((dict(zip(NAMES, cells, strict=True)), have, want))
    assert not wrong, f"{len(wrong)} rows differ: {wrong[:3]}"


def test_worked_cases_match_check() -> None:
    import polars as pl

    from yibao_cli.batch.columns import Columns

    wrong, count = [], 0
    for path in CASES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            case = json.loads(line)["case"]
            row = {
                key: ("yes" if value else "no") if isinstance(value, bool) else str(value)
                for key, value in case.items()
            }
            have = Rows(row, {}, AS_OF).answer(tuple(row.values()))
            (columns,) = Columns(row, {}, AS_OF).answer(pl.DataFrame([row])).iter_rows()
            assert tuple(cell or "" for cell in columns) == have
            count += 1
            if found := differences(row, have, reference(row, AS_OF)):
                wrong.append(found)
    assert count > 10
    assert not wrong, "\n".join(wrong[:5])


def test_what_one_row_leaves_out_is_not_taken_from_another() -> None:
    """Rows that share their words, one with a window and none with a year: each has a verdict of its own."""
    base = {
        "region": "泰州",
        "scheme": "resident",
        "cause": "moved",
        "last_covered": "2025-06",
        "pay_date": "2027-03-19",
    }
    rows = [
        {**base, "window": window, "benefit_year": year}
        for year in ("", "2027")
        for window in ("", "early", "late")
    ]
    for order in (rows, rows[::-1]):
        engine = Rows(rows[0], {}, AS_OF)
        for row in order:
            assert engine.answer(tuple(row.values())) == reference(row, AS_OF)


def test_defaults_stand_for_missing_columns() -> None:
    full = Rows(["region", "scheme", "last_covered", "pay_date", "back_pay"], {}, AS_OF)
    short = Rows(
        ["last_covered"],
        {"region": "成都", "scheme": "灵活就业", "pay_date": "today", "back_pay": "no"},
        AS_OF,
    )
    assert short.answer(("2026-03",)) == full.answer(("成都", "flexible", "2026-03", "2026-11-22", "no"))


@pytest.mark.parametrize(
    ("cells", "code", "field"),
    [
        (("成都", "flexible", "2026-03", "46000"), "excel_serial", "pay_date"),
        (("成都", "flexible", "2026-03", "2026-02-30"), "no_such_date", "pay_date"),
        (("成都", "flexible", "2026-13", "2026-02-30"), "no_such_date", "last_covered"),
        (("成都", "灵或", "2026-03", "2026-06-01"), "unknown_word", "scheme"),
        (("成者", "flexible", "2026-03", "2026-06-01"), "unknown_region", "region"),
        (("成都", "flexible", "2026-03", "2026-01-01"), "pay_before_cover", "pay_date"),
        (("成都", "flexible", "2019-03", "2019-12-01"), "not_covered", "pay_date"),
    ],
)
def test_a_bad_row_names_its_code_and_column(cells: tuple[str, ...], code: str, field: str) -> None:
    found = dict(
        zip(
            ANSWER,
            Rows(["region", "scheme", "last_covered", "pay_date"], {}, AS_OF).answer(cells),
            strict=True,
        )
    )
    assert (found["status"], found["error_code"]) == ("error", code)
    assert found["error"].startswith(field)
    assert not any(found[name] for name in ANSWER[1:-2])
