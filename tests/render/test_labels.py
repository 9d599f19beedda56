"""Labels: each value of an answer has one, in both languages, in one place."""

from __future__ import annotations

import pytest

from tests.program import ROOT
from yibao_cli.case import KEYS
from yibao_cli.policy.outcome import BACK_PAYMENT, GAP_COSTS
from yibao_cli.render import labels

TABLES = {name: table for name, table in vars(labels).items() if name.isupper()}


@pytest.mark.parametrize("name", TABLES)
def test_every_label_is_there_in_both_languages(name: str) -> None:
    for value, texts in TABLES[name].items():
        assert set(texts) == {"zh", "en"}, value
        assert all(texts.values()), value


def test_every_value_has_a_label() -> None:
    assert set(labels.FACTS) == set(KEYS)
    assert set(labels.COSTS) == set(GAP_COSTS)
    assert set(labels.BACK) == set(BACK_PAYMENT)


@pytest.mark.parametrize("name", ["STATUSES", "COSTS", "BACK", "LAYERS", "BASIS", "BEST", "STEP_PARTS"])
def test_a_label_is_written_once(name: str) -> None:
    files = [path for path in (ROOT / "yibao_cli" / "render").glob("*.py") if path.name != "labels.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    again = [texts["zh"] for texts in TABLES[name].values() if f'"{texts["zh"]}"' in source]
    assert again == []
