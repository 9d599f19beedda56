"""Money: the dossier's values to the fen, and what is not known is never a zero."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao_cli import lang
from yibao_cli.advise.cost import cost
from yibao_cli.advise.formulas import (
    bounds_from_wage,
    clamp_base,
    fen,
    flexible_monthly,
    late_fee,
    late_fees,
    resident_cost,
    retirement_shortfall,
)

from .places import ask, places

__all__ = ["places"]

pytestmark = pytest.mark.usefixtures("places")

MONEY = st.decimals(min_value=0, max_value=1_000_000, places=2)


def test_published_values() -> None:
    assert late_fee(D(10_000), 30) == D("150.00")
    assert late_fee(D(100_000), 10) == D("500.00")
    assert bounds_from_wage(D(82_255)) == (D(4113), D(20_564))
    assert flexible_monthly(D(7546), D("0.10")) == D("754.60")
    assert resident_cost(D(400)) == D(400)
    assert resident_cost(D(400), 1) == D(800)


def test_half_a_fen_goes_up() -> None:
    assert fen(D("0.005")) == D("0.01")
    assert fen(D("2.665")) == D("2.67")
    assert flexible_monthly(D("4588.50"), D("0.085")) == D("390.02")


def test_retirement_shortfall() -> None:
    assert retirement_shortfall(25, 288, D(5000), D("0.08")) == (12, D("4800.00"))
    assert retirement_shortfall(20, 300, D(5000), D("0.08")) == (0, D("0"))


@given(MONEY, MONEY, MONEY)
def test_a_clamped_base_lies_inside(base: D, one: D, other: D) -> None:
    low, high = sorted([one, other])
    assert low <= clamp_base(base, low, high) <= high
    if low <= base <= high:
        assert clamp_base(base, low, high) == base


@given(MONEY, st.lists(st.integers(0, 2000), max_size=24))
def test_late_fees_round_once(monthly: D, days: list[int]) -> None:
    assert late_fees(monthly, days) == late_fee(monthly, sum(days))


def section(**facts: Any) -> dict[str, Any]:
    return cost(ask(**facts))


def test_flexible_month_at_the_lower_bound() -> None:
    found = section(
        region="上海", scheme="flexible", cause="switched", previous_scheme="employee",
        last_covered="2026-09", pay_date="2026-11-10",
    )  # fmt: skip
    assert found["monthly"] == 754.6
    assert found["late_fee"] is None
    line = found["lines"][0]
    assert "下限" in line["formula"]
    assert (line["low"], line["high"]) == (754.6, 3773.1)
    assert line["as_of"] == "2026-07-01..；2024-03-01.."
    assert line["sources"] == ["s1"]


def test_flexible_standard_of_the_payment_day() -> None:
    found = section(
        region="上海", scheme="flexible", last_covered="2025-12", pay_date="2026-02-10", back_pay="no"
    )
    assert found["monthly"] == 746


def test_flexible_back_payment_is_months_times_month() -> None:
    facts = {"region": "上海", "scheme": "flexible", "last_covered": "2026-07", "pay_date": "2026-11-10"}
    chosen = section(**facts, back_pay="yes")
    assert (chosen["back_payment"], chosen["total"]) == (2263.8, 2263.8)
    open_ = section(**facts)
    assert (open_["back_payment"], open_["total"]) == (2263.8, None)
    refused = section(**facts, back_pay="no")
    assert (refused["back_payment"], refused["total"]) == (None, 754.6)


def test_own_base_is_clamped() -> None:
    facts = {"region": "上海", "scheme": "flexible", "last_covered": "2026-09", "pay_date": "2026-11-10"}
    assert section(**facts, base=10000)["monthly"] == 1000
    assert section(**facts, base=1000)["monthly"] == 754.6
    assert section(**facts, base=99999)["monthly"] == 3773.1


def test_own_figures_where_nothing_is_on_file() -> None:
    facts = {"region": "福建", "scheme": "flexible", "last_covered": "2026-09", "pay_date": "2026-11-10"}
    nothing = section(**facts)
    assert nothing["monthly"] is None
    assert nothing["lines"][0]["amount"] is None
    assert "12366" in nothing["lines"][0]["ask"]
    assert section(**facts, base=5000, rate="0.08")["monthly"] == 400


def test_two_tariffs_are_a_range_and_a_question() -> None:
    found = section(
        region="陕西", scheme="flexible", last_covered="2026-09", pay_date="2026-11-10", back_pay="yes"
    )
    assert found["monthly"] is None
    assert found["back_payment"] is None
    line = found["lines"][0]
    assert (line["amount"], line["low"], line["high"]) == (None, 300, 500)
    assert line["ask"]


def test_yearly_sum_is_shown_and_not_divided() -> None:
    found = section(
        region="湖南", scheme="flexible", last_covered="2026-09", pay_date="2026-11-10", back_pay="no"
    )
    assert found["monthly"] is None
    assert found["total"] is None
    assert [line["amount"] for line in found["lines"]] == [None, 5400]


ARREARS = {
    "region": "上海",
    "scheme": "employee",
    "cause": "employer_arrears",
    "last_covered": "2026-07",
    "pay_date": "2026-11-10",
}


def test_employer_pays_both_parts_and_the_late_fee() -> None:
    found = section(**ARREARS, wage=10000)
    assert found["monthly"] == 1100
    assert found["back_payment"] == 3300
    assert found["late_fee"] == 65.45  # 1,100 x 0.05 % x (70 + 40 + 9) days
    assert found["total"] == 3365.45
    payers = {line["what"]: line["payer"] for line in found["lines"]}
    assert payers["滞纳金（只由单位承担，估算）"] == "employer"
    shares = [line["amount"] for line in found["lines"] if line["what"].startswith("补缴")]
    assert shares == [2700, 600]


def test_without_a_wage_the_bounds_give_a_range() -> None:
    found = section(**ARREARS)
    assert found["total"] is None
    assert found["late_fee"] is None
    line = found["lines"][0]
    assert (line["amount"], line["low"], line["high"]) == (None, 679.14, 3395.79)
    assert "--wage" in line["ask"]


def test_bounds_come_from_the_average_wage() -> None:
    found = section(
        region="陕西", scheme="employee", cause="employer_arrears", last_covered="2026-07", pay_date="2026-11-10",
        wage=1000, rate="0.08",
    )  # fmt: skip
    assert found["monthly"] == 329.04  # 4,113 x 8 %


@pytest.mark.parametrize("scheme", ["flexible", "resident"])
def test_no_late_fee_on_a_person(scheme: str) -> None:
    for region in ("上海", "湖南", "陕西", "福建"):
        for back_pay in ("yes", "no", None):
            facts: dict[str, Any] = {
                "region": region,
                "scheme": scheme,
                "last_covered": "2024-12",
                "pay_date": "2026-11-10",
            }
            facts |= {"benefit_year": "2026"} if scheme == "resident" else {"back_pay": back_pay}
            found = section(**facts)
            assert found["late_fee"] is None
            assert all("0.05" not in line["formula"] for line in found["lines"])


def test_a_missed_month_of_an_own_lapse_has_no_late_fee() -> None:
    found = section(**(ARREARS | {"cause": "missed"}), wage=10000, back_pay="yes")
    assert found["late_fee"] is None
    assert found["total"] == 3300


RESIDENT = {"scheme": "resident", "last_covered": "2024-12", "benefit_year": 2026, "pay_date": "2025-12-15"}


@pytest.mark.parametrize("region", ["湖南", "陕西"])
def test_resident_premium(region: str) -> None:
    assert section(region=region, **RESIDENT)["total"] == 400
    assert section(region=region, **RESIDENT, repair_years=1)["total"] == 800


def test_resident_after_a_switch() -> None:
    found = section(
        region="湖南", scheme="resident", previous_scheme="employee", cause="switched", last_covered="2025-10",
        benefit_year=2026, pay_date="2025-12-15",
    )  # fmt: skip
    assert found["total"] == 400


@pytest.mark.parametrize(
    ("birth", "total", "amounts"),
    [
        ("1990-05-01", 1040, [1040]),
        ("2015-05-01", 400, [400]),
        ("2008-05-01", None, [1040, 400]),
        ("1970-05-01", None, [1040, 870, 700]),
        ("1950-05-01", None, [870, 700]),
        (None, None, [1040, 870, 700, 400]),
    ],
)
def test_resident_tiers_by_age(birth: str | None, total: int | None, amounts: list[int]) -> None:
    facts = RESIDENT | ({"birth_date": birth} if birth else {})
    found = section(region="上海", **facts)
    assert found["total"] == total
    assert [line["amount"] for line in found["lines"]] == amounts
    if total is None:
        assert all(line["ask"] for line in found["lines"])


def test_aided_tiers_are_not_guessed() -> None:
    found = section(region="湖南", **RESIDENT, group="aided")
    assert found["total"] is None
    assert {line["amount"] for line in found["lines"]} == {0, 200}
    unknown = section(region="陕西", **RESIDENT, group="aided")
    assert unknown["total"] is None
    assert [line["amount"] for line in unknown["lines"]] == [None]


def test_late_price() -> None:
    late = RESIDENT | {"pay_date": "2026-04-10"}
    assert section(region="湖南", **late)["total"] == 1100
    assert section(region="湖南", **late, repair_years=1)["total"] == 1500
    found = section(region="陕西", **late)
    assert found["total"] is None
    assert (found["lines"][0]["low"], found["lines"][0]["high"]) == (400, 1100)


def test_a_minimum_is_not_a_price() -> None:
    found = section(region="石家庄", **RESIDENT, repair_years=1)
    assert found["total"] is None
    assert all((line["amount"], line["high"]) == (None, None) and line["ask"] for line in found["lines"])
    assert [line["low"] for line in found["lines"]] == [400, 400]


def test_a_newborn_is_never_late() -> None:
    found = section(
        region="上海", scheme="resident", group="newborn", birth_date="2026-04-01", pay_date="2026-05-10"
    )
    assert found["total"] == 400


def test_year_not_on_file_is_null() -> None:
    found = section(region="湖南", **(RESIDENT | {"benefit_year": 2027, "pay_date": "2026-11-20"}))
    assert found["total"] is None
    assert found["lines"][0]["amount"] is None
    assert "2027" in found["lines"][0]["ask"]


def test_only_the_law_makes_a_zero() -> None:
    found = section(
        region="福建",
        scheme="flexible",
        group="unemployment_benefit",
        last_covered="2026-09",
        pay_date="2026-11-10",
    )
    assert (found["monthly"], found["total"]) == (0, 0)
    assert found["lines"][0]["payer"] == "fund"
    assert found["lines"][0]["sources"]


@pytest.mark.parametrize("region", ["福建", "上海", "湖南", "陕西", None])
@pytest.mark.parametrize("scheme", ["employee", "flexible", "resident", None])
@pytest.mark.parametrize("pay_date", ["2026-11-10", None])
def test_unknown_is_null_with_a_question(
    region: str | None, scheme: str | None, pay_date: str | None
) -> None:
    found = section(region=region, scheme=scheme, pay_date=pay_date)
    for line in found["lines"]:
        assert line["amount"] != 0
        if line["amount"] is None and line["counted"]:
            assert line["ask"]
        if line["amount"] is not None:
            assert line["sources"]
    assert 0 not in [found[key] for key in ("monthly", "back_payment", "late_fee", "total")]


def test_sources_join_the_answer() -> None:
    result = ask(**ARREARS)
    found = cost(result)
    known = {source.id for source in result.sources}
    assert {key for line in found["lines"] for key in line["sources"]} <= known
    assert {"law-2010", "s1"} <= known


def test_retirement_line_only_near_that_age() -> None:
    facts = {"region": "上海", "scheme": "flexible", "last_covered": "2026-09", "pay_date": "2026-11-10"}
    old = section(**facts, birth_date="1970-01-01")["lines"][-1]
    assert "15 年 × 12" in old["formula"]
    assert old["amount"] is None
    assert all("退休" not in line["what"] for line in section(**facts, birth_date="1995-01-01")["lines"])


def test_english_has_no_chinese(places: Path) -> None:
    lang.use("en")
    for facts in (
        ARREARS,
        ARREARS | {"wage": 900},
        RESIDENT | {"region": "上海", "repair_years": "1"},
        RESIDENT | {"region": "福建"},
    ):
        for line in section(**facts)["lines"]:
            text = f"{line['what']} {line['formula']} {line['ask'] or ''}"
            assert not any("\u4e00" <= char <= "\u9fff" for char in text), text
