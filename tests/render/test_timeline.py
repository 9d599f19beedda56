"""The timeline: fits the console, speaks GBK, and tells the days that the answer tells."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from rich.cells import cell_len

from tests.people import of_table, tables
from yibao_cli import lang
from yibao_cli.advise.answer import Answer
from yibao_cli.advise.compose import advise
from yibao_cli.case import last_covered, read
from yibao_cli.dates import first_day, last_day
from yibao_cli.policy import layers
from yibao_cli.render.bars import picture
from yibao_cli.render.svg import svg
from yibao_cli.render.timeline import text

CASES: list[dict[str, Any]] = [
    {"scheme": "flexible", "last_covered": "2026-08", "back_pay": "yes", "pay_date": "2026-11-10"},
    {"scheme": "flexible", "last_covered": "2026-03", "pay_date": "2026-11-10"},
    {"scheme": "employee", "covered": "2024-01..2026-02;2026-05..2026-07", "pay_date": "2026-11-22"},
    {"scheme": "resident", "benefit_year": "2027", "last_covered": "2019-12", "pay_date": "2026-12-01"},
    {"scheme": "resident", "benefit_year": "2026", "last_covered": "2024-12", "pay_date": "2026-11-20"},
    {
        "scheme": "resident",
        "group": "newborn",
        "cause": "first_enrolment",
        "birth_date": "2026-11-01",
        "pay_date": "2026-11-25",
    },
]


def advised(facts: dict[str, Any]) -> Answer:
    return advise(read({"region": "510100", **facts}, dt.date(2026, 11, 10)))


@pytest.mark.parametrize("language", lang.LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("facts", CASES)
def test_every_line_fits_and_is_gbk(facts: dict[str, Any], width: int, language: str) -> None:
    lang.use(language)
    try:
        for ascii_only in (False, True):
            shown = text(advised(facts), width, ascii_only)
            assert shown
            assert all(cell_len(line) <= width for line in shown.splitlines()), shown
            assert shown.encode("gbk").decode("gbk") == shown
            if ascii_only:
                assert shown.splitlines()[1].isascii()
    finally:
        lang.use("zh")


@pytest.mark.parametrize("facts", CASES)
def test_bars_have_no_hole_and_no_overlap(facts: dict[str, Any]) -> None:
    shown = picture(advised(facts))
    assert shown is not None
    for one, two in zip(shown.bars, shown.bars[1:], strict=False):
        assert one.first <= one.last < two.first
        assert (two.first - one.last).days == 1
        assert one.kind != two.kind
    assert shown.bars[0].first == shown.first
    assert all(shown.first <= mark.day <= shown.last for mark in shown.marks)


def test_the_bars_are_the_days_of_the_answer() -> None:
    shown = picture(advised(CASES[1]))
    assert shown is not None
    days = [(bar.kind, str(bar.first)) for bar in shown.bars]
    assert days == [
        ("covered", "2026-01-01"),
        ("gap", "2026-04-01"),
        ("wait", "2026-11-10"),
        ("full", "2027-05-01"),
    ]


def test_the_deadline_and_the_resume_day_are_marked() -> None:
    shown = picture(advised(CASES[0]))
    assert shown is not None
    assert [(str(mark.day), mark.text) for mark in shown.marks] == [
        ("2026-11-10", "今天、缴费、恢复报销"),
        ("2026-12-31", "最迟缴费日（还剩 51 天）"),
    ]


def test_golden_text_at_60_columns() -> None:
    assert text(advised(CASES[1]), 60, ascii=True).splitlines() == [
        "2026-01  04 05 06 07  08 09 10 11 12 2027-01   04 05 06 07",
        "=========........................-----------------##########",
        "                                1                 2",
        "1 2026-11-10 今天、缴费   2 2027-05-01 恢复报销",
        "== 有医保   .. 断缴，不报销   -- 等待恢复，不报销",
        "## 恢复正常待遇",
    ]


@pytest.mark.parametrize("facts", CASES)
def test_the_svg_is_well_formed_and_has_the_days_in_words(facts: dict[str, Any]) -> None:
    result = advised(facts)
    made = svg(result)
    root = ET.fromstring(made)
    shown = picture(result)
    assert shown is not None
    described = "".join(root.find("{http://www.w3.org/2000/svg}desc").itertext())  # type: ignore[union-attr]
    assert all(str(mark.day) in described for mark in shown.marks)
    assert "script" not in made
    assert "sha256:" in made
    assert "prefers-color-scheme:dark" in made


def test_nothing_is_drawn_without_days() -> None:
    assert text(advised({"scheme": "flexible"}), 80) == ""
    assert svg(advised({"scheme": "flexible"})) == ""


PAID_EARLY: list[dict[str, Any]] = [
    {"scheme": "flexible", "last_covered": "2026-11", "pay_date": "2026-11-05", "cause": "switched", "previous_scheme": "resident", "continuous_months": 12},
    {"scheme": "resident", "benefit_year": "2027", "last_covered": "2026-12", "pay_date": "2026-11-20"},
    {"scheme": "flexible", "last_covered": "2026-11", "pay_date": "2026-11-10"},
]  # fmt: skip


@pytest.mark.parametrize("region", ["330200", "510100", "370000", "350100"])
@pytest.mark.parametrize("facts", [*CASES, *PAID_EARLY])
def test_no_covered_day_is_drawn_as_unpaid(facts: dict[str, Any], region: str) -> None:
    """Who pays before the old cover has ended is covered until then."""
    answer = advised({**facts, "region": region})
    shown, last = picture(answer), last_covered(answer.inquiry.case)
    if shown is None or last is None:
        return
    end = last_day(last)
    stop = answer.finding.stop if answer.finding else None
    for bar in shown.bars:
        if bar.kind in ("wait", "gap", "claimable", "unknown"):
            within = any(
                first_day(a) <= bar.first <= last_day(b) for a, b in answer.inquiry.case.covered or ()
            )
            assert not within
            assert answer.inquiry.case.covered or bar.first > end
            assert not stop or bar.kind != "wait" or bar.first >= stop


@pytest.mark.parametrize("language", lang.LANGUAGES)
def test_bars_and_periods_tell_the_same(language: str) -> None:
    """A day that the answer counts as paid is not drawn as unpaid, and the other way round."""
    lang.use(language)
    paid = {"covered", "claimable", "full", "partial"}
    looked = 0
    for code, scheme in tables()[::7]:
        for row, people in of_table(layers.table(code, scheme), code, most=1):
            for person in people:
                answer = advise(read(person, dt.date(2026, 11, 22)))
                shown = picture(answer)
                if shown is None or not answer.exact:
                    continue
                for bar in shown.bars:
                    for period in answer.periods:
                        first, last = dt.date.fromisoformat(period["from"]), period["to"]
                        end = dt.date.fromisoformat(last) if last else dt.date.max
                        if first <= bar.first <= end and period["share"] in (0, 1):
                            assert (bar.kind in paid) == (period["share"] == 1), (row.id, bar, period)
                            looked += 1
    assert looked > 100
