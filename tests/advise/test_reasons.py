"""Ranks, reasons and warnings at their edges, on outcomes put together by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.advise.fakes import CLOSED, FEBRUARY, JANUARY, MARCH, OPEN, fake, finding
from tests.advise.test_money_edges import Room, room
from tests.people import TODAY
from yibao_cli.advise import answer as answers
from yibao_cli.advise import (
    choose,
    cost_resident,
    deadlines,
    explain,
)
from yibao_cli.advise.answer import answer
from yibao_cli.advise.inquiry import Finding, Inquiry
from yibao_cli.advise.options import cost_of
from yibao_cli.advise.standards import find, last_known
from yibao_cli.advise.sweep import Payment
from yibao_cli.advise.variations import Way
from yibao_cli.case import read
from yibao_cli.policy.errors import Place
from yibao_cli.policy.outcome import Further, Outcome, Resume, Start, Wait
from yibao_cli.policy.sources import Source

__all__ = ["room"]


def test_status() -> None:
    nothing_missing = fake(missing=())
    closed, between = (
        finding(None, resume=CLOSED),
        finding(resume=Resume(Start("pay_day"), Start("pay_month"))),
    )
    for status, found in (
        ("answered", [finding()]), ("answered", [finding(), finding()]), ("closed", [closed]), ("closed", [closed, finding(never=True)]),
        ("bounded", [closed, finding()]), ("bounded", [finding(), finding(FEBRUARY)]), ("bounded", [between]),
        ("bounded", [between, finding()]),
    ):  # fmt: skip
        assert answers._status(nothing_missing, found) == status
    assert answers._status(fake(missing=("cause",)), [finding()]) == "needs_facts"


def test_bounds_need_every_day() -> None:
    closed = finding(None, resume=CLOSED)
    assert answers._between([finding(JANUARY, FEBRUARY), finding(FEBRUARY, MARCH)]) == (JANUARY, MARCH)
    assert answers._between([finding(JANUARY, FEBRUARY), closed]) == (JANUARY, FEBRUARY)
    assert answers._between([finding(), finding(None)]) == (None, None)
    assert answers._between([closed]) == answers._between([]) == (None, None)


def test_the_end_of_the_cover() -> None:
    inquiry = fake(year_end=dt.date(2026, 12, 31))
    yearly = finding(ends="benefit_year")
    assert answers._cover_ends([yearly], inquiry) == dt.date(2026, 12, 31)
    assert answers._cover_ends([yearly, finding()], inquiry) is answers._cover_ends([], inquiry) is None
    over = [
        finding(dt.date(year, 2, 1), ends="benefit_year", carries_over=True) for year in (2026, 2028, 2027)
    ]
    assert answers._cover_ends(over, inquiry) == dt.date(2028, 12, 31)
    assert answers._cover_ends(over[:1], inquiry) == dt.date(2026, 12, 31)


def test_ranks_of_outcomes() -> None:
    days = [day.toordinal() for day in (JANUARY, FEBRUARY, MARCH)]
    far = dt.date.max.toordinal()
    assert deadlines._rank([finding(JANUARY, FEBRUARY, MARCH)]) == (days[1], days[2], days[0], 0, 0)
    both = [finding(JANUARY, costs="covered"), finding(FEBRUARY, MARCH, costs="not_covered")]
    assert deadlines._rank(both) == (days[2], days[2], days[0], 0, 3)
    assert deadlines._rank([finding(None)]) == (far, far, far, 0, 0)


class Rule:
    """A row that only has an outcome."""

    def __init__(self, then: Outcome) -> None:
        self.rule = fake(then=then)


def paid(day: str, *found: Finding) -> Payment:
    inquiry = Inquiry(
        read({"region": "成都", "scheme": "flexible", "last_covered": "2026-05", "pay_date": day}, TODAY)
    )
    rows: Any = {Rule(each.then): each for each in found}
    return Payment(dt.date.fromisoformat(day), inquiry, (), rows)


def test_better_and_worse() -> None:
    closed = finding(None, resume=CLOSED)
    day, next_day = dt.date(2026, 9, 10), dt.date(2026, 9, 11)
    one, later = finding(day), finding(next_day + dt.timedelta(30))
    assert deadlines.kind(paid("2026-09-10"), paid("2026-09-11", one)) == "other"
    assert deadlines.kind(paid("2026-09-10", one), paid("2026-09-11")) == "other"
    assert deadlines.kind(paid("2026-09-10", closed), paid("2026-09-11", closed)) == "other"
    assert deadlines.kind(paid("2026-09-10", one), paid("2026-09-11", closed)) == "worse"
    assert deadlines.kind(paid("2026-09-10", closed), paid("2026-09-11", one)) == "better"
    # The old rule paid on the next day would give that day: no more than a day is lost.
    assert (
        deadlines.kind(paid("2026-09-10", one), paid("2026-09-11", finding(next_day, full=next_day)))
        == "other"
    )
    assert deadlines.kind(paid("2026-09-10", one), paid("2026-09-11", later)) == "worse"
    soon = finding(day, full=day)
    assert deadlines.kind(paid("2026-09-10", one), paid("2026-09-11", soon)) == "better"
    dear = finding(next_day, full=next_day, costs="not_covered")
    assert deadlines.kind(paid("2026-09-10", one), paid("2026-09-11", dear)) == "worse"


def counted(fact: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    one, two = (Inquiry(read({"region": "成都", **raw}, TODAY)) for raw in (before, after))
    payments = [Payment(i.case.pay_date, i, (), {}) for i in (one, two)]  # type: ignore[arg-type]
    return deadlines._count_of(fact, *payments)


def test_the_count_that_turns_an_outcome() -> None:
    flexible = {"scheme": "flexible", "last_covered": "2026-05"}
    resident: dict[str, Any] = {"scheme": "resident", "benefit_year": 2026, "birth_date": "2026-05-20"}
    pair = [{**flexible, "pay_date": day} for day in ("2026-08-31", "2026-09-01")]
    assert counted("gap_days", *pair) == "停保满 92 天"
    assert counted("gap_months_in_year", *pair) == "缴费月之前 12 个月内累计未缴 2 个月（次日起为 3 个月）"
    assert counted("gap_months", *pair) == "2026-06、07 共 2 个月未缴"
    assert counted("pay_date", *pair) == "2026-09-01 起换用另一版规定"
    pair = [{**resident, "pay_date": day} for day in ("2026-08-18", "2026-08-19")]
    assert counted("newborn_days", *pair) == "出生（2026-05-20）后第 90 天"
    assert counted("benefit_year_month", *pair) == "2026 年度第 8 个月"
    assert (
        counted("benefit_year_month", *[{**each, "benefit_year": 2027} for each in pair])
        == "2027 年度第 -4 个月"
    )
    bare = [{"scheme": "resident", "pay_date": day} for day in ("2026-08-18", "2026-08-19")]
    assert (
        counted("newborn_days", *bare)
        == counted("benefit_year_month", *bare)
        == "2026-08-19 起换用另一版规定"
    )


def source(kind: str, issuer: str, published: str | None = "2026", checked: dt.date = TODAY) -> Source:
    return Source("s", "t", issuer, kind, published, checked, None, None, Place("x", 1, 1))


def warned(*cited: Source, day: dt.date = TODAY, found: Finding | None = None) -> list[str]:
    """The first words of the warnings about the age of what is cited."""
    row = Rule(OPEN)  # type: ignore[arg-type]
    row.rule.cite = cited
    inquiry = fake(case=fake(as_of=TODAY, pay_date=day), findings={row: found or finding()})
    return [text[:6] for text in explain._about_age(inquiry)]


def test_warnings_about_sources() -> None:
    page, press, law = source("page", "a"), source("press", "a"), source("document", "a")
    assert warned(law) == []
    assert warned(page) == warned(page, press) == ["这条规则只有"]
    assert warned(page, law) == warned(page, source("press", "b")) == []
    old = TODAY - dt.timedelta(367)
    assert (
        warned(source("document", "a", checked=old))
        == warned(law, source("document", "b", checked=old))
        == ["依据超过一年"]
    )
    assert warned(source("document", "a", "2023-05")) == ["依据是 20"]
    assert warned(source("document", "a", "2024-01-01")) == warned(source("law", "a", "2010")) == []
    assert warned(source("document", "a", None), source("document", "a", "2023")) == ["依据是 20"]
    assert warned() == []


def test_the_new_law_is_named_from_its_first_day_on() -> None:
    last, first = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    law = source("document", "a")
    assert warned(law, day=last) == warned(law, found=finding(last)) == []
    assert (
        warned(law, day=first)
        == warned(law, found=finding(first))
        == warned(law, found=finding(last, first))
        == ["《医疗保障法"]
    )


def test_a_day_of_the_payment_before_the_year() -> None:
    variable = Start("pay_day", Wait(months=3, further=Further(1, months=1)))

    def other(pay: str, missed: int, repaired: int | None = None, start: Start = variable) -> list[str]:
        year = dt.date(2027, 1, 1)
        day = dt.date.fromisoformat(pay)
        situation = fake(anchors={"benefit_year": year, "pay_day": day}, missed_years=tuple(range(missed)))
        row = fake(rule=fake(then=fake(resume=fake(earliest=start))))
        case = fake(pay_date=day, repair_years=repaired)
        return explain._before_the_year(fake(situation=situation, row=row, case=case))

    assert other("2027-01-01", 2) == []
    assert "则是 2027-05-01" in other("2026-12-31", 2)[0]
    assert "则是 2027-04-01" in other("2026-12-31", 2, 1)[0]
    assert "则是 2027-04-01" in other("2026-12-31", 0)[0]
    assert other("2026-12-31", 2, start=Start("pay_day")) == []
    assert other("2026-12-31", 2, start=Start("pay_month", Wait(months=3))) == []


def test_when_the_fund_stops() -> None:
    def stop(raw: dict[str, Any], then: Outcome) -> dt.date | None:
        return Inquiry(read({"region": "成都", **raw}, TODAY)).find(then).stop

    def begins(anchor: str, **more: Any) -> Outcome:
        return Outcome(Resume(Start(anchor), Start(anchor)), "covered", "optional", **more)

    flexible = {"scheme": "flexible", "last_covered": "2026-05"}
    june = dt.date(2026, 6, 1)
    assert stop({**flexible, "pay_date": "2026-08-10"}, begins("pay_day")) == june
    assert stop({**flexible, "pay_date": "2026-08-10"}, begins("cover_end")) is None, "it never stops"
    later = begins("pay_day", stop=Start("cover_end", Wait(months=1)))
    assert stop({**flexible, "pay_date": "2026-08-10"}, later) == dt.date(2026, 7, 1)
    assert stop({**flexible, "pay_date": "2026-06-10"}, begins("pay_day")) is None, "no month is missing"
    first = {**flexible, "cause": "first_enrolment", "pay_date": "2026-08-10"}
    assert stop(first, begins("pay_day")) is None
    resident = {"scheme": "resident", "last_covered": "2026-05", "benefit_year": 2026}
    assert stop({**resident, "pay_date": "2026-06-10"}, begins("pay_day")) is None
    assert stop({**resident, "pay_date": "2026-08-10"}, begins("pay_day")) == june
    assert stop(resident, begins("benefit_year", stop=Start("cover_end"))) is None, (
        "benefits began before the stop"
    )
    assert stop({**resident, "cause": "switched", "pay_date": "2026-06-10"}, begins("pay_day")) is None
    assert stop({**resident, "benefit_year": 2027}, begins("benefit_year")) == june, (
        "the gap cannot be counted yet"
    )
    assert stop({**resident, "benefit_year": 2027, "cause": "switched"}, begins("benefit_year")) == june


def test_the_range_of_missed_years() -> None:
    def span(**raw: Any) -> tuple[int, int | None]:
        return Inquiry(read({"region": "成都", "scheme": "resident", **raw}, TODAY)).missed_range

    assert [span(benefit_year=year) for year in (2024, 2025, 2026, 2027)] == [(0, 0), (0, 0), (0, 1), (0, 2)]
    assert span() == (0, None)
    assert span(benefit_year=2027, last_covered="2024-12") == (2, 2)
    assert span(benefit_year=2027, cause="first_enrolment") == span(scheme="flexible") == (0, 0)


def test_what_can_be_repaired() -> None:
    def repairable(missed: int, one: Start | None, two: Start | None) -> bool:
        found = finding(resume=Resume(one, two))
        return choose._repairable(
            fake(inquiry=fake(situation=fake(missed_years=tuple(range(missed))), findings={1: found}))
        )

    plain = Start("pay_day", Wait(months=3))
    variable = Start("pay_day", Wait(months=3, further=Further(1, months=1)))
    fixed = Start("pay_day", Wait(months=3, further=Further(1, months=1, repair=False)))
    assert repairable(2, variable, variable)
    assert repairable(2, plain, variable)
    assert repairable(2, variable, None)
    assert not repairable(1, variable, variable)
    assert not repairable(2, plain, plain)
    assert not repairable(2, fixed, fixed)
    assert not repairable(2, None, None)


YEARS = [
    f"id: resident_premium, value: {price}, benefit_year: {year}"
    for year, price in ((2026, 400), (2027, 420))
]


def test_a_late_payment_that_counts_as_one_in_time() -> None:
    def on_time(resume: Resume | None) -> bool:
        row = fake(rule=fake(then=fake(resume=resume))) if resume else None
        return cost_resident._on_time(fake(row=row))

    january, later = Start("benefit_year"), Start("benefit_year", Wait(months=1))
    assert on_time(Resume(january, january))
    assert not on_time(Resume(later, later))
    assert not on_time(Resume(january, later))
    assert not on_time(Resume(Start("pay_day"), Start("pay_day")))
    assert not on_time(CLOSED)
    assert not on_time(None)


def test_both_years_cost_both_premiums(room: Room) -> None:
    raw = {
        "region": "成都",
        "scheme": "resident",
        "benefit_year": 2026,
        "pay_date": "2026-03-10",
        "last_covered": "2025-12",
    }

    def costs(way: str) -> float | int | None:
        case = read({**raw, "window": "late"}, TODAY)
        return cost_of(Way(way, "", case), answer(case))

    room("510000", *YEARS, "id: resident_late_premium, value: 400, benefit_year: 2026")
    assert (costs("resident_now"), costs("running_year_too")) == (400, 820)
    room("510000", YEARS[0], "id: resident_late_premium, value: 400, benefit_year: 2026")
    assert (costs("resident_now"), costs("running_year_too")) == (400, None)


def test_standards_of_a_year_and_of_a_day(room: Room) -> None:
    def values(key: str, **raw: Any) -> list[int]:
        result = answer(
            read({"region": "成都", "scheme": "resident", "pay_date": "2026-11-10", **raw}, TODAY)
        )
        found = find(result, key)
        return [int(item.low) for item in found.items] if found else []

    room(
        "510000",
        "id: resident_premium, value: 1, to: 2026-12-31",
        "id: resident_premium, value: 2, from: 2027-01-01",
        "id: base, value: 3, from: 2027-01-01",
    )
    assert values("resident_premium", benefit_year=2026) == [1]
    assert values("resident_premium", benefit_year=2027) == [2], "a text's date means the benefit year"
    assert values("resident_premium") == [1]
    assert values("base", benefit_year=2027) == []
    room("510000", *YEARS)
    assert values("resident_premium") == [400], "without a year that of the payment"
    assert values("resident_premium", benefit_year=2027) == [420]


def test_the_newest_of_what_held_before(room: Room) -> None:
    result = answer(
        read(
            {"region": "成都", "scheme": "flexible", "pay_date": "2026-11-10", "last_covered": "2026-05"},
            TODAY,
        )
    )

    def newest(*standards: str) -> int | None:
        room("510000", *standards)
        result = answer(
            read(
                {"region": "成都", "scheme": "flexible", "pay_date": "2026-11-10", "last_covered": "2026-05"},
                TODAY,
            )
        )
        found = last_known(result, "base")
        return int(found.low) if found else None

    assert (
        newest(
            "id: base, value: 1, to: 2024-12-31",
            "id: base, value: 2, to: 2025-12-31",
            "id: base, value: 3, to: 2023-12-31",
        )
        == 2
    )
    assert (
        newest(
            "id: base, value: 1, benefit_year: 2024",
            "id: base, value: 2, benefit_year: 2025",
            "id: base, value: 3",
        )
        == 2
    )
    assert newest("id: flexible_rate, value: 0.1") is None
    assert last_known(result, "wage") is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_last_day_of_a_year(language: str) -> None:
    from yibao_cli import lang

    lang.use(language)
    inquiry = Inquiry(read({"region": "成都", "scheme": "resident", "benefit_year": 2026}, TODAY))
    ends: list[Any] = [{1: finding(day)} for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1))]
    one, two = (Payment(dt.date(2026, 9, 30), inquiry, (), found) for found in ends)
    said = deadlines._year_end(one, two)
    for day in ("2026-09-30", "2026-12-31", "2027-01-01"):
        assert day in said
    assert deadlines._year_end(one, two._replace(findings={})) == ""


def test_whose_rule_it_is() -> None:
    region = fake(code="510700", zh="绵阳市", en="Mianyang")

    def said(rank: int, code: str) -> list[str]:
        row = fake(rank=rank, file=fake(code=code, zh="某省", en="Province"))
        found = explain._about_layer(fake(row=row, case=fake(region=region)))
        return [text[:20] for text in found]

    assert said(0, "510700") == said(1, "510700") == []
    assert said(0, "510000") == said(1, "510000") == ["没有收录绵阳市自己的规定，按某省的规定回"]
    assert said(0, "000000") == said(2, "000000") == ["没有收录绵阳市对这种情形的规定，按全国规"]
    assert said(-1, "000000") == [], "a statute binds every place"
    nobody = fake(row=None, case=fake(region=region))
    assert explain._about_layer(nobody) == []
