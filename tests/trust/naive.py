"""A second evaluator, slow and plain on purpose: tries every rule of every layer by hand and counts day by day.

It shares no code with `yibao_cli`. Where facts are open it tries one value of every kind of each open fact.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from . import walks
from .person import Member
from .tables import SCHEMES, Line, files_of, lines, product, representatives, touches, vocabulary, words

MOST_POINTS = 4_000
"""More situations than this are not tried: such a case is left out of a comparison, and counted as left out."""


class TooOpen(Exception):
    """So many facts are open that trying them all would take too long."""


class Uncovered(Exception):
    """No rule of any layer answers in any possible situation."""


def alone(chosen: dict[str, Any], rules: list[Line]) -> tuple[Line, ...]:
    """The rules of the nearest layer that hold for one full situation; statutes come before every layer."""
    hits: list[Line] = []
    for rule in rules:
        for fact, accepted in rule.cells.items():
            value = chosen.get(fact)
            if value is None:
                continue
            if isinstance(accepted, frozenset):
                if value not in accepted:
                    break
            elif not accepted[0] <= value <= accepted[1]:
                break
        else:
            hits.append(rule)
    nearest = min((rule.layer for rule in hits), default=0)
    return tuple(rule for rule in hits if rule.layer == nearest)


def decide(member: Member) -> tuple[list[Line], list[str], bool]:
    """The rules that may answer, the facts that matter, and whether some possible situation has no answer."""
    everything = lines(member.code, member.scheme)
    rules = [
        rule
        for rule in everything
        if all(
            fact not in member.possible or touches(accepted, member.possible[fact])
            for fact, accepted in rule.cells.items()
        )
    ]
    options = {}
    for fact in vocabulary():
        if any(fact in rule.cells for rule in rules):
            values = representatives(fact, member.scheme, rules, member.possible.get(fact))
            if len(values) > 1:
                options[fact] = values
    if math.prod(map(len, options.values())) > MOST_POINTS:
        raise TooOpen
    found: dict[tuple[Any, ...], tuple[Line, ...]] = {}
    for chosen in product(options):
        found[tuple(chosen.values())] = alone(chosen, rules)
    matter = []
    for place, fact in enumerate(options):
        seen: dict[tuple[Any, ...], set[Any]] = {}
        for point, hits in found.items():
            rest = (*point[:place], *point[place + 1 :])
            seen.setdefault(rest, set()).add(tuple(rule.outcome for rule in hits))
        if any(len(kinds) > 1 for kinds in seen.values()):
            matter.append(fact)
    possible: list[Line] = []
    for hits in found.values():
        possible += [rule for rule in hits if rule not in possible]
    if not possible:
        raise Uncovered
    return possible, matter, () in found.values()


def counted(wait: dict[str, Any], missed: int, repaired: int) -> tuple[int, int]:
    """The months and days of a wait for one person, the missed years gone through one by one."""
    months, days, further = wait["months"], wait["days"], wait["further"]
    if not further:
        return months, days
    left = repaired if further["repair"] else 0
    for year in range(1, missed + 1):
        if year <= further["after"]:
            continue
        if left > 0:
            left -= 1
            continue
        months, days = months + further["months"], days + further["days"]
    if further["floor"] and missed >= further["floor"][0]:
        months = max(months, further["floor"][1])
    return months, days


def day_of(
    member: Member, then: dict[str, Any], start: Any, missed: int | None, full: bool = False
) -> dt.date | None:
    """The day of a start; None where it cannot be counted yet."""
    if start is None or start["from"] not in member.anchors:
        return None
    if missed is None and start["wait"]["further"]:
        return None
    wait = start["full_after"] if full and start["full_after"] else start["wait"]
    if full and start["full_after"]:
        months, days = wait["months"], wait["days"]
    else:
        months, days = counted(wait, missed or 0, int(member.raw.get("repair_years") or 0))
    day = walks.plus_days(walks.plus_months(member.anchors[start["from"]], months), days)
    day = walks.aligned(day, start["align"])
    # A year that is paid for ahead of time is not covered before it begins.
    if then["ends"] and start["from"] in ("pay_day", "pay_month") and member.year is not None:
        while day < dt.date(member.year, 1, 1):
            day += walks.ONE
    return day


def finding(member: Member, then: dict[str, Any]) -> dict[str, Any]:
    """What a conclusion means for one person."""
    fewest, most = member.missed_range
    earliest = day_of(member, then, then["earliest"], fewest)
    latest = day_of(member, then, then["latest"], most)
    if earliest and latest and latest < earliest:
        latest = earliest
    full = day_of(member, then, then["latest"], most, full=True) if then["exact"] and latest else None
    never = bool(
        then["ends"] and not then["carries_over"] and earliest and member.year and earliest.year > member.year
    )
    wait = None
    if then["earliest"] and then["latest"]:
        repaired = int(member.raw.get("repair_years") or 0)
        one = counted(then["earliest"]["wait"], fewest, repaired)
        if most is None:
            wait = None if then["latest"]["wait"]["further"] else one
        elif one == counted(then["latest"]["wait"], most, repaired):
            wait = one
    closed = then["earliest"] is None or never
    return {
        "earliest": earliest,
        "latest": latest,
        "full": full,
        "closed": closed,
        "wait": wait,
        "then": then,
    }


NEEDS = {
    "pay_day": "pay_date", "pay_month": "pay_date", "benefit_year": "benefit_year", "birth": "birth_date",
    "cover_end": "last_covered", "enrolment": "covered",
}  # fmt: skip


def missing(member: Member, possible: list[Line], matter: list[str]) -> set[str]:
    """The keys that still have to be given."""
    needed: set[str] = set()
    for fact in matter:
        if fact != "window":
            keys = vocabulary()[fact]["from"]
            needed |= {key for key in (keys if isinstance(keys, list) else [keys]) if not member.given(key)}
        elif not member.calendar_known:
            needed |= {key for key in ("benefit_year", "pay_date") if not member.given(key)}
    low, high = member.missed_range
    for rule in possible:
        for start in (rule.then["earliest"], rule.then["latest"]):
            if start is None:
                continue
            keys = {NEEDS[start["from"]]}
            if high is None or counted(start["wait"], low, 0) != counted(start["wait"], high, 0):
                keys |= {"last_covered", "benefit_year"}
            needed |= {key for key in keys if not member.given(key)}
    return needed


def same(values: list[Any]) -> Any:
    """The one value of a list whose members are all equal, else None."""
    return values[0] if values and all(value == values[0] for value in values) else None


def evaluate(raw: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """The answer to a case (keys as in JSON, dates in ISO form; region and scheme must be given).

    Raises Uncovered where no rule answers, TooOpen where too many facts are open.
    """
    member = Member({key: value for key, value in raw.items() if value is not None}, today)
    possible, matter, hole = decide(member)
    found = [finding(member, rule.then) for rule in possible]
    still = missing(member, possible, matter)
    days = {(each["earliest"], each["latest"]) for each in found}
    if still:
        status = "needs_facts"
    elif all(each["closed"] for each in found):
        status = "closed"
    elif len(days) == 1 and all(each["then"]["exact"] for each in found):
        status = "answered"
    else:
        status = "bounded"
    live = [each for each in found if not each["closed"]]
    early = [each["earliest"] for each in live if each["earliest"]]
    late = [each["latest"] for each in live if each["latest"]]
    low = min(early) if early and len(early) == len(live) else None
    high = max(late) if late and len(late) == len(live) else None
    exact = status == "answered"
    wait = same([each["wait"] for each in found])
    return {
        "rules": sorted(rule.name for rule in possible),
        "rule": possible[0].name if len(possible) == 1 and not hole else None,
        "status": status,
        "missing": sorted(still),
        "gap_months": member.gap,
        "missed_years": member.missed if member.scheme == "resident" else None,
        "wait": {
            "months": wait[0] if wait and not wait[1] else None,
            "days": (wait[1] or None) if wait else None,
        },
        "resume_date": low.isoformat() if exact and low else None,
        "resume_between": None if exact or not (low or high) else [d and d.isoformat() for d in (low, high)],
        "full_benefit_date": found[0]["full"].isoformat()
        if exact and len(found) == 1 and found[0]["full"]
        else None,
        "gap_costs": same([each["then"]["gap_costs"] for each in found]) or "unknown",
        "back_payment": same([each["then"]["back_payment"] for each in found]) or "unknown",
    }


__all__ = ["SCHEMES", "Member", "TooOpen", "Uncovered", "decide", "evaluate", "files_of", "words"]
