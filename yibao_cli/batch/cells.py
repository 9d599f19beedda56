"""Single cells: what a spreadsheet would run, and what it has destroyed."""

from __future__ import annotations

import re
from typing import Any

from ..console import is_identity
from ..errors import InputError
from ..lang import tr

_FORMULA = re.compile(r"[ \u3000]*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)%?")
_QUOTED = re.compile(r"'[ \u3000]*[=+\-@\t\r＝＋－＠]")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?1[4-9]")
_ROUNDED = re.compile(r"\d{15}000")
_ID_HEADER = re.compile(r"身份证|证件|社会保障号|社保号|公民|id_?(card|no|num)|identity", re.IGNORECASE)


def neutral(text: str) -> str:
    """The cell so that no spreadsheet runs it: an apostrophe before what begins like a formula; plain numbers stay."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain(text: str) -> str:
    """The cell as it was before `neutral`: `plain(neutral(text)) == text` for every text that `neutral` changes."""
    return text[1:] if _QUOTED.match(text) else text


def holds_identities(header: str) -> bool:
    """Whether a column is one of identity numbers by its header."""
    return bool(_ID_HEADER.search(header))


def damage(header: str, text: str) -> InputError | None:
    """What Excel has destroyed in a cell of an identity column: digits turned to ``1.10105E+17`` or to ``...000``.

    The digits are gone, so nothing is guessed. A number whose check digit happens to fit is taken as it is.
    """
    if _SCIENTIFIC.fullmatch(text):
        shape = text[:3] + "…E+" + text[-2:]
    elif _ROUNDED.fullmatch(text) and not is_identity(text):
        shape = "…" + text[-3:]
    else:
        return None
    return InputError(
        "excel_damage",
        header[:20],
        tr(
            f"号码被 Excel 改坏了（{shape}），末几位已经丢失",
            f"Excel has destroyed this number ({shape}): its last digits are lost",
        ),
        tr("从原始数据重新导出，先把该列设为“文本”", "export it again with the column formatted as text"),
    )


def plain_value(value: Any) -> str:
    """A JSON value as the text that the parsers take."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)
