"""The shape of the code: small files, short functions, one door to each library, comments for reasons."""

from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize
from pathlib import Path

import pytest

from tests.program import ROOT

FILES = sorted((ROOT / "yibao_cli").rglob("*.py"))
DOORS = {
    "rich": {"render/screen.py"},
    "questionary": {"prompts.py"},
    "prompt_toolkit": {"prompts.py"},
    "typer": {"cli.py", "flags.py", "usage.py", "commands/help.py", "commands/completion.py"},
    "yaml": {"policy/strict.py"},
}
"""Where a library may be imported at all."""


def name(file: Path) -> str:
    return file.relative_to(ROOT / "yibao_cli").as_posix()


def functions(file: Path) -> list[ast.FunctionDef]:
    return [
        n for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef)
    ]


def length(function: ast.FunctionDef) -> int:
    """Lines of the body without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("file", FILES, ids=name)
def test_files_are_small_and_functions_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
    long = {f.name: length(f) for f in functions(file) if length(f) > 60}
    assert long == {}


def test_medians() -> None:
    lengths = [length(f) for file in FILES for f in functions(file)]
    assert statistics.median(lengths) < 10
    assert 40 <= statistics.median(len(file.read_text("utf-8").splitlines()) for file in FILES) <= 150


@pytest.mark.parametrize("file", FILES, ids=name)
def test_public_functions_say_what_they_give(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, "a file says what it holds"
    tops = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    silent = [node.name for node in tops if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert silent == []


def test_comments_are_few() -> None:
    """Comments give reasons: under eight in a hundred lines of code."""
    comments = code = 0
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        code += sum(bool(line.strip()) for line in text.splitlines())
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        comments += sum(
            t.type == tokenize.COMMENT and not re.match(r"#\s*(noqa|type:|fmt:)", t.string) for t in tokens
        )
    assert comments < 0.08 * code


@pytest.mark.parametrize("library", DOORS)
def test_libraries_have_one_door(library: str) -> None:
    found = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            for module in modules:
                if module.split(".")[0] == library:
                    found.add(name(file))
                assert not module.startswith("typer._"), name(file)
    assert found <= DOORS[library]


def test_no_star_imports_no_eval_no_pickle() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"import \*|\beval\(|\bexec\(|\bimport pickle|shell=True", text), name(file)


def test_files_are_opened_with_their_encoding() -> None:
    """Text is never read or written in whatever encoding the machine prefers."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            keywords = {keyword.arg for keyword in node.keywords}
            if called in ("read_text", "write_text"):
                assert (
                    "encoding" in keywords or (node.args and called == "read_text") or len(node.args) > 1
                ), (name(file), node.lineno)
            if called == "open" and isinstance(node.func, ast.Name):
                mode = next((a.value for a in node.args[1:2] if isinstance(a, ast.Constant)), "r")
                assert "b" in str(mode) or "encoding" in keywords, (name(file), node.lineno)


def test_own_symbols_exist_in_gbk() -> None:
    """What is said in either language can be printed on a Chinese Windows console."""
    for file in FILES:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("tr", "option", "argument"):
                for node in ast.walk(call):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        node.value.encode("gbk")


def test_test_files_are_small_too() -> None:
    long = [p.name for p in (ROOT / "tests").rglob("*.py") if len(p.read_text("utf-8").splitlines()) > 400]
    assert long == []
