"""Every kept answer is what the program says, to the letter. `python -m tests.golden` writes them anew."""

from __future__ import annotations

import json

import pytest

from tests.golden.answers import FOLDER, names, text


@pytest.mark.parametrize("name", names())
def test_answer(name: str) -> None:
    kept = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    now = text(name)
    json.loads(now)
    assert now.splitlines() == kept.splitlines()


def test_every_kept_answer_has_a_case() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(names())
