"""A case: what one person told us, parsed and checked, nothing derived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from . import parse, regions
from .dates import Month, month_of, month_text
from .errors import InputError
from .lang import tr
from .policy.vocabulary import SCHEMES, facts


class Case(NamedTuple):
    """The facts as given; None is "not given". Months are `dates.Month` numbers, money is yuan."""

    as_of: dt.date
    region: regions.Region | None = None
    scheme: str | None = None
    covered: parse.Ledger | None = None
    last_covered: Month | None = None
    pay_date: dt.date | None = None
    back_pay: bool | None = None
    cause: str | None = None
    previous_scheme: str | None = None
    previous_region: regions.Region | None = None
    group: str | None = None
    birth_date: dt.date | None = None
    benefit_year: int | None = None
    repair_years: int | None = None
    continuous_months: int | None = None
    window: str | None = None
    arrears_in_term: bool | None = None
    base: Decimal | None = None
    wage: Decimal | None = None
    rate: Decimal | None = None

    def given(self) -> dict[str, str]:
        """The given facts as flag values, in the order of the keys; `as_of` is left out."""
        return {
            key: plain(value) for key in KEYS if key != "as_of" and (value := getattr(self, key)) is not None
        }


KEYS: tuple[str, ...] = tuple(name for name in Case._fields if name != "as_of") + ("as_of",)
"""The keys of a case, as flags, JSON keys and CSV columns alike."""

MONTH_KEYS = ("last_covered",)


def plain(value: Any) -> str:
    """A value as a flag takes it."""
    if isinstance(value, regions.Region):
        return value.code
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(month_text(a) if a == b else f"{month_text(a)}..{month_text(b)}" for a, b in value)
    return month_text(value) if isinstance(value, int) and value > 12_000 else str(value)


def read(raw: Mapping[str, Any], today: dt.date) -> Case:
    """A case from raw values (texts, or JSON numbers and truth values). Empty texts and None count as not given.

    Raises InputError: unknown_key, wrong_type, whatever the parser of a value raises, and what `check` finds.
    """
    for key in raw:
        if key not in KEYS:
            from difflib import get_close_matches

            near = get_close_matches(key, KEYS, 1)
            hint = (
                tr(f"是不是 {near[0]}？", f"did you mean {near[0]}?") if near else tr("、", ", ").join(KEYS)
            )
            raise InputError(
                "unknown_key", key[:40], tr(f"不认识的键“{key[:40]}”", f"unknown key {key[:40]!r}"), hint
            )
    values = {key: value for key, value in raw.items() if value is not None and value != ""}
    for key, value in values.items():
        if isinstance(value, list | dict):
            raise InputError(
                "wrong_type",
                key,
                tr(f"{key} 应当是一个值", f"{key} must be a single value"),
                tr("不要写列表或对象", "no lists or objects"),
            )
    as_of = parse.day("as_of", str(values["as_of"]), today) if "as_of" in values else today
    case = Case(as_of=as_of, **{k: _value(k, v, as_of) for k, v in values.items() if k != "as_of"})
    check(case)
    return case


def _value(key: str, value: Any, today: dt.date) -> Any:
    text = str(value)
    if key in ("region", "previous_region"):
        return parse.region(key, text)
    if key in ("scheme", "previous_scheme"):
        return parse.word(key, text, SCHEMES)
    if key in ("cause", "group", "window"):
        fact = facts()[key]
        return parse.word(key, text, fact.members, {m: names["zh"] for m, names in fact.member_names.items()})
    if key == "covered":
        return parse.ledger(key, text)
    if key == "last_covered":
        return parse.month(key, text)
    if key in ("pay_date", "birth_date"):
        return parse.day(key, text, today)
    if key in ("back_pay", "arrears_in_term"):
        return parse.yes_no(key, value)
    if key == "benefit_year":
        return parse.whole(key, value, 2000, 2100, ("年度", "年"))
    if key == "repair_years":
        return parse.whole(key, value, 0, 60)
    if key == "continuous_months":
        return parse.whole(key, value, 0, 1200)
    return parse.amount(key, value)


def check(case: Case) -> None:
    """Refuse facts that contradict each other.

    Raises InputError: pay_before_cover, cover_conflict, pay_before_birth, cause_not_in_scheme, group_not_in_scheme,
    previous_scheme_not_in_scheme.
    """
    if case.covered and case.last_covered is not None and case.covered[-1][1] != case.last_covered:
        raise InputError(
            "cover_conflict",
            "last_covered",
            tr("last_covered 与 covered 的最后一个月不同", "last_covered differs from the end of covered"),
            tr("只给其中一个", "give only one of them"),
        )
    last = last_covered(case)
    if last is not None and case.pay_date and _latest_cover(case, case.pay_date) < last:
        raise InputError(
            "pay_before_cover",
            "pay_date",
            tr(
                f"缴费日 {case.pay_date} 早于最后参保月 {month_text(last)}",
                f"the payment on {case.pay_date} is before the last covered month {month_text(last)}",
            ),
            tr(
                "请核对两个日期，或写出完整的参保月份 covered",
                "check both dates, or give the whole ledger with covered",
            ),
        )
    if case.birth_date and case.pay_date and case.pay_date < case.birth_date:
        raise InputError(
            "pay_before_birth",
            "birth_date",
            tr("缴费日早于出生日期", "the payment is before the birth"),
            tr("请核对", "check both dates"),
        )
    # A previous scheme matters only for a switch; elsewhere lists often repeat the present one.
    for key in ("cause", "group", *(("previous_scheme",) if case.cause == "switched" else ())):
        value, fact = getattr(case, key), facts()[key]
        if value and case.scheme and value not in fact.members_of(case.scheme):
            raise InputError(
                f"{key}_not_in_scheme",
                key,
                tr(
                    f"{case.scheme} 没有“{fact.member_names[value]['zh']}”这种情形",
                    f"{value} does not apply to the {case.scheme} scheme",
                ),
                tr(
                    f"可选：{'、'.join(fact.members_of(case.scheme))}",
                    f"choices: {', '.join(fact.members_of(case.scheme))}",
                ),
            )


def _latest_cover(case: Case, pay: dt.date) -> Month:
    """The last month that cover may reach when this payment is made: residents pay ahead for the next year."""
    if case.scheme != "resident":
        return month_of(pay)
    return max(month_of(pay), (case.benefit_year or pay.year + 1) * 12 - 1)


def last_covered(case: Case) -> Month | None:
    """The last covered month, from the ledger or from its short form."""
    return case.covered[-1][1] if case.covered else case.last_covered
