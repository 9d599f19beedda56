"""The facts of a case, counted by hand at the ends of spans, months, years and calendars."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.people import TODAY
from yibao_cli.case import read
from yibao_cli.policy.model import Windows
from yibao_cli.policy.vocabulary import facts
from yibao_cli.situation import Situation, calendar, gap_of, in_year, missed_of, position, situation

MOST = facts()["enrolled_months"].span[1]


def facts_of(assume: bool = True, **raw: Any) -> Situation:
    return situation(read(raw, TODAY), (), assume=assume)


def test_the_gap() -> None:
    may = 2026 * 12 + 4
    assert gap_of(may, dt.date(2026, 6, 30)) == gap_of(may, dt.date(2026, 5, 1)) == ()
    assert gap_of(may, dt.date(2026, 8, 1)) == (may + 1, may + 2)
    assert gap_of(None, TODAY) == gap_of(may, None) == ()
    assert facts_of(scheme="flexible", last_covered="2026-05", pay_date="2026-08-01").gap_months == 2
    assert facts_of(scheme="flexible", last_covered="2026-05").gap_months is None


@pytest.mark.parametrize(
    ("pay", "days"), [("2026-05-30", 0), ("2026-05-31", 0), ("2026-06-01", 1), ("2026-08-31", 92)]
)
def test_days_after_the_cover(pay: str, days: int) -> None:
    assert facts_of(scheme="flexible", last_covered="2026-05", pay_date=pay).known["gap_days"] == (days, days)


def test_missed_years() -> None:
    assert missed_of(2023 * 12 + 11, 2026) == (2025,), "years before 2025 do not count"
    assert missed_of(2024 * 12 + 11, 2027) == missed_of(2024 * 12, 2027) == (2025, 2026)
    assert missed_of(2025 * 12, 2026) == ()
    assert missed_of(None, 2026) is missed_of(2025 * 12, None) is None
    open_end = facts_of(scheme="resident", benefit_year=2027, pay_date="2026-11-10").known
    assert open_end["missed_years"] == (0, 2)
    assert facts_of(scheme="resident", benefit_year=2024).known["missed_years"] == (0, 0)
    assert "missed_years" not in facts_of(scheme="resident", last_covered="2024-12").known


def test_months_without_cover_within_a_year() -> None:
    def missed(**raw: Any) -> int:
        case = read({"scheme": "flexible", "pay_date": "2026-09-10", **raw}, TODAY)
        assert case.pay_date
        return in_year(case, case.pay_date)

    assert missed(last_covered="2026-08") == 0
    assert missed(last_covered="2026-06") == 2
    assert missed(last_covered="2025-08") == missed(last_covered="2020-01") == 12
    assert missed() == 0
    # September 2025 to August 2026: January and June are missed; before the first month there is nothing to miss.
    assert missed(covered="2025-11..2025-12;2026-02..2026-05;2026-07..2026-08") == 2
    assert missed(covered="2020-01..2025-08;2026-08") == 11
    found = facts_of(scheme="flexible", pay_date="2026-09-10", last_covered="2020-01").known
    assert found["gap_months_in_year"] == (12, 12)


def test_how_long_the_cover_was() -> None:
    def cover(assume: bool = True, **raw: Any) -> tuple[object, object]:
        found = facts_of(assume, scheme="flexible", **raw)
        return found.known.get("continuous_months"), found.known.get("enrolled_months")

    assert cover(covered="2025-01..2025-03;2025-05..2025-12") == ((8, 8), (11, 11))
    assert cover(covered="2025-05") == ((1, 1), (1, 1))
    assert cover(covered="2025-05", continuous_months=30) == ((30, 30), (1, 1))
    assert cover(covered="2025-05", continuous_months=0) == ((0, 0), (1, 1))
    usual = int(facts()["enrolled_months"].assume or 0)
    assert cover() == (None, (usual, usual))
    assert cover(continuous_months=usual - 1) == ((usual - 1, usual - 1), (usual, usual))
    assert cover(continuous_months=usual) == ((usual, usual), (usual, MOST))
    assert cover(False) == (None, (0, MOST))
    assert cover(False, continuous_months=5) == ((5, 5), (5, MOST))
    assert "enrolled_months" in facts_of(scheme="flexible").assumed
    assert "enrolled_months" not in facts_of(scheme="flexible", covered="2025-05").assumed


def test_facts_of_residents() -> None:
    found = facts_of(
        scheme="resident", benefit_year=2027, pay_date="2026-11-10", birth_date="2026-11-01"
    ).known
    assert (found["benefit_year"], found["newborn_days"]) == ((2027, 2027), (9, 9))
    assert found["benefit_year_month"] == (-1, -1), "two months before January, which is 1"
    assert facts_of(scheme="resident", benefit_year=2026, pay_date="2026-03-01").known[
        "benefit_year_month"
    ] == (3, 3)
    # Who is born is insured for the year of birth; nobody else's year is guessed.
    assert facts_of(scheme="resident", group="newborn", pay_date="2026-11-10").known["benefit_year"] == (
        2026,
        2026,
    )
    assert "benefit_year" not in facts_of(scheme="resident", pay_date="2026-11-10").known
    assert "benefit_year" not in facts_of(scheme="flexible", benefit_year=2026).known


def test_words_and_anchors() -> None:
    found = facts_of(scheme="flexible", cause="moved", back_pay=False, arrears_in_term=True)
    assert found.known["back_pay"] == frozenset({"no"})
    assert found.known["arrears_in_term"] == frozenset({"yes"})
    assert found.known["cause"] == frozenset({"moved"})
    assert found.assumed == ("group", "enrolled_months")
    # A previous scheme equal to the present one says nothing.
    assert (
        "previous_scheme" not in facts_of(scheme="flexible", cause="moved", previous_scheme="flexible").known
    )
    assert facts_of(
        scheme="resident", pay_date="2026-11-10", benefit_year=2027, birth_date="2020-02-03", covered="2024-01..2024-12;2026-01..2026-05"
    ).anchors == {
        "pay_day": dt.date(2026, 11, 10), "pay_month": dt.date(2026, 11, 1), "benefit_year": dt.date(2027, 1, 1),
        "birth": dt.date(2020, 2, 3), "cover_end": dt.date(2026, 6, 1), "enrolment": dt.date(2024, 1, 1),
    }  # fmt: skip
    assert facts_of(scheme="flexible").anchors == {}


USUAL = {
    "early": ["2025-01-01", "2025-08-31"], "in": ["2025-09-01", "2025-12-31"], "in extended late": ["2026-01-01", "2026-02-28"],
    "late": ["2026-03-01", "2026-12-31"], "closed": ["2027-01-01"],
}  # fmt: skip


@pytest.mark.parametrize(("where", "day"), [(where, day) for where, days in USUAL.items() for day in days])
def test_the_usual_season(where: str, day: str) -> None:
    place = calendar((), 2026, dt.date.fromisoformat(day))
    assert place.possible == set(where.split())
    assert place.windows is None
    assert place.file is None


def test_a_calendar_on_file() -> None:
    def day(text: str) -> dt.date:
        return dt.date.fromisoformat(text)

    spans = (("in", day("2025-10-20"), day("2025-12-20")), ("extended", day("2026-01-01"), day("2026-02-28")), ("closed", day("2026-07-01"), day("2026-12-31")))  # fmt: skip
    windows = Windows(2026, spans, ())
    for text, where in (
        ("2025-10-19", "early"), ("2025-10-20", "in"), ("2025-12-20", "in"), ("2025-12-21", "late"), ("2026-01-01", "extended"),
        ("2026-02-28", "extended"), ("2026-03-01", "late"), ("2026-06-30", "late"), ("2026-07-01", "closed"), ("2027-01-01", "late"),
    ):  # fmt: skip
        assert position(windows, day(text)) == where, text


def test_the_word_of_the_person_before_the_calendar() -> None:
    told = facts_of(scheme="resident", benefit_year=2026, pay_date="2026-03-10", window="extended")
    assert (told.known["window"], told.calendar) == (frozenset({"extended"}), None)
    counted = facts_of(scheme="resident", benefit_year=2026, pay_date="2026-03-10")
    assert counted.known["window"] == frozenset({"late"})
    assert counted.calendar is not None
    assert facts_of(scheme="resident", benefit_year=2026).calendar is None
    assert "window" not in facts_of(scheme="flexible", pay_date="2026-03-10", window="extended").known
