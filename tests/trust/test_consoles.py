"""The command line in odd surroundings: encodings, locales, dumb terminals, narrow screens, no home, a folder that may not be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import CHENGDU, ROOT, process

CASE = [*CHENGDU, "--as-of", "2026-11-22"]
ASCII_CASE = ["--region", "chengdu", *CASE[2:]]
SURROUNDINGS: dict[str, dict[str, str | None]] = {
    "gbk": {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    "gb18030": {"PYTHONIOENCODING": "gb18030", "PYTHONUTF8": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    "latin-1": {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    "c-locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "posix-utf8": {"LC_ALL": "POSIX", "PYTHONUTF8": "1"},
    "utf8-off": {"PYTHONUTF8": "0"},
    "dumb": {"TERM": "dumb", "NO_COLOR": None},
    "no-term": {"TERM": None, "NO_COLOR": None},
    "no-color": {"NO_COLOR": "1"},
    "60-columns": {"COLUMNS": "60"},
    "20-columns": {"COLUMNS": "20"},
    "400-columns": {"COLUMNS": "400"},
    "no-home": {"HOME": None},
    "strange-home": {"HOME": "/nonexistent/家"},
    "english": {"YIBAO_LANG": "en", "LANG": "en_US.UTF-8"},
    "dev-mode": {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error"},
    "hash-seed": {"PYTHONHASHSEED": "4242"},
}


def run(words: list[str], changes: dict[str, str | None], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run one command with these variables set or taken away."""
    own: dict[str, str | None] = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), "NO_COLOR": "1", "COLUMNS": "80", "TERM": "xterm", "PYTHONUTF8": "1",
        **changes,
    }  # fmt: skip
    only = {key: value for key, value in own.items() if value is not None}
    return process(*words, cwd=folder, only=only)


def sound(done: subprocess.CompletedProcess[bytes], codes: tuple[int, ...] = (0,)) -> None:
    """A known exit code and no traceback, warning or escape sequence."""
    assert done.returncode in codes, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Warning" not in done.stderr
    assert "程序出错".encode() not in done.stderr
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_check(name: str, tmp_path: Path) -> None:
    changes = SURROUNDINGS[name]
    text = run(["check", *ASCII_CASE], changes, tmp_path)
    sound(text)
    assert b"2027-03-01" in text.stdout
    data = run(["check", "--json", *ASCII_CASE], changes, tmp_path)
    sound(data)
    result = json.loads(data.stdout.decode(changes.get("PYTHONIOENCODING") or "utf-8"))
    assert result["answer"]["resume_date"] == "2027-03-01"
    assert result["case"]["region"]["name"] in ("成都市", "Chengdu")
    sound(run(["check", "--region", "nowhere"], changes, tmp_path), (2,))
    sound(run(["check", "--region", "chengdu"], changes, tmp_path), (3,))


@pytest.mark.parametrize("name", ["ascii", "c-locale", "dumb", "no-home", "dev-mode"])
@pytest.mark.parametrize("words", [["regions", "chengdu"], ["topics", "1"], ["policies", "show", "chengdu"], ["policies", "check"], ["--help"], ["check", "--help"], ["schema", "case"], []], ids=" ".join)  # fmt: skip
def test_other_commands(words: list[str], name: str, tmp_path: Path) -> None:
    done = run(words, SURROUNDINGS[name], tmp_path)
    sound(done)
    assert done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", [60, 80])
def test_no_line_is_wider_than_the_screen(columns: int, tmp_path: Path) -> None:
    import unicodedata

    for words in (
        ["check", *CASE, "--explain", "--options"],
        ["policies", "show", "成都"],
        ["regions", "成都"],
        ["topics", "1"],
    ):
        done = run(words, {"COLUMNS": str(columns)}, tmp_path)
        sound(done)
        for line in done.stdout.decode().splitlines():
            width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            # A link is never broken: a broken link is no link.
            assert width <= columns or "http" in line, (words, width, line)


def test_gbk_shows_every_character(tmp_path: Path) -> None:
    for words in (["check", *CASE, "--options", "--explain"], ["policies", "show", "成都"], ["topics", "2"]):
        shown = run(words, {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"}, tmp_path)
        assert shown.stdout.decode("gbk").count("?") == run(words, {}, tmp_path).stdout.decode().count("?"), (
            words
        )


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    done = run(["check", *CASE], {}, closed)
    sound(done)
    assert list(closed.iterdir()) == []


def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir {gone}; exec {sys.executable} -m yibao_cli check --region 成都"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=gone, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 3
