"""Help and messages of wrong usage: one language at a time, examples first, every command and flag explained."""

from __future__ import annotations

import re

import pytest

from tests.program import yibao
from yibao_cli.commands.examples import EXAMPLES, SUBJECTS
from yibao_cli.render.wrap import cell_len

TYPERS_WORDS = ("Usage", "Options", "Commands", "Arguments", "Show this message", "Missing option", "No such", "Did you mean", "Error", "[default", "[required]", "TEXT]")  # fmt: skip
EVERY = [[], ["policies"], *(name.split() for name in EXAMPLES)]


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_help_has_examples_first_and_one_language(words: list[str]) -> None:
    done = yibao(*words, "--help")
    assert done.code == 0
    assert done.err == ""
    assert not [word for word in TYPERS_WORDS if word in done.out]
    lines = done.out.splitlines()
    titles = [line for line in lines if line.endswith("：") and not line.startswith(" ")]
    assert titles[0] == "例子："
    assert titles[-1] == "参数："
    assert all(cell_len(line) <= 80 for line in lines if not line.startswith("  $"))
    assert yibao(*words, "-h").out == done.out
    if words != ["regions"]:  # a subject of this name comes first, and names the command
        assert yibao("help", *words).out == done.out


def test_every_command_is_named_and_has_two_examples() -> None:
    import typer

    from yibao_cli.cli import app
    from yibao_cli.commands.help import walk

    names = {name for name, item in walk(typer.main.get_command(app)) if not hasattr(item, "commands")}
    assert names == set(EXAMPLES)
    assert all(len(examples) >= 2 for examples in EXAMPLES.values())
    text = yibao("--help").out
    assert all(f"  {name} " in text for name in names)


def test_every_flag_and_argument_is_explained() -> None:
    import typer

    from yibao_cli.cli import app
    from yibao_cli.commands.help import walk

    for name, item in walk(typer.main.get_command(app)):
        for param in item.params:
            assert param.help, (name, param.name)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subjects(subject: str) -> None:
    done = yibao("help", subject)
    assert done.code == 0
    assert all(cell_len(line) <= 80 for line in done.out.splitlines())
    assert len(done.out.splitlines()) > 5


@pytest.mark.parametrize("width", ["60", "120"])
def test_help_fits_the_width(width: str) -> None:
    for words in (["--help"], ["check", "--help"], ["help", "dates"]):
        lines = yibao(*words, COLUMNS=width).out.splitlines()
        assert all(cell_len(line) <= int(width) for line in lines if not line.startswith("  $")), words


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS"])
def test_help_is_plain_whatever_the_environment(variable: str) -> None:
    assert "\x1b" not in yibao("check", "--help", NO_COLOR=None, **{variable: "1"}).out


WRONG = {
    "no_such_command": [["chek"], ["polices", "check"], ["policies", "chek"]],
    "no_such_option": [
        ["check", "--regoin", "成都"],
        ["--region", "成都"],
        ["regions", "--nope"],
        ["check", "-x"],
    ],
    "missing_value": [["check", "--region"], ["batch", "--map"]],
    "unexpected_value": [["check", "--json=1"]],
    "missing_argument": [["batch"], ["batch", "a.csv"], ["schema"], ["policies", "show"], ["completion"]],
    "unexpected_argument": [["check", "成都"], ["schema", "case", "answer"]],
    "no_such_page": [["help", "exit"]],
    "unknown_word": [["check", "--lang", "fr"], ["completion", "tcsh"]],
}


@pytest.mark.parametrize(
    ("code", "words"), [(code, words) for code, each in WRONG.items() for words in each], ids=str
)
def test_wrong_usage(code: str, words: list[str]) -> None:
    """Exit code 2, nothing on stdout, two lines: what is wrong, and what to write instead."""
    done = yibao(*words)
    assert done.code == 2
    assert done.out == ""
    lines = done.err.strip().splitlines()
    assert lines[0].startswith(f"错误 [{code}]")
    assert len(lines) == 2
    assert not [word for word in TYPERS_WORDS if word in done.err]
    english = yibao(*words, YIBAO_LANG="en") if "fr" not in words else yibao(*words)
    assert english.code == 2
    assert f"[{code}]" in english.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["chek"], "check"), (["topic"], "topics"), (["check", "--regoin", "x"], "--region"), (["check", "--last-coverd", "x"], "--last-covered"), (["help", "exit-code"], "exit-codes"), (["--region", "x"], "yibao check --region")],
)  # fmt: skip
def test_suggestions(typed: list[str], meant: str) -> None:
    assert f"是不是 {meant}" in yibao(*typed).err


def test_language() -> None:
    """--lang over YIBAO_LANG over the locale, and the locale decides on help alone."""
    assert "例子" in yibao("--help").out
    assert "Examples" in yibao("--help", LANG="en_US.UTF-8").out
    assert "Examples" in yibao("help", "check", LC_ALL="en_GB.UTF-8", LANG="zh_CN.UTF-8").out
    assert "例子" in yibao("--help", LANG="en_US.UTF-8", YIBAO_LANG="zh").out
    assert "Examples" in yibao("--help", "--lang", "en", YIBAO_LANG="zh").out
    assert "Examples" in yibao("--lang", "en", "check", "--help").out
    assert "没有" in yibao("check", "--region", "zzzz", LANG="en_US.UTF-8").err


def test_the_program_is_called_yibao() -> None:
    assert "__main__" not in yibao("--help").out
    assert re.search(r"^  yibao check \[参数\]$", yibao("check", "--help").out, re.MULTILINE)


def test_bare_without_a_terminal_is_help() -> None:
    done = yibao()
    assert done.code == 0
    assert "例子" in done.out
