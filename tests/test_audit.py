"""Every researched row is accounted for: encoded by a rule or a value that exists, or left out for a written reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from yibao_cli.policy import layers
from yibao_cli.policy.vocabulary import LAST_DATE, SCHEMES

FOLDER = Path(__file__).parent / "cases" / "audit"
ROWS = [
    (path.stem, row)
    for path in sorted(FOLDER.glob("*.yaml"))
    for row in yaml.safe_load(path.read_text("utf-8"))
]
GRADES = ("A", "A-", "A*", "B", "C*", "C+", "C", "M", "nf", "-")


def rule_ids() -> set[str]:
    """The full names of all rules on file."""
    found = set()
    for code in layers.region_paths():
        file = layers.region_file(code)
        assert file is not None
        for policy in file.policies:
            found |= {f"{code}.{scheme}.{rule.id}" for scheme in policy.schemes for rule in policy.rules}
    for scheme in SCHEMES:
        for policy in layers.national_file(scheme).policies:
            found |= {f"000000.{s}.{rule.id}" for s in policy.schemes for rule in policy.rules}
    return found


def named(row: dict[str, Any], key: str) -> list[str]:
    value = row.get(key, [])
    return [value] if isinstance(value, str) else list(value)


def test_rows_are_answered_by_rules_that_exist() -> None:
    known = rule_ids()
    for group, row in ROWS:
        assert row["row"].strip(), group
        assert named(row, "rule") or named(row, "value") or str(row.get("none", "")).strip(), (group, row)
        assert set(named(row, "rule")) <= known, (group, row)


def test_values_exist() -> None:
    for group, row in ROWS:
        for value in named(row, "value"):
            code, section, *which = value.split()
            file = layers.region_file(code)
            assert file is not None, (group, row)
            entries = getattr(file, section)
            keys = {str(getattr(e, "benefit_year", "")) for e in entries} | {
                str(getattr(e, name)) for e in entries for name in ("id", "about") if hasattr(e, name)
            }
            assert entries, (group, row)
            assert not which or which[0].strip(",;") in keys, (group, row)


def test_every_local_rule_is_in_the_audit() -> None:
    """A rule that no researched row names has come from nowhere."""
    named_rules = {rule for _, row in ROWS for rule in named(row, "rule")}
    local = {rule for rule in rule_ids() if not rule.startswith("000000")}
    # One row may stand for a rule in every scheme that the policy binds.
    shape = {(rule[:6], rule.split(".", 2)[2]) for rule in named_rules}
    assert not {rule for rule in local if (rule[:6], rule.split(".", 2)[2]) not in shape}


@pytest.mark.parametrize("code", sorted(layers.region_paths()))
def test_every_statement_is_cited(code: str) -> None:
    """Rules, readings, calendars, amounts, notes, channels and papers: each with a source that names title, issuer, kind and date."""
    file = layers.region_file(code)
    assert file is not None
    cited = [
        *(s for p in file.policies for r in p.rules for s in (*r.cite, *(x for y in r.readings for x in y.cite))),
        *(s for part in (file.windows, file.standards, file.notes, file.channels, file.papers) for item in part for s in item.cite),
    ]  # fmt: skip
    for policy in file.policies:
        for rule in policy.rules:
            assert rule.cite, rule.id
            assert policy.review_by is not None or policy.last < LAST_DATE, rule.id
    for source in cited:
        assert source.title
        assert source.issuer
        assert source.kind
        assert source.checked
        assert source.url is None or source.url.startswith("http")
