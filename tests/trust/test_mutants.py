"""The mutants themselves: what is changed, what is left alone, and that each is another program that can be loaded."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.trust.mutants import mutants
from tests.trust.mutate import FILES, ROOT

SOURCE = '''
from dataclasses import dataclass

LIMIT: int = 3

@dataclass(frozen=True)
class Thing:
    size: int = 1

    def big(self, least: int = 0) -> bool:
        def inner(x):
            return x - 1
        return not self.size < least or max(1, inner(2)) > 2

def f(x):
    """Text stays."""
    if x == 1:
        return None
    return "a" if x else x << 1
'''


def test_every_place_once(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(SOURCE, encoding="utf-8")
    found = [(m.line, m.how, m.function) for m in mutants(tmp_path, "x.py")]
    big, f = "Thing.big", "f"
    assert found == [
        (4, "3 -> 4", None), (8, "1 -> 2", None), (10, "0 -> 1", None),
        (12, "returns None", big), (12, "Sub -> Add", big), (12, "1 -> 2", big),
        (13, "returns None", big), (13, "Or -> And", big), (13, "not dropped", big), (13, "Lt -> LtE", big),
        (13, "Gt -> GtE", big), (13, "max -> min", big), (13, "1 -> 2", big), (13, "2 -> 3", big), (13, "2 -> 3", big),
        (17, "condition turned round", f), (17, "Eq -> NotEq", f), (17, "1 -> 2", f),
        (19, "returns None", f), (19, "if-else turned round", f), (19, "LShift -> RShift", f), (19, "1 -> 2", f),
    ]  # fmt: skip


def test_each_is_another_program(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(SOURCE, encoding="utf-8")
    texts = [ast.unparse(m.tree(SOURCE)) for m in mutants(tmp_path, "x.py")]
    assert len({ast.unparse(ast.parse(SOURCE)), *texts}) == len(texts) + 1
    for text in texts:
        compile(text, "x.py", "exec")


def test_every_core_file_is_tried() -> None:
    core = {
        path.relative_to(ROOT).as_posix()
        for part in ("policy", "advise")
        for path in (ROOT / "yibao_cli" / part).glob("*.py")
    }
    assert core <= set(FILES)
    assert all((ROOT / file).is_file() for file in FILES)
