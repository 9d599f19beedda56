"""Messages about values name what was typed, not what the program made of it."""

from __future__ import annotations

import datetime as dt

import pytest

from yibao_cli import lang, parse
from yibao_cli.case import read
from yibao_cli.errors import InputError

TODAY = dt.date(2026, 11, 22)
MONTHS = ["2026-13", "2026-00", "2026.13", "2026/13", "202613", "2026年13月", "0000-05"]
DAYS = ["2026-02-30", "2026-13-01", "2026.2.30", "2026/13/1", "20260230", "2026年2月30日"]


def refusal(key: str, typed: str) -> str:
    with pytest.raises(InputError) as caught:
        read({key: typed}, TODAY)
    return caught.value.message


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("typed", MONTHS)
def test_a_month_that_does_not_exist_is_named_as_typed(typed: str, language: str) -> None:
    lang.use(language)
    for key, text in (("last_covered", typed), ("covered", f"2025-01..{typed}"), ("covered", typed)):
        message = refusal(key, text)
        assert typed in message
        assert typed + "-1" not in message
        assert ("月" if language == "zh" else "month") in message


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("typed", DAYS)
def test_a_day_that_does_not_exist_is_named_as_typed(typed: str, language: str) -> None:
    lang.use(language)
    for key in ("pay_date", "birth_date", "as_of", "last_covered"):
        assert typed in refusal(key, typed)


def test_spaces_are_left_out_and_wide_figures_are_plain() -> None:
    assert "2026年13月" in refusal("last_covered", " ２０２６ 年 13 月 ")


@pytest.mark.parametrize(
    ("key", "typed"),
    [("benefit_year", "26年度"), ("benefit_year", "26年"), ("base", "-5元"), ("wage", "1,2x")],
)
def test_units_and_commas_stay_in_the_message(key: str, typed: str) -> None:
    assert typed in refusal(key, typed)


@pytest.mark.parametrize("typed", ["2026年度", "2026年", "2026 年", "２０２６", "2026", 2026])
def test_years_are_written_with_or_without_their_unit(typed: object) -> None:
    assert parse.whole("benefit_year", typed, 2000, 2100, ("年度", "年")) == 2026
    assert read({"benefit_year": typed}, TODAY).benefit_year == 2026
