"""What a policy file is read into: texts, lists and mappings that know their place, and readers of single fields.

No scalar is ever turned into a number, a date or a truth value here: `0311`, `no` and `12:30` cannot become 201,
False and 750; the reader of a field parses its text by the field's own grammar. `strict.py` makes the nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NoReturn

from .errors import Place, PolicyError, Problem


class _Placed:
    """Where a node stands. The `Place` is made when it is asked for: most never are."""

    __slots__ = ()
    file: str
    line: int
    column: int

    @property
    def place(self) -> Place:
        """File, line and column, counted from 1."""
        return Place(self.file, self.line, self.column)


class Text(_Placed, str):
    """A scalar: its text, where it stands, and whether it was quoted."""

    __slots__ = ("column", "file", "line", "quoted")
    quoted: bool


class Items(_Placed, list[Any]):
    """A sequence and where it stands."""

    __slots__ = ("column", "file", "line")


class Fields(_Placed, dict[str, Any]):
    """A mapping, where it stands, and where its keys stand: `spots` holds line, column, line, column, …"""

    __slots__ = ("column", "file", "line", "spots")
    spots: list[int]

    @property
    def keys_at(self) -> dict[str, Place]:
        """The place of each key."""
        pairs = zip(self, self.spots[::2], self.spots[1::2], strict=True)
        return {key: Place(self.file, line, column) for key, line, column in pairs}


Node = Text | Items | Fields


def fail(code: str, message: str, *places: Place, repair: str = "", witness: str = "") -> NoReturn:
    """Raise one problem."""
    raise PolicyError(Problem(code, message, places, repair, witness))


def fields_of(node: Any, required: str, optional: str = "") -> Fields:
    """The node as a mapping that has all `required` keys and no key beyond `required` and `optional`.

    Raises PolicyError E105 (not a mapping), E201 (unknown key, with the nearest known one), E202 (missing key).
    """
    if not isinstance(node, Fields):
        fail("E105", "这里要写“键: 值”", node.place, repair=f"需要的键：{required}")
    needed, known = _words(required, optional)
    for key in node:
        if key not in known:
            fail(
                "E201",
                f"不认识的键“{key}”",
                node.keys_at[key],
                repair=f"改成 {nearest(key, known)}；可用：{'、'.join(known)}",
            )
    for key in needed:
        if key not in node:
            fail("E202", f"缺少键“{key}”", node.place, repair=f"补上 {key}: …")
    return node


@cache
def _words(required: str, optional: str) -> tuple[list[str], list[str]]:
    needed = required.split()
    return needed, needed + optional.split()


def mapping_of(node: Any) -> Fields:
    """The node as a mapping with any keys.

    Raises PolicyError E105.
    """
    if not isinstance(node, Fields):
        fail("E105", "这里要写“键: 值”", node.place, repair="每项写成 编号: {…}")
    return node


def entries(fields: Fields, key: str) -> Items:
    """The list under an optional key; empty without the key."""
    return items_of(fields[key]) if key in fields else Items()


def year_of(node: Any) -> int:
    """A year of four digits.

    Raises PolicyError E105, E204.
    """
    text = text_of(node)
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text[0] == "2"):
        fail("E204", f"“{text[:20]}”不是年份", text.place, repair="写成 2026 这样的四位数")
    return int(text)


def items_of(node: Any) -> Items:
    """The node as a list; a single value stands for a list of one."""
    if isinstance(node, Items):
        return node
    items = Items([node])
    items.file, items.line, items.column = node.file, node.line, node.column
    return items


def text_of(node: Any) -> Text:
    """The node as a plain value."""
    if not isinstance(node, Text):
        fail("E105", "这里要写一个值", node.place, repair="不要写列表或“键: 值”")
    return node


def human(node: Any) -> dict[str, str]:
    """A text for people in both languages: ``{zh: "…", en: "…"}``, always quoted.

    Raises PolicyError E105, E201, E202, E108 (not quoted or empty).
    """
    fields = fields_of(node, "zh en")
    for key in ("zh", "en"):
        quoted_text(fields[key])
    return {"zh": str(fields["zh"]), "en": str(fields["en"])}


def quoted_text(node: Any) -> str:
    """A text for people in one language, always quoted and not empty, without characters that steer a terminal.

    Raises PolicyError E105, E108 (not quoted or empty), E109 (control characters, direction marks).
    """
    value = text_of(node)
    if not value.isprintable() and _steers(value):
        fail("E109", "文字里有看不见的控制字符", value.place, repair="删去换行、转义序列和文字方向标记")
    if not value.quoted or not value.strip():
        fail("E108", f"给人看的文字必须加引号且不为空：{value[:20]}", value.place, repair=f'写成 "{value}"')
    return str(value)


def _steers(value: str) -> bool:
    import unicodedata

    return any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in value)


def choice(node: Any, members: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """One of a closed list of words.

    Raises PolicyError E203 with the nearest word.
    """
    value, known = text_of(node), list(members)
    if value not in known:
        fail(
            "E203",
            f"“{value}”不在可选值里",
            value.place,
            repair=f"改成 {nearest(value, known)}；可选：{'、'.join(known)}",
        )
    return str(value)


def nearest(word: str, known: list[str]) -> str:
    """The known word that is spelt most like `word`."""
    from difflib import get_close_matches

    return (get_close_matches(word, known, 1, 0.0) or known or [""])[0]
