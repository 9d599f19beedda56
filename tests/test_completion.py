"""Completion: the bash script is run by bash; the others are checked by their text; none of them starts Python."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.program import yibao

BASH = shutil.which("bash")


@pytest.fixture(scope="module")
def script() -> str:
    return yibao("completion", "bash").out


def complete(script: str, line: str) -> list[str]:
    """What bash offers for a line; the last word is the one being typed."""
    program = f"""{script}
COMP_WORDS=({line.rstrip()}{' ""' if line.endswith(" ") else ""})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
python() {{ echo STARTED; }}; yibao() {{ echo STARTED; }}
_yibao
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    assert BASH
    done = subprocess.run(
        [BASH, "--norc", "-c", program], capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stderr == ""
    assert "STARTED" not in done.stdout
    return [word for word in done.stdout.split("\n") if word]


@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("yibao ch", ["check"]),
        ("yibao policies ", ["check", "show", "coverage", "diff"]),
        ("yibao check --reg", ["--region"]),
        ("yibao check --region chengd", ["chengde", "chengdu"]),
        ("yibao check --region 成", ["成都"]),
        ("yibao check --previous-region shenz", ["shenzhen"]),
        ("yibao check --scheme ", ["employee", "flexible", "resident"]),
        ("yibao check --cause emp", ["employer_arrears"]),
        ("yibao check --back-pay ", ["yes", "no"]),
        ("yibao check --lang ", ["zh", "en"]),
        ("yibao policies show chongq", ["chongqing"]),
        ("yibao policies diff --region xiam", ["xiamen"]),
        ("yibao schema ", ["case", "answer", "policy", "batch"]),
        ("yibao completion p", ["powershell"]),
        ("yibao batch a.csv -", None),
        ("yibao check --pay-date ", []),
    ],
)
def test_bash(script: str, line: str, offered: list[str] | None) -> None:
    found = complete(script, line)
    if offered is None:
        assert {"--output", "--map", "--region", "--help"} <= set(found)
    else:
        assert found == offered


@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
def test_every_flag_is_offered(script: str) -> None:
    import typer

    from yibao_cli.cli import app
    from yibao_cli.commands.help import walk

    for name, item in walk(typer.main.get_command(app)):
        if name and not hasattr(item, "commands"):
            flags = {param.opts[0] for param in item.params if param.param_type_name == "option"}
            assert flags <= set(complete(script, f"yibao {name} --"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_all_shells(shell: str) -> None:
    done = yibao("completion", shell)
    assert done.code == 0
    assert done.err == ""
    for word in ("policies", "last-covered", "chongqing", "employer_arrears"):
        assert word in done.out, word
    assert "python" not in done.out.casefold()
    assert len(done.out) < 40_000


@pytest.mark.parametrize(("shell", "check"), [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])])
def test_the_shell_itself_accepts_the_script(shell: str, check: list[str]) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} on this machine")
    done = subprocess.run(
        [found, *check, "/dev/stdin"],
        input=yibao("completion", shell).out,
        text=True,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 0, done.stderr
