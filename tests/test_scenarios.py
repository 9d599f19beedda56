"""The questions people ask, put to the command line: the topic that answers each, and the cases that compute it."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from yibao_cli.app import run

TEXT = (Path(__file__).parent / "cases" / "scenarios.yaml").read_text(encoding="utf-8")
FILE: dict[str, list[dict[str, Any]]] = yaml.load(TEXT, yaml.BaseLoader)  # noqa: S506 - every scalar stays text
AS_OF = {"as_of": "2026-11-22"}

CHECKS = [
    pytest.param(check, id=f"{item['id']}-{i}")
    for item in FILE["scenarios"]
    for i, check in enumerate(item.get("checks", ()), 1)
]


class Yibao:
    """The command line in this process: arguments and stdin in, exit code, stdout and stderr out."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *args: str, stdin: str = "") -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        code = run(list(args))
        out, err = self.capsys.readouterr()
        return code, out, err

    def check(self, case: dict[str, str]) -> dict[str, Any]:
        code, out, err = self("check", "--json", "--case", "-", stdin=json.dumps(AS_OF | case))
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        return found


@pytest.fixture
def yibao(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Yibao:
    return Yibao(capsys, monkeypatch)


def at(result: Any, path: str) -> Any:
    for key in path.split("."):
        if not isinstance(result, list):
            result = result[key]
        elif key.isdigit():
            result = result[int(key)]
        else:
            result = next(item for item in result if item["id"] == key)
    return result


def as_text(value: Any) -> Any:
    """A JSON value as the scenario file writes it."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value)


def agree(result: dict[str, Any], wanted: dict[str, Any]) -> None:
    for path, want in wanted.get("expect", {}).items():
        assert as_text(at(result, path)) == want, path
    for path, words in wanted.get("contains", {}).items():
        section = json.dumps(at(result, path), ensure_ascii=False)
        for word in words:
            assert word in section, f"{path}: {word}"


def test_every_scenario_is_here() -> None:
    asked = [
        1,
        2,
        3,
        4,
        5,
        6,
        8,
        9,
        10,
        12,
        13,
        14,
        15,
        16,
        18,
        20,
        21,
        23,
        24,
        26,
        28,
        29,
        31,
        33,
        34,
        36,
        38,
        40,
    ]
    assert [int(item["id"]) for item in FILE["scenarios"]] == asked


@pytest.mark.parametrize("item", FILE["scenarios"], ids=lambda item: item["id"])
def test_the_question_finds_its_topic(item: dict[str, Any], yibao: Yibao) -> None:
    code, out, err = yibao("topics", item["question"], "--json")
    assert code == 0, err
    found = json.loads(out)["topics"]
    assert found[0]["id"] == item["topic"]
    for words in item["says"]:
        assert words in found[0]["truth"]
    assert found[0]["sources"] or found[0]["verdict"] == "out_of_scope"


@pytest.mark.parametrize("check", CHECKS)
def test_the_program_computes_it(check: dict[str, Any], yibao: Yibao) -> None:
    result = yibao.check(check["case"])
    agree(result, check)
    assert result["sources"]
    assert result["answer"]["grade"] in "ABC"


@pytest.mark.parametrize("item", FILE["refused"], ids=lambda item: item["name"])
def test_it_is_refused(item: dict[str, Any], yibao: Yibao) -> None:
    code, out, err = yibao("check", "--json", "--case", "-", stdin=json.dumps(AS_OF | item["case"]))
    assert (code, out) == (2, "")
    assert item["code"] in err
    for word in item.get("hint", ()):
        assert word in err


@pytest.mark.parametrize("item", FILE["answered"], ids=lambda item: item["name"])
def test_it_is_answered(item: dict[str, Any], yibao: Yibao) -> None:
    for case in item["cases"]:
        agree(yibao.check(case), item)


def test_a_batch_reports_bad_rows_and_goes_on(tmp_path: Path, yibao: Yibao) -> None:
    members = tmp_path / "members.csv"
    members.write_text(
        "region,scheme,last_covered,pay_date,back_pay\n"
        "成都,flexible,2026-02,2026-09-10,no\n"
        "成都,flexible,2026-02,2026-09-31,no\n"
        "火星,flexible,2026-02,2026-09-10,no\n"
        "深圳,employee,2026-03,2026-09-15,no\n",
        encoding="utf-8",
    )
    code, _, err = yibao("batch", str(members), "-o", str(tmp_path / "out.csv"))
    assert code == 0, err
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["resume_date"] for row in rows] == ["2027-03-01", "", "", "2026-10-01"]
    assert [row["error_code"] for row in rows] == ["", "no_such_date", "unknown_region", ""]
