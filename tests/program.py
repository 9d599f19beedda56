"""Running the program as a user does: a process of its own, fixed surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
CHENGDU = [
    "--region",
    "成都",
    "--scheme",
    "flexible",
    "--last-covered",
    "2026-02",
    "--pay-date",
    "2026-09-10",
]
"""A question with one exact answer: 2027-03-01."""


class Run(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


def surroundings(**changes: str | None) -> dict[str, str]:
    """80 columns, UTF-8, no colour, no variable that changes the program; None takes a variable away."""
    left_out = ("YIBAO_LANG", "YIBAO_POLICIES", "YIBAO_NO_INPUT", "YIBAO_ASCII", "FORCE_COLOR", "GITHUB_ACTIONS", "CI", "LC_ALL", "LC_MESSAGES", "LANG")  # fmt: skip
    found = {key: value for key, value in os.environ.items() if key not in left_out}
    found |= {"COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    for key, value in changes.items():
        found.pop(key, None)
        if value is not None:
            found[key] = value
    return found


def process(
    *words: str,
    stdin: bytes = b"",
    cwd: Path | None = None,
    only: dict[str, str] | None = None,
    **changes: str | None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command without a terminal: its exit code and streams. `only` stands for the whole surroundings."""
    return python("-m", "yibao_cli", *words, stdin=stdin, cwd=cwd, only=only, **changes)


def python(
    *words: str,
    stdin: bytes = b"",
    cwd: Path | None = None,
    only: dict[str, str] | None = None,
    **changes: str | None,
) -> subprocess.CompletedProcess[bytes]:
    """Run Python on a module, a file or a program (`-c`) in the same surroundings."""
    return subprocess.run(
        [sys.executable, *words],
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        cwd=cwd,
        env=surroundings(**changes) if only is None else only,
    )


def yibao(*words: str, cwd: Path | None = None, **changes: str | None) -> Run:
    """The same as texts."""
    done = process(*words, cwd=cwd, **changes)
    return Run(
        done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )
