"""The ambient facts of one run: streams, terminals, whether a prompt is possible, and how things are printed."""

from __future__ import annotations

import enum
import json
import os
import sys
from typing import Any

from .errors import InputError
from .lang import tr


class Exit(enum.IntEnum):
    """Exit codes: 0 an answer, 1 findings in rows or policies, 2 wrong usage or input, 3 facts missing, 130 Ctrl-C."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    MISSING = 3
    INTERRUPTED = 130


def prepare_streams() -> None:
    """Make sure that a character which the stream cannot encode never ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def can_prompt(no_input: bool) -> bool:
    """Whether questions may be asked: stdin and stdout are terminals and nobody said no."""
    if no_input or os.environ.get("YIBAO_NO_INPUT") or os.environ.get("CI"):
        return False
    try:
        return sys.stdin.isatty() and sys.stdout.isatty()
    except (AttributeError, ValueError):
        return False


def clean(text: str) -> str:
    """Text without control characters, direction marks and lone surrogates, so that data cannot steer a terminal."""
    import unicodedata

    return "".join(c if c in "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "" for c in text)


def say(text: str) -> None:
    """A note on stderr."""
    if sys.stderr is not None:
        sys.stderr.write(mask(clean(text)) + "\n")
        sys.stderr.flush()


def folded(text: str, stream: Any, indent: str = "") -> str:
    """A text broken to the width of the terminal that the stream is; as it is where the stream is none.

    What holds a command is left alone, so that it can be pasted.
    """
    if "yibao " in text or stream is None or not stream.isatty():
        return indent + text
    from shutil import get_terminal_size

    from .render.wrap import wrap

    width = get_terminal_size().columns - len(indent)
    return "\n".join(indent + row for row in wrap(text, width))


def mask(text: str) -> str:
    """Text in which every number that passes the identity-card check shows only its region and last digits."""
    import re

    def hide(match: re.Match[str]) -> str:
        number = match.group()
        return number[:6] + "********" + number[-4:] if is_identity(number) else number

    return re.sub(r"(?<!\d)\d{17}[\dXx](?!\d)", hide, text)


def is_identity(number: str) -> bool:
    """Whether 18 characters are a valid 身份证 number. Source: GB 11643-1999, mod 11-2."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def say_error(error: InputError) -> None:
    """One message: what, where and what to do."""
    where = f" {error.field}" if error.field else ""
    say(folded(mask(f"{tr('错误', 'Error')} [{error.code}]{where}: {error.message}"), sys.stderr))
    if error.hint:
        say(folded(mask(error.hint), sys.stderr, "  "))


def escaped(text: str) -> str:
    """JSON text in which control characters and direction marks of the data are escapes: the same values, harmless to show."""
    if text.replace("\n", "").isprintable():
        return text
    import unicodedata

    marks = {c for c in set(text) - {"\n"} if unicodedata.category(c) in ("Cc", "Cf")}
    return text.translate({ord(c): json.dumps(c)[1:-1] for c in marks})


def write_json(value: Any) -> None:
    """JSON on stdout: readable Chinese where stdout is UTF-8, ASCII escapes elsewhere."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = escaped(json.dumps(value, ensure_ascii=not encoding.startswith("utf"), indent=2))
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()
