"""The documentation is true: its examples run, its reference is what the program prints, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import ROOT, surroundings, yibao
from yibao_cli.commands.examples import EXAMPLES, SUBJECTS
from yibao_cli.console import Exit

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"<!-- run( \w+)? -->\n```sh\n(.*?)```", re.DOTALL)
"""A block of commands that a test runs; the word after `run` names a tool that it needs."""


def blocks() -> list[tuple[str, str, str]]:
    return [
        (page.relative_to(ROOT).as_posix(), match[1] or "", match[2])
        for page in PAGES
        for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder with what the examples name, and `yibao` on the path."""
    binary = tmp_path / "bin"
    binary.mkdir()
    script = binary / "yibao"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m yibao_cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    shutil.copytree(ROOT / "policies", tmp_path / "edited")
    (tmp_path / "case.json").write_text(
        '{"region": "成都", "scheme": "flexible", "last_covered": "2026-02", "pay_date": "2026-09-10"}',
        encoding="utf-8",
    )
    (tmp_path / "members.csv").write_text(
        "姓名,参保地,险种,最后缴费月,补缴日期\n张三,成都,灵活就业,2026-02,2026-09-10\n", encoding="utf-8"
    )
    return tmp_path


def shell(line: str, desk: Path) -> subprocess.CompletedProcess[str]:
    env = surroundings(PATH=f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line], cwd=desk, env=env, capture_output=True, text=True, timeout=300,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize(("page", "tool", "text"), blocks(), ids=lambda v: str(v)[:30])
def test_marked_examples_run(page: str, tool: str, text: str, desk: Path) -> None:
    if tool.strip() and shutil.which(tool.strip()) is None:
        pytest.skip(f"no {tool} on this machine")
    done = shell(text, desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "-o " in text
    assert "错误" not in done.stderr


@pytest.mark.parametrize("line", [line for each in EXAMPLES.values() for line, _, _ in each])
def test_examples_of_the_help_run(line: str, desk: Path) -> None:
    done = shell(line, desk)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "-o " in line


def test_the_readme_has_marked_examples() -> None:
    assert sum(page == "README.md" for page, _, _ in blocks()) >= 3


def test_the_reference_is_what_the_program_prints() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_cli.py", "--check"],
        cwd=ROOT,
        env=surroundings(),
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, "run: python docs/make_cli.py"


def test_every_command_and_subject_is_documented() -> None:
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in EXAMPLES:
        assert f"## yibao {name}\n" in reference
        assert f"`yibao {name.split()[0]}" in readme
        assert name.split()[-1] in readme
    for name in SUBJECTS:
        assert f"## yibao help {name}\n" in reference


def test_exit_codes_are_documented() -> None:
    page = yibao("help", "exit-codes").out
    assert {int(code) for code in re.findall(r"^  (\d+) ", page, re.MULTILINE)} == {
        int(code) for code in Exit
    }


def test_environment_variables_are_documented() -> None:
    page = yibao("help", "environment").out
    used = set()
    for file in (ROOT / "yibao_cli").rglob("*.py"):
        used |= set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", file.read_text(encoding="utf-8")))
    assert {name for name in used if name.startswith("YIBAO_")} <= set(re.findall(r"\w+", page))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_the_tests_that_are_named_exist() -> None:
    """docs/conventions.md names a test for each promise."""
    text = (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8")
    everything = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py"))
    for name in re.findall(r"\b(test_\w+)\b(?!\.py)", text):
        assert f"def {name}(" in everything, name
    for name in re.findall(r"\b((?:\w+/)*test_\w+\.py)", text):
        assert (ROOT / "tests" / name).exists(), name


def test_every_page_is_in_the_site() -> None:
    listed = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        assert page.relative_to(ROOT / "docs").as_posix() in listed, page


def test_screens_are_what_the_script_lists() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import screens  # type: ignore[import-not-found, unused-ignore]
    finally:
        sys.path.pop(0)
    files = {file.name for file in (ROOT / "docs" / "screens").iterdir()}
    assert files == {f"{name}.txt" for name in screens.SCREENS} | {f"{name}.svg" for name in screens.PICTURES}
    for file in (ROOT / "docs" / "screens").iterdir():
        assert len(file.read_text(encoding="utf-8").splitlines()) > 5


def test_the_two_commands_are_single_lines() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[1].endswith("pytest")
    assert all("\\" not in line for line in lines)
