"""The release certificate against the files themselves, counted by other means."""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.fuzz.targets import command
from tests.trust.tables import POLICIES, lines, tree
from yibao_cli.policy.certificate import certificate

CASES = Path(__file__).parents[1] / "cases"
TODAY = dt.date(2026, 11, 22)


def test_figures_are_those_of_the_files() -> None:
    found = certificate(TODAY)
    assert found["proven"]
    assert found["problems"] == []
    paths = sorted([*(POLICIES / "national").glob("*.yaml"), *(POLICIES / "regions").glob("*.yaml")])
    assert sorted(each["file"] for each in found["files"]) == sorted(
        p.relative_to(POLICIES).as_posix() for p in paths
    )
    for each in found["files"]:
        content = (POLICIES / each["file"]).read_bytes()
        assert each["sha256"] == sha256(content).hexdigest()
        plain = tree(POLICIES / each["file"])
        written = [[rule["id"] for rule in policy["rules"]] for policy in plain.get("policies", [])]
        assert [policy["rules"] for policy in each["policies"]] == written
        for policy, told in zip(each["policies"], plain.get("policies", []), strict=True):
            force = told["in_force"]
            assert (policy["to"], policy["review_by"]) == (force.get("to"), force.get("review_by"))
            assert policy["from"] == force.get("from", "2000-01-01")
            assert policy["exceptions"] == [item["promise"] for item in told.get("exceptions", [])]
        assert [str(year) for year in each["windows"]] == [
            w["benefit_year"] for w in plain.get("windows", [])
        ]
        assert each["standards"] == len(plain.get("standards", []))
        assert each["sources"]["count"] == len(plain["sources"])
    for each in found["tables"]:
        if each["region"] != "000000":
            assert each["rules"] == len(lines(each["region"], each["scheme"]))
        assert each["situations"] >= each["rules"]
        begins = dt.date(2024, 8, 1) if each["scheme"] == "resident" else dt.date(2021, 12, 1)
        assert each["days"] == (dt.date(2101, 1, 1) - begins).days
    policies = [policy for each in found["files"] for policy in each["policies"]]
    assert found["figures"] == {
        "files": len(paths),
        "tables": 3 * (1 + len(list((POLICIES / "regions").glob("*.yaml")))),
        "rules": sum(len(policy["rules"]) * len(policy["schemes"]) for policy in policies),
        "situations": sum(each["situations"] for each in found["tables"]),
        "days": min(each["days"] for each in found["tables"]),
        "dated_values": sum(each["standards"] + len(each["windows"]) for each in found["files"]),
    }
    assert found["cases"] == {
        path.relative_to(CASES).as_posix(): len(list(filter(str.strip, path.read_text("utf-8").splitlines())))
        for path in CASES.rglob("*.jsonl")
    }


def test_sources_grow_old() -> None:
    now, later = certificate(TODAY)["sources"], certificate(TODAY + dt.timedelta(400))["sources"]
    assert sum(now["by_grade"].values()) == sum(now["by_age"].values()) == now["count"]
    assert now["by_age"]["over 366 days"] == 0
    assert later["by_age"]["over 366 days"] == later["count"]
    assert later["by_grade"]["A"] == 0


def test_exceptions_are_named_with_their_reason() -> None:
    found = certificate(TODAY)
    for promise in found["promises"]:
        named = [each["file"] for each in promise["exceptions"]]
        assert named == [
            file["file"] for file in found["files"] for policy in file["policies"] if promise["promise"] in policy["exceptions"]
        ]  # fmt: skip
        for exception in promise["exceptions"]:
            assert exception["reason"]["zh"]
            assert exception["reason"]["en"]
            assert exception["sources"]


def test_the_flag_writes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    code, out, err = command(["policies", "check", "--certificate", str(path), "--as-of", "2026-11-22"])
    assert (code, err) == (0, "")
    assert out
    assert json.loads(path.read_text("utf-8")) == certificate(TODAY)
    code, out, err = command(["policies", "check", "--certificate", str(tmp_path / "none" / "x.json")])
    assert (code, out) == (2, b"")
    assert "no_such_folder" in err


def test_no_certificate_for_broken_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.policy import certificate as module
    from yibao_cli.policy.errors import Problem
    from yibao_cli.policy.prove import Report

    found = module.certificate(TODAY, Report(problems=[Problem("E301", "two rules")]))
    assert not found["proven"]
    assert found["tables"] == found["files"] == []
    assert found["problems"] == ["E301 two rules"]
