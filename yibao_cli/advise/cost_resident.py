"""What a resident pays: the premium of the benefit year, the price after the window, and repaired years."""

from __future__ import annotations

from ..case import Case
from ..lang import pick, tr
from ..policy.model import Standard
from ..policy.vocabulary import facts
from .acts import act
from .answer import Answer
from .formulas import resident_cost
from .money import Json, Price, Sums, cite, in_force, line, yuan
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


def resident(result: Answer) -> Sums:
    """The money section of a resident: one line a tier that may apply, a total if all of them agree."""
    case, anchor = result.inquiry.case, result.inquiry.situation.anchors.get("benefit_year")
    if anchor is None:
        return Sums(lines=[_unknown(tr("居民医保年度保费", "Resident premium of the year"), _ask_year())])
    normal, full = find(result, "resident_premium"), find(result, "resident_late_premium")
    subsidy = find(result, "resident_subsidy")
    mine = tier(normal, case, anchor.year) if normal else ()
    if not mine:
        return Sums(lines=[_not_on_file(case, anchor.year)])
    late = _late(result)
    sums = Sums(lines=[_tier_line(result, item, late, full, subsidy) for item in mine])
    amounts = {line_["amount"] for line_ in sums.lines}
    if len(mine) > 1 and len(amounts) > 1:
        for each in sums.lines:
            each["ask"] = each["ask"] or _ask_tier(case)
    one = _same([_price(item, late, full, subsidy, anchor.year, case) for item in mine])
    repaired = case.repair_years or 0
    if repaired:
        sums.lines.append(_repair_line(result, mine, repaired))
    repair_price = _same([Price(item.low, item.high) for item in mine])
    if one is not None and one.exact is not None and result.status != "closed":
        if one == repair_price or not repaired:
            sums.total = resident_cost(one.exact, repaired)
        elif repair_price is not None and repair_price.exact is not None:
            sums.total = one.exact + repair_price.exact * repaired
    return sums


def _late(result: Answer) -> str:
    """``no``, ``yes`` or ``maybe``: whether the payment comes after the windows. Newborns have a window of their own."""
    if result.inquiry.case.group == "newborn":
        return "no"
    window = result.inquiry.situation.known.get("window")
    possible = window if isinstance(window, frozenset) else frozenset({"in", "late"})
    if not possible & {"late", "closed"}:
        return "no"
    return "yes" if possible <= {"late", "closed"} else "maybe"


def _price(
    item: Standard, late: str, full: Found | None, subsidy: Found | None, year: int, case: Case
) -> Price:
    """The price for one tier. After the window without a price on file: the premium, at most with the subsidy."""
    inside = Price(item.low, item.high)
    if late == "no":
        return inside
    dear = [s for s in full.items if s.who in (item.who, "everyone")] if full else []
    if dear:
        after = Price(min(s.low for s in dear), max(s.high for s in dear))
    else:
        extra = [s for s in subsidy.items if s.who in (item.who, "everyone")] if subsidy else []
        after = Price(item.low, item.high + max(s.high for s in extra) if extra else None)
    if late == "yes":
        return after
    high = None if after.high is None or inside.high is None else max(inside.high, after.high)
    return Price(min(inside.low, after.low), high)


def _tier_line(result: Answer, item: Standard, late: str, full: Found | None, subsidy: Found | None) -> Json:
    anchor = result.inquiry.situation.anchors["benefit_year"]
    price = _price(item, late, full, subsidy, anchor.year, result.inquiry.case)
    used = [
        item,
        *(
            s
            for found in (full,)
            if found and late != "no"
            for s in found.items
            if s.who in (item.who, "everyone")
        ),
    ]
    note = f"（{pick(item.note)}）" if item.note else ""
    text = _range(price)
    if late == "no":
        formula = tr(f"{anchor.year} 年度个人缴费标准 {text}", f"individual premium of {anchor.year}: {text}")
    elif len(used) > 1 and late == "yes":
        formula = tr(f"集中参保期后的缴费标准 {text}", f"premium after the window: {text}")
    else:
        formula = tr(
            f"集中参保期内 {_range(Price(item.low, item.high))}；期后有的地方按个人加财政补助的全额收，合计 {text}",
            f"inside the window {_range(Price(item.low, item.high))}; after it some places charge the subsidy as well: {text}",
        )
    ask = None
    if price.exact is None:
        ask = tr("你这一档现在缴多少，请问 12393 或 12366", "ask 12393 or 12366 what your tier pays now")
    return line(
        tr(f"居民医保保费 · {pick(WHO[item.who])}", f"Resident premium: {pick(WHO[item.who])}"),
        formula + note,
        price,
        sources=cite(result, *(source for s in used for source in s.cite)),
        as_of=in_force(item),
        ask=ask,
    )


def _repair_line(result: Answer, mine: tuple[Standard, ...], years: int) -> Json:
    price = Price(min(s.low for s in mine), max(s.high for s in mine))
    total = price.times(years)
    return line(
        tr(
            f"修复 {years} 年（每年缩短 1 个月变动等待期）",
            f"Repairing {years} year(s), one month less of the variable wait each",
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
