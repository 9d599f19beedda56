"""Every screen at 60 columns, in both languages: no line begins with a closing mark, no mark stands twice, none is cut."""

from __future__ import annotations

import io
import re

import pytest

from tests.program import yibao
from yibao_cli import console, lang
from yibao_cli.errors import InputError
from yibao_cli.render.wrap import cell_len

CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-07", "--pay-date", "2026-11-25", "--as-of", "2026-11-22"]  # fmt: skip
RESIDENT = ["--region", "福州", "--scheme", "resident", "--last-covered", "2024-12", "--benefit-year", "2026", "--pay-date", "2025-11-20", "--as-of", "2026-11-22"]  # fmt: skip
SCREENS = [
    ["check", *CASE, "--back-pay", "yes", "--options", "--explain"],
    ["check", *RESIDENT, "--options", "--explain"],
    ["check", *RESIDENT, "--brief"],
    ["check", "--region", "成都", "--scheme", "flexible"],
    ["topics"],
    ["topics", "1"],
    ["regions", "四川"],
    ["policies", "show", "成都"],
    ["policies", "coverage", "成都"],
    ["--help"],
    ["check", "--help"],
    ["help", "dates"],
]
TWICE = re.compile(
    r"([，。；：、！？])\1|[，；：、]。|[；，：]；|[。，；]，|[:;,]{2}|(?<!\.)\.[;,]|[;,]\.(?!\.)|（）|\(\)| [;,] "
)


@pytest.mark.parametrize("language", lang.LANGUAGES)
@pytest.mark.parametrize("words", SCREENS, ids=lambda words: " ".join(words[:3]))
def test_marks_stand_where_they_belong(words: list[str], language: str) -> None:
    shown = yibao(*words, "--lang", language, COLUMNS="60")
    for line in shown.out.splitlines():
        if line.startswith("  $ "):
            continue
        body = line.strip(" │|*-")
        assert not re.match("[，。；：、）》”！？]", body), line
        assert not re.search("[（《“]$", body), line
        assert not TWICE.search(body), line
        assert cell_len(line) <= 60, line


def test_tables_speak_the_chosen_language() -> None:
    for words in (["policies", "coverage", "成都"], ["regions", "成都"]):
        text = yibao(*words).out
        assert "灵活就业" in text
        assert not re.search("flexible|resident|employee|city|nation", text)
    english = yibao("policies", "coverage", "成都", "--lang", "en").out
    assert "local rule" in english


def test_an_unbroken_cover_has_no_costs_of_a_gap() -> None:
    words = [
        "check",
        "--region",
        "宁波",
        "--scheme",
        "flexible",
        "--last-covered",
        "2026-10",
        "--pay-date",
        "2026-11-05",
    ]
    text = yibao(
        *words, "--cause", "switched", "--previous-scheme", "resident", "--continuous-months", "30"
    ).out
    assert "没有空月" in text
    assert "中断期间费用：" not in text.replace(" ", "")
    assert "│ 中断期间费用" not in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_messages_are_broken_to_the_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only there: in a file a message stays one line, and a command is never broken."""
    monkeypatch.setenv("COLUMNS", "60")
    error = InputError(
        "unknown_region",
        "region",
        "没有找到地区“城都”",
        "是不是：" + "、".join(["成都市 chengdu 510100"] * 5) + "？",
    )
    texts = {}
    for kind in (Terminal, io.StringIO):
        stream = kind()
        monkeypatch.setattr("sys.stderr", stream)
        console.say_error(error)
        texts[kind] = stream.getvalue()
    assert len(texts[io.StringIO].splitlines()) == 2
    lines = texts[Terminal].splitlines()
    assert all(cell_len(line) <= 60 for line in lines)
    assert all(line.startswith("  ") and line[2] not in "、？" for line in lines[1:])
    assert "".join(texts[Terminal].split()) == "".join(texts[io.StringIO].split())
    command = "例：yibao check --region 成都 --scheme flexible --last-covered 2026-02 --pay-date 2026-09-10"
    assert console.folded(command, Terminal()) == command
