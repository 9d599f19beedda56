"""Consoles of all kinds, by their encodings and variables: colour, boxes, characters, tracebacks."""

from __future__ import annotations

import json
import re

import pytest

from tests.program import ROOT, process, python, yibao

CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-02", "--pay-date", "2026-09-10"]
SCREENS = [["check", *CASE, "--options", "--explain"], ["regions", "四川"], ["topics", "1"], ["policies", "show", "成都"], ["policies", "coverage", "成都"], ["--help"], ["help", "json"]]  # fmt: skip


def raw(words: list[str], **changes: str | None) -> bytes:
    done = process(*words, **changes)
    assert b"Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("words", SCREENS, ids=lambda w: " ".join(w[:2]))
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "ascii"])
def test_a_stream_that_cannot_hold_everything(words: list[str], encoding: str) -> None:
    """Nothing breaks, boxes are ASCII, and GBK holds every character that we print of our own."""
    out = raw(words, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    # Help on an ASCII stream comes as UTF-8: the library takes such a stream for a misconfigured one.
    text = out.decode("utf-8" if encoding == "ascii" else encoding)
    assert len(text.splitlines()) > 4
    assert not set("┌─│└") & set(text)
    if encoding != "ascii":
        whole = raw(words).decode()
        assert text.count("?") == whole.count("?")


@pytest.mark.parametrize("words", SCREENS, ids=lambda w: " ".join(w[:2]))
def test_ascii_draws_no_line_characters(words: list[str]) -> None:
    switch = ["--ascii"] if words[0] not in ("--help", "help") else []
    text = raw([*words, *switch]).decode()
    assert not set("┌─│└▓█▁") & set(text)
    by_variable = raw(words, YIBAO_ASCII="1").decode()
    assert not set("┌─│└▓█▁") & set(by_variable)


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({"FORCE_COLOR": "1", "NO_COLOR": None, "TERM": "xterm-256color"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"}, False),
        ({"NO_COLOR": None, "TERM": "xterm-256color"}, False),
        ({"NO_COLOR": None, "TERM": "dumb"}, False),
    ],
)
def test_colour(variables: dict[str, str | None], colored: bool) -> None:
    text = raw(["check", *CASE], **variables).decode()
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]", text)) == colored
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert plain == raw(["check", *CASE]).decode(), "colour is only a second cue: the text is the same"


def test_no_colour_by_flag() -> None:
    out = raw(["check", *CASE, "--no-color"], FORCE_COLOR="1", NO_COLOR=None, TERM="xterm-256color")
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]", out)


def test_json_is_ascii_where_the_stream_is_not_utf8() -> None:
    out = raw(["check", "--json", *CASE], PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert json.loads(out.decode("ascii"))["case"]["region"]["name"] == "成都市"
    assert "成都市" in raw(["check", "--json", *CASE]).decode()


BREAKS = """
import sys
from yibao_cli import app, regions
def broken(query):
    raise RuntimeError('私密 ' + query)
regions.find = broken
sys.exit(app.run(['check', '--region', '张三的地方', '--no-input', *sys.argv[1:]]))
"""


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_debug_shows_places_and_no_values(debug: list[str]) -> None:
    done = python("-c", BREAKS, *debug, cwd=ROOT)
    message = done.stderr.decode()
    assert done.returncode == 1
    assert done.stdout == b""
    assert "[RuntimeError]" in message
    assert "张三" not in message
    assert "私密" not in message
    assert ("parse.py" in message) == bool(debug)


MINTTY = """
import sys
from yibao_cli import app, prompts
from yibao_cli.commands import check
class NoConsoleScreenBufferError(Exception): pass
def refuse(self):
    raise NoConsoleScreenBufferError
prompts.Questions.__init__ = refuse
check.can_prompt = lambda no_input: True
sys.exit(app.run(['check']))
"""


def test_a_window_without_a_console_is_explained() -> None:
    """Git Bash on Windows: prompt_toolkit raises an error of its own."""
    done = python("-c", MINTTY, cwd=ROOT)
    message = done.stderr.decode()
    assert done.returncode == 2
    assert "[no_console]" in message
    assert "winpty" in message


def test_nothing_is_lost_at_60_columns() -> None:
    """Every word that stands on a wide screen stands on a narrow one."""

    def characters(width: str) -> list[str]:
        text = raw(["topics", "1"], COLUMNS=width).decode()
        return sorted(c for c in text if "\u4e00" <= c <= "\u9fff")

    assert characters("60") == characters("120")


def test_policies_from_a_folder_that_is_none() -> None:
    done = yibao("check", *CASE, "--policies", "/nowhere")
    assert done.code == 2
    assert "[E207]" in done.err or "E207" in done.err
