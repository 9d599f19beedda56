"""What each command must not import: a guard of the start-up time that does not depend on the machine."""

from __future__ import annotations

import pytest

from tests.program import python

CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-02", "--pay-date", "2026-09-10"]
ALWAYS = {
    "pydantic", "asyncio", "polars", "pyarrow", "pandas", "pyspark", "xlsxwriter", "importlib.metadata", "logging",
    "unittest", "urllib.request", "http", "ssl", "socket",
}  # fmt: skip
TERMINAL = {"rich.console", "questionary", "prompt_toolkit", "pygments", "wcwidth"}
FILES = {"jinja2", "icalendar", "chinese_calendar", "dateutil"}
POLICIES = {"yaml", "yibao_cli.policy.layers", "yibao_cli.advise.answer"}

FORBIDDEN = {
    ("--version",): ALWAYS | TERMINAL | FILES | POLICIES | {"typer", "re", "json"},
    ("--help",): ALWAYS | TERMINAL | FILES | POLICIES | {"decimal"},
    ("check", "--help"): ALWAYS | TERMINAL | FILES | POLICIES | {"decimal"},
    ("help", "dates"): ALWAYS | TERMINAL | FILES | POLICIES,
    ("completion", "bash"): ALWAYS | TERMINAL | FILES,
    ("schema", "case"): ALWAYS | TERMINAL | FILES,
    ("check", "--json", *CASE): ALWAYS
    | TERMINAL
    | FILES
    | {"yibao_cli.render", "dataclasses", "csv", "calendar"},
    ("check", *CASE): ALWAYS | FILES | {"questionary", "prompt_toolkit", "pygments", "yibao_cli.topics"},
    ("topics", "住院"): ALWAYS | FILES | {"questionary", "prompt_toolkit", "pygments"},
    ("regions", "成都"): ALWAYS
    | FILES
    | {"questionary", "prompt_toolkit", "pygments", "yibao_cli.advise.options"},
}

PROGRAM = """
import os, sys
bare = set(sys.modules)
sys.argv = ['yibao', *sys.argv[1:]]
from yibao_cli.__main__ import main
def leave(code):
    sys.stderr.write(' '.join(sorted(set(sys.modules) - bare)) + '\\n')
    sys.stderr.flush()
    os.close(1)
    real(code)
real, os._exit = os._exit, leave
try:
    main()
finally:
    leave(0)
"""


def loaded(*words: str) -> set[str]:
    """The modules that a run of the program has imported when it ends."""
    message = python("-c", PROGRAM, *words).stderr.decode()
    assert "Traceback" not in message
    return set(message.splitlines()[-1].split())


@pytest.mark.parametrize("words", FORBIDDEN, ids=" ".join)
def test_no_command_imports_what_it_does_not_need(words: tuple[str, ...]) -> None:
    modules = loaded(*words)
    assert not FORBIDDEN[words] & modules


def test_only_the_named_command_is_built() -> None:
    """A command that is not asked for costs no time: its work module stays out."""
    modules = loaded("check", "--json", *CASE)
    assert (
        not {f"yibao_cli.commands.{name}" for name in ("batch", "topics", "show", "help", "compare")}
        & modules
    )
