"""Row count and order survive everything that files can hold, and both engines write the same bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.batch.members import NAMES, Members
from tests.batch.runs import GOOD, HEADER, batch, cells, dicts

ENGINES = ("rows", "columns")
FILES = {
    "quoted newline": (f'{HEADER}\n"张\n三",成都,灵活就业,2026-03,2026-09-01,是\n{GOOD}\n', [("张\n三", ""), ("张三", "")]),
    "quoted return": (f'{HEADER}\n"张\r三",成都,灵活就业,2026-03,2026-09-01,是\n', [("张\r三", "")]),
    "quoted delimiter": (f'{HEADER}\n"张,三",成都,灵活就业,2026-03,2026-09-01,是\n', [("张,三", "")]),
    "stray quote": (f'{HEADER}\n张"三,成都,灵活就业,2026-03,2026-09-01,是\n{GOOD}\n', [('张"三', ""), ("张三", "")]),
    "unclosed quote": (f'{HEADER}\n{GOOD}\n"张三,成都\n{GOOD}\n', [("张三", ""), (f"张三,成都\n{GOOD}\n", "short_row")]),
    "empty lines": (f"{HEADER}\n\n{GOOD}\n\n{GOOD}\n", [("", "empty_row"), ("张三", ""), ("", "empty_row"), ("张三", "")]),
    "empty cells": (f"{HEADER}\n,,,,,\n{GOOD}\n", [("", "empty_row"), ("张三", "")]),
    "no last newline": (f"{HEADER}\n{GOOD}\n{GOOD}", [("张三", ""), ("张三", "")]),
    "return newline": (f"{HEADER}\r\n{GOOD}\r\n{GOOD}\r\n", [("张三", ""), ("张三", "")]),
    "return only": (f"{HEADER}\r{GOOD}\r{GOOD}\r", [("张三", ""), ("张三", "")]),
    "long cell": (f"{HEADER}\n{GOOD.replace('张三', '长' * 10_000)}\n{GOOD}\n", [("长" * 10_000, ""), ("张三", "")]),
    "NUL": (f"{HEADER}\n{GOOD.replace('张三', 'a' + chr(0))}\n{GOOD}\n", [("a\0", "nul_byte"), ("张三", "")]),
    "short row": (f"{HEADER}\n张三,成都\n{GOOD}\n", [("张三", "short_row"), ("张三", "")]),
    "long row": (f"{HEADER}\n{GOOD},x\n{GOOD}\n", [("张三", "long_row"), ("张三", "")]),
    "short and long": (f"{HEADER}\n张三,成都\n{GOOD},x,y,z,w\n", [("张三", "short_row"), ("张三", "long_row")]),
    "surplus commas": (f"{HEADER}\n{GOOD},,\n", [("张三", "")]),
    "semicolons": (f"{HEADER}\n{GOOD}\n".replace(",", ";"), [("张三", "")]),
    "tabs": (f"{HEADER}\n{GOOD}\n".replace(",", "\t"), [("张三", "")]),
    "other line ends": (f"{HEADER}\n{GOOD.replace('张三', '张 三')}\n", [("张 三", "")]),
    "header only": (f"{HEADER}\n", []),
    "header without newline": (HEADER, []),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", FILES)
def test_files(name: str, engine: str, tmp_path: Path) -> None:
    text, want = FILES[name]
    (tmp_path / "in.csv").write_bytes(text.encode())
    done = batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", engine)
    assert done.returncode == 0, done.stderr.decode()
    assert [(row["姓名"], row["error_code"]) for row in dicts((tmp_path / "out.csv").read_bytes())] == want


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "  \r\n"])
def test_an_empty_file_is_one_clear_error(text: str, engine: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8", newline="")
    done = batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", engine)
    assert done.returncode == 2
    assert "empty_file" in done.stderr.decode()
    assert not (tmp_path / "out.csv").exists()


def test_both_engines_write_the_same_bytes(tmp_path: Path) -> None:
    chance = random.Random(3)
    lines = [",".join(NAMES)]
    for row in Members(11).rows(3_000):
        if chance.random() < 0.02:
            row = row[: chance.randint(1, len(row) + 1)] + ["多"] * chance.randint(0, 2)
        if chance.random() < 0.02:
            row[0] = chance.choice(
                ["@x", " =1", "-", "＝1", "\t", '"a""b"', '"a\nb"', "-5", "+86 10", '"a,b"', "a\0b"]
            )
        lines.append(",".join(row) if chance.random() > 0.01 else "")
    (tmp_path / "in.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    found = []
    for engine in ENGINES:
        out, bad, counts = (tmp_path / f"{engine}{end}" for end in (".csv", ".bad.csv", ".json"))
        done = batch(
            str(tmp_path / "in.csv"), "-o", str(out), "--engine", engine, "--errors", str(bad), "--summary", str(counts), "--explain"
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        found.append((cells(out.read_bytes()), cells(bad.read_bytes()), counts.read_text(), done.stderr))
    assert len(found[0][0]) >= 3_000
    assert found[0] == found[1]


def test_the_error_file_can_be_corrected_and_run_again(tmp_path: Path) -> None:
    text = f"{HEADER}\n{GOOD}\n李四,成都,灵活就业,2026-03,46000,是\n{GOOD}\n"
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--errors", str(tmp_path / "bad.csv"))
    bad = (tmp_path / "bad.csv").read_bytes().decode("utf-8-sig")
    assert bad.count("\n") == 2
    assert "excel_serial" in bad
    (tmp_path / "again.csv").write_text(bad.replace("46000", "2026-12-01", 1), encoding="utf-8")
    done = batch(str(tmp_path / "again.csv"), "-o", str(tmp_path / "fixed.csv"), "--strict")
    assert done.returncode == 0
    (row,) = dicts((tmp_path / "fixed.csv").read_bytes())
    assert (row["姓名"], row["status"], row["error_code"]) == ("李四", "answered", "")


def test_an_answered_file_can_be_answered_again(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        f"{HEADER}\n=1+1,成都,灵活就业,2026-03,2026-09-01,是\n", encoding="utf-8"
    )
    batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "one.csv"))
    batch(str(tmp_path / "one.csv"), "-o", str(tmp_path / "two.csv"))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 1 << 17])
def test_a_block_is_seen_in_pieces_as_it_is(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.batch import frames
    from yibao_cli.batch.write import RISKY

    monkeypatch.setattr(frames, "PIECE", piece)
    chance, seen = random.Random(6), set()
    for number in range(3_000):
        delimiter = chance.choice([",", "\t", ";", "|"])
        letters = chance.choice(["a中1.", "a-中", "a-=", "a　＝＋", 'a"', "a\0", "a +@", "a，-"])
        cells = [["".join(chance.choices(letters, k=chance.randint(0, 3))) for _ in range(chance.randint(1, 4))] for _ in range(chance.randint(1, 5))]  # fmt: skip
        lines = [delimiter.join(row) for row in cells]
        data = "".join(line + "\n" for line in lines).encode()
        look = frames.Look.at(data, delimiter)
        assert look.ends.tolist() == [0, *(place for place, byte in enumerate(data) if byte == 10)]
        assert look.delimiters == sum(line.count(delimiter) for line in lines)
        assert look.empty == ("" in lines[1:])
        assert look.low == any(byte < 44 and chr(byte) not in ("\n", delimiter) for byte in data)
        split = [cell for line in lines for cell in line.split(delimiter)]
        risky = any(cell[:1] in RISKY for cell in split if cell)
        assert frames._risky(data, delimiter, look.low) == risky, (number, data)
        seen.add((look.low, look.empty, risky))
    assert len(seen) == 8
