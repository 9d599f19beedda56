"""`yibao --help`, `yibao COMMAND --help` and `yibao help SUBJECT`: examples first, all words in one language.

The flags, their order and their texts are read from the commands themselves, so help cannot promise what is not there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..console import Exit
from ..errors import InputError
from ..flags import FACTS
from ..lang import tr
from ..render.wrap import cell_len, wrap
from .examples import EXAMPLES, SUBJECTS, TITLES

SPLIT = 26
"""The column in which explanations begin."""

Command = Any
"""A command as typer builds it: `name`, `help`, `params`, and `commands` if it is a group."""


def show(words: Sequence[str]) -> int:
    """Print the help on a command, a group, a subject, or the whole program. Raises InputError no_such_page."""
    import typer

    from ..cli import app
    from .pages import PAGES

    name = " ".join(words)
    known = dict(walk(typer.main.get_command(app)))
    if name in PAGES:
        lines = [f"yibao help {name}: {tr(*TITLES[name])}", "", *PAGES[name](width())]
        if name in known:
            lines += [
                "",
                tr(f"命令 yibao {name} 的参数：", f"The options of yibao {name}:"),
                f"  yibao {name} --help",
            ]
        text = "\n".join(lines).rstrip()
    elif name in known:
        command = known[name]
        make = of_group if hasattr(command, "commands") else of_command
        text = make(command, f"yibao {name}".strip())
    else:
        raise no_such_page(name, [*PAGES, *known])
    sys.stdout.write(text + "\n")
    return Exit.OK


def walk(command: Command, path: str = "") -> Iterator[tuple[str, Command]]:
    """Every command and group by the words that name it; the program itself is ''."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, f"{path} {name}".strip())


def width() -> int:
    """How wide help may be: the terminal's width within 60 and 100 columns, 80 elsewhere."""
    from shutil import get_terminal_size

    return min(max(get_terminal_size((80, 24)).columns, 60), 100)


def of_group(command: Command, path: str) -> str:
    """The help on the whole program or on a group of commands."""
    name = path.removeprefix("yibao").strip()
    found = [(where, inner) for where, inner in walk(command, name) if not hasattr(inner, "commands")]
    inside = sorted(found, key=lambda item: list(EXAMPLES).index(item[0]))
    samples = START if not name else [EXAMPLES[where][0] for where, _ in inside]
    lines = [
        *wrap(f"{path}{tr('：', ': ')}{command.help}{tr('。', '.')}", width()),
        *title(tr("例子", "Examples")),
        *examples(samples),
        *title(tr("命令", "Commands")),
        *rows((where, inner.help) for where, inner in inside),
        *title(tr("每个命令的参数", "The options of a command")),
        f"  {path} {tr('命令', 'COMMAND')} --help",
    ]
    if not name:
        lines += title(tr("专题", "Subjects"))
        lines += rows((f"yibao help {subject}", tr(*TITLES[subject])) for subject in SUBJECTS)
    return "\n".join(
        [*lines, *title(tr("参数", "Options")), *rows(map(option_row, command.params)), *_help()]
    )


START = [
    ("yibao", "在终端里一问一答", "asks, in a terminal"),
    EXAMPLES["check"][0],
    EXAMPLES["batch"][0],
]


def of_command(command: Command, path: str) -> str:
    """The help on one command."""
    name = path.removeprefix("yibao").strip()
    keys = {fact.key for fact in FACTS}
    given = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option"]
    facts = [param for param in options if param.name in keys and len(options) > len(keys)]
    own = [param for param in options if param not in facts]
    needed = [f"{param.opts[0]} {param.metavar}" for param in own if param.required]
    usage = " ".join([path, *(param.metavar for param in given), *needed, tr("[参数]", "[OPTIONS]")])
    lines = [
        *wrap(command.help + tr("。", "."), width()),
        *title(tr("例子", "Examples")),
        *examples(EXAMPLES[name]),
        *title(tr("写法", "Usage")),
        f"  {usage}",
        *rows((param.metavar, param.help) for param in given),
    ]
    if facts:
        lines += title(tr("情况（只写会影响结果的）", "Facts (only those that matter are needed)"))
        lines += rows(map(option_row, facts))
    return "\n".join([*lines, *title(tr("参数", "Options")), *rows(map(option_row, own)), *_help()])


def _help() -> list[str]:
    return rows([("--help, -h", tr("显示这份说明", "show this help"))])


def option_row(param: Any) -> tuple[str, str]:
    """A flag as it is typed, and its text."""
    metavar = "" if param.is_flag else param.metavar
    return f"{', '.join(param.opts)} {metavar}".rstrip(), param.help


def title(text: str) -> list[str]:
    """The heading of a part."""
    return ["", f"{text}{tr('：', ':')}"]


def examples(items: Iterable[tuple[str, str, str]]) -> list[str]:
    """Each command line, unbroken so that it can be pasted, and below it what it is for."""
    lines = []
    for command, zh, en in items:
        lines += [f"  $ {command}", *(f"      {row}" for row in wrap(tr(zh, en), width() - 6))]
    return lines


def rows(items: Iterable[tuple[str, str]]) -> list[str]:
    """Names on the left, explanations on the right; below the name where it is too long."""
    lines = []
    for name, text in items:
        parts = wrap(text, width() - SPLIT)
        if cell_len(name) > SPLIT - 4:
            lines.append(f"  {name}")
            name = ""
        lines.append(f"  {name}{' ' * (SPLIT - 2 - cell_len(name))}{parts[0]}")
        lines += [" " * SPLIT + part for part in parts[1:]]
    return lines


def no_such_page(name: str, known: Sequence[str]) -> InputError:
    """The error for a subject that does not exist."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.5)
    message = tr(f"没有“{name[:30]}”的说明", f"there is no help on {name[:30]!r}")
    hint = tr(f"是不是 {near[0]}？ ", f"did you mean {near[0]}? ") if near else ""
    return InputError("no_such_page", "", message, hint + tr("用法：yibao --help", "usage: yibao --help"))
