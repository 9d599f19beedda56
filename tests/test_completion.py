"""Completion: the scripts are run by bash, zsh and fish, that of PowerShell is checked by its text; none starts Python."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.program import yibao

BASH, ZSH, FISH = (shutil.which(shell) for shell in ("bash", "zsh", "fish"))


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
    return run(BASH, ["--norc"], program)


def run(shell: str | None, options: list[str], program: str) -> list[str]:
    """The words that a program in a shell's language prints, one a line."""
    assert shell
    done = subprocess.run(
        [shell, *options, "-c", program], capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stderr == ""
    assert "STARTED" not in done.stdout
    return [word for word in done.stdout.split("\n") if word]


def fish(line: str) -> list[str]:
    """What fish offers for a line, without the descriptions."""
    program = f"""{yibao("completion", "fish").out}
function yibao; echo STARTED; end
complete -C '{line}'
"""
    return [word.partition("\t")[0] for word in run(FISH, ["--no-config"], program)]


def zsh(line: str) -> list[str]:
    """What the zsh function adds for a line; the builtins of the line editor are replaced by printing."""
    program = f"""compdef() {{ : }}; _files() {{ : }}; yibao() {{ print STARTED }}
compadd() {{
  local found; if [[ $1 == -a ]]; then found=(${{(P)2}}); else shift; found=("$@"); fi
  print -rl -- ${{(M)found:#${{words[CURRENT]}}*}}
}}
{yibao("completion", "zsh").out}
words=({line.rstrip()}{' ""' if line.endswith(" ") else ""}); CURRENT=${{#words}}
_yibao
"""
    return run(ZSH, ["-f"], program)


OFFERED = [
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
]
"""Lines as typed up to the cursor and what is offered then; None where the flags of a command are."""


def fits(found: list[str], offered: list[str] | None) -> bool:
    """Whether what a shell offers is what it should: the order is the shell's own affair."""
    if offered is None:
        return {"--output", "--map", "--region", "--help"} <= set(found)
    return sorted(found) == sorted(offered)


@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_bash(script: str, line: str, offered: list[str] | None) -> None:
    assert fits(complete(script, line), offered)


@pytest.mark.skipif(FISH is None, reason="no fish on this machine")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_fish(line: str, offered: list[str] | None) -> None:
    assert fits(fish(line.replace("a.csv -", "a.csv --")), offered)


@pytest.mark.skipif(FISH is None, reason="no fish on this machine")
def test_fish_tells_commands_of_one_name_apart() -> None:
    assert "--certificate" in fish("yibao policies check --")
    assert "--region" not in fish("yibao policies check --")
    assert "--map" not in fish("yibao schema batch --")


@pytest.mark.skipif(ZSH is None, reason="no zsh on this machine")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_zsh(line: str, offered: list[str] | None) -> None:
    assert fits(zsh(line), offered)


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
