"""The short form: short at 80 columns, in both languages, and nothing in it that the full answer does not say."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from tests.program import ROOT, yibao
from tests.test_english import CASES, allowed, printed, stray
from yibao_cli import lang
from yibao_cli.advise.answer import Answer, to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.errors import InputError
from yibao_cli.render import brief
from yibao_cli.render.wrap import cell_len

TODAY = dt.date(2026, 11, 22)
WORKED = [
    json.loads(line)["case"]
    for path in sorted((ROOT / "tests" / "cases").rglob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()[::6]
    if line.strip()
]
CHENGDU = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-07", "--pay-date", "2026-11-25", "--back-pay", "yes", "--as-of", "2026-11-22"]  # fmt: skip


def shown(result: Answer, monkeypatch: pytest.MonkeyPatch, width: int = 80) -> str:
    return printed(lambda screen: brief.show(result, screen), monkeypatch, width)


@pytest.mark.parametrize(("language", "most"), [("zh", 12), ("en", 14)])
def test_it_is_short(language: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lang.use(language)
    for case in WORKED:
        try:
            lines = shown(advise(read(case, TODAY)), monkeypatch).splitlines()
        except InputError:
            continue
        assert len(lines) <= most, case
        assert max(map(cell_len, lines)) <= 80, case


@pytest.mark.parametrize("facts", CASES, ids=lambda c: f"{c['region']}-{c['scheme']}")
@pytest.mark.parametrize("language", lang.LANGUAGES)
def test_it_says_what_the_answer_says(facts: Any, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lang.use(language)
    result = advise(read(facts, TODAY))
    text, data = shown(result, monkeypatch, 2000), to_json(result)
    core = data["answer"]
    days = [core["resume_date"], core["full_benefit_date"], *(core["resume_between"] or [])]
    assert all(day in text for day in days if day)
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", text)) <= set(
        re.findall(r"\d{4}-\d{2}-\d{2}", json.dumps(data, ensure_ascii=False))
    )
    worse = [item for item in data["deadlines"] if item["kind"] == "worse"]
    assert not worse or worse[0]["pay_by"] in text
    for part in (data["steps"][0]["text"], data["ask"][0]["number"], data["sources"][0]["title"]):
        assert part in text
    if language == "en":
        assert stray(text.replace(data["sources"][0]["title"], ""), allowed()) == []


def test_both_languages_carry_the_same_days(monkeypatch: pytest.MonkeyPatch) -> None:
    for case in WORKED[::5]:
        found = []
        for language in lang.LANGUAGES:
            lang.use(language)
            try:
                found.append(re.findall(r"\d{4}-\d{2}-\d{2}", shown(advise(read(case, TODAY)), monkeypatch)))
            except InputError:
                found.append([])
        assert found[0] == found[1], case


def test_a_payment_that_comes_too_late_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = {"region": "福州", "scheme": "resident", "last_covered": "2024-12", "benefit_year": "2026", "pay_date": "2026-11-25"}  # fmt: skip
    assert "请改缴下一年度" in shown(advise(read(raw, TODAY)), monkeypatch)


def test_on_the_command_line() -> None:
    short, full = yibao("check", *CHENGDU, "--brief"), yibao("check", *CHENGDU)
    assert short.code == 0
    assert short.err == ""
    assert short.out.splitlines()[0] == full.out.splitlines()[0]
    assert yibao("check", *CHENGDU, "--json", "--brief").out == yibao("check", *CHENGDU, "--json").out
    assert yibao("check", "--region", "成都", "--brief", "--no-input").code == 3
    for other in ("--options", "--explain"):
        refused = yibao("check", *CHENGDU, "--brief", other)
        assert refused.code == 2
        assert "conflicting_options" in refused.err
