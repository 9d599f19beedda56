"""Mutation testing in small: `python -m tests.trust.mutate yibao_cli/dates.py … [--every 1]`.

Each mutant changes one place of one file and is tried in a forked process; one of `quick.CHECKS` must then fail. Prints survivors.
"""

from __future__ import annotations

import argparse
import ast
import copy
import csv  # noqa: F401 - what the checks import is loaded once, before the forks
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import dateutil.relativedelta  # noqa: F401
import pytest  # noqa: F401
import yaml  # noqa: F401

ROOT = Path(__file__).parents[2]
SECONDS = 120
"""A mutant that runs longer hangs, and counts as found."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "first": "last"}


def places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, ast.AST | None, int]]:
    """Every node that can be changed, with how, and its place in the walk."""
    annotations = {
        id(inner)
        for node in ast.walk(tree)
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if part is not None
        for inner in ast.walk(part)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in annotations:
            continue
        if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp | ast.AugAssign):
            operator = node.ops[0] if isinstance(node, ast.Compare) else node.op
            if type(operator) in SWAPS:
                yield node, f"{type(operator).__name__} -> {SWAPS[type(operator)].__name__}", None, number
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not dropped", None, number
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
            yield (
                node,
                f"{node.value} -> {not node.value if isinstance(node.value, bool) else node.value + 1}",
                None,
                number,
            )
        elif isinstance(node, ast.Name) and node.id in ("min", "max", "any", "all"):
            yield node, f"{node.id} -> {NAMES[node.id]}", None, number
        elif isinstance(node, ast.IfExp):
            yield node, "if-else turned round", None, number
        elif isinstance(node, ast.If):
            yield node, "condition turned round", None, number
        elif (
            isinstance(node, ast.Return)
            and node.value is not None
            and not isinstance(node.value, ast.Constant)
        ):
            yield node, "returns None", None, number


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, change and text of every mutant."""
    tree = ast.parse(source)
    for _, how, _, number in places(tree):
        changed = copy.deepcopy(tree)
        node = list(ast.walk(changed))[number]
        change(node)
        ast.fix_missing_locations(changed)
        yield getattr(node, "lineno", 0), how, ast.unparse(changed)


def change(node: ast.AST) -> None:
    """Change one node in place."""
    if isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    elif isinstance(node, ast.Name):
        node.id = NAMES[node.id]
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    elif isinstance(node, ast.If):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives the mutant instead of one module of the program."""

    def __init__(self, file: str, text: str) -> None:
        self.name = file.removesuffix(".py").replace("/", ".")
        self.text, self.path = text, str(ROOT / file)

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        spec = importlib.util.spec_from_loader(fullname, self, origin=self.path)
        assert spec is not None
        spec.has_location = True
        return spec

    def get_source(self, fullname: str) -> str:
        return self.text


def found(file: str, text: str) -> str:
    """The check that notices a mutant, in a process of its own; empty if none does."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sys.meta_path.insert(0, Changed(file, text))
        signal.alarm(SECONDS)
        name = "import"
        try:
            from tests.trust import quick

            for check in quick.CHECKS:
                name = check.__name__
                check()
            name = ""
        except BaseException:
            os.write(writer, name.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return said or ("endless" if os.WIFSIGNALED(status) else "")


def main() -> int:
    """Try every mutant (or every n-th) of the files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    assert not [name for name in sys.modules if name.startswith("yibao_cli")]
    if noticed := found(options.files[0], (ROOT / options.files[0]).read_text("utf-8")):
        print(f"without any mutant {noticed} fails")
        return 2
    for file in options.files:
        killed, tried = 0, 0
        for line, how, text in list(mutants((ROOT / file).read_text("utf-8")))[
            options.first :: options.every
        ]:
            noticed = found(file, text)
            tried += 1
            killed += bool(noticed)
            if not noticed:
                print(f"survived {file}:{line} {how}", flush=True)
        print(f"{file}: {killed} of {tried} found", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
