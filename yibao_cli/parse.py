"""One parser for each kind of value, shared by flags, prompts, JSON and CSV alike.

All of them take text and raise InputError with a stable code, the field at fault and what to write instead.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from . import regions
from .dates import Month, month_of
from .errors import InputError
from .lang import tr

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_TODAY = ("today", "今天", "今日")
_YES = ("yes", "y", "true", "1", "是", "补", "补缴", "要")
_NO = ("no", "n", "false", "0", "否", "不", "不补", "不补缴", "不要")

WORDS: dict[str, dict[str, str]] = {
    "scheme": {
        "职工": "employee", "职工医保": "employee", "单位": "employee", "单位职工": "employee", "在职": "employee",
        "灵活": "flexible", "灵活就业": "flexible", "灵活就业人员": "flexible", "个体": "flexible",
        "居民": "resident", "城乡居民": "resident", "居民医保": "resident", "城乡居民医保": "resident",
        "新农合": "resident",
    },
    "cause": {
        "漏缴": "missed", "停缴": "missed", "断缴": "missed", "自己停缴": "missed", "欠费": "missed",
        "单位欠缴": "employer_arrears", "单位未缴": "employer_arrears", "欠缴": "employer_arrears",
        "转移": "moved", "转入": "moved", "异地转入": "moved", "转险种": "switched", "换险种": "switched",
        "首次参保": "first_enrolment", "首次": "first_enrolment", "初次参保": "first_enrolment",
    },
    "group": {
        "一般": "general", "普通": "general", "无": "general", "新生儿": "newborn", "学生": "student",
        "毕业生": "graduate", "救助对象": "aided", "低保": "aided", "特困": "aided", "退役军人": "veteran",
        "退伍军人": "veteran", "领失业金": "unemployment_benefit", "失业金": "unemployment_benefit",
        "刑满释放": "released", "回国": "returned", "新迁入": "returned",
    },
    "window": {"集中期内": "in", "延长期": "extended", "集中期后": "late", "已停止": "closed", "未开始": "early"},
}  # fmt: skip
"""Chinese words for the members of the enums, beside their own names and official labels."""


def normal(text: str) -> str:
    """Full-width digits and letters as plain ones, no surrounding space."""
    return unicodedata.normalize("NFKC", text).strip()


def _calendar_day(field: str, typed: str, year: str, month: str, day: str = "") -> dt.date:
    """The day of three numbers; without a day the first of the month. Messages name what was typed."""
    try:
        found = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        shown = re.sub(r"\s+", "", typed)
        raise InputError(
            "no_such_date",
            field,
            tr(f"没有 {shown} 这一天", f"there is no such day: {shown}")
            if day
            else tr(f"没有 {shown} 这个月", f"there is no such month: {shown}"),
            tr("请核对月份（1–12）和日期", "check the month (1-12) and the day")
            if day
            else tr("请核对年份和月份（1–12）", "check the year and the month (1-12)"),
        ) from None
    if not 1900 <= found.year <= 2100:
        raise InputError(
            "date_range",
            field,
            tr(f"年份 {year} 不在 1900–2100", f"the year {year} is not within 1900-2100"),
            tr("请核对年份", "check the year"),
        )
    return found


def _not_a_date(field: str, text: str, example: str) -> InputError:
    if re.fullmatch(r"\d{5}", text):
        guess = dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
        return InputError(
            "excel_serial",
            field,
            tr(
                f"{text} 像是 Excel 的日期序号（可能是 {guess}）",
                f"{text} looks like an Excel serial date (perhaps {guess})",
            ),
            tr(f"请把该列设为文本后改写成 {example}", f"format the column as text and write {example}"),
        )
    shown = text if len(text) <= 12 else text[:4] + "…"
    return InputError(
        "not_a_date",
        field,
        tr(f"看不懂日期“{shown}”", f"not a date: {shown!r}"),
        tr(f"请写成 {example}", f"write it as {example}"),
    )


def day(field: str, value: str, today: dt.date) -> dt.date:
    """A day: 2026-05-31, 2026.5.31, 2026年5月31日, 20260531, today, 今天.

    Raises InputError not_a_date, no_such_date, date_range, excel_serial.
    """
    text = normal(value)
    if text.casefold() in _TODAY:
        return today
    if match := _DAY.fullmatch(text):
        return _calendar_day(field, text, match[1], match[2], match[3])
    if re.fullmatch(r"\d{8}", text):
        return _calendar_day(field, text, text[:4], text[4:6], text[6:])
    raise _not_a_date(field, text, "2026-05-31")


def month(field: str, value: str) -> Month:
    """A month: 2026-05, 2026.5, 2026年5月, 202605; a full day stands for its month.

    Raises InputError not_a_date, no_such_date, date_range, excel_serial.
    """
    text = normal(value)
    if text.casefold() in _TODAY:
        raise _not_a_date(field, text, "2026-05")
    if match := _MONTH.fullmatch(text):
        return month_of(_calendar_day(field, text, match[1], match[2]))
    if re.fullmatch(r"\d{6}", text):
        return month_of(_calendar_day(field, text, text[:4], text[4:]))
    try:
        return month_of(day(field, text, dt.date.max))
    except InputError as error:
        if error.code == "not_a_date":
            raise _not_a_date(field, text, "2026-05") from None
        raise


Ledger = tuple[tuple[Month, Month], ...]
"""Covered months as inclusive spans, in the order of time, not touching."""


def ledger(field: str, value: str) -> Ledger:
    """Covered months: ``2025-01..2026-02;2026-05..2026-07``; a single month is a span of its own.

    Raises InputError as `month` does, and overlapping_periods, reversed_period, empty_ledger.
    """
    spans = []
    for part in re.split(r"[;；,，、]", normal(value)):
        if not part.strip():
            continue
        low, dots, high = re.sub(r"\s*(\.\.+|~|～|至|到|—+)\s*", "..", part.strip()).partition("..")
        first = month(field, low)
        last = month(field, high) if dots else first
        if first > last:
            raise InputError(
                "reversed_period",
                field,
                tr(f"{part.strip()} 的起月晚于止月", f"{part.strip()} ends before it begins"),
                tr("请交换两个月份", "swap the two months"),
            )
        spans.append((first, last))
    if not spans:
        raise InputError(
            "empty_ledger",
            field,
            tr("参保月份是空的", "no covered month given"),
            tr("如 2025-01..2026-02", "such as 2025-01..2026-02"),
        )
    spans.sort()
    merged = [spans[0]]
    for first, last in spans[1:]:
        if first <= merged[-1][1]:
            raise InputError(
                "overlapping_periods",
                field,
                tr("参保月份有重叠的时段", "two covered periods overlap"),
                tr(
                    "每个月份只写一次，时段之间用分号隔开",
                    "write each month once, periods separated by semicolons",
                ),
            )
        if first == merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def yes_no(field: str, value: object) -> bool:
    """True or false: yes/no, 是/否, true/false, 1/0. Raises InputError not_yes_no."""
    if isinstance(value, bool):
        return value
    text = normal(str(value)).casefold()
    if text in _YES or text in _NO:
        return text in _YES
    raise InputError(
        "not_yes_no", field, tr(f"“{text[:8]}”不是“是/否”", f"not yes or no: {text[:8]!r}"), "yes / no"
    )


def whole(field: str, value: object, low: int, high: int, units: tuple[str, ...] = ()) -> int:
    """A whole number within bounds, with or without one of the units. Raises InputError not_a_number."""
    text = normal(str(value))
    number = next((text.removesuffix(unit).strip() for unit in units if text.endswith(unit)), text)
    if not isinstance(value, bool) and re.fullmatch(r"-?\d{1,6}", number) and low <= int(number) <= high:
        return int(number)
    raise InputError(
        "not_a_number",
        field,
        tr(f"“{text[:8]}”不是 {low}–{high} 的整数", f"not a whole number within {low}-{high}: {text[:8]!r}"),
        tr("请写整数", "write a whole number"),
    )


def amount(field: str, value: object) -> Decimal:
    """Yuan with at most two decimals, or a rate (0.1 or 10%). Raises InputError not_an_amount."""
    typed = normal(str(value))
    text = typed.replace(",", "").removesuffix("元")
    percent = text.endswith("%")
    # Plain figures only: an exponent could be larger than any arithmetic takes.
    plain = re.fullmatch(r"\d{1,12}(\.\d{1,20})?", text.removesuffix("%").strip(), re.ASCII)
    found = Decimal(plain[0]) / (100 if percent else 1) if plain else Decimal("NaN")
    if not isinstance(value, bool) and found.is_finite() and 0 <= found <= 10**9:
        return found
    raise InputError(
        "not_an_amount",
        field,
        tr(f"“{typed[:12]}”不是金额或费率", f"not an amount or rate: {typed[:12]!r}"),
        tr("如 4588、754.60 或 9.5%", "such as 4588, 754.60 or 9.5%"),
    )


def word(field: str, value: str, members: tuple[str, ...], labels: dict[str, str] | None = None) -> str:
    """One word of a closed list, by its own name, its Chinese label or a usual Chinese word.

    Raises InputError unknown_word with the nearest words.
    """
    text = normal(value).casefold()
    table = {**WORDS.get(field.removeprefix("previous_"), {}), **{v: k for k, v in (labels or {}).items()}}
    found = text if text in members else table.get(text)
    if found in members:
        return str(found)
    from difflib import get_close_matches

    near = get_close_matches(text, [*members, *table], 1, 0.4)
    guess = near[0] if near else ""
    raise InputError(
        "unknown_word",
        field,
        tr(f"“{value[:20]}”不是可选值", f"not one of the choices: {value[:20]!r}"),
        (tr(f"是不是 {guess}？", f"did you mean {guess}? ") if guess else "")
        + tr(f"可选：{'、'.join(members)}", f"choices: {', '.join(members)}"),
    )


def region(field: str, value: str) -> regions.Region:
    """A region by name, full pinyin, initials or code; exactly one must match.

    Raises InputError unknown_region (with suggestions) or ambiguous_region (with all candidates).
    """
    found = regions.find(normal(value))
    if len(found) == 1:
        return found[0]

    def names(items: list[regions.Region]) -> str:
        return tr("、", ", ").join(f"{item.zh} {item.pinyin} {item.code}" for item in items[:12])

    if found:
        raise InputError(
            "ambiguous_region",
            field,
            tr(f"“{value[:20]}”符合多个地区", f"several regions match {value[:20]!r}"),
            tr(f"请选一个：{names(found)}", f"choose one: {names(found)}"),
        )
    near = regions.suggest(normal(value))
    raise InputError(
        "unknown_region",
        field,
        tr(f"没有找到地区“{value[:20]}”", f"no such region: {value[:20]!r}"),
        tr(f"是不是：{names(near)}？", f"did you mean: {names(near)}?")
        if near
        else tr("用 yibao regions 查看全部地区", "see all of them with: yibao regions"),
    )
