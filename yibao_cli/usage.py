"""Wrong usage in the chosen language: what was typed wrongly, what was probably meant, where it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .errors import InputError
from .lang import tr


def no_such_command(word: str) -> InputError:
    """The error for a first word that names no command."""
    from .commands.examples import EXAMPLES

    names = [name.split()[0] for name in EXAMPLES]
    message = tr(f"没有“{word[:30]}”这个命令", f"there is no command {word[:30]!r}")
    return InputError("no_such_command", "", message, near(word, names, "yibao --help"))


def explain(error: Any) -> InputError:
    """A usage error of the command-line library as an error of ours; its own words are English."""
    kind: str = type(error).__name__
    command: Any = getattr(getattr(error, "ctx", None), "command", None)
    path = getattr(getattr(error, "ctx", None), "command_path", None) or "yibao"
    params = {name: param for param in getattr(command, "params", ()) for name in param.opts}
    page, name = f"{path} --help", str(getattr(error, "option_name", ""))[:30]
    if kind == "NoSuchOption":
        message = tr(f"{path} 没有参数 {name}", f"{path} has no option {name}")
        return InputError("no_such_option", "", message, _near_option(name, path, list(params), page))
    if kind == "BadOptionUsage":
        if _is_switch(name):
            message = tr(f"{name} 后面不跟值", f"{name} takes no value")
            return InputError("unexpected_value", "", message, near("", (), page))
        return InputError(
            "missing_value", "", tr(f"{name} 后面要写值", f"{name} needs a value"), _example(path, page)
        )
    if kind == "MissingParameter" and getattr(error, "param", None) is not None:
        param = error.param
        shown = param.opts[0] if param.param_type_name == "option" else param.metavar
        message = tr(f"缺少 {shown}：{param.help}", f"{shown} is missing: {param.help}")
        return InputError("missing_argument", "", message, _example(path, page))
    if hasattr(command, "commands"):
        message = tr(f"{path} 没有这个命令", f"{path} has no such command")
        known = tr("、", ", ").join(command.commands)
        return InputError("no_such_command", "", message, tr(f"可用：{known}", f"known: {known}"))
    message = tr("多出一个词；值要跟在参数后面", "a word too many; values follow their options")
    return InputError("unexpected_argument", "", message, _example(path, page))


def _is_switch(name: str) -> bool:
    import typer

    from .cli import app
    from .commands.help import walk

    commands = [command for _, command in walk(typer.main.get_command(app))]
    return any(param.is_flag for command in commands for param in command.params if name in param.opts)


def near(typed: str, known: Sequence[str], page: str) -> str:
    """The known word that is spelt most like the typed one, and where all of them are listed."""
    from difflib import get_close_matches

    close = get_close_matches(typed, known, 1, 0.5)
    guess = tr(f"是不是 {close[0]}？ ", f"did you mean {close[0]}? ") if close else ""
    return guess + tr(f"用法：{page}", f"usage: {page}")


def _near_option(name: str, path: str, known: list[str], page: str) -> str:
    from .flags import FACTS

    if path == "yibao" and name.lstrip("-").replace("-", "_") in [flag.key for flag in FACTS]:
        return tr(f"是不是 yibao check {name} …？", f"did you mean yibao check {name} …?")
    return near(name, known, page)


def _example(path: str, page: str) -> str:
    from .commands.examples import EXAMPLES

    found = EXAMPLES.get(path.removeprefix("yibao").strip())
    return tr(f"例：{found[0][0]}", f"such as: {found[0][0]}") if found else near("", (), page)
