"""Every rule answers somebody: none is hidden by another or by facts that cannot occur together."""

from __future__ import annotations

import pytest

from tests.people import of_table, tables
from yibao_cli.policy import layers


@pytest.mark.parametrize(("code", "scheme"), tables(), ids=lambda v: str(v))
def test_every_rule_answers_somebody(code: str, scheme: str) -> None:
    unreached = [row.id for row, found in of_table(layers.table(code, scheme), code, most=1) if not found]
    assert not unreached
