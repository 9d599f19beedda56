"""Saving an answer to a file: the form follows the suffix, and a file is either whole or not there."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from ..advise.answer import Answer, to_json
from ..console import escaped
from ..errors import InputError
from ..lang import tr

SUFFIXES = (".html", ".md", ".svg", ".ics", ".json")


def save(result: Answer, path: Path) -> None:
    """Write the answer as HTML, Markdown, SVG, iCalendar or JSON (UTF-8), atomically.

    Raises InputError unknown_suffix, no_such_folder, is_a_link, is_a_folder, nothing_to_draw, not_writable.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise _error(
            "unknown_suffix",
            path,
            tr("不能保存成这种文件", "cannot save to this kind of file"),
            "、".join(SUFFIXES),
        )
    _refuse_place(path)
    content = _forms()[suffix](result)
    if not content:
        raise _error(
            "nothing_to_draw",
            path,
            tr("还没有可画的日期", "there is no date to draw yet"),
            tr("补充地区、险种和缴费日", "add region, scheme and payment day"),
        )
    _write(path, content)


def put(path: Path, content: bytes) -> None:
    """Write a whole file, atomically. Raises InputError no_such_folder, is_a_link, is_a_folder, not_writable."""
    _refuse_place(path)
    _write(path, content)


def _refuse_place(path: Path) -> None:
    try:
        _check_place(path)
    except OSError as error:  # names that are too long, or hold what no name can hold
        raise _error(
            "not_writable", path, tr("写不了文件", "cannot write the file"), str(error.strerror)
        ) from None


def _check_place(path: Path) -> None:
    """Refuse a target that is no plain file in a folder."""
    if not path.parent.is_dir():
        raise _error(
            "no_such_folder",
            path,
            tr("文件夹不存在", "the folder does not exist"),
            tr("先建好文件夹", "create it first"),
        )
    if path.is_symlink():
        raise _error(
            "is_a_link",
            path,
            tr("目标是符号链接", "the target is a symbolic link"),
            tr("换一个文件名", "choose another name"),
        )
    if path.is_dir():
        raise _error(
            "is_a_folder",
            path,
            tr("目标是文件夹", "the target is a folder"),
            tr("写上文件名", "add a file name"),
        )


def _error(code: str, path: Path, message: str, hint: str) -> InputError:
    name = path.name[:60]
    return InputError(code, "save", tr(f"{message}：{name}", f"{message}: {name}"), hint)


def _forms() -> dict[str, Callable[[Answer], bytes]]:
    def html(result: Answer) -> bytes:
        from .page import page

        return page(result).encode()

    def markdown(result: Answer) -> bytes:
        from .markdown import markdown as write

        return write(result).encode()

    def picture(result: Answer) -> bytes:
        from .svg import svg

        return svg(result).encode()

    def entries(result: Answer) -> bytes:
        from .calendar import calendar

        return calendar(result)

    def data(result: Answer) -> bytes:
        return (escaped(json.dumps(to_json(result), ensure_ascii=False, indent=2)) + "\n").encode()

    return {".html": html, ".md": markdown, ".svg": picture, ".ics": entries, ".json": data}


def _write(path: Path, content: bytes) -> None:
    """Write beside the target and rename, so that a stopped run leaves no half file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        draft.replace(path)
    except OSError as error:
        raise _error(
            "not_writable", path, tr("写不了文件", "cannot write the file"), str(error.strerror)
        ) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
