"""Lists of many blocks: the column engine cuts bytes into blocks, and most blocks never see Python's CSV reader.

Blocks are made tiny here, so that small lists have many of them; the row engine has none.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.batch.members import BROKEN, Members
from tests.batch.runs import cells
from tests.batch.test_engines import AS_OF
from tests.batch.test_nothing_lost import FILES
from yibao_cli.batch import frames, write
from yibao_cli.batch.run import Job, work

NAMES = ["工号", "姓名", "region", "scheme", "last_covered", "pay_date", "back_pay", "cause"]
ODD = [
    "=1+1",
    "-5",
    "@x",
    " -",
    "　=",
    "＝1",
    '"a""b"',
    '"a\nb"',
    "a\0b",
    "+86 10",
    "é",
    "\U0001f600",
    "1.1E+17",
    "'x",
    "'=1",
]
"""Names that a fast reader could stumble over."""


def answered(
    source: Path, engine: str, explain: bool, delimiter: str | None = None, encoding: str | None = None
) -> tuple[object, ...]:
    """What a run writes: the list, the bad rows, the counts."""
    out, bad = source.with_suffix(f".{engine}.csv"), source.with_suffix(f".{engine}.bad.csv")
    counts = work(
        Job(
            str(source), str(out), AS_OF, engine=engine, errors=str(bad), explain=explain, delimiter=delimiter,
            encoding=encoding,             defaults={"benefit_year": "2027"}, progress=False,
        )
    )  # fmt: skip
    return cells(out.read_bytes()), cells(bad.read_bytes()), counts.to_json()


def small_blocks(monkeypatch: pytest.MonkeyPatch, size: int) -> list[int]:
    """Make blocks of so many bytes; the result lists how many lines went through as they stood, block by block."""
    for module, name, most in ((frames, "FIRST_BYTES", 60), (frames, "BLOCK_BYTES", size), (frames, "PIECE", 37), (write, "SLICE", 3)):  # fmt: skip
        monkeypatch.setattr(module, name, most)
    through: list[int] = []
    usual = write.CsvSink.block

    def block(sink: write.CsvSink, lines: frames.pa.LargeStringArray, answers: object) -> None:
        through.append(len(lines))
        usual(sink, lines, answers)  # type: ignore[arg-type]

    monkeypatch.setattr(write.CsvSink, "block", block)
    return through


@pytest.mark.parametrize("size", [1, 130])
@pytest.mark.parametrize("name", FILES)
def test_files_in_small_blocks(name: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(FILES[name][0].encode())
    want = answered(source, "rows", False)
    small_blocks(monkeypatch, size)
    assert answered(source, "columns", False) == want


def random_list(chance: random.Random, delimiter: str, number: int) -> str:
    """A list of plain rows, with a few that are anything but plain."""
    members, odd = Members(number, broken=0.0), chance.choice([0.0, 0.0, 0.02, 0.2])
    rows = [delimiter.join(NAMES)]
    for i in range(chance.randint(1, 150)):
        paid = (
            members.day(2026, 2027).strip()
            if chance.random() < 0.9
            else chance.choice(["", "today", *BROKEN])
        )
        row = [
            str(i), f"张{i % 7}", members.place(), chance.choice(["职工医保", "灵活就业", "居民医保"]), members.month(),
            paid, chance.choice(["是", "否", ""]), chance.choice(["", "", "自己停缴", "乱写"]),
        ]  # fmt: skip
        if chance.random() < odd:
            row[1] = chance.choice(ODD)
        if chance.random() < odd / 3:
            row = chance.choice([row[:3], [*row, "x"], [""] * len(row), [], ['"成都']])
        rows.append(delimiter.join(row))
    end = chance.choice(["\n", "\n", "\r\n"])
    return end.join(rows) + chance.choice(["", end, end, end + end])


def test_random_lists_in_small_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, source = random.Random(8), tmp_path / "in.csv"
    through = small_blocks(monkeypatch, 100)
    for number in range(40):
        delimiter = chance.choice([",", ",", ",", "\t", ";", "|"])
        text = random_list(chance, delimiter, number)
        encoding = chance.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030"])
        source.write_bytes(text.encode(encoding))
        monkeypatch.setattr(frames, "BLOCK_BYTES", chance.choice([200, 1_000, 5_000]))
        explain = chance.random() < 0.3
        want, have = (answered(source, engine, explain, delimiter) for engine in ("rows", "columns"))
        assert have == want, (number, delimiter, encoding)
    assert sum(through) > 1_000


def test_a_broken_character_in_a_column_that_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.csv"
    lines = [",".join(NAMES).encode()] + [
        f"{i},张三,成都,职工医保,2026-03,2026-09-01,是,".encode() for i in range(60)
    ]
    lines[40] = lines[40].replace("张".encode(), b"\xff")
    source.write_bytes(b"\n".join(lines))
    through = small_blocks(monkeypatch, 500)
    want, have = (answered(source, engine, False, None, "utf-8") for engine in ("rows", "columns"))
    assert have == want
    assert sum(through) > 30
    assert [row[-2] for row in have[1][1:]] == ["bad_encoding"]  # type: ignore[index]
