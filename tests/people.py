"""People made from the tables: for each rule, cases at the ends of its cells that this very rule answers."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

from yibao_cli import dates
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.case import read
from yibao_cli.errors import InputError
from yibao_cli.policy import layers
from yibao_cli.policy.layers import Row, Table
from yibao_cli.policy.vocabulary import SCHEMES, Cell, facts

TODAY = dt.date(2026, 11, 22)
PLAIN = "540200"
"""A region without a file of its own or of rules in its province: the nation answers."""

Person = dict[str, Any]


def tables() -> list[tuple[str, str]]:
    """Every region with a file, and the nation through a region without one, in every scheme."""
    return [(code, scheme) for code in [PLAIN, *layers.region_paths()] for scheme in SCHEMES]


def _ends(cell: Cell | None, default: list[int]) -> list[int]:
    if not isinstance(cell, tuple):
        return default
    low, high = cell
    return sorted({low, min(high, low + 40)})


def _members(row: Row, key: str, default: list[str | None]) -> list[str | None]:
    cell = row.rule.cells.get(key)
    if not isinstance(cell, frozenset):
        return default
    return [m for m in facts()[key].members_of(row.scheme) if m in cell]


def _pay_days(row: Row, code: str) -> list[dt.date]:
    first, last = row.box["pay_date"]
    days = [
        dt.date(2026, 11, 10),
        dt.date(2026, 5, 20),
        row.policy.first,
        row.policy.last,
        dt.date.fromordinal(int(first)),
    ]  # type: ignore[arg-type]
    if row.scheme == "resident":
        spans = [s for f in layers.files(code, "resident") for w in f.windows for s in w.spans]
        days += [day for _, a, b in spans for day in (a, b, b + dates.DAY, a - dates.DAY)]
        for year in (2025, 2026, 2027):
            days += [
                dt.date(year, m, d)
                for m, d in (
                    (1, 15),
                    (2, 27),
                    (3, 1),
                    (6, 30),
                    (9, 30),
                    (10, 1),
                    (10, 25),
                    (11, 20),
                    (12, 20),
                )
            ]
    return [
        day
        for day in dict.fromkeys(days)
        if int(first) <= day.toordinal() <= int(last) and 2021 <= day.year <= 2028
    ]  # type: ignore[arg-type]


def _made(row: Row, code: str) -> Iterator[Person]:
    """Candidates: the product of what the rule's cells allow."""
    cells = row.rule.cells
    resident = row.scheme == "resident"
    for cause in _members(row, "cause", ["missed", "moved"]):
        previous = (
            _members(row, "previous_scheme", ["employee", "flexible", "resident"])
            if cause == "switched"
            else [None]
        )
        options = itertools.product(
            [p for p in previous if p is None or p in facts()["previous_scheme"].members_of(row.scheme)],
            _members(row, "group", ["general"]),
            [None] if resident else _members(row, "back_pay", ["yes", "no"]),
            _members(row, "arrears_in_term", ["yes", "no"]) if cause == "employer_arrears" else [None],
            _ends(cells.get("gap_months"), [2, 1, 4, 7]),
            _ends(cells.get("missed_years"), [1, 0, 2]) if resident else [0],
            _ends(cells.get("continuous_months"), [30]),
            _ends(cells.get("benefit_year"), [2026, 2027, 2025]) if resident else [None],
            _pay_days(row, code),
        )
        for previous_scheme, group, back, term, gap, missed, months, year, pay in options:
            if year and not dt.date(year - 1, 7, 1) <= pay <= dt.date(year, 12, 31):
                continue
            person: Person = {
                "cause": cause, "previous_scheme": previous_scheme, "group": group, "back_pay": back,
                "arrears_in_term": term, "continuous_months": months, "benefit_year": year, "pay_date": pay.isoformat(),
            }  # fmt: skip
            if cause == "first_enrolment":
                person["continuous_months"] = None
            elif resident and (cause != "switched" or missed and "missed_years" in cells):
                person["last_covered"] = f"{(year or 0) - missed - 1}-12"
            else:
                person["last_covered"] = dates.month_text(dates.month_of(pay) - gap - 1)
            yield from _special(person, row, pay)


def _special(person: Person, row: Row, pay: dt.date) -> Iterator[Person]:
    """Facts that need a birth, a day count or a whole ledger."""
    cells = row.rule.cells
    last = dates.month_of(pay) - 3
    if "newborn_days" in cells or person["group"] == "newborn":
        for days in _ends(cells.get("newborn_days"), [30]):
            yield {**person, "birth_date": (pay - days * dates.DAY).isoformat()}
    elif "gap_days" in cells:
        for day in (1, 2, 4, 12, 20, 28):
            yield {**person, "pay_date": pay.replace(day=day).isoformat()}
        for days in _ends(cells["gap_days"], [30]):
            end = pay - days * dates.DAY
            whole = dates.month_of(end + dates.DAY) - 1
            yield {
                **person,
                "last_covered": dates.month_text(whole),
                "pay_date": (dates.last_day(whole) + days * dates.DAY).isoformat(),
            }
    elif "enrolled_months" in cells and person["cause"] != "first_enrolment":
        for count in _ends(cells["enrolled_months"], [3]):
            if count:
                end = int(person["last_covered"][:4]) * 12 + int(person["last_covered"][5:]) - 1
                ledger = f"{dates.month_text(end - count + 1)}..{dates.month_text(end)}"
                yield {
                    **{k: v for k, v in person.items() if k not in ("last_covered", "continuous_months")},
                    "covered": ledger,
                }
    elif "gap_months_in_year" in cells and person["cause"] != "first_enrolment":
        for extra in (0, 1, 2, 3, 4):
            ledger = f"{dates.month_text(last - 60)}..{dates.month_text(last - 6)};{dates.month_text(last - 6 + extra + 1)}..{dates.month_text(last)}"
            yield {**{k: v for k, v in person.items() if k not in ("last_covered",)}, "covered": ledger}
        yield person
    else:
        yield person


def _told(row: Row, code: str) -> Iterator[Person]:
    """The same people, who also tell where the payment lies in a calendar that is not on file."""
    for person in _made(row, code):
        for window in _members(row, "window", []):
            yield {**person, "window": window}


def of_rule(row: Row, code: str, most: int = 3, tries: int = 400) -> list[Person]:
    """Up to `most` people whom this very rule answers in the table of `code`."""
    found: list[Person] = []
    told = itertools.islice(_told(row, code), tries)
    for person in itertools.chain(itertools.islice(_made(row, code), tries), told):
        raw = {"region": code, "scheme": row.scheme, **{k: v for k, v in person.items() if v is not None}}
        try:
            inquiry = Inquiry(read(raw, TODAY))
            answering = inquiry.row
        except InputError:
            continue
        if answering is not None and answering.rule is row.rule:
            found.append(raw)
            if len(found) == most:
                break
    return found


def of_table(table: Table, code: str, most: int = 2) -> Iterator[tuple[Row, list[Person]]]:
    """For each rule of the region's own file (of the nation, for `PLAIN`) the people whom it answers."""
    for row in table.rows:
        if row.file.code == (layers.NATION if code == PLAIN else code):
            yield row, of_rule(row, code, most)
