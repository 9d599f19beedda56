"""Money where the places' figures meet: nearest layer, bounds, tariffs, prices after the window, counted by hand."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from tests.advise.places import BUILT_IN, HEAD, SOURCE, ask
from yibao_cli import lang
from yibao_cli.advise.cost import cost
from yibao_cli.advise.cost_resident import Tariff, premium
from yibao_cli.advise.money import Price
from yibao_cli.advise.standards import Found
from yibao_cli.policy import folder
from yibao_cli.policy.errors import Place
from yibao_cli.policy.model import Standard

CITY, PROVINCE = "510100", "510000"


class Room:
    """A policies folder with the national layer, to which standards are added by hand."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, code: str, *standards: str) -> None:
        head = HEAD.format(code=code, zh="某地", en="Somewhere", source=SOURCE)
        lines = "".join(f"  - {{{line}, cite: [s1]}}\n" for line in standards)
        (self.root / "regions" / f"{code}-x.yaml").write_text(head + lines, encoding="utf-8")
        folder.forget()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    root = tmp_path / "policies"
    for name in ("vocabulary", "national"):
        shutil.copytree(BUILT_IN / name, root / name)
    (root / "regions").mkdir()
    folder.use(root)
    yield Room(root)
    folder.use(None)


def money(scheme: str, **facts: Any) -> dict[str, Any]:
    given = {"region": "成都", "scheme": scheme, "last_covered": "2026-09", "pay_date": "2026-11-10"}
    return cost(ask(**(given | facts)))


def first(found: dict[str, Any]) -> tuple[Any, ...]:
    """Amount, bounds and formula of the first line."""
    line = found["lines"][0]
    return line["amount"], line.get("low"), line.get("high"), line["formula"]


RATE = "id: flexible_rate, value: 0.1"


def test_a_flexible_base_of_the_nearest_layer(room: Room) -> None:
    room(PROVINCE, RATE, "id: base, value: 3000..9000", "id: flexible_base, value: 4000")
    assert first(money("flexible"))[0] == 400, "of one layer the figure for flexible workers"
    room(CITY, "id: base, value: 5000..9000")
    assert first(money("flexible"))[3] == "基数按下限 5,000（可在 5,000–9,000 内自选） × 10% = 500"
    # The own base is kept inside bounds; a single value is no bound.
    assert first(money("flexible", base=2000))[3] == "基数 5,000（2,000 按上下限调整） × 10% = 500"
    assert first(money("flexible", base=6000))[3] == "基数 6,000 × 10% = 600"


def test_which_bounds_hold_for_an_own_base(room: Room) -> None:
    room(PROVINCE, RATE, "id: base, value: 3000..9000", "id: flexible_base, value: 4000..8000")
    assert first(money("flexible", base=1))[0] == 400, (
        "bounds for flexible workers of the same layer come first"
    )
    room(CITY, "id: base, value: 5000..9000")
    assert first(money("flexible", base=1))[0] == 500, "unless the other bounds are of a nearer one"
    room(CITY, "id: flexible_base, value: 6000..7000")
    assert first(money("flexible", base=1))[0] == 600
    room(CITY, "id: flexible_base, value: 6000")
    assert first(money("flexible", base=1))[0] == 300, "one value is no bound: the general ones hold"
    room(PROVINCE, RATE, "id: flexible_base, value: 4000")
    (room.root / "regions" / f"{CITY}-x.yaml").unlink()
    folder.forget()
    assert first(money("flexible", base=1))[3] == "你给的基数 1 × 10% = 0.10"


def test_tariffs_and_rates(room: Room) -> None:
    room(PROVINCE, "id: flexible_monthly, value: 300", RATE, "id: base, value: 3000..9000")
    assert first(money("flexible")) == (300, None, None, "当地公布的月缴费额 300")
    assert first(money("flexible", base=5000))[0] == 500, "own figures are computed with"
    assert first(money("flexible", rate="0.08"))[0] == 240
    room(CITY, "id: flexible_rate, value: 0.09")
    assert first(money("flexible"))[0] == 270, "the nearer rate before the sum"
    room(CITY, "id: flexible_monthly, value: 200..400")
    assert first(money("flexible")) == (200, 200, 400, "当地公布的月缴费额 200–400（按最低一档）")
    assert money("flexible")["monthly"] == 200
    room(CITY, "id: flexible_monthly, value: 250", "id: flexible_monthly, value: 250")
    assert first(money("flexible")) == (250, None, None, "当地公布的月缴费额 250"), "two tariffs of one price"
    room(CITY, "id: flexible_monthly, value: 200", "id: flexible_monthly, value: 400")
    assert first(money("flexible")) == (None, 200, 400, "当地公布的月缴费额 200–400")
    owed = money("flexible", back_pay=True, last_covered="2026-08")["lines"][-1]
    assert (owed["low"], owed["high"], owed["formula"][:14]) == (400, 800, "200–400 × 2 个月")
    room(CITY, "id: flexible_rate, value: 0.08", "id: flexible_rate, value: 0.1")
    assert first(money("flexible")) == (
        None,
        240,
        900,
        "基数按下限 3,000（可在 3,000–9,000 内自选） × 8%–10%",
    )
    assert money("flexible")["monthly"] is None


def test_a_year_that_is_paid_at_once(room: Room) -> None:
    room(PROVINCE, "id: flexible_yearly, value: 3000..5000")
    line = money("flexible")["lines"][1]
    assert (line["low"], line["high"], line["counted"]) == (3000, 5000, False)
    assert line["formula"] == "当地公布的年缴费额 3,000–5,000"
    room(PROVINCE, "id: flexible_yearly, value: 3000")
    assert money("flexible")["lines"][1]["formula"] == "当地公布的年缴费额 3,000"


def test_what_held_before_is_named_and_not_used(room: Room) -> None:
    room(
        PROVINCE,
        "id: flexible_monthly, value: 300..500, to: 2026-06-30",
        "id: base, value: 1..2, to: 2026-06-30",
    )
    found = money("flexible")
    assert found["monthly"] is None
    assert "300–500 只适用于 ..2026-06-30" in first(found)[3]
    lang.use("en")
    assert "300–500 on file holds for ..2026-06-30 only" in first(money("flexible"))[3]


UNIT = ("id: unit_rate, value: 0.08", "id: person_rate, value: 0.02")


def test_the_base_of_an_employee(room: Room) -> None:
    room(PROVINCE, *UNIT, "id: base, value: 3000..9000", "id: average_wage, value: 60000")
    assert first(money("employee")) == (None, 240, 720, "基数 3,000–9,000 × 8%"), (
        "bounds before the wage of the same layer"
    )
    assert money("employee", wage=5000)["monthly"] == 500
    assert first(money("employee", wage=2000))[3] == "基数 3,000（2,000 按上下限调整） × 8% = 240"
    assert money("employee", wage=2000, base=4000)["monthly"] == 400, "the declared base before the wage"
    room(CITY, "id: average_wage, value: 72000")
    assert first(money("employee"))[3] == "基数 3,600–18,000（平均工资的 60%–300%） × 8%", (
        "the nearer wage first"
    )
    room(CITY, "id: average_wage, value: 6000")
    assert first(money("employee"))[3] == "基数 3,600–18,000（平均工资的 60%–300%） × 8%", (
        "a wage by the month"
    )
    room(CITY, "id: average_wage, value: 30000")
    assert first(money("employee"))[3].startswith("基数 1,500–7,500"), (
        "30,000 is the least that is by the year"
    )
    room(CITY, "id: base, value: 4000..4000")
    assert money("employee")["monthly"] == 400


def test_rates_of_an_employee(room: Room) -> None:
    room(
        PROVINCE,
        "id: base, value: 3000..9000",
        "id: unit_rate, value: 0.06",
        "id: unit_rate, value: 0.08",
        UNIT[1],
    )
    found = money("employee", wage=5000)
    assert first(found) == (None, 300, 400, "基数 5,000 × 6%–8%")
    assert found["lines"][0]["ask"] == "适用哪一档费率，请问 12366"
    assert found["lines"][1]["ask"] is None
    assert found["monthly"] is None
    assert found["lines"][2]["formula"].startswith("300–400 × 1 个月")
    room(PROVINCE, "id: base, value: 3000..9000", UNIT[0])
    found = money("employee", wage=5000, rate="0.1")
    assert (found["monthly"], first(found)[3]) == (500, "基数 5,000 × 你给的费率 10% = 500")
    found = money("employee", wage=5000)
    assert (found["monthly"], found["lines"][0]["amount"], found["lines"][1]["amount"]) == (None, 400, None)
    assert found["lines"][1]["ask"] == "单位和个人费率请问 12366"
    room(PROVINCE, "id: base, value: 3000..9000", UNIT[1])
    found = money("employee", wage=5000)
    assert (found["monthly"], found["lines"][0]["amount"], found["lines"][1]["amount"]) == (None, None, 100)
    room(PROVINCE, *UNIT)
    found = money("employee", wage=5000)
    assert (found["monthly"], first(found)[3]) == (500, "基数 5,000（上下限未收录，未调整） × 8% = 400")
    assert money("employee")["lines"][0]["ask"].startswith("用 --wage")


def test_arrears_of_six_months_and_of_seven(room: Room) -> None:
    room(PROVINCE, *UNIT, "id: base, value: 3000..9000")
    owed = {"cause": "employer_arrears", "wage": 5000, "pay_date": "2026-11-11"}
    two = money("employee", **owed, last_covered="2026-08")
    # September counts from 1 October (41 days), October from 1 November (10 days): 500 × 0.0005 × 51.
    assert (two["monthly"], two["back_payment"], two["late_fee"], two["total"]) == (500, 1000, 12.75, 1012.75)
    assert "(41 + 10) 天 = 12.75" in two["lines"][-1]["formula"]
    six = money("employee", **owed, last_covered="2026-04")["lines"][-1]["formula"]
    seven = money("employee", **owed, last_covered="2026-03")["lines"][-1]["formula"]
    assert "(163 + 133 + 102 + 71 + 41 + 10)" in six
    assert "(194 + … + 10)" in seven


def standard(low: int, high: int | None = None, who: str = "everyone", floor: bool = False) -> Standard:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    place = Place("x", 1, 1)
    return Standard(
        "resident_premium", D(low), D(high or low), first, last, 2026, who, floor, None, (), place
    )


def found(*items: Standard) -> Found:
    return Found(items, None, 0)  # type: ignore[arg-type]


def test_the_price_after_the_window() -> None:
    item, least = standard(400), standard(400, floor=True)
    dear = found(standard(900), standard(1100, 1200, "adult"), standard(700, who="minor"))
    adult, minor = standard(380, who="adult"), standard(280, who="minor")
    assert premium(item) == Price(D(400), D(400))
    assert premium(least) == Price(D(400), None)
    assert Tariff(2026, "no", dear, None).price(item) == Price(D(400), D(400))
    assert Tariff(2026, "no", dear, None).after_window(item) == ()
    assert Tariff(2026, "yes", dear, None).price(adult) == Price(D(900), D(1200))
    assert Tariff(2026, "yes", dear, None).price(minor) == Price(D(700), D(900))
    assert Tariff(2026, "maybe", dear, None).price(adult) == Price(D(380), D(1200))
    assert Tariff(2026, "maybe", found(standard(100)), None).price(item) == Price(D(100), D(400))
    assert Tariff(2026, "maybe", dear, None).price(least) == Price(D(400), None)
    # Without a price on file: at least the premium, at most the premium and the subsidy.
    assert Tariff(2026, "yes", None, found(standard(700))).price(item) == Price(D(400), D(1100))
    assert Tariff(2026, "yes", None, None).price(item) == Price(D(400), None)
    assert Tariff(2026, "yes", None, found(standard(700, floor=True))).price(item) == Price(D(400), None)
    assert Tariff(2026, "yes", None, found(standard(700, who="minor"))).price(adult) == Price(
        D(400 - 20), None
    )


def test_tiers_of_a_resident(room: Room) -> None:
    tiers = [
        f"id: resident_premium, value: {price}, who: {who}, benefit_year: 2027"
        for who, price in (("adult", 500), ("minor", 300))
    ]
    room(PROVINCE, *tiers, "id: resident_premium, value: 280, who: student, benefit_year: 2027")
    given = {"benefit_year": 2027, "last_covered": "2026-12", "window": "in"}
    both = money("resident", **given)
    assert [line["amount"] for line in both["lines"]] == [500, 300]
    assert both["total"] is None
    assert both["lines"][0]["ask"] == "各档金额不同：用 --birth-date、--group 说明年龄和人群"
    turning = money("resident", **given, birth_date="2009-05-01")
    assert turning["lines"][0]["ask"] == "各档金额不同，请问 12393 你属于哪一档"
    one = money("resident", **given, birth_date="1990-05-01")
    assert (one["total"], len(one["lines"]), one["lines"][0]["ask"]) == (500, 1, None)
    repaired = money("resident", **given, birth_date="1990-05-01", repair_years=2)
    assert repaired["total"] == 1500
    assert repaired["lines"][1]["formula"] == "办理修复时的个人缴费标准 500 × 2 = 1,000"
    unsure = money("resident", **given, repair_years=2)
    assert unsure["lines"][-1]["formula"] == "办理修复时的个人缴费标准 300–500 × 2 = 600–1,000"
    assert unsure["total"] is None


def test_years_of_retirement(room: Room) -> None:
    room(PROVINCE, "id: retirement_years, value: 25")
    line = money("flexible", birth_date="1970-01-01")["lines"][-1]
    assert (line["formula"].split(" × 12")[0], line["counted"], line["amount"]) == ("（25 年", False, None)
    room(PROVINCE, "id: retirement_years, value: 20..25")
    assert money("flexible", birth_date="1970-01-01")["lines"][-1]["formula"].startswith("（20–25 年 × 12")
    counts = [len(money("flexible", birth_date=f"{year}-12-31")["lines"]) for year in (1981, 1982, 1990)]
    assert counts == [3, 2, 2], "from the year in which a person turns 45 on"
