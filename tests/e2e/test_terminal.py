"""The interview in a real terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.e2e.terminal import Terminal, yibao

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed on this machine")


@pytest.fixture
def opened() -> Iterator[list[Terminal]]:
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.close()


def start(opened: list[Terminal], *args: str, width: int = 80) -> Terminal:
    terminal = Terminal(yibao(*args), width)
    opened.append(terminal)
    return terminal


@pytest.mark.parametrize("typed", ["chengdu", "成都", "510100"])
def test_a_region_is_found(opened: list[Terminal], typed: str) -> None:
    terminal = start(opened, "check", "--scheme", "flexible")
    terminal.wait("统筹区")
    terminal.keys(typed, "Enter")
    terminal.wait("为什么中断")


def test_initials_list_candidates(opened: list[Terminal]) -> None:
    terminal = start(opened, "check")
    terminal.wait("统筹区")
    terminal.keys("sz")
    screen = terminal.wait("深圳")
    assert "苏州" in screen
    assert "宿州" in screen
    terminal.keys("Escape", "Enter")
    terminal.wait("多个地区")


def test_initials_then_menu(opened: list[Terminal]) -> None:
    terminal = start(opened, "check", "--scheme", "flexible")
    terminal.wait("统筹区")
    terminal.keys("cd")
    terminal.wait("成都市 chengdu 510100")


def test_nonsense_is_refused(opened: list[Terminal]) -> None:
    terminal = start(opened, "check")
    terminal.wait("统筹区")
    terminal.keys("zzzz", "Enter")
    terminal.wait("没有找到地区")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_whole_interview(opened: list[Terminal], width: int) -> None:
    """From the first question to the answer and the command that repeats it."""
    terminal = start(opened, "check", width=width)
    terminal.wait("统筹区")
    terminal.keys("成都", "Enter")
    terminal.wait("哪种医保")
    terminal.keys("Down", "Enter")
    terminal.wait("为什么中断")
    terminal.keys("Enter")
    terminal.wait("特殊人群")
    terminal.keys("Enter")
    terminal.wait("钱哪天到账")
    terminal.keys("2026-09-10", "Enter")
    terminal.wait("最后一个有医保的月份")
    terminal.keys("2026.2", "Enter")
    terminal.wait("最后参保月：2026-02")
    terminal.keys("Enter")
    screen = terminal.wait("exit=0")
    text = "".join(screen.split())
    assert "2027-03-01起医保基金恢复支付" in text
    assert "共6个月未缴" in text
    assert "yibaocheck--region510100--schemeflexible--last-covered2026-02--pay-date2026-09-10" in text


def test_bad_answers_are_refused_while_typing(opened: list[Terminal]) -> None:
    terminal = start(
        opened, "check", "--region", "成都", "--scheme", "flexible", "--cause", "missed", "--group", "general"
    )
    terminal.wait("钱哪天到账")
    terminal.keys("2026-13-01", "Enter")
    terminal.wait("没有 2026-13-01 这一天")


def test_control_c_leaves_one_line(opened: list[Terminal]) -> None:
    terminal = start(opened, "check", "--region", "成都")
    terminal.wait("哪种医保")
    terminal.keys("Down", "Enter")
    terminal.wait("为什么中断")
    terminal.keys("C-c")
    screen = terminal.wait("exit=130")
    left = screen.split("exit=130")[0].strip().splitlines()
    assert "yibao check --region 510100 --scheme flexible" in left[-1]
    assert "Traceback" not in screen
    assert "Cancelled by user" not in screen


def test_bare_command_greets(opened: list[Terminal]) -> None:
    terminal = start(opened)
    screen = terminal.wait("统筹区")
    assert "不联网，不保存" in screen


def test_an_answer_can_be_changed_before_the_result(opened: list[Terminal]) -> None:
    given = ["--region", "成都", "--scheme", "flexible", "--cause", "missed", "--group", "general"]
    terminal = start(opened, "check", *given, width=60)
    terminal.wait("钱哪天到账")
    terminal.keys("2026-09-10", "Enter")
    terminal.wait("最后一个有医保的月份")
    terminal.keys("2026-03", "Enter")
    terminal.wait("请核对")
    terminal.keys("Down", "Down", "Down", "Enter")
    terminal.keys("2026-02", "Enter")
    terminal.wait("最后参保月：2026-02")
    terminal.keys("Enter")
    assert "2027-03-01起医保基金恢复支付" in "".join(terminal.wait("exit=0").split())


def test_a_name_that_sounds_alike_lists_what_may_be_meant(opened: list[Terminal]) -> None:
    terminal = start(opened, "check", "--scheme", "flexible")
    terminal.wait("统筹区")
    terminal.keys("城都")
    terminal.wait("成都市 chengdu 510100")
    terminal.keys("Down", "Enter")
    terminal.wait("为什么中断")


def test_no_word_is_broken_on_a_narrow_screen(opened: list[Terminal]) -> None:
    """The greeting, a refusal and an answered list, in English at 60 columns."""
    terminal = start(opened, "--lang", "en", width=60)
    greeting = terminal.wait("are you")
    assert "medical\ninsurance pays again." in greeting
    terminal.keys("zzzz", "Enter")
    assert "no such region: 'zzzz'; see all of them" in terminal.wait("no such region")
    terminal.keys("C-u", "510100", "Enter")
    terminal.wait("Which scheme")
    terminal.keys("Down", "Down", "Enter")
    terminal.wait("Why was")
    assert "\n  resident scheme" in terminal.screen()
