"""One run of the program: arguments in, an exit code out, and the only place where errors become messages."""

from __future__ import annotations

import os
import sys
from typing import Any

from . import lang
from .console import Exit, prepare_streams, say, say_error
from .errors import InputError
from .lang import tr


def run(argv: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    lang.use(_language(words))
    debug = "--debug" in words
    if debug:
        words.remove("--debug")
    try:
        code = _command(words)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except InputError as error:
        say_error(error)
        return Exit.USAGE
    except KeyboardInterrupt:
        say(tr("已取消。", "Cancelled."))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except SystemExit as error:
        return int(error.code or 0) if not isinstance(error.code, str) else Exit.USAGE
    except Exception as error:
        return _other(error, debug)


def _command(words: list[str]) -> int:
    """Hand the words to typer, which builds only the command that they name: the others cost time."""
    from .cli import app

    everything = app.registered_commands, app.registered_groups
    first = next((i for i, word in enumerate(words) if not _leading(words, i)), None)
    if first is not None and not words[first].startswith("-"):
        named = [item for item in app.registered_commands if _name(item) == words[first]]
        groups = [item for item in app.registered_groups if item.name == words[first]]
        if not named and not groups:
            from .usage import no_such_command

            raise no_such_command(words[first])
        if words[first] not in ("help", "completion"):
            app.registered_commands, app.registered_groups = named, groups
    try:
        return int(app(words, prog_name="yibao", standalone_mode=False) or 0)
    finally:
        app.registered_commands, app.registered_groups = everything


def _name(item: Any) -> str:
    """The name under which typer registers a command."""
    return str(item.name or item.callback.__name__)


def _leading(words: list[str], i: int) -> bool:
    """Whether word `i` is `--lang` or its value ahead of the command."""
    return words[i].startswith("--lang") or (i > 0 and words[i - 1] == "--lang")


def _other(error: Exception, debug: bool) -> int:
    """Wrong usage, a broken policy file, and what nobody foresaw: a line without values, or the places."""
    from .policy.errors import PolicyError
    from .usage import explain

    kind = type(error).__name__
    if isinstance(error, PolicyError):
        say(str(error))
        return Exit.USAGE
    if kind == "NoArgsIsHelpError":
        sys.stdout.write(error.ctx.get_help() + "\n")  # type: ignore[attr-defined]
        return Exit.OK
    if hasattr(error, "format_message"):
        say_error(explain(error))
        return Exit.USAGE
    if kind == "Abort":
        say(tr("已取消。", "Cancelled."))
        return Exit.INTERRUPTED
    if kind == "NoConsoleScreenBufferError":
        say_error(_no_console())
        return Exit.USAGE
    if kind == "Exit":
        return int(getattr(error, "exit_code", 0))
    import traceback

    places = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(places[-1].filename)}:{places[-1].lineno}" if places else "?"
    say(tr(f"程序出错 [{kind}] {place}。", f"Internal error [{kind}] {place}."))
    if debug:
        # Lines of code only: no message, because messages may hold what the user typed.
        say("".join(traceback.format_list(places)))
    else:
        say(tr("  加 --debug 可看到出错的位置（不含您的数据）", "  --debug shows where (without your data)"))
    return Exit.FINDINGS


def _no_console() -> InputError:
    """Git Bash and the like, where prompts find no Windows console."""
    message = tr("这个窗口不能一问一答", "this window cannot show questions")
    hint = tr(
        "用 winpty yibao check，或换 cmd、PowerShell，或把情况写成参数：yibao check --help",
        "use winpty yibao check, or cmd or PowerShell, or give the facts as flags: yibao check --help",
    )
    return InputError("no_console", "", message, hint)


def _closed_pipe() -> int:
    """The reader has gone: say nothing, and keep the interpreter from saying something at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return Exit.OK


def _language(words: list[str]) -> str:
    """`--lang`, else $YIBAO_LANG, else Chinese; help also follows an English locale."""
    for i, word in enumerate(words):
        if word.startswith("--lang="):
            return _known(word.removeprefix("--lang="))
        if word == "--lang" and i + 1 < len(words):
            return _known(words[i + 1])
    if os.environ.get("YIBAO_LANG"):
        return _known(os.environ["YIBAO_LANG"])
    asks_for_help = "--help" in words or "-h" in words or words[:1] == ["help"]
    return _known(_locale()) if asks_for_help else "zh"


def _locale() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "zh")


def _known(language: str) -> str:
    short = language.lower()[:2]
    return short if short in lang.LANGUAGES else "zh"
