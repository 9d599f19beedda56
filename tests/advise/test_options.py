"""Options: every one that is offered must be what a check with its own flags says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from yibao_cli.advise.answer import answer, iso
from yibao_cli.advise.options import options
from yibao_cli.advise.ranges import settle
from yibao_cli.case import read

from .test_deadlines import CASES, TABLES, TODAY, case_of, sample

DAYS: list[dict[str, Any]] = [{}, {"pay_date": "2026-11-20"}, {"pay_date": "2027-03-15"}]


@pytest.mark.parametrize(("code", "scheme"), TABLES)
def test_every_option_is_what_a_check_with_its_flags_says(code: str, scheme: str) -> None:
    for number, facts in sample(code, scheme, 1):
        for item in options(answer(case_of(code, scheme, {**facts, **DAYS[number % len(DAYS)]}))):
            if not item["possible"]:
                assert item["reason"]
                assert item["resume_date"] is None
                assert item["best_by"] == []
                continue
            checked = answer(read(item["case"], dt.date(1999, 1, 1)))
            assert item["status"] == checked.status
            low, high = checked.between
            assert item["resume_date"] == (iso(low) if checked.exact else None), (facts, item["id"])
            if not checked.exact and low:
                assert item["resume_between"] == [iso(low), iso(high)]
            assert checked.inquiry.case.as_of == TODAY


def by_id(facts: dict[str, Any], code: str = "510100", scheme: str = "flexible") -> dict[str, Any]:
    return {item["id"]: item for item in options(answer(case_of(code, scheme, facts)))}


def test_paying_back_is_planned_best_and_dated() -> None:
    found = by_id({"last_covered": "2026-08", "back_pay": "yes", "pay_date": "2026-11-10"})
    assert found["pay_back"]["planned"]
    assert found["pay_back"]["pay_by"] == "2026-12-31"
    assert found["pay_back"]["resume_date"] == "2026-11-10"
    assert "resume" in found["pay_back"]["best_by"]
    assert found["not_pay_back"]["gap_costs"] == "not_covered"
    assert not found["employer_back_pays"]["possible"]
    assert "employer_arrears" in found["employer_back_pays"]["reason"]


def test_months_past_the_limit_cannot_be_paid_back_and_the_rule_says_so() -> None:
    found = by_id({"last_covered": "2026-03", "pay_date": "2026-11-10"})
    assert not found["pay_back"]["possible"]
    assert "不能再补" in found["pay_back"]["reason"]
    assert found["not_pay_back"]["resume_date"] == "2027-05-01"


def test_the_employer_owes_the_months_not_the_worker() -> None:
    facts = {"last_covered": "2026-08", "cause": "employer_arrears", "pay_date": "2026-11-10"}
    found = by_id(facts, scheme="employee")
    assert found["employer_back_pays"]["possible"]
    assert not found["pay_back"]["possible"]
    assert found["flexible"]["case"]["back_pay"] == "no"


def test_repair_is_offered_only_where_it_shortens_the_wait() -> None:
    two = by_id({"last_covered": "2024-12", "benefit_year": "2027"}, scheme="resident")
    assert two["repair"]["case"]["repair_years"] == "1"
    assert (two["repair"]["resume_date"], two["wait"]["resume_date"]) == ("2027-04-01", "2027-05-01")
    one = by_id({"last_covered": "2025-12", "benefit_year": "2027"}, scheme="resident")
    assert not one["repair"]["possible"]


def test_the_running_year_is_a_question_where_the_text_is_silent() -> None:
    found = by_id({"last_covered": "2024-12", "benefit_year": "2027"}, scheme="resident")["running_year_too"]
    assert not found["possible"]
    assert "12393" in found["reason"]


def test_fuxin_the_running_year_moves_the_wait_to_the_payment_day() -> None:
    if ("210900", "resident") not in TABLES:
        pytest.skip("no file for Fuxin in the chosen policies")
    facts = {"last_covered": "2025-12", "benefit_year": "2027", "pay_date": "2026-11-06"}
    found = by_id(facts, "210900", "resident")
    assert found["running_year_too"]["resume_date"] == "2027-02-06"
    assert found["resident_next_window"]["resume_date"] == "2027-04-01"


def test_no_two_options_are_the_same() -> None:
    for scheme in CASES:
        for facts in CASES[scheme]:
            flags = [i["case"] for i in options(answer(case_of("510100", scheme, facts))) if i["possible"]]
            assert all(flags.count(item) == 1 for item in flags)


@pytest.mark.parametrize(("code", "scheme"), TABLES[:20])
def test_every_reply_that_settles_gives_what_it_says(code: str, scheme: str) -> None:
    for _, facts in sample(code, scheme):
        case = case_of(code, scheme, {**facts, "pay_date": "2026-12-10"})
        result = answer(case)
        items = settle(result)
        assert items == [] if result.status in ("answered", "closed") else items, facts
        for item in (each for each in items if each["key"]):
            for reply in item["gives"]:
                checked = answer(
                    read({**case.given(), "as_of": str(TODAY), item["key"]: reply["value"]}, TODAY)
                )
                assert reply["resume_date"] == (iso(checked.between[0]) if checked.exact else None)
                assert not item["settles"] or checked.status in ("answered", "closed")
