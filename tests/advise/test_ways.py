"""Ways to go on, changes, ranges, plans and prices at their edges, on cases put together by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.advise.fakes import FEBRUARY, JANUARY, MARCH, fake
from tests.advise.test_money_edges import found as on_file
from tests.advise.test_money_edges import room, standard
from tests.people import TODAY
from yibao_cli.advise import (
    deadlines,
    explain,
    procedure,
    ranges,
    routes,
    sweep,
    variations,
    whatif,
)
from yibao_cli.advise.answer import answer
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.advise.standards import tier
from yibao_cli.advise.sweep import Sweep
from yibao_cli.case import Case, read
from yibao_cli.policy.decide import Decision
from yibao_cli.policy.model import Standard, Windows
from yibao_cli.policy.table import Axis
from yibao_cli.policy.vocabulary import facts

__all__ = ["room"]


def changed(**raw: Any) -> dict[str, tuple[int, dict[str, str]]]:
    """How far each neighbouring case is, and what it says otherwise, by its text."""
    case = read({"region": "成都", "pay_date": "2026-11-10", **raw}, TODAY)
    own = case.given()
    return {
        text: (far, {key: value for key, value in other.given().items() if own.get(key) != value})
        for far, text, other in whatif._changes(case, answer(case))
    }


def test_how_far_a_change_is() -> None:
    found = changed(scheme="resident", benefit_year=2027, last_covered="2022-12", group="general")
    assert found["如果做 1 年的缴费修复"] == (2, {"repair_years": "1"})
    order = [far for far, _ in found.values()]
    assert found["如果由单位参保"][0] == found["如果以灵活就业身份缴费并补缴"][0] == 600
    assert order == sorted(order)
    late = changed(scheme="resident", benefit_year=2028, last_covered="2022-12", pay_date="2028-04-15")
    assert [late[f"如果做 {n} 年的缴费修复"][0] for n in (1, 2)] == [2, 3]
    owed = {"scheme": "employee", "cause": "employer_arrears", "last_covered": "2026-05", "back_pay": True}
    for told, there in ((None, True), (False, True), (True, False)):
        assert ("如果单位在责令期限内补缴" in changed(**owed, arrears_in_term=told)) is there
    lapsed = changed(scheme="employee", cause="missed", last_covered="2026-05")
    assert lapsed["如果是单位欠缴并由单位补缴"][0] == 500
    assert "如果是单位欠缴并由单位补缴" not in changed(
        scheme="flexible", cause="missed", last_covered="2026-05"
    )
    assert lapsed["如果属于“退役军人”"][0] == 700
    assert changed(**owed)["如果单位在责令期限内补缴"] == (2, {"arrears_in_term": "yes"})


def test_the_day_on_which_a_window_opens() -> None:
    # No calendar of Lhasa is on file: the usual season begins on 1 September.
    early = changed(
        region="拉萨", scheme="resident", benefit_year=2027, last_covered="2026-12", pay_date="2026-08-10"
    )
    assert early["如果改在 2026-09-01 缴费"] == (10 + 22, {"pay_date": "2026-09-01"})


def test_without_a_pay_date_the_day_of_the_question_is_improved() -> None:
    raw = {"region": "成都", "scheme": "flexible", "last_covered": "2026-08", "back_pay": False}
    open_day, told = (answer(read({**raw, **more}, TODAY)) for more in ({}, {"pay_date": TODAY.isoformat()}))
    assert whatif.whatif(open_day) == whatif.whatif(told)
    assert whatif.whatif(told)


def test_the_first_of_two_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = tuple(("in", dt.date(2026, month, 1), dt.date(2026, month, 20)) for month in (10, 11))
    file = fake(windows=(Windows(2027, spans, ()),))
    monkeypatch.setattr(variations, "files", lambda code, scheme: (file,))
    case = read({"region": "成都"}, TODAY)
    assert variations.next_window(case, dt.date(2026, 3, 1)) == (2027, dt.date(2026, 10, 1))
    assert variations.next_window(case, dt.date(2026, 10, 5)) == (2027, dt.date(2026, 10, 5))
    assert variations.next_window(case, dt.date(2026, 10, 25)) == (2028, dt.date(2027, 9, 1))


def test_every_month_begins_a_stretch_of_the_sweep() -> None:
    case = read(
        {"region": "拉萨", "scheme": "flexible", "last_covered": "2026-05", "as_of": "2026-06-17"}, TODAY
    )
    cuts = Sweep(case, Inquiry(case).table).cuts()
    firsts = [day for day in cuts if day.day == 1]
    assert (len(firsts), firsts[0], firsts[-1]) == (24, dt.date(2026, 7, 1), dt.date(2028, 6, 1))


def test_today_may_be_the_last_day() -> None:
    raw = {
        "region": "成都",
        "scheme": "flexible",
        "last_covered": "2026-08",
        "back_pay": True,
        "as_of": "2026-12-31",
    }
    last = deadlines.deadlines(answer(read(raw, TODAY)))[0]
    assert (last["pay_by"], last["days_left"], last["kind"]) == ("2026-12-31", 0, "worse")


def test_long_runs_of_months_are_named_by_their_ends() -> None:
    start = 2025 * 12 + 10
    eight, nine = tuple(range(start, start + 8)), tuple(range(start, start + 9))
    assert explain.months_text(eight) == "2025-11、12、2026-01、02、03、04、05、06"
    assert explain.months_text(nine) == "2025-11 … 2026-07"


def test_how_wide_a_range_is(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = fake(status="bounded", between=(JANUARY, MARCH))
    narrow = fake(status="bounded", between=(JANUARY, FEBRUARY))
    closed = fake(status="closed", between=(None, None))
    half = fake(status="bounded", between=(JANUARY, None))
    assert [ranges._width(each) for each in (wide, narrow, closed, half)] == [59, 31, 0, 99_999]

    def width(*given: Any) -> tuple[int, bool]:
        answered = iter(given)
        monkeypatch.setattr(ranges, "_replies", lambda key, result: [(n, str(n)) for n in range(len(given))])
        monkeypatch.setattr(ranges, "answer", lambda case: next(answered))
        monkeypatch.setattr(ranges, "_given", lambda result: {})
        monkeypatch.setattr(ranges, "question_of", lambda key, inquiry: {"ask": "?"})
        case = read({"region": "成都"}, TODAY)
        item = ranges._fact("continuous_months", fake(inquiry=fake(case=case)))
        assert item is not None
        return item["width"], item["settles"]

    assert width(narrow, wide, closed) == (59, False), "the widest reply counts"
    assert width(fake(status="answered", between=(JANUARY, JANUARY)), closed) == (0, True)
    assert width() == (99_999, False)


def test_which_prices_may_be_this_persons() -> None:
    adult, minor, student, elderly, everyone, aided = (
        standard(price, who=who)
        for price, who in enumerate(("adult", "minor", "student", "elderly", "everyone", "aided"), 1)
    )

    def who(*items: Standard, **facts: Any) -> list[str]:
        return [item.who for item in tier(on_file(*items), Case(TODAY, **facts), 2026)]

    born = {age: dt.date(2026 - age, 6, 1) for age in (10, 30, 55, 75)}
    assert who(adult, everyone, birth_date=born[30]) == ["adult"], "one tier fits: no other price"
    assert who(adult, everyone, birth_date=born[55]) == ["adult", "everyone"]
    assert who(student, everyone, group="student") == ["student"]
    assert who(adult, birth_date=born[75]) == who(adult, minor, birth_date=born[55]) == ["adult"]
    assert who(minor, aided, birth_date=born[75]) == []
    assert who(adult, birth_date=born[10]) == who(adult, elderly, group="newborn") == []
    assert who(everyone, birth_date=born[10]) == ["everyone"]
    assert who(everyone, aided, group="aided") == ["aided"]
    assert who(everyone, group="aided") == []
    assert who(adult, minor, elderly, student) == ["adult", "minor", "elderly"]


def test_the_step_of_paying_back() -> None:
    def shown(last: str, only: str = "back_pay", **facts: Any) -> bool:
        raw = {
            "region": "拉萨",
            "scheme": "flexible",
            "last_covered": last,
            "pay_date": "2026-11-10",
            **facts,
        }
        return procedure._applies(answer(read(raw, TODAY)), fake(only=only))

    assert [shown(last) for last in ("2026-10", "2026-09", "2026-08")] == [False, True, True]
    assert not shown("2026-09", back_pay=False)
    assert shown("2026-10", "always")


def test_an_estimate_is_added_to_the_limit() -> None:
    def limit(pay: str, own: dict[str, str] | None) -> str:
        step = routes.Step({"zh": "w", "en": "w"}, {"zh": "p", "en": "p"}, {"zh": "t", "en": "t"}, (), own, None, None, None, "transfer", "always", ())  # fmt: skip
        result = answer(read({"region": "成都", "scheme": "flexible", "pay_date": pay}, TODAY))
        found: str = procedure._step(result, step, 1)["limit"]
        return found

    assert limit("2026-11-10", {"zh": "十日", "en": "ten days"}) == "十日"
    assert limit("2099-12-28", {"zh": "十日", "en": "ten days"}).startswith("十日（节假日")
    assert limit("2099-12-28", None).startswith("（节假日")


def test_a_new_version_of_the_rules_cuts_the_sweep() -> None:
    case = read({"region": "拉萨", "scheme": "flexible", "as_of": "2026-06-17"}, TODAY)
    day = dt.date(2026, 9, 10)
    axis = Axis(facts()["pay_date"], starts=(1, day.toordinal()))
    assert [cut for cut in Sweep(case, fake(axes=(axis,))).cuts() if cut.day != 1] == [day]


def test_going_on_in_another_scheme() -> None:
    owed = read(
        {
            "scheme": "employee",
            "cause": "employer_arrears",
            "arrears_in_term": True,
            "wage": 5000,
            "region": "成都",
        },
        TODAY,
    )
    same, flexible, resident = (
        variations.into(owed, scheme) for scheme in ("employee", "flexible", "resident")
    )
    assert same is not None
    assert flexible is not None
    assert resident is not None
    assert (same.cause, same.arrears_in_term, same.back_pay) == ("employer_arrears", True, False)
    assert (flexible.cause, flexible.previous_scheme, flexible.arrears_in_term, flexible.back_pay) == (
        "switched",
        "employee",
        None,
        False,
    )
    assert (resident.cause, resident.arrears_in_term, resident.back_pay, resident.wage) == (
        "switched",
        None,
        None,
        None,
    )
    assert variations.into(read({"group": "newborn"}, TODAY), "flexible") is None
    first = variations.into(
        read({"scheme": "flexible", "cause": "first_enrolment", "back_pay": True}, TODAY), "employee"
    )
    assert first is not None
    assert (first.cause, first.back_pay) == ("first_enrolment", None)


def test_the_edges_of_a_calendar_cut_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = (("in", dt.date(2026, 9, 10), dt.date(2026, 12, 20)),)
    file = fake(windows=(Windows(2027, spans, ()),))
    monkeypatch.setattr(sweep, "Inquiry", lambda case: fake(files=(file,)))
    case = read({"region": "拉萨", "scheme": "resident", "as_of": "2026-06-17"}, TODAY)
    window, gap = Axis(facts()["window"], members=("in", "late")), Axis(facts()["gap_months"], starts=(0, 4))

    def edges(*axes: Axis) -> list[dt.date]:
        return [cut for cut in Sweep(case, fake(axes=axes)).cuts() if cut.day != 1]

    assert edges(window) == edges(gap, window) == [dt.date(2026, 9, 10), dt.date(2026, 12, 21)]
    assert edges(gap) == []


def test_every_stretch_between_two_cuts_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    case = read({"region": "拉萨", "scheme": "flexible", "as_of": "2026-06-17"}, TODAY)
    looked = Sweep(case, fake(axes=()), 1)
    monkeypatch.setattr(looked, "_between", lambda low, high: [(low.isoformat(), high.isoformat())])
    monkeypatch.setattr(looked, "cuts", lambda: [dt.date(2026, 7, 1)])
    parts: list[Any] = [
        ("2026-06-17", "2026-06-30"),
        ("2026-06-30", "2026-07-01"),
        ("2026-07-01", "2026-07-17"),
    ]
    assert list(looked.changes()) == parts
    assert list(looked.changes(backwards=True)) == parts[::-1]


def test_an_open_calendar_asks_for_the_year_and_the_day() -> None:
    def missing(**facts: Any) -> tuple[str, ...]:
        inquiry = Inquiry(read({"region": "拉萨", "scheme": "resident", **facts}, TODAY))
        inquiry.__dict__["decision"] = Decision((), ("window",), False)
        return inquiry.missing

    assert missing() == ("pay_date", "benefit_year")
    assert missing(benefit_year=2027) == ("pay_date",)
    assert missing(benefit_year=2027, pay_date="2026-11-10") == (), "the place has to tell"
