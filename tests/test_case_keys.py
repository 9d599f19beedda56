"""A case: its keys, the values that each takes, the way back to flags, and facts that contradict each other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from yibao_cli import lang
from yibao_cli.case import KEYS, Case, check, last_covered, plain, read
from yibao_cli.errors import InputError

TODAY = dt.date(2026, 11, 22)
WHOLE: dict[str, Any] = {
    "region": "成都", "scheme": "居民", "covered": "2023-01..2023-12;2025-02", "last_covered": "2025-02",
    "pay_date": "2026-09-10", "back_pay": "是", "cause": "转险种", "previous_scheme": "灵活", "previous_region": "上海",
    "group": "学生", "birth_date": "2008-02-29", "benefit_year": "2026年度", "repair_years": 2, "continuous_months": "30",
    "window": "延长期", "arrears_in_term": False, "base": "4,588", "wage": 5200.5, "rate": "9.5%", "as_of": "2026-09-01",
}  # fmt: skip


def refused(**raw: Any) -> InputError:
    """The refusal of a case."""
    with pytest.raises(InputError) as caught:
        read(raw, TODAY)
    return caught.value


def test_every_key() -> None:
    case = read(WHOLE, TODAY)
    assert set(WHOLE) == set(KEYS)
    assert KEYS[0] == "region"
    assert KEYS[-1] == "as_of"
    assert case.as_of == dt.date(2026, 9, 1)
    assert case.covered == ((2023 * 12, 2023 * 12 + 11), (2025 * 12 + 1, 2025 * 12 + 1))
    assert (case.back_pay, case.arrears_in_term) == (True, False)
    assert (case.base, case.wage, case.rate) == (Decimal(4588), Decimal("5200.5"), Decimal("0.095"))
    assert (case.benefit_year, case.repair_years, case.continuous_months) == (2026, 2, 30)
    flags = case.given()
    assert flags == {
        "region": "510100", "scheme": "resident", "covered": "2023-01..2023-12;2025-02", "last_covered": "2025-02",
        "pay_date": "2026-09-10", "back_pay": "yes", "cause": "switched", "previous_scheme": "flexible",
        "previous_region": "310000", "group": "student", "birth_date": "2008-02-29", "benefit_year": "2026",
        "repair_years": "2", "continuous_months": "30", "window": "extended", "arrears_in_term": "no", "base": "4588",
        "wage": "5200.5", "rate": "0.095",
    }  # fmt: skip
    assert read({**flags, "as_of": "2026-09-01"}, TODAY) == case


def test_nothing_given() -> None:
    assert read(dict.fromkeys(KEYS, ""), TODAY) == read({"region": None}, TODAY) == Case(TODAY)
    assert Case(TODAY).given() == {}
    assert read({"as_of": "today"}, TODAY).as_of == TODAY
    # A relative day is relative to the day of the question, not to the clock.
    assert read({"as_of": "2026-09-01", "pay_date": "today"}, TODAY).pay_date == dt.date(2026, 9, 1)


def test_zero_and_no_are_facts() -> None:
    case = read({"repair_years": 0, "back_pay": False, "continuous_months": "0", "rate": 0}, TODAY)
    assert case.given() == {"repair_years": "0", "back_pay": "no", "continuous_months": "0", "rate": "0"}


def test_plain() -> None:
    assert [plain(value) for value in (12_001, 12_000, 2100)] == ["1000-02", "12000", "2100"]


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("benefit_year", ("2000", "2100", "2026年", 2026), ("1999", "2101", "26", "年")),
        ("repair_years", (0, "60"), (-1, "61", "x")),
        ("continuous_months", (0, 1200), (-1, 1201)),
    ],
)
def test_bounds(key: str, good: tuple[Any, ...], bad: tuple[Any, ...]) -> None:
    for value in good:
        assert getattr(read({key: value}, TODAY), key) is not None
    for value in bad:
        assert refused(**{key: value}).code == "not_a_number"


def test_keys_and_types() -> None:
    error = refused(regoin="成都")
    assert (error.code, error.field, error.hint) == ("unknown_key", "regoin", "是不是 region？")
    error = refused(**{"#" * 50: 1})
    assert error.field == "#" * 40
    assert error.message == f"不认识的键“{'#' * 40}”"
    assert error.hint == "、".join(KEYS)
    lang.use("en")
    assert refused(**{"#" * 50: 1}).message == f"unknown key {'#' * 40!r}"
    for value in ([], {}, ["成都"]):  # type: ignore[var-annotated]
        assert refused(region=value).code == "wrong_type"
    for key in ("cause", "group", "window", "scheme", "previous_scheme"):
        assert refused(**{key: "qqq"}).code == "unknown_word"
    for key in ("back_pay", "arrears_in_term"):
        assert refused(**{key: "qqq"}).code == "not_yes_no"
    for key in ("base", "wage", "rate"):
        assert refused(**{key: "qqq"}).code == "not_an_amount"


def test_two_ends_of_the_cover() -> None:
    assert refused(covered="2025-01..2025-03", last_covered="2025-02").code == "cover_conflict"
    assert refused(covered="2025-01..2025-03", last_covered="2025-04").code == "cover_conflict"
    case = read({"covered": "2025-01..2025-03", "last_covered": "2025-03"}, TODAY)
    assert last_covered(case) == 2025 * 12 + 2
    assert last_covered(Case(TODAY)) is None
    assert last_covered(Case(TODAY, last_covered=5)) == 5


@pytest.mark.parametrize("scheme", ["employee", "flexible", None])
def test_a_payment_before_the_end_of_the_cover(scheme: str | None) -> None:
    raw = {"scheme": scheme, "pay_date": "2026-05-01"}
    assert read({**raw, "last_covered": "2026-05"}, TODAY).pay_date
    assert refused(**raw, last_covered="2026-06").code == "pay_before_cover"
    assert refused(**raw, last_covered="2026-06").field == "pay_date"


def test_residents_pay_ahead() -> None:
    ahead = {"scheme": "resident", "pay_date": "2026-10-15"}
    # For 2027 the cover of 2026 still runs; without a year the next one may be meant.
    assert read({**ahead, "benefit_year": 2027, "last_covered": "2026-12"}, TODAY).last_covered
    assert read({**ahead, "last_covered": "2026-12"}, TODAY).last_covered
    assert refused(**ahead, last_covered="2027-01").code == "pay_before_cover"
    assert refused(**ahead, benefit_year=2027, last_covered="2027-01").code == "pay_before_cover"
    assert refused(**ahead, benefit_year=2026, last_covered="2026-11").code == "pay_before_cover"
    assert read({**ahead, "benefit_year": 2026, "last_covered": "2026-10"}, TODAY).last_covered
    # A ledger is looked at by its last month.
    assert (
        refused(scheme="flexible", pay_date="2026-05-01", covered="2026-01..2026-06").code
        == "pay_before_cover"
    )


def test_a_payment_before_the_birth() -> None:
    assert refused(birth_date="2026-05-02", pay_date="2026-05-01").code == "pay_before_birth"
    assert read({"birth_date": "2026-05-01", "pay_date": "2026-05-01"}, TODAY).birth_date


def test_words_that_the_scheme_does_not_have() -> None:
    assert refused(scheme="resident", cause="employer_arrears").code == "cause_not_in_scheme"
    error = refused(scheme="employee", group="newborn")
    assert (error.code, error.field) == ("group_not_in_scheme", "group")
    assert "新生儿" in error.message
    assert "general" in error.hint
    error = refused(scheme="flexible", cause="switched", previous_scheme="flexible")
    assert error.code == "previous_scheme_not_in_scheme"
    # Lists often repeat the present scheme: it matters for a switch only.
    assert read({"scheme": "flexible", "cause": "missed", "previous_scheme": "flexible"}, TODAY)
    assert read({"cause": "employer_arrears", "group": "newborn"}, TODAY), "no scheme, no contradiction"


def test_check_alone() -> None:
    check(Case(TODAY))
    check(read(WHOLE, TODAY))
