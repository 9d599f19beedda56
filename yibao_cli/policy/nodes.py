"""Strict YAML: nothing is guessed. Every scalar stays text, and every node knows its place.

Refused: duplicate keys, tags, anchors and aliases, more than one document, odd control characters.
Because no scalar is ever turned into a number, a date or a truth value here, `0311`, `no` and `12:30`
cannot become 201, False and 750; the reader of a field parses its text by the field's own grammar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from .errors import Place, PolicyError, Problem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, same answers
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_DEPTH = 24
MAX_BYTES = 2_000_000
MAX_OPENED = 5_000
"""Most lists and mappings opened inside a line; the largest region file has under 400. libyaml composes by recursion
and dies of a full stack at some 25,000 levels, before any depth can be looked at."""


_OPENS = re.compile(r"[\[{]|[-?][ \t]")


class Text(str):
    """A scalar: its text, where it stands, and whether it was quoted."""

    place: Place
    quoted: bool


class Items(list[Any]):
    """A sequence and where it stands."""

    place: Place


class Fields(dict[str, Any]):
    """A mapping, where it stands, and where each of its keys stands. Remembers which keys were read."""

    place: Place
    keys_at: dict[str, Place]


Node = Text | Items | Fields


def fail(code: str, message: str, *places: Place, repair: str = "", witness: str = "") -> NoReturn:
    """Raise one problem."""
    raise PolicyError(Problem(code, message, places, repair, witness))


def read(text: str, file: str) -> Fields:
    """The top mapping of a policy file.

    Raises PolicyError E101 to E107.
    """
    if len(text) > MAX_BYTES:
        fail("E107", "文件超过 2 MB", Place(file, 1, 1), repair="拆成多个文件")
    if len(_OPENS.findall(text)) > MAX_OPENED:
        fail("E107", f"列表和“键: 值”超过 {MAX_OPENED} 处", Place(file, 1, 1), repair="拆成多个文件")
    loader = None
    try:
        loader = _Loader(text)
        _refuse_aliases(text, file)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
        if "document" in str(error.context or "") + str(error.problem or ""):
            fail("E106", "一个文件只能有一个 YAML 文档", place, repair="删去多余的 ---")
        fail("E101", f"不是合法的 YAML：{error.problem}", place, repair="检查缩进、冒号和引号")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        fail(
            "E101", f"不是合法的 YAML：{type(error).__name__}", Place(file, 1, 1), repair="检查特殊字符和嵌套"
        )
    finally:
        if loader is not None:
            loader.dispose()
    if root is None:
        fail("E105", "文件是空的", Place(file, 1, 1), repair="至少写一个字段")
    node = _convert(root, file, 0)
    if not isinstance(node, Fields):
        fail("E105", "最外层必须是“键: 值”", Place(file, 1, 1), repair="从 region: 或 rules: 这样的键写起")
    return node


def _refuse_aliases(text: str, file: str) -> None:
    # Only files that contain these characters at all are scanned: events cost as much as a second parse.
    if "&" not in text and "*" not in text and "!" not in text:
        return
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        place = Place(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fail("E103", "不允许锚点和别名（& 和 *）", place, repair="把内容写完整，或给文本加引号")
        if tag := getattr(event, "tag", None):
            fail("E104", f"不允许标签 {tag}", place, repair="删去以 ! 开头的标签")


def _convert(node: yaml.Node, file: str, depth: int) -> Node:
    mark = node.start_mark
    place = Place(file, mark.line + 1, mark.column + 1)
    if depth > MAX_DEPTH:
        fail("E107", "嵌套太深", place, repair="减少层级")
    if isinstance(node, yaml.ScalarNode):
        scalar = Text(node.value)
        scalar.place = place
        scalar.quoted = bool(node.style)
        return scalar
    if isinstance(node, yaml.SequenceNode):
        items = Items(_convert(child, file, depth + 1) for child in node.value)
        items.place = place
        return items
    fields = Fields()
    fields.place = place
    fields.keys_at = {}
    for key_node, value_node in node.value:
        key_mark = key_node.start_mark
        at = Place(file, key_mark.line + 1, key_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            fail("E105", "键必须是一个词", at, repair="用简单的键名")
        key = key_node.value
        if key in fields:
            fail("E102", f"键“{key}”重复", fields.keys_at[key], at, repair="只留一个")
        fields.keys_at[key] = at
        fields[key] = _convert(value_node, file, depth + 1)
    return fields


def fields_of(node: Any, required: str, optional: str = "") -> Fields:
    """The node as a mapping that has all `required` keys and no key beyond `required` and `optional`.

    Raises PolicyError E105 (not a mapping), E201 (unknown key, with the nearest known one), E202 (missing key).
    """
    if not isinstance(node, Fields):
        fail("E105", "这里要写“键: 值”", node.place, repair=f"需要的键：{required}")
    known = required.split() + optional.split()
    for key, at in node.keys_at.items():
        if key not in known:
            fail(
                "E201",
                f"不认识的键“{key}”",
                at,
                repair=f"改成 {nearest(key, known)}；可用：{'、'.join(known)}",
            )
    for key in required.split():
        if key not in node:
            fail("E202", f"缺少键“{key}”", node.place, repair=f"补上 {key}: …")
    return node


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
    items.place = node.place
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
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in value):
        fail("E109", "文字里有看不见的控制字符", value.place, repair="删去换行、转义序列和文字方向标记")
    if not value.quoted or not value.strip():
        fail("E108", f"给人看的文字必须加引号且不为空：{value[:20]}", value.place, repair=f'写成 "{value}"')
    return str(value)


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
