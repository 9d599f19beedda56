"""Amounts: plain figures, percent and thousands; nothing whose arithmetic could overflow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yibao_cli import parse
from yibao_cli.errors import InputError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8000", "8000"),
        ("8,000.50 元", "8000.50"),
        ("９．５％", "0.095"),
        ("0.1", "0.1"),
        (8000.0, "8000.0"),
        ("0", "0"),
    ],
)
def test_plain_figures(text: object, value: str) -> None:
    assert parse.amount("base", text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1E+999999", "21.1²5E+1702631", "1e5", "NaN", "Infinity", "-1", "", "1_000", "٣", True, "9" * 13]
)
def test_everything_else_is_refused(text: object) -> None:
    with pytest.raises(InputError) as refused:
        parse.amount("base", text)
    assert refused.value.code == "not_an_amount"
