"""Edges of the advice: ages, ranks, bounds and defaults at the very value where they turn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any

import pytest

from tests.people import TODAY
from yibao_cli import lang
from yibao_cli.advise import formulas, money, phrases
from yibao_cli.advise.answer import Answer, answer, to_json
from yibao_cli.advise.choose import related, route_of
from yibao_cli.advise.compose import advise
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.advise.standards import _tiers
from yibao_cli.advise.sweep import Sweep
from yibao_cli.case import Case, read
from yibao_cli.situation import situation


def ask(**raw: Any) -> Answer:
    """The answer of today to a case of the built-in policies."""
    return answer(read(raw, TODAY))


def test_costs_are_ranked_from_best_to_worst() -> None:
    order = sorted(phrases.COST_RANK, key=lambda key: phrases.COST_RANK[key])
    assert order == ["covered", "by_employer", "unknown", "not_covered"]
    assert len(set(phrases.COST_RANK.values())) == 4


def test_ways_to_say_when() -> None:
    one, two = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    assert phrases.when(None, None) == "恢复日未知"
    assert phrases.when(one, one) == "2026-01-01 起恢复"
    assert phrases.when(one, None) == "最早 2026-01-01 恢复，最晚未知"
    assert phrases.when(one, two) == "2026-01-01 至 2026-02-01 之间恢复"
    assert [phrases.same(values) for values in ([], [1], [1, 1], [1, 2])] == [None, 1, 1, None]
    assert phrases.outcome_json([], [])["status"] == "not_covered"


def test_options_come_only_when_they_are_asked_for() -> None:
    case = read(
        {"region": "成都", "scheme": "flexible", "last_covered": "2026-05", "pay_date": "2026-09-10"}, TODAY
    )
    assert not {"options", "whatif", "settle"} & set(advise(case).sections)
    assert {"options", "whatif", "settle"} <= set(advise(case, options=True).sections)


def test_how_far_the_sweep_looks() -> None:
    case = read(
        {"region": "成都", "scheme": "flexible", "last_covered": "2026-05", "as_of": "2026-06-17"}, TODAY
    )
    sweep = Sweep(case, Inquiry(case).table)
    assert (sweep.first, sweep.last) == (dt.date(2026, 6, 17), dt.date(2028, 6, 17))
    ahead = read(
        {"region": "成都", "scheme": "flexible", "last_covered": "2026-08", "as_of": "2026-06-17"}, TODAY
    )
    assert Sweep(ahead, Inquiry(ahead).table).first == dt.date(2026, 8, 1)
    born = read(
        {"region": "成都", "scheme": "resident", "birth_date": "2026-07-01", "as_of": "2026-06-17"}, TODAY
    )
    assert Sweep(born, Inquiry(born).table).first == dt.date(2026, 7, 1)


def test_assumptions_are_taken_unless_one_can_ask() -> None:
    case = read(
        {"region": "成都", "scheme": "flexible", "last_covered": "2026-05", "pay_date": "2026-09-10"}, TODAY
    )
    assert (
        situation(case, ()).assumed
        == situation(case, (), assume=True).assumed
        == ("cause", "group", "enrolled_months")
    )
    assert situation(case, (), assume=False).assumed == ()
    assert Inquiry(case).situation.assumed
    assert not Inquiry(case, assume=False).situation.assumed


@pytest.mark.parametrize(
    ("age", "tiers"),
    [(0, "minor"), (17, "minor"), (18, "minor adult"), (19, "adult"), (49, "adult"), (50, "adult elderly"),
     (69, "adult elderly"), (70, "elderly"), (90, "elderly")],
)  # fmt: skip
def test_tiers_by_age_in_the_benefit_year(age: int, tiers: str) -> None:
    assert _tiers(Case(TODAY, birth_date=dt.date(2027 - age, 12, 31)), 2027) == set(tiers.split())


def test_tiers_by_group() -> None:
    born = dt.date(2008, 12, 31)
    assert _tiers(Case(TODAY), 2027) == {"adult", "minor", "elderly"}
    assert _tiers(Case(TODAY, group="newborn", birth_date=dt.date(1950, 1, 1)), 2027) == {"minor"}
    assert _tiers(Case(TODAY, group="aided", birth_date=dt.date(1950, 1, 1)), 2027) == {"aided", "poorest"}
    assert _tiers(Case(TODAY, group="student", birth_date=born), 2026) == {"student", "minor"}
    assert _tiers(Case(TODAY, group="student", birth_date=born), 2027) == {"student"}
    assert _tiers(Case(TODAY, group="student"), 2027) == {"student", "minor"}


def test_numbers_of_the_money_section() -> None:
    assert [money.number(amount) for amount in (None, D(400), D("400.00"), D("754.6"), D("0.005"))] == [
        None,
        400,
        400,
        754.6,
        0.01,
    ]
    assert isinstance(money.number(D("400.00")), int)
    assert [money.yuan(amount) for amount in (D(400), D("754.6"), D("1234567.891"))] == [
        "400",
        "754.60",
        "1,234,567.89",
    ]
    assert [money.percent(rate) for rate in (D("0.095"), D("0.1"), D(1))] == ["9.5%", "10%", "100%"]
    one, open_ended, span = money.exactly(D(5)), money.Price(D(3), None), money.Price(D(1), D(2))
    assert [price.exact for price in (one, open_ended, span)] == [D(5), None, None]
    assert [price.times(3) for price in (one, open_ended, span)] == [
        money.exactly(D(15)), money.Price(D(9), None), money.Price(D(3), D(6)),
    ]  # fmt: skip
    assert one.plus(span) == span.plus(one) == money.Price(D(6), D(7))
    assert one.plus(open_ended) == open_ended.plus(one) == money.Price(D(8), None)


def test_a_line_of_the_money_section() -> None:
    plain = {
        "what": "w",
        "formula": "f",
        "payer": "person",
        "counted": True,
        "sources": [],
        "as_of": None,
        "ask": None,
    }
    assert money.line("w", "f", None) == {**plain, "amount": None}
    assert money.line("w", "f", money.exactly(D(5))) == {**plain, "amount": 5}
    assert money.line("w", "f", money.Price(D(5), None)) == {**plain, "amount": None, "low": 5, "high": None}
    chosen = money.line("w", "f", money.Price(D(5), D(9)), chosen=D(0))
    assert chosen == {**plain, "amount": 0, "low": 5, "high": 9}


def test_formulas() -> None:
    assert formulas.contribution(D("4588.5"), D("0.085")) == D("390.02")
    assert formulas.contribution(D("4588.5"), D("0.085"), 2) == D("780.04"), "each month is rounded by itself"
    assert formulas.late_fee(D(1000), -1) == formulas.late_fees(D(1000), [-1, 0]) == 0
    assert formulas.late_fees(D(1000), [-1, 1, 2]) == D("1.50")
    assert formulas.resident_cost(D(400), 2, D(100)) == 600
    assert formulas.resident_cost(D(400), 2, D(0)) == 400
    assert formulas.retirement_shortfall(1, 11, D(100), D("0.1")) == (1, D(10))
    # An average wage just above a monthly one: half a yuan is rounded up.
    assert formulas.bounds_from_wage(D(30_010)) == (D(1501), D(7503))


FLEXIBLE = {"region": "成都", "scheme": "flexible", "last_covered": "2026-05", "pay_date": "2026-09-10"}


@pytest.mark.parametrize(("year", "near"), [(1980, True), (1981, True), (1982, False)])
def test_retirement_is_named_from_the_forty_fifth_year_on(year: int, near: bool) -> None:
    found = related(ask(**FLEXIBLE, birth_date=f"{year}-12-31"), "flexible-resume")
    assert ("retirement" in found) is near


@pytest.mark.parametrize(
    ("route", "raw"),
    [
        ("first-steps", {}),
        ("first-steps", {"region": "成都"}),
        ("first-steps", {"scheme": "employee"}),
        ("newborn", {"group": "newborn"}),
        ("graduate", {"region": "成都", "scheme": "resident", "group": "student"}),
        ("veteran", {"region": "成都", "scheme": "employee", "group": "veteran"}),
        ("unemployment-benefit", {"region": "成都", "scheme": "flexible", "group": "unemployment_benefit"}),
        ("flexible-resume", {"region": "成都", "scheme": "flexible", "group": "graduate"}),
        ("transfer", {"region": "成都", "scheme": "employee", "cause": "moved"}),
        (
            "switch-to-unit",
            {"region": "成都", "scheme": "employee", "cause": "switched", "previous_scheme": "resident"},
        ),
        (
            "switch-to-flexible",
            {"region": "成都", "scheme": "flexible", "cause": "switched", "previous_scheme": "resident"},
        ),
        (
            "new-employer",
            {"region": "成都", "scheme": "employee", "cause": "switched", "previous_scheme": "flexible"},
        ),
        ("employer-back-payment", {"region": "成都", "scheme": "employee", "cause": "employer_arrears"}),
        ("flexible-start", {"region": "成都", "scheme": "flexible", "cause": "first_enrolment"}),
        (
            "flexible-start",
            {"region": "成都", "scheme": "flexible", "cause": "switched", "previous_scheme": "employee"},
        ),
        ("switch-to-resident", {"region": "成都", "scheme": "resident", "cause": "switched"}),
        ("resident-moved", {"region": "成都", "scheme": "resident", "cause": "moved"}),
        ("resident-repair", {"region": "成都", "scheme": "resident", "repair_years": 1}),
        ("resident-window", {"region": "成都", "scheme": "resident"}),
        ("resident-window", {"region": "成都", "scheme": "resident", "window": "extended"}),
        ("resident-late", {"region": "成都", "scheme": "resident", "window": "late"}),
        ("resident-closed", {"region": "成都", "scheme": "resident", "window": "closed"}),
        ("resident-closed", {"region": "成都", "scheme": "resident", "window": "early"}),
    ],
)
def test_the_route_of_a_case(route: str, raw: dict[str, Any]) -> None:
    assert route_of(ask(**raw)) == route


def test_english_words_of_a_range() -> None:
    lang.use("en")
    assert (
        phrases.when(dt.date(2026, 1, 1), None)
        == "benefits from 2026-01-01 at the earliest, no known latest day"
    )


def test_an_answer_without_facts() -> None:
    found = to_json(ask())
    assert found["answer"]["status"] == "needs_facts"
    assert [question["key"] for question in found["questions_open"]] == ["region", "scheme"]
    assert found["warnings"] == []
    assert found["trace"] == []
