"""Every claim of the source articles is upheld, corrected or localised by a topic, a rule or a computed answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from yibao_cli import topics
from yibao_cli.advise.answer import to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.policy import layers

TODAY = dt.date(2026, 11, 22)
TEXT = (Path(__file__).parent / "cases" / "seed_claims.yaml").read_text(encoding="utf-8")
CLAIMS: list[dict[str, Any]] = yaml.load(TEXT, yaml.BaseLoader)["claims"]  # noqa: S506 - every scalar stays text


def upheld(claim: dict[str, Any], kind: str) -> bool:
    return kind in claim["upheld_by"]


def cases_of(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "claim", [c for c in CLAIMS if upheld(c, kind)], ids=lambda claim: claim["n"]
    )


def test_none_unaccounted_for() -> None:
    assert [int(claim["n"]) for claim in CLAIMS] == list(range(1, 198))
    assert Counter(claim["verdict"] for claim in CLAIMS) == {
        "confirmed": 39, "partly": 51, "contradicted": 26, "regional": 55, "unverified": 16, "advice": 10,
    }  # fmt: skip
    for claim in CLAIMS:
        assert sum(upheld(claim, kind) for kind in ("topic", "rule", "case")) == 1, claim["n"]


def test_every_contradicted_claim_has_a_topic_that_says_false() -> None:
    by_id = {topic.id: topic for topic in topics.topics().values()}
    for claim in CLAIMS:
        if claim["verdict"] == "contradicted":
            assert by_id[claim["upheld_by"]["topic"]].verdict == "false", claim["n"]


@cases_of("topic")
def test_a_topic_says_it(claim: dict[str, Any]) -> None:
    found = topics.find(claim["upheld_by"]["topic"])
    assert [topic.id for topic in found] == [claim["upheld_by"]["topic"]]
    assert claim["upheld_by"]["says"] in found[0].truth["zh"]


@cases_of("rule")
def test_a_rule_is_on_file(claim: dict[str, Any]) -> None:
    code, scheme, name = claim["upheld_by"]["rule"].split(".")
    rows = [row for row in layers.table(code, scheme).rows if row.id == claim["upheld_by"]["rule"]]
    assert len(rows) == 1, f"{name} is not among the rules of {code}"
    assert rows[0].rule.cite


@cases_of("case")
def test_the_program_computes_it(claim: dict[str, Any]) -> None:
    result = to_json(advise(read(claim["upheld_by"]["case"], TODAY), options=False))
    for path, want in claim["upheld_by"]["expect"].items():
        have: Any = result
        for key in path.split("."):
            have = have[key]
        assert (have if isinstance(have, list) else str(have)) == want, path
