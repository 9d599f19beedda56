"""Targets, pipes, encodings, headers and privacy: what happens around the answers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.batch.members import NAMES, Members
from tests.batch.runs import GOOD, HEADER, IDENTITY, batch, command, dicts, environment

TEXT = f"{HEADER}\n{GOOD}\n"
KILLS = int(os.environ.get("YIBAO_KILLS", "20"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("engine", ["rows", "columns"])
def test_encodings_are_told_apart(encoding: str, engine: str, tmp_path: Path) -> None:
    rare = TEXT.replace("张三", "䶮㛃").replace(",", "\t" if encoding == "utf-16" else ",")
    (tmp_path / "in.csv").write_bytes(rare.encode(encoding))
    done = batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", engine)
    (row,) = dicts((tmp_path / "out.csv").read_bytes())
    assert (row["姓名"], row["status"]) == ("䶮㛃", "answered")
    assert ("编码" in done.stderr.decode()) == (not encoding.startswith("utf-8"))


def test_utf8_is_tried_before_gb18030() -> None:
    from yibao_cli.batch.encoding import detect

    both = [text for text in ("姓名", "参保", "成都职工", "缴费日期") if not _fails(text.encode(), "gb18030")]
    assert len(both) > 1, "these bytes are valid in both encodings"
    assert {detect(text.encode()) for text in both} == {"utf-8"}
    assert detect("姓名,参保地".encode("gb18030")) == "gb18030"
    assert detect("姓名,参保地\n张".encode()[:-1]) == "utf-8", "a sample may end inside a character"


def _fails(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


@pytest.mark.parametrize("engine", ["rows", "columns"])
def test_a_broken_character_is_an_error_of_its_row(engine: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(
        TEXT.encode() + b"\xff\xfe" + GOOD.encode() + b"\n" + GOOD.encode() + b"\n"
    )
    batch(
        str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", engine, "--encoding", "utf-8"
    )
    assert [row["error_code"] for row in dicts((tmp_path / "out.csv").read_bytes())] == [
        "",
        "bad_encoding",
        "",
    ]


def test_missing_and_unknown_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("姓名,城,险种\n张三,成都,职工\n", encoding="utf-8")
    done = batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    said = done.stderr.decode()
    assert done.returncode == 2
    assert all(
        word in said for word in ("missing_column", "region", "pay_date", "last_covered", "城", "--map")
    )
    done = batch(
        str(tmp_path / "in.csv"),
        "-o",
        str(tmp_path / "out.csv"),
        "--map",
        "城=region",
        "--pay-date",
        "today",
        "--last-covered",
        "2026-05",
    )
    assert done.returncode == 0
    assert dicts((tmp_path / "out.csv").read_bytes())[0]["gap_months"] == "5"


def test_two_columns_for_one_fact_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TEXT.replace("姓名", "地区"), encoding="utf-8")
    done = batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.returncode == 2
    assert "double_column" in done.stderr.decode()


def test_formula_cells_are_harmless_and_numbers_stay(tmp_path: Path) -> None:
    risky = ["=1+1", "+cmd", "-2+3", "@SUM(1)", " =1", "＝1", "\t=1"]
    plain = ["-5", "+3.5", "-12%", "2026-01-01", "a=b", "'x"]
    lines = [GOOD.replace("张三", f'"{text}"') for text in risky + plain]
    (tmp_path / "in.csv").write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    for engine in ("rows", "columns"):
        batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", engine)
        assert [row["姓名"] for row in dicts((tmp_path / "out.csv").read_bytes())] == [
            "'" + text for text in risky
        ] + plain


def test_a_neutralised_fact_is_read_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TEXT.replace("2026-03", "'=x"), encoding="utf-8")
    batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    (row,) = dicts((tmp_path / "out.csv").read_bytes())
    assert "'=x" not in row["error"]
    assert "=x" in row["error"]


def test_damaged_numbers_are_explained_and_not_guessed(tmp_path: Path) -> None:
    ids = [IDENTITY, "1.10105E+17", "110101199003070000", "110101199003070011"]
    lines = [f"{GOOD},{number}" for number in ids]
    (tmp_path / "in.csv").write_text("\n".join([HEADER + ",身份证号", *lines]), encoding="utf-8")
    for engine in ("rows", "columns"):
        batch(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--engine", engine)
        found = dicts((tmp_path / "out.csv").read_bytes())
        assert [row["error_code"] for row in found] == ["", "excel_damage", "excel_damage", ""]
        assert [row["身份证号"] for row in found] == ids


@pytest.mark.parametrize("place", range(1, 6))
def test_identity_numbers_leave_their_column_only_masked(place: int, tmp_path: Path) -> None:
    from yibao_cli.console import is_identity

    number = next(f"1101011990030700{n:02d}{c}" [:18] for n in range(10, 99) for c in "0123456789X" if is_identity(f"1101011990030700{n:02d}{c}"[:18]))  # fmt: skip
    fields = GOOD.split(",")
    fields[place] = number
    (tmp_path / "in.csv").write_text(f"{HEADER}\n{','.join(fields)}\n", encoding="utf-8")
    done = batch(
        str(tmp_path / "in.csv"),
        "-o",
        str(tmp_path / "out.csv"),
        "--summary",
        str(tmp_path / "s.json"),
        "--errors",
        str(tmp_path / "bad.csv"),
    )
    (row,) = dicts((tmp_path / "out.csv").read_bytes())
    assert row["status"] == "error"
    assert [name for name, cell in row.items() if number in cell] == [HEADER.split(",")[place]]
    assert number not in done.stderr.decode() + (tmp_path / "s.json").read_text()
    assert [
        name for name, cell in dicts((tmp_path / "bad.csv").read_bytes())[0].items() if number in cell
    ] == [HEADER.split(",")[place]]


def big(tmp_path: Path, rows: int = 6_000) -> Path:
    """A list that takes a second or so."""
    path = tmp_path / "big.csv"
    lines = [",".join(NAMES), *(",".join(row) for row in Members(2).rows(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    source = big(tmp_path)
    run = subprocess.Popen(
        command(str(source), "-o", "-"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    said = run.stderr.read().decode()
    assert run.wait(60) == 0
    assert said == ""


def test_ctrl_c_exits_130_and_leaves_nothing(tmp_path: Path) -> None:
    source, target = big(tmp_path), tmp_path / "out.csv"
    target.write_text("old")
    run = subprocess.Popen(command(str(source), "-o", str(target)), stderr=subprocess.PIPE, env=environment())
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    assert run.wait(20) == 130
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.csv", "out.csv"]


def test_a_killed_run_leaves_the_old_or_the_whole_new_file(tmp_path: Path) -> None:
    source, target = big(tmp_path, 600), tmp_path / "out.csv"
    start = time.monotonic()
    assert batch(str(source), "-o", str(target)).returncode == 0
    span, whole = time.monotonic() - start, target.read_bytes()
    chance = random.Random(4)
    for _ in range(KILLS):
        target.write_bytes(b"old")
        run = subprocess.Popen(
            command(str(source), "-o", str(target)), stderr=subprocess.DEVNULL, env=environment()
        )
        time.sleep(chance.uniform(0, span * 1.2))
        run.kill()
        run.wait()
        assert target.read_bytes() in (b"old", whole)


def test_targets_that_cannot_be_written_are_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TEXT, encoding="utf-8")
    targets = [tmp_path / "no" / "out.csv", tmp_path]
    if Path("/dev/full").exists():
        targets.append(Path("/dev/full"))
    for target in targets:
        path = str(target) if target.suffix else f"{target}"
        done = batch(str(tmp_path / "in.csv"), "-o", path)
        assert done.returncode == 2, path
        assert "Traceback" not in done.stderr.decode()
        assert len(done.stderr.decode().splitlines()) <= 2


def test_stdin_stdout_gzip_and_json_lines(tmp_path: Path) -> None:
    import gzip
    import json

    direct = batch("-", "-o", "-", stdin=TEXT.encode()).stdout
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    batch(str(tmp_path / "in.csv.gz"), "-o", str(tmp_path / "out.csv.gz"))
    assert gzip.decompress((tmp_path / "out.csv.gz").read_bytes()) == direct
    (tmp_path / "in.jsonl").write_text(
        '{"参保地":"成都","scheme":"flexible","last_covered":202603,"pay_date":"2026-09-01","back_pay":true}\nx\n'
    )
    lines = batch(str(tmp_path / "in.jsonl"), "-o", "-").stdout.decode().splitlines()
    assert [json.loads(line)["error_code"] for line in lines] == [None, "not_json"]
    assert json.loads(lines[0])["resume_date"] == dicts(direct)[0]["resume_date"]


def test_strict_and_wrong_defaults(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TEXT + GOOD.replace("2026-03", "x"), encoding="utf-8")
    args = (str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert [batch(*args).returncode, batch(*args, "--strict").returncode] == [0, 1]
    assert batch(*args, "--group", "nobody").returncode == 2
