"""What a flexible worker pays: the running month, and the missed months where they are paid back."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ..lang import plural, tr
from ..policy.sources import Source
from .answer import Answer
from .formulas import clamp_base, flexible_monthly
from .money import Json, Price, Sums, cite, exactly, in_force, line, notes, percent, yuan
from .standards import Found, find, last_known


class Month(NamedTuple):
    """The price of one month: `chosen` is what a person may pay it by, None if several tariffs exist."""

    price: Price
    chosen: Decimal | None
    formula: str
    sources: tuple[Source, ...]
    as_of: str


def flexible(result: Answer) -> Sums:
    """The money section of a flexible worker. No late fee: 社会保险法 art. 86 names employers only."""
    sums = Sums()
    month = _month(result)
    if month is None:
        sums.lines += [_not_on_file(result), *_yearly(result)]
    else:
        sums.monthly = month.chosen
        sums.lines.append(_monthly_line(result, month))
    _back_payment(result, month, sums)
    return sums


def _month(result: Answer) -> Month | None:
    case = result.inquiry.case
    sum_on_file, rate = find(result, "flexible_monthly"), find(result, "flexible_rate")
    own_figures = case.base is not None or case.rate is not None
    if sum_on_file and not own_figures and (rate is None or sum_on_file.rank <= rate.rank):
        return _tariff(sum_on_file)
    base = _base(result)
    if base is None or (case.rate is None and rate is None):
        return None
    rates = [case.rate] if case.rate is not None else [rate.low, rate.high] if rate else []
    rate_low, rate_high = rates[0], rates[-1]
    low, high, base_text, base_found = base
    price = Price(flexible_monthly(low, rate_low), flexible_monthly(high, rate_high))
    one_rate = rate_low == rate_high
    rate_text = percent(rate_low) if one_rate else f"{percent(rate_low)}–{percent(rate_high)}"
    used = [*(base_found.items if base_found else ()), *(rate.items if rate and case.rate is None else ())]
    return Month(
        price=price,
        chosen=price.low if one_rate else None,
        formula=f"{base_text} × {rate_text}" + (f" = {yuan(price.low)}" if one_rate else "") + notes(*used),
        sources=tuple(source for item in used for source in item.cite),
        as_of=in_force(*used),
    )


def _tariff(found: Found) -> Month:
    price = Price(found.low, found.high)
    several = len(found.items) > 1 and price.exact is None
    text = yuan(found.low) if price.exact is not None else f"{yuan(found.low)}–{yuan(found.high)}"
    lowest = "" if price.exact is not None or several else tr("（按最低一档）", " (lowest tariff taken)")
    return Month(
        price=price,
        chosen=None if several else price.low,
        formula=tr(f"当地公布的月缴费额 {text}", f"monthly sum published locally: {text}")
        + lowest
        + notes(*found.items),
        sources=tuple(source for item in found.items for source in item.cite),
        as_of=in_force(*found.items),
    )


def _base(result: Answer) -> tuple[Decimal, Decimal, str, Found | None] | None:
    """The bounds of the monthly base, how they are said, and where they come from."""
    own, fixed, bounds = result.inquiry.case.base, find(result, "flexible_base"), find(result, "base")
    if own is not None:
        limits = (
            bounds if bounds and not (fixed and fixed.one is None and fixed.rank <= bounds.rank) else fixed
        )
        if limits is None or limits.one is not None:
            return own, own, tr(f"你给的基数 {yuan(own)}", f"your base {yuan(own)}"), None
        kept = clamp_base(own, limits.low, limits.high)
        moved = (
            ""
            if kept == own
            else tr(f"（{yuan(own)} 按上下限调整）", f" ({yuan(own)} moved inside the bounds)")
        )
        return kept, kept, tr(f"基数 {yuan(kept)}{moved}", f"base {yuan(kept)}{moved}"), limits
    found = fixed if fixed and (bounds is None or fixed.rank <= bounds.rank) else bounds
    if found is None:
        return None
    if found.one is not None:
        return found.low, found.low, tr(f"基数 {yuan(found.low)}", f"base {yuan(found.low)}"), found
    zh = f"基数按下限 {yuan(found.low)}（可在 {yuan(found.low)}–{yuan(found.high)} 内自选）"
    en = f"base at the lower bound {yuan(found.low)} (free choice between {yuan(found.low)} and {yuan(found.high)})"
    return found.low, found.high, tr(zh, en), found


def _monthly_line(result: Answer, month: Month) -> Json:
    ask = None
    if month.chosen is None:
        ask = tr(
            "有几种缴费档次，请问 12366 或 12393 你适用哪一档，再用 --base、--rate 重算",
            "there are several tariffs: ask 12366 or 12393 which is yours and recompute with --base and --rate",
        )
    return line(
        tr("每月保费（全部由个人缴）", "Premium a month (all paid by yourself)"),
        month.formula,
        month.price,
        chosen=month.chosen,
        sources=cite(result, *month.sources),
        as_of=month.as_of or None,
        ask=ask,
    )


def _not_on_file(result: Answer) -> Json:
    old = (
        last_known(result, "flexible_monthly")
        or last_known(result, "flexible_base")
        or last_known(result, "base")
    )
    stale = ""
    if old is not None and find(result, old.id) is None:
        value = yuan(old.low) if old.low == old.high else f"{yuan(old.low)}–{yuan(old.high)}"
        stale = tr(
            f"（收录的 {value} 只适用于 {in_force(old)}）",
            f" ({value} on file holds for {in_force(old)} only)",
        )
    return line(
        tr("每月保费（全部由个人缴）", "Premium a month (all paid by yourself)"),
        tr("缴费基数 × 费率；当地现行标准未收录", "base × rate; the local figures in force are not on file")
        + stale,
        None,
        ask=tr(
            "请问 12366 或 12393：灵活就业现在的缴费基数和费率是多少？再用 --base、--rate 重算",
            "ask 12366 or 12393 for the flexible workers' base and rate of today and recompute with --base and --rate",
        ),
    )


def _yearly(result: Answer) -> list[Json]:
    found = find(result, "flexible_yearly")
    if found is None:
        return []
    price = Price(found.low, found.high)
    text = yuan(found.low) if price.exact is not None else f"{yuan(found.low)}–{yuan(found.high)}"
    return [
        line(
            tr("全年保费（按年缴）", "Premium of a whole year (paid by the year)"),
            tr(f"当地公布的年缴费额 {text}", f"yearly sum published locally: {text}") + notes(*found.items),
            price,
            counted=False,
            sources=cite(result, *(source for item in found.items for source in item.cite)),
            as_of=in_force(*found.items),
            ask=tr(
                "年中恢复时按几个月缴，请问 12366",
                "ask 12366 for how many months a person who resumes mid-year pays",
            ),
        )
    ]


def _back_payment(result: Answer, month: Month | None, sums: Sums) -> None:
    """Add the missed months, and decide what is paid now."""
    chosen, months = result.inquiry.case.back_pay, result.inquiry.situation.gap_months
    said = {each.then.back_payment for each in result.inquiry.findings.values()}
    open_to_pay = said - {"not_allowed", "not_needed"}
    if months == 0 or chosen is False or (said and not open_to_pay):
        sums.total = sums.monthly if result.status != "closed" else None
        if months and said == {"not_allowed"}:
            sums.lines.append(
                line(
                    tr("补缴断缴月份", "Paying back the missed months"),
                    tr(
                        f"{months} 个月按当地规定不能补缴",
                        f"the {plural(months, 'month')} cannot be paid back by the local rule",
                    ),
                    None,
                    counted=False,
                )
            )
        return
    sums.lines.append(_back_line(result, month, months, chosen is True))
    if months is not None and month is not None and month.chosen is not None:
        sums.back_payment = month.chosen * months
        sums.total = sums.back_payment if chosen else None


def _back_line(result: Answer, month: Month | None, months: int | None, counted: bool) -> Json:
    what = tr("补缴断缴月份（无滞纳金）", "Paying back the missed months (no late fee)")
    if months is None:
        formula = tr("每月保费 × 断缴月数", "premium a month × missed months")
        return line(
            what,
            formula,
            None,
            counted=counted,
            ask=tr("请给最后参保月和缴费日", "give the last covered month and the pay date"),
        )
    if month is None:
        formula = tr(
            f"每月保费（未收录）× {months} 个月", f"premium a month (not on file) × {plural(months, 'month')}"
        )
        return line(
            what,
            formula,
            None,
            counted=counted,
            ask=tr("请问 12366 要补多少钱", "ask 12366 how much has to be paid"),
        )
    price = month.price.times(months)
    total = exactly(month.chosen * months).exact if month.chosen is not None else None
    sum_text = f" = {yuan(total)}" if total is not None else ""
    each = (
        yuan(month.chosen)
        if month.chosen is not None
        else f"{yuan(month.price.low)}–{yuan(month.price.high or month.price.low)}"
    )
    return line(
        what,
        tr(
            f"{each} × {months} 个月{sum_text}（按缴费时的标准）",
            f"{each} × {plural(months, 'month')}{sum_text} (at the figures of the payment day)",
        ),
        price,
        chosen=total,
        counted=counted,
        sources=cite(result, *month.sources),
        as_of=month.as_of or None,
        ask=None
        if counted
        else tr(
            "能不能补、按哪时的基数补，请先问 12393",
            "ask 12393 first whether and at which base it can be paid back",
        ),
    )
