"""Random members: every region, scheme, cause, group and way of writing, some of them broken."""

from __future__ import annotations

import random
from collections.abc import Iterator

from yibao_cli import regions
from yibao_cli.policy.vocabulary import SCHEMES, facts

NAMES = [
    "name", "region", "scheme", "last_covered", "covered", "pay_date", "back_pay", "cause", "previous_scheme", "group",
    "birth_date", "benefit_year", "repair_years", "continuous_months", "window", "arrears_in_term", "base", "wage", "rate",
]  # fmt: skip
BROKEN = [
    "2026-13",
    "2026-02-30",
    "46000",
    "1850-01",
    "x",
    "２０２６-０５",
    "26-5",
    "2026-5-",
    "31.12.2026",
    "九月",
]


class Members:
    """An endless list of members, the same for the same seed."""

    def __init__(self, seed: int, broken: float = 0.02) -> None:
        self.random, self.broken = random.Random(seed), broken
        self.places = list(regions.register().values())
        self.coded = [place for place in self.places if place.code in self._coded()]

    @staticmethod
    def _coded() -> set[str]:
        from yibao_cli.policy import layers

        return set(layers.region_paths())

    def rows(self, count: int) -> Iterator[list[str]]:
        """So many members, as cells of NAMES."""
        for number in range(count):
            yield self.row(number)

    def month(self, low: int = 2024, high: int = 2026) -> str:
        """A month, mostly ISO, sometimes in another way of writing."""
        year, month = self.random.randint(low, high), self.random.randint(1, 12)
        style = self.random.random()
        if style < 0.8:
            return f"{year}-{month:02d}"
        return self.random.choice(
            [f"{year}.{month}", f"{year}年{month}月", f"{year}{month:02d}", f"{year}-{month}-1"]
        )

    def day(self, low: int, high: int) -> str:
        """A day, mostly ISO."""
        year, month, day = (
            self.random.randint(low, high),
            self.random.randint(1, 12),
            self.random.randint(1, 28),
        )
        style = self.random.random()
        if style < 0.85:
            return f"{year}-{month:02d}-{day:02d}"
        return self.random.choice(
            [
                f"{year}/{month}/{day}",
                f"{year}年{month}月{day}日",
                f"{year}{month:02d}{day:02d}",
                f" {year}-{month}-{day} ",
            ]
        )

    def place(self) -> str:
        """A region by name, short name, code or pinyin."""
        found = self.random.choice(self.coded if self.random.random() < 0.7 else self.places)
        return self.random.choice([found.zh, found.code, found.zh, found.code, found.short])

    def row(self, number: int) -> list[str]:
        """One member."""
        pick, chance = self.random, self.random.random
        scheme = pick.choice(SCHEMES)
        cause = pick.choice(facts()["cause"].members_of(scheme)) if chance() < 0.6 else ""
        group = pick.choice(facts()["group"].members_of(scheme)) if chance() < 0.3 else ""
        cells = {
            "name": f"=成员{number}" if chance() < 0.01 else f"成员{number}",
            "region": self.place(),
            "scheme": scheme,
            "last_covered": self.month(2024, 2026 if chance() < 0.1 else 2025) if chance() < 0.93 else "",
            "covered": self.ledger() if chance() < 0.04 else "",
            "pay_date": self.day(2024 if chance() < 0.05 else 2026, 2028) if chance() < 0.7 else "today",
            "back_pay": pick.choice(["yes", "no", "是", "否", ""]),
            "cause": cause,
            "previous_scheme": pick.choice(SCHEMES) if cause == "switched" and chance() < 0.9 else "",
            "group": group,
            "birth_date": self.day(1950, 2026) if chance() < 0.3 or group == "newborn" else "",
            "benefit_year": str(pick.randint(2024, 2028)) if scheme == "resident" and chance() < 0.93 else "",
            "repair_years": str(pick.randint(0, 4)) if chance() < 0.2 else "",
            "continuous_months": str(pick.randint(0, 60)) if chance() < 0.3 else "",
            "window": pick.choice(facts()["window"].members) if chance() < 0.1 else "",
            "arrears_in_term": pick.choice(["yes", "no", ""]),
            "base": str(pick.randint(3000, 30000)) if chance() < 0.3 else "",
            "wage": str(pick.randint(3000, 30000)) if chance() < 0.3 else "",
            "rate": pick.choice(["", "", "8%", "0.095"]),
        }
        if cells["covered"]:
            cells["last_covered"] = ""
        if chance() < self.broken:
            cells[pick.choice(NAMES[1:])] = pick.choice(BROKEN)
        return [cells[name] for name in NAMES]

    def crowd(self, count: int) -> tuple[list[str], list[list[str]]]:
        """A list in which the same few cells meet again and again, empty and broken ones among them: header and rows."""
        pick, chance, every = self.random, self.random.random, [*NAMES[1:], "previous_region"]
        wide = ["region", "scheme", *pick.sample(every[2:], pick.randint(2, 12))]
        names = wide if chance() < 0.9 else pick.sample(every, pick.randint(1, 4))
        people = [dict(zip(NAMES, self.row(number), strict=True)) for number in range(60)]
        cells: dict[str, list[str]] = {}
        for name in names:
            met = sorted(
                {person["region" if name == "previous_region" else name] for person in people} - {""}
            )
            cells[name] = pick.sample(met, min(len(met), pick.choice([1, 2, 3, 3, 8]))) or [""]
            if chance() < 0.4:
                cells[name].append("")
            if chance() < 0.3:
                cells[name].append(pick.choice(BROKEN))
        return names, [[pick.choice(cells[name]) for name in names] for _ in range(count)]

    def ledger(self) -> str:
        """A ledger of one to three spans, sometimes with an overlap."""
        year, spans = self.random.randint(2023, 2024), []
        month = self.random.randint(1, 12)
        for _ in range(self.random.randint(1, 3)):
            end = month + self.random.randint(0, 10)
            spans.append(
                f"{year + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}..{year + (end - 1) // 12}-{(end - 1) % 12 + 1:02d}"
            )
            month = end + self.random.randint(0, 5)
        return ";".join(spans)
