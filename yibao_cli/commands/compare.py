"""`yibao policies diff`: which situations two dates or two folders answer differently."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import parse
from ..console import Exit, write_json
from ..errors import InputError
from ..lang import plural, tr
from ..policy import folder, layers
from ..policy.diff import Change, changes, on_day
from ..policy.layers import Row
from ..policy.vocabulary import SCHEMES
from .show import cell_text, then_text

if TYPE_CHECKING:
    from ..render.screen import Screen

Side = Callable[[str, str], list[Row]]
"""Gives the rows of a region and scheme on one side of the comparison."""


def show_difference(one: str | None, two: str | None, region: str | None, screen: Screen | None) -> int:
    """Print every box of situations whose outcome differs; exit code 0 whether there are any or not.

    Raises InputError for sides that are neither a date nor a folder.
    """
    if one is None or two is None:
        message = tr("要写明比较的两端", "both sides of the comparison are needed")
        raise InputError(
            "missing_side", "diff", message, "--from 2025-12-31 --to 2026-01-01 / --from DIR --to DIR"
        )
    codes = [parse.region("region", region).code] if region else [layers.NATION, *layers.region_paths()]
    # Rows of a folder are read before the other folder is chosen, because tables are cached by code alone.
    old = {(code, scheme): rows for code, scheme, rows in _side(one, codes)}
    new = {(code, scheme): rows for code, scheme, rows in _side(two, codes)}
    folder.use(None)
    found = [
        (code, scheme, change)
        for code, scheme in old
        for change in changes(old[code, scheme], new[code, scheme], scheme)
        if _own(code, change)
    ]
    if screen is None:
        write_json(
            {"schema": "yibao/diff/1", "from": one, "to": two, "changes": [_json(*item) for item in found]}
        )
        return Exit.OK
    for code, scheme, change in found:
        screen.heading(f"{code} {scheme}: {_when(change, scheme)}")
        screen.points([_then(change.old), _then(change.new)], ["-", "+"])
    screen.line(tr(f"共 {len(found)} 处不同", f"{plural(len(found), 'difference')}"))
    return Exit.OK


def _own(code: str, change: Change) -> bool:
    """Whether the change is of the region's own file; what it inherits is reported once, at its layer."""
    return any(row is not None and row.file.code == code for row in (change.old, change.new))


def _side(text: str, codes: list[str]) -> Iterator[tuple[str, str, list[Row]]]:
    path = Path(text)
    if os.path.isdir(path):
        folder.use(path)
        day = dt.date.today()
    else:
        folder.use(None)
        day = parse.day("diff", text, dt.date.today())
    for code in codes:
        for scheme in SCHEMES:
            table = layers.table(code, scheme)
            yield code, scheme, list(table.rows) if os.path.isdir(path) else on_day(table, day.toordinal())


def _when(change: Change, scheme: str) -> str:
    return ", ".join(f"{key}: {cell_text(key, cell, scheme)}" for key, cell in change.box.items()) or tr(
        "任何情形", "any situation"
    )


def _then(row: Row | None) -> str:
    return f"{row.id} {then_text(row.rule)}" if row else tr("没有规则", "no rule")


def _json(code: str, scheme: str, change: Change) -> dict[str, Any]:
    return {
        "region": code,
        "scheme": scheme,
        "when": {key: cell_text(key, cell, scheme) for key, cell in change.box.items()},
        "from": change.old.id if change.old else None,
        "to": change.new.id if change.new else None,
    }
