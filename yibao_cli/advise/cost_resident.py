"""What a resident pays: the premium of the benefit year, the price after the window, and repaired years."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ..case import Case
from ..lang import pick, plural, tr
from ..policy.model import Standard
from ..policy.vocabulary import facts
from .acts import act
from .answer import Answer
from .formulas import resident_cost
from .money import Json, Price, Sums, cite, in_force, line, notes, yuan
from .standards import Found, find, tier

WHO = {
    "everyone": {"zh": "所有人", "en": "everyone"},
    "adult": {"zh": "成年人", "en": "adults"},
    "minor": {"zh": "未成年人", "en": "minors"},
    "student": {"zh": "学生", "en": "students"},
    "elderly": {"zh": "老年人", "en": "the elderly"},
    "aided": {"zh": "救助对象", "en": "persons in medical aid"},
    "poorest": {"zh": "特困人员等全额资助对象", "en": "persons fully subsidised"},
}


class Tariff(NamedTuple):
    """What the place charges in the year being paid for; `late` is ``no``, ``yes`` or ``maybe``."""

    year: int
    late: str
    full: Found | None
    subsidy: Found | None

    def after_window(self, item: Standard) -> tuple[Standard, ...]:
        """The full prices on file for the tier of `item`."""
        return _of_tier(self.full, item) if self.late != "no" else ()

    def price(self, item: Standard) -> Price:
        """The price for one tier. After the window without a price on file: the premium, at most with the subsidy."""
        inside = premium(item)
        if self.late == "no":
            return inside
        if dear := self.after_window(item):
            after = Price(min(s.low for s in dear), max(s.high for s in dear))
        else:
            extra = [premium(s).high for s in _of_tier(self.subsidy, item)]
            after = Price(inside.low, _sum(inside.high, extra[0] if extra else None))
        if self.late == "yes":
            return after
        high = None if after.high is None or inside.high is None else max(inside.high, after.high)
        return Price(min(inside.low, after.low), high)


def premium(item: Standard) -> Price:
    """The price of one entry; a minimum has no upper bound on file."""
    return Price(item.low, None if item.floor else item.high)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _of_tier(found: Found | None, item: Standard) -> tuple[Standard, ...]:
    return tuple(s for s in found.items if s.who in (item.who, "everyone")) if found else ()


def resident(result: Answer) -> Sums:
    """The money section of a resident: one line a tier that may apply, a total if all of them agree."""
    case, anchor = result.inquiry.case, result.inquiry.situation.anchors.get("benefit_year")
    if anchor is None:
        return Sums(lines=[_unknown(tr("居民医保年度保费", "Resident premium of the year"), _ask_year())])
    normal = find(result, "resident_premium")
    tariff = Tariff(
        anchor.year,
        _late(result),
        find(result, "resident_late_premium"),
        find(result, "resident_subsidy"),
    )
    mine = tier(normal, case, anchor.year) if normal else ()
    if not mine:
        repair = [_unknown_repair(anchor.year, case.repair_years)] if case.repair_years else []
        return Sums(lines=[_not_on_file(case, anchor.year), *repair])
    sums = Sums(lines=[_tier_line(result, item, tariff) for item in mine])
    if len({each["amount"] for each in sums.lines}) > 1:
        for each in sums.lines:
            each["ask"] = each["ask"] or _ask_tier(case)
    years = case.repair_years or 0
    if years:
        sums.lines.append(_repair_line(result, mine, years))
    if result.status != "closed":
        sums.total = _total(_same([tariff.price(s) for s in mine]), _same([premium(s) for s in mine]), years)
    return sums


def _total(price: Price | None, repair: Price | None, years: int) -> Decimal | None:
    """The year's premium and the repaired years, each at the individual premium; None unless both are exact."""
    now, extra = price.exact if price else None, repair.exact if repair else None
    if now is None or (years and extra is None):
        return None
    return resident_cost(now, years, extra)


def _late(result: Answer) -> str:
    """``no``, ``yes`` or ``maybe``: whether the payment comes after the windows. Newborns have a window of their own."""
    if result.inquiry.case.group == "newborn" or _on_time(result):
        return "no"
    window = result.inquiry.situation.known.get("window")
    possible = window if isinstance(window, frozenset) else frozenset({"in", "late"})
    if not possible & {"late", "closed"}:
        return "no"
    return "yes" if possible <= {"late", "closed"} else "maybe"


def _on_time(result: Answer) -> bool:
    """Whether the answering rule treats a late payment like one in time: from 1 January, without a wait."""
    resume = result.row.rule.then.resume if result.row else None
    start = resume.earliest if resume and resume.exact else None
    return start is not None and start.anchor == "benefit_year" and start.wait.length() == (0, 0)


def _tier_line(result: Answer, item: Standard, tariff: Tariff) -> Json:
    price, dear = tariff.price(item), tariff.after_window(item)
    text, inside = _range(price), _range(premium(item))
    if tariff.late == "no":
        formula = tr(f"{tariff.year} 年度个人缴费标准 {text}", f"individual premium of {tariff.year}: {text}")
    elif dear:
        formula = tr(
            f"集中参保期内 {inside}，期后 {_range(_span(dear))}",
            f"inside the window {inside}, after it {_range(_span(dear))}",
        )
    else:
        formula = tr(
            f"集中参保期内 {inside}；期后有的地方按个人加财政补助的全额收，合计 {text}",
            f"inside the window {inside}; after it some places charge the subsidy as well: {text}",
        )
    ask = tr("你这一档现在缴多少，请问 12393 或 12366", "ask 12393 or 12366 what your tier pays now")
    return line(
        tr(f"居民医保保费 · {pick(WHO[item.who])}", f"Resident premium: {pick(WHO[item.who])}"),
        formula + notes(item, *dear),
        price,
        sources=cite(result, *item.cite, *(source for s in dear for source in s.cite)),
        as_of=in_force(item),
        ask=None if price.exact is not None else ask,
    )


def _span(items: tuple[Standard, ...]) -> Price:
    """From the least to the greatest price of several entries."""
    prices = [premium(item) for item in items]
    highs = [price.high for price in prices if price.high is not None]
    return Price(min(price.low for price in prices), max(highs) if len(highs) == len(prices) else None)


def _repair_line(result: Answer, mine: tuple[Standard, ...], years: int) -> Json:
    price = _span(mine)
    total = price.times(years)
    return line(
        tr(
            f"修复 {years} 年（每年缩短 1 个月变动等待期）",
            f"Repairing {plural(years, 'year')}, one month less of the variable wait each",
        ),
        tr(
            f"办理修复时的个人缴费标准 {_range(price)} × {years} = {_range(total)}",
            f"individual premium of the year of repair {_range(price)} × {years} = {_range(total)}",
        ),
        total,
        sources=cite(result, act("opinion-2024"), *(source for s in mine for source in s.cite)),
        as_of=in_force(*mine),
        ask=tr(
            "能不能修复、可修复几年，请问 12393", "ask 12393 whether and for how many years repair is offered"
        ),
    )


def _unknown_repair(year: int, years: int) -> Json:
    """Repair where the premium is not on file: the formula without its number."""
    return line(
        tr(f"修复 {years} 年", f"Repairing {plural(years, 'year')}"),
        tr(f"{year} 年度个人缴费标准 × {years}", f"individual premium of {year} × {years}"),
        None,
        ask=tr(
            f"请问 12393：{year} 年度个人缴费标准多少、能不能修复",
            f"ask 12393 for the individual premium of {year} and whether repair is offered",
        ),
    )


def _not_on_file(case: Case, year: int) -> Json:
    group = pick(facts()["group"].member_names[case.group]) if case.group else ""
    who = tr(f"（{group}）", f" ({group})") if group and case.group != "general" else ""
    return _unknown(
        tr(f"{year} 年度居民医保保费{who}", f"Resident premium of {year}{who}"),
        tr(
            f"请查当地《关于做好{year}年度城乡居民基本医疗保险参保缴费工作的通知》，或问 12393、12366",
            f"see the local notice on resident enrolment for {year}, or ask 12393 or 12366",
        ),
    )


def _unknown(what: str, ask: str) -> Json:
    return line(what, tr("当地标准未收录", "the local premium is not on file"), None, ask=ask)


def _ask_year() -> str:
    return tr("请给待遇年度（--benefit-year）", "give the benefit year (--benefit-year)")


def _ask_tier(case: Case) -> str:
    if case.birth_date is None:
        return tr(
            "各档金额不同：用 --birth-date、--group 说明年龄和人群",
            "tiers differ: tell age and group with --birth-date and --group",
        )
    return tr("各档金额不同，请问 12393 你属于哪一档", "tiers differ: ask 12393 which is yours")


def _same(prices: list[Price]) -> Price | None:
    return prices[0] if all(price == prices[0] for price in prices) else None


def _range(price: Price) -> str:
    if price.exact is not None:
        return yuan(price.exact)
    if price.high is None:
        return tr(f"{yuan(price.low)} 起", f"from {yuan(price.low)}")
    return f"{yuan(price.low)}–{yuan(price.high)}"
