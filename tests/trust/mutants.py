"""The mutants of a file: each changes one place. Texts, annotations and decorators are left alone."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One changed place: where it is, what is changed, and the outermost function it lies in (None: module level)."""

    file: str
    line: int
    column: int
    how: str
    number: int
    function: str | None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column + 1} {self.how}"

    def tree(self, source: str) -> ast.Module:
        """The whole file with this one change; line numbers stay."""
        tree = ast.parse(source)
        change(next(node for number, node in enumerate(ast.walk(tree)) if number == self.number))
        return ast.fix_missing_locations(tree)


def mutants(root: Path, file: str) -> list[Mutant]:
    """All mutants of a file, in the order of its lines."""
    tree = ast.parse((root / file).read_text("utf-8"))
    inside = dict(_functions(tree, ""))
    left_out = {id(inner) for part in _left_alone(tree) for inner in ast.walk(part)}
    found = [
        Mutant(file, node.lineno, node.col_offset, how, number, inside.get(id(node)))  # type: ignore[attr-defined]
        for number, node in enumerate(ast.walk(tree))
        if id(node) not in left_out and (how := kind(node))
    ]
    return sorted(found, key=lambda each: (each.line, each.column, each.how))


def _functions(tree: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """For each node in the body of a function or method: that function's full name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{path}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            for part in node.body:
                yield from ((id(inner), path + node.name) for inner in ast.walk(part))
        elif isinstance(node, ast.If | ast.Try):
            yield from _functions(node, path)


def _left_alone(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if part is not None:
                yield part
        yield from getattr(node, "decorator_list", ())


def kind(node: ast.AST) -> str:
    """How a node can be changed; empty if it cannot."""
    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp | ast.AugAssign):
        operator = type(node.ops[0] if isinstance(node, ast.Compare) else node.op)
        return f"{operator.__name__} -> {SWAPS[operator].__name__}" if operator in SWAPS else ""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return "not dropped"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        return f"{node.value} -> {not node.value if isinstance(node.value, bool) else node.value + 1}"
    if isinstance(node, ast.Name) and node.id in NAMES:
        return f"{node.id} -> {NAMES[node.id]}"
    if isinstance(node, ast.IfExp):
        return "if-else turned round"
    if isinstance(node, ast.If):
        return "condition turned round"
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        return "returns None"
    return ""


def change(node: ast.AST) -> None:
    """Change one node in place, as `kind` says."""
    if isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.UnaryOp):
        inner = copy.copy(node)
        node.operand = inner
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
