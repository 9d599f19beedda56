"""Which encoding a text file is in: a byte order mark, strict UTF-8, GB18030 - in this order, never the other way round."""

from __future__ import annotations

import codecs

from ..errors import InputError
from ..lang import tr

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect(sample: bytes, known: frozenset[str] = frozenset()) -> str:
    """The encoding of a file that begins with `sample` (which may end inside a character).

    Where a broken byte rules out UTF-8 but the header reads well only as UTF-8, UTF-8 it is: the rows with
    broken bytes are then reported one by one. `known` are header names that would be recognised.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if _decodes(sample, "utf-8"):
        return "utf-8"
    line = sample.splitlines()[0] if sample else b""
    if (
        _decodes(line, "utf-8")
        and not line.isascii()
        and any(name in line.decode(errors="ignore") for name in known)
    ):
        return "utf-8"
    return "gb18030" if _decodes(sample, "gb18030") else "utf-8"


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def named(encoding: str) -> str:
    """The codec's own name for an encoding that a user typed. Raises InputError unknown_encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise InputError(
            "unknown_encoding",
            "--encoding",
            tr(f"没有“{encoding[:20]}”这种编码", f"no such encoding: {encoding[:20]!r}"),
            "utf-8, gb18030, utf-16",
        ) from None


_seen = [0]


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _seen[0] += 1
    return "\ufffd", error.end


codecs.register_error("yibao-mark", _mark)


def broken_bytes() -> int:
    """How many undecodable places `errors="yibao-mark"` has met so far; each became U+FFFD."""
    return _seen[0]
