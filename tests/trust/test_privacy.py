"""No network, nothing written but what was named, no identity number in any message, few and pinned dependencies."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.fuzz.hostile import IDENTITY
from tests.fuzz.targets import command
from tests.program import ROOT, process, python
from tests.trust.licences import FILE, page

CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-02", "--pay-date", "2026-09-10"]
LIST = "region,scheme,last_covered,pay_date,name\n成都,flexible,2026-02,2026-09-10,甲\n武汉,resident,,,乙\n"
COMMANDS = {
    "check": ["check", *CASE],
    "check-json": ["check", "--json", "--lang", "en", *CASE],
    "check-options": ["check", *CASE, "--options", "--explain"],
    "check-missing": ["check", "--region", "成都"],
    "check-error": ["check", "--region", "城都"],
    "save": ["check", *CASE, *(word for form in ("html", "md", "svg", "ics", "json") for word in ("--save", f"OUT/x.{form}"))],
    "batch": ["batch", "IN.csv", "-o", "OUT/out.csv"],
    "batch-columns": ["batch", "IN.csv", "-o", "OUT/out.csv", "--engine", "columns", "--errors", "OUT/bad.csv", "--summary", "OUT/s.html"],
    "batch-excel": ["batch", "IN.csv", "-o", "OUT/out.xlsx"],
    "regions": ["regions"],
    "topics": ["topics", "断缴"],
    "policies-check": ["policies", "check"],
    "policies-show": ["policies", "show", "成都"],
    "policies-coverage": ["policies", "coverage"],
    "policies-diff": ["policies", "diff", "--from", "2025-01-01", "--to", "2026-11-22"],
    "schema": ["schema", "answer"],
    "help": ["--help"],
    "version": ["--version"],
    "bare": [],
}  # fmt: skip


def surrounded(words: list[str], room: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command with an empty home and current folder, sockets refused and every opened file noted."""
    for name in ("home", "cwd", "OUT"):
        (room / name).mkdir(exist_ok=True)
    (room / "IN.csv").write_text(LIST, "utf-8")
    given = [word.replace("OUT/", f"{room}/OUT/").replace("IN.csv", f"{room}/IN.csv") for word in words]
    own = {
        "PATH": os.environ["PATH"], "HOME": str(room / "home"), "XDG_CONFIG_HOME": "", "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1",
        "PYTHONPATH": f"{ROOT}/tests/trust/sandbox{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1",
        "YIBAO_TEST_WRITES": str(room / "writes.txt"), **environment,
    }  # fmt: skip
    return process(*given, cwd=room / "cwd", only={key: value for key, value in own.items() if value})


@pytest.mark.parametrize("name", COMMANDS)
def test_no_network_and_nothing_written_elsewhere(name: str, tmp_path: Path) -> None:
    done = surrounded(COMMANDS[name], tmp_path)
    message = done.stderr.decode()
    assert done.returncode in (0, 2, 3), message
    assert "TRIED THE NETWORK" not in message
    assert "Traceback" not in message
    assert list((tmp_path / "home").rglob("*")) == []
    assert list((tmp_path / "cwd").rglob("*")) == []
    log = tmp_path / "writes.txt"
    written = set(log.read_text("utf-8").splitlines()) if log.exists() else set()
    elsewhere = {path for path in written if not path.startswith((f"{tmp_path}/OUT/", "/proc/", "/sys/"))}
    # The Excel writer keeps rows in the system's folder for temporary files while it runs, and removes them.
    elsewhere = {path for path in elsewhere if name != "batch-excel" or os.path.exists(path)}
    assert not elsewhere
    named = {Path(word).name for word in COMMANDS[name] if word.startswith("OUT/")}
    assert {path.name for path in (tmp_path / "OUT").iterdir()} == named


def test_the_refusal_works(tmp_path: Path) -> None:
    """The sandbox itself: a program that connects or writes is caught."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}/tests/trust/sandbox",
        "YIBAO_TEST_WRITES": str(tmp_path / "log"),
    }
    program = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = python("-c", program, only=env)
    assert b"TRIED THE NETWORK" in done.stderr
    assert python("-c", f"open({str(tmp_path / 'x')!r}, 'w')", only=env).returncode == 0
    assert str(tmp_path / "x") in (tmp_path / "log").read_text()


FLAGS = (
    "region", "scheme", "covered", "last-covered", "pay-date", "back-pay", "cause", "previous-scheme", "previous-region", "group",
    "birth-date", "benefit-year", "repair-years", "continuous-months", "window", "arrears-in-term", "base", "wage", "rate", "as-of",
    "lang", "save", "case",
)  # fmt: skip
WRAPPED = ("{}", "号码{}。", "a b {} ")


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("debug", [False, True])
def test_identity_numbers_in_flags(flag: str, debug: bool) -> None:
    for form in WRAPPED:
        words = ["check", "--no-input", f"--{flag}", form.format(IDENTITY), *(["--debug"] if debug else [])]
        for more in ([], ["--lang", "en"], ["--json"]):
            code, out, err = command([*words, *more])
            assert code in (2, 3), (words, err)
            assert IDENTITY not in err, words
            assert IDENTITY not in out.decode(), words


@pytest.mark.parametrize("words", [[IDENTITY], ["check", IDENTITY], ["--" + IDENTITY], ["regions", IDENTITY], ["topics", IDENTITY], ["schema", IDENTITY], ["policies", "show", IDENTITY], ["policies", IDENTITY], ["batch", IDENTITY], ["batch", f"{IDENTITY}.csv", "-o", "x.csv"], ["help", IDENTITY]], ids=" ".join)  # fmt: skip
def test_identity_numbers_as_words(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for more in ([], ["--debug"], ["--lang", "en"]):
        _, _, err = command([*words, *more])
        assert IDENTITY not in err, err


@pytest.mark.parametrize(
    "key", ["region", "scheme", "covered", "pay_date", "cause", "base", "benefit_year", IDENTITY]
)
def test_identity_numbers_in_json(key: str) -> None:
    for value in (IDENTITY, int(IDENTITY), [IDENTITY], {"a": IDENTITY}):
        for more in ([], ["--debug"]):
            code, out, err = command(
                ["check", "--json", "--case", "-", *more], json.dumps({key: value}).encode()
            )
            assert code in (2, 3)
            assert IDENTITY not in err + out.decode(), (key, value)


def test_identity_numbers_in_lists(tmp_path: Path) -> None:
    """In a column of facts, in a header, in a row that is too long: never in a message, nor in an error cell."""
    rows = [
        f"{IDENTITY},flexible,2026-02,2026-09-10,甲",
        f"成都,{IDENTITY},2026-02,2026-09-10,甲",
        f"成都,flexible,{IDENTITY},x,甲",
    ]
    rows += [f"成都,flexible,2026-02,2026-09-10,甲,{IDENTITY}", f"{IDENTITY}"]
    for header in (
        "region,scheme,last_covered,pay_date,name",
        f"region,scheme,last_covered,pay_date,{IDENTITY}",
    ):
        (tmp_path / "in.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
        for more in (
            [],
            ["--debug"],
            ["--strict"],
            ["--map", f"{IDENTITY}=region"],
            ["--map", f"name={IDENTITY}"],
        ):
            code, out, err = command(
                ["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), *more]
            )
            assert code in (0, 1, 2), err
            assert IDENTITY not in err + out.decode(), more
            if code != 2:
                import csv

                with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
                    for row in csv.DictReader(lines):
                        assert IDENTITY not in (row["error"] or ""), row


def test_an_unforeseen_error_shows_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a fault of the program prints places of code only, with and without --debug."""
    from yibao_cli import parse

    def breaks(field: str, text: str) -> None:
        raise RuntimeError(f"cannot digest {text}")

    monkeypatch.setattr(parse, "month", breaks)
    for more in ([], ["--debug"]):
        code, out, err = command(["check", "--last-covered", IDENTITY, "--region", "成都", *more])
        assert (code, out) == (1, b"")
        assert "RuntimeError" in err
        assert IDENTITY not in err
        assert "digest 1" not in err


def test_lint_rules_stay() -> None:
    """eval, exec, pickle and unsafe YAML are refused by the linter, and the code holds none of them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rules = config["tool"]["ruff"]["lint"]
    assert {"S102", "S301", "S307", "S506"} <= set(rules["select"])
    assert not {"S102", "S301", "S307", "S506", "S"} & set(rules["ignore"])
    assert not any(
        rule.startswith("S") for each in rules.get("per-file-ignores", {}).values() for rule in each
    )
    for path in (ROOT / "yibao_cli").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "__import__"), (path, node.lineno)
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            bad = {
                "pickle",
                "marshal",
                "shelve",
                "socket",
                "http",
                "urllib.request",
                "requests",
                "httpx",
                "ftplib",
                "smtplib",
            }
            assert not bad & set(names), (path, names)


def test_dependencies_are_few_and_bounded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert len(project["dependencies"]) <= 7
    unbounded = [item for item in project["dependencies"] if "<" not in item]
    # A table of public holidays: every release only adds years.
    assert [re.split(r"[<>=]", item)[0] for item in unbounded] in ([], ["chinesecalendar"])
    assert all(">=" in item for item in project["dependencies"])


def test_licences_are_listed() -> None:
    """docs/licences.md is what `python -m tests.trust.licences` writes; versions may differ between machines."""
    version = re.compile(r"\| [\w.!+-]+ \|")

    def rows(text: str) -> set[str]:
        return {version.sub("|", line, 1) for line in text.splitlines() if line.startswith("| ")}

    have, want = rows(FILE.read_text("utf-8")), rows(page())
    assert {row.split("|")[1].strip() for row in want} == {row.split("|")[1].strip() for row in have}
