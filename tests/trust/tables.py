"""The policy files as plain nested text, read without any of the program's own code."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

POLICIES = Path(__file__).parents[2] / "policies"
SCHEMES = ("employee", "flexible", "resident")
Values = frozenset[str] | tuple[int, int]


@cache
def tree(path: Path) -> Any:
    """A YAML file in which every scalar stays text."""
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)(path.read_text(encoding="utf-8")).get_single_data()


def many(node: Any) -> list[Any]:
    """A list, or the one value as a list."""
    return node if isinstance(node, list) else [node]


@cache
def vocabulary() -> dict[str, Any]:
    """The facts by name."""
    return dict(tree(POLICIES / "vocabulary" / "facts.yaml")["facts"])


@cache
def divisions() -> list[dict[str, str]]:
    """The rows of the register of regions."""
    text = (POLICIES / "vocabulary" / "divisions.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def region_code(name: str) -> str:
    """The code of a region that is written as its code, its name, or its name without the last word."""
    for row in divisions():
        if name in (row["code"], row["zh"], *row["aliases"].split("|")):
            return row["code"]
    starts = [row for row in divisions() if row["zh"].startswith(name)]
    starts.sort(key=lambda row: len(row["zh"]))
    return starts[0]["code"]


@cache
def file_of(code: str) -> Any:
    """The file of a region, or None."""
    found = list((POLICIES / "regions").glob(f"{code}-*.yaml"))
    return tree(found[0]) if found else None


@cache
def files_of(code: str, scheme: str) -> list[Any]:
    """The files that speak, nearest first: place, city, province, nation."""
    national = "resident" if scheme == "resident" else "employee"
    codes: list[str] = []
    for each in (code, code[:4] + "00", code[:2] + "0000"):
        if each not in codes:
            codes.append(each)
    local = [found for each in codes if (found := file_of(each))]
    return [*local, tree(POLICIES / "national" / f"{national}.yaml")]


@dataclass(eq=False)
class Line:
    """One rule: the layer (-1 for a statute that binds every place), the cells, the conclusion, other readings."""

    layer: int
    name: str
    cells: dict[str, Values]
    then: Any
    readings: list[Any]
    ends: bool = False
    outcome: Any = field(default=None)


@cache
def lines(code: str, scheme: str) -> list[Line]:
    """Every rule of every layer that speaks of a scheme, in the order of the layers."""
    found = []
    for layer, file in enumerate(files_of(code, scheme)):
        for policy in file.get("policies", []):
            if scheme not in many(policy["schemes"]):
                continue
            rank = -1 if policy.get("binding") == "yes" else layer
            for rule in policy["rules"]:
                cells = {key: cell(key, value) for key, value in rule["when"].items()}
                force = days(policy["in_force"])
                own = cells.get("pay_date", force)
                cells["pay_date"] = (max(force[0], own[0]), min(force[1], own[1]))  # type: ignore[type-var,assignment]
                readings = [normal(item["then"]) for item in rule.get("readings", [])]
                name = f"{file['region']['code']}.{scheme}.{rule['id']}"
                then = normal(rule["then"])
                found.append(Line(rank, name, cells, then, readings, then["ends"], str((then, readings))))
    return found


def days(force: dict[str, str]) -> tuple[int, int]:
    """The pay dates on which a policy is in force."""
    first = dt.date.fromisoformat(force.get("from", "2000-01-01"))
    last = dt.date.fromisoformat(force.get("to", "2100-12-31"))
    return first.toordinal(), last.toordinal()


def limits(fact: str) -> tuple[int, int]:
    """The whole range of a number."""
    if vocabulary()[fact]["kind"] == "date":
        return dt.date(2000, 1, 1).toordinal(), dt.date(2100, 12, 31).toordinal()
    low, high = vocabulary()[fact]["range"].split("..")
    return int(low), int(high)


def words(fact: str, scheme: str | None = None) -> list[str]:
    """The words that a fact can be; [] for a number."""
    entry = vocabulary()[fact]
    if entry["kind"] == "yes_no":
        return ["yes", "no"]
    if entry["kind"] != "enum":
        return []
    return list(entry.get("members_by_scheme", {}).get(scheme) or entry["members"])


def number(fact: str, text: str) -> int:
    """A number or a day as a number."""
    return dt.date.fromisoformat(text).toordinal() if vocabulary()[fact]["kind"] == "date" else int(text)


def cell(fact: str, node: Any) -> Values:
    """What a cell accepts."""
    if words(fact):
        if isinstance(node, dict):
            return frozenset(words(fact)) - frozenset(node["not"])
        return frozenset(many(node))
    low, dots, high = node.partition("..")
    first = number(fact, low) if low else limits(fact)[0]
    last = number(fact, high) if high else (limits(fact)[1] if dots else first)
    return first, last


def length(node: Any) -> dict[str, Any]:
    """A wait with everything that was left out filled in."""
    node = node or {}
    further = node.get("further_years")
    return {
        "months": int(node.get("months") or node.get("paid_months") or 0),
        "days": int(node.get("days") or 0),
        "paid": "paid_months" in node,
        "further": further
        and {
            "after": int(further["after"]),
            "months": int(further.get("months", 0)),
            "days": int(further.get("days", 0)),
            "repair": further["repair"] == "yes",
            "floor": further.get("floor")
            and (int(further["floor"]["missed_years"]), int(further["floor"]["months"])),
        },
    }


def begin(node: Any) -> Any:
    """A way to count a day with everything that was left out filled in; None for `open`."""
    if node == "open":
        return None
    return {
        "from": node["from"],
        "wait": length(node.get("wait")),
        "align": node.get("align", "same_day"),
        "share": float(node.get("share", 1)),
        "full_after": length(node["full_after"]) if "full_after" in node else None,
    }


def normal(then: Any) -> dict[str, Any]:
    """A conclusion with everything that was left out filled in."""
    resume = then["resume"]
    if resume == "closed":
        pair = (None, None)
    elif "between" in resume:
        pair = (begin(resume["between"][0]), begin(resume["between"][1]))
    else:
        pair = (begin(resume), begin(resume))
    limit = then.get("back_payment_limit")
    return {
        "earliest": pair[0],
        "latest": pair[1],
        "exact": pair[0] is not None and pair[0] == pair[1],
        "gap_costs": then["gap_costs"],
        "back_payment": then["back_payment"],
        "limit": int(limit["months"]) if limit else None,
        "stop": begin(then["stop"]) if "stop" in then else None,
        "ends": then.get("ends") == "benefit_year",
        "carries_over": then.get("carries_over") == "yes",
    }


def calendars(code: str, year: int) -> Iterator[list[tuple[str, dt.date, dt.date]]]:
    """The enrolment calendars on file for a year, nearest first: kind, first and last day, in the order of time."""
    for file in files_of(code, "resident"):
        for entry in file.get("windows", []):
            if int(entry["benefit_year"]) == year:
                spans = []
                for kind in ("in", "extended", "late", "closed"):
                    for text in many(entry[kind]) if kind in entry else []:
                        low, dots, high = text.partition("..")
                        first = dt.date.fromisoformat(low) if low else dt.date(2000, 1, 1)
                        last = (
                            dt.date.fromisoformat(high)
                            if high
                            else (dt.date(year, 12, 31) if dots else first)
                        )
                        spans.append((kind, first, last))
                yield sorted(spans, key=lambda span: span[1])


def touches(accepted: Values, possible: Values) -> bool:
    """Whether a cell and what is known of its fact have a value in common."""
    if isinstance(accepted, frozenset):
        return bool(accepted & possible)  # type: ignore[operator]
    return accepted[0] <= possible[1] and possible[0] <= accepted[1]  # type: ignore[index,operator,return-value]


def representatives(fact: str, scheme: str, rules: list[Line], possible: Values | None) -> list[Any]:
    """One value of a fact for every piece of its range that some rule could treat in a way of its own."""
    if known_words := words(fact, scheme):
        return [word for word in known_words if possible is None or word in possible]
    low, high = possible if isinstance(possible, tuple) else limits(fact)
    starts = {low}
    for rule in rules:
        if isinstance(span := rule.cells.get(fact), tuple):
            starts |= {start for start in (span[0], span[1] + 1) if low < start <= high}
    return sorted(starts)


def numbers_in(text: str) -> list[int]:
    """The numbers written in a text."""
    return [int(found) for found in re.findall(r"\d+", text)]


def product(options: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Every way to choose one value of each."""
    for chosen in itertools.product(*options.values()):
        yield dict(zip(options, chosen, strict=True))
