"""Hostile input, bounded: hypothesis with fixed examples, the mutator with fixed seeds, bombs, and what was found before."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import targets
from tests.fuzz.__main__ import kinds
from tests.fuzz.hostile import CORPUS, IDENTITY, SNIPPETS, Hostile, good_cases
from tests.program import python
from yibao_cli.case import KEYS
from yibao_cli.policy.errors import PolicyError
from yibao_cli.policy.strict import MAX_BYTES, MAX_OPENED, read

BOUNDED = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
TRIES = {"value": 300, "yaml": 400, "policy": 60, "topic": 30, "case": 120, "argv": 60, "table": 60}
anything = (
    st.text() | st.sampled_from(SNIPPETS) | st.lists(st.sampled_from(SNIPPETS), max_size=4).map("".join)
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | anything
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=8,
)


@BOUNDED
@given(anything)
def test_values(text: str) -> None:
    targets.value(text)


@BOUNDED
@given(anything)
def test_yaml(text: str) -> None:
    targets.yaml_text(text)


@BOUNDED
@given(st.sampled_from(good_cases()), st.dictionaries(st.sampled_from(KEYS), json_values, max_size=3))
def test_cases(good: dict[str, Any], changed: dict[str, Any]) -> None:
    targets.case_value({**good, **changed})


@BOUNDED
@given(
    st.lists(
        st.sampled_from(
            ["check", "regions", "topics", "schema", "--region", "--case", "-", "--lang", "en", "--json"]
        )
        | anything,
        max_size=6,
    ),
    st.binary(max_size=60),
)
def test_command_lines(words: list[str], stdin: bytes) -> None:
    targets.argv([word.replace("\0", "") for word in words], stdin)


@pytest.mark.parametrize("kind", TRIES)
def test_mutated(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Good input changed in a few places, the same changes on every run."""
    (tmp_path / "room").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIBAO_NO_INPUT", "1")
    make = kinds(Hostile(2026), tmp_path / "room")[kind]
    for _ in range(TRIES[kind]):
        make()[1]()


def replay() -> dict[str, Callable[[bytes, Path], None]]:
    """How each kind of kept input is tried again."""
    return {
        "yaml": lambda data, room: targets.yaml_text(data.decode("utf-8", "surrogatepass")),
        "policy": lambda data, room: targets.policy_text(data.decode("utf-8", "surrogatepass"), room),
        "topic": lambda data, room: targets.topic_text(data.decode("utf-8", "surrogatepass")),
        "case": lambda data, room: targets.case_value(json.loads(data)),
        "argv": lambda data, room: targets.argv(json.loads(data)),
        "table": targets.table,
    }


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*-*")), ids=lambda path: path.name)
def test_found_before(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "room").mkdir()
    replay()[path.name.partition("-")[0]](path.read_bytes(), tmp_path / "room")


BOMBS = {
    "billion laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "merge": "a: {<<: {b: c}}\nb: !!merge x\n",
    "python object": "a: !!python/object/apply:os.system ['true']\n",
    "nested lists": "a: " + "[" * 400_000,
    "nested mappings": "{a: " * 100_000,
    "nested items": "a:\n  " + "- " * 400_000,
    "nested keys": "? " * 400_000,
    "hidden in text": 'a: ["]", ' * 60_000,
    "many documents": "---\na: b\n" * 50,
    "long line": "a: " + "x" * (MAX_BYTES + 1),
    "long key": "x" * 100_000 + ": y",
    "control": 'a: "\\e[2J"\nb: \x07',
    "surrogate": "a: \ud800",
    "byte order marks": "\ufeff" * 100 + "a: b",
    "tabs": "a:\n\t- b",
    "deep indentation": "\n".join(" " * n + "a:" for n in range(1500)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_yaml_bombs(name: str) -> None:
    """In a process of its own: a broken stack would take the test run with it."""
    program = (
        "import sys\nfrom tests.fuzz.targets import yaml_text\n"
        "yaml_text(sys.stdin.buffer.read().decode('utf-8', 'surrogatepass'))\nprint('refused or read')"
    )
    given_bytes = BOMBS[name].encode("utf-8", "surrogatepass")
    done = python("-c", program, stdin=given_bytes, cwd=CORPUS.parents[2])
    assert done.stdout == b"refused or read\n", (done.returncode, done.stderr[-300:])


def test_many_brackets_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(PolicyError, match="E107"):
        read("a: " + "[" * (MAX_OPENED + 1), "x.yaml")


def test_a_long_line_in_a_list(tmp_path: Path) -> None:
    """One cell of five million characters, and a quote that is never closed."""
    long = (
        "region,scheme,last_covered,pay_date,name\n成都,flexible,2026-02,2026-09-10," + "x" * 5_000_000 + "\n"
    )
    targets.table(long.encode(), tmp_path)
    targets.table(b'region,scheme\n"\xe6\x88\x90' + b"x" * 1_000_000, tmp_path)


def test_formula_cells_come_out_neutral(tmp_path: Path) -> None:
    cells = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "＝1", " =1", '=HYPERLINK("http://a")']
    rows = "".join(
        f'成都,flexible,2026-02,2026-09-10,"{cell.replace(chr(34), chr(34) * 2)}"\n' for cell in cells
    )
    targets.table(("region,scheme,last_covered,pay_date,name\n" + rows).encode(), tmp_path)
    out = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert out.count("2027-03-01") >= len(cells)
    assert out.count("'") >= len(cells)


def test_the_targets_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that crashes, hangs, prints on stdout before an error or lets a formula through is caught."""
    from yibao_cli import parse

    monkeypatch.setattr(parse, "month", lambda field, text: {}[text])
    with pytest.raises(KeyError):
        targets.value("2026-05")
    monkeypatch.undo()

    def endless(field: str, text: str) -> None:
        while True:
            len(str(text))

    monkeypatch.setattr(parse, "month", endless)
    monkeypatch.setattr(targets, "MOST_CALLS", 50_000)
    with pytest.raises(targets.EndlessWork), targets.bounded(50_000):
        parse.month("m", "x")
    monkeypatch.undo()
    assert targets.runs("=1+1")
    assert targets.runs("+1a")
    assert not targets.runs("-12.5%")
    assert targets.steering("a\x1b[2J\u202e") == "\x1b\u202e"


def test_an_unknown_folder_of_policies_has_a_code(tmp_path: Path) -> None:
    code, out, err = targets.command(["policies", "check", "--policies", str(tmp_path)])
    assert (code, out) == (2, b"")
    assert "E207" in err


def test_the_made_up_identity_number_passes_its_check() -> None:
    from yibao_cli.console import is_identity

    assert is_identity(IDENTITY)
    assert os.path.isdir(CORPUS)
