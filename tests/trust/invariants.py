"""What holds of every answer, as numbered statements in words, each with the check that tries to break it.

`python -m tests.trust.invariants` prints the statements.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yibao_cli import lang
from yibao_cli.advise.answer import Answer, answer, to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.errors import InputError
from yibao_cli.policy import layers

from .members import months, text
from .tables import divisions, words

TODAY = dt.date(2026, 11, 22)
NEVER, ALWAYS = dt.date.max, dt.date.min
Raw = dict[str, Any]
Check = Callable[[Raw, random.Random], Iterator[str]]
"""Yields an empty text for each comparison that held and a text for each that did not."""


@dataclass(frozen=True)
class Invariant:
    """One statement and its check."""

    zh: str
    en: str
    check: Check


def given(raw: Raw) -> Answer | None:
    """The answer, or None where the facts contradict each other or no policy covers them."""
    try:
        return answer(read(raw, TODAY))
    except InputError:
        return None


def full_day(result: Answer) -> dt.date:
    """The day of normal benefits: never for a payment that brings none, always where no day goes unpaid."""
    if result.status == "closed":
        return NEVER
    day = result.finding.full if result.finding else None
    end = result.inquiry.situation.anchors.get("cover_end")
    day = day or result.between[1] or NEVER
    return ALWAYS if end and day <= end else day


def exact_pair(one: Answer | None, two: Answer | None) -> bool:
    """Whether both answers are exact (a day, or nothing at all) and come from the same layer."""
    rows = [result.row for result in (one, two) if result and result.status in ("answered", "closed")]
    return len(rows) == 2 and rows[0] is not None and rows[1] is not None and rows[0].rank == rows[1].rank


def _ids(one: Answer, two: Answer) -> str:
    return f"{one.row.id if one.row else None} -> {two.row.id if two.row else None}"


def longer_gap(raw: Raw, rng: random.Random) -> Iterator[str]:
    one = given(raw) if raw.get("last_covered") and "covered" not in raw else None
    if one is None:
        return
    last = months(raw["last_covered"])
    for more in rng.sample((1, 2, 3, 4, 5, 6, 12, 24, 36), 3):
        two = given({**raw, "last_covered": text(last - more)})
        if exact_pair(one, two) and two:
            worse = full_day(two) < full_day(one)
            yield f"{raw}, {more} months longer: {_ids(one, two)}" if worse else ""


def paying_later(raw: Raw, rng: random.Random) -> Iterator[str]:
    one = given(raw) if raw.get("pay_date") else None
    if one is None or (one.row and one.row.rule.id == "not-open-yet"):
        return
    pay = dt.date.fromisoformat(raw["pay_date"])
    for later in rng.sample((1, 2, 3, 5, 8, 13, 20, 28, 29, 30, 31, 45, 61, 90, 120), 4):
        day = pay + dt.timedelta(later)
        two = given({**raw, "pay_date": day.isoformat()})
        if exact_pair(one, two) and two and not year_turns(one, two):
            worse = full_day(two) < full_day(one)
            yield f"{raw}, {later} days later: {_ids(one, two)}" if worse else ""


def year_turns(one: Answer, two: Answer) -> bool:
    """The written exception: inside the window the wait runs from 1 January, after it from the payment."""
    year, pay = two.inquiry.situation.anchors.get("benefit_year"), two.inquiry.case.pay_date
    starts = [r.row.rule.then.resume.earliest if r.row else None for r in (one, two)]
    anchors = [start.anchor if start else None for start in starts]
    return bool(year and pay and pay < year and anchors == ["benefit_year", "pay_day"])


COSTS = {"covered": 0, "by_employer": 0, "unknown": 1, "not_covered": 2}


def back_payment(raw: Raw, rng: random.Random) -> Iterator[str]:
    if raw["scheme"] == "resident":
        return
    no, yes = given({**raw, "back_pay": False}), given({**raw, "back_pay": True})
    if no is None or yes is None or no.row is None or yes.row is None or no.row.rank != yes.row.rank:
        return
    if no.status == "needs_facts" or yes.status == "needs_facts":
        return
    costs = [COSTS[r.row.rule.then.gap_costs] for r in (no, yes) if r.row]
    yield f"{raw}: costs, {_ids(no, yes)}" if costs[1] > costs[0] else ""
    if exact_pair(no, yes):
        yield f"{raw}: {_ids(no, yes)}" if full_day(yes) > full_day(no) else ""
        return
    lows, highs = zip(*((r.between[0] or NEVER, r.between[1] or NEVER) for r in (no, yes)), strict=True)
    yield (
        f"{raw}: the range moves later, {_ids(no, yes)}" if highs[1] > highs[0] and lows[1] > lows[0] else ""
    )


def covered_months(raw: Raw, rng: random.Random) -> Iterator[str]:
    """Every month of the gap lies outside the ledger, and one covered month more never counts as more gap."""
    one = given(raw) if raw.get("covered") else None
    if one is None:
        return
    case, place = one.inquiry.case, one.inquiry.situation
    covered = {m for a, b in case.covered or () for m in range(a, b + 1)}
    yield f"{raw}: a covered month in the gap" if covered & set(place.gap) else ""
    yield (
        f"{raw}: a covered year is missed"
        if {m // 12 for m in covered} & set(place.missed_years or ())
        else ""
    )
    pay = months(raw["pay_date"]) if raw.get("pay_date") else max(covered) + 1
    free = [m for m in range(min(covered), pay + 1) if m not in covered]
    for month in rng.sample(free, min(2, len(free))):
        two = given({**raw, "covered": f"{raw['covered']};{text(month)}"})
        if two is None:
            continue
        for fact in ("gap_months", "gap_days", "gap_months_in_year", "missed_years"):
            spans = [r.inquiry.situation.known.get(fact, (0, 0)) for r in (one, two)]
            yield f"{raw} and {text(month)}: {fact} grew" if spans[1][1] > spans[0][1] else ""  # type: ignore[operator]


def without_file(raw: Raw, rng: random.Random) -> Iterator[str]:
    """Two prefecture cities without a file, of the province of the case, and the province itself."""
    province = raw["region"][:2] + "0000"
    bare = [
        row["code"] for row in divisions()
        if row["code"][:2] == province[:2] and not any(c in layers.region_paths() for c in layers.chain(row["code"])[:-2])
        and row["code"] != province
    ]  # fmt: skip
    if not bare or raw["region"][:2] in ("11", "12", "31", "50"):
        return
    own = core({**raw, "region": province})
    for code in rng.sample(bare, min(2, len(bare))):
        yield f"{raw}: {code} is not as {province}" if core({**raw, "region": code}) != own else ""


def core(raw: Raw) -> Any:
    """Everything of an answer but the region's own name; the code of a refusal."""
    try:
        found = to_json(answer(read(raw, TODAY)))
    except InputError as error:
        return error.code
    return found["answer"], found["readings"], [source["id"] for source in found["sources"]]


def values(key: str, raw: Raw) -> list[Any]:
    """Values that a missing fact may turn out to have."""
    pay = months(raw.get("pay_date") or "2026-11-22")
    if key in ("cause", "previous_scheme", "group", "window"):
        return words(key, raw["scheme"])
    return {
        "back_pay": [True, False],
        "arrears_in_term": [True, False],
        "last_covered": [text(pay - n) for n in (1, 2, 4, 5, 8, 13, 30, 60)],
        "covered": [
            f"{text(pay - 60)}..{text(pay - 20)};{text(pay - n - 9)}..{text(pay - n)}" for n in (1, 2, 4, 7)
        ],
        "benefit_year": [pay // 12 + n for n in (-1, 0, 1)],
        "birth_date": [f"{text(pay - n)}-01" for n in (1, 3, 5, 7, 13)],
        "continuous_months": [0, 5, 6, 11, 12, 23, 24, 36, 120],
        "pay_date": ["2025-02-28", "2025-11-10", "2026-03-31", "2026-11-30", "2027-01-15"],
    }[key]


def bounds(raw: Raw, rng: random.Random) -> Iterator[str]:
    """Each open fact is told in turn: no new rule appears, and every day stays inside the old range."""
    one = given(raw)
    if one is None or one.status not in ("needs_facts", "bounded"):
        return
    keys = [*one.inquiry.missing, *(["window"] if "window" in one.inquiry.decision.open_facts else [])]
    low, high = one.between
    known = one.inquiry.situation.known.get("window")
    for key in keys:
        options = values(key, raw)
        if key == "window" and isinstance(known, frozenset):
            options = [word for word in options if word in known]
        for value in rng.sample(options, min(4, len(options))):
            two = given({**raw, key: value})
            if two is None:
                continue
            yield (
                f"{raw} {key}={value}: new rule"
                if set(two.inquiry.findings) - set(one.inquiry.findings)
                else ""
            )
            if two.status == "closed":
                continue
            new_low, new_high = two.between
            if low and two.status != "needs_facts":
                yield f"{raw} {key}={value}: {new_low} before {low}" if (new_low or ALWAYS) < low else ""
            if high and two.status != "needs_facts":
                yield f"{raw} {key}={value}: {new_high} after {high}" if (new_high or NEVER) > high else ""


def irrelevant(raw: Raw, rng: random.Random) -> Iterator[str]:
    """Facts that mean nothing to this person, each added in turn."""
    one = given(raw)
    if one is None or one.status == "needs_facts":
        return
    resident, cause = raw["scheme"] == "resident", raw.get("cause")
    more: list[Raw] = [{"base": 8000}, {"wage": 8000, "rate": "8%"}, {"previous_region": "510100"}]
    more += [{key: usual} for key, usual in (("cause", "missed"), ("group", "general")) if key not in raw]
    if cause != "switched":
        more += [
            {"previous_scheme": scheme} for scheme in words("previous_scheme") if "previous_scheme" not in raw
        ]
    if cause != "employer_arrears":
        more += [{"arrears_in_term": True}, {"arrears_in_term": False}]
    if resident:
        more += [{"back_pay": True}, {"back_pay": False}]
    else:
        more += [{"benefit_year": 2028}, {"benefit_year": 2025}, {"repair_years": 2}, {"window": "late"}]
    if raw.get("group") != "newborn":
        more.append({"birth_date": "1990-05-05"})
    if "continuous_months" not in raw and "covered" not in raw:
        more += [{"continuous_months": n} for n in (0, 12, 30)]
    own = core(raw)
    for facts in rng.sample(more, min(6, len(more))):
        other = core({**raw, **facts})
        if "continuous_months" in facts and not isinstance(own, str) and not isinstance(other, str):
            # Two rules with one outcome may stand behind the answer; the fact may tell which, but nothing else.
            named = ("rule", "layer", "grade")
            one_answer, two_answer = (
                {k: v for k, v in each[0].items() if k not in named} for each in (own, other)
            )
            yield f"{raw} with {facts}" if one_answer != two_answer else ""
        else:
            yield f"{raw} with {facts}" if other != own else ""


def as_of(raw: Raw, rng: random.Random) -> Iterator[str]:
    """The day of the question moves; grades may fall, nothing else changes."""
    if not raw.get("pay_date"):
        return
    own = core(raw)
    for day in ("2026-01-01", "2029-06-30"):
        other = core({**raw, "as_of": day})
        if isinstance(own, str) or isinstance(other, str):
            yield f"{raw} as of {day}" if own != other else ""
        else:
            one, two = ({k: v for k, v in each[0].items() if k != "grade"} for each in (own, other))
            yield f"{raw} as of {day}" if one != two else ""


def both_languages(raw: Raw, rng: random.Random) -> Iterator[str]:
    """The whole JSON in Chinese and in English, leaf by leaf."""
    try:
        case = read(raw, TODAY)
        lang.use("zh")
        zh = to_json(advise(case, options=True))
        lang.use("en")
        en = to_json(advise(case, options=True))
    except InputError:
        return
    finally:
        lang.use("zh")
    fault = unlike(zh, en, "")
    yield f"{raw}: {fault}" if fault else ""


MARKS = re.compile(
    r"\d{4}-\d\d(?:-\d\d)?|\d{6}\.[a-z]+\.[a-z0-9-]+|--[a-z-]+|https?://[\w./%?=&-]+|\d+-12393"
)
"""What stays the same in every language: dates, rule names, flags, links and telephone numbers."""


def unlike(zh: Any, en: Any, path: str) -> str:
    """Where two JSON values say different things; empty if nowhere."""
    if type(zh) is not type(en):
        return f"{path}: {zh!r} and {en!r}"
    if isinstance(zh, dict):
        if zh.keys() != en.keys():
            return f"{path}: keys {sorted(zh.keys() ^ en.keys())}"
        return next(filter(None, (unlike(zh[key], en[key], f"{path}.{key}") for key in zh)), "")
    if isinstance(zh, list):
        if len(zh) != len(en):
            return f"{path}: {len(zh)} and {len(en)} items"
        pairs = enumerate(zip(zh, en, strict=True))
        return next(filter(None, (unlike(a, b, f"{path}[{i}]") for i, (a, b) in pairs)), "")
    if isinstance(zh, str):
        return "" if sorted(MARKS.findall(zh)) == sorted(MARKS.findall(en)) else f"{path}: {zh!r} and {en!r}"
    return "" if zh == en else f"{path}: {zh!r} and {en!r}"


def shape(raw: Raw, rng: random.Random) -> Iterator[str]:
    """Days follow each other, shares are shares, and what is not known is null."""
    result = given(raw)
    if result is None:
        return
    found = to_json(result)["answer"]
    periods = found["periods"]
    for one, two in zip(periods, periods[1:], strict=False):
        gapless = one["to"] and dt.date.fromisoformat(one["to"]) + dt.timedelta(1) == dt.date.fromisoformat(
            two["from"]
        )
        yield "" if gapless else f"{raw}: periods {periods}"
    wrong = [p for p in periods if (p["to"] and p["to"] < p["from"]) or not 0 <= (p["share"] or 0) <= 1]
    yield f"{raw}: periods {wrong}" if wrong else ""
    status, day, span = found["status"], found["resume_date"], found["resume_between"]
    yield f"{raw}: {status} {day} {span}" if (status == "answered") != (day is not None) else ""
    yield f"{raw}: {span} backwards" if span and all(span) and span[0] > span[1] else ""
    full = found["full_benefit_date"]
    yield f"{raw}: full {full} before {day}" if day and full and full < day else ""
    if status == "answered" and day:
        paid = [p for p in periods if p["share"] and p["from"] == day]
        yield "" if paid or found["gap_costs"] == "covered" else f"{raw}: no paid period from {day}"
    if status == "closed":
        yield f"{raw}: closed but {day or span or periods}" if day or periods else ""


def statutes(raw: Raw, rng: random.Random) -> Iterator[str]:
    """A statute that binds every place answers the same in all of them."""
    if raw["scheme"] == "resident" or not raw.get("pay_date"):
        return
    drawing = {**raw, "group": "unemployment_benefit"}
    result = given(drawing)
    if result is not None:
        yield "" if result.row and result.row.id.endswith(".unemployment-benefit") else f"{drawing}"
        there = {**drawing, "region": rng.choice(divisions())["code"]}
        other = given(there)
        yield "" if other and other.between == result.between else f"{there}"


def silent(raw: Raw, rng: random.Random) -> Iterator[str]:
    """The birth date of a person to whom it means nothing, the wage and the base are in no explanation."""
    if raw.get("group") == "newborn":
        return
    extra = {"birth_date": "1987-06-05", "wage": "54321", "base": "12321", "previous_region": "230800"}
    result = given({**raw, **extra})
    if result is not None:
        told = str([result.trace, result.warnings])
        yield f"{raw}: {told}" if any(v in told for v in ("1987", "54321", "12321", "230800")) else ""


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("断得更久，从不因此更早恢复正常待遇（同一层的确定答案之间）。", "A longer gap never helps: between exact answers of one layer, normal benefits never return earlier.", longer_gap),
    Invariant("晚缴，从不因此更早恢复（集中参保期开始之前缴的不算；集中参保期在年底前结束的几天见例外说明）。", "Paying later never helps (a payment before the enrolment window opens is none; the days between the end of a window and 1 January are a written exception).", paying_later),
    Invariant("补缴从不吃亏：不会更晚恢复，中断期间费用不会更差。", "A back-payment never hurts: neither the day nor the costs of the gap get worse.", back_payment),
    Invariant("已参保的月份从不算作中断；多一个参保月，任何一种中断计数都不会变大。", "Covered months never become a gap, and one covered month more never makes any count of the gap grow.", covered_months),
    Invariant("没有自己文件的城市，回答与所在省完全相同。", "A city without a file of its own answers exactly as its province.", without_file),
    Invariant("范围总包含最后的答案：逐一补上未知的事实，不出现新的规则，日期不越出原来的范围。", "Bounds always contain the answer: when each open fact is told in turn, no new rule appears and no day leaves the range.", bounds),
    Invariant("补充无关的事实，答案不变。", "Adding a fact that means nothing to the person changes nothing.", irrelevant),
    Invariant("提问的日期只影响等级和提醒，不影响答案。", "The day of the question changes grades and warnings only, never the answer.", as_of),
    Invariant("中英文输出的结构、数字、日期、规则名、链接完全相同。", "Chinese and English carry the same facts: structure, numbers, dates, rule names, flags and links.", both_languages),
    Invariant("各时段首尾相接，比例在 0 到 1 之间，恢复日不晚于正常待遇日，未知写作 null。", "Periods follow each other without a hole, shares lie within 0 and 1, the first paid day is not after the full one, and what is unknown is null.", shape),
    Invariant("法律直接规定的情形，各地回答相同。", "What a statute settles is answered alike in every place.", statutes),
    Invariant("推导过程和提醒里没有与规则无关的个人数据。", "The trace and the warnings hold no personal value that the rule does not use.", silent),
)  # fmt: skip


if __name__ == "__main__":
    for number, item in enumerate(INVARIANTS, 1):
        print(f"{number}. {item.en}\n   {item.zh}")
