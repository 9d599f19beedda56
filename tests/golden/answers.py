"""Whole answers to varied cases, in both languages, as they are kept in `kept/`: `03.en` is case 3 in English.

The cases were chosen so that each line of `advise/` that a case can reach is reached by at least two of them. Those with
`options` are answered with options, what-if and settle, in both languages; the others in one. Left out of the kept form:
the receipt, all of a source but id and grade, and line numbers of policy files, which say nothing about the case.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from yibao_cli import lang
from yibao_cli.advise.answer import to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read

HERE = Path(__file__).parent
FOLDER = HERE / "kept"
AS_OF = dt.date(2026, 11, 22)


@cache
def cases() -> dict[str, dict[str, Any]]:
    """All cases by number; `languages` and `options` tell what is kept of each."""
    lines = (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return {f"{number:02d}": json.loads(line) for number, line in enumerate(lines, 1)}


def names() -> list[str]:
    """``01.zh`` and so on, for every kept answer."""
    return [f"{key}.{language}" for key, entry in cases().items() for language in entry["languages"]]


def text(name: str) -> str:
    """The answer as it is kept: JSON, one line an item."""
    key, language = name.split(".")
    entry = cases()[key]
    lang.use(language)
    found = to_json(advise(read(entry["case"], AS_OF), options=entry["options"]))
    found["sources"] = [f"{source['id']} {source['grade']}" for source in found["sources"]]
    left_out = ("schema", "receipt")
    parts = [f"{json.dumps(part)}: {_lines(value)}" for part, value in found.items() if part not in left_out]
    return re.sub(r"\.yaml:\d+:\d+", ".yaml", "{\n" + ",\n".join(parts) + "\n}\n")


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(_one(item) for item in value) + "\n]"
    if isinstance(value, dict) and value:
        return "{\n  " + ",\n  ".join(f"{_one(key)}: {_one(item)}" for key, item in value.items()) + "\n}"
    return _one(value)


def _one(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
