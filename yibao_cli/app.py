"""The commands: flags in, one call, an exit code out. Everything else is imported when it is needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import lang
from .console import Exit, prepare_streams, say, say_error
from .errors import InputError
from .lang import tr


def run(argv: list[str] | None = None) -> int:
    """Run one command and give its exit code; the only place where errors become messages."""
    args = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    lang.use(_language(args))
    from .cli import app
    from .policy.errors import PolicyError

    debug = "--debug" in args
    if debug:
        args.remove("--debug")
    try:
        code = app(args, standalone_mode=False)
        return int(code or 0)
    except InputError as error:
        say_error(error)
        return Exit.USAGE
    except PolicyError as error:
        say(str(error))
        return Exit.FINDINGS
    except KeyboardInterrupt:
        say(tr("已取消。", "Cancelled."))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except SystemExit as error:
        return int(error.code or 0) if not isinstance(error.code, str) else Exit.USAGE
    except Exception as error:
        return _other(error, debug)


def _other(error: Exception, debug: bool) -> int:
    """Usage errors of the command-line library, and what nobody foresaw: a line without values or a traceback."""
    shown = getattr(error, "format_message", None)
    if shown is not None:
        say(f"{tr('用法错误', 'Usage error')}: {shown()}")
        say(tr("  运行 yibao --help 查看用法", "  see: yibao --help"))
        return Exit.USAGE
    if type(error).__name__ == "Abort":
        say(tr("已取消。", "Cancelled."))
        return Exit.INTERRUPTED
    if type(error).__name__ == "Exit":
        return int(getattr(error, "exit_code", 0))
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    say(
        tr(
            f"程序出错 [{type(error).__name__}] {place}。",
            f"Internal error [{type(error).__name__}] {place}.",
        )
    )
    if debug:
        import traceback

        # Lines of our own code only: no message, because messages may hold what the user typed.
        say("".join(traceback.format_list(traceback.extract_tb(error.__traceback__))))
    else:
        say(tr("  加 --debug 可看到出错的位置（不含您的数据）", "  --debug shows where (without your data)"))
    return Exit.FINDINGS


def _closed_pipe() -> int:
    """The reader has gone: say nothing, and keep the interpreter from saying something at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return Exit.OK


def _language(args: list[str]) -> str:
    """`--lang`, else $YIBAO_LANG, else Chinese."""
    for i, arg in enumerate(args):
        if arg.startswith("--lang="):
            return _known(arg.removeprefix("--lang="))
        if arg == "--lang" and i + 1 < len(args):
            return _known(args[i + 1])
    return _known(os.environ.get("YIBAO_LANG") or "zh")


def _known(language: str) -> str:
    short = language.lower()[:2]
    return short if short in lang.LANGUAGES else "zh"
