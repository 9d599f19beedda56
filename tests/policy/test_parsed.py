"""The parsed copies inside the wheel: the same nodes as the YAML, and never anything else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.program import CHENGDU
from yibao_cli.policy import folder, parsed, strict
from yibao_cli.policy.nodes import Fields, Text

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
FILES = sorted(path.relative_to(POLICIES).as_posix() for path in POLICIES.rglob("*.yaml"))
FACTS = "vocabulary/facts.yaml"


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copies as the build writes them."""
    target = tmp_path_factory.mktemp("copies")
    parsed.write_copies(POLICIES, target)
    return target


@pytest.fixture
def installed(copies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A policies folder and its copies, as they lie in an installed wheel."""
    for name, source in (("parsed", copies), ("policies", POLICIES)):
        shutil.copytree(source / "vocabulary", tmp_path / name / "vocabulary")
        shutil.copytree(source / "national", tmp_path / name / "national")
    monkeypatch.setattr(parsed, "COPIES", tmp_path / "parsed")
    monkeypatch.setattr(parsed, "_used", [True])
    folder.use(tmp_path / "policies")
    yield tmp_path
    folder.use(None)


def whole(node: Any) -> Any:
    """Everything that a node says: type, value, place, quotes, the places of its keys."""
    here = (type(node).__name__, str(node.place))
    if isinstance(node, Text):
        return *here, str(node), node.quoted
    if isinstance(node, Fields):
        places = {key: str(place) for key, place in node.keys_at.items()}
        return *here, [(key, whole(value)) for key, value in node.items()], list(places.items())
    return *here, [whole(item) for item in node]


def no_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on whoever parses YAML fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("YAML was parsed")

    monkeypatch.setattr(strict, "read", refuse)


@pytest.mark.parametrize("file", FILES)
def test_same_nodes(file: str, copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = strict.read((POLICIES / file).read_text("utf-8"), file)
    monkeypatch.setattr(parsed, "COPIES", copies)
    copy = parsed.copy_of((POLICIES / file).read_bytes(), file)
    assert whole(copy) == whole(fresh)


def test_every_file_has_a_copy(copies: Path) -> None:
    assert sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*.json")) == [
        f"{file}.json" for file in FILES
    ]


def test_one_changed_byte_and_the_yaml_wins(installed: Path) -> None:
    path = installed / "policies" / FACTS
    content = path.read_bytes()
    at = content.rindex(b"kind: enum")
    path.write_bytes(content[:at] + b"kind: Enum" + content[at + 10 :])
    found = parsed.top(path)
    assert whole(found) == whole(strict.read(path.read_text("utf-8"), FACTS))
    assert "Enum" in str(found)
    assert "Enum" not in str(parsed.copy_of(content, FACTS))


@pytest.mark.parametrize(
    "damage", ["seal", "value", "place", "cut", "empty", "missing", "folder", "of another file"]
)
def test_a_damaged_copy_is_ignored(damage: str, installed: Path) -> None:
    copy, path = installed / "parsed" / f"{FACTS}.json", installed / "policies" / FACTS
    content = copy.read_bytes()
    seal, _, body = content.partition(b"\n")
    damaged = {
        "seal": seal[::-1] + b"\n" + body,
        "value": content.replace(b'"enum"', b'"Enum"', 1),
        "place": seal + b"\n[9" + body[2:],
        "cut": content[:-1],
        "empty": b"",
        "of another file": (installed / "parsed" / "vocabulary/acts.yaml.json").read_bytes(),
    }
    copy.unlink()
    if damage == "folder":
        copy.mkdir()
    elif damage != "missing":
        assert damaged[damage] != content
        copy.write_bytes(damaged[damage])
    assert parsed.copy_of(path.read_bytes(), FACTS) is None
    assert whole(parsed.top(path)) == whole(strict.read(path.read_text("utf-8"), FACTS))


def test_a_sound_copy_is_taken(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_yaml(monkeypatch)
    assert "pay_date" in parsed.top(installed / "policies" / FACTS)["facts"]


def test_proofs_read_the_yaml(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.commands.proof import check_policies

    no_yaml(monkeypatch)
    parsed.top(installed / "policies" / FACTS)
    with pytest.raises(AssertionError, match="YAML was parsed"):
        check_policies(as_json=True)


PROGRAM = """
import os, sys
from pathlib import Path
from yibao_cli.policy import parsed
parsed.COPIES = Path(sys.argv.pop(1))
from yibao_cli.__main__ import main
def leave(code):
    sys.stderr.write(f'{code} yaml' if 'yaml' in sys.modules else f'{code}')
    sys.stderr.flush()
    real(code)
real, os._exit = os._exit, leave
main()
"""
CASE = [*CHENGDU, "--as-of", "2026-09-01"]


@pytest.mark.parametrize("words", [["--json"], ["--explain"], ["--lang", "en", "--options"]], ids=str)
def test_check_does_not_import_yaml_and_says_the_same(words: list[str], copies: Path, tmp_path: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(place), "check", *CASE, *words],
            capture_output=True, timeout=60, check=True,
        )
        for place in (copies, tmp_path)
    ]  # fmt: skip
    assert [run.stderr for run in runs] == [b"0", b"0 yaml"]
    assert runs[0].stdout == runs[1].stdout != b""
