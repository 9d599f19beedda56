"""Where policy files live, and the receipt of what an answer rests on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from .errors import PolicyError, Problem

_chosen: list[Path] = []


def use(path: Path | None) -> None:
    """Take policies from this folder instead of the built-in one (flag `--policies`); forgets what was read."""
    _chosen[:] = [path] if path else []
    forget()


def forget() -> None:
    """Drop everything that was read or compiled from the present folder."""
    from . import forget_all

    root.cache_clear()
    forget_all()


@cache
def root() -> Path:
    """The policies folder: the chosen one, $YIBAO_POLICIES, inside the wheel, or beside the package in a checkout.

    Raises PolicyError E207 if there is none.
    """
    here = Path(__file__).resolve().parents[1]
    given = _chosen or ([Path(os.environ["YIBAO_POLICIES"])] if os.environ.get("YIBAO_POLICIES") else [])
    for path in given or [here / "policies", here.parent / "policies"]:
        # A name that is too long for the system is no folder either.
        with suppress(OSError, ValueError):
            if (path / "vocabulary").is_dir():
                return path
    where = str(given[0] if given else here)[:200]
    raise PolicyError(
        Problem("E207", f"找不到政策文件夹：{where}", repair="用 --policies 指到含 vocabulary/ 的文件夹")
    )


def name(path: Path) -> str:
    """How a file is named in messages: relative to the policies folder."""
    try:
        return path.relative_to(root()).as_posix()
    except ValueError:
        return path.as_posix()


def content(path: Path) -> bytes:
    """The bytes of one policy file.

    Raises PolicyError E207 for a file that cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise PolicyError(Problem("E207", f"读不到文件 {name(path)}：{error.strerror}")) from None


def text(path: Path) -> str:
    """The text of one policy file.

    Raises PolicyError E101 for bytes that are not UTF-8 and E207 for a file that cannot be read.
    """
    try:
        return content(path).decode("utf-8")
    except UnicodeDecodeError:
        raise PolicyError(Problem("E101", f"{name(path)} 不是 UTF-8", repair="用 UTF-8 另存")) from None


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, each by the names in its header.

    Raises PolicyError E101, E207.
    """
    lines = [line for line in text(path).splitlines() if line]
    if not lines:
        raise PolicyError(Problem("E101", f"{name(path)} 是空的"))
    names, *found = [line.split(",") for line in lines] if '"' not in "".join(lines) else _quoted(lines)
    for number, row in enumerate(found, 2):
        if len(row) != len(names):
            raise PolicyError(
                Problem(
                    "E101", f"{name(path)} 第 {number} 行（空行不计）有 {len(row)} 列，表头有 {len(names)} 列"
                )
            )
    return [dict(zip(names, row, strict=True)) for row in found]


def _quoted(lines: list[str]) -> Iterator[list[str]]:
    import csv

    return csv.reader(lines)


def receipt(files: Iterable[str] | None = None) -> str:
    """``sha256:…`` over the vocabulary, the national layer and the named region files (None: over the whole folder)."""
    from hashlib import sha256

    shared = [found for part in ("vocabulary", "national") for found in _below(part)]
    named = {*shared, *files} if files is not None else set(_below(""))
    digest = sha256()
    for file in sorted(named, key=lambda file: file.split("/")):
        found = content(root() / file)
        digest.update(f"{file}\0{len(found)}\0".encode())
        digest.update(found)
    return "sha256:" + digest.hexdigest()


def _below(part: str) -> Iterator[str]:
    """The files below a part of the policies folder whose names have a dot, named relative to the folder."""
    if (root() / part).is_dir():
        for entry in os.scandir(root() / part):
            file = f"{part}/{entry.name}" if part else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _below(file)
            elif "." in entry.name and entry.is_file():
                yield file
