"""Every value parser at its edges: what it takes, and the exact refusal of what it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from yibao_cli import lang, parse
from yibao_cli.errors import InputError
from yibao_cli.policy.vocabulary import SCHEMES

TODAY = dt.date(2026, 11, 22)
MAY = 2026 * 12 + 4
JANUARY = 2025 * 12


def refused(parser: Callable[..., Any], *values: Any) -> tuple[str, str, str, str]:
    """Code, field, message and hint of a refusal."""
    with pytest.raises(InputError) as caught:
        parser("x", *values)
    error = caught.value
    return error.code, str(error.field), error.message, str(error.hint)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-31",
        "2026.5.31",
        "2026/05/31",
        "2026年5月31日",
        "2026年05月31",
        "20260531",
        " ２０２６-０５-３１ ",
        "2026 - 5 - 31",
    ],
)
def test_a_day(text: str) -> None:
    assert parse.day("x", text, TODAY) == dt.date(2026, 5, 31)


@pytest.mark.parametrize("text", ["today", "Today", "今天", "今日"])
def test_today(text: str) -> None:
    assert parse.day("x", text, TODAY) == TODAY


def test_the_first_and_the_last_day() -> None:
    assert parse.day("x", "1900-01-01", TODAY) == dt.date(1900, 1, 1)
    assert parse.day("x", "2100-12-31", TODAY) == dt.date(2100, 12, 31)
    assert refused(parse.day, "1899-12-31", TODAY)[:3] == ("date_range", "x", "年份 1899 不在 1900–2100")
    assert refused(parse.day, "2101-01-01", TODAY)[0] == "date_range"


def test_no_such_day() -> None:
    code, field, message, hint = refused(parse.day, "2026-02-29", TODAY)
    assert (code, field, message) == ("no_such_date", "x", "没有 2026-02-29 这一天")
    assert hint == "请核对月份（1–12）和日期"
    assert refused(parse.day, "20261301", TODAY)[2] == "没有 20261301 这一天"
    assert refused(parse.month, "2026-13")[2] == "没有 2026-13 这个月"
    assert refused(parse.month, "202600")[0] == "no_such_date"


def test_a_serial_number_of_a_spreadsheet() -> None:
    # 1 in a spreadsheet is 1 January 1900; with its 29 February 1900 that makes 46,000 the 9th of December 2025.
    code, _, message, hint = refused(parse.day, "46000", TODAY)
    assert (code, message) == ("excel_serial", "46000 像是 Excel 的日期序号（可能是 2025-12-09）")
    assert hint.endswith("2026-05-31")
    assert refused(parse.month, "46000")[0] == "excel_serial"


@pytest.mark.parametrize(
    "text", ["", "x", "2026", "26-05-31", "2026-05-31-1", "2026051", "202605311", "明天"]
)
def test_not_a_day(text: str) -> None:
    code, field, message, hint = refused(parse.day, text, TODAY)
    assert (code, field, message) == ("not_a_date", "x", f"看不懂日期“{text}”")
    assert hint == "请写成 2026-05-31"


def test_what_is_shown_of_a_long_text() -> None:
    assert refused(parse.day, "a" * 12, TODAY)[2] == f"看不懂日期“{'a' * 12}”"
    assert refused(parse.day, "abcd" + "e" * 9, TODAY)[2] == "看不懂日期“abcd…”"


@pytest.mark.parametrize(
    "text", ["2026-05", "2026.5", "2026/05", "2026年5月", "2026年5", "202605", "2026-05-31", "20260501"]
)
def test_a_month(text: str) -> None:
    assert parse.month("x", text) == MAY


def test_months_of_six_digits() -> None:
    assert [parse.month("x", f"2026{n:02d}") % 12 for n in range(1, 13)] == list(range(12))


def test_not_a_month() -> None:
    for text in ("today", "今天"):
        assert refused(parse.month, text)[0] == "not_a_date", (
            "a month is not counted from the day of the question"
        )
    assert refused(parse.month, "May")[0::3] == ("not_a_date", "请写成 2026-05")
    assert refused(parse.month, "2026-05-32")[0] == "no_such_date"
    assert refused(parse.month, "1899-12")[0] == "date_range"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2025-01", [(0, 0)]),
        ("2025-01..2025-03", [(0, 2)]),
        ("2025-01..2025-03;2025-05", [(0, 2), (4, 4)]),
        ("2025-05；2025-01..2025-03", [(0, 2), (4, 4)]),
        ("2025-01..2025-03;2025-04..2025-06", [(0, 5)]),
        ("2025-01,2025-02，2025-03、2025-05", [(0, 2), (4, 4)]),
        ("2025-01~2025-02;2025-04至2025-05;2025-07到2025-08;2025-10—2025-11", [(0, 1), (3, 4), (6, 7), (9, 10)]),
        (";2025-01 ... 2025-02 ; ;", [(0, 1)]),
        ("2025-01..2025-01", [(0, 0)]),
    ],
)  # fmt: skip
def test_a_ledger(text: str, spans: list[tuple[int, int]]) -> None:
    assert parse.ledger("x", text) == tuple((JANUARY + low, JANUARY + high) for low, high in spans)


def test_ledgers_that_are_none() -> None:
    assert refused(parse.ledger, "2025-03..2025-01")[0::2] == (
        "reversed_period",
        "2025-03..2025-01 的起月晚于止月",
    )
    assert refused(parse.ledger, " ; ")[0] == "empty_ledger"
    assert refused(parse.ledger, "2025-01..2025-03;2025-03..2025-05")[0] == "overlapping_periods"
    assert refused(parse.ledger, "2025-01;2025-01")[0] == "overlapping_periods"
    assert refused(parse.ledger, "2025-01..")[0] == "not_a_date"


@pytest.mark.parametrize("value", [True, "yes", "Y", "true", "1", "是", "补缴", 1])
def test_yes(value: object) -> None:
    assert parse.yes_no("x", value) is True


@pytest.mark.parametrize("value", [False, "no", "N", "false", "0", "否", "不补", 0])
def test_no(value: object) -> None:
    assert parse.yes_no("x", value) is False


def test_neither_yes_nor_no() -> None:
    assert refused(parse.yes_no, "maybe-not-today") == (
        "not_yes_no",
        "x",
        "“maybe-no”不是“是/否”",
        "yes / no",
    )
    assert refused(parse.yes_no, 2)[0] == "not_yes_no"


def test_whole_numbers() -> None:
    assert [parse.whole("x", value, 0, 60) for value in (0, "0", "60", " ６０ ", 7)] == [0, 0, 60, 60, 7]
    assert parse.whole("x", "-3", -3, 3) == -3
    assert parse.whole("x", "999999", 0, 999_999) == 999_999
    for value in ("-1", "61", 61, "1.0", "1e1", "x", "", True, "0000001"):
        assert refused(parse.whole, value, 0, 60)[0] == "not_a_number", value
    assert refused(parse.whole, "123456789", 2000, 2100)[2] == "“12345678”不是 2000–2100 的整数"


@pytest.mark.parametrize(
    ("value", "amount"),
    [("4588", "4588"), ("754.60", "754.60"), ("4,588元", "4588"), ("9.5%", "0.095"), ("9.5 %", "0.095"), (0.1, "0.1"),
     ("0", "0"), ("1000000000", "1000000000"), ("１２", "12"), ("0." + "1" * 20, "0." + "1" * 20)],
)  # fmt: skip
def test_amounts(value: object, amount: str) -> None:
    assert parse.amount("x", value) == Decimal(amount)


@pytest.mark.parametrize(
    "value", ["", "x", "-1", "1000000000.01", "NaN", "1e3", "1.", ".5", True, "0." + "1" * 21, "1" * 13]
)
def test_not_an_amount(value: object) -> None:
    assert refused(parse.amount, value)[0] == "not_an_amount"


def test_what_is_shown_of_a_long_amount() -> None:
    assert refused(parse.amount, "x" * 20)[2] == f"“{'x' * 12}”不是金额或费率"


def test_words() -> None:
    assert [parse.word("scheme", text, SCHEMES) for text in ("Employee", "灵活就业", "居民")] == list(SCHEMES)
    assert parse.word("previous_scheme", "新农合", SCHEMES) == "resident"
    assert parse.word("x", "一档", ("one",), {"one": "一档"}) == "one"
    code, _, message, hint = refused(parse.word, "居" * 30, SCHEMES)
    assert (code, message) == ("unknown_word", f"“{'居' * 20}”不是可选值")
    assert hint == "可选：employee、flexible、resident"
    assert refused(parse.word, "residnt", SCHEMES)[3] == "是不是 resident？可选：employee、flexible、resident"
    assert refused(parse.word, "qqq", SCHEMES)[3].startswith("可选")
    # A word of the table that this scheme's list does not have is none.
    with pytest.raises(InputError):
        parse.word("scheme", "居民", ("employee",))


def test_regions() -> None:
    assert parse.region("x", " 成都 ").code == "510100"
    code, _, message, hint = refused(parse.region, "cd")
    assert (code, message) == ("ambiguous_region", "“cd”符合多个地区")
    assert "成都市 chengdu 510100" in hint
    assert refused(parse.region, "cd" + " " * 40)[2] == f"“cd{' ' * 18}”符合多个地区"
    assert refused(parse.region, "ch")[3].count("、") == 11, "twelve of the twenty are named"
    code, _, message, hint = refused(parse.region, "成嘟")
    assert (code, message) == ("unknown_region", "没有找到地区“成嘟”")
    assert "是不是" in hint
    assert refused(parse.region, "qqqqqqqqqq" * 3)[2:] == (
        f"没有找到地区“{'qqqqqqqqqq' * 2}”",
        "用 yibao regions 查看全部地区",
    )


def test_english() -> None:
    lang.use("en")
    long = "x" * 40
    assert refused(parse.word, long, SCHEMES)[2] == f"not one of the choices: {long[:20]!r}"
    assert refused(parse.region, "q" * 40)[2:] == (
        f"no such region: {'q' * 20!r}",
        "see all of them with: yibao regions",
    )
    assert refused(parse.region, "cd" + " " * 40)[2] == f"several regions match {'cd' + ' ' * 18!r}"
    assert refused(parse.amount, long)[2] == f"not an amount or rate: {long[:12]!r}"
    assert refused(parse.yes_no, long)[2] == f"not yes or no: {long[:8]!r}"
    assert refused(parse.whole, long, 0, 1)[2] == f"not a whole number within 0-1: {long[:8]!r}"
    assert refused(parse.day, "x", TODAY)[2:] == ("not a date: 'x'", "write it as 2026-05-31")
    assert (
        refused(parse.word, "residnt", SCHEMES)[3]
        == "did you mean resident? choices: employee, flexible, resident"
    )
