"""Strict YAML: nothing is guessed. Every scalar stays text, and every node knows its place.

Refused: duplicate keys, tags, anchors and aliases, more than one document, odd control characters.
"""

from __future__ import annotations

import re

import yaml

from .errors import Place
from .nodes import Fields, Items, Node, Text, fail

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
        scalar.file, scalar.line, scalar.column = file, place.line, place.column
        scalar.quoted = bool(node.style)
        return scalar
    if isinstance(node, yaml.SequenceNode):
        items = Items(_convert(child, file, depth + 1) for child in node.value)
        items.file, items.line, items.column = file, place.line, place.column
        return items
    fields = Fields()
    fields.file, fields.line, fields.column, fields.spots = file, place.line, place.column, []
    for key_node, value_node in node.value:
        key_mark = key_node.start_mark
        at = Place(file, key_mark.line + 1, key_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            fail("E105", "键必须是一个词", at, repair="用简单的键名")
        key = key_node.value
        if key in fields:
            fail("E102", f"键“{key}”重复", fields.keys_at[key], at, repair="只留一个")
        fields.spots += (at.line, at.column)
        fields[key] = _convert(value_node, file, depth + 1)
    return fields
