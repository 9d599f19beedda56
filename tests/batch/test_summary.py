"""The closing summary: counts, nearest deadlines first, bounded."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from tests.batch.runs import HEADER, batch, dicts
from yibao_cli.batch.fields import ANSWER
from yibao_cli.batch.summary import LISTED, Summary

AS_OF = dt.date(2026, 11, 22)


def row(**cells: str) -> tuple[str, ...]:
    """An answer with these cells."""
    return tuple(cells.get(name, "") for name in ANSWER)


def test_deadlines_within_30_days_come_first_and_nearest_first() -> None:
    summary = Summary(AS_OF)
    days = ["2027-01-01", "2026-12-22", "", "2026-11-30", "2026-12-23"]
    summary.add([row(status="answered", pay_by=day) for day in days], ["510100"] * 5)
    soon = summary.to_json()["deadlines_within_30_days"]
    assert soon == {
        "count": 2,
        "rows": [{"pay_by": "2026-11-30", "row": 5}, {"pay_by": "2026-12-22", "row": 3}],
    }


def test_the_list_of_deadlines_stays_short_and_the_count_true() -> None:
    summary = Summary(AS_OF)
    for number in range(50):
        summary.add([row(status="answered", pay_by=f"2026-12-{20 - number % 20:02d}")] * 100, [""] * 100)
    assert len(summary.soon) <= 2 * LISTED
    found = summary.to_json()["deadlines_within_30_days"]
    assert found["count"] == 5_000
    assert {each["pay_by"] for each in found["rows"]} == {"2026-12-01"}


def test_counts_add_up_and_files_are_written(tmp_path: Path) -> None:
    lines = [
        HEADER,
        "甲,成都,灵活就业,2026-03,2026-09-01,是",
        "乙,福州,职工,2026-05,2026-12-01,是",
        "丙,成都,职工,x,2026-12-01,是",
    ]
    (tmp_path / "in.csv").write_text("\n".join(lines), encoding="utf-8")
    for kind in ("json", "html"):
        done = batch(
            str(tmp_path / "in.csv"),
            "-o",
            str(tmp_path / "out.csv"),
            "--summary",
            str(tmp_path / f"s.{kind}"),
        )
        assert done.returncode == 0
    found = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    rows = dicts((tmp_path / "out.csv").read_bytes())
    assert found["rows"] == 3 == sum(found["status"].values())
    assert found["region"] == {"510100": 2, "350100": 1}
    assert found["errors"] == {"not_a_date": 1}
    assert set(found["rules"]) == {each["rule"] for each in rows if each["rule"]}
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert "510100 成都市" in page
    assert "甲" not in page + done.stderr.decode()
