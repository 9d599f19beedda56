"""Policy files as nodes, without parsing YAML where the wheel already holds what the very same bytes are parsed into.

A checkout has no such copies. A copy counts only under a seal over the bytes of the YAML file and of the copy itself,
so it can be missing, old or damaged, but never give other nodes than the file on disk.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import folder
from .nodes import Fields, Items, Node, Text

FORM = b"yibao/parsed/1"
"""To be counted up whenever `pack` or a node changes."""

COPIES = Path(__file__).resolve().parents[1] / "parsed"
_used = [True]


def yaml_only() -> None:
    """Read nothing but the YAML files themselves from now on: for proofs."""
    _used[0] = False
    folder.forget()


def top(path: Path) -> Fields:
    """The top mapping of a policy file.

    Raises PolicyError E101 to E107 and E207.
    """
    file = folder.name(path)
    found = copy_of(folder.content(path), file) if _used[0] else None
    if found is None:
        from .strict import read

        found = read(folder.text(path), file)
    return found


def copy_of(content: bytes, file: str) -> Fields | None:
    """The nodes that the wheel holds for these bytes of a file; None without a copy that is sound."""
    try:
        seal, _, body = (COPIES / f"{file}.json").read_bytes().partition(b"\n")
    except (OSError, ValueError):
        return None
    if seal != _seal(content, body):
        return None
    found = _node(json.loads(body), file)
    assert isinstance(found, Fields)
    return found


def pack(content: bytes, top: Fields) -> bytes:
    """The copy of a file: a line with the seal, then JSON of ``[line, column, value, quoted or the places of the keys]``."""
    body = json.dumps(_raw(top), ensure_ascii=False, separators=(",", ":")).encode()
    return _seal(content, body) + b"\n" + body


def write_copies(policies: Path, target: Path) -> None:
    """Parse every file of a policies folder and write the copies, as the build of the wheel does.

    Raises PolicyError E101 to E107.
    """
    from .strict import read

    for path in sorted(policies.rglob("*.yaml")):
        file, content = path.relative_to(policies).as_posix(), path.read_bytes()
        copy = target / f"{file}.json"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(pack(content, read(content.decode("utf-8"), file)))


def _seal(content: bytes, body: bytes) -> bytes:
    return sha256(b"%b %d " % (FORM, len(content)) + content + body).hexdigest().encode()


def _raw(node: Node) -> list[Any]:
    place = [node.line, node.column]
    if isinstance(node, Text):
        return [*place, str(node), node.quoted]
    if isinstance(node, Items):
        return [*place, [_raw(item) for item in node], None]
    return [*place, {key: _raw(value) for key, value in node.items()}, node.spots]


def _node(raw: list[Any], file: str) -> Node:
    node: Node
    line, column, value, more = raw
    if isinstance(value, str):
        node = Text(value)
        node.quoted = more
    elif isinstance(value, list):
        node = Items([_node(item, file) for item in value])
    else:
        node = Fields({key: _node(item, file) for key, item in value.items()})
        node.spots = more
    node.file, node.line, node.column = file, line, column
    return node
