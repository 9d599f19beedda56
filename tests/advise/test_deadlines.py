"""Deadlines: the sweep over cuts must find what a scan of every single day finds."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, cast

import pytest

from yibao_cli.advise.answer import answer
from yibao_cli.advise.deadlines import deadlines
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.advise.sweep import Sweep
from yibao_cli.case import Case, read
from yibao_cli.dates import DAY
from yibao_cli.policy import layers
from yibao_cli.policy.decide import decide, masks

TODAY = dt.date(2026, 11, 10)

EMPLOYEE: list[dict[str, Any]] = [
    {"last_covered": "2026-08", "back_pay": "yes"},
    {"last_covered": "2026-08", "back_pay": "no"},
    {"covered": "2024-01..2026-05;2026-08..2026-10", "back_pay": "yes"},
    {"last_covered": "2026-10"},
    {"cause": "moved", "last_covered": "2026-09", "back_pay": "yes"},
    {
        "cause": "switched",
        "previous_scheme": "resident",
        "last_covered": "2026-10",
        "continuous_months": "30",
        "back_pay": "yes",
    },
    {"cause": "first_enrolment"},
    {"covered": "2026-08..2026-10", "back_pay": "no"},
]
RESIDENT: list[dict[str, Any]] = [
    {"last_covered": "2024-12", "benefit_year": "2027"},
    {"last_covered": "2025-12", "benefit_year": "2026"},
    {"last_covered": "2026-12", "benefit_year": "2027"},
    {"cause": "switched", "previous_scheme": "employee", "last_covered": "2026-09", "benefit_year": "2027"},
    {"group": "newborn", "cause": "first_enrolment", "birth_date": "2026-10-20"},
    {"group": "aided", "last_covered": "2022-12", "benefit_year": "2026"},
    {"cause": "first_enrolment", "benefit_year": "2027"},
    {"last_covered": "2023-12", "benefit_year": "2026", "repair_years": "1"},
]
CASES = {"employee": EMPLOYEE, "flexible": EMPLOYEE, "resident": RESIDENT}
TABLES = [(code, scheme) for code in layers.region_paths() for scheme in CASES]


def case_of(code: str, scheme: str, facts: dict[str, Any], as_of: dt.date = TODAY) -> Case:
    return read({"region": code, "scheme": scheme, **facts}, as_of)


def sample(code: str, scheme: str, size: int = 3) -> list[tuple[int, dict[str, Any]]]:
    """Some of a scheme's cases with their numbers, others for every table."""
    return random.Random(code + scheme).sample(list(enumerate(CASES[scheme])), size)


def key_of_day(case: Case, day: dt.date) -> object:
    """The outcome of paying on one day, from the table alone: no cut, no cache, no bisection."""
    inquiry = Inquiry(case._replace(pay_date=day))
    table = inquiry.table
    assert table is not None
    atoms = masks(table, inquiry.situation.known)
    if all(mask.bit_count() == 1 for mask in atoms):
        numbers = cast(tuple[int, ...], table.diagram.walk([mask.bit_length() - 1 for mask in atoms]))
        rows = tuple(table.rows[number] for number in numbers)
    else:
        rows = decide(table, inquiry.situation.known).rows
    found = [(row, inquiry.find(row.rule.then)) for row in rows]
    if found and all(each.closed for _, each in found):
        return "closed"
    return tuple((row.id, each.then, each.wait, each.closed) for row, each in found)


def scan(case: Case) -> list[dt.date]:
    """The last day of every outcome, day by day."""
    sweep = Sweep(case, None)
    days = [sweep.first + DAY * n for n in range((sweep.last - sweep.first).days + 1)]
    keys = [key_of_day(case, day) for day in days]
    return [day for day, key, following in zip(days, keys, keys[1:], strict=False) if key != following]


@pytest.mark.parametrize(("code", "scheme"), TABLES)
def test_sweep_finds_what_a_scan_of_every_day_finds(code: str, scheme: str) -> None:
    dice = random.Random(code + scheme)
    cases = sample(code, scheme, 2)
    for number, facts in cases:
        case = case_of(code, scheme, facts)
        sweep = Sweep(case, Inquiry(case).table)
        changes = list(sweep.changes())
        ends = [before.day for before, _ in changes]
        if number == cases[0][0]:
            assert ends == scan(case), facts
        assert all(after.day - before.day == DAY and before.key != after.key for before, after in changes)
        for _ in range(12):
            day = sweep.first + DAY * dice.randrange((sweep.last - sweep.first).days)
            start = max((end + DAY for end in ends if end < day), default=sweep.first)
            assert key_of_day(case, day) == key_of_day(case, start), (facts, day)


@pytest.mark.parametrize(("facts", "scheme"), [(f, s) for s in CASES for f in CASES[s]])
def test_sweep_is_exact_for_the_city_with_the_oddest_lines(scheme: str, facts: dict[str, Any]) -> None:
    case = case_of("510100", scheme, facts)
    assert [before.day for before, _ in Sweep(case, Inquiry(case).table).changes()] == scan(case)


@pytest.mark.parametrize("region", ["510100", "110000"])
def test_the_year_ends_the_outcome_of_three_missed_months(region: str) -> None:
    facts = {"last_covered": "2026-08", "back_pay": "yes", "pay_date": "2026-11-10"}
    first = deadlines(answer(case_of(region, "flexible", facts)))
    if region not in layers.region_paths():
        pytest.skip("no file for this region in the chosen policies")
    assert first[0]["pay_by"] == "2026-12-31"
    assert first[0]["days_left"] == 51
    assert first[0]["kind"] == "worse"
    assert first[0]["count"] == "2026-09、10、11 共 3 个月未缴"
    assert first[0]["outcome"]["gap_costs"] == "covered"
    assert first[0]["after"]["gap_costs"] != "covered"


def test_the_ninetieth_day_after_birth_comes_out_of_the_sweep() -> None:
    facts = {"group": "newborn", "cause": "first_enrolment", "birth_date": "2026-10-20"}
    found = deadlines(answer(case_of("510100", "resident", facts)))
    assert found[0]["pay_by"] == "2027-01-18"
    assert "90" in found[0]["count"]


def test_the_end_of_the_year_makes_a_late_resident_payment_worthless() -> None:
    found = deadlines(
        answer(
            case_of(
                "510100",
                "resident",
                {"last_covered": "2024-12", "benefit_year": "2026"},
                dt.date(2026, 1, 10),
            )
        )
    )
    by = {item["pay_by"]: item for item in found}
    assert set(by) == {"2026-02-28", "2026-09-30"}
    assert by["2026-09-30"]["after"]["status"] == "closed"
    assert by["2026-09-30"]["outcome"]["resume_date"] == "2026-12-30"


def test_every_deadline_says_what_checks_on_both_days_say() -> None:
    for scheme, facts in (("flexible", EMPLOYEE[0]), ("resident", RESIDENT[0]), ("resident", RESIDENT[1])):
        case = case_of("510100", scheme, facts)
        for item in deadlines(answer(case)):
            day = dt.date.fromisoformat(item["pay_by"])
            for when, said in ((day, item["outcome"]), (day + DAY, item["after"])):
                checked = answer(case._replace(pay_date=when))
                assert said["status"] == checked.status
                if checked.exact:
                    assert said["resume_date"] == str(checked.between[0])


def test_losses_come_first_and_each_group_is_in_the_order_of_time() -> None:
    for code, scheme in TABLES[:12]:
        for facts in CASES[scheme]:
            found = deadlines(answer(case_of(code, scheme, facts)))
            assert [(d["kind"] != "worse", d["pay_by"]) for d in found] == sorted(
                (d["kind"] != "worse", d["pay_by"]) for d in found
            )


def test_a_payment_already_made_has_no_deadline() -> None:
    facts = {"last_covered": "2026-05", "pay_date": "2026-08-03", "back_pay": "yes"}
    assert deadlines(answer(case_of("510100", "flexible", facts))) == []
