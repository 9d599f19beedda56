"""English is complete: no Chinese but names of places, titles of documents and words on screens; the same numbers."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.program import yibao
from yibao_cli import lang, regions, topics
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.policy import layers
from yibao_cli.render.screen import Screen
from yibao_cli.render.terminal import show

TODAY = dt.date(2026, 11, 10)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")

CASES: list[dict[str, str]] = [
    {"region": "成都", "scheme": "flexible", "last_covered": "2026-02", "pay_date": "2026-09-10"},
    {"region": "福州", "scheme": "resident", "last_covered": "2024-12", "benefit_year": "2026", "pay_date": "2025-11-20"},
    {"region": "北京", "scheme": "employee", "last_covered": "2026-08", "pay_date": "2026-11-10", "cause": "employer_arrears"},
    {"region": "深圳", "scheme": "flexible", "last_covered": "2026-08", "pay_date": "2026-11-10", "back_pay": "yes"},
    {"region": "武汉", "scheme": "resident", "last_covered": "2023-12", "benefit_year": "2027", "pay_date": "2026-12-10"},
    {"region": "上海", "scheme": "employee", "last_covered": "2026-05", "pay_date": "2026-11-10", "cause": "switched", "previous_scheme": "resident"},
    {"region": "广州", "scheme": "resident", "group": "newborn", "cause": "first_enrolment", "birth_date": "2026-09-01", "pay_date": "2026-11-10"},
    {"region": "拉萨", "scheme": "flexible", "last_covered": "2026-02", "pay_date": "2026-09-10"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Any:
    lang.use("en")
    yield
    lang.use("zh")


def allowed() -> list[str]:
    """Names of places, and titles, publishers and numbers of documents, the longest first."""
    names = {name for r in regions.register().values() for name in (r.zh, r.short)}
    files = [layers.national_file("employee"), layers.national_file("resident")]
    files += [file for code in layers.region_paths() if (file := layers.region_file(code))]
    sources = [source for file in files for source in file.sources.values()]
    sources += [source for topic in topics.topics().values() for source in topic.cite]
    for source in sources:
        names |= {text for text in (source.title, source.issuer, source.number) if text}
    return sorted(names, key=len, reverse=True)


SOURCE = re.compile(r"\s*- \[[ABCU]\]")
"""A line that cites a document: its title and publisher stay in Chinese."""


def stray(text: str, names: list[str]) -> list[str]:
    """What looks untranslated: Chinese punctuation, long runs, or lines with more Chinese than English.

    Short names of apps, forms and menu entries stand as a person will find them on a Chinese screen.
    """
    found = []
    for line in text.splitlines():
        if SOURCE.match(line):
            continue
        for name in names:
            line = line.replace(name, "")
        runs = CHINESE.findall(line)
        letters, longest = sum(c.isascii() and c.isalpha() for c in line), max(map(len, runs), default=0)
        foreign = longest > 8 and sum(map(len, runs)) > letters
        if foreign or longest > 18 or re.search("[（），。；：！？【】、]", line):
            found.append(line)
    return found


def printed(run: Callable[[Screen], None], monkeypatch: pytest.MonkeyPatch, width: int = 2000) -> str:
    """What is printed on a screen, by default so wide that no name is broken between lines."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    screen = Screen(color=False)
    screen.width = screen.console.width = width
    run(screen)
    out.flush()
    out.seek(0)
    return out.read()


@pytest.mark.parametrize("facts", CASES, ids=lambda c: f"{c['region']}-{c['scheme']}")
def test_answers(facts: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    result = advise(read(facts, TODAY), options=True)
    text = printed(lambda screen: show(result, screen, explain=True, options=True), monkeypatch)
    assert stray(text, allowed()) == []


@pytest.mark.parametrize("facts", CASES, ids=lambda c: f"{c['region']}-{c['scheme']}")
def test_both_languages_carry_the_same_numbers(
    facts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every date, amount and share of one language stands in the other; only counts within words differ."""

    def numbers(language: str) -> set[str]:
        lang.use(language)
        result = advise(read(facts, TODAY), options=True)
        text = printed(lambda screen: show(result, screen, explain=True, options=True), monkeypatch)
        return set(re.findall(r"\d{4}-\d{2}-\d{2}|\d+\.\d\d\b|\d+%", text.replace(" %", "%")))

    assert numbers("en") == numbers("zh")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["check"],
        ["batch"],
        ["regions"],
        ["topics"],
        ["schema"],
        ["completion"],
        ["help"],
        *(["policies", n] for n in ("check", "show", "coverage", "diff")),
    ],
    ids=str,
)
def test_help(words: list[str]) -> None:
    text = yibao(*words, "--help", "--lang", "en")[1]
    assert stray(text, ["全国", "断缴 住院"]) == []


@pytest.mark.parametrize("name", ["exit-codes", "environment", "json", "dates", "regions"])
def test_pages(name: str) -> None:
    assert stray(yibao("help", name, "--lang", "en")[1], ["成都", "四川"]) == []


@pytest.mark.parametrize("code", sorted(layers.region_paths()))
def test_policies_show(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.commands.show import show_policy

    text = printed(lambda screen: show_policy(code, screen, TODAY), monkeypatch)
    assert stray(text, allowed()) == []


def test_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.commands.topics import show as show_topic

    names = allowed()
    found = {}
    for topic in topics.topics().values():
        text = printed(lambda screen: show_topic(topic, screen, TODAY), monkeypatch)  # noqa: B023
        if rest := stray(text, names):
            found[topic.number] = rest
    assert found == {}


def test_questions() -> None:
    from yibao_cli.advise.explain import question_of
    from yibao_cli.advise.inquiry import Inquiry
    from yibao_cli.interview import hint
    from yibao_cli.policy.vocabulary import facts
    from yibao_cli.render.labels import FACTS

    inquiry = Inquiry(read({"region": "成都", "scheme": "flexible"}, TODAY), assume=False)
    asked = {key for fact in facts().values() for key in fact.inputs} | {"region", "scheme"}
    assert asked <= set(FACTS)
    for key in FACTS:
        assert not CHINESE.search(FACTS[key]["en"])
        if key not in asked:
            continue
        about = question_of(key, inquiry)
        assert stray(f"{about['ask']} {about['why']} {hint(key)}", ["今天"]) == []
    for fact in facts().values():
        assert not CHINESE.search(" ".join(names["en"] for names in fact.member_names.values()))


BAD = [
    ["chek"], ["check", "--regoin", "x"], ["check", "--region"], ["check", "x"], ["batch"], ["policies", "chek"],
    ["schema", "x"], ["completion", "x"], ["help", "x"], ["check", "--json=1"], ["topics", "zzzz"],
    ["check", "--pay-date", "45717"], ["check", "--scheme", "x"], ["check", "--case", "/nowhere"],
    ["check", "--covered", "2026-05..2026-01"], ["check", "--region", "zzzz"], ["check", "--lang", "fr"],
]  # fmt: skip


@pytest.mark.parametrize("words", BAD, ids=" ".join)
def test_messages(words: list[str]) -> None:
    code, _, message = yibao(*words, *([] if "--lang" in words else ["--lang", "en"]))
    assert code in (2, 3)
    if "--lang" not in words:
        assert stray(message, ["zzzz"]) == []


def test_json_texts() -> None:
    result = json.dumps(_texts(CASES[0]), ensure_ascii=False, indent=1)
    assert stray(result, allowed()) == []


def _texts(facts: dict[str, str]) -> Any:
    from yibao_cli.advise.answer import to_json

    found = to_json(advise(read(facts, TODAY), options=True))
    return {key: value for key, value in found.items() if key not in ("sources", "case", "trace")}
