"""What must hold whatever comes in: an answer or a refusal with a code, no traceback, no endless work, a clean stdout."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yibao_cli import parse
from yibao_cli.errors import InputError
from yibao_cli.policy.errors import PolicyError

TODAY = dt.date(2026, 11, 22)
MOST_CALLS = 60_000_000
"""More Python calls than this for one small input count as a hang; the heaviest honest command needs a seventh."""
EXIT_CODES = {0, 1, 2, 3, 130}
COMMANDS = ("check", "batch", "regions", "topics", "policies", "schema")
CRASH = ("Traceback", "程序出错", "Internal error")


class EndlessWork(AssertionError):
    """One input made the program work without end."""


@contextmanager
def bounded(limit: int = MOST_CALLS) -> Iterator[None]:
    """Count Python calls and stop at the limit: a hang shows as a failure, on machines of any speed."""
    left = [limit]

    def count(frame: Any, event: str, arg: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            sys.setprofile(None)
            raise EndlessWork(f"more than {limit} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)


OUTCOMES: Counter[str] = Counter()
"""How often inputs were accepted, or refused with which code: a run in which everything is refused proves nothing."""


def refusal(work: Callable[[], Any]) -> Any:
    """The result, or the refusal; anything else that is raised is a fault of the program."""
    found: Any = None
    try:
        with bounded():
            result = work()
        OUTCOMES["accepted"] += 1
        return result
    except (InputError, PolicyError) as error:
        found = error
    OUTCOMES[found.code if isinstance(found, InputError) else found.problems[0].code] += 1
    if isinstance(found, InputError):
        assert found.code.replace("_", "").isalnum(), found.code
        assert len(found.message) < 400, found.message
    else:
        assert found.problems
        assert all(problem.code[:1] == "E" and problem.code[1:].isdigit() for problem in found.problems)
    return found


def yaml_text(text: str) -> None:
    """The strict YAML reader."""
    from yibao_cli.policy.strict import read

    refusal(lambda: read(text, "x.yaml"))


def policy_text(text: str, room: Path) -> None:
    """The policy loader and the proof of one file."""
    from yibao_cli.policy.model import load
    from yibao_cli.policy.prove import Report, check_file

    path = room / "510100-x.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    refusal(lambda: check_file(load(path), Report()))


def topic_text(text: str) -> None:
    """The reader of topics."""
    from yibao_cli.policy.strict import read
    from yibao_cli.topics import load

    refusal(lambda: load(read(text, "x.yaml"), "x.yaml"))


def value(text: str) -> None:
    """Every parser of a single value."""
    for work in (
        lambda: parse.day("d", text, TODAY),
        lambda: parse.month("m", text),
        lambda: parse.ledger("l", text),
        lambda: parse.yes_no("y", text),
        lambda: parse.whole("w", text, 0, 100),
        lambda: parse.amount("a", text),
        lambda: parse.word("scheme", text, ("employee", "flexible", "resident")),
        lambda: parse.region("region", text),
    ):
        refusal(work)


def case_value(raw: Any) -> None:
    """A case from JSON to the answer and all its sections."""
    from yibao_cli.advise.answer import to_json
    from yibao_cli.advise.compose import advise
    from yibao_cli.case import read

    if isinstance(raw, dict):
        found = refusal(lambda: to_json(advise(read(raw, TODAY))))
        if isinstance(found, dict):
            json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


def command(argv: list[str], stdin: bytes = b"") -> tuple[int, bytes, str]:
    """One command in process, with streams of its own: exit code, stdout, stderr."""
    from yibao_cli.app import run
    from yibao_cli.cli import app
    from yibao_cli.policy import folder

    out, err = io.BytesIO(), io.BytesIO()
    kept = sys.stdin, sys.stdout, sys.stderr, sys.argv
    # `run` is made for one command a process: it leaves only that one registered.
    registered = app.registered_commands, app.registered_groups
    own = [
        io.TextIOWrapper(stream, encoding="utf-8", write_through=True)
        for stream in (io.BytesIO(stdin), out, err)
    ]
    sys.stdin, sys.stdout, sys.stderr = own
    sys.argv = ["yibao", *argv]
    try:
        with bounded():
            code = run(argv)
    finally:
        sys.stdin, sys.stdout, sys.stderr, sys.argv = kept
        app.registered_commands, app.registered_groups = registered
        folder.use(None)
        for stream in own:
            stream.flush()
            stream.detach()
    OUTCOMES[
        f"{argv[0] if argv else 'yibao'} exit {int(code)}" if not argv or argv[0] in COMMANDS else "other"
    ] += 1
    return code, out.getvalue(), err.getvalue().decode("utf-8", "replace")


def argv(words: list[str], stdin: bytes = b"") -> None:
    """Any command line: a known exit code, no traceback, nothing on stdout where the input is refused."""
    code, out, err = command(words, stdin)
    assert code in EXIT_CODES, (code, words)
    assert not any(mark in err for mark in CRASH), (words, err)
    assert code != 2 or out == b"", (words, out)
    assert steering(err) == "", (words, err)
    assert steering(out.decode("utf-8", "replace")) == "", words


def steering(text: str) -> str:
    """The characters of a text that steer a terminal or turn its reading direction."""
    return "".join(
        c
        for c in text
        if c not in "\n\t"
        and unicodedata.category(c) in ("Cc", "Cs")
        or c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
    )


def table(data: bytes, room: Path) -> None:
    """A CSV file through the batch: refused, or every row answered, in order, and no cell that a spreadsheet would run."""
    source, target = room / "in.csv", room / "out.csv"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    code, out, err = command(
        ["batch", str(source), "-o", str(target), "--as-of", "2026-11-22", "--engine", "rows"]
    )
    assert code in (0, 1, 2), code
    assert not any(mark in err for mark in CRASH), err
    assert out == b""
    assert target.exists() == (code != 2), (code, err)
    assert os.listdir(room) == [p.name for p in room.iterdir()]
    assert not [name for name in os.listdir(room) if name.endswith((".part", ".tmp"))]
    if code == 2:
        return
    text = target.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows
    width = len(rows[0])
    assert all(len(row) == width for row in rows)
    for row in rows[1:]:
        for cell in row:
            assert not runs(cell), cell


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula: numbers are none."""
    text = cell.lstrip(" ")
    if not text or text[0] not in "=+-@\t\r＝＋－＠":
        return False
    digits = text[1:].rstrip("%")
    return not (text[0] in "+-" and digits.replace(".", "", 1).isdigit())
