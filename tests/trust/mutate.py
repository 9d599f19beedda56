"""Mutation testing in small: `python -m tests.trust.mutate yibao_cli/dates.py … [--jobs 2] [--every 1]`.

Each mutant changes one place of one file in a copy of the project; the quick tests must then fail. Prints survivors.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).parents[2]
TESTS = (
    "tests/test_dates.py", "tests/policy", "tests/trust/test_boundaries.py", "tests/trust/test_naive.py", "tests/test_cases.py",
    "tests/trust/test_invariants.py",
)  # fmt: skip
SECONDS = 240
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


def found(room: Path, file: str, text: str) -> bool:
    """Whether the quick tests notice a mutant."""
    target = room / file
    kept = target.read_text("utf-8")
    target.write_text(text, "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(room),
        "YIBAO_EACH": "250",
        "YIBAO_SHARES": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS],
            cwd=room, env=environment, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(kept, "utf-8")


def main() -> int:
    """Try every mutant (or every n-th) of the files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rooms: Queue[Path] = Queue()
        for number in range(options.jobs):
            room = Path(name) / str(number)
            for part in ("yibao_cli", "tests", "policies"):
                shutil.copytree(ROOT / part, room / part, ignore=shutil.ignore_patterns("__pycache__"))
            shutil.copy(ROOT / "pyproject.toml", room)
            rooms.put(room)
        if found(rooms.queue[0], options.files[0], (ROOT / options.files[0]).read_text("utf-8")):
            print("the tests fail without any mutant")
            return 2

        def attempt(item: tuple[str, int, str, str]) -> tuple[str, int, str, bool]:
            room = rooms.get()
            try:
                return *item[:3], found(room, item[0], item[3])
            finally:
                rooms.put(room)

        work = [
            (file, *mutant) for file in options.files for mutant in mutants((ROOT / file).read_text("utf-8"))
        ]
        total = {file: [0, 0] for file in options.files}
        with ThreadPoolExecutor(options.jobs) as pool:
            for file, line, how, noticed in pool.map(attempt, work[:: options.every]):
                total[file][0] += noticed
                total[file][1] += 1
                if not noticed:
                    print(f"survived {file}:{line} {how}", flush=True)
        for file, (killed, tried) in total.items():
            print(f"{file}: {killed} of {tried} found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
