"""Broken policies and the exact messages that refuse them: code, every place, witness, one repair.

`python -m tests.policy.test_bad` writes the messages anew; read the difference before keeping it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from yibao_cli.policy import folder
from yibao_cli.policy.prove import check_all

BAD = Path(__file__).parents[1] / "bad"
POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted(BAD.glob("*.yaml"))


def messages(path: Path, room: Path) -> str:
    """What `policies check` says of a folder that holds the vocabulary, the national layer and one broken file."""
    shutil.copytree(POLICIES / "vocabulary", room / "vocabulary")
    shutil.copytree(POLICIES / "national", room / "national")
    (room / "regions").mkdir()
    text = path.read_text(encoding="utf-8")
    first = text.split("\n", 1)[0]
    target = first.removeprefix("# as: ") if first.startswith("# as: ") else "regions/510100-chengdu.yaml"
    (room / target).write_text(text, encoding="utf-8")
    folder.use(room)
    try:
        return "\n".join(map(str, check_all().problems)) + "\n"
    finally:
        folder.use(None)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_message(path: Path, tmp_path: Path) -> None:
    found = messages(path, tmp_path / "policies")
    assert found == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert f"E{path.stem[:3]}" in found.split("\n", 1)[0]
    assert "改法" in found


def test_there_are_enough() -> None:
    assert len(FILES) >= 30


if __name__ == "__main__":
    for each in FILES:
        with tempfile.TemporaryDirectory() as room:
            each.with_suffix(".txt").write_text(messages(each, Path(room) / "policies"), encoding="utf-8")
