"""Completion scripts for four shells, written from the commands themselves: pressing Tab starts no Python."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from .. import regions
from ..console import Exit
from ..errors import InputError
from ..flags import WORDS
from ..lang import tr
from .help import walk

Commands = dict[str, Any]
"""Commands by the words that name them, without the groups."""

Kind = tuple[str, str]
"""What may follow: word (with the words), region, file, folder or any."""


def show_script(shell: str) -> int:
    """Print the script of a shell. Raises InputError unknown_word."""
    import typer

    from ..cli import app

    if shell not in SCRIPTS:
        message = tr(f"没有 {shell[:20]} 的补全脚本", f"no completion script for {shell[:20]}")
        raise InputError("unknown_word", "shell", message, " / ".join(SCRIPTS))
    whole = typer.main.get_command(app)
    sys.stdout.write(
        SCRIPTS[shell]({name: item for name, item in walk(whole) if not hasattr(item, "commands")})
    )
    return Exit.OK


def names() -> str:
    """Every region by pinyin and by its short name; places of one pinyin are told apart by name only."""
    everyone = list(regions.register().values())
    return " ".join([*sorted({r.pinyin for r in everyone}), *(r.short for r in everyone)])


def following(param: Any) -> Kind:
    """What may stand after a flag or for an argument."""
    if words := WORDS.get(param.name):
        return "word", " ".join(words)
    if param.name in ("region", "previous_region", "query"):
        return "region", ""
    kinds = {
        "FILE": "file",
        "FILE|-": "file",
        "IN": "file",
        "OUT": "file",
        "DIR": "folder",
        "DATE|DIR": "folder",
    }
    return kinds.get(param.metavar, "any"), ""


def first_word(command: Any) -> Kind:
    """What the command's own argument may be."""
    found = [param for param in command.params if param.param_type_name == "argument"]
    return following(found[0]) if found else ("any", "")


def options(command: Any) -> list[Any]:
    """The flags of a command."""
    return [param for param in command.params if param.param_type_name == "option"]


def flags(command: Any) -> str:
    """The flags as they are typed."""
    return " ".join([*(param.opts[0] for param in options(command)), "--help"])


def firsts(commands: Commands) -> str:
    """The commands and groups that may be the first word."""
    return " ".join(dict.fromkeys(name.split()[0] for name in commands))


def tops(commands: Commands) -> str:
    """Everything that may be the first word."""
    return f"{firsts(commands)} --help --version --lang"


def groups(commands: Commands) -> dict[str, str]:
    """The commands of each group."""
    found: dict[str, list[str]] = {}
    for name in commands:
        first, _, second = name.partition(" ")
        if second:
            found.setdefault(first, []).append(second)
    return {group: " ".join(words) for group, words in found.items()}


def _after_flags(commands: Commands, calls: dict[str, str]) -> Iterator[str]:
    """The lines of a `case` over `command flag` that complete the flag's value."""
    for name, command in commands.items():
        for param in options(command):
            if not param.is_flag:
                kind, words = following(param)
                tags = "|".join(f'"{name} {opt}"' for opt in param.opts)
                yield f"    {tags}) {calls[kind].replace('%s', words)}; return ;;"


def _own(commands: Commands, calls: dict[str, str]) -> Iterator[str]:
    """The lines of a `case` over the command that complete its flags and its argument."""
    for name, command in commands.items():
        kind, words = first_word(command)
        flag, word = calls["word"].replace("%s", flags(command)), calls[kind].replace("%s", words)
        yield f'    "{name}") if [[ $cur == -* ]]; then {flag}; else {word}; fi ;;'


def _unix(commands: Commands, second: str, calls: dict[str, str]) -> str:
    """The body that bash and zsh share; `second` is the call for the second word of a group."""
    lines = ["  case $cmd in"]
    for group, words in groups(commands).items():
        lines.append(f"    {group}) {second.replace('%s', words)}")
    lines += ["  esac", '  case "$cmd $prev" in', *_after_flags(commands, calls), "  esac"]
    return "\n".join([*lines, "  case $cmd in", *_own(commands, calls), "  esac"])


def bash(commands: Commands) -> str:
    """For bash 3.2 and later."""
    calls = {
        "word": '_yibao_words "%s"',
        "region": '_yibao_words "$_yibao_regions"',
        "file": 'COMPREPLY=($(compgen -f -- "$cur"))',
        "folder": 'COMPREPLY=($(compgen -d -- "$cur"))',
        "any": ":",
    }
    second = 'if (( COMP_CWORD == 2 )); then _yibao_words "%s"; return; fi; cmd="$cmd ${COMP_WORDS[2]}" ;;'
    return f"""# yibao completion for bash: eval "$(yibao completion bash)"
_yibao_regions="{names()}"
_yibao_words() {{ COMPREPLY=($(compgen -W "$1" -- "$cur")); }}
_yibao() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}" cmd="${{COMP_WORDS[1]}}"
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then _yibao_words "{tops(commands)}"; return; fi
{_unix(commands, second, calls)}
}}
complete -o filenames -F _yibao yibao
"""


def zsh(commands: Commands) -> str:
    """For zsh with compinit."""
    calls = {
        "word": "compadd -- %s",
        "region": "compadd -a _yibao_regions",
        "file": "_files",
        "folder": "_files -/",
        "any": ":",
    }
    second = 'if (( CURRENT == 3 )); then compadd -- %s; return; fi; cmd="$cmd ${words[3]}" ;;'
    return f"""#compdef yibao
# yibao completion for zsh: eval "$(yibao completion zsh)" after compinit
_yibao_regions=({names()})
_yibao() {{
  local cur="${{words[CURRENT]}}" prev="${{words[CURRENT-1]}}" cmd="${{words[2]}}"
  if (( CURRENT == 2 )); then compadd -- {tops(commands)}; return; fi
{_unix(commands, second, calls)}
}}
compdef _yibao yibao
"""


def fish(commands: Commands) -> str:
    """For fish 3."""
    lines = [
        "# yibao completion for fish: yibao completion fish | source",
        f"set -g _yibao_regions {names()}",
        FISH_AT,
        "complete -c yibao -f",
        f"complete -c yibao -l help -s h -d '{tr('显示说明', 'show help')}'",
        f"complete -c yibao -n __fish_use_subcommand -l version -d '{tr('显示版本', 'show the version')}'",
        "complete -c yibao -n __fish_use_subcommand -l lang -x -a 'zh en'",
        f"complete -c yibao -n __fish_use_subcommand -a '{firsts(commands)}'",
    ]
    for group, words in groups(commands).items():
        when = f"_yibao_at {group}; and not __fish_seen_subcommand_from {words}"
        lines.append(f"complete -c yibao -n '{when}' -a '{words}'")
    values = {
        "region": " -x -a '$_yibao_regions'",
        "file": " -r -F",
        "folder": " -x -a '(__fish_complete_directories)'",
        "any": " -x",
    }
    for name, command in commands.items():
        when = f"_yibao_at {name}"
        for param in options(command):
            kind, words = following(param)
            tail = "" if param.is_flag else f" -x -a '{words}'" if words else values[kind]
            short = "".join(f" -s {opt[1:]}" for opt in param.opts[1:])
            text = param.help.replace("\\", "\\\\").replace("'", "\\'")
            lines.append(
                f"complete -c yibao -n '{when}' -l {param.opts[0].lstrip('-')}{short}{tail} -d '{text}'"
            )
        kind, words = first_word(command)
        if kind != "any":
            tail = f"-a '{words}'" if words else values[kind].replace(" -x", "").replace(" -r", "").strip()
            lines.append(f"complete -c yibao -n '{when}' {tail}")
    return "\n".join(lines) + "\n"


FISH_AT = """function _yibao_at
  set -l typed (commandline -opc)
  set -l last (math 1 + (count $argv))
  test "$typed[2..$last]" = "$argv"
end"""
"""Whether the words typed so far begin with those of a command."""


def powershell(commands: Commands) -> str:
    """For Windows PowerShell 5.1 and PowerShell 7."""

    def array(words: str) -> str:
        return "@(" + ",".join(f"'{word}'" for word in words.split()) + ")"

    def table(variable: str, rows: dict[str, str]) -> str:
        return "\n".join(
            [f"${variable} = @{{", *(f"  '{key}' = {value}" for key, value in rows.items()), "}"]
        )

    def value(kind: Kind) -> str:
        return array(kind[1]) if kind[1] else "$yibaoRegions"

    after = {
        f"{name} {opt}": value(following(param))
        for name, command in commands.items()
        for param in options(command)
        for opt in param.opts
        if not param.is_flag and following(param)[0] in ("word", "region")
    }
    own = {
        name: value(first_word(command))
        for name, command in commands.items()
        if first_word(command)[0] in ("word", "region")
    }
    tables = [
        f"$yibaoRegions = {array(names())}",
        table("yibaoFlags", {name: array(flags(command)) for name, command in commands.items()}),
        table("yibaoValues", after),
        table("yibaoFree", own),
        table("yibaoGroups", {group: array(words) for group, words in groups(commands).items()}),
    ]
    head = "# yibao completion for PowerShell: yibao completion powershell | Out-String | Invoke-Expression"
    return "\n".join([head, *tables, POWERSHELL.replace("@TOPS@", array(tops(commands)))])


POWERSHELL = """Register-ArgumentCompleter -Native -CommandName yibao -ScriptBlock {
  param($word, $ast, $cursor)
  $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  if ($word) { $before = @($typed | Select-Object -SkipLast 1) } else { $before = $typed }
  $name = if ($before.Count -gt 1) { $before[1] } else { '' }
  if (-not $name) { $found = @TOPS@ }
  elseif ($yibaoGroups.ContainsKey($name) -and $before.Count -eq 2) { $found = $yibaoGroups[$name] }
  else {
    if ($yibaoGroups.ContainsKey($name)) { $name = "$name $($before[2])" }
    $found = $yibaoValues["$name $($before[-1])"]
    if (-not $found) { $found = if ($word -like '-*') { $yibaoFlags[$name] } else { $yibaoFree[$name] } }
  }
  $found | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
"""

SCRIPTS = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}
