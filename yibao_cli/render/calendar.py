"""Deadlines and resume days as calendar entries with reminders (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .. import __version__
from ..advise.answer import Answer, to_json
from ..dates import DAY
from ..lang import current, tr
from .sheet import command
from .texts import headline_text, receipt_text, source_text

Json = dict[str, Any]
REMIND = (30, 14, 3, 1)
"""Days before a deadline on which a reminder rings, at nine in the morning."""


def calendar(result: Answer) -> bytes:
    """The iCalendar file; UIDs and stamps follow from the case and its day, so the same case gives the same bytes."""
    from icalendar import Calendar

    data = to_json(result)
    made = Calendar()
    made.add("prodid", f"-//yibao//yibao {__version__}//{current().upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for kind, day, title, body, alarms in _entries(result, data):
        made.add_component(_event(data, kind, day, title, body, alarms))
    return bytes(made.to_ical())


def _entries(result: Answer, data: Json) -> list[tuple[str, dt.date, str, str, bool]]:
    """Kind, day, title, text and whether reminders ring."""
    found = []
    for item in data["deadlines"]:
        if item["kind"] == "worse":
            title = tr("医保：最迟缴费日", "Medical insurance: last day to pay")
            body = tr(
                f"这一天及以前缴费：{item['outcome']['text']}。\n次日起缴费：{item['after']['text']}。\n{item['count']}",
                f"Paid by this day: {item['outcome']['text']}.\nPaid later: {item['after']['text']}.\n{item['count']}",
            )
            found.append(("pay-by", dt.date.fromisoformat(item["pay_by"]), title, body, True))
    core = data["answer"]
    low, high = core["resume_between"] or (None, None)
    named = [
        ("resume", core["resume_date"], tr("医保：恢复报销", "Medical insurance: benefits resume")),
        ("full", core["full_benefit_date"], tr("医保：恢复正常待遇", "Medical insurance: normal benefits")),
        ("earliest", low, tr("医保：最早恢复日", "Medical insurance: earliest resume day")),
        ("latest", high, tr("医保：最晚恢复日", "Medical insurance: latest resume day")),
    ]
    for kind, day, title in named:
        if day and (kind != "full" or day != core["resume_date"]):
            found.append((kind, dt.date.fromisoformat(day), title, headline_text(result, data), False))
    return found


def _event(data: Json, kind: str, day: dt.date, title: str, body: str, alarms: bool) -> Any:
    from hashlib import sha256

    from icalendar import Event

    facts = {key: value["code"] if isinstance(value, dict) else value for key, value in data["case"].items()}
    uid = sha256(f"{command(facts)} {kind} {day}".encode()).hexdigest()[:32]
    as_of = dt.date.fromisoformat(data["receipt"]["as_of"])
    event = Event()
    event.add("uid", f"{uid}@yibao")
    event.add("dtstamp", dt.datetime(as_of.year, as_of.month, as_of.day, tzinfo=dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", title)
    event.add("description", "\n".join([body, *map(source_text, data["sources"]), receipt_text(data)]))
    event.add("transp", "TRANSPARENT")
    for days in REMIND:
        if alarms and (day - as_of).days >= days:
            event.add_component(_alarm(title, day, days))
    return event


def _alarm(title: str, day: dt.date, days: int) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{title} {day}")
    alarm.add("trigger", dt.timedelta(hours=9) - dt.timedelta(days=days))
    return alarm
