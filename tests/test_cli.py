"""The command line as scripts meet it: streams, exit codes, bad input, no terminal, lean imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import CHENGDU, python
from tests.program import process as yibao


def test_a_real_question() -> None:
    done = yibao("check", *CHENGDU)
    assert done.returncode == 0
    assert "2027-03-01" in done.stdout.decode()
    assert done.stderr == b""


def test_json_is_alone_on_stdout() -> None:
    done = yibao("check", "--json", *CHENGDU)
    result = json.loads(done.stdout)
    assert result["answer"]["resume_date"] == "2027-03-01"
    assert done.stderr == b""
    assert not done.stdout.startswith(b"\x1b")


def test_json_shows_no_direction_mark_and_keeps_the_value() -> None:
    word = "ye\u202e\x9b1m　断缴"
    shown = yibao("topics", word, "--json").stdout.decode()
    assert "\u202e" not in shown
    assert "\x9b" not in shown
    assert json.loads(shown)["query"] == word


def test_json_loads_no_terminal_library() -> None:
    program = (
        "import sys; sys.argv = ['yibao', 'check', '--json', *sys.argv[1:]]\n"
        "from yibao_cli.app import run\n"
        "code = run()\n"
        "bad = {'rich', 'questionary', 'prompt_toolkit', 'polars', 'pyarrow', 'jinja2', 'icalendar', 'pydantic'} & set(sys.modules)\n"
        "sys.stderr.write(' '.join(sorted(bad)))\n"
        "sys.exit(code)"
    )
    done = python("-c", program, *CHENGDU)
    assert done.returncode == 0
    assert done.stderr == b""


def test_version_loads_nothing_heavy() -> None:
    program = "import sys; sys.argv = ['yibao', '--version']\nfrom yibao_cli.__main__ import main\nmain()\nassert not {'typer', 'yaml', 'rich'} & set(sys.modules)"
    done = python("-c", program)
    assert done.returncode == 0
    assert done.stdout.startswith(b"yibao ")


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        [],
        ["--region", "成都"],
        ["--region", "成都", "--scheme", "flexible"],
        ["--region", "武汉", "--scheme", "resident"],
    ],
)
def test_without_a_terminal_missing_facts_are_named(as_json: bool, given: list[str]) -> None:
    """Never a prompt, never a traceback, never a hang: exit 3 and one command that names every missing flag."""
    done = yibao("check", *given, *(["--json"] if as_json else []))
    assert done.returncode == 3
    message = done.stderr.decode()
    assert "Traceback" not in message
    assert "yibao check" in message
    assert "--pay-date" in message or "--region" in message
    if as_json:
        result = json.loads(done.stdout)
        assert result["answer"]["status"] == "needs_facts"
        for question in result["questions_open"]:
            assert question["flag"] in message


def test_the_pasted_command_completes_the_case() -> None:
    import shlex

    done = yibao("check")
    for _ in range(6):
        if done.returncode != 3:
            break
        line = done.stderr.decode().strip().splitlines()[-1]
        done = yibao(*shlex.split(line)[1:])
    assert done.returncode == 0


@pytest.mark.parametrize("stream", ["devnull", "closed", "file", "pipe"])
def test_odd_streams(stream: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m yibao_cli check --region 成都"
    tail = {"devnull": "</dev/null", "closed": "<&-", "file": f"> {tmp_path}/out", "pipe": "| cat"}[stream]
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} {tail}"],
        capture_output=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode in (2, 3)
    assert b"Traceback" not in done.stderr
    assert "--scheme" in done.stderr.decode()


def test_closed_pipe_is_silent() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m yibao_cli regions | head -1"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""


BAD = {
    "unknown_region": ["--region", "城都", "--scheme", "flexible"],
    "ambiguous_region": ["--region", "sz", "--scheme", "flexible"],
    "no_such_date": ["--region", "成都", "--last-covered", "2026-13"],
    "pay_before_cover": [
        "--region",
        "成都",
        "--scheme",
        "flexible",
        "--last-covered",
        "2026-05",
        "--pay-date",
        "2026-03-10",
    ],
    "overlapping_periods": ["--region", "成都", "--covered", "2025-01..2026-02;2026-01..2026-03"],
    "unknown_word": ["--region", "成都", "--scheme", "flexibel"],
    "excel_serial": ["--pay-date", "45717"],
    "not_covered": [
        "--region",
        "成都",
        "--scheme",
        "flexible",
        "--last-covered",
        "2009-01",
        "--pay-date",
        "2010-02-03",
    ],
    "cause_not_in_scheme": ["--scheme", "resident", "--cause", "employer_arrears"],
}


@pytest.mark.parametrize("code", BAD)
@pytest.mark.parametrize("as_json", [False, True])
def test_bad_input_has_one_clear_message(code: str, as_json: bool) -> None:
    done = yibao("check", *BAD[code], *(["--json"] if as_json else []))
    assert done.returncode == 2
    assert done.stdout == b""
    message = done.stderr.decode()
    assert f"[{code}]" in message
    assert "Traceback" not in message
    assert len(message.strip().splitlines()) <= 2
    assert any("\u4e00" <= c <= "\u9fff" for c in message)


def test_suggestions() -> None:
    assert (
        "成都" in yibao("check", "--region", "成都府").stderr.decode()
        or "成都" in yibao("check", "--region", "chengd").stdout.decode()
    )
    message = yibao("check", "--region", "sz").stderr.decode()
    assert "深圳" in message
    assert "苏州" in message
    assert "宿州" in message
    assert "flexible" in yibao("check", "--scheme", "flexibel").stderr.decode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"{not json", "not_json"),
        (b"[1]", "wrong_type"),
        (b'{"regoin": "x"}', "unknown_key"),
        (b"\xff\xfe\x00", "not_json"),
        (b'{"region": ["x"]}', "wrong_type"),
        (b"[" * 99_000, "not_json"),
        (b" " * 200_000, "case_too_big"),
    ],
)
def test_bad_case(text: bytes, code: str) -> None:
    done = yibao("check", "--json", "--case", "-", stdin=text)
    assert done.returncode == 2
    assert done.stdout == b""
    assert f"[{code}]" in done.stderr.decode()


def test_duplicate_yaml_key(tmp_path: Path) -> None:
    import shutil

    root = Path(__file__).parents[1] / "policies"
    shutil.copytree(root, tmp_path / "p")
    file = tmp_path / "p" / "regions" / "510100-chengdu.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nsources: {}\n", encoding="utf-8")
    done = yibao("check", *CHENGDU, "--policies", str(tmp_path / "p"))
    assert done.returncode == 2
    assert done.stdout == b""
    assert "E102" in done.stderr.decode()
    assert "510100-chengdu.yaml:" in done.stderr.decode()


def test_case_file_and_flags_agree(tmp_path: Path) -> None:
    """A file, stdin and flags are three ways to give one case; a flag wins over the file."""
    case = {"region": "chengdu", "scheme": "flexible", "last_covered": "2026年2月", "pay_date": "20260910"}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8-sig")
    by_file = yibao("check", "--json", "--case", str(file)).stdout
    assert by_file == yibao("check", "--json", "--case", "-", stdin=json.dumps(case).encode()).stdout
    assert by_file == yibao("check", "--json", *CHENGDU).stdout
    changed = json.loads(yibao("check", "--json", "--case", str(file), "--last-covered", "2026-07").stdout)
    assert changed["answer"]["gap_months"] == 1


def test_english_has_no_chinese_but_names() -> None:
    done = yibao("check", "--json", "--lang", "en", *CHENGDU)
    result = json.loads(done.stdout)
    for text in [*result["warnings"], *(q["ask"] for q in result["questions_open"])]:
        assert not any("\u4e00" <= c <= "\u9fff" for c in text), text


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_consoles(encoding: str) -> None:
    done = yibao("check", *CHENGDU, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"2027-03-01" in done.stdout
    if encoding != "ascii":
        assert "恢复支付" in done.stdout.decode(encoding)
        assert "?" not in done.stdout.decode(encoding)
    in_json = yibao("check", "--json", *CHENGDU, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert json.loads(in_json.stdout)["case"]["region"]["name"] == "成都市"
