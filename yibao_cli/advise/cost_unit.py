"""What an employer's payment costs: unit and person part apart, arrears, and the late fee that the employer owes."""

from __future__ import annotations

from decimal import Decimal

from ..dates import first_day
from ..lang import plural, tr
from ..policy.model import Standard
from ..policy.sources import Source
from .acts import act
from .answer import Answer
from .formulas import YEARLY_WAGE_FROM as YEARLY
from .formulas import bounds_from_wage, clamp_base, contribution, fen, late_fees
from .money import Json, Price, Sums, cite, in_force, line, notes, percent, yuan
from .standards import find

UNIT, PERSON = "unit_rate", "person_rate"


def unit(result: Answer) -> Sums:
    """The money section of a person whom an employer insures."""
    sums = Sums()
    base, base_text, used = _base(result)
    parts = [_part(result, key, base, base_text, used) for key in (UNIT, PERSON)]
    prices = [price for price, _ in parts]
    sums.lines += [each for _, each in parts]
    monthly = prices[0].plus(prices[1]) if prices[0] is not None and prices[1] is not None else None
    if monthly is None and base is not None and result.inquiry.case.rate is not None:
        rate = result.inquiry.case.rate
        monthly = _times(base, rate, rate)
        sums.lines = [_whole_line(base_text, rate, monthly, result, used)]
    sums.monthly = monthly.exact if monthly else None
    _back_payment(result, monthly, prices, sums)
    return sums


def _base(result: Answer) -> tuple[Price | None, str, list[Standard]]:
    """The monthly base: the own average wage clamped to the bounds, or the bounds themselves."""
    case = result.inquiry.case
    own = case.base if case.base is not None else case.wage
    limits, text, used = _limits(result)
    if own is not None and limits is not None and limits.high is not None:
        kept = clamp_base(own, limits.low, limits.high)
        moved = (
            ""
            if kept == own
            else tr(f"（{yuan(own)} 按上下限调整）", f" ({yuan(own)} moved inside the bounds)")
        )
        return Price(kept, kept), tr(f"基数 {yuan(kept)}", f"base {yuan(kept)}") + moved, used
    if own is not None:
        unchecked = tr(
            f"基数 {yuan(own)}（上下限未收录，未调整）", f"base {yuan(own)} (bounds not on file, not clamped)"
        )
        return Price(own, own), unchecked, []
    return limits, text, used


def _limits(result: Answer) -> tuple[Price | None, str, list[Standard]]:
    bounds, wage = find(result, "base"), find(result, "average_wage")
    if bounds is not None and (wage is None or bounds.rank <= wage.rank):
        text = f"{yuan(bounds.low)}–{yuan(bounds.high)}"
        return Price(bounds.low, bounds.high), tr(f"基数 {text}", f"base {text}"), list(bounds.items)
    if wage is not None and wage.one is not None:
        yearly = wage.one if wage.one >= YEARLY else wage.one * 12
        low, high = bounds_from_wage(yearly)
        text = tr(
            f"基数 {yuan(low)}–{yuan(high)}（平均工资的 60%–300%）",
            f"base {yuan(low)}–{yuan(high)} (60 % to 300 % of the average wage)",
        )
        return Price(low, high), text, list(wage.items)
    return None, tr("基数", "base"), []


def _times(base: Price, low: Decimal, high: Decimal) -> Price:
    return Price(contribution(base.low, low), None if base.high is None else contribution(base.high, high))


def _part(
    result: Answer, key: str, base: Price | None, base_text: str, used: list[Standard]
) -> tuple[Price | None, Json]:
    rate = find(result, key)
    what = (
        tr("每月保费 · 单位部分", "Premium a month: employer's part")
        if key == UNIT
        else tr("每月保费 · 个人部分（从工资代扣）", "Premium a month: own part (withheld from the wage)")
    )
    payer = "employer" if key == UNIT else "person"
    if rate is None or base is None:
        rate_text = tr("费率（未收录）", "rate (not on file)") if rate is None else percent(rate.low)
        base_text = base_text if base is not None else tr("基数（未收录）", "base (not on file)")
        return None, line(
            what, f"{base_text} × {rate_text}", None, payer=payer, ask=_ask_base(base, rate is None)
        )
    price = _times(base, rate.low, rate.high)
    rate_text = percent(rate.low) if rate.one is not None else f"{percent(rate.low)}–{percent(rate.high)}"
    result_text = f" = {yuan(price.low)}" if price.exact is not None else ""
    items = [*used, *rate.items]
    return price, line(
        what,
        f"{base_text} × {rate_text}{result_text}{notes(*items)}",
        price,
        payer=payer,
        sources=cite(result, *(source for item in items for source in item.cite)),
        as_of=in_force(*items),
        ask=None if price.exact is not None else _ask_base(base, False),
    )


def _whole_line(base_text: str, rate: Decimal, price: Price, result: Answer, used: list[Standard]) -> Json:
    sum_text = f" = {yuan(price.low)}" if price.exact is not None else ""
    return line(
        tr("每月保费 · 单位和个人合计", "Premium a month: employer and own part together"),
        tr(f"{base_text} × 你给的费率 {percent(rate)}", f"{base_text} × your rate {percent(rate)}")
        + sum_text,
        price,
        payer="employer",
        sources=cite(result, *(source for item in used for source in item.cite)),
        as_of=in_force(*used) or None,
        ask=tr("单位、个人各占多少，请问 12366", "ask 12366 for the employer's and your own share"),
    )


def _ask_base(base: Price | None, rate_missing: bool) -> str:
    if base is None or base.exact is None:
        return tr(
            "用 --wage 给出本人上年度月平均工资（或用 --base 给出申报基数）；费率可问 12366",
            "give your own average monthly wage of last year with --wage (or the declared base with --base); 12366 knows the rates",
        )
    if rate_missing:
        return tr("单位和个人费率请问 12366", "ask 12366 for the employer's and the personal rate")
    return tr("适用哪一档费率，请问 12366", "ask 12366 which rate applies")


def _back_payment(result: Answer, monthly: Price | None, prices: list[Price | None], sums: Sums) -> None:
    case, months = result.inquiry.case, result.inquiry.situation.gap_months
    said = {each.then.back_payment for each in result.inquiry.findings.values()}
    arrears = case.cause == "employer_arrears"
    if months == 0 or not (said - {"not_allowed", "not_needed"}) or (case.back_pay is False and not arrears):
        return
    counted = arrears or case.back_pay is True
    if months is None:
        sums.lines.append(
            _open_line(tr("请给最后参保月和缴费日", "give the last covered month and the pay date"), counted)
        )
        return
    if monthly is None:
        sums.lines.append(
            _open_line(tr("请问 12366 要补多少钱", "ask 12366 how much has to be paid"), counted)
        )
    else:
        ids = [source for each in sums.lines for source in each["sources"]]
        sums.lines += _shares(monthly, prices, months, counted, list(dict.fromkeys(ids)))
        sums.back_payment = monthly.times(months).exact
    if arrears:
        _late_fee(result, monthly, sums)
    if sums.back_payment is not None and counted and (sums.late_fee is not None or not arrears):
        sums.total = sums.back_payment + (sums.late_fee or Decimal(0))


def _open_line(ask: str, counted: bool) -> Json:
    text = tr("每月保费 × 断缴月数", "premium a month × missed months")
    return line(tr("补缴欠缴月份", "Missed months"), text, None, payer="employer", counted=counted, ask=ask)


def _shares(
    monthly: Price, prices: list[Price | None], months: int, counted: bool, ids: list[str]
) -> list[Json]:
    names: tuple[tuple[str, str], ...] = (
        (tr("补缴 · 单位部分", "Missed months: employer's part"), "employer"),
        (
            tr(
                "补缴 · 个人部分（单位只能代扣这一部分）",
                "Missed months: own part (all that may be withheld from the wage)",
            ),
            "person",
        ),
    )
    if None in prices:
        names = ((tr("补缴 · 单位和个人合计", "Missed months: both parts"), "employer"),)
        prices = [monthly]
    found = []
    for (what, payer), price in zip(names, prices, strict=True):
        if price is None:
            continue
        total = price.times(months)
        end = f" = {yuan(total.low)}" if total.exact is not None else ""
        each = (
            yuan(price.low)
            if price.exact is not None
            else f"{yuan(price.low)}–{yuan(price.high or price.low)}"
        )
        text = tr(
            f"{each} × {months} 个月{end}（按缴费时的基数；按当年基数的地方会略少）",
            f"{each} × {plural(months, 'month')}{end} (at the base of the payment day; where the base of the missed months counts, a little less)",
        )
        found.append(line(what, text, total, payer=payer, counted=counted, sources=ids))
    return found


def _late_fee(result: Answer, monthly: Price | None, sums: Sums) -> None:
    """0.05 % a day from the first day of the month after each missed month to the day before payment: an estimate."""
    case = result.inquiry.case
    if case.pay_date is None:
        return
    days = [(case.pay_date - first_day(month + 1)).days for month in result.inquiry.situation.gap]
    price = (
        Price(late_fees(monthly.low, days), None if monthly.high is None else late_fees(monthly.high, days))
        if monthly
        else None
    )
    spread = " + ".join(map(str, days)) if len(days) <= 6 else f"{days[0]} + … + {days[-1]}"
    each = (
        yuan(monthly.low)
        if monthly and monthly.exact is not None
        else tr("每月应缴额", "the month's premium")
    )
    end = f" = {yuan(price.low)}" if price and price.exact is not None else ""
    sums.late_fee = fen(price.exact) if price and price.exact is not None else None
    sums.lines.append(
        line(
            tr("滞纳金（只由单位承担，估算）", "Late fee (owed by the employer alone, an estimate)"),
            tr(
                f"{each} × 0.05% × ({spread}) 天{end}；从每个欠缴月的次月 1 日算到缴费前一日，起算日以税务核定为准",
                f"{each} × 0.05 % × ({spread}) days{end}; from the 1st of the month after each missed month to the day before payment, the tax office fixes the first day",
            ),
            price,
            payer="employer",
            sources=cite(result, *_late_fee_sources()),
            as_of="2011-07-01..",
            ask=tr(
                "起算日和金额请单位向 12366 核实", "the employer asks 12366 for the first day and the amount"
            ),
        )
    )


def _late_fee_sources() -> tuple[Source, ...]:
    return act("law-2010"), act("rules-2011")
