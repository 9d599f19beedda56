"""Saving: whole files only, the same bytes every time, nothing lost and nothing loaded from elsewhere."""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from yibao_cli import lang
from yibao_cli.advise.answer import Answer, to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.errors import InputError
from yibao_cli.render.save import SUFFIXES, save

AS_OF = dt.date(2026, 11, 10)
FACTS = {
    "region": "510100",
    "scheme": "flexible",
    "last_covered": "2026-08",
    "back_pay": "yes",
    "pay_date": "2026-11-10",
}
CASES: list[dict[str, Any]] = [
    FACTS,
    {**FACTS, "last_covered": "2026-06"},
    {
        "region": "510100",
        "scheme": "resident",
        "benefit_year": "2027",
        "last_covered": "2024-12",
        "pay_date": "2026-12-01",
    },
    {
        "region": "510100",
        "scheme": "resident",
        "benefit_year": "2026",
        "last_covered": "2024-12",
        "pay_date": "2026-11-20",
    },
    {
        "region": "630100",
        "scheme": "employee",
        "last_covered": "2026-05",
        "pay_date": "2026-11-20",
        "cause": "employer_arrears",
    },
]


def advised(facts: dict[str, Any], options: bool = True) -> Answer:
    return advise(read(facts, AS_OF), options=options)


def saved(facts: dict[str, Any], folder: Path, suffix: str) -> str:
    path = folder / f"answer{suffix}"
    save(advised(facts), path)
    return path.read_bytes().decode()


SCRIPT = """
import datetime as dt, json, sys
from pathlib import Path
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.render.save import SUFFIXES, save
facts, folder = json.loads(sys.argv[1]), Path(sys.argv[2])
for suffix in SUFFIXES:
    save(advise(read(facts, dt.date(2026, 11, 10)), options=True), folder / ("answer" + suffix))
"""


def test_the_same_case_gives_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("two", "2")):
        (tmp_path / name).mkdir()
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai" if seed == "1" else "UTC"}
        subprocess.run(
            [sys.executable, "-c", SCRIPT, json.dumps(FACTS), str(tmp_path / name)], env=env, check=True
        )
    for suffix in SUFFIXES:
        one, two = ((tmp_path / name / f"answer{suffix}").read_bytes() for name in ("one", "two"))
        assert one == two, suffix
        assert b"sha256:" in one.replace(b"\r\n ", b"")


def test_the_calendar_has_the_deadline_its_reminders_and_the_resume_day(tmp_path: Path) -> None:
    events = Calendar.from_ical(saved(FACTS, tmp_path, ".ics")).walk("VEVENT")
    days = {str(event["SUMMARY"]): event for event in events}
    deadline = next(event for event in events if event.decoded("DTSTART") == dt.date(2026, 12, 31))
    assert "最迟缴费日" in deadline["SUMMARY"]
    assert "2026-09、10、11 共 3 个月未缴" in deadline["DESCRIPTION"]
    assert len(deadline.walk("VALARM")) == 4
    assert days["医保：恢复报销"].decoded("DTSTART") == AS_OF
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert all(event.decoded("DTSTAMP") == dt.datetime(2026, 11, 10, tzinfo=dt.UTC) for event in events)


def test_reminders_never_ring_before_the_day_of_the_question(tmp_path: Path) -> None:
    save(advise(read(FACTS, dt.date(2026, 12, 29))), tmp_path / "a.ics")
    events = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    assert all(event.decoded("DTSTART") != dt.date(2026, 12, 31) for event in events), (
        "paid before the question"
    )
    facts = {**FACTS, "pay_date": "2026-12-29"}
    save(advise(read(facts, dt.date(2026, 12, 29))), tmp_path / "b.ics")
    events = Calendar.from_ical((tmp_path / "b.ics").read_bytes()).walk("VEVENT")
    deadline = next(event for event in events if event.decoded("DTSTART") == dt.date(2026, 12, 31))
    assert [alarm.decoded("TRIGGER").days for alarm in deadline.walk("VALARM")] == [-1]


class Tags(HTMLParser):
    """All start tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("facts", CASES)
def test_the_page_loads_nothing_and_runs_nothing(facts: dict[str, Any], tmp_path: Path) -> None:
    text = saved(facts, tmp_path, ".html")
    tags = Tags()
    tags.feed(text)
    names = [tag for tag, _ in tags.found]
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(names)
    for tag, attributes in tags.found:
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "srcset", "style")], (
            tag
        )
        assert "href" not in attributes or (
            tag == "a" and ".gov.cn/" in (attributes["href"] or "") or tag == "a"
        )
    assert "url(" not in text
    assert "@import" not in text
    assert names.count("h1") == names.count("main") == names.count("header") == names.count("footer") == 1
    assert 'lang="zh-CN"' in text


CODES = {
    "schema", "id", "key", "kind", "status", "layer", "gap_costs", "back_payment", "basis", "state", "step", "flag",
    "by", "best_by", "settles", "choices", "case", "sources", "rule", "rules", "wait", "value", "payer", "counted",
    "planned", "possible", "needs", "route", "still_possible", "resume_between", "currency", "change", "outcome_text",
    "days_earlier", "full_benefit_date", "resume_date", "missed_years", "gap_months", "for", "related", "grade",
}  # fmt: skip
"""Keys whose values are codes or are shown inside a sentence that is checked as a whole."""


def texts(value: Any, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for k, v in value.items() if k not in CODES for found in texts(v, k)]
    if isinstance(value, list):
        return [found for item in value for found in texts(item, key)]
    return [] if value is None or isinstance(value, bool | int | float) else [str(value)]


@pytest.mark.parametrize("language", lang.LANGUAGES)
@pytest.mark.parametrize("facts", CASES)
def test_page_and_markdown_say_everything_that_the_json_says(
    facts: dict[str, Any], language: str, tmp_path: Path
) -> None:
    lang.use(language)
    try:
        result = advised(facts)
        data = to_json(result)
        save(result, tmp_path / "a.html")
        save(result, tmp_path / "a.md")
    finally:
        lang.use("zh")
    page = html.unescape((tmp_path / "a.html").read_text("utf-8"))
    said = page.replace("\n", " ")
    for text in texts({k: v for k, v in data.items() if k != "case"}):
        assert text in said, text
    amounts = [line["amount"] for line in data["cost"]["lines"] if line["amount"] is not None]
    assert all(f"{amount:,.2f}" in said for amount in amounts)
    for item in data["options"]:
        assert item["title"] in said
        assert not item["resume_date"] or item["resume_date"] in said
    for source in data["sources"]:
        assert f"[{source['grade']}] {source['title']}" in said
    for item in data["steps"]:
        assert str(item["due"] or "") in said
    plain = re.sub(r"\\(.)", r"\1", (tmp_path / "a.md").read_text("utf-8"))
    for key in ("deadlines", "steps", "documents", "channels", "benefits", "warnings"):
        for text in texts(data[key]):
            assert " ".join(text.split()) in plain, (key, text)


def test_json_is_the_answer_itself(tmp_path: Path) -> None:
    assert json.loads(saved(FACTS, tmp_path, ".json")) == to_json(advised(FACTS))


def test_markup_in_the_data_stays_text(tmp_path: Path) -> None:
    result = advised(FACTS)
    nasty = '<script>alert("1")</script> | [x](http://e.com) `*_#'
    result.warnings.append(nasty)
    result.sections["documents"] = [{"text": nasty, "for": nasty, "basis": "local_list"}]
    for suffix in (".html", ".md"):
        save(result, tmp_path / f"a{suffix}")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    marked = (tmp_path / "a.md").read_text("utf-8")
    assert "<script" not in marked.replace("\\<script", "")
    assert "\\[x\\](http" in marked


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_second_save_replaces_the_file_and_leaves_nothing_beside_it(suffix: str, tmp_path: Path) -> None:
    first = saved(FACTS, tmp_path, suffix)
    assert saved({**FACTS, "last_covered": "2026-07"}, tmp_path, suffix) != first
    assert [path.name for path in tmp_path.iterdir()] == [f"answer{suffix}"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.pdf", "unknown_suffix"),
        ("a", "unknown_suffix"),
        ("no/a.html", "no_such_folder"),
        ("link.html", "is_a_link"),
        ("dir.html", "is_a_folder"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_nothing_is_touched(name: str, code: str, tmp_path: Path) -> None:
    target = tmp_path / "target.html"
    target.write_text("mine")
    (tmp_path / "link.html").symlink_to(target)
    (tmp_path / "dir.html").mkdir()
    with pytest.raises(InputError) as caught:
        save(advised(FACTS, options=False), tmp_path / name)
    assert caught.value.code == code
    assert caught.value.hint
    assert target.read_text() == "mine"


def test_a_picture_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        save(advised({"region": "510100", "scheme": "flexible"}), tmp_path / "a.svg")
    assert caught.value.code == "nothing_to_draw"


def test_an_answer_that_lacks_facts_can_be_kept_too(tmp_path: Path) -> None:
    for facts in ({}, {"region": "510100"}, {"region": "510100", "scheme": "flexible"}):
        for suffix in (".html", ".md", ".ics", ".json"):
            assert saved(facts, tmp_path, suffix)
