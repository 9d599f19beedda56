"""The author guide's worked example, executed as written: a city from a blank file, without touching Python."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.check_cases import faults
from yibao_cli.advise.answer import answer, to_json
from yibao_cli.case import read
from yibao_cli.policy import folder
from yibao_cli.policy.prove import check_all

from .people import TODAY

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "policy-authors.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A copy of the policies with the guide's city in it."""
    target = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", target)
    text = next(block for block in blocks("yaml") if block.startswith("# file: "))
    name = text.split("\n", 1)[0].removeprefix("# file: ")
    assert not (target / name).exists()
    (target / name).write_text(text, encoding="utf-8")
    folder.use(target)
    yield target / name
    folder.use(None)


def test_the_city_is_proven(room: Path) -> None:
    assert check_all().problems == []


def test_its_cases_hold(room: Path) -> None:
    lines = [json.loads(row) for block in blocks("json") for row in block.splitlines()]
    assert len(lines) == 3
    for line in lines:
        assert not faults(to_json(answer(read(line["case"], TODAY))), line["expect"]), line["id"]


def test_the_mistake_of_step_3_is_shown(room: Path) -> None:
    room.write_text(
        room.read_text(encoding="utf-8").replace("gap_months: 4..", "gap_months: 3.."), encoding="utf-8"
    )
    folder.forget()
    problem = check_all().problems[0]
    assert problem.code == "E301"
    assert "gap_months=3" in problem.witness


def test_every_key_of_the_guide_is_known() -> None:
    """The facts that the guide speaks of exist."""
    from yibao_cli.policy.vocabulary import facts

    for key in ("gap_months", "previous_scheme", "newborn_days", "missed_years"):
        assert f"`{key}`" in GUIDE
        assert key in facts()
