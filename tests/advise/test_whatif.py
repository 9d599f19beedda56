"""What-if: no change that is shown may be a lie."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from yibao_cli.advise.answer import answer, iso
from yibao_cli.advise.options import options
from yibao_cli.advise.variations import planned
from yibao_cli.advise.whatif import better, whatif
from yibao_cli.case import read

from .test_deadlines import TABLES, case_of, sample

DAYS = ("2026-12-20", "2027-01-10", "2027-04-15")


@pytest.mark.parametrize(("code", "scheme"), TABLES)
def test_running_a_what_if_gives_what_it_says_and_improves_the_answer(code: str, scheme: str) -> None:
    for number, facts in sample(code, scheme, 1):
        case = case_of(code, scheme, {**facts, "pay_date": DAYS[number % 3]})
        own = answer(planned(case))
        for item in whatif(answer(case)):
            checked = answer(read(item["case"], dt.date(1999, 1, 1)))
            assert item["resume_date"] == (iso(checked.between[0]) if checked.exact else None)
            assert better(checked, own)
            assert not better(own, checked)


def changes(facts: dict[str, Any], scheme: str = "flexible") -> list[dict[str, Any]]:
    return whatif(answer(case_of("510100", scheme, facts)))


def test_paying_back_is_the_nearest_change_after_a_short_gap() -> None:
    found = changes({"last_covered": "2026-08", "back_pay": "no", "pay_date": "2026-11-10"})
    assert found[0]["case"]["back_pay"] == "yes"
    assert found[0]["resume_date"] == "2026-11-10"


def test_the_day_before_the_cliff_is_named() -> None:
    found = changes({"last_covered": "2026-08", "back_pay": "yes", "pay_date": "2027-01-10"})
    assert found[0]["case"]["pay_date"] == "2026-12-31"
    assert found[0]["resume_date"] == "2026-12-31"
    assert found[0]["still_possible"]


def test_a_day_that_has_passed_is_marked() -> None:
    found = changes({"last_covered": "2026-05", "back_pay": "yes", "pay_date": "2026-11-10"})
    assert [item["still_possible"] for item in found if item["case"]["pay_date"] < "2026-11-10"] == [False]


def test_each_year_of_repair_is_a_step() -> None:
    found = changes({"last_covered": "2024-12", "benefit_year": "2027", "pay_date": "2026-11-10"}, "resident")
    assert found[0]["case"]["repair_years"] == "1"
    assert found[0]["days_earlier"] == 30


def test_the_best_answer_has_no_what_if_but_options() -> None:
    facts = {"last_covered": "2026-10", "back_pay": "yes", "pay_date": "2026-11-10", "group": "general"}
    result = answer(case_of("510100", "flexible", facts))
    assert [item for item in whatif(result) if item["still_possible"]] == []
    assert options(result)
