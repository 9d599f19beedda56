"""Random members: every region with or without a file, scheme, cause, group, and dates from 2024 to 2028."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from .tables import POLICIES, divisions, vocabulary, words

SCHEMES = ("employee", "flexible", "resident")
LEDGER_MONTHS = 24


@cache
def codes() -> tuple[list[str], list[str]]:
    """The codes of all regions, and of those with a file."""
    return [row["code"] for row in divisions()], [
        path.name[:6] for path in (POLICIES / "regions").glob("*.yaml")
    ]


def month(rng: random.Random, low: int, high: int) -> str:
    """A month of the years from low to high."""
    return f"{rng.randint(low, high)}-{rng.randint(1, 12):02d}"


def day(rng: random.Random, low: int, high: int) -> str:
    """A day of the years from low to high; ends of months and of years more often than others."""
    year, number = rng.randint(low, high), rng.randint(1, 12)
    last = 28 if number == 2 else 30 if number in (4, 6, 9, 11) else 31
    return f"{year}-{number:02d}-{rng.choice((1, last, rng.randint(1, last))):02d}"


def months(text: str) -> int:
    """A month as one number."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def text(number: int) -> str:
    """A month number as text."""
    return f"{number // 12}-{number % 12 + 1:02d}"


def ledger(rng: random.Random, end: int) -> str:
    """One to three spans of covered months that end with a month."""
    parts: list[str] = []
    for _ in range(rng.randint(1, 3)):
        size = rng.randint(1, LEDGER_MONTHS)
        parts.insert(0, f"{text(end - size + 1)}..{text(end)}")
        end -= size + rng.randint(1, 6)
    return ";".join(parts)


def member(rng: random.Random, open_facts: float = 0.12) -> dict[str, Any]:
    """One member as JSON has it; with the given chance each fact is left out."""

    def told(chance: float = 1 - open_facts) -> bool:
        return rng.random() < chance

    everyone, with_file = codes()
    scheme = rng.choice(SCHEMES)
    raw: dict[str, Any] = {
        "region": rng.choice(with_file if rng.random() < 0.7 else everyone),
        "scheme": scheme,
    }
    if told():
        raw["pay_date"] = day(rng, 2024, 2028)
    pay = months(raw.get("pay_date", "2026-11-22"))
    if told(0.8):
        raw["cause"] = rng.choice(words("cause", scheme))
    if raw.get("cause") == "switched" and told():
        raw["previous_scheme"] = rng.choice(words("previous_scheme", scheme))
    elif rng.random() < 0.1:
        raw["previous_scheme"] = rng.choice(SCHEMES)
    if rng.random() < 0.4:
        raw["group"] = rng.choice(words("group", scheme))
    if raw.get("cause") != "first_enrolment" and told(0.95):
        last = pay - rng.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 12, rng.randint(1, 60)))
        raw |= {"covered": ledger(rng, last)} if rng.random() < 0.25 else {"last_covered": text(last)}
    if scheme == "resident":
        resident(rng, raw, pay, told())
    else:
        raw |= {"back_pay": rng.random() < 0.5} if told() else {}
        if raw.get("cause") == "employer_arrears" and told():
            raw["arrears_in_term"] = rng.random() < 0.5
    if rng.random() < 0.3:
        raw["continuous_months"] = rng.choice((0, 5, 6, 11, 12, 23, 24, 36, 60, rng.randint(0, 300)))
    return raw


def resident(rng: random.Random, raw: dict[str, Any], pay: int, told: bool) -> None:
    """The facts that only residents have."""
    if told:
        raw["benefit_year"] = pay // 12 + rng.choice((0, 0, 0, 1, 1, -1))
    if raw.get("group") == "newborn" and rng.random() < 0.9:
        born = pay - rng.choice((0, 1, 2, 3, 4, 6, 12, 13))
        raw["birth_date"] = f"{text(born)}-{rng.randint(1, 28):02d}"
    if rng.random() < 0.2:
        raw["repair_years"] = rng.randint(0, 4)
    if rng.random() < 0.15:
        raw["window"] = rng.choice(words("window"))
    if rng.random() < 0.1 and "last_covered" in raw and "benefit_year" in raw:
        raw["last_covered"] = text(raw["benefit_year"] * 12 - 1 - 12 * rng.randint(0, 6))


def everyone(seed: int, count: int, open_facts: float = 0.12) -> list[dict[str, Any]]:
    """So many members, the same for the same seed."""
    rng = random.Random(seed)
    return [member(rng, open_facts) for _ in range(count)]


__all__ = ["everyone", "member", "vocabulary"]
