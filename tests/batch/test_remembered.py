"""What engines remember never changes an answer: days of payment share one only where nothing can differ."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.batch.crowds import differences
from tests.batch.members import NAMES, Members
from tests.batch.reference import reference
from tests.batch.test_engines import AS_OF
from yibao_cli.batch import columns, finish, grid, keys, rows
from yibao_cli.batch.columns import Columns
from yibao_cli.batch.rows import Rows
from yibao_cli.policy import layers

pl = pytest.importorskip("polars")
SHORT = ["region", "scheme", "last_covered", "pay_date", "back_pay", "cause", "previous_scheme", "group", "benefit_year", "base", "wage", "rate"]  # fmt: skip
"""Columns of a plain list: without birth dates, so that days of payment form classes."""


def turns(code: str, scheme: str) -> list[dt.date]:
    """Days of one region on which something changes: calendars, standards, cuts of rules, the as-of day."""
    found = {AS_OF, dt.date(2026, 1, 1), dt.date(2027, 3, 1)}
    for file in layers.files(code, scheme):
        for each in file.standards:
            found |= {each.first, each.last + dt.timedelta(1)}
        for windows in file.windows:
            for _, first, last in windows.spans:
                found |= {first, last + dt.timedelta(1)}
    for axis in layers.table(code, scheme).axes:
        if axis.fact.id == "pay_date":
            found |= {dt.date.fromordinal(start) for start in axis.starts}
        if axis.fact.id == "gap_days":
            found |= {dt.date(2025, 12, 31) + dt.timedelta(start) for start in axis.starts}
    return sorted(day for day in found if 2024 <= day.year <= 2028)


def lists(seed: int, persons: int, days: int) -> list[list[str]]:
    """Persons, each paying on the day before and on days on which something changes for them, in mixed order."""
    chance, members = random.Random(seed), Members(seed, broken=0.0)
    found = []
    for _ in range(persons):
        person = dict(zip(NAMES, members.row(0), strict=True))
        place = chance.choice(members.coded)
        person |= {"region": place.code, "group": "" if person["group"] == "newborn" else person["group"]}
        person["last_covered"] = chance.choice(["2025-12", person["last_covered"]])
        person |= {"base": chance.choice(["", "5000", "8123.5"])}
        found.append([{**person, "pay_date": chance.choice(["", "2026-13-01"])}[name] for name in SHORT])
        for day in [
            *chance.choices(turns(place.code, person["scheme"]), k=days),
            dt.date(2026, 11, chance.randint(2, 30)),
        ]:
            for paid in (day - dt.timedelta(1), day):
                found.append([{**person, "pay_date": paid.isoformat()}[name] for name in SHORT])
    chance.shuffle(found)
    return found


def test_rows_remember_nothing_that_changes_an_answer() -> None:
    engine, fresh = Rows(SHORT, {}, AS_OF, True), Rows(SHORT, {}, AS_OF, True)
    wrong = []
    for number, row in enumerate(lists(3, 500, 5)):
        have = engine.answer(row)
        fresh._known.clear()
        want = fresh.answer(row)
        if have != want or (
            number % 40 == 0 and have[:15] != reference(dict(zip(SHORT, row, strict=True)), AS_OF)
        ):
            wrong.append((row, have, want))
    assert not wrong, f"{len(wrong)} rows differ: {wrong[:3]}"


@pytest.mark.parametrize("small", [False, True])
def test_columns_remember_nothing_that_changes_an_answer(
    small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where memories are so small that they are given up or forgotten all the time."""
    if small:
        for module, name, most in ((grid, "MOST_CELLS", 5_000), (columns, "MOST_KNOWN", 900), (keys, "MOST", 60), (rows, "MOST_ANSWERS", 50), (columns, "MOST_PROFILES", 80)):  # fmt: skip
            monkeypatch.setattr(module, name, most)
    by_row, by_column = Rows(SHORT, {}, AS_OF, True), Columns(SHORT, {}, AS_OF, True)
    cells = lists(4, 500, 5)
    wrong = []
    for start in range(0, len(cells), 800):
        part = cells[start : start + 800]
        answers = by_column.answer(pl.DataFrame(part, schema=SHORT, orient="row"))
        for row, have in zip(part, answers.iter_rows(), strict=True):
            by_row._known.clear()
            want = by_row.answer(row)
            if tuple(cell or "" for cell in have) != want:
                wrong.append((row, have, want))
    assert not wrong, f"{len(wrong)} rows differ: {wrong[:3]}"


@pytest.mark.parametrize("hasty", [0, 1, 2])
def test_crowds_in_which_the_same_few_cells_meet_again_and_again(
    hasty: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what is new is put off to the row engine much too often, and always or never counted one by one."""
    if hasty:
        found = [(columns, "FEW", 1), (columns, "MOST_LATE", 10_000 if hasty == 1 else 3), (finish, "FEW", 0 if hasty == 1 else 10_000)]  # fmt: skip
        for module, name, most in found:
            monkeypatch.setattr(module, name, most)
    members = Members(40 + hasty)
    for _ in range(25):
        names, people = members.crowd(600)
        assert not differences(names, people, 150)


def test_newborns_and_birth_dates_count_every_day() -> None:
    names = [*SHORT, "birth_date"]
    engine = Rows(names, {}, AS_OF)
    for day in range(1, 29):
        row = dict.fromkeys(names, "") | {
            "region": "成都",
            "scheme": "resident",
            "group": "newborn",
            "cause": "first_enrolment",
        }
        row |= {"birth_date": "2026-03-05", "pay_date": f"2026-06-{day:02d}"}
        assert engine.answer(list(row.values())) == reference(row, AS_OF)


@pytest.mark.parametrize("first", ["", "乱写", "good"])
def test_a_fault_is_never_taken_for_an_empty_or_a_sound_cell(first: str) -> None:
    """Persons who differ in one cell only, in the same list and one block after the other."""
    good = {
        "region": "成都市", "scheme": "灵活就业", "last_covered": "2026-01", "pay_date": "2026-11-01", "back_pay": "是",
        "cause": "自己停缴", "previous_scheme": "职工医保", "group": "general", "benefit_year": "2027", "base": "5000",
        "wage": "6000", "rate": "0.08", "previous_region": "重庆市", "birth_date": "1990-05-05", "covered": "2025-01..2026-01",
        "repair_years": "0", "continuous_months": "12", "window": "in", "arrears_in_term": "否",
    }  # fmt: skip
    for key in good:
        # With a ledger every row is left to the row engine, with a birth date every day of payment is its own class.
        names = [name for name in good if name == key or name not in ("covered", "birth_date")]
        cells = [first, *({"", "乱写", "good"} - {first})]
        people = [
            [{**good, key: good[key] if cell == "good" else cell}[name] for name in names] for cell in cells
        ]
        by_row, by_column = (engine(names, {}, AS_OF, True) for engine in (Rows, Columns))
        assert by_row.answer([good[name] for name in names])[0] != "error"
        for block in ([people[0]], [people[1]], people, [people[2]], people):
            have = by_column.answer(pl.DataFrame(block, schema=names, orient="row")).rows()
            want = [by_row.answer(row) for row in block]
            assert [tuple(cell or "" for cell in row) for row in have] == want, (key, block)


@pytest.mark.parametrize(
    ("key", "cells"), [("pay_date", ["2026-11-01", "乱写", ""]), ("cause", ["missed", "乱写", ""])]
)
def test_lists_of_one_column_with_the_rest_as_defaults(key: str, cells: list[str]) -> None:
    rest = {"region": "成都市", "scheme": "灵活就业", "last_covered": "2026-01"}
    by_row, by_column = (engine([key], rest, AS_OF) for engine in (Rows, Columns))
    found = by_column.answer(pl.DataFrame({key: cells})).rows()
    assert [tuple(cell or "" for cell in row) for row in found] == [by_row.answer([cell]) for cell in cells]
